"""Suppression: nothing small can be computed, nothing is hidden without need."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivp.stats.attack import attack, exposed
from ivp.stats.disclosure import pattern

DREMPEL = 5
Atoms = dict[Any, int]
Cells = dict[Any, frozenset[Any]]
System = tuple[Atoms, Cells]


def column(*counts: int) -> System:
    """A list with its total."""
    atoms = dict(enumerate(counts))
    cells = {f"deel-{i}": frozenset([i]) for i in atoms} | {"totaal": frozenset(atoms)}
    return atoms, cells


def cross(rows: list[list[int]]) -> System:
    """A cross table with the totals of rows, columns and all."""
    atoms = {(r, c): n for r, row in enumerate(rows) for c, n in enumerate(row)}
    cells = {f"cel-{r}-{c}": frozenset([(r, c)]) for r, c in atoms}
    for r in range(len(rows)):
        cells[f"rij-{r}"] = frozenset(a for a in atoms if a[0] == r)
    for c in range(len(rows[0])):
        cells[f"kolom-{c}"] = frozenset(a for a in atoms if a[1] == c)
    return atoms, cells | {"totaal": frozenset(atoms)}


def fitting(
    atoms: Atoms, cells: Cells, hidden: frozenset[Any], room: int
) -> Iterator[dict[Any, int]]:
    """Every table of counts up to ``room`` that agrees with what is shown, one by one."""
    for counts in itertools.product(range(room + 1), repeat=len(atoms)):
        table = dict(zip(atoms, counts, strict=True))
        sums = {cell: sum(table[a] for a in parts) for cell, parts in cells.items()}
        if all(
            sums[cell] >= 1 if cell in hidden else sums[cell] == sum(atoms[a] for a in parts)
            for cell, parts in cells.items()
        ):
            yield table


def test_nothing_small_nothing_hidden() -> None:
    assert not pattern(*column(5, 9, 0, 12), DREMPEL).hidden


def test_one_small_count_takes_the_smallest_other_with_it() -> None:
    found = pattern(*column(3, 6, 7, 8, 5), DREMPEL)
    assert found.primary == {"deel-0"}
    assert found.secondary == {"deel-4"}
    assert found.minimal


def test_two_small_counts_whose_sum_gives_them_away_need_a_third() -> None:
    # 1 and 1: their sum is 2 and a hidden count is at least 1, so both would be known.
    found = pattern(*column(1, 1, 9, 20), DREMPEL)
    assert found.hidden == {"deel-0", "deel-1", "deel-2"}


def test_two_small_counts_that_hide_each_other_need_nothing_more() -> None:
    assert pattern(*column(4, 4, 9), DREMPEL).secondary == frozenset()


def test_a_remainder_that_is_never_shown_is_protected_too() -> None:
    # Only one kind and the total are shown; the rest is 2 persons.
    atoms = {"vuurwerk": 7, "overig": 2}
    cells = {"vuurwerk": frozenset(["vuurwerk"]), "totaal": frozenset(atoms)}
    assert pattern(atoms, cells, DREMPEL).hidden == {"vuurwerk"}


def test_zero_is_always_shown() -> None:
    found = pattern(*column(0, 0, 3, 30), DREMPEL)
    assert found.hidden == {"deel-2", "deel-3"}


def test_places_kinds_and_periods_are_one_system() -> None:
    """Kern → deelgebied → municipality, month → year, and kinds: all shown side by side."""
    kernen = {"a": "noord", "b": "noord", "c": "zuid", "d": "zuid"}
    atoms = {
        (kern, maand): n
        for (kern, maand), n in zip(
            itertools.product(kernen, ("2024-01", "2024-02")),
            (9, 8, 2, 7, 11, 6, 14, 12),
            strict=True,
        )
    }
    cells: Cells = {("kern", *a): frozenset([a]) for a in atoms}
    for maand in ("2024-01", "2024-02", "2024"):
        now = [a for a in atoms if a[1].startswith(maand)]
        cells["gemeente", maand] = frozenset(now)
        for kern in kernen:
            cells["kern", kern, maand] = frozenset(a for a in now if a[0] == kern)
        for deel in ("noord", "zuid"):
            cells["deel", deel, maand] = frozenset(a for a in now if kernen[a[0]] == deel)
    found = pattern(atoms, cells, DREMPEL)
    assert found.primary == {("kern", "b", "2024-01")}
    # A rectangle within noord: another kern, and another period of both.
    assert len(found.secondary) == 3
    target = frozenset([("b", "2024-01")])
    low, high = attack(atoms, cells, found.hidden, [target])[target]
    assert low <= 1 and high >= DREMPEL
    for cell in found.secondary:
        assert list(exposed(atoms, cells, found.hidden - {cell}, DREMPEL)), cell


@given(st.lists(st.integers(0, 12), min_size=1, max_size=6))
@settings(max_examples=40)
def test_a_list_with_its_total_never_leaks(counts: list[int]) -> None:
    atoms, cells = column(*counts)
    found = pattern(atoms, cells, DREMPEL)
    hidden = [n for i, n in enumerate(counts) if f"deel-{i}" in found.hidden]
    small = [n for n in hidden if n < DREMPEL]
    assert all(n > 0 for n in hidden)
    assert found.primary >= {f"deel-{i}" for i, n in enumerate(counts) if 0 < n < DREMPEL}
    if small and "totaal" not in found.hidden:
        # What is left of the total when every other hidden count is 1.
        assert sum(hidden) - (len(hidden) - 1) >= DREMPEL


@given(st.lists(st.lists(st.integers(0, 6), min_size=2, max_size=2), min_size=2, max_size=2))
@settings(max_examples=12)
def test_a_cross_table_never_leaks(rows: list[list[int]]) -> None:
    atoms, cells = cross(rows)
    found = pattern(atoms, cells, DREMPEL)
    if not found.hidden:
        return
    tables = list(fitting(atoms, cells, found.hidden, 12))
    assert atoms in tables
    for name, count in atoms.items():
        seen = {table[name] for table in tables}
        if 0 < count < DREMPEL:
            assert min(seen) <= 1 and max(seen) >= DREMPEL, (name, found)


@given(st.lists(st.lists(st.integers(0, 30), min_size=3, max_size=3), min_size=3, max_size=3))
@settings(max_examples=8)
def test_no_secondary_cell_is_hidden_without_need(rows: list[list[int]]) -> None:
    atoms, cells = cross(rows)
    found = pattern(atoms, cells, DREMPEL)
    assert not list(exposed(atoms, cells, found.hidden, DREMPEL))
    for cell in found.secondary:
        assert list(exposed(atoms, cells, found.hidden - {cell}, DREMPEL))


def test_the_same_tables_give_the_same_pattern() -> None:
    atoms, cells = cross([[3, 9, 14], [8, 2, 6], [11, 7, 5]])
    turned = dict(reversed(atoms.items())), dict(reversed(cells.items()))
    assert len(pattern(atoms, cells, DREMPEL).hidden) == len(pattern(*turned, DREMPEL).hidden)
    assert pattern(atoms, cells, DREMPEL) == pattern(atoms, cells, DREMPEL)


@pytest.mark.parametrize(("atoms", "cells"), [({"a": -1}, {}), ({"a": 1}, {"c": frozenset(["b"])})])
def test_impossible_input_is_refused(atoms: Atoms, cells: Cells) -> None:
    with pytest.raises(ValueError):
        pattern(atoms, cells, DREMPEL)
