"""What comes out of a suite, written out by hand: expectation × good or broken data → verdict."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from ivp.contracts import suite
from ivp.contracts.own_checks import CHECKS, Delivery
from ivp.contracts.run_suite import run_suite
from ivp.contracts.suite import Suite
from ivp.contracts.verdict import Verdict
from ivp.data import Package

TYPES = {
    "code": "str",
    "soort": "str",
    "jaar": "Int64",
    "aantal": "Int64",
    "deel": "float64",
    "minst": "float64",
}
GOOD = pd.DataFrame(
    {
        "code": ["a", "b", "c"],
        "soort": ["x", "y", "z"],
        "jaar": [2020, 2021, 2022],
        "aantal": [1, 2, 3],
        "deel": [0.5, None, 1.5],
        "minst": [0.5, 1, 2],
    }
).astype(TYPES)
BROKEN = pd.DataFrame(
    {
        "code": ["a", "a", "?", "d"],
        "soort": ["x", "x", "y", "z"],
        "aantal": [1, -2, 300, 4],
        "jaar": [2020, 2021, None, 2023],
        "deel": [None, None, None, 4.5],
        "minst": [0.5, 0, 2, 4.5],
    }
).astype({**TYPES, "aantal": "float64"})

Case = tuple[str, dict[str, Any], str, str, list[tuple[int, str]]]
"""Type, arguments, what is seen in the good data, what in the broken, and where."""
ALL, ONE, TWO = "alle rijen voldoen", "1 rij voldoet niet", "2 rijen voldoen niet"
IN_2021 = {
    "type": "comparison",
    "column": {"name": "jaar"},
    "operator": "==",
    "parameter": 2021,
}
TABLE: list[Case] = [
    (
        "expect_table_columns_to_match_ordered_list",
        {"column_list": list(TYPES)},
        "code, soort, jaar, aantal, deel, minst",
        "code, soort, aantal, jaar, deel, minst",
        [],
    ),
    ("expect_table_row_count_to_equal", {"value": 3}, "3", "4", []),
    ("expect_table_row_count_to_be_between", {"max_value": 3}, "3", "4", []),
    (
        "expect_column_values_to_be_of_type",
        {"column": "aantal", "type_": "int64"},
        "gehele getallen",
        "getallen",
        [],
    ),
    ("expect_column_values_to_not_be_null", {"column": "jaar"}, ALL, ONE, [(4, "leeg")]),
    (
        "expect_column_proportion_of_non_null_values_to_be_between",
        {"column": "deel", "min_value": 0.5},
        "0,666667",
        "0,25",
        [],
    ),
    ("expect_column_values_to_be_unique", {"column": "code"}, ALL, TWO, [(2, "a"), (3, "a")]),
    (
        "expect_compound_columns_to_be_unique",
        {"column_list": ["code", "soort"]},
        ALL,
        TWO,
        [(2, "a + x"), (3, "a + x")],
    ),
    (
        "expect_column_values_to_be_in_set",
        {"column": "code", "value_set": ["a", "b", "c", "d"]},
        ALL,
        ONE,
        [(4, "?")],
    ),
    (
        "expect_column_values_to_not_be_in_set",
        {"column": "code", "value_set": ["d", "?"]},
        ALL,
        TWO,
        [(4, "?"), (5, "d")],
    ),
    (
        "expect_column_distinct_values_to_equal_set",
        {"column": "code", "value_set": ["a", "b", "c"]},
        ALL,
        "ontbreekt b, c; onverwacht ?, d",
        [],
    ),
    (
        "expect_column_values_to_match_regex",
        {"column": "code", "regex": "^[a-z]$"},
        ALL,
        ONE,
        [(4, "?")],
    ),
    (
        "expect_column_values_to_be_between",
        {"column": "aantal", "min_value": 0, "max_value": 100},
        ALL,
        TWO,
        [(3, "-2"), (4, "300")],
    ),
    (
        "expect_column_values_to_be_between",
        {"column": "aantal", "min_value": 0, "max_value": 100, "row_condition": IN_2021},
        ALL,
        ONE,
        [(3, "-2")],
    ),
    (
        "expect_column_sum_to_be_between",
        {"column": "aantal", "min_value": 0, "max_value": 10},
        "6",
        "303",
        [],
    ),
    (
        "expect_column_pair_values_a_to_be_greater_than_b",
        {"column_A": "aantal", "column_B": "minst"},
        ALL,
        TWO,
        [(3, "-2 en 0"), (5, "4 en 4,5")],
    ),
    (
        "expect_periods_to_be_contiguous",
        {"period": "jaar"},
        "2020 tot en met 2022",
        ONE,
        [(5, "2021 → 2023")],
    ),
    (
        "expect_column_values_to_be_multiples_of",
        {"column": "aantal", "factor": 1},
        ALL,
        ALL,
        [],
    ),
]


def outcome(package: Package, frame: pd.DataFrame, *cases: Case) -> list[Verdict]:
    """All cases in one suite: what is found of one says nothing of another."""
    meta = {"uitleg": "Een typefout.", "waarom": "dan klopt de trend niet"}
    items = [
        {"type": name, "kwargs": kwargs, "severity": "warning", "meta": meta}
        for name, kwargs, *_ in cases
    ]
    whole = Suite.model_validate({"name": "halt", "meta": {}, "expectations": items})
    delivery = Delivery(frame, lambda name: GOOD)
    return run_suite(whole, delivery, package.dataset("halt"))


def test_good_data_meet_every_expectation(package: Package) -> None:
    found = outcome(package, GOOD, *TABLE)
    assert [(v.kind, v.status, v.seen) for v in found] == [
        (name, "ok", seen) for name, _, seen, _, _ in TABLE
    ]
    assert {(v.count, v.examples, v.wat, v.waarom, v.doe) for v in found} == {
        (None, (), "", "", "")
    }


def test_broken_data_are_described(package: Package) -> None:
    found = outcome(package, BROKEN, *TABLE)
    assert [(v.kind, v.seen, list(v.examples)) for v in found] == [
        (name, seen, rows) for name, _, _, seen, rows in TABLE
    ]
    assert [v.count for v in found] == [len(rows) or None for *_, rows in TABLE]
    assert [v.status for v in found] == [
        "ok" if good == bad else "kapot" for _, _, good, bad, _ in TABLE
    ]


def test_every_type_of_great_expectations_that_a_suite_may_use_is_in_the_table() -> None:
    assert suite.TYPES - set(CHECKS) <= {name for name, *_ in TABLE}


def test_a_verdict_says_what_was_asked_found_and_probably_happened(package: Package) -> None:
    (verdict,) = outcome(package, BROKEN, TABLE[-5])
    assert verdict.wat == (
        "Verwacht: waar jaar gelijk is aan 2021: aantal is 0 tot en met 100. Gevonden: 1 rij "
        "voldoet niet: rij 3 (-2). Een typefout"
    )
    assert verdict.error().waar == "data/partners/halt.csv, kolom aantal"
    assert (verdict.status, verdict.severity, verdict.blocks) == ("kapot", "warning", False)


@pytest.mark.parametrize("kind", ["expect_periods_to_be_contiguous", "expect_zeros_to_be_real"])
def test_data_of_another_kind_are_no_crash(package: Package, kind: str) -> None:
    """Text where years should be: other expectations say so."""
    more = {"column": "aantal", "per": ["code"], "min_neighbours": 1} if "zeros" in kind else {}
    (verdict,) = outcome(package, GOOD, (kind, {"period": "soort", **more}, "", "", []))
    assert (verdict.status, verdict.seen) == ("kapot", "de controle kon niet worden gedaan")


def test_a_column_that_only_the_check_itself_knows_of_may_be_gone(package: Package) -> None:
    case: Case = ("expect_periods_to_be_contiguous", {"period": "maand"}, "", "", [])
    (verdict,) = outcome(package, GOOD, case)
    assert (verdict.status, verdict.seen) == ("kapot", "kolom 'maand' ontbreekt")
