"""A series over time: whole, without false zeros, in one unit, and not silently rewritten."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import pandas as pd

from ivp.contracts.eigen.basis import (
    EERSTE_RIJ,
    Bevinding,
    Omgeving,
    getal,
    met_sleutels,
    rijen,
)


def _nummer(periods: pd.Series) -> pd.Series:
    """A year or month as a number that is one more in the next."""
    if pd.api.types.is_string_dtype(periods):
        return periods.str[:4].astype("Int64") * 12 + periods.str[5:7].astype("Int64")
    return periods.astype("Int64")


def _eerste(periods: pd.Series) -> dict[object, int]:
    """Of every period the number of its first row in the delivered file."""
    rows = range(EERSTE_RIJ, len(periods) + EERSTE_RIJ)
    first = ~periods.duplicated()
    return dict(zip(periods[first], pd.Series(rows, periods.index)[first], strict=True))


def rijen_per_periode(
    frame: pd.DataFrame, omgeving: Omgeving, *, period: str, min_share: float = 0.5
) -> Bevinding:
    """A period has at least ``min_share`` of the rows of the least of its two neighbours."""
    counts = frame.groupby(period).size().sort_index()
    beside = pd.concat([counts.shift(1), counts.shift(-1)], axis=1).min(axis=1)
    bad = counts[counts < beside * min_share]
    first = _eerste(frame[period])
    found = [
        (first[when], f"{when}: {count} rijen, ernaast {least:.0f}")
        for when, count, least in zip(bad.index, bad, beside.loc[bad.index], strict=True)
    ]
    return Bevinding(found, f"{counts.min()} tot {counts.max()} rijen per periode")


def aaneengesloten(
    frame: pd.DataFrame, omgeving: Omgeving, *, period: str, step: int = 1
) -> Bevinding:
    """No year or month is missing between the first and the last; ``step``: every so many."""
    every = frame[period].drop_duplicates()
    numbers = sorted(_nummer(every.dropna()))
    if not numbers:
        return Bevinding(gezien="er is geen enkele periode", kapot=True)
    by_number = dict(zip(_nummer(every), every, strict=True))
    gaps = [(before, after) for before, after in pairwise(numbers) if after - before != step]
    if not gaps:
        return Bevinding(gezien=f"{by_number[numbers[0]]} tot en met {by_number[numbers[-1]]}")
    first = _eerste(frame[period])
    return Bevinding(
        [
            (first[by_number[after]], f"{by_number[before]} → {by_number[after]}")
            for before, after in gaps
        ]
    )


def echte_nullen(
    frame: pd.DataFrame,
    omgeving: Omgeving,
    *,
    column: str,
    per: Sequence[str],
    period: str,
    min_neighbours: float,
) -> Bevinding:
    """A 0 (or a run of them) beside periods with ``min_neighbours`` or more is no count.

    A figure is missing there, or the area did not exist. At an end there is one neighbour.
    """
    order = frame.assign(_n=_nummer(frame[period])).sort_values([*per, "_n"]).index
    values = frame[column].astype("float64").loc[order]
    keys = [frame.loc[order, key] for key in per]
    counts = values.where(values != 0).groupby(keys)
    least = pd.concat([counts.ffill(), counts.bfill()], axis=1).min(axis=1)
    false = (values == 0) & (least >= min_neighbours)
    text = least[false].map(lambda beside: f"0, ernaast {getal(beside)}")
    return rijen(frame, false.reindex(frame.index), text.reindex(frame.index))


def zelfde_eenheid(
    frame: pd.DataFrame,
    omgeving: Omgeving,
    *,
    column: str,
    per: Sequence[str],
    period: str,
    max_factor: float,
) -> Bevinding:
    """From one period to the next the level does not change by more than ``max_factor``.

    A factor of ten is the mark of another unit (per 10,000 against per 1,000). Levels are sums over
    all rows of ``per`` and ``period``; the first period of the new level is reported.
    """
    level = frame.groupby([*per, period])[column].sum(min_count=1).astype("float64")
    before = level.groupby(level=list(per)).shift(1)
    ratio = (level / before).where((before > 0) & (level > 0))
    bad = level[(ratio > max_factor) | (ratio < 1 / max_factor)]
    keys = pd.MultiIndex.from_frame(frame[[*per, period]])
    text = [f"{getal(level[key])}, periode ervoor {getal(before[key])}" for key in keys]
    marked = pd.Series(keys.isin(bad.index), index=frame.index)
    return rijen(frame, marked, pd.Series(text, index=frame.index, dtype=object))


def herzien(
    frame: pd.DataFrame,
    omgeving: Omgeving,
    *,
    column: str,
    per: Sequence[str],
    max_change: float = 0.1,
    min_change: float = 10,
) -> Bevinding:
    """No figure differs from the delivery before by more than ``max_change`` (share).

    Differences below ``min_change`` (absolute) are left alone. A figure that is gone is a loss:
    it is reported without a row of this delivery.
    """
    if omgeving.vorige is None:
        return Bevinding(gezien="er is geen vorige levering om mee te vergelijken")
    old = omgeving.vorige.set_index(list(per))[column].astype("float64").dropna()
    now = frame[column].astype("float64")
    was = pd.Series(old.reindex(pd.MultiIndex.from_frame(frame[list(per)])).to_numpy(), frame.index)
    gap = (now - was).abs()
    bad = (gap >= min_change) & (gap > was.abs() * max_change)
    bad |= was.notna() & now.isna()
    found = rijen(frame, bad, was.map(getal) + " → " + now.map(getal))
    there = pd.MultiIndex.from_frame(frame[list(per)])
    gone = [" ".join(map(str, key)) for key in old.index if key not in set(there)]
    if gone:
        shown = ", ".join(gone[:5]) + (f" en nog {len(gone) - 5}" if len(gone) > 5 else "")
        return Bevinding(found.rijen, f"verdwenen: {shown}", kapot=True)
    return found


def actueel(frame: pd.DataFrame, omgeving: Omgeving) -> Bevinding:
    """The figures are as new as the calendar of the source says, on the date of the edition."""
    stand = omgeving.stand
    if stand is None or stand.expected is None:
        return Bevinding(gezien="er is geen kalender afgesproken")
    until = f"tot en met {stand.until}" if stand.until else f"van {stand.taken:%d-%m-%Y}"
    if not stand.real:
        return Bevinding(gezien=f"voorbeeldcijfers {until}; de kalender geldt voor echte cijfers")
    if not stand.outdated:
        return Bevinding(gezien=f"cijfers {until}")
    wanted = f"tot en met {stand.expected_year} " if stand.expected_year else ""
    return Bevinding(
        gezien=f"cijfers {until}; verwacht {wanted}op {stand.expected:%d-%m-%Y}", kapot=True
    )


def verhouding(
    frame: pd.DataFrame,
    omgeving: Omgeving,
    *,
    column: str,
    per: Sequence[str],
    other: str,
    other_column: str,
    scale: float,
    min_value: float,
    max_value: float,
) -> Bevinding:
    """Summed over ``per``, ``column`` per ``scale`` of ``other_column`` is within the bounds."""
    top = met_sleutels(frame, per).groupby(list(per))[column].sum(min_count=1).astype("float64")
    below = met_sleutels(omgeving.lees(other), per).groupby(list(per))[other_column].sum()
    rate = scale * top / below.astype("float64").reindex(top.index)
    bad = rate[(rate < min_value) | (rate > max_value)]
    keys = pd.MultiIndex.from_frame(met_sleutels(frame, per)[list(per)])
    text = pd.Series([f"{getal(round(rate[k], 2))} per {scale:.0f}" for k in keys], frame.index)
    return rijen(frame, pd.Series(keys.isin(bad.index), index=frame.index), text)
