"""The smallest counts of persons in a source, and of which of those each row is the sum.

A source may give the same persons more than once: per kern, per deelgebied and for the
municipality, or per month and for the year. Rows that others lie in are sums; what their parts do
not explain is an atom of its own (a source leaves places or kinds out).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from ivp.config import model as m
from ivp.indicators.counts import of_municipality

Atom = tuple[str, ...]


@dataclass(frozen=True)
class Atoms:
    """``counts`` per atom; ``rows`` gives per row of the source (by position) its atoms.

    ``places``, ``periods`` and ``years`` are those of the rows. Rows without a count have no atoms.
    """

    counts: Mapping[Atom, int]
    rows: tuple[frozenset[Atom], ...]
    places: tuple[str, ...]
    years: tuple[int, ...]


def atoms(
    frame: pd.DataFrame, kolom: str, gemeente: m.Gemeente, parents: Mapping[str, frozenset[str]]
) -> Atoms:
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
    values = [None if pd.isna(value) else round(float(value)) for value in frame[kolom]]
    counts: dict[Atom, int] = {}
    rows: list[frozenset[Atom]] = [frozenset()] * len(frame)
    groups: dict[tuple[tuple[str, ...], str], dict[str, int]] = {}
    for row, key in enumerate(zip(labels, periods, strict=True)):
        if values[row] is not None:
            groups.setdefault(key, {})[places[row]] = row
    for (label, when), here in groups.items():
        inside = {
            place: [other for other in here if place in above(other, parents)] for place in here
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
    return Atoms(counts, tuple(rows), tuple(places), tuple(int(value[:4]) for value in periods))


def above(place: str, parents: Mapping[str, frozenset[str]]) -> frozenset[str]:
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
