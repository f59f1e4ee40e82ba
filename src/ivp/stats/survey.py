"""Estimates from a weighted sample: proportions, means, domains, and a domain beside the rest.

The design is independent sampling with replacement with one weight per respondent, in the whole or
per stratum (``strata``: the deelgebied that a respondent was drawn in); standard errors are
linearised (Taylor), as R's ``survey`` package gives for ``svydesign(ids = ~1, strata, weights)``.
A domain or an unanswered question keeps the size of the whole sample in the variance: the number of
respondents in a domain is itself chance. Source: Lumley (2010), Complex Surveys, ch. 2 and 4.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
from scipy.special import betaincinv, stdtr, stdtrit

Floats = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]
Strata = Sequence[Any] | npt.NDArray[Any]
Correction = Literal["holm", "bonferroni", "benjamini-hochberg", "geen"]
LEVEL = 0.95


@dataclass(frozen=True)
class SurveyEstimate:
    """An estimate in the unit of the question (a proportion lies in 0–1).

    ``respondents`` answered the question in this domain, in ``strata`` strata; ``df`` is the
    difference of the two.
    """

    value: float
    se: float
    lower: float
    upper: float
    respondents: int
    strata: int = 1

    @property
    def df(self) -> int:
        return max(self.respondents - self.strata, 1)


@dataclass(frozen=True)
class Difference:
    """A domain minus the rest, in the unit of the question, with a two-sided p value."""

    value: float
    se: float
    lower: float
    upper: float
    p: float


def mean(
    values: Sequence[Any] | Floats,
    weights: Sequence[Any] | Floats,
    domain: Sequence[bool] | Mask | None = None,
    level: float = 0.95,
    strata: Strata | None = None,
) -> SurveyEstimate | None:
    """Weighted mean over ``domain`` (default: all) with a t interval.

    ``values`` and ``weights`` are aligned over the whole sample, a missing value is NaN. ``None``
    with fewer than two answers. Raises ``ValueError`` for weights that are missing or negative.
    """
    y, w, inside = _arrays(values, weights, domain)
    respondents = int(inside.sum())
    if respondents < 2:
        return None
    value, influence = _mean(y, w, inside)
    se = _standard_error(influence, strata)
    drawn = _strata(strata, inside)
    margin = float(stdtrit(max(respondents - drawn, 1), (1 + level) / 2)) * se
    return SurveyEstimate(value, se, value - margin, value + margin, respondents, drawn)


def proportion(
    values: Sequence[Any] | Floats,
    weights: Sequence[Any] | Floats,
    domain: Sequence[bool] | Mask | None = None,
    level: float = 0.95,
    strata: Strata | None = None,
) -> SurveyEstimate | None:
    """Weighted proportion of a yes/no question (1/0/NaN) with a logit interval.

    The interval is that of ``svyciprop(method = "logit")``: symmetric on the logit scale, so within
    0–1. When all say the same the logit does not exist; then the Clopper-Pearson limits for the
    effective number of answers (Kish) are given. Arguments and errors as for ``mean``; also
    ``ValueError`` when a value is not 0 or 1.
    """
    y, w, inside = _arrays(values, weights, domain)
    if not np.isin(y[inside], (0, 1)).all():
        raise ValueError("a proportion needs values of 0 or 1")
    estimate = mean(y, w, inside, level, strata)
    if estimate is None:
        return None
    # Rounding may leave 0.9999…; whether all agree is seen from the answers themselves.
    share = float(y[inside][0]) if len(set(y[inside])) == 1 else estimate.value
    tail = (1 - level) / 2
    if share in (0.0, 1.0):
        effective = float(w[inside].sum() ** 2 / (w[inside] ** 2).sum())
        low = float(betaincinv(effective, 1, tail)) if share == 1 else 0.0
        high = float(betaincinv(1, effective, 1 - tail)) if share == 0 else 1.0
        return SurveyEstimate(share, 0.0, low, high, estimate.respondents, estimate.strata)
    margin = float(stdtrit(estimate.df, 1 - tail)) * estimate.se / (share * (1 - share))
    centre = math.log(share / (1 - share))
    low, high = (1 / (1 + math.exp(-(centre + sign * margin))) for sign in (-1, 1))
    return SurveyEstimate(share, estimate.se, low, high, estimate.respondents, estimate.strata)


def against_rest(
    values: Sequence[Any] | Floats,
    weights: Sequence[Any] | Floats,
    domain: Sequence[bool] | Mask,
    level: float = 0.95,
    strata: Strata | None = None,
) -> Difference | None:
    """A domain's mean or proportion minus that of all others in the sample.

    Design-based two-sample t test, never against the total, of which the domain is a part. The
    difference and its standard error are those of ``svyttest``; the degrees of freedom are Welch's,
    since a domain of 70 says less about its own spread than a sample of 400 (``svyttest`` takes the
    sample's; over many tests that calls too many differences: docs/methode.md). For the p value of
    a share see ``ivp.stats.raoscott``. ``None`` with fewer than two answers on either side or
    without any spread.
    """
    y, w, inside = _arrays(values, weights, domain)
    answered = np.isfinite(y)
    outside = answered & ~inside
    if min(inside.sum(), outside.sum()) < 2:
        return None
    own, own_influence = _mean(y, w, inside)
    rest, rest_influence = _mean(y, w, outside)
    difference, se = own - rest, _standard_error(own_influence - rest_influence, strata)
    if se == 0:
        return None
    df = _welch(
        (_standard_error(own_influence, strata), int(inside.sum()) - _strata(strata, inside)),
        (_standard_error(rest_influence, strata), int(outside.sum()) - _strata(strata, outside)),
    )
    margin = float(stdtrit(df, (1 + level) / 2)) * se
    p = 2 * float(stdtr(df, -abs(difference) / se))
    return Difference(difference, se, difference - margin, difference + margin, p)


def against_published(estimate: SurveyEstimate, value: float, se: float) -> Difference | None:
    """An estimate minus a published ``value`` of another sample with standard error ``se``.

    The samples count as independent: that of a country holds hardly anyone of one municipality.
    ``None`` when neither has a spread.
    """
    difference, both = estimate.value - value, math.hypot(estimate.se, se)
    if both == 0:
        return None
    margin = float(stdtrit(estimate.df, (1 + LEVEL) / 2)) * both
    p = 2 * float(stdtr(estimate.df, -abs(difference) / both))
    return Difference(difference, both, difference - margin, difference + margin, p)


def adjust(p_values: Sequence[float], correction: Correction = "holm") -> list[float]:
    """p values for many comparisons at once, in the order given.

    ``holm`` (1979) and ``bonferroni`` bound the chance of even one false alarm,
    ``benjamini-hochberg`` (1995) the share of false ones among the alarms, ``geen`` nothing.
    """
    if not len(p_values) or correction == "geen":
        return list(p_values)
    from statsmodels.stats.multitest import multipletests

    method = "fdr_bh" if correction == "benjamini-hochberg" else correction
    return [float(value) for value in multipletests(p_values, method=method)[1]]


def scale_score(
    items: Sequence[Sequence[float]] | Floats,
    lowest: float,
    highest: float,
    reversed_items: Sequence[int] = (),
    min_answered: float = 0.5,
) -> Floats:
    """The score from 0 to 10 of each respondent over ``items`` (respondents × statements).

    The mean of the answered statements, each from ``lowest`` to ``highest``, moved to 0–10;
    ``reversed_items`` (columns) count the other way round, as a statement that denies what the
    scale measures. NaN when less than ``min_answered`` of the statements was answered. Raises
    ``ValueError`` for an answer outside the scale.
    """
    answers = np.array(items, dtype=float)
    if answers.ndim != 2 or not highest > lowest:
        raise ValueError("a scale has statements, and a highest answer above the lowest")
    known = np.isfinite(answers)
    if ((answers < lowest) | (answers > highest))[known].any():
        raise ValueError(f"an answer lies outside {lowest}–{highest}")
    for column in reversed_items:
        answers[:, column] = lowest + highest - answers[:, column]
    answered = known.sum(axis=1)
    total = np.where(known, answers, 0.0).sum(axis=1)
    enough = (answered > 0) & (answered >= min_answered * answers.shape[1])
    score = np.full(len(answers), np.nan)
    score[enough] = (total[enough] / answered[enough] - lowest) / (highest - lowest) * 10
    return score


def _welch(*sides: tuple[float, int]) -> float:
    """Degrees of freedom of a difference (Welch 1947), from each side's standard error and own."""
    total = sum(se**2 for se, _ in sides)
    return max(total**2 / sum(se**4 / max(df, 1) for se, df in sides), 1.0)


def _arrays(values: Any, weights: Any, domain: Any) -> tuple[Floats, Floats, Mask]:
    """Values, weights and who counts: in the domain, answered, and with weight."""
    y = np.asarray(values, dtype=float)
    w = np.asarray(weights, dtype=float)
    if y.shape != w.shape or not np.isfinite(w).all() or (w < 0).any():
        raise ValueError("every respondent needs a weight of 0 or more")
    chosen = np.ones(y.shape, bool) if domain is None else np.asarray(domain, dtype=bool)
    return y, w, chosen & np.isfinite(y) & (w > 0)


def _mean(y: Floats, w: Floats, inside: Mask) -> tuple[float, Floats]:
    """The weighted mean over ``inside`` and each respondent's influence on it (0 outside)."""
    total = float(w[inside].sum())
    value = float((w[inside] * y[inside]).sum()) / total
    influence = np.zeros(len(y))
    influence[inside] = w[inside] * (y[inside] - value) / total
    return value, influence


def _strata(strata: Strata | None, inside: Mask) -> int:
    """In how many strata the respondents of ``inside`` were drawn."""
    return 1 if strata is None else len(set(np.asarray(strata, dtype=object)[inside].tolist()))


def _standard_error(influence: Floats, strata: Strata | None) -> float:
    """Of a total of influences; a stratum with one respondent adds his influence as it is."""
    if strata is None:
        return math.sqrt(_variance(influence))
    names = np.asarray(strata, dtype=object)
    if len(names) != len(influence):
        raise ValueError("every respondent needs a stratum")
    return math.sqrt(sum(_variance(influence[names == name]) for name in dict.fromkeys(names)))


def _variance(influence: Floats) -> float:
    n = len(influence)
    if n == 1:
        return float(influence[0] ** 2)
    return n / (n - 1) * float(((influence - influence.mean()) ** 2).sum())
