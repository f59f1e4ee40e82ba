"""What an attacker can compute of small counts of persons from all that is shown.

See ``ivp.stats.disclosure`` for atoms, cells and what the attacker knows.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, NamedTuple

import numpy as np

Name = Any
"""Whatever the caller calls an atom or a cell: hashable, with a distinct ``str``."""
Interval = tuple[float, float]


class Scenario(NamedTuple):
    """A small count (its atoms) that another table must be able to make larger, or 1."""

    atoms: frozenset[Name]
    way: Literal["up", "down"]


def attack(
    atoms: Mapping[Name, int],
    cells: Mapping[Name, frozenset[Name]],
    hidden: Iterable[Name],
    targets: Iterable[frozenset[Name]],
) -> dict[frozenset[Name], Interval]:
    """For each target (a set of atoms) the interval that an attacker can compute for its sum.

    He sees ``cells`` except ``hidden``. Infinite where nothing bounds it.
    """
    system = _System(atoms, cells, frozenset(hidden))
    return {target: (system.extreme(target, 1), system.extreme(target, -1)) for target in targets}


def exposed(
    atoms: Mapping[Name, int],
    cells: Mapping[Name, frozenset[Name]],
    hidden: Iterable[Name],
    threshold: int,
    targets: Iterable[frozenset[Name]] | None = None,
) -> Iterator[Scenario]:
    """Small counts (or ``targets``) of which the attacker's interval lacks 1 or ``threshold``."""
    system = _System(atoms, cells, frozenset(hidden))
    for target in _small(atoms, cells, threshold) if targets is None else targets:
        if system.extreme(target, -1) < threshold:
            yield Scenario(target, "up")
        if system.extreme(target, 1) > least(atoms, target):
            yield Scenario(target, "down")


def _small(
    atoms: Mapping[Name, int], cells: Mapping[Name, frozenset[Name]], threshold: int
) -> list[frozenset[Name]]:
    """The sums that need protection, each once, in a fixed order."""
    sums = [frozenset([name]) for name in atoms] + list(cells.values())
    return [s for s in dict.fromkeys(sums) if 0 < sum(atoms[name] for name in s) < threshold]


def least(atoms: Mapping[Name, int], target: Iterable[Name]) -> int:
    """What the sum is at least for who knows no more than which of its atoms are not 0."""
    return sum(atoms[name] > 0 for name in target)


class _System:
    """What the attacker knows, as bounds on sums of whole numbers."""

    def __init__(
        self,
        atoms: Mapping[Name, int],
        cells: Mapping[Name, frozenset[Name]],
        hidden: frozenset[Name],
    ) -> None:
        # A bound that no true table comes near: integer programs without one may never end.
        self.much = float(sum(atoms.values()) + 1000)
        self.places = {name: i for i, name in enumerate(atoms)}
        known = [parts for parts in cells.values() if parts]
        self.lower = np.array(
            [
                1.0 if cell in hidden else float(sum(atoms[name] for name in parts))
                for cell, parts in cells.items()
                if parts
            ]
        )
        self.upper = np.array(
            [
                math.inf if cell in hidden else float(sum(atoms[name] for name in parts))
                for cell, parts in cells.items()
                if parts
            ]
        )
        self.matrix: Any = None
        if known:
            from scipy.sparse import coo_array

            rows = [row for row, parts in enumerate(known) for _ in parts]
            columns = [self.places[name] for parts in known for name in parts]
            shape = (len(known), len(self.places))
            self.matrix = coo_array((np.ones(len(rows)), (rows, columns)), shape=shape).tocsr()

    def extreme(self, target: frozenset[Name], sign: int) -> float:
        """The least (``sign`` 1) or greatest (-1) sum of ``target`` that fits what is known."""
        from scipy.optimize import Bounds, LinearConstraint, milp

        cost = np.zeros(len(self.places))
        cost[[self.places[name] for name in target]] = sign
        result = milp(
            cost,
            integrality=np.ones(len(cost)),
            bounds=Bounds(0, self.much),
            constraints=[]
            if self.matrix is None
            else LinearConstraint(self.matrix, self.lower, self.upper),
        )
        found = float(round(sign * result.fun))
        return math.inf if found >= self.much else found
