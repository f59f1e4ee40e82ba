"""The police tables: crimes (47013NED, 47018NED, 47022NED) and nuisance (47021NED, 47024NED).

What the tables have in common is read by ``odata_v3`` or ``statline_ruw``; here the figures get the
columns of our own data sets, and what the police hide is taken out of the zeros.
"""

from __future__ import annotations

import pandas as pd

from ivp.data.readers.breed import stam
from ivp.data.readers.misdrijfcodes import (
    MISDRIJVEN,
    OVERLAST,
    VERBORGEN_PER_BUURT,
    VERBORGEN_PER_MAAND,
)
from ivp.data.readers.plaats import bronfout, eerste
from ivp.data.readers.waarden import Symbool

TABELLEN = {
    "47013NED": "Misdrijven en aangiften per gemeente, maand en jaar",
    "47018NED": "Misdrijven per wijk en buurt, jaar",
    "47022NED": "Misdrijven per wijk en buurt, maand",
    "47021NED": "Overlast per gemeente",
    "47024NED": "Overlast per wijk en buurt",
}
_KEEP = ["gebied", "gebied_naam", "periode", "periode_soort", "jaar", "periode_status"]


def misdrijven(cijfers: pd.DataFrame, bestand: str) -> pd.DataFrame:
    """Registered crimes from a tidy frame of one of the three tables.

    Columns: ``soort_misdrijf``, ``soort_misdrijf_naam``, ``gebied``, ``gebied_naam``, ``periode``,
    ``periode_soort``, ``jaar``, ``periode_status``, ``aantal`` (Int64, missing when there is no
    value), ``symbool``, ``rij``. The categories that the police hide per buurt or per month are
    ``geheim`` there, not 0. Raises ``BronFout`` for an unknown code.
    """
    frame = _tellingen(cijfers, "GeregistreerdeMisdrijven", "soort_misdrijf", MISDRIJVEN, bestand)
    hidden = verborgen(frame, frame["aantal"])
    frame["aantal"] = frame["aantal"].mask(hidden)
    frame["symbool"] = frame["symbool"].mask(hidden, Symbool.geheim.value)
    return frame


def verborgen(frame: pd.DataFrame, aantal: pd.Series) -> pd.Series:
    """Which rows (with ``soort_misdrijf``, ``gebied``, ``periode_soort``) the police hide."""
    code = frame["soort_misdrijf"]
    small = frame["gebied"].str.startswith(("WK", "BU"), na=False)
    month = frame["periode_soort"] == "maand"
    hidden = (small & code.isin(VERBORGEN_PER_BUURT)) | (month & code.isin(VERBORGEN_PER_MAAND))
    found: pd.Series = hidden & (aantal.isna() | (aantal == 0))
    return found


def overlast(cijfers: pd.DataFrame, bestand: str) -> pd.DataFrame:
    """Nuisance reports, with the same columns for ``soort_overlast``."""
    return _tellingen(cijfers, "GeregistreerdeOverlast", "overlast", OVERLAST, bestand).rename(
        columns={"overlast": "soort_overlast", "overlast_naam": "soort_overlast_naam"}
    )


def _tellingen(
    cijfers: pd.DataFrame, onderwerp: str, kolom: str, codes: dict[str, str], bestand: str
) -> pd.DataFrame:
    rows = cijfers[cijfers["onderwerp"].map(stam) == onderwerp].reset_index(drop=True)
    if rows.empty or kolom not in rows:
        raise bronfout(
            f"Hier staat geen '{onderwerp}' per {kolom} in",
            bestand,
            doe=f"lever een van de tabellen {', '.join(TABELLEN)}",
        )
    unknown = ~rows[kolom].isin(codes)
    if unknown.any():
        raise bronfout(
            f"De code '{rows[kolom].iloc[eerste(unknown)]}' staat niet in de lijst van de politie",
            bestand,
            rij=int(rows["rij"].iloc[eerste(unknown)]),
            kolom=kolom,
            waarom="een onbekende code valt uit de cijfers weg zonder dat iemand het merkt",
            doe="meld de nieuwe code, zodat zij in de lijst komt",
        )
    broken = rows["waarde"].notna() & (rows["waarde"] % 1 != 0)
    if broken.any() or (rows["waarde"] < 0).any():
        wrong = broken | (rows["waarde"] < 0)
        raise bronfout(
            f"'{rows['waarde'].iloc[eerste(wrong)]:g}' is geen aantal",
            bestand,
            rij=int(rows["rij"].iloc[eerste(wrong)]),
            kolom=onderwerp,
            doe="vraag de levering opnieuw op",
        )
    return pd.DataFrame(
        {
            kolom: rows[kolom],
            f"{kolom}_naam": rows[kolom].map(codes).astype("str"),
            **{naam: rows[naam] for naam in _KEEP},
            "aantal": rows["waarde"].astype("Int64"),
            "symbool": rows["symbool"],
            "rij": rows["rij"],
        }
    )
