"""One cell to a value and a symbol: what StatLine's symbols mean, and how numbers are written.

Source of the symbols: the explanation that StatLine and the police give with every table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum
from typing import NamedTuple

import pandas as pd

from ivp.data.readers.plaats import bronfout, eerste, opsomming

# Spaces that Dutch exports put in numbers and around labels: no-break, narrow no-break, thin.
_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2007": " "})


class Symbool(StrEnum):
    """What a cell says beside, or instead of, its number."""

    cijfer = "cijfer"
    nihil = "nihil"
    """``–``: nothing; the value is 0."""
    standaard = "standaard"
    """0 that the table fills in because it has no record (``Default`` "Zero")."""
    onbekend = "onbekend"
    """``.``: unknown, not reliable enough, or secret."""
    geheim = "geheim"
    """``x``, ``<5``, or a category that the source hides at this level."""
    leeg = "leeg"
    """Blank: the figure cannot exist."""
    ontbreekt = "ontbreekt"
    """The source gives no value and does not say why (null in a typed data set)."""


MET_WAARDE = frozenset({Symbool.cijfer, Symbool.nihil, Symbool.standaard})

_SIGNS = {
    "": Symbool.leeg,
    ".": Symbool.onbekend,
    "x": Symbool.geheim,
    "X": Symbool.geheim,
    "-": Symbool.nihil,
    "–": Symbool.nihil,
    "—": Symbool.nihil,
}


class Schrijfwijze(StrEnum):
    """How decimals are written; with a comma, points and spaces may group thousands."""

    punt = "punt"
    komma = "komma"


class Waarde(NamedTuple):
    """A number (``None`` when there is none) and the symbol."""

    waarde: float | None
    symbool: Symbool


# At most 15 digits before the decimals: more do not fit in a float, and no count is that large.
_POINT = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")
_COMMA = re.compile(r"-?([0-9]{1,15}|[1-9][0-9]{0,2}([. ][0-9]{3}){1,4})(,[0-9]{1,15})?")
_BELOW = re.compile(r"< ?[0-9]+")
# Three digits after one sign could be decimals or thousands; after a zero they are decimals.
_HAS_COMMA = re.compile(
    r"-?[0-9. ]+,([0-9]{1,2}|[0-9]{4,})|-?0,[0-9]+|-?[0-9]{1,3}(\.[0-9]{3})+,[0-9]+"
    r"|-?[0-9]{1,3}(\.[0-9]{3}){2,}"
)
_HAS_POINT = re.compile(r"-?[0-9]+\.([0-9]{1,2}|[0-9]{4,})|-?0\.[0-9]+|-?[0-9]{4,}\.[0-9]{3}")
_AMBIGUOUS = re.compile(r"-?[1-9][0-9]{0,2}[.,][0-9]{3}")


def schoon(text: str) -> str:
    """``text`` without surrounding blanks; special spaces become plain ones."""
    return text.translate(_SPACES).strip()


def lees(cel: str, schrijfwijze: Schrijfwijze) -> Waarde | None:
    """The value and symbol of one cell; ``None`` when it is neither a number nor a symbol."""
    text = schoon(cel).replace("\u2212", "-")
    sign = _SIGNS.get(text)
    if sign is not None:
        return Waarde(0.0 if sign is Symbool.nihil else None, sign)
    if _BELOW.fullmatch(text):
        return Waarde(None, Symbool.geheim)
    if schrijfwijze is Schrijfwijze.punt:
        return Waarde(float(text), Symbool.cijfer) if _POINT.fullmatch(text) else None
    if not _COMMA.fullmatch(text):
        return None
    plain = text.replace(".", "").replace(" ", "").replace(",", ".")
    return Waarde(float(plain), Symbool.cijfer)


def lees_aantal(cel: str) -> Waarde | None:
    """A whole number with or without grouped thousands, or a symbol; ``None`` for anything else.

    A comma is never accepted: ``1,000`` is one here and a thousand elsewhere.
    """
    return None if "," in cel else lees(cel, Schrijfwijze.komma)


def is_waarde(cel: str) -> bool:
    """Whether the cell is a number in either way of writing, or a symbol."""
    return any(lees(cel, way) is not None for way in Schrijfwijze)


def schrijfwijze(cellen: Iterable[str], bestand: str) -> Schrijfwijze:
    """Comma or point, as the cells of one file prove it.

    Raises ``BronFout`` when they contradict each other, or when all that there is could be either
    (``1.234``): a factor 1,000 is never guessed.
    """
    different = {schoon(cel) for cel in cellen}
    comma = sorted(cel for cel in different if _HAS_COMMA.fullmatch(cel))
    point = sorted(cel for cel in different if _HAS_POINT.fullmatch(cel))
    if comma and point:
        raise bronfout(
            f"De getallen zijn op twee manieren geschreven: {opsomming([comma[0], point[0]])}",
            bestand,
            waarom="een verschoven komma verandert een cijfer met een factor duizend",
            doe="vraag een levering met overal een komma of overal een punt voor de decimalen",
        )
    unsure = sorted(cel for cel in different if _AMBIGUOUS.fullmatch(cel))
    # Beside 45.1, 1.234 may still be a thousand; beside 0.873 three decimals are usual here.
    if unsure and not comma and not any(len(cel.partition(".")[2]) >= 3 for cel in point):
        raise bronfout(
            f"Niet te zeggen is of {opsomming(unsure[:2])} duizendtallen of decimalen heeft",
            bestand,
            waarom="het scheelt een factor duizend",
            doe="vraag een levering zonder punten of komma's tussen de duizendtallen",
        )
    return Schrijfwijze.komma if comma else Schrijfwijze.punt


def kolom(
    cellen: pd.Series, naam: str, manier: Schrijfwijze, bestand: str, rijen: pd.Series
) -> tuple[pd.Series, pd.Series]:
    """``cellen`` as values (float64, missing without one) and symbols (str), same index.

    ``rijen`` holds the row of each cell in the file; raises ``BronFout`` that names it.
    Each different cell is read once.
    """
    read = {cel: lees(cel, manier) for cel in cellen.unique()}
    wrong = [cel for cel, value in read.items() if value is None]
    if wrong:
        first = eerste(cellen.isin(wrong))
        raise bronfout(
            f"'{cellen.iloc[first]}' is geen getal en geen teken van StatLine (leeg . x –)",
            bestand,
            rij=int(rijen.iloc[first]),
            kolom=naam,
            doe="herstel de cel, of vraag de levering opnieuw op",
        )
    values = {cel: value.waarde for cel, value in read.items() if value is not None}
    signs = {cel: value.symbool.value for cel, value in read.items() if value is not None}
    return cellen.map(values).astype("float64"), cellen.map(signs).astype("str")
