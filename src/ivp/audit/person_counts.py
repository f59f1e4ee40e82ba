"""The counts of persons behind the book, and how an attacker knows that they add up."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd
from pandas.api.types import is_numeric_dtype

from ivp.audit.mentions import CountKey, Sought, Wording
from ivp.config import Config
from ivp.data import Package

_TIME = ("jaar", "maand")
SourceRow = tuple[str, int]
"""A row of a source: the name of the data set and its position."""
Sum = tuple[SourceRow, list[SourceRow]]
"""A row, and the rows that add up to it."""


class PersonCounts:
    """The counts of persons behind the book, straight from the sources."""

    def __init__(self, config: Config, package: Package) -> None:
        self._config = config
        self.rows: dict[SourceRow, int] = {}
        self.cells: dict[CountKey, list[SourceRow]] = {}
        self.denominators: dict[CountKey, tuple[float, float]] = {}
        names: dict[str, str] = {}
        self._frames: dict[str, pd.DataFrame] = {}
        for name, definition in config.indicatoren.items():
            source = package.dataset(definition.dataset)
            if definition.soort != "telling" or not source.resource.ivp.persoonsregistratie:
                continue
            frame = self._frames.setdefault(definition.dataset, source.read())
            self._cells(name, frame)
            if definition.noemer is not None:
                self._denominators(name, package.dataset(definition.noemer.dataset).read())
            if "gebied_naam" in frame:
                names |= dict(zip(frame["gebied_naam"].str.lower(), frame["gebied"], strict=True))
        self._parts = {area.id for area in config.lokaal.deelgebieden}
        self._kernen: dict[str, set[str]] = {}
        if "gebieden-deelgebied" in package.names:
            division = package.dataset("gebieden-deelgebied").read()
            for kern, deel in zip(division["kern"], division["deelgebied"], strict=True):
                self._kernen.setdefault(str(kern), set()).add(str(deel))
        used = sorted({key.indicator for key in self.cells})
        titles = {config.indicatoren[name].titel.lower(): name for name in used}
        others = {a.naam.lower(): a.id for a in config.lokaal.deelgebieden}
        names = {n: c for n, c in (others | names).items() if c != config.gemeente.code}
        codes = frozenset(key.area for key in self.cells)
        self.wording = Wording(titles, names, config.gemeente.code, frozenset(used), codes)

    def _cells(self, name: str, frame: pd.DataFrame) -> None:
        definition = self._config.indicatoren[name]
        time = "jaar" if "jaar" in frame else "maand"
        whens = [_whens(str(when)) for when in frame[time]]
        here = [self._config.gemeente.code] * len(frame)
        places = frame["gebied"].tolist() if "gebied" in frame else here
        chosen = pd.Series(True, index=frame.index)
        for column, codes in definition.selectie.items():
            chosen &= frame[column].isin(codes)
        rows = zip(frame[definition.kolom], chosen, places, whens, strict=True)
        for row, (value, wanted, place, times) in enumerate(rows):
            if pd.isna(value):
                continue
            self.rows[definition.dataset, row] = int(value)
            for when in times if wanted else ():
                key = CountKey(name, str(place), when)
                self.cells.setdefault(key, []).append((definition.dataset, row))

    def _denominators(self, name: str, frame: pd.DataFrame) -> None:
        noemer = self._config.indicatoren[name].noemer
        assert noemer is not None
        lag = 1 if noemer.peil == "begin" else 0
        places = frame["gebied"] if "gebied" in frame else [self._config.gemeente.code] * len(frame)
        for place, year, value in zip(places, frame["jaar"], frame[noemer.kolom], strict=True):
            if pd.notna(value) and value > 0:
                key = CountKey(name, str(place), int(year) + lag)
                self.denominators[key] = (float(value), noemer.per)

    def count(self, key: CountKey) -> int:
        return sum(self.rows[row] for row in self.cells[key])

    def threshold(self, key: CountKey) -> int:
        return self.threshold_of(self._config.indicatoren[key.indicator].dataset)

    def threshold_of(self, dataset: str) -> int:
        return self._config.boek.drempel_van(dataset)

    def name(self, key: CountKey) -> str:
        return f"{self._config.indicatoren[key.indicator].titel}, {key.area}, {key.when}"

    def sought(self) -> Sought:
        """What to look for in a book."""
        return Sought(self.wording, {key: self.count(key) for key in self.cells}, self.denominators)

    def sums(self) -> Iterator[Sum]:
        """Rows of a source that are the sum of others: a place of the places in it, and a total
        that stands among its own parts."""
        for name, frame in self._frames.items():
            apart = [c for c in frame.columns if c in _TIME or not is_numeric_dtype(frame[c])]
            keys = [c for c in apart if not c.endswith("_naam")]
            for column in keys:
                others = [c for c in keys if c != column]
                groups = frame.groupby(others, sort=False) if others else [((), frame)]
                tables = [
                    {str(frame[column].iloc[i]): (name, int(i)) for i in rows.index}
                    for _, rows in groups
                ]
                if column == "gebied":
                    yield from self._places(tables)
                elif column not in _TIME:
                    yield from self._totals(tables)

    def _places(self, tables: list[dict[str, SourceRow]]) -> Iterator[Sum]:
        for rows in tables:
            for place, row in rows.items():
                inside = [r for p, r in rows.items() if p != place and self._inside(p, place)]
                if self._adds_up(row, inside):
                    yield row, inside

    def _totals(self, tables: list[dict[str, SourceRow]]) -> Iterator[Sum]:
        """A code that is the sum of all others, wherever it stands (and in more than one table, as
        once may be by chance), is known to be their total."""
        for code in sorted({code for rows in tables for code in rows}):
            there = [
                (rows[code], [r for c, r in rows.items() if c != code])
                for rows in tables
                if code in rows
            ]
            if len(there) > 1 and all(len(p) > 1 and self._adds_up(w, p) for w, p in there):
                yield from there

    def _adds_up(self, whole: SourceRow, parts: list[SourceRow]) -> bool:
        known = bool(parts) and all(row in self.rows for row in [whole, *parts])
        return known and sum(self.rows[r] for r in parts) == self.rows[whole]

    def _inside(self, place: str, around: str) -> bool:
        if around.startswith("GM"):
            return place[:6] == f"WK{around[2:]}" or place in self._parts
        if around.startswith("WK"):
            return place[:8] == f"BU{around[2:]}"
        return around in self._kernen.get(place, ())


def _whens(when: str) -> list[int]:
    """A year, or a month as its year and itself: ``2024-03`` → 2024, 202403."""
    return list(dict.fromkeys([int(when[:4]), int(re.sub(r"\D", "", when))]))
