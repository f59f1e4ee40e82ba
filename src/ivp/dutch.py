"""Numbers, dates and lists as Dutch readers write them. A value that is missing says why."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum
from functools import cache
from typing import Any

# babel is imported where it is used: it takes a tenth of a second, and not every command writes.
_LOCALE = "nl"


class Missing(Enum):
    """Why there is no number; as text it is the word that the reader sees.

    It is no number and no text itself, so whoever adds, compares, plots or serialises it by
    accident gets a ``TypeError``.
    """

    UNKNOWN = "onbekend"
    HIDDEN = "verborgen"
    SMALL_DENOMINATOR = "te kleine groep"

    def __str__(self) -> str:
        return str(self.value)


MISSING_WORDS = frozenset(str(reason) for reason in Missing)
"""The words that stand where a number would."""

MISSING_FOR_STATUS = {
    "onbekend": Missing.UNKNOWN,
    "onderdrukt": Missing.HIDDEN,
    "kleine_noemer": Missing.SMALL_DENOMINATOR,
}
"""Status of a row of the indicator table → why it has no number."""


def is_empty(value: Any) -> bool:
    """Whether a cell is empty: ``None``, NaN, or the NA or NaT of pandas.

    Those two are told by their name: whoever formats a number need not import pandas.
    """
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return True
    return type(value).__name__ in ("NAType", "NaTType")


def number(value: float | Missing | None, decimals: int = 0, sign: bool = False) -> str:
    """``1234.5`` → ``1.234,5``. Missing gives its reason, ``sign`` also writes a plus.

    Rounds half away from zero, as readers expect of a printed figure; no "-0".
    """
    if isinstance(value, Missing):
        return str(value)
    if value is None or math.isnan(value):
        return str(Missing.UNKNOWN)
    # Through the shortest decimal notation: 2.675 is stored just below, but means 2.675.
    rounded = abs(Decimal(repr(float(value)))).quantize(
        Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP
    )
    text = _written(rounded, decimals)
    if not rounded:
        return text
    # A real minus sign, which babel does not write.
    return ("−" if value < 0 else "+" if sign else "") + text


@cache
def _written(rounded: Decimal, decimals: int) -> str:
    from babel.numbers import format_decimal

    return format_decimal(rounded, f"#,##0.{'0' * decimals}", locale=_LOCALE)


def percent(value: float | Missing | None, decimals: int = 0, sign: bool = False) -> str:
    """A percentage from 0 to 100, with its sign; missing gives its reason."""
    text = number(value, decimals, sign)
    return text if text in MISSING_WORDS else f"{text}%"


def euro(amount: float) -> str:
    """``€ 1.500``, in whole euros, on one line."""
    return f"€\u00a0{number(amount)}"


def interval(low: float, high: float, decimals: int = 1) -> str:
    """``(3,1 tot 4,2)``, or nothing when there is no interval."""
    if math.isnan(low) or math.isnan(high):
        return ""
    return f"({number(low, decimals)} tot {number(high, decimals)})"


def date(day: dt.date) -> str:
    """``2019-02-19`` → ``19 februari 2019``."""
    from babel.dates import format_date

    return format_date(day, "d MMMM y", locale=_LOCALE)


@cache
def months(*, short: bool = False) -> tuple[str, ...]:
    """The names of the twelve months; ``short``: ``jan`` to ``dec``."""
    from babel.dates import get_month_names

    return tuple(get_month_names("abbreviated" if short else "wide", locale=_LOCALE).values())


def period(first: dt.date, last: dt.date, *, short: bool = False) -> str:
    """Whole months: ``februari tot en met juni 2022``; ``short``: ``feb–jun 2022``."""
    names, until = months(short=short), "–" if short else " tot en met "
    end = f"{names[last.month - 1]} {last.year}"
    if (first.year, first.month) == (last.year, last.month):
        return end
    year = "" if first.year == last.year else f" {first.year}"
    return f"{names[first.month - 1]}{year}{until}{end}"


def listing(parts: Sequence[str]) -> str:
    """``a``, ``a en b``, ``a, b en c``."""
    from babel.lists import format_list

    return format_list(parts, locale=_LOCALE)


def first_few(parts: Sequence[object], most: int = 5, separator: str = ", ", what: str = "") -> str:
    """``a, b en nog 3``: the first ``most`` parts, and how many more there are (of ``what``)."""
    rest = len(parts) - most
    more = f" en nog {rest} {what}".rstrip() if rest > 0 else ""
    return separator.join(map(str, parts[:most])) + more


def span(first: int, last: int) -> str:
    """``3 tot en met 5``, or ``3`` when both are the same."""
    return f"{first}" if first == last else f"{first} tot en met {last}"


def count(amount: int, singular: str, plural: str) -> str:
    """``1 misdrijf``, ``2 misdrijven``, ``geen misdrijven``."""
    if amount == 0:
        return f"geen {plural}"
    return f"{number(amount)} {singular if amount == 1 else plural}"
