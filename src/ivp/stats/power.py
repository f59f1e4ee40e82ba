"""How large a change has to be for its source to show it; with the power of ``statsmodels``."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

POWER = 0.80
"""A change counts as demonstrable when it would be seen in four out of five times."""
_ALPHA = 0.05
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
    return float(_rate_power(np.array([ratio]), count, exposure, later, dispersion)[0])


def _rate_power(
    ratios: npt.NDArray[np.float64], count: float, exposure: float, later: float, dispersion: float
) -> npt.NDArray[np.float64]:
    from statsmodels.stats.rates import power_poisson_ratio_2indep

    if not (min(count, exposure, later, dispersion) > 0 and (ratios > 0).all()):
        raise ValueError("ratio, count, exposures and dispersion are all more than 0")
    found = power_poisson_ratio_2indep(
        rate1=ratios * count / exposure,
        rate2=count / exposure,
        nobs1=later,
        nobs_ratio=exposure / later,
        value=1,
        alpha=_ALPHA,
        dispersion=dispersion,
        alternative="two-sided",
        return_results=False,
    )
    return np.asarray(found, dtype=np.float64)


def detectable_ratio(
    count: float, exposure: float, later: float, dispersion: float = 1.0, *, up: bool
) -> float | None:
    """The ratio nearest to 1 that is seen with ``POWER``; ``None`` when none is.

    ``up``: a rise is looked for, else a fall. Further as ``rate_power``.
    """
    from scipy.optimize import brentq

    # In steps first: with few events the power falls again for a rate close to 0.
    ratios = np.linspace(1.0, _LARGEST if up else _SMALLEST, _STEPS + 1)
    seen = _rate_power(ratios, count, exposure, later, dispersion) >= POWER
    if not seen.any():
        return None
    first = int(seen.argmax())

    def short(ratio: float) -> float:
        return rate_power(ratio, count, exposure, later, dispersion) - POWER

    return float(brentq(short, ratios[first - 1], ratios[first], xtol=1e-10))


def difference_power(difference: float, before: float, after: float) -> float:
    """The chance (0–1) to see a ``difference`` between two independent estimates.

    ``before`` and ``after`` are their standard errors, in the unit of the difference; two-sided
    test at 5% on the normal distribution (Cohen 1988, Statistical Power Analysis, ch. 6).
    """
    from statsmodels.stats.power import normal_power

    return float(normal_power(abs(difference) / math.hypot(before, after), 1, _ALPHA))


def detectable_difference(before: float, after: float) -> float:
    """The smallest difference (positive) that is seen with ``POWER``; as ``difference_power``."""
    from statsmodels.stats.power import zt_ind_solve_power

    errors = zt_ind_solve_power(nobs1=1, alpha=_ALPHA, power=POWER, ratio=0)
    return float(errors * math.hypot(before, after))
