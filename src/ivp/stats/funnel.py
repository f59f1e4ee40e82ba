"""Areas of unequal size beside each other: a funnel plot, and ranks with their uncertainty."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import gammaincinv, ndtri, pdtr, pdtrik

MIN_AREAS = 5
"""With fewer areas their own spread says too little to widen the limits by."""
_WINSORISED = 0.679
"""What is left of the variance of a normal when its outermost tenths are winsorised."""


@dataclass(frozen=True)
class FunnelPoint:
    """One area: its rate, and how many standard deviations it lies from the whole (``z``).

    In ``z`` real differences between areas count as spread. ``outside`` says beyond which limit:
    95, 99.8 (percent), or neither (0).
    """

    rate: float
    z: float
    outside: float


@dataclass(frozen=True)
class Funnel:
    """``target`` is the rate of all areas together, ``between`` the standard deviation of the real
    differences between areas, both in the unit of the rates; ``between`` widens the limits.

    ``dispersion`` is the spread in z scores that chance alone would make 1.
    """

    target: float
    dispersion: float
    between: float
    points: tuple[FunnelPoint, ...]
    per: float

    def limits(self, denominator: float, level: float) -> tuple[float, float]:
        """Between which an area of this size lies with probability ``level`` if all are alike."""
        return _limits(
            self.target / self.per, denominator, self.between / self.per, level, self.per
        )


def funnel(counts: Sequence[float], denominators: Sequence[float], per: float = 1000) -> Funnel:
    """Rates against size with 95% and 99.8% limits around the rate of all areas together.

    Exact Poisson limits unless areas differ more than chance allows (χ² test of their z scores,
    5%). Then they have real differences, whose variance τ² is added to that of chance (random
    effects; the moment estimator of DerSimonian & Laird, on z scores of which the outermost tenths
    are winsorised so that outliers do not hide themselves:
    Spiegelhalter 2005, Statistics in Medicine 24:1185; Spiegelhalter et al. 2012, JRSS A 175:1). To
    multiply the variance instead would make limits of a small area absurdly wide, as if its
    differences were larger because chance is. With fewer than ``MIN_AREAS`` areas there is no such
    widening. Raises ``ValueError`` without counts of 0 or more and positive
    denominators.
    """
    y, n = np.asarray(counts, dtype=float), np.asarray(denominators, dtype=float)
    if len(y) == 0 or len(y) != len(n) or not ((y >= 0).all() and (n > 0).all()):
        raise ValueError("a funnel needs counts of 0 or more and positive denominators")
    target = float(y.sum() / n.sum())
    expected = target * n
    z = np.where(expected > 0, 2 * (np.sqrt(y + 0.25) - np.sqrt(expected + 0.25)), 0.0)
    dispersion, between = 1.0, 0.0
    if len(y) >= MIN_AREAS and target > 0:
        low, high = np.quantile(z, [0.1, 0.9])
        clear = float((z**2).sum()) > 2 * gammaincinv((len(y) - 1) / 2, 0.95)
        if clear:
            dispersion = max(1.0, float((np.clip(z, low, high) ** 2).mean()) / _WINSORISED)
        weight = n / target  # 1 over the variance of a rate by chance
        excess = len(y) * dispersion - (len(y) - 1)
        if dispersion > 1:
            scale = float(weight.sum() - (weight**2).sum() / weight.sum())
            between = math.sqrt(excess / scale)
    points = []
    for count, size in zip(y.tolist(), n.tolist(), strict=True):
        rate, outside = count / size * per, 0.0
        for level in (0.95, 0.998):
            low_, high_ = _limits(target, size, between, level, per)
            if not low_ - 1e-9 <= rate <= high_ + 1e-9:
                outside = 100 * level
        spread = math.sqrt(target / size + between**2)
        score = (count / size - target) / spread if spread else 0.0
        points.append(FunnelPoint(rate, score, outside))
    return Funnel(target * per, dispersion, between * per, tuple(points), per)


def _limits(
    target: float, size: float, between: float, level: float, per: float
) -> tuple[float, float]:
    tail, expected = (1 - level) / 2, target * size
    if between == 0:
        low, high = _poisson(tail, expected), _poisson(1 - tail, expected)
    else:
        margin = float(ndtri(1 - tail)) * math.sqrt(expected + (between * size) ** 2)
        low, high = max(expected - margin, 0.0), expected + margin
    return low / size * per, high / size * per


def _poisson(chance: float, mean: float) -> float:
    """The smallest count that a Poisson variable with ``mean`` stays within with ``chance``."""
    count = math.ceil(pdtrik(chance, mean))
    return float(count - 1 if count > 0 and pdtr(count - 1, mean) >= chance else count)


@dataclass(frozen=True)
class Rank:
    """Place from high to low, and the places between which it lies with 95% probability."""

    rank: int
    low: int
    high: int


def ranks(
    counts: Sequence[float], denominators: Sequence[float], seed: int, draws: int = 20_000
) -> list[Rank]:
    """The rank of each rate (1 is highest) with its uncertainty, in the order given.

    The rates are drawn from their gamma posteriors (Jeffreys prior, y + ½) and ranked each time
    (Goldstein & Spiegelhalter 1996, JRSS A 159:385). Equal rates share the best place.
    """
    y, n = np.asarray(counts, dtype=float), np.asarray(denominators, dtype=float)
    if len(y) != len(n) or not ((y >= 0).all() and (n > 0).all()):
        raise ValueError("ranks need counts of 0 or more and positive denominators")
    drawn = np.random.default_rng(seed).gamma(y + 0.5, 1 / n, size=(draws, len(y)))
    places = (-drawn).argsort(axis=1).argsort(axis=1) + 1
    low, high = np.quantile(places, [0.025, 0.975], axis=0, method="closest_observation")
    own = [int((y / n > rate).sum()) + 1 for rate in y / n]
    return [
        Rank(place, min(place, int(a)), max(place, int(b)))
        for place, a, b in zip(own, low, high, strict=True)
    ]
