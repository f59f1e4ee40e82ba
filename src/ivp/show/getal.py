"""Numbers and dates as Dutch readers write them. A value that is missing says why."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum
from typing import Any

MAANDEN = [
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
]


def leeg(value: Any) -> bool:
    """Whether a cell is empty: ``None``, NaN, or the NA or NaT of pandas.

    Those two are told by their name: whoever formats a number need not import pandas.
    """
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return True
    return type(value).__name__ in ("NAType", "NaTType")


class Ontbreekt(Enum):
    """Why there is no number; as text it is the word that the reader sees.

    It is no number and no text itself, so whoever adds, compares, plots or serialises it by
    accident gets a ``TypeError``.
    """

    ONBEKEND = "onbekend"
    ONDERDRUKT = "verborgen"
    KLEINE_NOEMER = "te kleine groep"

    def __str__(self) -> str:
        return str(self.value)


WOORDEN = frozenset(str(reden) for reden in Ontbreekt)
"""The words that stand where a number would."""

VOOR_STATUS = {
    "onbekend": Ontbreekt.ONBEKEND,
    "onderdrukt": Ontbreekt.ONDERDRUKT,
    "kleine_noemer": Ontbreekt.KLEINE_NOEMER,
}


def getal(waarde: float | Ontbreekt | None, decimalen: int = 0, teken: bool = False) -> str:
    """``1234.5`` → ``1.234,5``. Missing gives its reason, ``teken`` also writes a plus.

    Rounds half away from zero, as readers expect of a printed figure; no "-0".
    """
    if isinstance(waarde, Ontbreekt):
        return str(waarde)
    if waarde is None or math.isnan(waarde):
        return str(Ontbreekt.ONBEKEND)
    # Through the shortest decimal notation: 2.675 is stored just below, but means 2.675.
    rounded = abs(Decimal(repr(float(waarde)))).quantize(
        Decimal(1).scaleb(-decimalen), rounding=ROUND_HALF_UP
    )
    text = f"{rounded:,f}".replace(",", " ").replace(".", ",").replace(" ", ".")
    if not rounded:
        return text
    sign = "−" if waarde < 0 else ("+" if teken else "")
    return sign + text


def procent(waarde: float | Ontbreekt | None, decimalen: int = 0, teken: bool = False) -> str:
    """A percentage from 0 to 100, with sign; missing gives its reason."""
    text = getal(waarde, decimalen, teken)
    return text if text in WOORDEN else f"{text}%"


def euro(bedrag: float) -> str:
    """``€ 1.500``, in whole euros, on one line."""
    return f"€\u00a0{getal(bedrag)}"


def interval(onder: float, boven: float, decimalen: int = 1) -> str:
    """``(3,1 tot 4,2)``, or nothing when there is no interval."""
    if math.isnan(onder) or math.isnan(boven):
        return ""
    return f"({getal(onder, decimalen)} tot {getal(boven, decimalen)})"


def datum(dag: dt.date) -> str:
    """``2019-02-19`` → ``19 februari 2019``."""
    return f"{dag.day} {MAANDEN[dag.month - 1]} {dag.year}"


def opsomming(delen: Sequence[str]) -> str:
    """``a``, ``a en b``, ``a, b en c``."""
    if len(delen) < 2:
        return "".join(delen)
    return f"{', '.join(delen[:-1])} en {delen[-1]}"


def span(first: int, last: int) -> str:
    """``3 tot en met 5``, or ``3`` when both are the same."""
    return f"{first}" if first == last else f"{first} tot en met {last}"


def aantal(n: int, enkelvoud: str, meervoud: str) -> str:
    """``1 misdrijf``, ``2 misdrijven``, ``geen misdrijven``."""
    if n == 0:
        return f"geen {meervoud}"
    return f"{getal(n)} {enkelvoud if n == 1 else meervoud}"
