"""The fit of a development is that of statsmodels, and its α solves the moment equation."""

from __future__ import annotations

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ivp.stats.loglinear import Floats, fit, moment_alpha

COUNTS = st.lists(st.integers(0, 3000), min_size=5, max_size=12)


def problem(counts: list[int]) -> tuple[Floats, Floats, Floats]:
    y = np.array(counts, dtype=float)
    assume((y[1:] > 0).any() and (y[:-1] > 0).any())  # else no slope is the best
    x = np.arange(float(len(y))) - (len(y) - 1) / 2
    return y, x, np.log(44_000 + 310.0 * np.arange(len(y)))


@settings(max_examples=30)
@given(COUNTS, st.sampled_from([0.0, 0.003, 0.2, 4.0]))
def test_the_fit_is_that_of_statsmodels(counts: list[int], alpha: float) -> None:
    y, x, offset = problem(counts)
    family = sm.families.NegativeBinomial(alpha=alpha) if alpha else sm.families.Poisson()
    model = sm.GLM(y, sm.add_constant(x), family=family, offset=offset)
    library = model.fit(maxiter=500, tol=1e-12, tol_criterion="params")
    ours = fit(y, x, offset, alpha)
    assert [ours.level, ours.slope] == pytest.approx(library.params.tolist(), rel=1e-6, abs=1e-7)
    assert ours.error == pytest.approx(library.bse[1], rel=1e-5)
    assert ours.chi2 == pytest.approx(library.pearson_chi2, rel=1e-5, abs=1e-9)


@settings(max_examples=60)
@given(COUNTS)
def test_chi2_equals_its_degrees_of_freedom(counts: list[int]) -> None:
    y, x, offset = problem(counts)
    poisson = fit(y, x, offset)
    assume(poisson.chi2 > 1.001 * (len(y) - 2))
    found = moment_alpha(y, x, offset, poisson)
    assume(found.chi2 > 0)
    assert found.chi2 == pytest.approx(len(y) - 2, rel=1e-7)
