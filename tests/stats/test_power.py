"""Power against published tables, and the smallest change that a source can show."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm
from statsmodels.stats.rates import power_poisson_ratio_2indep

from ivp.stats import power


@pytest.mark.parametrize(
    ("rate", "size", "published"),
    [(1.8, 29, 0.90056), (1.9, 39, 0.90649), (2.2, 115, 0.90014), (2.4, 404, 0.90064)],
)
def test_the_library_gives_the_power_that_pass_publishes(
    rate: float, size: int, published: float
) -> None:
    """PASS manual, "Non-Inferiority Tests for the Ratio of Two Poisson Rates": rate 2.2 in the
    other group, exposure 2.5, ratio 1.2 under the null hypothesis, 2.5% on one side."""
    found = power_poisson_ratio_2indep(
        rate1=rate,
        rate2=2.2,
        nobs1=size,
        exposure=2.5,
        value=1.2,
        alpha=0.025,
        alternative="smaller",
        return_results=False,
    )
    assert found == pytest.approx(published, abs=6e-5)


@given(st.floats(0.05, 8), st.floats(1, 500), st.floats(1, 9), st.floats(0.5, 9), st.floats(0.5, 9))
def test_ours_is_that_of_the_library(
    ratio: float, count: float, exposure: float, later: float, dispersion: float
) -> None:
    library = power_poisson_ratio_2indep(
        rate1=ratio * count / exposure,
        rate2=count / exposure,
        nobs1=later,
        nobs_ratio=exposure / later,
        value=1,
        dispersion=dispersion,
        alternative="two-sided",
        return_results=False,
    )
    found = power.rate_power(ratio, count, exposure, later, dispersion)
    assert found == pytest.approx(float(library), abs=1e-9)


def test_the_power_to_see_a_halving_by_hand() -> None:
    """100 events against 50 expected: ln 2 divided by √(1/100 + 1/50)."""
    effect = math.log(2) / math.sqrt(1 / 100 + 1 / 50)
    expected = norm.cdf(effect - norm.ppf(0.975))
    assert power.rate_power(0.5, 100, 3.0, 3.0) == pytest.approx(expected, abs=1e-4)


def test_more_spread_than_poisson_lowers_the_power() -> None:
    assert power.rate_power(0.5, 100, 3, 3, dispersion=4) < power.rate_power(0.5, 100, 3, 3)


def test_without_a_change_only_chance_is_seen() -> None:
    assert power.rate_power(1.0, 100, 3, 1) == pytest.approx(0.05, abs=1e-6)
    assert power.difference_power(0, 1, 1) == pytest.approx(0.05)


def test_cohens_example_of_two_proportions() -> None:
    """Cohen (1988), table 6.3.5: h = 0.40 with 98 in each group has power 0.80; the arcsine
    transformation makes the standard error of each 1/√n."""
    error = 1 / math.sqrt(98)
    assert power.difference_power(0.40, error, error) == pytest.approx(0.80, abs=0.005)
    assert power.detectable_difference(error, error) == pytest.approx(0.40, abs=0.002)


@pytest.mark.parametrize("count", [0, -1, math.nan])
def test_no_power_from_nothing(count: float) -> None:
    with pytest.raises(ValueError, match="more than 0"):
        power.rate_power(0.5, count, 1, 1)


def test_with_very_few_events_no_fall_can_be_seen() -> None:
    assert power.detectable_ratio(2, 3, 1, up=False) is None


@settings(max_examples=30)
@given(st.floats(40, 2000), st.floats(0.3, 1.0), st.floats(1, 3), st.booleans())
def test_the_smallest_visible_change_is_seen_in_four_of_five(
    count: float, later: float, dispersion: float, up: bool
) -> None:
    ratio = power.detectable_ratio(count, 1.0, later, dispersion, up=up)
    if ratio is None:
        return
    assert (ratio > 1) == up
    assert power.rate_power(ratio, count, 1.0, later, dispersion) == pytest.approx(0.8, abs=1e-6)
    nearer = 1 + (ratio - 1) * 0.95
    assert power.rate_power(nearer, count, 1.0, later, dispersion) < 0.8
