"""Kerncijfers wijken en buurten: one CBS table a year, without a dimension for the period."""

from __future__ import annotations

import pandas as pd

from ivp.data.readers import regios, statline_ruw, waarden
from ivp.data.readers.breed import stam
from ivp.data.readers.metadata import Metadata
from ivp.data.readers.perioden import Periode
from ivp.data.readers.plaats import bronfout, eerste
from ivp.data.readers.statline_metadata import enkel
from ivp.data.readers.waarden import Schrijfwijze

TABELLEN = {2024: "85984NED", 2025: "86165NED"}
"""The table of each year; a new year gets a new id."""
INWONERS = "AantalInwoners"
_KOLOMMEN = ["gebied", "jaar", "inwoners", "symbool", "rij"]
_CODES = ("nhood_id", "buurtcode", "gebied")
_COUNTS = ("population", "inwoners", "aantal_inwoners")


def jaar_van(tabel: str) -> int | None:
    """The year that a table is about; ``None`` for a table that is not in the list."""
    return next((jaar for jaar, known in TABELLEN.items() if known == tabel.strip()), None)


def lees(raw: bytes, bestand: str, jaar: int, metadata: Metadata | None = None) -> pd.DataFrame:
    """A raw table of one year as a tidy frame; the period is that year."""
    return statline_ruw.lees(raw, bestand, metadata, periode=Periode(jaar))


def inwoners(cijfers: pd.DataFrame, bestand: str) -> pd.DataFrame:
    """Inhabitants by area from a tidy frame: ``gebied, jaar, inwoners`` (Int64), ``symbool, rij``.

    CBS rounds them to 5. The topic is found by name: its number moves from year to year.
    """
    rows = cijfers[cijfers["onderwerp"].map(stam) == INWONERS].reset_index(drop=True)
    if rows.empty:
        raise bronfout(
            f"Hier staat geen '{INWONERS}' in", bestand, doe="haal de hele tabel van dit jaar op"
        )
    return rows.assign(inwoners=rows["waarde"].astype("Int64"))[_KOLOMMEN]


def inwoners_uittreksel(raw: bytes, bestand: str, jaar: int) -> pd.DataFrame:
    """The same from an extract with only codes and inhabitants, such as R packages write.

    The first column may be a nameless row number; codes in ``nhood_id``, ``buurtcode`` or
    ``gebied``, inhabitants in ``population``, ``inwoners`` or ``aantal_inwoners``.
    """
    frame = _extract(raw, bestand)
    values, signs = waarden.kolom(
        frame["inwoners"], "inwoners", Schrijfwijze.punt, bestand, frame["rij"]
    )
    codes = regios.kolom(frame["gebied"], "gebied", bestand, frame["rij"])
    wrong = codes.duplicated() | (values < 0) | (values % 1 != 0).where(values.notna(), False)
    if wrong.any():
        first = eerste(wrong)
        raise bronfout(
            f"{codes.iloc[first]} staat er twee keer in, of {values.iloc[first]:g} is geen "
            "aantal inwoners",
            bestand,
            rij=int(frame["rij"].iloc[first]),
            doe="vraag de levering opnieuw op",
        )
    result = pd.DataFrame(
        {"gebied": codes, "inwoners": values.astype("Int64"), "symbool": signs, "rij": frame["rij"]}
    )
    return result.assign(jaar=jaar)[_KOLOMMEN].astype({"jaar": "Int64", "rij": "Int64"})


def is_uittreksel(kolommen: list[str]) -> bool:
    """Whether a header is that of an extract of inhabitants."""
    names = {naam.strip().lower() for naam in kolommen}
    return bool(names & set(_CODES)) and bool(names & set(_COUNTS)) and len(kolommen) <= 3


def _extract(raw: bytes, bestand: str) -> pd.DataFrame:
    frame = enkel(raw, bestand, naamloos=True)
    names = {str(naam).strip().lower(): naam for naam in frame.columns}
    code = next((names[n] for n in _CODES if n in names), None)
    count = next((names[n] for n in _COUNTS if n in names), None)
    if code is None or count is None:
        raise bronfout(
            "De kolommen met buurtcode en inwoners zijn niet te vinden",
            bestand,
            rij=1,
            doe="noem ze 'gebied' en 'inwoners'",
        )
    return frame.rename(columns={code: "gebied", count: "inwoners"})[["gebied", "inwoners", "rij"]]
