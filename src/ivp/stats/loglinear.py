"""Counts that grow or shrink by a fixed share: a straight line through their logarithms.

The same as ``GLM`` of ``statsmodels`` with the families ``Poisson`` and ``NegativeBinomial`` (a
test holds the two together) for this one model, twenty times as fast, without a second to import.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
_STEPS, _STRIDE, _CLOSE = 500, 0.5, 1e-11
_DECADE = math.log(10)
_LOWEST, _HIGHEST = -12 * _DECADE, 6 * _DECADE


@dataclass(frozen=True)
class Fit:
    """``level`` (at ``x`` = 0) and ``slope`` on the log scale; ``error`` is the slope's standard
    error, ``chi2`` Pearson's statistic."""

    level: float
    slope: float
    error: float
    chi2: float


def fit(y: Floats, x: Floats, offset: Floats, alpha: float = 0.0, start: Fit | None = None) -> Fit:
    """Maximum likelihood of ``level`` and ``slope`` in ln μ = level + slope·x + ``offset``.

    ``y`` are counts with variance μ + αμ²: Poisson when ``alpha`` is 0, else negative binomial.
    Newton's method, from ``start`` when there is one. The likelihood is concave, and its second
    derivative changes by a factor of e^d at most where ln μ moves by d: with steps that move it by
    ``_STRIDE`` at most, each one is an improvement.
    """
    level, slope = math.log(float(y.sum() / np.exp(offset).sum())), 0.0
    if start is not None:
        level, slope = start.level, start.slope
    size = math.inf
    for _ in range(_STEPS):
        mean = np.exp(level + slope * x + offset)
        spread = 1 + alpha * mean
        if size < _CLOSE:
            break
        gradient = (y - mean) / spread
        weight = mean * (1 + alpha * y) / spread**2
        middle = float(weight @ x / weight.sum())
        away = x - middle
        turn = float(gradient @ away / (weight * away @ away))
        rise = float(gradient.sum() / weight.sum()) - turn * middle
        size = float(np.abs(rise + turn * x).max())
        part = min(1.0, _STRIDE / size) if size else 1.0
        level, slope = level + part * rise, slope + part * turn
    known = mean / spread
    error = 1 / math.sqrt(float(known @ (x - known @ x / known.sum()) ** 2))
    return Fit(level, slope, error, float(((y - mean) ** 2 / (mean * spread)).sum()))


def moment_alpha(y: Floats, x: Floats, offset: Floats, poisson: Fit) -> Fit:
    """The negative binomial fit with the α at which χ² equals its degrees of freedom.

    Of several it is the least above 1, or else the greatest below. It is enclosed between powers of
    10 from 1 on, then found on the scale of ln α, each fit starting from the one before. For counts
    that vary more than Poisson counts, with more than two points.
    """
    from scipy.optimize import brentq

    found = poisson

    def excess(place: float) -> float:
        nonlocal found
        found = fit(y, x, offset, math.exp(place), found)
        return math.log(found.chi2 / (len(y) - 2))

    low = high = 0.0
    while excess(high) > 0 and high < _HIGHEST:
        low, high = high, high + _DECADE
    while excess(low) < 0 and low > _LOWEST:
        low, high = low - _DECADE, low
    if excess(low) * excess(high) < 0:
        excess(float(brentq(excess, low, high, xtol=1e-12)))
    return found
