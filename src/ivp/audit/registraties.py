"""The counts of persons behind the book, and how an attacker knows that they add up."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pandas as pd

from ivp.audit.beweringen import Sleutel, Woorden
from ivp.audit.zoeken import Gezocht
from ivp.config import Config
from ivp.data import Package

Rij = tuple[str, int]
"""A row of a source: the name of the data set and its position."""


class Registraties:
    """The counts of persons behind the book, straight from the sources."""

    def __init__(self, config: Config, package: Package) -> None:
        self.config = config
        self.tellingen: dict[Rij, int] = {}
        self.groepen: list[tuple[Rij, list[Rij]]] = []
        self.cellen: dict[Sleutel, list[Rij]] = {}
        self.noemers: dict[Sleutel, tuple[float, float]] = {}
        names: dict[str, str] = {}
        self.frames: dict[str, pd.DataFrame] = {}
        for name, definition in config.indicatoren.items():
            source = package.dataset(definition.dataset)
            if definition.soort != "telling" or not source.resource.ivp.persoonsregistratie:
                continue
            frame = self.frames.setdefault(definition.dataset, source.read())
            self._cells(name, frame)
            if definition.noemer is not None:
                self._denominators(name, package.dataset(definition.noemer.dataset).read())
            if "gebied_naam" in frame:
                names |= dict(zip(frame["gebied_naam"].str.lower(), frame["gebied"], strict=True))
        self.delen = {area.id for area in config.lokaal.deelgebieden}
        self.kernen: dict[str, set[str]] = {}
        if "gebieden-deelgebied" in package.names:
            division = package.dataset("gebieden-deelgebied").read()
            for kern, deel in zip(division["kern"], division["deelgebied"], strict=True):
                self.kernen.setdefault(str(kern), set()).add(str(deel))
        used = sorted({key.indicator for key in self.cellen})
        titles = {config.indicatoren[name].titel.lower(): name for name in used}
        others = {a.naam.lower(): a.id for a in config.lokaal.deelgebieden}
        names = {n: c for n, c in (others | names).items() if c != config.gemeente.code}
        codes = frozenset(key.gebied for key in self.cellen)
        self.woorden = Woorden(titles, names, config.gemeente.code, frozenset(used), codes)

    def _cells(self, name: str, frame: pd.DataFrame) -> None:
        definition = self.config.indicatoren[name]
        time = "jaar" if "jaar" in frame else "maand"
        whens = [_whens(str(when)) for when in frame[time]]
        here = [self.config.gemeente.code] * len(frame)
        places = frame["gebied"].tolist() if "gebied" in frame else here
        chosen = pd.Series(True, index=frame.index)
        for column, codes in definition.selectie.items():
            chosen &= frame[column].isin(codes)
        rows = zip(frame[definition.kolom], chosen, places, whens, strict=True)
        for row, (value, wanted, place, times) in enumerate(rows):
            if pd.isna(value):
                continue
            self.tellingen[definition.dataset, row] = int(value)
            for when in times if wanted else ():
                key = Sleutel(name, str(place), when)
                self.cellen.setdefault(key, []).append((definition.dataset, row))

    def _denominators(self, name: str, frame: pd.DataFrame) -> None:
        noemer = self.config.indicatoren[name].noemer
        assert noemer is not None
        lag = 1 if noemer.peil == "begin" else 0
        places = frame["gebied"] if "gebied" in frame else [self.config.gemeente.code] * len(frame)
        for place, year, value in zip(places, frame["jaar"], frame[noemer.kolom], strict=True):
            if pd.notna(value) and value > 0:
                self.noemers[Sleutel(name, str(place), int(year) + lag)] = (
                    float(value),
                    noemer.per,
                )

    def aantal(self, key: Sleutel) -> int:
        return sum(self.tellingen[row] for row in self.cellen[key])

    def drempel(self, key: Sleutel) -> int:
        return self.drempel_van(self.config.indicatoren[key.indicator].dataset)

    def drempel_van(self, dataset: str) -> int:
        boek = self.config.boek
        return boek.drempels_per_bron.get(dataset, boek.drempel_personen)

    def naam(self, key: Sleutel) -> str:
        return f"{self.config.indicatoren[key.indicator].titel}, {key.gebied}, {key.jaar}"

    def gezocht(self) -> Gezocht:
        """What to look for in a book."""
        return Gezocht(self.woorden, {key: self.aantal(key) for key in self.cellen}, self.noemers)

    def samenhang(self) -> Iterator[tuple[Rij, list[Rij]]]:
        """Rows of a source that are the sum of others: a place of the places in it, and a total
        that stands among its own parts."""
        for name, frame in self.frames.items():
            keys = [c for c in frame.columns if not c.endswith("_naam") and not _counted(frame, c)]
            for column in keys:
                others = [c for c in keys if c != column]
                groups = frame.groupby(others, sort=False) if others else [((), frame)]
                tables = [
                    {str(frame[column].iloc[i]): (name, int(i)) for i in rows.index}
                    for _, rows in groups
                ]
                if column == "gebied":
                    yield from self._places(tables)
                elif column not in ("jaar", "maand"):
                    yield from self._totals(tables)

    def _places(self, tables: list[dict[str, Rij]]) -> Iterator[tuple[Rij, list[Rij]]]:
        for rows in tables:
            for place, row in rows.items():
                inside = [r for p, r in rows.items() if p != place and self._inside(p, place)]
                if self._adds_up(row, inside):
                    yield row, inside

    def _totals(self, tables: list[dict[str, Rij]]) -> Iterator[tuple[Rij, list[Rij]]]:
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

    def _adds_up(self, whole: Rij, parts: list[Rij]) -> bool:
        known = bool(parts) and all(row in self.tellingen for row in [whole, *parts])
        return known and sum(self.tellingen[r] for r in parts) == self.tellingen[whole]

    def _inside(self, place: str, around: str) -> bool:
        if around.startswith("GM"):
            return place[:6] == f"WK{around[2:]}" or place in self.delen
        if around.startswith("WK"):
            return place[:8] == f"BU{around[2:]}"
        return around in self.kernen.get(place, ())


def _whens(when: str) -> list[int]:
    """A year, or a month as its year and itself: ``2024-03`` → 2024, 202403."""
    return list(dict.fromkeys([int(when[:4]), int(re.sub(r"\D", "", when))]))


def _counted(frame: pd.DataFrame, name: str) -> bool:
    return name not in ("jaar", "maand") and pd.api.types.is_numeric_dtype(frame[name])
