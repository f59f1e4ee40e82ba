"""Rates and ratios against published and R's values, and what must always hold."""

from __future__ import annotations

import math
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivp.stats.rates import Estimate, SmallDenominator, poisson_interval, rate, rate_ratio

REFERENCE = pd.read_csv(Path(__file__).parents[1] / "reference" / "rates-reference.csv")
COUNTS = st.integers(0, 100_000)
SIZES = st.floats(1, 1e8)


def rows(what: str, *columns: str) -> list[list[float]]:
    found: list[list[float]] = (
        REFERENCE.loc[REFERENCE["what"] == what, list(columns)].to_numpy().tolist()
    )
    assert found
    return found


def test_intervals_are_those_of_r() -> None:
    for count, *expected in rows("poisson", "a", "lower", "upper"):
        assert poisson_interval(count) == pytest.approx(expected, rel=1e-9)
    for a, b, *expected in rows("ratio", "a", "b", "value", "lower", "upper"):
        found = rate_ratio(a, 46002, b, 72000)
        assert found is not None
        assert (found.value, found.lower, found.upper) == pytest.approx(expected, rel=1e-9)


def test_garwood_table() -> None:
    """Garwood (1936), table 1, as reprinted in Breslow & Day (1987), table 2.10, for 10 events."""
    assert poisson_interval(10) == pytest.approx((4.8, 18.4), abs=0.05)


def test_small_denominator_gives_no_rate() -> None:
    assert rate(53, 30, min_denominator=200) == SmallDenominator(30, 200)
    assert rate(4, 0) == SmallDenominator(0, 0)
    assert isinstance(rate(4, 200, min_denominator=200), Estimate)


def test_ratio_with_nothing_on_one_or_both_sides() -> None:
    assert rate_ratio(0, 10, 0, 10) is None
    none_there = rate_ratio(5, 10, 0, 10)
    assert none_there is not None
    assert none_there.value == none_there.upper == math.inf
    assert none_there.lower > 0


@pytest.mark.parametrize("count", [-1, math.nan, math.inf])
def test_impossible_counts_are_refused(count: float) -> None:
    with pytest.raises(ValueError, match="count"):
        poisson_interval(count)


@pytest.mark.parametrize("sizes", [(0, 1), (1, 0), (math.nan, 1)])
def test_impossible_denominators_are_refused(sizes: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="denominators"):
        rate_ratio(1, sizes[0], 1, sizes[1])


@given(COUNTS)
def test_the_limits_leave_two_and_a_half_percent_on_each_side(count: int) -> None:
    from scipy.stats import poisson

    lower, upper = poisson_interval(count)
    assert lower <= count <= upper
    assert poisson.cdf(count, upper) == pytest.approx(0.025, rel=1e-6)
    if count:
        assert poisson.sf(count - 1, lower) == pytest.approx(0.025, rel=1e-6)


@given(COUNTS, SIZES, st.floats(1, 1e5))
def test_a_rate_scales_with_its_unit(count: int, size: float, per: float) -> None:
    one, scaled = rate(count, size, 1), rate(count, size, per)
    assert isinstance(one, Estimate) and isinstance(scaled, Estimate)
    assert scaled.lower <= scaled.value <= scaled.upper
    assert scaled.upper == pytest.approx(one.upper * per)


@given(st.integers(1, 10_000), SIZES, st.integers(1, 10_000), SIZES)
def test_swapping_the_areas_inverts_the_ratio(a: int, size: float, b: int, other: float) -> None:
    there, back = rate_ratio(a, size, b, other), rate_ratio(b, other, a, size)
    assert there is not None and back is not None
    assert there.lower < there.value < there.upper
    assert there.value == pytest.approx(1 / back.value)
    assert there.upper == pytest.approx(1 / back.lower)
