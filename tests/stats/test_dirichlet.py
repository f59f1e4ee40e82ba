"""The draws that a browser repeats: the functions, the distribution, and the fixed sequence."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from ivp.stats import dirichlet as d


@given(st.floats(1e-12, 1e12))
def test_ln_is_the_logarithm(x: float) -> None:
    assert d.ln(x) == pytest.approx(math.log(x), rel=4e-15, abs=2e-16)


@given(st.floats(-700, 0))
def test_exp_is_the_exponential(x: float) -> None:
    assert d.exp(x) == pytest.approx(math.exp(x), rel=1e-12)


def test_exp_of_less_than_a_float_holds_is_0() -> None:
    assert d.exp(-1e6) == 0


def test_uniforms_are_uniform_and_their_seed_fixes_them() -> None:
    uniform = d.generator(420)
    drawn = [uniform() for _ in range(4000)]
    assert stats.kstest(drawn, "uniform").pvalue > 0.01
    again, other = d.generator(420), d.generator(421)
    assert [again() for _ in range(3)] == drawn[:3]
    assert [other() for _ in range(3)] != drawn[:3]
    assert 0 < min(drawn) < max(drawn) < 1


@pytest.mark.parametrize("shape", [0.15, 0.8, 1.0, 4.5])
def test_gammas_have_the_gamma_distribution(shape: float) -> None:
    uniform = d.generator(7)
    drawn = [d.gamma(shape, uniform) for _ in range(3000)]
    assert stats.kstest(drawn, stats.gamma(shape).cdf).pvalue > 0.01


def test_a_share_has_the_beta_distribution_that_a_dirichlet_has() -> None:
    drawn = d.draw([3, 1, 0], seed=1, draws=3000, concentration=2)
    shares = drawn / drawn.sum(axis=1, keepdims=True)
    assert (shares[:, 2] == 0).all()
    assert stats.kstest(shares[:, 0], stats.beta(1.5, 0.5).cdf).pvalue > 0.01


@settings(max_examples=10)
@given(st.lists(st.floats(0.5, 20), min_size=2, max_size=5), st.integers(0, 2**32 - 1))
def test_the_chosen_weights_are_the_mean(weights: list[float], seed: int) -> None:
    drawn = d.draw(weights, seed, 1500, concentration=len(weights))
    shares = drawn / drawn.sum(axis=1, keepdims=True)
    assert shares.mean(axis=0) == pytest.approx(np.array(weights) / sum(weights), abs=0.06)


@pytest.mark.parametrize("weights", [[0, 0], [1, -1], [math.nan, 1]])
def test_weights_that_are_none_are_refused(weights: list[float]) -> None:
    with pytest.raises(ValueError, match="weight"):
        d.draw(weights, 1, 1, 1)


def test_the_sequence_stays_what_it_was() -> None:
    """An edition made years later has to give the same shares."""
    [row] = d.draw([15, 20, 5], seed=420, draws=1, concentration=3).tolist()
    assert row == EXPECTED


EXPECTED = [1.6701370642636097, 0.5617618586443566, 0.33193254873236383]
