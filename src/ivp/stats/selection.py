"""The best set of measures that fits within hours and money."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Needs = Sequence[tuple[int, int]]
"""Pairs (i, j): i can only be chosen together with j."""
_Limit = tuple[Floats, Any, Any]
"""Matrix, lower and upper bound of what it makes of the choice."""
_SLACK = 1e-6


@dataclass(frozen=True)
class Selection:
    """Which measures are chosen (one truth value each) and what they are worth together."""

    chosen: tuple[bool, ...]
    value: float


def best(value: Floats, costs: Floats, capacity: Floats, needs: Needs = ()) -> Selection:
    """The set with the most value that fits: integer programming (HiGHS through ``scipy``).

    ``value`` per measure (whole numbers, 0 or more), ``costs`` measure × means, ``capacity`` per
    means. Among sets of equal value it takes the one that asks the smallest part of the means.
    """
    value, costs, capacity = _arrays(value, costs, capacity)
    if not len(value):
        return Selection((), 0.0)
    limits = _limits(costs, capacity, needs)
    first = _solve(-value, limits)
    most = float(value @ first)
    share = costs / np.where(capacity > 0, capacity, 1.0)
    floor = (value[None, :], most - 0.5, np.inf)
    chosen = _solve(share.sum(axis=1), [*limits, floor])
    return Selection(tuple(bool(x) for x in chosen), float(value @ chosen))


def greedy(value: Floats, costs: Floats, capacity: Floats, needs: Needs = ()) -> Selection:
    """What somebody would do by hand: most value per part of the means first, as long as it fits.

    A measure comes with those it needs. Arguments as ``best``.
    """
    value, costs, capacity = _arrays(value, costs, capacity)
    chosen = np.zeros(len(value), dtype=bool)
    share = (costs / np.where(capacity > 0, capacity, 1.0)).sum(axis=1)
    order = sorted(range(len(value)), key=lambda i: (-value[i] / (share[i] + _SLACK), i))
    for i in order:
        wanted = chosen.copy()
        todo = [i]
        while todo:
            one = todo.pop()
            if not wanted[one]:
                wanted[one] = True
                todo += [j for k, j in needs if k == one]
        if (wanted @ costs <= capacity + _SLACK).all():
            chosen = wanted
    return Selection(tuple(bool(x) for x in chosen), float(value @ chosen))


def _arrays(value: Floats, costs: Floats, capacity: Floats) -> tuple[Floats, Floats, Floats]:
    value, capacity = np.asarray(value, dtype=float), np.asarray(capacity, dtype=float)
    costs = np.asarray(costs, dtype=float).reshape(len(value), len(capacity))
    if (value < 0).any() or (costs < 0).any() or (capacity < 0).any():
        raise ValueError("value, costs and capacity are 0 or more")
    return value, costs, capacity


def _limits(costs: Floats, capacity: Floats, needs: Needs) -> list[_Limit]:
    limits: list[_Limit] = [(costs.T, -np.inf, capacity + _SLACK)] if len(capacity) else []
    for i, j in needs:
        row = np.zeros(len(costs))
        row[i], row[j] = 1.0, -1.0
        if i != j:
            limits.append((row[None, :], -np.inf, 0.0))
    return limits


def _solve(objective: Floats, limits: list[_Limit]) -> Floats:
    from scipy.optimize import Bounds, LinearConstraint, milp

    result = milp(
        objective,
        constraints=[LinearConstraint(*limit) for limit in limits],
        integrality=np.ones(len(objective)),
        bounds=Bounds(0, 1),
        options={"mip_rel_gap": 0.0},
    )
    if result.x is None:
        raise ValueError(f"no set of measures was found: {result.message}")
    return np.asarray(np.round(result.x), dtype=float)
