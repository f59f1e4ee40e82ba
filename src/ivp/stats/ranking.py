"""Weighted ranking of items on criteria, and how much it depends on the weights."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]


def weighted(scores: pd.DataFrame, weights: Mapping[str, float]) -> pd.DataFrame:
    """The weighted mean score of each item and its rank.

    ``scores`` has an item per row and a criterion per column, missing is NaN. In: ``weights`` by
    criterion, 0 or more. Out, by item: ``score`` (weights renormalised over the criteria that have
    a score; NaN when there is none), ``dekking`` (share 0–1 of the weight that has a score) and
    ``rang`` (1 is the highest score, equal scores share the best rank, without a score last).
    Raises ``ValueError`` when a weight is missing or negative, or all are 0.
    """
    values, known, weight = _arrays(scores, weights)
    score, coverage = _scores(values, known, weight[None, :])
    result = pd.DataFrame({"score": score[0], "dekking": coverage[0]}, index=scores.index)
    return result.assign(rang=_ranks(score)[0])


def stability(
    scores: pd.DataFrame,
    weights: Mapping[str, float],
    top: int,
    seed: int,
    draws: int = 5000,
    concentration: float | None = None,
) -> pd.DataFrame:
    """How the ranking holds when the weights differ from those chosen.

    Weightings are drawn from a Dirichlet distribution with the chosen weights as mean. Its total
    ``concentration`` is by default the number of criteria with a weight: with equal weights every
    weighting is then equally likely. A criterion with weight 0 stays out. Out, by item:
    ``aandeel_top`` (share 0–1 of the weightings in which it is among the first ``top``),
    ``rang_laag`` and ``rang_hoog`` (ranks between which 90% of the weightings put it; ``laag`` is
    the better). Same ``seed``, same outcome. Raises ``ValueError`` as ``weighted``.
    """
    values, known, weight = _arrays(scores, weights)
    used = weight > 0
    total = float(used.sum()) if concentration is None else concentration
    alpha = weight[used] / weight.sum() * total
    drawn = np.random.default_rng(seed).dirichlet(alpha, draws)
    ranks = _ranks(_scores(values[:, used], known[:, used], drawn)[0])
    low, high = np.quantile(ranks, [0.05, 0.95], axis=0, method="inverted_cdf")
    return pd.DataFrame(
        {
            "aandeel_top": (ranks <= top).mean(axis=0),
            "rang_laag": low.astype(int),
            "rang_hoog": high.astype(int),
        },
        index=scores.index,
    )


def _arrays(
    scores: pd.DataFrame, weights: Mapping[str, float]
) -> tuple[Floats, npt.NDArray[np.bool_], Floats]:
    weight = np.array([weights.get(str(name), np.nan) for name in scores.columns], dtype=float)
    if not (weight >= 0).all() or not weight.sum() > 0:
        raise ValueError("every criterion needs a weight of 0 or more, and one more than 0")
    values = scores.to_numpy(dtype=float, na_value=np.nan)
    known = np.isfinite(values)
    return np.where(known, values, 0.0), known, weight


def _scores(values: Floats, known: npt.NDArray[np.bool_], weights: Floats) -> tuple[Floats, Floats]:
    """Scores and coverage per weighting (rows) and item (columns)."""
    present = weights @ known.T
    with np.errstate(invalid="ignore", divide="ignore"):
        score = np.where(present > 0, weights @ values.T / present, np.nan)
    return score, present / weights.sum(axis=1, keepdims=True)


def _ranks(score: Floats) -> npt.NDArray[np.int_]:
    """1 for the highest per row; equal scores share the best rank, missing comes last."""
    # Rounding keeps scores that are equal but for the order of adding equal.
    filled = np.nan_to_num(np.round(score, 9), nan=-np.inf)
    better = filled[:, None, :] > filled[:, :, None]
    return np.asarray(better.sum(axis=2) + 1, dtype=np.int_)
