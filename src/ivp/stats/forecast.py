"""Some years ahead: exponential smoothing of a rate, with prediction intervals and a back-test."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.special import stdtr

HORIZON = 4
MIN_PERIODS = 8
"""Fewer years give no outlook: the interval itself would rest on a handful of differences."""
_MIN_TRAINING = 5
_SMOOTHINGS = 21
"""Values of α from 0 to 1 that the bands are a mixture over."""
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
    and no trend is drawn on, since a straight line has no memory of what caused it. The middle is
    that of the smoothing that fits best; the bands know that a short series hardly says how much to
    smooth: they are of the mixture over all α from 0 to 1, each by how well it fits (flat priors on
    α, the first level and log σ; Hyndman, Koehler, Ord & Snyder 2008, Forecasting with Exponential
    Smoothing, §5.4 and §6.3: variance σ²(1 + (h - 1)α²) h years ahead, and that of the level
    itself). The chance variation of the counts is part of σ². Used are the consecutive
    last years, without ``exclude`` (provisional) and
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
    level, alpha = _best(y)
    known = _mixture(y)
    bounds = known.quantiles(horizon, (0.1, 0.9, 0.025, 0.975))
    ahead = []
    for step, (low80, high80, low95, high95) in enumerate(bounds.tolist(), start=1):
        limits = (level, min(low80, level), max(high80, level), low95, high95)
        values = [max(math.exp(v) - _HALF / points[-1][2] * per, 0.0) for v in limits]
        ahead.append(Prediction(last + step, *values))
    first = points[0][0]
    return Forecast(tuple(ahead), _backtest(y, horizon), alpha, first, last, len(y))


def _fit(y: Floats, alpha: float) -> tuple[float, float, float, float]:
    """For one smoothing: the sum of squared one-step errors at the first level that fits best, the
    last level, its variance in units of σ², and the information on the first level."""
    # One-step errors are linear in the first level: e = a - b·level.
    free, fixed = np.empty(len(y)), np.empty(len(y))
    weight, level = 1.0, 0.0
    for i, value in enumerate(y):
        free[i], fixed[i] = weight, value - level
        level += alpha * (value - level)
        weight *= 1 - alpha
    known = float(free @ free)
    start = float(free @ fixed) / known
    squares = float(((fixed - free * start) ** 2).sum())
    return squares, level + weight * start, weight**2 / known, known


def _best(y: Floats) -> tuple[float, float]:
    """Last level and smoothing that fit ``y`` best (least squares)."""
    from scipy.optimize import minimize_scalar

    found = minimize_scalar(lambda a: _fit(y, a)[0], bounds=(0.0, 1.0), method="bounded")
    alpha = min((0.0, float(found.x), 1.0), key=lambda a: _fit(y, a)[0])
    return _fit(y, alpha)[1], alpha


@dataclass(frozen=True)
class _Mixture:
    """What ``y`` says of the coming years: a t distribution per smoothing, and their weights."""

    alphas: Floats
    weights: Floats
    levels: Floats
    spread: Floats
    unsure: Floats
    df: int

    def below(self, value: npt.ArrayLike, step: npt.ArrayLike) -> Floats:
        """The chance that the year ``step`` ahead is at most ``value`` (arrays of one shape)."""
        x, h = (np.asarray(v, dtype=float)[..., None] for v in (value, step))
        scale = self.spread * np.sqrt(1 + self.unsure + (h - 1) * self.alphas**2)
        return np.asarray(stdtr(self.df, (x - self.levels) / scale) @ self.weights)

    def quantiles(self, horizon: int, tails: Sequence[float]) -> Floats:
        """The values (years ahead × ``tails``) below which a year lies with that chance."""
        from scipy.optimize.elementwise import find_root

        wide = 1000 * (self.spread.max() + 1e-12) * math.sqrt(horizon + 1)
        found = find_root(
            lambda value, step, tail: self.below(value, step) - tail,
            (self.levels.min() - wide, self.levels.max() + wide),
            args=(np.arange(1, horizon + 1)[:, None], np.asarray(tails)),
        )
        return np.asarray(found.x, dtype=np.float64)


def _mixture(y: Floats) -> _Mixture:
    alphas = np.linspace(0, 1, _SMOOTHINGS)
    squares, levels, unsure, known = np.array([_fit(y, float(a)) for a in alphas]).T
    df = len(y) - 1
    squares = np.maximum(squares, 1e-18)  # a constant series fits without any error
    weights = (squares / squares.min()) ** (-df / 2) / np.sqrt(known)
    return _Mixture(alphas, weights / weights.sum(), levels, np.sqrt(squares / df), unsure, df)


def _backtest(y: Floats, horizon: int) -> Backtest:
    total = inside80 = inside95 = 0
    for origin in range(_MIN_TRAINING, len(y)):
        truth = y[origin : origin + horizon]
        chance = _mixture(y[:origin]).below(truth, np.arange(1, len(truth) + 1))
        total += len(truth)
        inside80 += int(((chance >= 0.1) & (chance <= 0.9)).sum())
        inside95 += int(((chance >= 0.025) & (chance <= 0.975)).sum())
    return Backtest(total, inside80, inside95)
