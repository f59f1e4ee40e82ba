"""Weighted ranking of items on criteria, and how much it depends on the weights.

Sums are taken criterion by criterion in the order of the columns, and equal is what is equal in
nine decimals: so a browser that does the same (``assets/weging.js``) gets the same numbers.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

from ivp.stats.dirichlet import draw

Floats = npt.NDArray[np.float64]
DRAWS = 2000
LOW, HIGH = 5, 95
"""Percentiles of the ranks between which 90% of the weightings put an item."""


def weighted(scores: pd.DataFrame, weights: Mapping[str, float]) -> pd.DataFrame:
    """The weighted mean score of each item and its rank.

    ``scores`` has an item per row and a criterion per column, missing is NaN. In: ``weights`` by
    criterion, 0 or more. Out, by item: ``score`` (weights renormalised over the criteria that have
    a score; NaN when there is none), ``dekking`` (share 0–1 of the weight that has a score) and
    ``rang`` (1 is the highest score, equal scores share the best rank, without a score last).
    Raises ``ValueError`` when a weight is missing or negative, or all are 0.
    """
    values, known, weight = _arrays(scores, weights)
    score, present, total = _scores(values, known, weight[None, :])
    result = pd.DataFrame({"score": score[0], "dekking": (present / total)[0]}, index=scores.index)
    return result.assign(rang=_ranks(score)[0])


def stability(
    scores: pd.DataFrame,
    weights: Mapping[str, float],
    top: int,
    seed: int,
    draws: int = DRAWS,
    concentration: float | None = None,
) -> pd.DataFrame:
    """How the ranking holds when the weights differ from those chosen (SMAA).

    Weightings are drawn from a Dirichlet distribution with the chosen weights as mean. Its total
    ``concentration`` is by default the number of criteria with a weight: with equal weights every
    weighting is then equally likely, as in SMAA-2 (Lahdelma & Salminen 2001, Operations Research
    49:444). A criterion with weight 0 stays out. Out, by item: ``aandeel_top`` (share 0–1 of the
    weightings in which it is among the first ``top``), ``rang_laag`` and ``rang_hoog`` (ranks
    between which 90% of the weightings put it; ``laag`` is the better). Same ``seed``, same
    outcome. Raises ``ValueError`` as ``weighted``.
    """
    values, known, weight = _arrays(scores, weights)
    total = float((weight > 0).sum()) if concentration is None else concentration
    drawn = draw(weight.tolist(), seed, draws, total)
    ranks = np.sort(_ranks(_scores(values, known, drawn)[0]), axis=0)
    return pd.DataFrame(
        {
            "aandeel_top": (ranks <= top).sum(axis=0) / draws,
            "rang_laag": ranks[(LOW * draws + 99) // 100 - 1],
            "rang_hoog": ranks[(HIGH * draws + 99) // 100 - 1],
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


def _scores(
    values: Floats, known: npt.NDArray[np.bool_], weights: Floats
) -> tuple[Floats, Floats, Floats]:
    """Scores, weight with a score and total weight, per weighting (rows) and item (columns)."""
    top = np.zeros((len(weights), len(values)))
    present, total = np.zeros_like(top), np.zeros_like(top)
    for j in range(values.shape[1]):
        weight = weights[:, j, None]
        top = top + weight * values[None, :, j]
        present = present + weight * known[None, :, j]
        total = total + weight
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(present > 0, top / present, np.nan), present, total


def _ranks(score: Floats) -> npt.NDArray[np.int_]:
    """1 for the highest per row; equal scores share the best rank, missing comes last."""
    # Rounding keeps scores that are equal but for the order of adding equal.
    filled = np.nan_to_num(np.floor(score * 1e9 + 0.5), nan=-np.inf)
    better = filled[:, None, :] > filled[:, :, None]
    return np.asarray(better.sum(axis=2) + 1, dtype=np.int_)
