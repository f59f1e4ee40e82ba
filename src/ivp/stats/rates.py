"""Rates of counted events and how one rate stands to another, with exact intervals."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy.special import betaincinv, gammaincinv


@dataclass(frozen=True)
class Estimate:
    """A value with its confidence interval, all in the same unit."""

    value: float
    lower: float
    upper: float


@dataclass(frozen=True)
class SmallDenominator:
    """No rate is given: the denominator is below the minimum that the caller set."""

    denominator: float
    minimum: float


def poisson_interval(count: float, level: float = 0.95) -> tuple[float, float]:
    """Exact confidence interval of a Poisson mean, given one observed ``count`` (≥ 0).

    Garwood (1936), Biometrika 28:437. Counts that CBS rounded to fives are taken as they are: the
    rounding (at most 2.5) is smaller than the half width of the interval from a count of 2 upwards.
    Raises ``ValueError`` for a negative or missing count.
    """
    if not count >= 0 or math.isinf(count):
        raise ValueError(f"a count is a number of 0 or more, not {count}")
    tail = (1 - level) / 2
    # Half a quantile of chi-square with 2n degrees of freedom is one of the gamma distribution.
    lower = float(gammaincinv(count, tail)) if count > 0 else 0.0
    return lower, float(gammaincinv(count + 1, 1 - tail))


def rate(
    count: float,
    denominator: float,
    per: float = 1000,
    min_denominator: float = 0,
    level: float = 0.95,
) -> Estimate | SmallDenominator:
    """``count`` per ``per`` units of ``denominator`` with Garwood's interval.

    The denominator counts as known. Below ``min_denominator`` (or at zero) there is no rate:
    ``SmallDenominator``. Raises ``ValueError`` for a negative or missing count or denominator.
    """
    if not denominator >= 0:
        raise ValueError(f"a denominator is a number of 0 or more, not {denominator}")
    lower, upper = poisson_interval(count, level)
    if denominator < min_denominator or denominator == 0:
        return SmallDenominator(denominator, min_denominator)
    scale = per / denominator
    return Estimate(count * scale, lower * scale, upper * scale)


def rate_ratio(
    count: float,
    denominator: float,
    other_count: float,
    other_denominator: float,
    level: float = 0.95,
) -> Estimate | None:
    """How many times the other rate the first rate is, with the exact conditional interval.

    Given the sum of two Poisson counts, the first is binomial; its Clopper-Pearson limits turn
    into limits of the ratio (Przyborowski & Wilenski 1940; Breslow & Day 1987, §3.3). The two must
    not overlap: compare a part with the rest, not with the whole. ``None`` when both counts are 0;
    the ratio and upper limit are infinite when only the other is 0.
    Raises ``ValueError`` for denominators that are not positive and for negative counts.
    """
    if not (denominator > 0 and other_denominator > 0 and count >= 0 and other_count >= 0):
        raise ValueError("a ratio needs counts of 0 or more and positive denominators")
    if count + other_count == 0:
        return None
    tail = (1 - level) / 2
    size = other_denominator / denominator

    def ratio(share: float) -> float:
        return math.inf if share >= 1 else share / (1 - share) * size

    low = float(betaincinv(count, other_count + 1, tail)) if count > 0 else 0.0
    high = float(betaincinv(count + 1, other_count, 1 - tail)) if other_count > 0 else 1.0
    return Estimate(ratio(count / (count + other_count)), ratio(low), ratio(high))
