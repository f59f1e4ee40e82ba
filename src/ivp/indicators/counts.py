"""Counts per area and year: what is selected is summed, what is unknown stays unknown."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import pandas as pd

from ivp.config import model as m
from ivp.data.mergers import merge_predecessors
from ivp.indicators.rows import Row
from ivp.stats.rates import poisson_interval


class Choice(NamedTuple):
    """What to count: a column, over rows with one of the codes in every selected column."""

    kolom: str
    selectie: Mapping[str, Sequence[str]]


def of_municipality(frame: pd.DataFrame, gemeente: m.Gemeente) -> pd.DataFrame:
    """``frame`` with ``gebied`` and ``gebied_naam``; without those it is about the municipality."""
    if "gebied" not in frame:
        return frame.assign(gebied=gemeente.code, gebied_naam=gemeente.naam)
    if "gebied_naam" not in frame:
        return frame.assign(gebied_naam=frame["gebied"])
    return frame


def select(frame: pd.DataFrame, selectie: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """The rows that have one of the selected codes in every selected column."""
    for column, codes in selectie.items():
        frame = frame[frame[column].isin(codes)]
    return frame


def counts(
    frame: pd.DataFrame, wanted: Mapping[str, Choice], gemeente: m.Gemeente
) -> dict[str, list[Row]]:
    """Each of ``wanted`` summed per area and year of ``frame``, sorted by those.

    The interval is that of a count that varies by chance alone. A sum is unknown as soon as one
    selected code has no row or no value: a sum of what happens to be there would be too low. Years
    before a merger: see ``ivp.data.mergers``.
    """
    frame = of_municipality(frame, gemeente)
    frame = frame.assign(jaar=frame["jaar"].astype(int))
    seen = frame[["gebied", "jaar"]].drop_duplicates()
    cell = frame.groupby(["gebied", "jaar"], sort=False).ngroup().to_numpy()
    selected = {name for choice in wanted.values() for name in choice.selectie}
    codes = {name: pd.factorize(frame[name]) for name in sorted(selected)}
    parts = []
    for name, (kolom, selectie) in wanted.items():
        chosen = np.ones(len(frame), dtype=bool)
        kind, kinds = np.zeros(len(frame), dtype=np.int64), 1
        for column, allowed in selectie.items():
            code, known = codes[column]
            # A missing code is number -1: the last, which is never chosen.
            chosen &= np.append(pd.Series(known).isin(allowed), False)[code]
            kind, kinds = kind * len(known) + code, kinds * len(known)
        there, value = cell[chosen], frame[kolom].astype(float).to_numpy()[chosen]
        missing = np.isnan(value)

        def total(weights: np.ndarray, there: np.ndarray = there) -> np.ndarray:
            return np.bincount(there, weights, minlength=len(seen))

        found = np.unique(there * kinds + kind[chosen]) // kinds
        kinds_here = np.bincount(found, minlength=len(seen))
        complete = kinds_here == math.prod(len(set(allowed)) for allowed in selectie.values())
        complete &= (kinds_here > 0) & (total(missing) == 0)
        sums = np.where(complete, total(np.where(missing, 0.0, value)), np.nan)
        parts.append(seen.assign(wanted=name, aantal=sums))
    if not parts:
        return {}
    table = pd.concat(parts, ignore_index=True)
    names = frame.drop_duplicates("gebied", keep="last").set_index("gebied")["gebied_naam"]
    table.insert(1, "gebied_naam", table["gebied"].map(names))
    table = merge_predecessors(table, gemeente, "aantal", per=("jaar", "wanted"))
    result: dict[str, list[Row]] = {name: [] for name in wanted}
    columns = ("wanted", "gebied", "gebied_naam", "jaar", "aantal")
    listed = (table[name].tolist() for name in columns)
    for which, gebied, naam, jaar, number in sorted(zip(*listed, strict=True)):
        row = Row(gebied, naam, jaar, "aantal", "onbekend")
        if not math.isnan(number):
            row = row.known(number, *poisson_interval(number))
        result[which].append(row)
    return result
