"""Say of a file put in ``data/`` what it is, which reader it needs and what is wrong with it.

The name of a file says nothing: people rename downloads, and save web pages and mails as CSV. So
only the content counts. Recognising includes reading: of a file that cannot be read the error of
its reader is told.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from ivp.data.readers import (
    breed,
    bron,
    enquete,
    geojson,
    kerncijfers,
    leveringen,
    odata_json,
    odata_v3,
    odata_v4,
    perioden,
    statline_metadata,
    statline_weergave,
    tabelsoort,
    tekst,
    xlsx,
)
from ivp.data.readers.formaten import LEVERINGEN
from ivp.data.readers.plaats import bronfout
from ivp.data.readers.waarden import schoon
from ivp.errors import BronFout

_GEWICHTEN = ("gewicht", "weegfactor", "weging", "wegingsfactor", "weight")
_NO_DATA = (
    (b"%PDF", "een PDF", "vraag de cijfers als CSV of Excel"),
    (b"\xd0\xcf\x11\xe0", "een oud Excelbestand (.xls) of Word-document", "bewaar het als .xlsx"),
    (b"PAR1", "een Parquetbestand", "zet het in data/snapshots, met zijn herkomst"),
    (b"version https://git-lfs", "een verwijzing naar Git LFS", "haal het bestand zelf op"),
)
_MARKUP = re.compile(rb"<[!?A-Za-z]")


Bekend = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Herkend:
    """What a file is. ``lezer`` is the function that reads it; ``None`` when no reader does.

    ``fout`` is what the reader stumbled over, ``opmerkingen`` what the steward should know although
    the file can be read. ``rijen`` counts the figures, answers or codes that were read.
    """

    bestand: str
    wat: str
    lezer: str | None = None
    tabel: str | None = None
    rijen: int | None = None
    opmerkingen: tuple[str, ...] = ()
    fout: BronFout | None = None

    def __str__(self) -> str:
        """One line for the terminal, without the error."""
        parts = [f"{self.bestand}: {self.wat}" + (f", tabel {self.tabel}" if self.tabel else "")]
        if self.lezer:
            parts.append(f"lezer {self.lezer}")
        if self.rijen is not None:
            parts.append(f"{self.rijen} rijen")
        return "; ".join([*parts, *self.opmerkingen])


def herken(path: Path, bestand: str | None = None, bekend: Bekend | None = None) -> Herkend:
    """Recognise the file at ``path``; ``bestand`` is its name in messages.

    ``bekend`` gives the columns of the registered data sets by name. Raises nothing for content.
    """
    naam = bestand or path.name
    try:
        if path.stat().st_size > tekst.MAX_BYTES:
            raise bronfout(
                f"Dit bestand is groter dan {tekst.MAX_BYTES // 2**20} MB",
                naam,
                doe="haal landelijke tabellen op met `ivp fetch`, of vraag een kleinere levering",
            )
        return herken_inhoud(path.read_bytes(), naam, bekend)
    except OSError:
        return Herkend(naam, "niet te openen", fout=_unknown("Dit bestand is niet te openen", naam))


def herken_inhoud(raw: bytes, bestand: str, bekend: Bekend | None = None) -> Herkend:
    """The same for bytes."""
    start = raw[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    no_data = [(wat, doe) for magic, wat, doe in _NO_DATA if start.startswith(magic)]
    if _MARKUP.match(start):
        no_data = [("een webpagina of XML", "download de tabel opnieuw, als CSV")]
    for wat, doe in no_data:
        return Herkend(bestand, wat, fout=_unknown(f"Dit is {wat}, geen levering", bestand, doe))
    if raw[:4] in enquete.SAV:
        return _survey(raw, bestand, "antwoorden op een enquête (SPSS)")
    if raw[:4] == leveringen.ZIP:
        return _workbook(raw, bestand)
    if start[:1] in (b"{", b"["):
        return _json(raw, bestand)
    return _text(raw, bestand, bekend or {})


def _try(found: Herkend, read: Callable[[], pd.DataFrame]) -> Herkend:
    """``found`` with the number of rows, or with the error of its reader."""
    try:
        frame = read()
    except BronFout as error:
        return _with(found, fout=error)
    notes = list(found.opmerkingen)
    if "periode_status" in frame and (frame["periode_status"] == "voorlopig").any():
        years = sorted(frame.loc[frame["periode_status"] == "voorlopig", "periode"].unique())
        notes.append(f"voorlopige cijfers: {', '.join(years[:6])}{' …' if len(years) > 6 else ''}")
    if "gebied" in frame and frame["gebied"].isna().all():
        notes.append("gebieden hebben alleen een naam; lees met de gebiedenlijst van de tabel")
    if "symbool" in frame:
        without = int((~frame["symbool"].isin(["cijfer", "nihil", "standaard"])).sum())
        if without:
            notes.append(f"{without} cellen zonder cijfer (leeg, . of x); dat is geen 0")
    return _with(found, rijen=len(frame), opmerkingen=tuple(notes))


def _with(found: Herkend, **changes: object) -> Herkend:
    return Herkend(**{**found.__dict__, **changes})


def _text(raw: bytes, bestand: str, bekend: Bekend) -> Herkend:
    try:
        records = tekst.open_tekst(raw, bestand).rijen()
        head = [schoon(cell) for cell in next(records)[1]]
        second = [schoon(cell) for cell in next(records, (0, [""]))[1]]
    except BronFout as error:
        return Herkend(bestand, "een tekstbestand dat niet te lezen is", fout=error)
    if second[:1] and second[0] in ("ID", "Key") and not any(head[1:]):
        found = Herkend(bestand, "metadata van een StatLine-tabel", "statline_metadata.lees")
        return _try(found, lambda: _code_lists(raw, bestand))
    if head[:2] == ["Key", "Title"]:
        found = Herkend(
            bestand, "een codelijst van een StatLine-tabel", "statline_metadata.lees_codelijst"
        )
        return _try(found, lambda: statline_metadata.lees_codelijst(raw, bestand))
    if {"ID", "Title"} <= set(head):
        found = Herkend(
            bestand, "een deel van de metadata van een tabel", "statline_metadata.enkel"
        )
        return _try(found, lambda: statline_metadata.enkel(raw, bestand))
    if breed.is_breed(head):
        return _wide(raw, bestand, head)
    if bron.is_ongevallen(head):
        found = Herkend(bestand, "verkeersongevallen (BRON, ongevallen)", "bron.ongevallen")
        return _try(found, lambda: bron.ongevallen(raw, bestand))
    if "VKL_NUMMER" in head:
        found = Herkend(bestand, "verkeersongevallen (BRON, partijen)", "bron.partijen")
        return _try(found, lambda: bron.partijen(raw, bestand, ()))
    if {"X_COORD", "Y_COORD"} <= set(head):
        found = Herkend(bestand, "verkeersongevallen (BRON, puntlocaties)", "bron.puntlocaties")
        return _try(found, lambda: bron.puntlocaties(raw, bestand))
    if leveringen.past_bij(head):
        return _delivery(raw, bestand, head)
    same = [naam for naam, kolommen in bekend.items() if tuple(head) == tuple(kolommen)]
    if same:
        return Herkend(
            bestand, f"in de vorm van bron {' of '.join(same)}", "tabel.parse", tabel=same[0]
        )
    if kerncijfers.is_uittreksel(head):
        found = Herkend(
            bestand,
            "inwoners per gebied (uittreksel van de kerncijfers)",
            "kerncijfers.inwoners_uittreksel",
            opmerkingen=(tabelsoort.ZONDER_JAAR,),
        )
        return _try(found, lambda: kerncijfers.inwoners_uittreksel(raw, bestand, 0))
    if any(naam.lower() in _GEWICHTEN for naam in head):
        return _survey(raw, bestand, "antwoorden op een enquête (CSV)", head)
    return _display(raw, bestand, head, second)


def _code_lists(raw: bytes, bestand: str) -> pd.DataFrame:
    return pd.concat([pd.DataFrame(), *statline_metadata.lees(raw, bestand).lijsten.values()])


def _display(raw: bytes, bestand: str, head: list[str], second: list[str]) -> Herkend:
    titled = bool(head[0]) and not any(head[1:]) and b"Perioden" in raw[:16_384]
    tilted = bool(head[-1:]) and perioden.uit_label(head[-1].rsplit("_", 1)[-1]) is not None
    if not titled and not tilted:
        return Herkend(bestand, "onbekend", fout=_unknown("Dit bestand herkennen we niet", bestand))
    found = Herkend(
        bestand,
        f"een weergave van StatLine ({head[0]})"
        if titled
        else "een gekantelde weergave van StatLine",
        "statline_weergave.lees",
    )
    return _try(found, lambda: statline_weergave.lees(raw, bestand))


def _wide(raw: bytes, bestand: str, head: list[str]) -> Herkend:
    kind = tabelsoort.van(head, raw)
    notes = (kind.opmerking,) if kind.opmerking else ()
    found = Herkend(bestand, kind.wat, kind.lezer, kind.tabel, opmerkingen=notes)
    return _try(found, lambda: kind.lees(raw, bestand))


def _delivery(raw: bytes, bestand: str, head: list[str]) -> Herkend:
    """One of our own formats; several have the same columns, then their codes tell them apart."""
    errors = []
    for naam in leveringen.past_bij(head):
        found = Herkend(
            bestand, f"levering: {LEVERINGEN[naam].titel}", f"leveringen.lees ({naam})", naam
        )
        result = _try(found, lambda naam=naam: leveringen.lees(raw, bestand, naam))  # type: ignore[misc]
        if result.fout is None:
            return result
        errors.append(result)
    if len(errors) == 1:
        return errors[0]
    options = " of ".join(str(one.tabel) for one in errors)
    return Herkend(
        bestand, f"een levering zoals {options}", "leveringen.lees", fout=_furthest(errors)
    )


def _furthest(errors: list[Herkend]) -> BronFout | None:
    """The error of the format that was read furthest: most likely the one that was meant."""

    def row(one: Herkend) -> int:
        words = (one.fout.waar if one.fout and one.fout.waar else "").replace(",", "").split()
        return int(words[words.index("rij") + 1]) if "rij" in words else 0

    return max(errors, key=row).fout


def _survey(raw: bytes, bestand: str, wat: str, head: list[str] | None = None) -> Herkend:
    weight = next((n for n in head or () if n.lower() in _GEWICHTEN), "gewicht")
    found = Herkend(bestand, wat, "enquete.lees")
    return _try(found, lambda: enquete.lees(raw, bestand, gewicht=weight).antwoorden)


def _workbook(raw: bytes, bestand: str) -> Herkend:
    found = Herkend(bestand, "een Excelbestand")
    try:
        head = xlsx.blad(raw, bestand)[0][1]
    except BronFout as error:
        return _with(found, fout=error)
    if leveringen.past_bij(head):
        return _delivery(raw, bestand, head)
    return _with(
        found,
        fout=_unknown(
            "De kolommen van dit Excelbestand zijn die van geen enkele levering",
            bestand,
            "gebruik een sjabloon (`ivp template halt`)",
        ),
    )


def _json(raw: bytes, bestand: str) -> Herkend:
    try:
        head = json.loads(raw)
    except (ValueError, RecursionError):
        head = None
    if isinstance(head, dict) and head.get("type") == "FeatureCollection":
        found = Herkend(bestand, "een kaart met grenzen (GeoJSON)", "geojson.lees")
        return _try(found, lambda: geojson.lees(raw, bestand))
    v4 = isinstance(head, dict) and "@odata.context" in head
    found = Herkend(
        bestand,
        f"een bladzijde van OData {'v4' if v4 else 'v3'}",
        "odata_v4.lees" if v4 else "odata_v3.lees",
    )

    def read() -> pd.DataFrame:
        rows = odata_json.rijen([raw], bestand)
        if "Title" in rows[0]:
            return odata_v3.cellen(rows, bestand)
        return odata_v4.van_rijen(rows, bestand) if v4 else odata_v3.van_rijen(rows, bestand)

    return _try(found, read)


def _unknown(
    wat: str,
    bestand: str,
    doe: str = "kijk in docs/bronnen.md welke bestanden kunnen, of vraag de levering opnieuw op",
) -> BronFout:
    return bronfout(
        wat, bestand, waarom="van wat we niet herkennen, kunnen we geen cijfer maken", doe=doe
    )
