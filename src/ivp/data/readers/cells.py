"""A delivered table as text, whatever file it came in; every reader takes its columns from here.

What can be wrong with any table is checked here: names of columns, the number of cells in a row,
codes of areas, periods, numbers. Each is an error with its file, row and column.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import pandas as pd

from ivp.data.readers import periods, values
from ivp.data.readers.faults import ASK_AGAIN, SHIFTED, fault, quoted
from ivp.data.readers.periods import DataPeriod
from ivp.data.readers.values import DecimalSign, Value, strip
from ivp.errors import did_you_mean

T = TypeVar("T")
Record = tuple[int, list[str]]
"""The number of a row in its file, and its cells."""


@dataclass(frozen=True)
class Cells:
    """Columns of cells as delivered, and ``rij``: the row of the file.

    ``head`` is the row with the names; ``remedy`` is what to do when something is wrong.
    """

    file: str
    frame: pd.DataFrame
    remedy: str = ASK_AGAIN
    head: int = 1

    @classmethod
    def of(
        cls,
        records: Iterable[Record],
        file: str,
        *,
        remedy: str = ASK_AGAIN,
        only: Mapping[str, Collection[str]] | None = None,
        row_names: bool = False,
        blank_rows: bool = False,
    ) -> Cells:
        """From records, the first of which has the names.

        Rows without any text are left out, unless ``blank_rows`` keeps them.

        ``only`` keeps the rows with one of these codes per column while reading, so that one
        municipality out of a national table costs memory for that municipality. ``row_names``
        leaves out a first column without a name (R writes its row numbers so). Raises
        ``BronFout`` for a name that is missing or there twice, a row of another width, or no rows.
        """
        records = iter(records)
        head, cells = next(records)
        names = [strip(cell) for cell in cells]
        while names and not names[-1]:
            names.pop()
        start = 1 if row_names and names and not names[0] else 0
        if not all(names[start:]) or not names:
            raise fault("Een kolom heeft geen naam", file, row=head, remedy=remedy)
        if double := [name for name in dict.fromkeys(names) if names.count(name) > 1]:
            what = f"De kolom {quoted(double)} staat er twee keer in"
            raise fault(what, file, row=head, remedy=remedy)
        if missing := [name for name in only or {} if name not in names]:
            raise fault(f"De kolom {quoted(missing)} ontbreekt", file, row=head, remedy=remedy)
        keep = [(names.index(name), codes) for name, codes in (only or {}).items()]
        rows, numbers, width = [], [], len(names)
        for number, row in records:
            if not (blank_rows or "".join(row).strip()):
                continue
            if len(row) < width or (len(row) > width and "".join(row[width:]).strip()):
                what = f"Deze rij heeft {len(row)} cellen; dat horen er {width} te zijn"
                raise fault(what, file, row=number, reason=SHIFTED, remedy=remedy)
            if not keep or all(strip(row[position]) in codes for position, codes in keep):
                rows.append(row[start:width])
                numbers.append(number)
        if not rows:
            what = "Onder de kolomnamen staan geen rijen" + (" van wat gevraagd is" if only else "")
            raise fault(what, file, row=head, remedy=remedy)
        columns = dict(zip(names[start:], zip(*rows, strict=True), strict=True))
        frame = pd.DataFrame(columns, dtype="str")
        return cls(file, frame.assign(rij=pd.Series(numbers, dtype="Int64")), remedy, head)

    @property
    def names(self) -> list[str]:
        """The names of the columns, in order."""
        return [str(name) for name in self.frame.columns if name != "rij"]

    def __getitem__(self, column: str) -> pd.Series:
        """A column, cells without blanks around them."""
        cells = self.frame[column]
        return cells.map({cell: strip(cell) for cell in cells.unique()}).astype("str")

    def optional(self, column: str) -> pd.Series:
        """The same with empty cells missing, all of them when there is no such column."""
        if column not in self.frame:
            return pd.Series(None, index=self.frame.index, dtype="str")
        return self[column].replace("", None).astype("str")

    def require(self, *columns: str, exactly: bool = False, reason: str = "") -> None:
        """Raise ``BronFout`` when a column is not there or, with ``exactly``, there are more."""
        for column in columns:
            if column not in self.frame:
                raise fault(
                    f"De kolom '{column}' ontbreekt.{did_you_mean(column, self.names[:20])}",
                    self.file,
                    row=self.head,
                    reason=reason or "zonder deze kolom kunnen de cijfers niet worden gemaakt",
                    remedy=self.remedy,
                )
        if exactly and (other := [name for name in self.names if name not in columns]):
            raise fault(
                f"De kolom {quoted(other)} hoort hier niet",
                self.file,
                row=self.head,
                reason="van een onbekende kolom is niet te zeggen of er persoonsgegevens in staan",
                remedy=f"verwijder de kolom, of {self.remedy}",
            )

    def refuse(self, wrong: pd.Series, what: str, column: str | None = None, **why: str) -> None:
        """Raise ``BronFout`` for the first row where ``wrong``; ``{}`` in ``what`` is its cell.

        ``why`` may give ``reason`` and ``remedy``.
        """
        mask = wrong.to_numpy(dtype=bool, na_value=False)
        if not mask.any():
            return
        first = int(mask.argmax())
        if column in self.frame:
            what = what.replace("{}", strip(str(self.frame[column].iloc[first])))
        row = self.frame["rij"].iloc[first]
        number = None if pd.isna(row) else int(row)
        raise fault(what, self.file, row=number, column=column, **{"remedy": self.remedy, **why})

    def read(
        self, column: str, reader: Callable[[str], T | None], what: str, **why: str
    ) -> dict[str, T]:
        """What ``reader`` makes of each different cell; ``None`` is refused (see ``refuse``)."""
        read = {cell: reader(cell) for cell in self.frame[column].unique()}
        wrong = [cell for cell, found in read.items() if found is None]
        self.refuse(self.frame[column].isin(wrong), what, column, **why)
        return {cell: found for cell, found in read.items() if found is not None}

    def numbers(self, column: str, decimal: DecimalSign) -> tuple[pd.Series, pd.Series]:
        """A column as values (float64, missing without one) and symbols (str)."""
        what = "'{}' is geen getal en geen teken van StatLine (leeg . x –)"
        reader = partial(values.read, decimal=decimal)
        return self._values(column, reader, what, remedy=f"herstel de cel, of {self.remedy}")

    def counts(self, column: str, what: str, **why: str) -> tuple[pd.Series, pd.Series]:
        """A column of whole numbers as values (Int64, missing without one) and symbols (str)."""
        found, symbols = self._values(column, values.read_count, what, **why)
        return found.astype("Int64"), symbols

    def _values(
        self, column: str, reader: Callable[[str], Value | None], what: str, **why: str
    ) -> tuple[pd.Series, pd.Series]:
        read, cells = self.read(column, reader, what, **why), self.frame[column]
        found = cells.map({cell: value.number for cell, value in read.items()})
        symbols = cells.map({cell: value.symbol.value for cell, value in read.items()})
        return found.astype("float64"), symbols.astype("str")

    def areas(self, column: str) -> pd.Series:
        """A column of area codes without padding."""
        found = self.read(
            column,
            values.area_code,
            "'{}' is geen gebiedscode",
            reason=values.WRONG_AREA,
            remedy="vraag een levering met codes zoals GM0420, WK042001 of BU04200101",
        )
        return self.frame[column].map(found).astype("str")

    def periods(self, column: str, statuses: Mapping[str, str] | None = None) -> pd.DataFrame:
        """The columns of the tidy frame about the period; ``statuses`` are those of a code list."""
        found = self.read(
            column,
            periods.read,
            "'{}' is geen periode die we kennen",
            reason="een cijfer bij de verkeerde periode verandert de trend",
            remedy="gebruik jaren, kwartalen of maanden, zoals 2024JJ00, 2024KW01 of 2024MM01",
        )
        known = statuses or {}
        typed = {
            cell: DataPeriod(p.year, p.kind, p.number, known.get(strip(cell), p.status))
            for cell, p in found.items()
        }
        return periods.columns(self.frame[column].map(typed))
