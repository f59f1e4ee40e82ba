"""How large a change has to be for its source to show it."""

from __future__ import annotations

import math
from collections.abc import Callable

from scipy.special import ndtr, ndtri

LEVEL = 0.95
POWER = 0.80
"""A change counts as demonstrable when it would be seen in four out of five times."""
_SMALLEST, _LARGEST, _STEPS = 1e-3, 11.0, 200


def rate_power(
    ratio: float, count: float, exposure: float, later: float, dispersion: float = 1.0
) -> float:
    """The chance (0–1) to see that a rate became ``ratio`` times what it was.

    ``count`` events in ``exposure`` before, an exposure of ``later`` afterwards; ``dispersion`` is
    the variance divided by the mean (1 under Poisson). Two-sided test of the ratio of two rates at
    5%: Zhu & Lakkis (2014), Statistics in Medicine 33:376, with the variance of both rates as
    they are. Raises ``ValueError`` for numbers that are not positive.
    """
    if not all(number > 0 for number in (ratio, count, exposure, later, dispersion)):
        raise ValueError("ratio, count, exposures and dispersion are all more than 0")
    rate = count / exposure
    spread = math.sqrt(dispersion * (1 / (ratio * rate) + 1 / (exposure / later * rate)))
    return _beyond(math.log(ratio * rate / rate) * math.sqrt(later) / spread)


def detectable_ratio(
    count: float, exposure: float, later: float, dispersion: float = 1.0, *, up: bool
) -> float | None:
    """The ratio nearest to 1 that is seen with ``POWER``; ``None`` when none is.

    ``up``: a rise is looked for, else a fall. Further as ``rate_power``.
    """
    return _smallest(
        lambda ratio: rate_power(ratio, count, exposure, later, dispersion),
        1.0,
        _LARGEST if up else _SMALLEST,
    )


def difference_power(difference: float, before: float, after: float) -> float:
    """The chance (0–1) to see a ``difference`` between two independent estimates.

    ``before`` and ``after`` are their standard errors, in the unit of the difference; two-sided
    test at 5% on the normal distribution (Cohen 1988, Statistical Power Analysis, ch. 6).
    """
    return _beyond(abs(difference) / math.hypot(before, after))


def detectable_difference(before: float, after: float) -> float:
    """The smallest difference (positive) that is seen with ``POWER``; as ``difference_power``."""
    error = math.hypot(before, after)
    found = _smallest(lambda d: difference_power(d, before, after), 0.0, 10 * error)
    assert found is not None, "ten standard errors are always seen"
    return found


def _beyond(effect: float) -> float:
    """The chance that a test at 5% on both sides rejects; ``effect`` is in standard errors."""
    z = float(ndtri((1 + LEVEL) / 2))
    return float(ndtr(effect - z) + ndtr(-effect - z))


def _smallest(power: Callable[[float], float], nothing: float, most: float) -> float | None:
    """The effect nearest to ``nothing`` for which ``power`` reaches ``POWER``.

    In steps first: with few events the power falls again for a rate close to 0.
    """
    from scipy.optimize import brentq

    step = (most - nothing) / _STEPS
    before = nothing + step * 1e-6
    for n in range(1, _STEPS + 1):
        effect = nothing + step * n
        if power(effect) >= POWER:
            return float(brentq(lambda x: power(x) - POWER, before, effect, xtol=1e-10))
        before = effect
    return None
