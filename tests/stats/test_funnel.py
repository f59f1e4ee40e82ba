"""Funnel limits and uncertain ranks."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import poisson

from ivp.stats.funnel import funnel, ranks

SIZES = [12_000, 18_000, 20_000, 22_000, 23_000, 45_000, 75_000, 30_000, 15_000, 60_000]


def test_limits_are_exact_poisson_when_areas_are_alike() -> None:
    found = funnel([s * 0.01 for s in SIZES], SIZES)
    assert found.dispersion == 1
    assert found.target == pytest.approx(10)
    low, high = found.limits(20_000, 0.95)
    assert (low, high) == (poisson.ppf(0.025, 200) / 20, poisson.ppf(0.975, 200) / 20)
    assert all(point.outside == 0 for point in found.points)
    widths = [np.diff(found.limits(size, 0.95))[0] for size in sorted(SIZES)]
    assert widths == sorted(widths, reverse=True)


def test_limits_are_those_of_r() -> None:
    reference = Path(__file__).parents[1] / "reference" / "rates-reference.csv"
    rows = pd.read_csv(reference).query("what == 'funnel'")
    found = funnel([s * 0.01 for s in SIZES], SIZES)
    assert len(rows) == 2
    for a, b, *limits in rows[["a", "b", "lower", "upper"]].to_numpy():
        assert found.limits(b, a) == pytest.approx(limits)


def test_one_outlier_stands_out() -> None:
    counts = [s * 0.01 for s in SIZES]
    counts[6] *= 1.4
    found = funnel(counts, SIZES)
    assert found.points[6].outside == pytest.approx(99.8)


def test_areas_that_all_differ_widen_the_limits() -> None:
    rng = np.random.default_rng(1)
    counts = [round(s * 0.01 * f) for s, f in zip(SIZES, rng.lognormal(0, 0.4, 10), strict=True)]
    found = funnel(counts, SIZES)
    assert found.dispersion > 5
    outside = sum(point.outside > 0 for point in found.points)
    assert outside <= 2
    # By chance alone the limits are hardly ever widened.
    drawn = [funnel(rng.poisson(np.array(SIZES) * 0.01).tolist(), SIZES) for _ in range(100)]
    assert sum(one.between > 0 for one in drawn) <= 10


def test_real_differences_are_estimated_and_added_to_chance() -> None:
    """Of many areas that differ by 3 per 1,000 that is found back, however large they are."""
    rng = np.random.default_rng(4)
    sizes = rng.integers(5_000, 90_000, 400).tolist()
    counts = rng.poisson(np.array(sizes) * rng.normal(0.02, 0.003, 400)).tolist()
    found = funnel(counts, sizes)
    assert found.between == pytest.approx(3, rel=0.15)
    small, large = (np.diff(found.limits(size, 0.95))[0] for size in (5_000, 5_000_000))
    assert large == pytest.approx(2 * 1.96 * found.between, rel=0.05)
    assert small < 2 * large  # a small area is not held to differ more than it does
    assert sum(p.outside > 0 for p in found.points) / 400 == pytest.approx(0.05, abs=0.03)


def test_few_areas_are_not_widened() -> None:
    assert funnel([100, 300], [10_000, 10_000]).dispersion == 1


@given(st.lists(st.integers(0, 500), min_size=2, max_size=8), st.integers(2, 9))
@settings(max_examples=20)
def test_per_scales_and_ranks_hold_their_place(counts: list[int], factor: int) -> None:
    sizes = [10_000 + 1000 * i for i in range(len(counts))]
    one, other = funnel(counts, sizes, 1000), funnel(counts, sizes, 1000 * factor)
    assert other.target == pytest.approx(factor * one.target)
    assert [p.outside for p in one.points] == [p.outside for p in other.points]
    for rank in ranks(counts, sizes, 420, 300):
        assert 1 <= rank.low <= rank.rank <= rank.high <= len(counts)


def test_clear_differences_have_sure_ranks_and_equal_ones_have_not() -> None:
    sure = ranks([1000, 500, 100], [10_000] * 3, 420)
    assert [(r.rank, r.low, r.high) for r in sure] == [(1, 1, 1), (2, 2, 2), (3, 3, 3)]
    unsure = ranks([100, 100, 101], [10_000] * 3, 420)
    assert [r.rank for r in unsure] == [2, 2, 1]
    assert all((r.low, r.high) == (1, 3) for r in unsure)
    assert ranks([5, 9], [100, 100], 1) == ranks([5, 9], [100, 100], 1)


def test_impossible_input_is_refused() -> None:
    for call in (lambda: funnel([], []), lambda: funnel([1], [0]), lambda: ranks([-1], [1], 1)):
        with pytest.raises(ValueError):
            call()
