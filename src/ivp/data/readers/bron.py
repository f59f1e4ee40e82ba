"""BRON: the national register of traffic accidents, as comma-separated text files.

``ongevallen.txt`` has a row per accident, ``partijen.txt`` a row per party in it, and
``puntlocaties.txt`` the coordinates (EPSG:28992, in metres). The accidents of 2009–2013 are
registered far less completely (docs/bronnen.md): compare no year with them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from ivp.data.readers import waarden
from ivp.data.readers.plaats import bronfout, eerste, opsomming
from ivp.data.readers.statline_metadata import enkel
from ivp.data.readers.waarden import Schrijfwijze, schoon

ERNST = {"DOD": "dodelijk", "LET": "letsel", "UMS": "materieel"}
BREUK = range(2009, 2014)
"""Years in which far fewer accidents were registered than happened."""
_ACCIDENTS = ("VKL_NUMMER", "JAAR_VKL", "AP3_CODE", "GME_ID", "GME_NAAM")
_LINK = "FK_VELD5"
# The rectangle in which the coordinates of EPSG:28992 lie on Dutch land and water.
_X, _Y = (-7_000, 300_000), (289_000, 629_000)


def is_ongevallen(kolommen: Sequence[str]) -> bool:
    """Whether a header is that of ``ongevallen.txt``."""
    return {"VKL_NUMMER", "JAAR_VKL", "AP3_CODE"} <= set(kolommen)


def ongevallen(raw: bytes, bestand: str) -> pd.DataFrame:
    """One row per accident: ``ongeval``, ``jaar`` (Int64), ``ernst`` (dodelijk, letsel, materieel),
    ``gebied``, ``gebied_naam`` (both missing when BRON has no municipality), ``locatie`` (link to
    ``puntlocaties``; missing without one) and ``rij``.

    Raises ``BronFout`` for a missing column, an unknown severity, or an accident that is there
    twice.
    """
    frame = _columns(raw, bestand, _ACCIDENTS)
    severity = frame["AP3_CODE"].map(schoon)
    _refuse(~severity.isin(ERNST), severity, "is geen ernst van BRON", "AP3_CODE", frame, bestand)
    number = frame["VKL_NUMMER"].map(schoon)
    _refuse(number == "", number, "is geen nummer van een ongeval", "VKL_NUMMER", frame, bestand)
    _refuse(number.duplicated(), number, "staat er twee keer in", "VKL_NUMMER", frame, bestand)
    year = frame["JAAR_VKL"].map(schoon)
    _refuse(
        ~year.str.fullmatch(r"(19|20)[0-9]{2}"), year, "is geen jaar", "JAAR_VKL", frame, bestand
    )
    town = frame["GME_ID"].map(schoon).str.removeprefix("GM")
    wrong = ~town.str.fullmatch(r"[0-9]{0,4}")
    _refuse(wrong, town, "is geen gemeentenummer", "GME_ID", frame, bestand)
    link = frame[_LINK].map(schoon).replace("", None) if _LINK in frame else None
    return pd.DataFrame(
        {
            "ongeval": number,
            "jaar": year.astype("Int64"),
            "ernst": severity.map(ERNST),
            "gebied": ("GM" + town.str.zfill(4)).mask(town == ""),
            "gebied_naam": frame["GME_NAAM"].map(schoon).replace("", None),
            "locatie": pd.Series(link, index=frame.index, dtype="str"),
            "rij": frame["rij"].astype("Int64"),
        }
    )


def puntlocaties(raw: bytes, bestand: str) -> pd.DataFrame:
    """``locatie`` (str), ``x``, ``y`` (float64, metres in EPSG:28992) and ``rij``."""
    frame = _columns(raw, bestand, (_LINK, "X_COORD", "Y_COORD"))
    result = pd.DataFrame({"locatie": frame[_LINK].map(schoon), "rij": frame["rij"]})
    for naam, (low, high) in {"x": _X, "y": _Y}.items():
        column = f"{naam.upper()}_COORD"
        values, _ = waarden.kolom(frame[column], column, Schrijfwijze.punt, bestand, frame["rij"])
        outside = values.notna() & ~values.between(low, high)
        _refuse(outside, frame[column], "ligt niet in Nederland", column, frame, bestand)
        result[naam] = values
    return result[["locatie", "x", "y", "rij"]]


def partijen(raw: bytes, bestand: str, kolommen: Sequence[str] = ("OTE_ID",)) -> pd.DataFrame:
    """One row per party: ``ongeval`` and the asked ``kolommen`` (text, in lower case), ``rij``.

    Only what is asked is kept: the file also describes persons.
    """
    frame = _columns(raw, bestand, ("VKL_NUMMER", *kolommen))
    result = {"ongeval": frame["VKL_NUMMER"].map(schoon)}
    result |= {naam.lower(): frame[naam].map(schoon).replace("", None) for naam in kolommen}
    return pd.DataFrame({**result, "rij": frame["rij"].astype("Int64")})


def per_gemeente(ongelukken: pd.DataFrame, gemeenten: Mapping[str, str]) -> pd.DataFrame:
    """Accidents counted: ``ernst, gebied, gebied_naam, jaar, aantal`` (Int64).

    ``gemeenten`` is code → name. A severity without accidents is 0 in the years of the file: the
    register lists every accident that it knows, so none listed is none.
    """
    own = ongelukken[ongelukken["gebied"].isin(gemeenten)]
    every = pd.MultiIndex.from_product(
        [ERNST.values(), gemeenten, sorted(set(ongelukken["jaar"]))],
        names=["ernst", "gebied", "jaar"],
    )
    counts = own.groupby(["ernst", "gebied", "jaar"]).size().reindex(every, fill_value=0)
    frame = counts.astype("Int64").rename("aantal").reset_index()
    frame.insert(2, "gebied_naam", frame["gebied"].map(dict(gemeenten)))
    return frame.astype({"jaar": "Int64"})


def _columns(raw: bytes, bestand: str, needed: Sequence[str]) -> pd.DataFrame:
    frame = enkel(raw, bestand)
    missing = [naam for naam in needed if naam not in frame]
    if missing:
        raise bronfout(
            f"De kolom {opsomming(missing)} ontbreekt",
            bestand,
            rij=1,
            waarom="zonder deze kolom kunnen de cijfers niet worden gemaakt",
            doe="gebruik het bestand zoals Rijkswaterstaat het levert",
        )
    return frame


def _refuse(
    wrong: pd.Series, cells: pd.Series, what: str, kolom: str, frame: pd.DataFrame, bestand: str
) -> None:
    if wrong.any():
        first = eerste(wrong)
        raise bronfout(
            f"'{cells.iloc[first]}' {what}",
            bestand,
            rij=int(frame["rij"].iloc[first]),
            kolom=kolom,
            doe="gebruik het bestand zoals Rijkswaterstaat het levert",
        )
