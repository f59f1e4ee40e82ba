"""Numbers, dates and enumerations as Dutch readers write them."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivp.dutch import (
    MISSING_WORDS,
    Missing,
    count,
    date,
    interval,
    listing,
    number,
    percent,
    period,
    span,
)
from ivp.show.units import UNIT_NAMES, decimals_for, with_unit

NAN = float("nan")


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        (1234.5, 1, "1.234,5"),
        (805559, 0, "805.559"),
        (2.675, 2, "2,68"),
        (0.5, 0, "1"),
        (-0.04, 1, "0,0"),
        (-3.05, 1, "−3,1"),
        (1234567.891, 2, "1.234.567,89"),
    ],
)
def test_getal(value: float, places: int, text: str) -> None:
    assert number(value, places) == text


@given(st.decimals(-(10**9), 10**9, places=4), st.integers(0, 3))
def test_getal_reads_back_as_the_rounded_number(value: Decimal, places: int) -> None:
    text = number(float(value), places).replace(".", "").replace(",", ".").replace("−", "-")
    assert Decimal(text) == value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


@pytest.mark.parametrize("missing", [None, NAN, Missing.UNKNOWN])
def test_missing_is_a_word_and_never_a_number(missing: float | Missing | None) -> None:
    assert number(missing) == percent(missing) == "onbekend"
    assert percent(Missing.HIDDEN, 1) == "verborgen"


def test_signs() -> None:
    assert number(1.5, 1, sign=True) == "+1,5"
    assert percent(-2.1, 1, sign=True) == "−2,1%"
    assert number(0.001, 1, sign=True) == "0,0"


def test_interval_datum_opsomming_aantal() -> None:
    assert [span(1, 1), span(2, 5)] == ["1", "2 tot en met 5"]
    assert interval(3.14, 4.2) == "(3,1 tot 4,2)"
    assert interval(NAN, 4.2) == ""
    assert date(dt.date(2019, 2, 19)) == "19 februari 2019"
    assert [listing(x) for x in ([], ["a"], ["a", "b"], ["a", "b", "c"])] == [
        "",
        "a",
        "a en b",
        "a, b en c",
    ]
    assert [count(n, "wijk", "wijken") for n in (0, 1, 1234)] == [
        "geen wijken",
        "1 wijk",
        "1.234 wijken",
    ]


@pytest.mark.parametrize(
    ("unit", "values", "places"),
    [
        ("aantal", [3.7], 0),
        ("per_1000_inwoners", [0.02, 0.3, NAN], 2),
        ("per_1000_inwoners", [0.02, 1.3], 1),
        ("per_1000_inwoners", [], 1),
        ("procent", [0.3], 1),
    ],
)
def test_decimals_follow_the_unit_and_the_size(unit: str, values: list[float], places: int) -> None:
    assert decimals_for(unit, values) == places


def test_values_with_their_unit() -> None:
    assert with_unit(32.0, "per_1000_inwoners", 1) == "32,0 per 1.000 inwoners"
    assert with_unit(33.0, "procent", 1) == "33,0%"
    assert with_unit(7.7, "rapportcijfer", 1) == "7,7"
    assert with_unit(1102, "aantal", 0) == "1.102"
    for unit in UNIT_NAMES:
        assert with_unit(NAN, unit, 1) == "onbekend"


@pytest.mark.parametrize("reden", list(Missing))
def test_what_is_missing_cannot_pass_for_a_number(reden: Any) -> None:
    """Attacks: every way in which a hidden value might be summed, compared, drawn or sent."""
    values = pd.Series([1.0, reden, 2.0], dtype=object)
    figure = go.Figure(go.Scatter(x=[2020, 2021], y=[3, reden]))
    attacks: list[Callable[[], Any]] = [
        lambda: float(reden),
        lambda: int(reden),
        lambda: 1 + reden,
        lambda: reden + reden,
        lambda: sum([1, reden]),
        lambda: reden < 5,
        lambda: max(1, reden),
        lambda: sorted([2, reden]),
        lambda: round(reden),
        lambda: f"{reden:.1f}",
        values.sum,
        values.mean,
        values.max,
        values.cumsum,
        lambda: values.astype(float),
        lambda: pd.to_numeric(values),
        lambda: pd.Series([reden, reden], dtype=object).sum(),
        lambda: np.array([1.0, reden], dtype=float),
        lambda: json.dumps({"y": reden}),
        lambda: figure.to_json(engine="json"),
        lambda: figure.to_html(),
    ]
    for place, attack in enumerate(attacks):
        with pytest.raises((TypeError, ValueError)):
            pytest.fail(f"attack {place} gave {attack()!r}")
    assert reden != 0 and reden != str(reden) and str(reden) in MISSING_WORDS
    assert str(reden) in values.to_csv().splitlines()[2]  # a reader sees why


@pytest.mark.parametrize(
    ("first", "last", "text", "short"),
    [
        ("2022-12-01", "2022-12-31", "december 2022", "dec 2022"),
        ("2022-02-01", "2022-06-30", "februari tot en met juni 2022", "feb–jun 2022"),
        (
            "2021-11-01",
            "2022-01-31",
            "november 2021 tot en met januari 2022",
            "nov 2021–jan 2022",
        ),
    ],
)
def test_whole_months(first: str, last: str, text: str, short: str) -> None:
    days = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    assert period(*days) == text
    assert period(*days, short=True) == short
