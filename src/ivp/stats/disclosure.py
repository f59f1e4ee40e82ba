"""Which cells of connected tables of persons to hide, so that no small count can be computed.

The smallest pieces in which persons are counted are *atoms* (say: Halt, vandalism, 2021, Andijk). A
*cell* is what a reader might see: the sum of some atoms. Tables, sub-totals, cross tables, kern →
deelgebied → municipality and month → year are all cells over the same atoms, so one system of
linear equations says what can be computed from what, however many tables there are.

An attacker knows every shown cell, that atoms are whole numbers of 0 or more, and the rule itself:
a count of 0 is never hidden, so a hidden cell is at least 1. A count from 1 to ``threshold`` - 1,
of an atom or a cell, is safe when all he can tell of it is an interval that holds 1 (for a sum:
one for each of its atoms that is not 0) and ``threshold``: he cannot even tell that it is small.

The pattern that hides least is an integer program (Fischetti & Salazar 2001, Management Science
47:1008; Hundepool et al. 2012, Statistical Disclosure Control, §4.4), made exact by attacking every
outcome and adding what the attack found. HiGHS through ``scipy.optimize.milp`` solves it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from ivp.stats.attack import Name, Scenario, exposed, least

_TOGETHER = 600
"""Scenarios times atoms that one search can bear; a limit in time would give other outcomes on
another machine."""
_NODES = 500


@dataclass(frozen=True)
class Pattern:
    """What is hidden: ``primary`` because it is small, ``secondary`` to protect that.

    ``minimal`` is false when the search met its limit somewhere and may hide more than needed.
    """

    primary: frozenset[Name]
    secondary: frozenset[Name]
    minimal: bool = True

    @property
    def hidden(self) -> frozenset[Name]:
        return self.primary | self.secondary


def pattern(
    atoms: Mapping[Name, int], cells: Mapping[Name, frozenset[Name]], threshold: int
) -> Pattern:
    """The cells to hide: as few as possible, and of those the ones with the smallest counts.

    ``atoms`` maps each atom to its count, ``cells`` each cell that would be shown to its atoms.
    Raises ``ValueError`` for a count that is negative and for a cell with an unknown atom.
    """
    if any(count < 0 for count in atoms.values()):
        raise ValueError("a count of persons is 0 or more")
    if any(not parts <= atoms.keys() for parts in cells.values()):
        raise ValueError("a cell is the sum of atoms that are given")
    primary: set[Name] = set()
    secondary: set[Name] = set()
    minimal = True
    for some, own in _components(atoms, cells):
        found = _component(some, own, threshold)
        primary |= found.primary
        secondary |= found.secondary
        minimal &= found.minimal
    return Pattern(frozenset(primary), frozenset(secondary), minimal)


def _components(
    atoms: Mapping[Name, int], cells: Mapping[Name, frozenset[Name]]
) -> Iterator[tuple[dict[Name, int], dict[Name, frozenset[Name]]]]:
    """The parts of the system that share no atom, so that each can be solved alone."""
    parent = {name: name for name in atoms}

    def root(name: Name) -> Name:
        while parent[name] != name:
            parent[name] = parent[parent[name]]
            name = parent[name]
        return name

    for parts in cells.values():
        first, *rest = sorted(parts, key=str) or [None]
        for other in rest:
            parent[root(other)] = root(first)
    groups: dict[Name, tuple[dict[Name, int], dict[Name, frozenset[Name]]]] = {}
    for name, count in atoms.items():
        groups.setdefault(root(name), ({}, {}))[0][name] = count
    for cell, parts in cells.items():
        if parts:
            groups[root(min(parts, key=str))][1][cell] = parts
    yield from groups.values()


def _component(
    atoms: Mapping[Name, int], cells: Mapping[Name, frozenset[Name]], threshold: int
) -> Pattern:
    """All scenarios at once while that is small enough to solve; else one after the other."""
    value = {cell: sum(atoms[name] for name in parts) for cell, parts in cells.items()}
    primary = frozenset(cell for cell, count in value.items() if 0 < count < threshold)
    scenarios: list[Scenario] = []
    hidden, whole, proven = primary, False, True
    while found := list(exposed(atoms, cells, hidden, threshold)):
        new = [scenario for scenario in found if scenario not in scenarios]
        if not new and whole:  # no table within the limits of the search
            everything = frozenset(cell for cell, count in value.items() if count > 0)
            return Pattern(primary, everything - primary, minimal=False)
        whole |= not new
        scenarios += new
        if len(scenarios) * len(atoms) > _TOGETHER:
            return _one_by_one(atoms, cells, value, primary, threshold)
        hidden, proven = _search(atoms, cells, value, primary, scenarios, threshold, whole)
    return Pattern(primary, hidden - primary, proven)


def _one_by_one(
    atoms: Mapping[Name, int],
    cells: Mapping[Name, frozenset[Name]],
    value: Mapping[Name, int],
    primary: frozenset[Name],
    threshold: int,
) -> Pattern:
    """Protect one small count after the other, then show again what need not be hidden."""
    hidden = primary
    # To hide more never exposes what was safe, so one pass is enough.
    for scenario in exposed(atoms, cells, hidden, threshold):
        if scenario in exposed(atoms, cells, hidden, threshold, [scenario.atoms]):
            hidden, _ = _search(atoms, cells, value, hidden, [scenario], threshold, True)
    for cell in sorted(hidden - primary, key=lambda cell: (-value[cell], str(cell))):
        if next(exposed(atoms, cells, hidden - {cell}, threshold), None) is None:
            hidden -= {cell}
    return Pattern(primary, hidden - primary, minimal=False)


def _search(
    atoms: Mapping[Name, int],
    cells: Mapping[Name, frozenset[Name]],
    value: Mapping[Name, int],
    primary: frozenset[Name],
    scenarios: Sequence[Scenario],
    threshold: int,
    whole: bool,
) -> tuple[frozenset[Name], bool]:
    """The cheapest set of hidden cells, and whether that is proven.

    For each scenario there is a table that the attacker has to believe possible.

    Variables: per cell whether it is hidden; per scenario the change of every atom (whole numbers
    when ``whole``). A shown cell cannot change; a hidden one stays at least 1, and changes by
    ``threshold`` at most, which keeps the program tight.
    """
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import coo_array

    names, places = list(cells), {name: i for i, name in enumerate(atoms)}
    counts = np.array(list(atoms.values()), dtype=float)
    room = float(threshold)
    offset = len(names)
    size = offset + len(scenarios) * len(places)
    rows: list[int] = []
    columns: list[int] = []
    factors: list[float] = []
    lower: list[float] = []
    upper: list[float] = []

    def constrain(terms: Iterable[tuple[int, float]], low: float, high: float) -> None:
        for column, factor in terms:
            rows.append(len(lower))
            columns.append(column)
            factors.append(factor)
        lower.append(low)
        upper.append(high)

    for number, scenario in enumerate(scenarios):
        start = offset + number * len(places)

        def change(parts: Iterable[Name], start: int = start) -> list[tuple[int, float]]:
            return [(start + places[name], 1.0) for name in sorted(parts, key=places.__getitem__)]

        for position, cell in enumerate(names):
            constrain([*change(cells[cell]), (position, -room)], -math.inf, 0)
            constrain([*change(cells[cell]), (position, float(value[cell] - 1))], 0, math.inf)
        now = sum(atoms[name] for name in scenario.atoms)
        if scenario.way == "up":
            constrain(change(scenario.atoms), threshold - now, math.inf)
        else:
            constrain(change(scenario.atoms), -math.inf, least(atoms, scenario.atoms) - now)
    # Fewest cells first, then the smallest counts; zeros are always shown.
    total = 1 + sum(value.values())
    cost = np.zeros(size)
    cost[:offset] = [1 + value[cell] / total for cell in names]
    low = np.concatenate([[float(c in primary) for c in names], *[-counts for _ in scenarios]])
    high = np.concatenate([[float(value[c] > 0) for c in names], np.full(size - offset, room)])
    whole_numbers = np.full(size, float(whole))
    whole_numbers[:offset] = 1
    matrix = coo_array((factors, (rows, columns)), shape=(len(lower), size)).tocsr()
    result = milp(
        cost,
        integrality=whole_numbers,
        bounds=Bounds(low, high),
        constraints=LinearConstraint(matrix, lower, upper),
        options={"node_limit": _NODES},
    )
    if result.x is None:  # nothing found within the limit: all that is not 0 always protects
        return frozenset(cell for cell in names if value[cell] > 0), False
    chosen = zip(names, result.x[:offset], strict=True)
    return frozenset(cell for cell, hide in chosen if hide > 0.5), bool(result.status == 0)
