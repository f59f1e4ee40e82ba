"""A contract that is wrong is refused: Great Expectations itself would check nothing."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest

from ivp.contracts import suite
from ivp.contracts.own_checks import CHECKS, Delivery
from ivp.contracts.run_suite import run_suite
from ivp.data import Package
from ivp.errors import ParamsFout

GOOD: dict[str, Any] = {
    "type": "expect_column_values_to_be_between",
    "kwargs": {"column": "aantal", "min_value": 0},
    "severity": "critical",
    "meta": {"uitleg": "Een typefout", "waarom": "dan klopt de trend niet"},
}


def parse(**changes: Any) -> suite.Suite:
    item = {key: value for key, value in {**GOOD, **changes}.items() if value is not None}
    content = {"name": "halt", "meta": {"omschrijving": "x"}, "expectations": [GOOD, item]}
    return suite.parse(json.dumps(content).encode(), "halt")


def test_a_good_one_is_read() -> None:
    assert len(parse().expectations) == 2


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        (
            {"type": "expect_column_values_to_be_betwen"},
            "bestaat niet. Bedoelt u 'expect_column_values_to_be_between'?",
        ),
        ({"severity": None}, "'severity' ontbreekt"),
        ({"severity": "erg"}, "'severity' is 'erg'"),
        ({"meta": {"waarom": "x"}}, "'uitleg' ontbreekt"),
        ({"meta": {"uitleg": " ", "waarom": "x"}}, "'uitleg' is leeg"),
        ({"id": "1"}, "'id' is hier niet bekend"),
        (
            {"kwargs": {"column": "aantal", "min_value": 0, "row_condition": {"type": "onzin"}}},
            "'type' is 'onzin'; dat kan zijn: 'comparison'",
        ),
        (
            {
                "kwargs": {
                    "column": "aantal",
                    "min_value": 0,
                    "row_condition": {
                        "type": "comparison",
                        "column": {"name": "jaar"},
                        "operator": "=",
                        "parameter": 2024,
                    },
                }
            },
            "'operator' is '='; dat kan zijn: '=='",
        ),
    ],
)
def test_refused_with_the_place(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(ParamsFout) as caught:
        parse(**changes)
    assert said in caught.value.wat
    assert caught.value.waar is not None
    assert caught.value.waar.startswith("expectations/halt.json, verwachting 2")


@pytest.mark.parametrize(
    "kwargs",
    [
        {"colum": "aantal", "min_value": 0},
        {"column": "aantal"},
        {"column": "aantal", "min_value": 0, "maximum": 1},
    ],
)
def test_wrong_arguments(
    package: Package, frames: dict[str, pd.DataFrame], kwargs: dict[str, Any]
) -> None:
    with pytest.raises(ParamsFout) as caught:
        delivery = Delivery(frames["halt"], frames.__getitem__)
        run_suite(parse(kwargs=kwargs), delivery, package.dataset("halt"))
    assert "expect_column_values_to_be_between" in caught.value.wat
    assert caught.value.waar == "expectations/halt.json, verwachting 2"


@pytest.mark.parametrize("raw", [b"", b"[]", b"{", b'{"name": "halt"}', b"\xff"])
def test_damaged_file(raw: bytes) -> None:
    with pytest.raises(ParamsFout) as caught:
        suite.parse(raw, "halt")
    assert caught.value.waar is not None
    assert caught.value.waar.startswith("expectations/halt.json")


def test_name_must_be_that_of_the_data_set() -> None:
    content = {"name": "hallt", "meta": {}, "expectations": [GOOD]}
    with pytest.raises(ParamsFout, match="'hallt', niet 'halt'"):
        suite.parse(json.dumps(content).encode(), "halt")


def test_our_types_are_known_to_great_expectations() -> None:
    import great_expectations.expectations.core  # noqa: F401
    from great_expectations.expectations.registry import (
        list_registered_expectation_implementations,
    )

    assert suite.TYPES - set(CHECKS) <= set(list_registered_expectation_implementations())
