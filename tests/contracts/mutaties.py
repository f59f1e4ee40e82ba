"""For every type of expectation: changes to a good frame that must break it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pandas as pd

from ivp.contracts.suite import Verwachting


class Mutatie(NamedTuple):
    """A spoiled frame, and the position of the row that was spoiled when there is one."""

    frame: pd.DataFrame
    rij: int | None


def _rows(frame: pd.DataFrame, kwargs: dict[str, Any]) -> list[int]:
    """Positions of the rows that the condition of the expectation selects."""
    condition = kwargs.get("row_condition")
    if condition is None:
        return list(range(len(frame)))
    column, value = frame[condition["column"]["name"]], condition["parameter"]
    selected = {
        "==": lambda: column == value,
        ">": lambda: column > value,
    }[condition["operator"]]()
    return [position for position, chosen in enumerate(selected.fillna(False)) if chosen]


def _put(frame: pd.DataFrame, kwargs: dict[str, Any], value: Any) -> Mutatie:
    row = _rows(frame, kwargs)[-1]
    spoiled = frame.copy()
    spoiled.iloc[row, spoiled.columns.get_loc(kwargs["column"])] = value
    return Mutatie(spoiled, row)


def _columns(frame: pd.DataFrame, kwargs: dict[str, Any]) -> Iterator[Mutatie]:
    yield Mutatie(frame[list(frame.columns[::-1])], None)
    yield Mutatie(frame.iloc[:, 1:], None)
    yield Mutatie(frame.rename(columns={frame.columns[0]: "anders"}), None)
    yield Mutatie(frame.assign(extra=1), None)


def _row_count(frame: pd.DataFrame, kwargs: dict[str, Any]) -> Iterator[Mutatie]:
    row = _rows(frame, kwargs)[0]
    yield Mutatie(frame.drop(index=frame.index[row]).reset_index(drop=True), None)
    yield Mutatie(pd.concat([frame, frame.iloc[[row]]], ignore_index=True), None)


def _type(frame: pd.DataFrame, kwargs: dict[str, Any]) -> Iterator[Mutatie]:
    column = kwargs["column"]
    if kwargs["type_"] == "str":
        yield Mutatie(frame.assign(**{column: range(len(frame))}), None)
    else:
        yield Mutatie(frame.assign(**{column: frame[column].astype("str")}), None)


def _null(frame: pd.DataFrame, kwargs: dict[str, Any]) -> Iterator[Mutatie]:
    yield _put(frame, kwargs, None)


def _mostly_null(frame: pd.DataFrame, kwargs: dict[str, Any]) -> Iterator[Mutatie]:
    half = frame[kwargs["column"]].where(pd.Series(range(len(frame))) % 2 == 0)
    yield Mutatie(frame.assign(**{kwargs["column"]: half}), None)


def _unique(frame: pd.DataFrame, kwargs: dict[str, Any]) -> Iterator[Mutatie]:
    yield _put(frame, kwargs, frame[kwargs["column"]].iloc[0])


def _compound(frame: pd.DataFrame, kwargs: dict[str, Any]) -> Iterator[Mutatie]:
    yield Mutatie(pd.concat([frame, frame.iloc[[0]]], ignore_index=True), len(frame))


def _foreign(frame: pd.DataFrame, kwargs: dict[str, Any]) -> Any:
    return "###" if isinstance(frame[kwargs["column"]].dtype, pd.StringDtype) else -999


def _not_in_set(frame: pd.DataFrame, kwargs: dict[str, Any]) -> Iterator[Mutatie]:
    yield _put(frame, kwargs, _foreign(frame, kwargs))


def _forbidden(frame: pd.DataFrame, kwargs: dict[str, Any]) -> Iterator[Mutatie]:
    for value in kwargs["value_set"]:
        yield _put(frame, kwargs, value)


def _other_set(frame: pd.DataFrame, kwargs: dict[str, Any]) -> Iterator[Mutatie]:
    yield Mutatie(_put(frame, kwargs, _foreign(frame, kwargs)).frame, None)
    gone = frame[frame[kwargs["column"]] != kwargs["value_set"][0]]
    if len(gone):
        yield Mutatie(gone.reset_index(drop=True), None)


def _outside(frame: pd.DataFrame, kwargs: dict[str, Any]) -> Iterator[Mutatie]:
    whole = pd.api.types.is_integer_dtype(frame[kwargs["column"]])
    step = 1 if whole else 0.01
    if kwargs.get("min_value") is not None:
        yield _put(frame, kwargs, kwargs["min_value"] - step)
    if kwargs.get("max_value") is not None:
        yield _put(frame, kwargs, kwargs["max_value"] + step)


def _sum(frame: pd.DataFrame, kwargs: dict[str, Any]) -> Iterator[Mutatie]:
    for value in (-kwargs["max_value"], kwargs["max_value"] + 1):
        yield Mutatie(_put(frame, kwargs, value).frame, None)


MUTATIES: dict[str, Callable[[pd.DataFrame, dict[str, Any]], Iterator[Mutatie]]] = {
    "expect_table_columns_to_match_ordered_list": _columns,
    "expect_table_row_count_to_equal": _row_count,
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
}


def mutaties(frame: pd.DataFrame, item: Verwachting) -> list[Mutatie]:
    """All spoiled frames for one expectation; raises ``KeyError`` for a type without mutation."""
    return list(MUTATIES[item.type](frame, dict(item.kwargs)))
