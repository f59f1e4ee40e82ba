"""What a row of the indicator table is, and how rows that were made before are kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import pandas as pd

from ivp.code import Code
from ivp.store import Store, digest
from ivp.versies import versies

# Tables of figures are short: for those, text as Python's own objects is quicker than Arrow's.
pd.set_option("mode.string_storage", "python")

SCHEMA: dict[str, str] = {
    "indicator": "str",
    "eenheid": "str",
    "gebied": "str",
    "gebied_naam": "str",
    "jaar": "int64",
    "periode": "str",
    "waarde": "float64",
    "ondergrens": "float64",
    "bovengrens": "float64",
    "teller": "float64",
    "noemer": "float64",
    "status": "str",
    "bron": "str",
    "werkelijk": "bool",
}
"""Columns and dtypes of the indicator table, in order (docs/architecture.md)."""
KEY = ["indicator", "eenheid", "gebied", "periode"]

MISSING = float("nan")


class Row(NamedTuple):
    """The part of a row that its kind of indicator decides; figures are missing unless known."""

    gebied: str
    gebied_naam: str
    jaar: int
    eenheid: str
    status: str
    waarde: float = MISSING
    ondergrens: float = MISSING
    bovengrens: float = MISSING
    teller: float = MISSING
    noemer: float = MISSING


class MissingFigure(ValueError):
    """Someone would add up figures of which one is hidden, unknown or not given."""


def summable(rows: pd.DataFrame, column: str) -> pd.Series:
    """The column ``waarde`` or ``teller`` of rows of the indicator table, to be added up.

    A hidden figure is a gap in the table, and pandas adds gaps as 0. Raises ``CijferOntbreekt``
    when a row is hidden, or has no figure for another reason.
    """
    for place, status in zip(rows["gebied"], rows["status"], strict=True):
        if status not in ("definitief", "voorlopig"):
            raise MissingFigure(f"{place} is {status}: no sum of what happens to be there")
    if rows[column].isna().any():
        raise MissingFigure(f"a figure in {column} is missing")
    return rows[column].astype(float)


def frame(rows: Sequence[Row]) -> pd.DataFrame:
    """``rows`` as a frame with the fields of ``Row`` as columns, also when there are none."""
    types = {name: dtype for name, dtype in SCHEMA.items() if name in Row._fields}
    return pd.DataFrame(rows, columns=list(Row._fields)).astype(types)


Remember = Callable[[Any, Callable[[], Any]], Any]
"""Gives what was made from these plain data before, or makes it now; that is plain data as well."""


def always(given: Any, make: Callable[[], Any]) -> Any:
    """Remembers nothing."""
    return make()


def kept(store: Store, code: Code) -> Remember:
    """Remembers in ``store``, as long as this ``code`` and the libraries are the same."""
    makers = [code.digest("ivp.indicators.chapter_input"), versies()]
    return lambda given, make: store.remember_data("indicatoren", digest([given, makers]), make)
