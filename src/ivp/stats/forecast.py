"""Some years ahead: exponential smoothing of a rate, with prediction intervals and a back-test."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import minimize_scalar
from scipy.stats import t

HORIZON = 4
MIN_PERIODS = 8
"""Fewer years give no outlook: the interval itself would rest on a handful of differences."""
_MIN_TRAINING = 5
_HALF = 0.5
"""Added to counts, so that a year without any has a logarithm."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Prediction:
    """One year ahead, in the unit of the rate; 80% and 95% prediction intervals."""

    year: int
    value: float
    low80: float
    high80: float
    low95: float
    high95: float


@dataclass(frozen=True)
class Backtest:
    """How often the truth lay in the interval, when earlier years were predicted from before.

    ``predictions`` counts year and horizon together; they overlap, so they are no
    independent tests.
    """

    predictions: int
    inside80: int
    inside95: int


@dataclass(frozen=True)
class Forecast:
    """``smoothing``: 0 weighs all years alike, 1 looks at the last year only."""

    predictions: tuple[Prediction, ...]
    backtest: Backtest
    smoothing: float
    first: int
    last: int
    periods: int


@dataclass(frozen=True)
class NoForecast:
    """No outlook: ``periods`` consecutive comparable years, where ``minimum`` are needed."""

    periods: int
    minimum: int


def forecast(
    years: Sequence[int],
    counts: Sequence[float],
    denominators: Sequence[float] | None = None,
    *,
    per: float = 1000,
    exclude: Collection[int] = (),
    since: int | None = None,
    horizon: int = HORIZON,
    min_periods: int = MIN_PERIODS,
) -> Forecast | NoForecast:
    """Predict the rate (without ``denominators`` the count) ``horizon`` years ahead.

    Simple exponential smoothing with additive errors on the logarithm, ETS(A,N,N): the level moves,
    and no trend is drawn on, since a straight line has no memory of what caused it. Variance h
    years ahead: σ²(1 + (h - 1)α²), limits from t with n - 2 degrees of freedom (Hyndman, Koehler,
    Ord & Snyder 2008, Forecasting with Exponential Smoothing, §6.3). The chance variation of the
    counts is part of σ². Used are the consecutive last years, without ``exclude`` (provisional) and
    those before ``since`` (the last break). The back-test predicts from every origin with at least
    five years before it. Raises ``ValueError`` for negative counts and non-positive denominators.
    """
    sizes = [per] * len(counts) if denominators is None else denominators
    points = sorted(
        (year, float(count), float(size))
        for year, count, size in zip(years, counts, sizes, strict=True)
        if year not in exclude
        and (since is None or year >= since)
        and not (math.isnan(count) or math.isnan(size))
    )
    if any(count < 0 or size <= 0 for _, count, size in points):
        raise ValueError("an outlook needs counts of 0 or more and positive denominators")
    start = next(
        (i for i in range(len(points) - 1, 0, -1) if points[i][0] - points[i - 1][0] != 1), 0
    )
    points = points[start:]
    if len(points) < max(min_periods, _MIN_TRAINING + 1):
        return NoForecast(len(points), min_periods)
    y = np.array([math.log((count + _HALF) / size * per) for _, count, size in points])
    last = points[-1][0]
    level, alpha, sigma = _smooth(y)
    ahead = []
    for step in range(1, horizon + 1):
        limits = [_limits(level, alpha, sigma, step, len(y), part) for part in (0.8, 0.95)]
        (low80, high80), (low95, high95) = limits
        values = [
            max(math.exp(v) - _HALF / points[-1][2] * per, 0.0)
            for v in (level, low80, high80, low95, high95)
        ]
        ahead.append(Prediction(last + step, *values))
    first = points[0][0]
    return Forecast(tuple(ahead), _backtest(y, horizon), alpha, first, last, len(y))


def _smooth(y: Floats) -> tuple[float, float, float]:
    """Last level, smoothing and standard deviation that fit ``y`` best (least squares)."""

    def fit(alpha: float) -> tuple[float, float]:
        # One-step errors are linear in the first level: e = a - b·level.
        free, fixed = np.empty(len(y)), np.empty(len(y))
        weight, level = 1.0, 0.0
        for i, value in enumerate(y):
            free[i], fixed[i] = weight, value - level
            level += alpha * (value - level)
            weight *= 1 - alpha
        start = float(free @ fixed / (free @ free))
        return float(((fixed - free * start) ** 2).sum()), level + weight * start

    found = minimize_scalar(lambda a: fit(a)[0], bounds=(0.0, 1.0), method="bounded")
    alpha = min((0.0, float(found.x), 1.0), key=lambda a: fit(a)[0])
    squares, level = fit(alpha)
    return level, alpha, math.sqrt(squares / (len(y) - 2))


def _limits(
    level: float, alpha: float, sigma: float, step: int, n: int, part: float
) -> tuple[float, float]:
    margin = float(t.ppf((1 + part) / 2, n - 2)) * sigma * math.sqrt(1 + (step - 1) * alpha**2)
    return level - margin, level + margin


def _backtest(y: Floats, horizon: int) -> Backtest:
    total = inside80 = inside95 = 0
    for origin in range(_MIN_TRAINING, len(y)):
        level, alpha, sigma = _smooth(y[:origin])
        for step, truth in enumerate(y[origin : origin + horizon], start=1):
            hits = []
            for part in (0.8, 0.95):
                low, high = _limits(level, alpha, sigma, step, origin, part)
                hits.append(bool(low <= truth <= high))
            total += 1
            inside80 += hits[0]
            inside95 += hits[1]
    return Backtest(total, inside80, inside95)
