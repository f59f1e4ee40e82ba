"""What an attacker can compute from the counts that a book prints, by linear programming."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np
from scipy.optimize import linprog

from ivp.audit.mentions import CountKey
from ivp.audit.person_counts import PersonCounts, SourceRow


def computable(known: PersonCounts, printed: set[CountKey]) -> Iterator[tuple[str, float, float]]:
    """Small counts that follow from ``printed``: name, and the interval by linear programming.

    Variables are the rows of the sources. Printed counts are known; a count that is not printed
    and not 0 is known to be at least 1, since zeros are never hidden.
    """
    places = {row: i for i, row in enumerate(known.rows)}
    equal, low = [], []
    for key, rows in known.cells.items():
        line = (_line(rows, places), float(known.count(key)))
        if key in printed:
            equal.append(line)
        elif line[1] > 0:
            low.append(line)
    for whole, parts in known.sums():
        equal.append((_line(parts, places) - _line([whole], places), 0.0))
    targets: dict[tuple[SourceRow, ...], str] = {}
    for row, count in known.rows.items():
        if 0 < count < known.threshold_of(row[0]):
            targets[(row,)] = f"een rij van bron {row[0]} (rij {row[1] + 2})"
    for key, rows in known.cells.items():
        if 0 < known.count(key) < known.threshold(key) and key not in printed:
            targets[tuple(rows)] = known.name(key)
    for rows_, name in targets.items():
        lowest, highest = _interval(_line(list(rows_), places), equal, low)
        least = sum(known.rows[row] > 0 for row in rows_)
        if highest < known.threshold_of(rows_[0][0]) or lowest > least:
            yield name, lowest, highest


def _line(rows: list[SourceRow], places: dict[SourceRow, int]) -> np.ndarray:
    """How often each row counts: once for each time that it is in ``rows``."""
    return np.bincount([places[row] for row in rows], minlength=len(places)).astype(float)


def _interval(
    target: np.ndarray,
    equal: list[tuple[np.ndarray, float]],
    low: list[tuple[np.ndarray, float]],
) -> tuple[float, float]:
    """The least and the greatest value of ``target`` that fits; rows that do not bear on it go."""
    wanted = target > 0
    while True:
        near = [line for line, _ in [*equal, *low] if (line != 0)[wanted].any()]
        more = wanted | np.any([line != 0 for line in near], axis=0) if near else wanted
        if (more == wanted).all():
            break
        wanted = more
    known = [(line[wanted], value) for line, value in equal if (line != 0)[wanted].any()]
    least = [line[wanted] for line, _ in low if (line != 0)[wanted].any()]
    found = []
    for sign in (1, -1):
        result = linprog(
            sign * target[wanted],
            A_eq=np.array([line for line, _ in known]) if known else None,
            b_eq=[value for _, value in known] if known else None,
            A_ub=-np.array(least) if least else None,
            b_ub=[-1.0] * len(least) if least else None,
            method="highs",
        )
        found.append(sign * result.fun if result.status == 0 else sign * -math.inf)
    lowest, highest = found
    return (
        float(math.ceil(lowest - 1e-6)) if math.isfinite(lowest) else 0.0,
        float(math.floor(highest + 1e-6)) if math.isfinite(highest) else math.inf,
    )
