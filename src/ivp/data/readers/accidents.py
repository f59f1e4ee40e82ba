"""BRON: the national register of traffic accidents, as comma-separated text files.

``ongevallen.txt`` has a row per accident, ``partijen.txt`` a row per party in it, and
``puntlocaties.txt`` the coordinates (EPSG:28992, in metres). The accidents of 2009–2013 are
registered far less completely (docs/bronnen.md): compare no year with them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from ivp.data.readers import text
from ivp.data.readers.cells import Cells

SEVERITY = {"DOD": "dodelijk", "LET": "letsel", "UMS": "materieel"}
_KEY, _POINT = "VKL_NUMMER", "FK_VELD5"
_ACCIDENTS = (_KEY, "JAAR_VKL", "AP3_CODE")
_COORDINATES = ("X_COORD", "Y_COORD")
# The rectangle in which the coordinates of EPSG:28992 lie on Dutch land and water.
_NETHERLANDS = {"x": (-7_000, 300_000), "y": (289_000, 629_000)}
_REMEDY = "gebruik het bestand zoals Rijkswaterstaat het levert"


def read_accidents(raw: bytes, file: str) -> pd.DataFrame:
    """One row per accident: ``ongeval``, ``jaar`` (Int64), ``ernst`` (dodelijk, letsel, materieel),
    ``gebied``, ``gebied_naam`` (both missing when BRON has no municipality), ``locatie`` (link to
    ``read_points``; missing without one) and ``rij``.

    Raises ``BronFout`` for a missing column, an unknown severity, or an accident that is there
    twice.
    """
    cells = _cells(raw, file, *_ACCIDENTS, "GME_ID", "GME_NAAM")
    accident, town = cells[_KEY], cells["GME_ID"].str.removeprefix("GM")
    severity = cells.read("AP3_CODE", lambda c: SEVERITY.get(c.strip()), "'{}' is geen ernst")
    cells.refuse(accident == "", "Hier hoort het nummer van een ongeval", _KEY)
    cells.refuse(accident.duplicated(), "'{}' staat er twee keer in", _KEY)
    year = cells["JAAR_VKL"]
    cells.refuse(~year.str.fullmatch("(19|20)[0-9]{2}"), "'{}' is geen jaar", "JAAR_VKL")
    cells.refuse(~town.str.fullmatch("[0-9]{0,4}"), "'{}' is geen gemeentenummer", "GME_ID")
    return pd.DataFrame(
        {
            "ongeval": accident,
            "jaar": year.astype("Int64"),
            "ernst": cells.frame["AP3_CODE"].map(severity),
            "gebied": ("GM" + town.str.zfill(4)).mask(town == ""),
            "gebied_naam": cells.optional("GME_NAAM"),
            "locatie": cells.optional(_POINT),
            "rij": cells.frame["rij"],
        }
    )


def read_points(raw: bytes, file: str) -> pd.DataFrame:
    """``locatie`` (str), ``x``, ``y`` (float64, metres in EPSG:28992) and ``rij``."""
    cells = _cells(raw, file, _POINT, *_COORDINATES)
    result = {"locatie": cells[_POINT]}
    for column, (name, (low, high)) in zip(_COORDINATES, _NETHERLANDS.items(), strict=True):
        result[name], _ = cells.numbers(column, ".")
        outside = result[name].notna() & ~result[name].between(low, high)
        cells.refuse(outside, "'{}' ligt niet in Nederland", column)
    return pd.DataFrame({**result, "rij": cells.frame["rij"]})


def read_parties(raw: bytes, file: str, columns: Sequence[str] = ()) -> pd.DataFrame:
    """One row per party: ``ongeval`` and the asked ``columns`` (text, in lower case), ``rij``.

    Only what is asked is kept: the file also describes persons.
    """
    cells = _cells(raw, file, _KEY, *columns)
    asked = {name.lower(): cells.optional(name) for name in columns}
    return pd.DataFrame({"ongeval": cells[_KEY], **asked, "rij": cells.frame["rij"]})


def per_gemeente(accidents: pd.DataFrame, gemeenten: Mapping[str, str]) -> pd.DataFrame:
    """Accidents counted: ``ernst, gebied, gebied_naam, jaar, aantal`` (Int64).

    ``gemeenten`` is code → name. A severity without accidents is 0 in the years of the file: the
    register lists every accident that it knows, so none listed is none.
    """
    key = ["ernst", "gebied", "jaar"]
    values = [SEVERITY.values(), gemeenten, sorted(set(accidents["jaar"]))]
    every = pd.MultiIndex.from_product(values, names=key)
    counts = accidents.groupby(key).size().reindex(every, fill_value=0)
    frame = counts.astype("Int64").rename("aantal").reset_index()
    frame.insert(2, "gebied_naam", frame["gebied"].map(dict(gemeenten)))
    return frame.astype({"jaar": "Int64"})


def _cells(raw: bytes, file: str, *needed: str) -> Cells:
    cells = text.cells(raw, file, remedy=_REMEDY)
    cells.require(*needed)
    return cells


FILES = (
    ("ongevallen", {*_ACCIDENTS}, read_accidents),
    ("partijen", {_KEY}, read_parties),
    ("puntlocaties", {*_COORDINATES}, read_points),
)
"""Each file of BRON: its name, the columns that it is known by (the surest first), its reader."""
