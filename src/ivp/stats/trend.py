"""The development of a count over the years: change per year with its interval."""

from __future__ import annotations

import math
import warnings
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from scipy.special import ndtri, stdtrit

Floats = npt.NDArray[np.float64]
Direction = Literal["daling", "stijging", "geen_duidelijke_verandering"]
Method = Literal["poisson", "negatief-binomiaal"]

MIN_PERIODS = 5


@dataclass(frozen=True)
class Trend:
    """Relative change per year (-0.05 is 5% less each year) with its interval.

    ``direction`` follows from the interval alone: without 0 in it there is a change.
    ``dispersion`` is Pearson's χ² per degree of freedom under Poisson.
    """

    change: float
    lower: float
    upper: float
    direction: Direction
    periods: int
    first: int
    last: int
    method: Method
    dispersion: float


@dataclass(frozen=True)
class NoTrend:
    """No trend is given: too few periods, or counts from which none can be estimated, as when one
    year has nearly all of them."""

    reason: Literal["te_kort", "niet_te_schatten"]
    periods: int
    minimum: int


def trend(
    years: Sequence[int],
    counts: Sequence[float],
    denominators: Sequence[float] | None = None,
    *,
    exclude: Collection[int] = (),
    since: int | None = None,
    min_periods: int = MIN_PERIODS,
    level: float = 0.95,
) -> Trend | NoTrend:
    """Log-linear regression of ``counts`` on ``years``, with log ``denominators`` as offset.

    Left out are the years in ``exclude`` (say: provisional), those before ``since`` (the last break
    in the series), and those with a missing count or denominator.

    Rule for the method: Poisson when Pearson's χ² per degree of freedom is at most 1. Otherwise
    negative binomial (variance μ + αμ²) with α such that Pearson's χ² equals its degrees of freedom
    (Breslow 1984, Applied Statistics 33:38), and limits from the t distribution, since α is
    estimated from the same few periods. CBS rounding to fives adds to the dispersion and so is in
    the interval. Raises ``ValueError`` for negative counts, denominators that are not positive and
    years that occur twice.
    """
    sizes = [1.0] * len(counts) if denominators is None else denominators
    points = sorted(
        (year, float(count), float(size))
        for year, count, size in zip(years, counts, sizes, strict=True)
        if year not in exclude
        and (since is None or year >= since)
        and not (math.isnan(count) or math.isnan(size))
    )
    x = np.array([point[0] for point in points], dtype=float)
    y = np.array([point[1] for point in points])
    size = np.array([point[2] for point in points])
    if (y < 0).any() or (size <= 0).any() or len(set(x)) < len(x):
        raise ValueError("a trend needs counts of 0 or more, positive denominators, unique years")
    if len(points) < max(min_periods, 3):
        return NoTrend("te_kort", len(points), min_periods)
    # The slope is finite only when the events do not all lie in the first or the last year.
    if len(set(x[y > 0]) - {x[0]}) == 0 or len(set(x[y > 0]) - {x[-1]}) == 0:
        return NoTrend("niet_te_schatten", len(points), min_periods)
    with warnings.catch_warnings(), np.errstate(all="ignore"):
        warnings.simplefilter("ignore")  # what went wrong is seen from the outcome
        found, method, dispersion = _fit(y, x - x.mean(), np.log(size))
    if found is None:
        return NoTrend("niet_te_schatten", len(points), min_periods)
    tail = (1 + level) / 2
    quantile = ndtri(tail) if method == "poisson" else stdtrit(len(y) - 2, tail)
    # By the expected information, as in R; what the fit has itself is by the observed.
    known = -found.model.hessian(found.params, scale=1.0, observed=False)
    slope, error = float(found.params[1]), math.sqrt(np.linalg.inv(known)[1, 1])
    margin = float(quantile * error)
    lower, upper = math.expm1(slope - margin), math.expm1(slope + margin)
    direction: Direction = (
        "daling" if upper < 0 else "stijging" if lower > 0 else "geen_duidelijke_verandering"
    )
    years_used = (int(x[0]), int(x[-1]))
    return Trend(
        math.expm1(slope), lower, upper, direction, len(y), *years_used, method, dispersion
    )


def _fit(y: Floats, x: Floats, offset: Floats) -> tuple[Any, Method, float]:
    """The fit by the rule of ``trend`` (a result of ``statsmodels``; ``None`` when it finds none),
    its method, and the dispersion under Poisson."""
    # Takes a second to import: where notebooks run it is there already (``ivp.run.preloaded``).
    from scipy.optimize import root_scalar
    from statsmodels.genmod.families import NegativeBinomial, Poisson
    from statsmodels.genmod.generalized_linear_model import GLM

    design, freedom = np.column_stack([np.ones(len(y)), x]), len(y) - 2
    found = GLM(y, design, family=Poisson(), offset=offset).fit(tol=1e-12)
    dispersion = float(found.pearson_chi2 / freedom)
    if dispersion <= 1 + 1e-9:  # rounding does not decide
        return found, "poisson", dispersion

    def excess(log_alpha: float) -> float:
        nonlocal found
        model = GLM(y, design, family=NegativeBinomial(alpha=math.exp(log_alpha)), offset=offset)
        found = model.fit(start_params=found.params, method="newton", disp=False)
        if not np.isfinite(found.params).all():  # it leapt off, as where one year has nearly all
            found = model.fit(maxiter=1000, tol=1e-10)
        return math.log(found.pearson_chi2 / freedom)

    near = math.log((dispersion - 1) / y.mean())  # the α of a count of average size
    outcome = root_scalar(excess, x0=near, x1=near + 0.1, xtol=1e-8)
    good = outcome.converged and np.isfinite(found.params).all()
    return found if good else None, "negatief-binomiaal", dispersion
