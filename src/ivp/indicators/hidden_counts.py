"""Hide small counts of persons, and as few others as needed so that none can be computed.

All that the book may show about a source is taken together: every indicator, area and period of the
indicator table, since a reader has all tables and downloads side by side.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from ivp.config import Config
from ivp.config import model as m
from ivp.indicators.counts import of_municipality
from ivp.indicators.rows import Remember, always
from ivp.stats.disclosure import pattern

Atom = tuple[str, ...]

HIDDEN = ["waarde", "ondergrens", "bovengrens", "teller"]
"""What is blanked; the denominator of a rate is public."""

Read = Callable[[str], pd.DataFrame]
Cell = tuple[str, str, str]
"""Indicator, area, period: all units of it are shown or hidden together."""
Counts = Mapping[Any, int]
Cells = Mapping[Any, frozenset[Any]]


def suppress(
    table: pd.DataFrame,
    config: Config,
    persons: Mapping[str, m.Indicator],
    read: Read,
    parents: Mapping[str, frozenset[str]],
    remember: Remember = always,
) -> pd.DataFrame:
    """``table`` without what would give away a small number of persons.

    Counts of the ``persons`` indicators from 1 to the threshold of their source - 1 are hidden, and
    survey answers of too few respondents (which ``table`` still has in ``noemer``); and what those
    could be computed from (``ivp.stats.disclosure``). Hidden means status ``onderdrukt`` without
    figures, in all units: a rate gives its count away. ``read`` gives a data set, ``parents`` the
    areas that an area lies in; ``remember`` keeps what was found before (``rows.Remember``).
    """

    def hides(counts: Counts, cells: Cells, threshold: int) -> set[Cell]:
        given = [
            "onderdrukt",
            list(counts.items()),
            [(cell, sorted(parts)) for cell, parts in cells.items()],
            threshold,
        ]
        found = remember(given, lambda: sorted(pattern(counts, cells, threshold).hidden))
        return {(indicator, area, period) for indicator, area, period in found}

    hidden: set[Cell] = set()
    for dataset, column in dict.fromkeys((d.dataset, d.kolom) for d in persons.values()):
        some = {n: d for n, d in persons.items() if (d.dataset, d.kolom) == (dataset, column)}
        whole = take_apart(read(dataset), column, config.gemeente, parents)
        cells = _cells(table, some, read(dataset), whole, config.gemeente)
        hidden |= hides(whole.counts, cells, config.boek.drempel_van(dataset))
    hidden |= _few_answers(table, config, hides)
    keys = zip(table["indicator"], table["gebied"], table["periode"], strict=True)
    chosen = pd.Series([key in hidden for key in keys], index=table.index, dtype=bool)
    survey = table["indicator"].isin(
        [name for name, d in config.indicatoren.items() if d.soort == "enquete"]
    )
    table = table.copy()
    table.loc[chosen, HIDDEN] = float("nan")
    table.loc[chosen & survey, "noemer"] = float("nan")
    table.loc[chosen, "status"] = "onderdrukt"
    return table


def enclosing_areas(
    config: Config, read: Read, datasets: tuple[str, ...]
) -> dict[str, frozenset[str]]:
    """Which areas an area lies in, from the params and the municipality's own divisions."""
    found = {area.id: {config.gemeente.code} for area in config.lokaal.deelgebieden}
    if "gebieden-deelgebied" in datasets:
        frame = read("gebieden-deelgebied")
        for kern, deelgebied in zip(frame["kern"], frame["deelgebied"], strict=True):
            found.setdefault(str(kern), set()).add(str(deelgebied))
    if "gebieden" in datasets:
        frame = read("gebieden")
        for wijk, rows in frame.groupby("wijk"):
            if len(rows) == 1:  # a wijk with several kernen lies in none of them
                found.setdefault(str(wijk), set()).add(str(rows["kern"].iloc[0]))
    return {area: frozenset(parents) for area, parents in found.items()}


def _cells(
    table: pd.DataFrame,
    some: Mapping[str, m.Indicator],
    source: pd.DataFrame,
    whole: SourceAtoms,
    gemeente: m.Gemeente,
) -> dict[Cell, frozenset[Atom]]:
    """The known counts of the indicators with their atoms."""
    merged = {v.code: v.samengevoegd for v in gemeente.voorgangers}
    by_place: dict[tuple[str, int], list[int]] = {}
    for row, (place, year) in enumerate(zip(whole.places, whole.years, strict=True)):
        by_place.setdefault((place, year), []).append(row)
        if place in merged and year < merged[place]:
            by_place.setdefault((gemeente.code, year), []).append(row)
    found: dict[Cell, frozenset[Atom]] = {}
    for name, definition in some.items():
        wanted = _selected(source, definition)
        known = table[
            (table["indicator"] == name) & (table["eenheid"] == "aantal") & table["waarde"].notna()
        ]
        for place, year, period in zip(
            known["gebied"], known["jaar"], known["periode"], strict=True
        ):
            rows = [row for row in by_place.get((place, int(year)), []) if wanted[row]]
            parts: frozenset[Atom] = frozenset().union(*(whole.rows[row] for row in rows))
            found[name, place, period] = parts
    return found


def _selected(source: pd.DataFrame, definition: m.Indicator) -> list[bool]:
    chosen = pd.Series(True, index=source.index)
    for column, codes in definition.selectie.items():
        chosen &= source[column].isin(codes)
    return chosen.tolist()


def _few_answers(
    table: pd.DataFrame, config: Config, hides: Callable[[Counts, Cells, int], set[Cell]]
) -> set[Cell]:
    """Survey answers of too few respondents, and those from which their number would follow.

    Respondents of a deelgebied are the municipality's less those of the other deelgebieden.
    """
    hidden: set[Cell] = set()
    for name, definition in config.indicatoren.items():
        if definition.soort != "enquete":
            continue
        own = table[(table["indicator"] == name) & table["noemer"].notna()]
        for period, rows in own.groupby("periode"):
            counts = {str(g): int(n) for g, n in zip(rows["gebied"], rows["noemer"], strict=True)}
            whole = counts.pop(config.gemeente.code, None)
            parts = dict(counts)
            cells = {(name, g, period): frozenset([g]) for g in counts}
            if whole is not None:
                parts["elders"] = whole - sum(counts.values())
                cells[name, config.gemeente.code, period] = frozenset(parts)
            hidden |= hides(parts, cells, config.boek.drempel_respondenten)
    return hidden


@dataclass(frozen=True)
class SourceAtoms:
    """``counts`` per atom; ``rows`` gives per row of the source (by position) its atoms.

    ``places``, ``periods`` and ``years`` are those of the rows. Rows without a count have no atoms.
    """

    counts: Mapping[Atom, int]
    rows: tuple[frozenset[Atom], ...]
    places: tuple[str, ...]
    years: tuple[int, ...]


def take_apart(
    frame: pd.DataFrame, column: str, gemeente: m.Gemeente, parents: Mapping[str, frozenset[str]]
) -> SourceAtoms:
    """Take ``frame`` apart: codes, ``gebied`` (if any), ``jaar`` or ``maand``, and counts.

    ``parents`` gives the areas that an area lies in, beyond what CBS codes say themselves.
    """
    frame = of_municipality(frame, gemeente)
    period = "maand" if "maand" in frame else "jaar"
    numeric = {c for c in frame.columns if pd.api.types.is_numeric_dtype(frame[c])}
    codes = [
        name
        for name in frame.columns
        if name not in numeric | {"gebied", period} and not name.endswith("_naam")
    ]
    places = [str(value) for value in frame["gebied"]]
    periods = [str(value) for value in frame[period]]
    labels = list(zip(*([str(v) for v in frame[c]] for c in codes), strict=True)) or [()] * len(
        frame
    )
    values = [None if pd.isna(value) else round(float(value)) for value in frame[column]]
    counts: dict[Atom, int] = {}
    rows: list[frozenset[Atom]] = [frozenset()] * len(frame)
    groups: dict[tuple[tuple[str, ...], str], dict[str, int]] = {}
    for row, key in enumerate(zip(labels, periods, strict=True)):
        if values[row] is not None:
            groups.setdefault(key, {})[places[row]] = row
    for (label, when), here in groups.items():
        inside = {
            place: [other for other in here if place in areas_above(other, parents)]
            for place in here
        }
        # The smallest areas first, so that the parts of an area are known when it is its turn.
        for place in sorted(here, key=lambda place: (len(inside[place]), place)):
            row = here[place]
            own: frozenset[Atom] = frozenset().union(*(rows[here[o]] for o in inside[place]))
            count = values[row] or 0
            rest = count - sum(counts[atom] for atom in own)
            if rest < 0:
                own, rest = frozenset(), count
            if rest or not own:
                atom = (*label, place, when)
                counts[atom] = rest
                own |= {atom}
            rows[row] = own
    return SourceAtoms(
        counts, tuple(rows), tuple(places), tuple(int(value[:4]) for value in periods)
    )


def areas_above(place: str, parents: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """All areas that ``place`` lies in: by its CBS code, and through ``parents``."""
    found: set[str] = set()
    todo = [place]
    while todo:
        now = todo.pop()
        direct = set(parents.get(now, frozenset()))
        if now.startswith("BU") and len(now) == 10:
            direct.add(f"WK{now[2:8]}")
        if now.startswith("WK") and len(now) == 8:
            direct.add(f"GM{now[2:6]}")
        todo += direct - found
        found |= direct
    return frozenset(found)
