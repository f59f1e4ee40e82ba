"""Expectations of our own, beside those of Great Expectations: what goes wrong with these sources.

Each is a function with the name by which a suite asks for it, whose keyword arguments are the
suite's ``kwargs``. What it asks for in Dutch stands in ``ivp.contracts.wording``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from inspect import signature
from itertools import pairwise
from typing import Any

import pandas as pd
from pydantic import ConfigDict, validate_call

from ivp.contracts.verdict import Finding
from ivp.contracts.wording import found
from ivp.data.freshness import Freshness
from ivp.dutch import first_few

FIRST_ROW = 2
"""The first row of figures: the header of a delivered file is row 1."""
Columns = Sequence[str]
Where = Mapping[str, Sequence[Any]]
"""Which rows count: per column the values that it may have."""


@dataclass(frozen=True)
class Delivery:
    """A data set that is checked (rows numbered from 0), and what lies around it.

    ``read`` reads another data set by name, ``before`` is the delivery before this one, ``age``
    how old this one is on the date of the edition (missing when nothing is agreed).
    """

    frame: pd.DataFrame
    read: Callable[[str], pd.DataFrame]
    before: pd.DataFrame | None = None
    age: Freshness | None = None


def _bad_rows(bad: pd.Series, key: str, *columns: pd.Series) -> Finding:
    """The rows where ``bad`` holds, each with the sentence ``key`` about ``columns`` there."""
    at = bad.fillna(False).to_numpy(bool).nonzero()[0]
    values = zip(*(column.iloc[at] for column in columns), strict=True)
    return Finding(
        [(int(row) + FIRST_ROW, found(key, *said)) for row, said in zip(at, values, strict=True)],
        found("all well"),
    )


def _selected(frame: pd.DataFrame, where: Where | None) -> pd.Series:
    """Which rows have one of the wanted values in every column; all rows without a choice."""
    chosen = pd.Series(True, index=frame.index)
    for column, values in (where or {}).items():
        chosen &= frame[column].isin(list(values))
    return chosen


def _keys(frame: pd.DataFrame, per: Columns) -> pd.MultiIndex:
    return pd.MultiIndex.from_frame(frame[list(per)])


def _with_keys(frame: pd.DataFrame, per: Columns) -> pd.DataFrame:
    """``frame`` with ``jaar`` (of ``maand``) and ``gemeente`` (of ``gebied``) where asked for."""
    if "jaar" in per and "jaar" not in frame:
        frame = frame.assign(jaar=frame["maand"].str[:4].astype("Int64"))
    if "gemeente" in per and "gemeente" not in frame:
        frame = frame.assign(gemeente="GM" + frame["gebied"].str[2:6])
    return frame


# A series over time: whole, without false zeros, in one unit, and not silently rewritten.


def _number(periods: pd.Series) -> pd.Series:
    """A year or month as a number that is one more in the next."""
    if pd.api.types.is_string_dtype(periods):
        return periods.str[:4].astype("Int64") * 12 + periods.str[5:7].astype("Int64")
    return periods.astype("Int64")


def _first_rows(periods: pd.Series) -> dict[Any, int]:
    """Of every period the number of its first row in the delivered file."""
    rows = pd.Series(range(FIRST_ROW, len(periods) + FIRST_ROW), periods.index)
    first = ~periods.duplicated()
    return dict(zip(periods[first], rows[first], strict=True))


def expect_rows_per_period_to_be_like_neighbours(
    delivery: Delivery, *, period: str, min_share: float = 0.5
) -> Finding:
    """A period has at least ``min_share`` of the rows of the least of its two neighbours."""
    frame = delivery.frame
    counts = frame.groupby(period).size().sort_index()
    beside = pd.concat([counts.shift(1), counts.shift(-1)], axis=1).min(axis=1)
    bad = counts[counts < beside * min_share]
    first = _first_rows(frame[period])
    return Finding(
        [
            (first[when], found("rows beside", when, count, least))
            for when, count, least in zip(bad.index, bad, beside[bad.index], strict=True)
        ],
        found("rows per period", counts.min(), counts.max()),
    )


def expect_periods_to_be_contiguous(delivery: Delivery, *, period: str, step: int = 1) -> Finding:
    """No year or month is missing between the first and the last; ``step``: every so many."""
    every = delivery.frame[period].drop_duplicates().dropna()
    if every.empty:
        return Finding(seen=found("no period"), broken=True)
    by_number = dict(sorted(zip(_number(every), every, strict=True)))
    first = _first_rows(delivery.frame[period])
    return Finding(
        [
            (first[by_number[after]], found("gap", by_number[before], by_number[after]))
            for before, after in pairwise(by_number)
            if after - before != step
        ],
        found("periods", by_number[min(by_number)], by_number[max(by_number)]),
    )


def expect_zeros_to_be_real(
    delivery: Delivery, *, column: str, per: Columns, period: str, min_neighbours: float
) -> Finding:
    """A 0 (or a run of them) beside periods with ``min_neighbours`` or more is no count.

    A figure is missing there, or the area did not exist. At an end there is one neighbour.
    """
    frame = delivery.frame
    order = frame.assign(_n=_number(frame[period])).sort_values([*per, "_n"]).index
    values = frame[column].astype("float64").loc[order]
    counts = values.where(values != 0).groupby([frame.loc[order, key] for key in per])
    least = pd.concat([counts.ffill(), counts.bfill()], axis=1).min(axis=1)
    false = (values == 0) & (least >= min_neighbours)
    return _bad_rows(false.reindex(frame.index), "zero", least.reindex(frame.index))


def expect_level_to_keep_its_unit(
    delivery: Delivery, *, column: str, per: Columns, period: str, max_factor: float
) -> Finding:
    """From one period to the next the level does not change by more than ``max_factor``.

    A factor of ten is the mark of another unit (per 10,000 against per 1,000). Levels are sums over
    all rows of ``per`` and ``period``; the first period of the new level is reported.
    """
    frame = delivery.frame
    level = frame.groupby([*per, period])[column].sum(min_count=1).astype("float64")
    before = level.groupby(level=list(per)).shift(1)
    ratio = (level / before).where((before > 0) & (level > 0))
    bad = level[(ratio > max_factor) | (ratio < 1 / max_factor)]
    keys = _keys(frame, [*per, period])
    return _bad_rows(pd.Series(keys.isin(bad.index)), "level", _at(level, keys), _at(before, keys))


def _at(values: pd.Series, keys: pd.MultiIndex) -> pd.Series:
    """Per row the value under its key; missing where there is none."""
    return pd.Series(values.reindex(keys).to_numpy())


def expect_revisions_to_be_small(
    delivery: Delivery,
    *,
    column: str,
    per: Columns,
    max_change: float = 0.1,
    min_change: float = 10,
) -> Finding:
    """No figure differs from the delivery before by more than ``max_change`` (share).

    Differences below ``min_change`` (absolute) are left alone. A figure that is gone is a loss:
    it is reported without a row of this delivery.
    """
    frame = delivery.frame
    if delivery.before is None:
        return Finding(seen=found("nothing before"))
    old = delivery.before.set_index(list(per))[column].astype("float64").dropna()
    keys = _keys(frame, per)
    now = frame[column].astype("float64")
    was = _at(old, keys)
    gap = (now - was).abs()
    bad = (gap >= min_change) & (gap > was.abs() * max_change)
    bad |= was.notna() & now.isna()
    revised = _bad_rows(bad, "gap", was, now)
    there = set(keys)
    gone = [" ".join(map(str, key)) for key in old.index if key not in there]
    if gone:
        return Finding(revised.rows, found("figures gone", first_few(gone)), broken=True)
    return revised


def expect_figures_to_be_fresh(delivery: Delivery) -> Finding:
    """The figures are as new as the calendar of the source says, on the date of the edition."""
    age = delivery.age
    if age is None or age.expected is None:
        return Finding(seen=found("no calendar"))
    day = f"{age.taken:%d-%m-%Y}" if age.taken else ""
    until = found("until", age.until) if age.until else found("from", day)
    if not age.real:
        return Finding(seen=found("example", until))
    if not age.outdated:
        return Finding(seen=found("fresh", until))
    wanted = f"{found('until', age.expected_year)} " if age.expected_year else ""
    return Finding(seen=found("old", until, wanted, f"{age.expected:%d-%m-%Y}"), broken=True)


def expect_rate_to_be_plausible(
    delivery: Delivery,
    *,
    column: str,
    per: Columns,
    other: str,
    other_column: str,
    scale: float,
    min_value: float,
    max_value: float,
) -> Finding:
    """Summed over ``per``, ``column`` per ``scale`` of ``other_column`` is within the bounds."""
    own = _with_keys(delivery.frame, per)
    top = own.groupby(list(per))[column].sum(min_count=1).astype("float64")
    below = _with_keys(delivery.read(other), per).groupby(list(per))[other_column].sum()
    rate = _at(scale * top / below.astype("float64").reindex(top.index), _keys(own, per))
    bad = (rate < min_value) | (rate > max_value)
    return _bad_rows(bad, "per", rate.round(2), pd.Series(scale, rate.index))


# Counts that must agree with each other: totals and parts, years and months, weights, rounding.


def expect_parts_to_sum_to_total(
    delivery: Delivery,
    *,
    column: str,
    per: Columns,
    parts: str = "",
    total: str = "",
    parts_where: Where | None = None,
    total_where: Where | None = None,
    min_share: float = 1.0,
    max_share: float = 1.0,
    tolerance: float = 0.0,
    complete: bool = True,
) -> Finding:
    """The parts, summed over ``per``, are ``min_share`` to ``max_share`` of the total.

    ``parts`` and ``total`` name the data sets (default: this one). A sum of which a part is unknown
    is not compared: what is hidden (zeden per month) is no error. A total without parts is an error
    (when ``complete``) from the first year of the parts on; parts without a total are one in years
    between the first and the last total. Areas that only one of the two has are left alone.
    """
    frame = delivery.frame
    key = list(per)
    parts_frame = _with_keys(delivery.read(parts) if parts else frame, per)
    total_frame = _with_keys(delivery.read(total) if total else frame, per)
    groups = parts_frame[_selected(parts_frame, parts_where)].groupby(key)[column]
    whole = total_frame[_selected(total_frame, total_where)].groupby(key)[column]
    both = pd.DataFrame({"parts": groups.sum(), "total": whole.sum(min_count=1)}, dtype="float64")
    unknown = (groups.count() < groups.size()).reindex(both.index, fill_value=False)
    low = both["parts"] < both["total"] * min_share - tolerance
    high = both["parts"] > both["total"] * max_share + tolerance
    bad = both[(low | high | _alone(both, complete)) & ~unknown]
    own, where = (parts_frame, parts_where) if total else (total_frame, total_where)
    keys = _keys(own, per)
    wrong = keys.isin(bad.index) & _selected(own, where)
    summed = _bad_rows(wrong, "parts", _at(both["parts"], keys), _at(both["total"], keys))
    if len(bad) and not summed.rows:
        names = ", ".join(" ".join(map(str, k)) for k in bad.index[:5])
        return Finding(seen=found("missing", names), broken=True)
    return summed


def _alone(both: pd.DataFrame, complete: bool) -> pd.Series:
    """Which keys only one side has although the other should have them too."""
    keys = both.index.to_frame(index=False)
    parts, total = (both[side].notna().to_numpy() for side in ("parts", "total"))
    wanted = pd.Series(True, index=keys.index)
    for place in keys.columns.intersection(["gebied", "gemeente"]):
        for there in (parts, total):
            wanted &= keys[place].isin(keys[place][there])
    no_parts, no_total = wanted & ~parts & complete, wanted & ~total
    if "jaar" in keys:
        years, totals = keys["jaar"], keys["jaar"][total]
        no_parts &= years >= years[parts].min()
        no_total &= years.between(totals.min(), totals.max())
    return pd.Series((no_parts | no_total).to_numpy(), index=both.index)


def expect_column_values_to_be_multiples_of(
    delivery: Delivery, *, column: str, factor: int
) -> Finding:
    """Every figure is a multiple of ``factor``, as rounded counts of CBS are."""
    counts = delivery.frame[column]
    return _bad_rows(counts % factor != 0, "value", counts)


def expect_values_to_equal_other(
    delivery: Delivery,
    *,
    column: str,
    per: Columns,
    other: str,
    where: Where | None = None,
    other_where: Where | None = None,
) -> Finding:
    """Where both give the figure, it is the same as in ``other``."""
    frame, there = delivery.frame, delivery.read(other)
    known = there[_selected(there, other_where)].set_index(list(per))[column].astype("float64")
    theirs = _at(known, _keys(frame, per))
    ours = frame[column].astype("float64")
    bad = _selected(frame, where) & theirs.notna() & (ours != theirs)
    return _bad_rows(bad, "against", ours, theirs)


def expect_count_not_to_exceed(
    delivery: Delivery, *, column: str, per: Columns, group: str, smaller: str, larger: str
) -> Finding:
    """The count of ``smaller`` is at most that of ``larger`` in the same place and year."""
    frame = delivery.frame
    limit = frame[frame[group] == larger].set_index(list(per))[column].astype("float64")
    most = _at(limit, _keys(frame, per))
    bad = (frame[group] == smaller) & (frame[column].astype("float64") > most)
    return _bad_rows(bad, "value", frame[column])


def expect_weights_to_sum_to_population(
    delivery: Delivery,
    *,
    column: str,
    period: str,
    other: str,
    other_column: str,
    area: str,
    min_share: float,
    max_share: float,
    years_back: int = 1,
) -> Finding:
    """Per edition the weights sum to ``min_share`` to ``max_share`` of the inhabitants of ``area``.

    The inhabitants are those of ``years_back`` years earlier (a stand of 31 December).
    """
    frame, people = delivery.frame, delivery.read(other)
    own = people[people["gebied"] == area].set_index("jaar")[other_column].astype("float64")
    sums = frame.groupby(period)[column].sum()
    share = sums / own.reindex([year - years_back for year in sums.index]).to_numpy()
    bad = share[~share.between(min_share, max_share)].index
    years, whole = frame[period], sums.round().astype("Int64")
    return _bad_rows(years.isin(bad) & ~years.duplicated(), "weights", years, years.map(whole))


# Codes and names that another data set must know.


def expect_column_values_to_exist_in_other(
    delivery: Delivery, *, column: str, other: str, other_column: str = ""
) -> Finding:
    """Every value of ``column`` stands in ``other`` too."""
    values, known = delivery.frame[column], delivery.read(other)[other_column or column]
    return _bad_rows(~values.isin(known), "value", values)


def expect_names_to_match_other(delivery: Delivery, *, code: str, name: str, other: str) -> Finding:
    """A code has the name that it has in ``other``; codes that are not there are left alone."""
    frame = delivery.frame
    known = delivery.read(other).drop_duplicates(code).set_index(code)[name]
    expected = frame[code].map(known)
    bad = expected.notna() & (expected != frame[name])
    return _bad_rows(bad, "name", frame[code], frame[name])


def expect_rows_to_have_other(
    delivery: Delivery, *, per: Columns, other: str, prefix: str = "", years_back: int = 0
) -> Finding:
    """Every row of areas that start with ``prefix`` has one in ``other``, so many years earlier."""
    frame, there = delivery.frame, delivery.read(other)
    known = _keys(there.assign(jaar=there["jaar"] + years_back), per)
    keys = _keys(frame, per)
    bad = frame["gebied"].str.startswith(prefix) & ~keys.isin(known)
    said = pd.Series([" ".join(map(str, key)) for key in keys])
    return _bad_rows(bad, "value", said)


_check = validate_call(config=ConfigDict(arbitrary_types_allowed=True))
CHECKS: dict[str, Callable[..., Finding]] = {
    name: _check(function) for name, function in globals().items() if name.startswith("expect_")
}
"""By the name that suites use. Arguments that do not fit raise pydantic's ``ValidationError``."""


def defaults(name: str) -> dict[str, Any]:
    """The arguments of a check that a suite may leave out, with their values."""
    parameters = signature(CHECKS[name]).parameters.values()
    return {one.name: one.default for one in parameters if one.default is not one.empty}
