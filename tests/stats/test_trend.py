"""Trends against R, the rule for the method, and what is left out."""

from __future__ import annotations

import math
from pathlib import Path
from random import Random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivp.stats.trend import NoTrend, Trend, trend

REFERENCE = pd.read_csv(Path(__file__).parents[1] / "reference" / "rates-reference.csv")
YEARS = list(range(2017, 2025))
EVENTS = [31, 26, 29, 24, 26, 19, 22, 20]
PEOPLE = [44058, 44480, 44809, 45101, 45165, 45464, 46031, 46002]
# CBS 83648NED, Medemblik in its present area, 2010–2020.
CBS = [2245, 2120, 2015, 1995, 1785, 1520, 1350, 1160, 1155, 1385, 1440]


def fitted(found: Trend | NoTrend) -> Trend:
    assert isinstance(found, Trend)
    return found


def test_poisson_trend_is_that_of_r() -> None:
    found = fitted(trend(YEARS, EVENTS, PEOPLE))
    row = REFERENCE[REFERENCE["what"] == "trend"].iloc[0]
    assert found.method == "poisson"
    assert [found.change, found.lower, found.upper] == pytest.approx(
        [row["value"], row["lower"], row["upper"]], rel=1e-6
    )
    assert found.direction == "daling"
    assert (found.first, found.last, found.periods) == (2017, 2024, 8)


def test_negative_binomial_trend_is_that_of_r() -> None:
    found = fitted(trend(range(2010, 2021), CBS))
    row = REFERENCE[REFERENCE["what"] == "trend-nb"].iloc[0]
    assert [found.change, found.lower, found.upper] == pytest.approx(
        [row["value"], row["lower"], row["upper"]], rel=1e-5
    )
    # Maximum likelihood (glm.nb) knows no small samples: the same change, a narrower interval.
    other = REFERENCE[REFERENCE["what"] == "trend-nb-ml"].iloc[0]
    assert found.change == pytest.approx(other["value"], abs=0.001)
    assert found.lower < other["lower"] < other["upper"] < found.upper


def test_overdispersed_counts_get_a_wider_interval() -> None:
    found = fitted(trend(range(2010, 2021), CBS))
    assert found.method == "negatief-binomiaal"
    assert found.dispersion > 10
    assert found.direction == "daling"
    # A Poisson fit of these counts has a standard error of about 0.0025 on the log scale.
    assert found.upper - found.lower > 0.03


def test_negative_binomial_matches_its_moment_equation() -> None:
    """Independently of the fit: Pearson's χ² with the found mean and some α equals n - 2."""
    from scipy.optimize import brentq
    from scipy.stats import t

    x = np.arange(11) - 5.0
    design = np.column_stack([np.ones(11), x])
    y = np.array(CBS, dtype=float)

    def solve(alpha: float) -> tuple[np.ndarray, np.ndarray, float]:
        """Newton's method for the NB2 likelihood equations, by hand."""
        beta = np.linalg.lstsq(design, np.log(y), rcond=None)[0]
        for _ in range(100):
            mu = np.exp(design @ beta)
            w = mu / (1 + alpha * mu)
            beta = beta + np.linalg.solve(
                design.T @ (design * w[:, None]), design.T @ (w * (y - mu) / mu)
            )
        mu = np.exp(design @ beta)
        w = mu / (1 + alpha * mu)
        chi2 = float(((y - mu) ** 2 / (mu + alpha * mu**2)).sum())
        return beta, np.linalg.inv(design.T @ (design * w[:, None])), chi2

    alpha = brentq(lambda a: solve(a)[2] - 9, 1e-6, 1)
    beta, cov, _ = solve(alpha)
    margin = t.ppf(0.975, 9) * math.sqrt(cov[1, 1])
    found = fitted(trend(range(2010, 2021), CBS))
    expected = [math.expm1(v) for v in (beta[1], beta[1] - margin, beta[1] + margin)]
    assert [found.change, found.lower, found.upper] == pytest.approx(expected, rel=1e-5)


def test_too_short_and_hopeless_series_say_so() -> None:
    assert trend([2020, 2021, 2022, 2023], [5, 6, 7, 8]) == NoTrend("te_kort", 4, 5)
    assert trend(YEARS, [0] * 8) == NoTrend("niet_te_schatten", 8, 5)
    assert trend(YEARS, [0] * 7 + [3]) == NoTrend("niet_te_schatten", 8, 5)
    assert isinstance(trend(YEARS, [0] * 6 + [1, 3]), Trend)


def test_a_year_that_has_nearly_all_is_fitted_too() -> None:
    """Newton's method leaps off there."""
    found = fitted(trend(YEARS[:5], [141, 1, 1, 1, 1]))
    assert (found.method, found.direction) == ("negatief-binomiaal", "geen_duidelijke_verandering")
    assert found.change == pytest.approx(-0.7406149, rel=1e-6)


def test_rounding_does_not_decide_about_the_method() -> None:
    """Pearson's χ² of these counts is exactly its degrees of freedom."""
    found = fitted(trend(range(10), [0, 0, 1, 0, 0, 0, 0, 1, 0, 0]))
    assert found.method == "poisson"
    assert found.dispersion == pytest.approx(1)


def test_years_that_do_not_count_are_left_out() -> None:
    counts = [500.0, *EVENTS[1:6], math.nan, 999.0]
    found = fitted(trend(YEARS, counts, exclude={2024}, since=2018))
    assert (found.first, found.last, found.periods) == (2018, 2022, 5)
    assert found == trend(YEARS[1:6], EVENTS[1:6])
    assert trend(YEARS, counts, exclude={2024, 2018}, since=2018) == NoTrend("te_kort", 4, 5)


@pytest.mark.parametrize(
    ("years", "counts", "people"),
    [
        ([1, 2, 3, 4, 5], [1, 2, 3, 4, -5], None),
        ([1, 2, 3, 4, 4], [1, 2, 3, 4, 5], None),
        ([1, 2, 3, 4, 5], [1, 2, 3, 4, 5], [1, 1, 1, 1, 0]),
    ],
)
def test_impossible_input_is_refused(
    years: list[int], counts: list[int], people: list[int] | None
) -> None:
    with pytest.raises(ValueError, match="a trend needs"):
        trend(years, counts, people)


SERIES = st.lists(st.integers(1, 500), min_size=5, max_size=12)


@settings(max_examples=40)
@given(SERIES, st.randoms(use_true_random=False), st.floats(0.5, 1000))
def test_order_scale_and_start_of_counting_do_not_matter(
    counts: list[int], random: Random, scale: float
) -> None:
    years = list(range(2000, 2000 + len(counts)))
    found = fitted(trend(years, counts, [1000.0] * len(counts)))
    assert found.lower <= found.change <= found.upper
    pairs = list(zip(years, counts, strict=True))
    random.shuffle(pairs)
    other = fitted(
        trend([y - 2000 for y, _ in pairs], [c for _, c in pairs], [1000.0 * scale] * len(counts))
    )
    assert (other.method, other.direction) == (found.method, found.direction)
    assert [other.change, other.lower, other.upper] == pytest.approx(
        [found.change, found.lower, found.upper], rel=1e-4, abs=1e-6
    )


def test_intervals_hold_what_they_promise() -> None:
    """Of simulated series with a change of -5% a year, about 95% of the intervals contain it."""
    random = np.random.default_rng(420)
    for alpha in (0.0, 0.02):
        hits = 0
        for _ in range(200):
            mean = 100 * np.exp(-0.05 * np.arange(7))
            mean = mean if alpha == 0 else random.gamma(1 / alpha, mean * alpha)
            found = fitted(trend(range(7), random.poisson(mean).tolist()))
            hits += found.lower <= math.expm1(-0.05) <= found.upper
        assert 0.91 <= hits / 200 <= 0.995
