"""One cell to a value and a symbol, or to the code of an area.

What StatLine's symbols mean, how numbers are written, how codes and labels are padded.

Source of the symbols: the explanation that StatLine and the police give with every table.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from enum import StrEnum
from typing import Literal, NamedTuple

from ivp.data.readers.faults import fault, quoted

# Spaces that Dutch exports put in numbers and around labels: no-break, narrow no-break, thin.
_SPACES = str.maketrans({"\u00a0": " ", "\u202f": " ", "\u2009": " ", "\u2007": " "})


class Symbol(StrEnum):
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


WITH_VALUE = frozenset({Symbol.cijfer, Symbol.nihil, Symbol.standaard})

NULL = "\0null"
"""Stands for null in a typed data set; no delivered cell can hold a NUL."""
_SIGNS = {
    NULL: Symbol.ontbreekt,
    "": Symbol.leeg,
    ".": Symbol.onbekend,
    "x": Symbol.geheim,
    "X": Symbol.geheim,
    "-": Symbol.nihil,
    "–": Symbol.nihil,
    "—": Symbol.nihil,
}

DecimalSign = Literal[".", ","]
"""What stands before decimals; with a comma, points and spaces may group thousands."""


class Value(NamedTuple):
    """A number (``None`` when there is none) and the symbol."""

    number: float | None
    symbol: Symbol


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

COUNTRY = frozenset({"NL00", "NL01"})
"""The Netherlands: NL00 in most tables, NL01 in 47013NED and other tables of municipalities."""
WRONG_AREA = "een cijfer bij het verkeerde gebied is een verkeerd cijfer"
_AREA = re.compile(r"[A-Z]{2}[0-9A-Z]{2,8}")
_AREA_LENGTH = {"GM": 6, "WK": 8, "BU": 10}


def strip(text: str) -> str:
    """``text`` without surrounding blanks; special spaces become plain ones."""
    return text.translate(_SPACES).strip()


def area_code(text: str) -> str | None:
    """The code without padding (``GM0420``), or ``None`` when this is no area code."""
    bare = strip(text)
    right = _AREA.fullmatch(bare) and len(bare) == _AREA_LENGTH.get(bare[:2], len(bare))
    return bare if right else None


def label(text: str) -> str:
    """A label without the ``|||`` that StatLine puts before it for its level, nor blanks."""
    return unicodedata.normalize("NFC", strip(strip(text).lstrip("|")))


def read(cell: str, decimal: DecimalSign) -> Value | None:
    """The value and symbol of one cell; ``None`` when it is neither a number nor a symbol."""
    text = strip(cell).replace("\u2212", "-")
    sign = _SIGNS.get(text)
    if sign is not None:
        return Value(0.0 if sign is Symbol.nihil else None, sign)
    if _BELOW.fullmatch(text):
        return Value(None, Symbol.geheim)
    if decimal == ".":
        return Value(float(text), Symbol.cijfer) if _POINT.fullmatch(text) else None
    if not _COMMA.fullmatch(text):
        return None
    plain = text.replace(".", "").replace(" ", "").replace(",", ".")
    return Value(float(plain), Symbol.cijfer)


def read_count(cell: str) -> Value | None:
    """A whole number with or without grouped thousands, or a symbol; ``None`` for anything else.

    A comma is never accepted: ``1,000`` is one here and a thousand elsewhere.
    """
    found = None if "," in cell else read(cell, ",")
    return None if found is None or (found.number or 0) < 0 else found


def is_value(cell: str) -> bool:
    """Whether the cell is a number in either way of writing, or a symbol."""
    return read(cell, ".") is not None or read(cell, ",") is not None


def decimal_sign(cells: Iterable[str], file: str) -> DecimalSign:
    """Comma or point, as the cells of one file prove it.

    Raises ``BronFout`` when they contradict each other, or when all that there is could be either
    (``1.234``): a factor 1,000 is never guessed.
    """
    different = {strip(cell) for cell in cells}
    comma = sorted(cell for cell in different if _HAS_COMMA.fullmatch(cell))
    point = sorted(cell for cell in different if _HAS_POINT.fullmatch(cell))
    if comma and point:
        raise fault(
            f"De getallen zijn op twee manieren geschreven: {quoted([comma[0], point[0]])}",
            file,
            reason="een verschoven komma verandert een cijfer met een factor duizend",
            remedy="vraag een levering met overal een komma of overal een punt voor de decimalen",
        )
    unsure = sorted(cell for cell in different if _AMBIGUOUS.fullmatch(cell))
    # Beside 45.1, 1.234 may still be a thousand; beside 0.873 three decimals are usual here.
    if unsure and not comma and not any(len(cell.partition(".")[2]) >= 3 for cell in point):
        raise fault(
            f"Niet te zeggen is of {quoted(unsure[:2])} duizendtallen of decimalen heeft",
            file,
            reason="het scheelt een factor duizend",
            remedy="vraag een levering zonder punten of komma's tussen de duizendtallen",
        )
    return "," if comma else "."
