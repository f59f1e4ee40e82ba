"""Hide small counts of persons, and as few others as needed so that none can be computed.

All that the book may show about a source is taken together: every indicator, area and period of the
indicator table, since a reader has all tables and downloads side by side.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import pandas as pd

from ivp.config import Config
from ivp.config import model as m
from ivp.indicators.counts import of_municipality, select
from ivp.indicators.rows import Remember, always, rows_of
from ivp.stats.disclosure import pattern

HIDDEN = ["waarde", "ondergrens", "bovengrens", "teller"]
"""What is blanked; the denominator of a rate is public."""

Read = Callable[[str], pd.DataFrame]
Cell = tuple[str, str, str]
"""Indicator, area, period: all units of it are shown or hidden together."""
Atom = tuple[str, ...]
"""The smallest count of persons that a source gives: its codes, area and period."""
Atoms = frozenset[Any]


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

    def hides(counts: Mapping[Any, int], cells: Mapping[Cell, Atoms], threshold: int) -> set[Cell]:
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
        source = of_municipality(read(dataset), config.gemeente).reset_index(drop=True)
        counts, atoms = _take_apart(source, column, parents)
        cells = _cells(table, some, source, atoms, config.gemeente)
        hidden |= hides(counts, cells, config.boek.drempel_van(dataset))
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
    atoms: Sequence[Atoms],
    gemeente: m.Gemeente,
) -> dict[Cell, Atoms]:
    """The known counts of the indicators with their atoms; ``atoms`` are those of the rows."""
    merged = {v.code: v.samengevoegd for v in gemeente.voorgangers}
    found: dict[Cell, Atoms] = {}
    for name, definition in some.items():
        by_place: dict[tuple[str, int], list[Atoms]] = {}
        wanted = select(source, definition.selectie)
        years = wanted["jaar"].astype(int)
        for row, place, year in zip(wanted.index, wanted["gebied"].astype(str), years, strict=True):
            by_place.setdefault((place, year), []).append(atoms[row])
            if year < merged.get(place, 0):
                by_place.setdefault((gemeente.code, year), []).append(atoms[row])
        shown = (table["indicator"] == name) & (table["eenheid"] == "aantal")
        for row in rows_of(table[shown & table["waarde"].notna()]):
            parts = by_place.get((row.gebied, row.jaar), [])
            found[name, row.gebied, str(row.jaar)] = frozenset[Any]().union(*parts)
    return found


def _few_answers(
    table: pd.DataFrame,
    config: Config,
    hides: Callable[[Mapping[Any, int], Mapping[Cell, Atoms], int], set[Cell]],
) -> set[Cell]:
    """Survey answers of too few respondents, and those from which their number would follow.

    Respondents of a deelgebied are the municipality's less those of the other deelgebieden.
    """
    hidden: set[Cell] = set()
    for name, definition in config.indicatoren.items():
        if definition.soort != "enquete":
            continue
        own = table[(table["indicator"] == name) & table["noemer"].notna()]
        for year, rows in own.groupby("jaar"):
            period = str(year)
            counts = {row.gebied: int(row.noemer) for row in rows_of(rows)}
            whole = counts.pop(config.gemeente.code, None)
            parts = dict(counts)
            cells: dict[Cell, Atoms] = {(name, g, period): frozenset([g]) for g in counts}
            if whole is not None:
                parts["elders"] = whole - sum(counts.values())
                cells[name, config.gemeente.code, period] = frozenset(parts)
            hidden |= hides(parts, cells, config.boek.drempel_respondenten)
    return hidden


def _take_apart(
    frame: pd.DataFrame, column: str, parents: Mapping[str, frozenset[str]]
) -> tuple[dict[Atom, int], list[Atoms]]:
    """The atoms of a source with their counts, and of which atoms each row is the sum.

    A source may give the same persons more than once: per kern, per deelgebied and for the
    municipality. Rows that others lie in are sums; what their parts do not explain is an atom of
    its own (a source leaves places or kinds out). Rows without a count have no atoms. ``parents``
    gives the areas that an area lies in, beyond what CBS codes say themselves.
    """
    period = "maand" if "maand" in frame else "jaar"
    numeric = {c for c in frame.columns if pd.api.types.is_numeric_dtype(frame[c])}
    codes = [
        name
        for name in frame.columns
        if name not in numeric | {"gebied", period} and not name.endswith("_naam")
    ]
    counts: dict[Atom, int] = {}
    rows: list[Atoms] = [frozenset()] * len(frame)
    groups: dict[Atom, dict[str, int]] = {}
    known = frame[frame[column].notna()]
    keys = known[[*codes, period]].astype(str).itertuples(index=False, name=None)
    for row, place, key in zip(known.index, known["gebied"].astype(str), keys, strict=True):
        groups.setdefault(key, {})[place] = row
    values = {row: round(float(value)) for row, value in known[column].items()}
    for (*label, when), here in groups.items():
        inside = {
            place: [other for other in here if place in areas_above(other, parents)]
            for place in here
        }
        # The smallest areas first, so that the parts of an area are known when it is its turn.
        for place in sorted(here, key=lambda place: (len(inside[place]), place)):
            row = here[place]
            own: Atoms = frozenset().union(*(rows[here[other]] for other in inside[place]))
            rest = values[row] - sum(counts[atom] for atom in own)
            if rest < 0:
                own, rest = frozenset(), values[row]
            if rest or not own:
                atom = (*label, place, when)
                counts[atom] = rest
                own |= {atom}
            rows[row] = own
    return counts, rows


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
