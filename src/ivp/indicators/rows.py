"""What a row of the indicator table is, and how rows that were made before are kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import pandas as pd

from ivp.code import Code
from ivp.program_versions import program_versions
from ivp.store import Store, digest

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
    """A row of the indicator table without ``periode``; a figure that is not known is NaN."""

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
    indicator: str = ""
    bron: str = ""
    werkelijk: bool = True

    def known(self, waarde: float, ondergrens: float = MISSING, bovengrens: float = MISSING) -> Row:
        """The same row with its figure, which is definitive."""
        figure = self._replace(waarde=waarde, ondergrens=ondergrens, bovengrens=bovengrens)
        return figure._replace(status="definitief")


def frame(rows: Sequence[Row]) -> pd.DataFrame:
    """``rows`` as a frame with ``SCHEMA``, also when there are none; a period is a whole year."""
    table = pd.DataFrame(rows, columns=list(Row._fields))
    return table.assign(periode=table["jaar"].astype(str))[list(SCHEMA)].astype(SCHEMA)


def rows_of(table: pd.DataFrame) -> list[Row]:
    """Rows of the indicator table one by one, in their order."""
    return list(map(Row, *(table[name].tolist() for name in Row._fields)))


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


Remember = Callable[[Any, Callable[[], Any]], Any]
"""Gives what was made from these plain data before, or makes it now; that is plain data as well."""


def always(given: Any, make: Callable[[], Any]) -> Any:
    """Remembers nothing."""
    return make()


def kept(store: Store, code: Code) -> Remember:
    """Remembers in ``store``, as long as this ``code`` and the libraries are the same."""
    makers = [code.digest("ivp.indicators.chapter_input"), program_versions()]
    return lambda given, make: store.remember_data("indicators", digest([given, makers]), make)
