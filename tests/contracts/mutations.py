"""For every type of expectation: changes to a good frame that must break it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, NamedTuple

import pandas as pd

from ivp.contracts.suite import Expectation
from ivp.data.freshness import Freshness


class Mutation(NamedTuple):
    """A spoiled frame, and the position of the row that was spoiled when there is one."""

    frame: pd.DataFrame
    row: int | None
    age: Freshness | None = None


def _place(frame: pd.DataFrame, column: str) -> int:
    return frame.columns.tolist().index(column)


def _rows(frame: pd.DataFrame, kwargs: dict[str, Any]) -> list[int]:
    """Positions of the rows that the condition of the expectation selects."""
    condition = kwargs.get("row_condition")
    if condition is None:
        return list(range(len(frame)))
    column, value = frame[condition["column"]["name"]], condition["parameter"]
    selected = {
        "==": lambda: column == value,
        ">": lambda: column > value,
        "NOT_IN": lambda: ~column.isin(value),
    }[condition["operator"]]()
    return [position for position, chosen in enumerate(selected.fillna(False)) if chosen]


def _put(frame: pd.DataFrame, kwargs: dict[str, Any], value: Any) -> Mutation:
    row = _rows(frame, kwargs)[-1]
    spoiled = frame.copy()
    spoiled.iloc[row, _place(spoiled, kwargs["column"])] = value
    return Mutation(spoiled, row)


def _columns(frame: pd.DataFrame, kwargs: dict[str, Any]) -> Iterator[Mutation]:
    yield Mutation(frame[list(frame.columns[::-1])], None)
    yield Mutation(frame.iloc[:, 1:], None)
    yield Mutation(frame.rename(columns={frame.columns[0]: "anders"}), None)
    yield Mutation(frame.assign(extra=1), None)


def _row_count(frame: pd.DataFrame, kwargs: dict[str, Any]) -> Iterator[Mutation]:
    row = _rows(frame, kwargs)[0]
    yield Mutation(frame.drop(index=frame.index[row]).reset_index(drop=True), None)
    yield Mutation(pd.concat([frame, frame.iloc[[row]]], ignore_index=True), None)


def _fewer(frame: pd.DataFrame, kwargs: dict[str, Any]) -> Iterator[Mutation]:
    yield Mutation(frame.head(kwargs["min_value"] - 1), None)
    yield Mutation(frame.head(0), None)


def _type(frame: pd.DataFrame, kwargs: dict[str, Any]) -> Iterator[Mutation]:
    column = kwargs["column"]
    if kwargs["type_"] == "str":
        yield Mutation(frame.assign(**{column: range(len(frame))}), None)
    else:
        yield Mutation(frame.assign(**{column: frame[column].astype("str")}), None)


def _null(frame: pd.DataFrame, kwargs: dict[str, Any]) -> Iterator[Mutation]:
    yield _put(frame, kwargs, None)


def _mostly_null(frame: pd.DataFrame, kwargs: dict[str, Any]) -> Iterator[Mutation]:
    half = frame[kwargs["column"]].where(pd.Series(range(len(frame))) % 2 == 0)
    yield Mutation(frame.assign(**{kwargs["column"]: half}), None)


def _unique(frame: pd.DataFrame, kwargs: dict[str, Any]) -> Iterator[Mutation]:
    yield _put(frame, kwargs, frame[kwargs["column"]].iloc[0])


def _compound(frame: pd.DataFrame, kwargs: dict[str, Any]) -> Iterator[Mutation]:
    yield Mutation(pd.concat([frame, frame.iloc[[0]]], ignore_index=True), len(frame))


def _foreign(frame: pd.DataFrame, kwargs: dict[str, Any]) -> Any:
    return "###" if isinstance(frame[kwargs["column"]].dtype, pd.StringDtype) else -999


def _not_in_set(frame: pd.DataFrame, kwargs: dict[str, Any]) -> Iterator[Mutation]:
    yield _put(frame, kwargs, _foreign(frame, kwargs))


def _forbidden(frame: pd.DataFrame, kwargs: dict[str, Any]) -> Iterator[Mutation]:
    for value in kwargs["value_set"]:
        yield _put(frame, kwargs, value)


def _other_set(frame: pd.DataFrame, kwargs: dict[str, Any]) -> Iterator[Mutation]:
    yield Mutation(_put(frame, kwargs, _foreign(frame, kwargs)).frame, None)
    gone = frame[frame[kwargs["column"]] != kwargs["value_set"][0]]
    if len(gone):
        yield Mutation(gone.reset_index(drop=True), None)


def _outside(frame: pd.DataFrame, kwargs: dict[str, Any]) -> Iterator[Mutation]:
    whole = pd.api.types.is_integer_dtype(frame[kwargs["column"]])
    step = 1 if whole else 0.01
    if kwargs.get("min_value") is not None:
        yield _put(frame, kwargs, kwargs["min_value"] - step)
    if kwargs.get("max_value") is not None:
        yield _put(frame, kwargs, kwargs["max_value"] + step)


def _sum(frame: pd.DataFrame, kwargs: dict[str, Any]) -> Iterator[Mutation]:
    for value in (-kwargs["max_value"], kwargs["max_value"] + 1):
        yield Mutation(_put(frame, kwargs, value).frame, None)


def _period_gone(frame: pd.DataFrame, kwargs: dict[str, Any]) -> Iterator[Mutation]:
    """Of a period in the middle, and of the newest, one row of four is left."""
    column = kwargs["period"]
    first = frame[column].iloc[0]
    text = isinstance(first, str)
    periods = [f"2001-{n:02d}" if text else int(first) + n for n in (1, 2, 3)]
    for counts in ((4, 1, 4), (4, 4, 1)):
        values = [p for p, count in zip(periods, counts, strict=True) for _ in range(count)]
        spoiled = pd.concat([frame.iloc[[0]]] * len(values), ignore_index=True)
        yield Mutation(spoiled.assign(**{column: values}), sum(counts[: counts.index(1)]))


def _gap(frame: pd.DataFrame, kwargs: dict[str, Any]) -> Iterator[Mutation]:
    column = kwargs["period"]
    values = frame[column]
    text = isinstance(values.dtype, pd.StringDtype)
    later = "2099-01" if text else 2099
    last = values == values.max()
    if last.all():
        last = pd.Series(range(len(frame)), index=frame.index) == len(frame) - 1
    yield Mutation(
        frame.assign(**{column: values.mask(last, later)}), int(last.to_numpy().argmax())
    )


def _series(frame: pd.DataFrame, kwargs: dict[str, Any]) -> pd.DataFrame:
    """The rows of one place and code, which is what a false zero or another unit is about."""
    place = frame.iloc[0]
    same = pd.Series(True, index=frame.index)
    for key in kwargs["per"]:
        same &= frame[key] == place[key]
    return frame[same].sort_values(kwargs["period"])


def _false_zero(frame: pd.DataFrame, kwargs: dict[str, Any]) -> Iterator[Mutation]:
    rows = _series(frame, kwargs)
    spoiled = frame.copy()
    if len(rows) < 2:
        other = rows.assign(**{kwargs["period"]: rows[kwargs["period"]] + 1})
        spoiled = pd.concat([frame, other], ignore_index=True)
        rows = _series(spoiled, kwargs)
    spoiled.loc[rows.index, kwargs["column"]] = int(kwargs["min_neighbours"])
    zero = rows.index[len(rows) // 2]
    spoiled.loc[zero, kwargs["column"]] = 0
    yield Mutation(spoiled, spoiled.index.tolist().index(zero))


def _other_unit(frame: pd.DataFrame, kwargs: dict[str, Any]) -> Iterator[Mutation]:
    """Per 1,000 up to a year, per 10,000 after it."""
    rows = _series(frame, kwargs)
    last = rows.index[rows[kwargs["period"]] == rows[kwargs["period"]].max()]
    newest = pd.Series(frame.index.isin(last), index=frame.index)
    values = frame[kwargs["column"]]
    spoiled = frame.assign(**{kwargs["column"]: values.mask(newest, values * 10)})
    yield Mutation(spoiled, int(newest.to_numpy().argmax()))


def _rate(frame: pd.DataFrame, kwargs: dict[str, Any]) -> Iterator[Mutation]:
    values = frame[kwargs["column"]]
    yield Mutation(frame.assign(**{kwargs["column"]: values * 100}), 0)
    yield Mutation(frame.assign(**{kwargs["column"]: values * 0}), 0)


def _revised(frame: pd.DataFrame, kwargs: dict[str, Any]) -> Iterator[Mutation]:
    row = len(frame) - 1
    spoiled = frame.copy()
    at = _place(spoiled, kwargs["column"])
    for value in (int(spoiled.iloc[row, at] * 2 + kwargs["min_change"]), pd.NA):
        spoiled = frame.copy()
        spoiled.iloc[row, at] = value
        yield Mutation(spoiled, row)
    yield Mutation(frame.iloc[:-1], None)


def _old(frame: pd.DataFrame, kwargs: dict[str, Any]) -> Iterator[Mutation]:
    day = date(2026, 11, 1)
    yield Mutation(frame, None, Freshness("x", "X", date(2025, 1, 1), day))
    yield Mutation(frame, None, Freshness("x", "X", day, day, until=2020, expected_year=2025))


def _own_row(frame: pd.DataFrame, kwargs: dict[str, Any]) -> int:
    """The last row of the municipality that the comparison is about."""
    chosen = frame["gebied"].str.contains("0420")
    for column, values in (kwargs.get("total_where") or kwargs.get("where") or {}).items():
        chosen &= frame[column].isin(values)
    return int(chosen.to_numpy().nonzero()[0][-1])


def _sums(frame: pd.DataFrame, kwargs: dict[str, Any]) -> Iterator[Mutation]:
    row = _own_row(frame, kwargs)
    at = _place(frame, kwargs["column"])
    # Of parts that do not add up, none in particular is wrong.
    place = None if kwargs.get("total") else row
    exact = kwargs.get("min_share", 1.0) == kwargs.get("max_share", 1.0) == 1.0
    for more in [100_000, *([1 + int(2 * kwargs.get("tolerance", 0))] if exact else [])]:
        spoiled = frame.copy()
        count: Any = spoiled.iloc[row, at]
        spoiled.iloc[row, at] = count + more
        yield Mutation(spoiled, place)


def _differs(frame: pd.DataFrame, kwargs: dict[str, Any]) -> Iterator[Mutation]:
    row = _own_row(frame, kwargs)
    spoiled = frame.copy()
    at = _place(spoiled, kwargs["column"])
    count: Any = spoiled.iloc[row, at]
    spoiled.iloc[row, at] = count + 5
    yield Mutation(spoiled, row)


def _unrounded(frame: pd.DataFrame, kwargs: dict[str, Any]) -> Iterator[Mutation]:
    yield _put(frame, kwargs, 1212)


def _exceeds(frame: pd.DataFrame, kwargs: dict[str, Any]) -> Iterator[Mutation]:
    row = int((frame[kwargs["group"]] == kwargs["smaller"]).to_numpy().argmax())
    spoiled = frame.copy()
    spoiled.iloc[row, _place(spoiled, kwargs["column"])] = 100_000
    yield Mutation(spoiled, row)


def _turned(frame: pd.DataFrame, kwargs: dict[str, Any]) -> Iterator[Mutation]:
    """The two columns of one row the other way round."""
    spoiled = frame.copy()
    a, b = kwargs["column_A"], kwargs["column_B"]
    spoiled.loc[0, a], spoiled.loc[0, b] = frame.loc[0, b], frame.loc[0, a]
    yield Mutation(spoiled, 0)


def _mean_one(frame: pd.DataFrame, kwargs: dict[str, Any]) -> Iterator[Mutation]:
    weights = frame[kwargs["column"]]
    yield Mutation(frame.assign(**{kwargs["column"]: weights / weights.mean()}), 0)


def _unknown(frame: pd.DataFrame, kwargs: dict[str, Any]) -> Iterator[Mutation]:
    yield _put(frame, kwargs, "onbekend")


def _swapped(frame: pd.DataFrame, kwargs: dict[str, Any]) -> Iterator[Mutation]:
    spoiled = frame.copy()
    spoiled.iloc[0, _place(spoiled, kwargs["name"])] = "Zwolle"
    yield Mutation(spoiled, 0)


def _alone(frame: pd.DataFrame, kwargs: dict[str, Any]) -> Iterator[Mutation]:
    spoiled = frame.copy()
    spoiled.iloc[0, _place(spoiled, "gebied")] = f"{kwargs['prefix']}9999"
    yield Mutation(spoiled, 0)


MUTATIONS: dict[str, Callable[[pd.DataFrame, dict[str, Any]], Iterator[Mutation]]] = {
    "expect_table_columns_to_match_ordered_list": _columns,
    "expect_table_row_count_to_equal": _row_count,
    "expect_table_row_count_to_be_between": _fewer,
    "expect_column_values_to_be_of_type": _type,
    "expect_column_values_to_not_be_null": _null,
    "expect_column_proportion_of_non_null_values_to_be_between": _mostly_null,
    "expect_column_values_to_be_unique": _unique,
    "expect_compound_columns_to_be_unique": _compound,
    "expect_column_values_to_be_in_set": _not_in_set,
    "expect_column_values_to_not_be_in_set": _forbidden,
    "expect_column_distinct_values_to_equal_set": _other_set,
    "expect_column_values_to_match_regex": _not_in_set,
    "expect_column_values_to_be_between": _outside,
    "expect_column_sum_to_be_between": _sum,
    "expect_column_pair_values_a_to_be_greater_than_b": _turned,
    "expect_rows_per_period_to_be_like_neighbours": _period_gone,
    "expect_periods_to_be_contiguous": _gap,
    "expect_zeros_to_be_real": _false_zero,
    "expect_level_to_keep_its_unit": _other_unit,
    "expect_rate_to_be_plausible": _rate,
    "expect_revisions_to_be_small": _revised,
    "expect_figures_to_be_fresh": _old,
    "expect_parts_to_sum_to_total": _sums,
    "expect_column_values_to_be_multiples_of": _unrounded,
    "expect_values_to_equal_other": _differs,
    "expect_count_not_to_exceed": _exceeds,
    "expect_weights_to_sum_to_population": _mean_one,
    "expect_column_values_to_exist_in_other": _unknown,
    "expect_names_to_match_other": _swapped,
    "expect_rows_to_have_other": _alone,
}


def mutations(frame: pd.DataFrame, item: Expectation) -> list[Mutation]:
    """All spoiled frames for one expectation; raises ``KeyError`` for a type without mutation."""
    return list(MUTATIONS[item.type](frame, dict(item.kwargs)))
