"""Say in Dutch what an expectation asks for, and where a delivery falls short of it.

Only types that stand here may be used in a suite: a contract that cannot be explained to the one
who must mend it is of no use.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pandas as pd

from ivp.contracts.eigen import TYPEN

_MAX_VALUES = 6
TYPES = {"int64": "gehele getallen", "float64": "getallen", "str": "tekst"}
OPERATORS = {
    "==": "gelijk is aan",
    "!=": "anders is dan",
    "<": "kleiner is dan",
    "<=": "hoogstens is",
    ">": "groter is dan",
    ">=": "minstens is",
    "IN": "een is van",
    "NOT_IN": "geen is van",
}

Kwargs = Mapping[str, Any]


def waarde(value: Any) -> str:
    """A value as Dutch text: decimal comma, "leeg" for a missing one."""
    if isinstance(value, Mapping):
        return " + ".join(waarde(part) for part in value.values())
    if isinstance(value, tuple):
        return " en ".join(waarde(part) for part in value)
    if pd.isna(value):
        return "leeg"
    if isinstance(value, float):
        return f"{value:.6g}".replace(".", ",")
    return str(value)


def opsomming(values: Iterable[Any]) -> str:
    """The first values, and how many there are when they are many."""
    texts = [waarde(value) for value in values]
    if len(texts) <= _MAX_VALUES:
        return ", ".join(texts)
    return f"{', '.join(texts[:_MAX_VALUES])}, … ({len(texts)} waarden)"


def _grens(kwargs: Kwargs) -> str:
    low, high = kwargs.get("min_value"), kwargs.get("max_value")
    if low is None:
        return f"hoogstens {waarde(high)}"
    if high is None:
        return f"minstens {waarde(low)}"
    return f"{waarde(low)} tot en met {waarde(high)}"


REGELS: dict[str, Callable[[Kwargs], str]] = {
    "expect_table_columns_to_match_ordered_list": lambda k: (
        f"de kolommen zijn, in deze volgorde: {', '.join(k['column_list'])}"
    ),
    "expect_table_row_count_to_equal": lambda k: f"er zijn {k['value']} rijen",
    "expect_table_row_count_to_be_between": lambda k: f"het aantal rijen is {_grens(k)}",
    "expect_column_values_to_be_of_type": lambda k: (
        f"{k['column']} bevat {TYPES.get(k['type_'], k['type_'])}"
    ),
    "expect_column_values_to_not_be_null": lambda k: f"{k['column']} is overal ingevuld",
    "expect_column_proportion_of_non_null_values_to_be_between": lambda k: (
        f"{k['column']} is ingevuld in een deel van de rijen van {_grens(k)}"
    ),
    "expect_column_values_to_be_unique": lambda k: f"{k['column']} is in elke rij anders",
    "expect_compound_columns_to_be_unique": lambda k: (
        f"de combinatie van {', '.join(k['column_list'])} is in elke rij anders"
    ),
    "expect_column_values_to_be_in_set": lambda k: (
        f"{k['column']} is een van: {opsomming(k['value_set'])}"
    ),
    "expect_column_values_to_not_be_in_set": lambda k: (
        f"{k['column']} is nooit {opsomming(k['value_set'])}"
    ),
    "expect_column_distinct_values_to_equal_set": lambda k: (
        f"{k['column']} bevat al deze waarden en geen andere: {opsomming(k['value_set'])}"
    ),
    "expect_column_values_to_match_regex": lambda k: (
        f"{k['column']} heeft de vorm {k['regex'].strip('^$')}"
    ),
    "expect_column_values_to_be_between": lambda k: f"{k['column']} is {_grens(k)}",
    "expect_column_sum_to_be_between": lambda k: f"{k['column']} telt op tot {_grens(k)}",
    "expect_column_pair_values_a_to_be_greater_than_b": lambda k: (
        f"{k['column_A']} is {'minstens' if k.get('or_equal') else 'meer dan'} {k['column_B']}"
    ),
}


def regel(type_: str, kwargs: Kwargs) -> str:
    """What the expectation asks for."""
    text = TYPEN[type_].regel(kwargs) if type_ in TYPEN else REGELS[type_](kwargs)
    condition = kwargs.get("row_condition")
    return f"waar {_voorwaarde(condition)}: {text}" if condition else text


def _voorwaarde(condition: Mapping[str, Any]) -> str:
    operator = OPERATORS[condition["operator"]]
    parameter = condition["parameter"]
    value = opsomming(parameter) if isinstance(parameter, list) else waarde(parameter)
    return f"{condition['column']['name']} {operator} {value}"


def rijen(examples: Iterable[tuple[int, str]], count: int) -> str:
    """``rij 4 (-1), rij 9 (leeg) en nog 3``."""
    shown = [f"rij {row} ({value})" for row, value in examples]
    rest = count - len(shown)
    return ", ".join(shown) + (f" en nog {rest}" if rest > 0 else "")


def aantal_rijen(count: int) -> str:
    return "1 rij voldoet niet" if count == 1 else f"{count} rijen voldoen niet"
