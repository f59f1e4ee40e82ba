"""Which public table a raw CSV is: its topics and dimensions tell, not its name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import pandas as pd

from ivp.data.readers import (
    breed,
    kerncijfers,
    misdrijfcodes,
    politie,
    statline_ruw,
    veiligheidsmonitor,
)
from ivp.data.readers.perioden import Periode

ZONDER_JAAR = "het bestand noemt geen jaar; zeg erbij van welk jaar het is"
_OLD_CODES = "codes van de indeling tot 2018; alleen totaal en hoofdgroepen lopen door"


class Tabelsoort(NamedTuple):
    """What it is (Dutch), the function that reads it, the table id when known, and a note."""

    wat: str
    lezer: str
    tabel: str | None
    lees: Callable[[bytes, str], pd.DataFrame]
    opmerking: str | None = None


def van(kolommen: Sequence[str], raw: bytes) -> Tabelsoort:
    """The kind of table with these columns (``breed.is_breed``); ``raw`` tells months and codes."""
    topics = {breed.stam(naam) for naam in kolommen}
    small = "WijkenEnBuurten" in kolommen
    if "GeregistreerdeMisdrijven" in topics:
        table = ("47022NED" if b"MM" in raw else "47018NED") if small else "47013NED"
        return Tabelsoort("misdrijven (politie)", "politie.misdrijven", table, _crimes)
    if "GeregistreerdeOverlast" in topics:
        table = "47024NED" if small else "47021NED"
        return Tabelsoort("overlast (politie)", "politie.overlast", table, _nuisance)
    if kerncijfers.INWONERS in topics and "Perioden" not in kolommen:
        wat = "kerncijfers wijken en buurten (CBS)"
        return Tabelsoort(wat, "kerncijfers.lees", None, _key_figures, ZONDER_JAAR)
    if "Marges" in kolommen:
        lezer = "veiligheidsmonitor.uitkomsten"
        return Tabelsoort("Veiligheidsmonitor (CBS)", lezer, "85146NED", _monitor)
    if "TotaalGeregistreerdeMisdrijven" in topics:
        old = any(group.oud.encode() in raw for group in misdrijfcodes.HOOFDGROEPEN)
        note = _OLD_CODES if old else None
        return Tabelsoort("misdrijven (CBS)", "statline_ruw.lees", "83648NED", _plain, note)
    if "TotaalGeregistreerdeDiefstallen" in topics:
        return Tabelsoort("diefstallen (CBS)", "statline_ruw.lees", "83651NED", _plain)
    return Tabelsoort("een ruwe tabel van CBS of politie", "statline_ruw.lees", None, _plain)


def _plain(raw: bytes, bestand: str) -> pd.DataFrame:
    return statline_ruw.lees(raw, bestand)


def _crimes(raw: bytes, bestand: str) -> pd.DataFrame:
    return politie.misdrijven(_plain(raw, bestand), bestand)


def _nuisance(raw: bytes, bestand: str) -> pd.DataFrame:
    return politie.overlast(_plain(raw, bestand), bestand)


def _monitor(raw: bytes, bestand: str) -> pd.DataFrame:
    return veiligheidsmonitor.uitkomsten(_plain(raw, bestand), bestand)


def _key_figures(raw: bytes, bestand: str) -> pd.DataFrame:
    return statline_ruw.lees(raw, bestand, periode=Periode(0))
