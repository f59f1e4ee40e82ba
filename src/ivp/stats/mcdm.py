"""Two other ways to rank, beside the weighted sum: TOPSIS and PROMETHEE II.

Both are a few sums. The tests hold them against ``pymcdm``, which draws figures as well and takes
half a second to import.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]
INDIFFERENT, PREFERRED = 0.25, 1.0
"""PROMETHEE on a scale of 1 to 5: up to a quarter point is no difference, from one point it is a
full one (linear in between)."""


def topsis(scores: pd.DataFrame, weights: Mapping[str, float]) -> pd.Series:
    """Closeness (0–1) of each item to the best it could be; higher is better.

    Hwang & Yoon (1981), Multiple Attribute Decision Making, with vector normalisation. ``scores``
    has an item per row and a criterion per column, all the more the better. A missing score is
    taken to be the item's own weighted mean, as the weighted sum does; items without any score are
    left out.
    """
    matrix, weight, index = _complete(scores, weights)
    if len(matrix) < 2:
        return pd.Series(np.zeros(len(matrix)), index=index, name="topsis")
    # A column of zeros has no direction, and equal scores no distance to anything: nobody leads.
    with np.errstate(invalid="ignore", divide="ignore"):
        scaled = matrix / np.sqrt((matrix**2).sum(axis=0)) * weight
        best = np.sqrt(((scaled - scaled.max(axis=0)) ** 2).sum(axis=1))
        worst = np.sqrt(((scaled - scaled.min(axis=0)) ** 2).sum(axis=1))
        closeness = worst / (worst + best)
    return pd.Series(np.nan_to_num(closeness), index=index, name="topsis")


def promethee(scores: pd.DataFrame, weights: Mapping[str, float]) -> pd.Series:
    """Net outranking flow (-1 to 1) of each item; higher is better.

    Brans & Vincke (1985), Management Science 31:647, with the linear preference function and the
    thresholds above. ``scores`` and missing scores as for ``topsis``.
    """
    matrix, weight, index = _complete(scores, weights)
    others = max(len(matrix) - 1, 1)
    ahead = np.zeros((len(matrix), len(matrix)))
    for column, own in zip(matrix.T, weight, strict=True):
        difference = column[:, None] - column
        degree = (difference - INDIFFERENT) / (PREFERRED - INDIFFERENT)
        ahead += own * np.clip(degree, 0.0, 1.0)
    flow = ahead.sum(axis=1) / others - ahead.sum(axis=0) / others
    return pd.Series(flow, index=index, name="promethee")


def _complete(
    scores: pd.DataFrame, weights: Mapping[str, float]
) -> tuple[Floats, Floats, pd.Index]:
    weight = np.array([float(weights[str(name)]) for name in scores.columns])
    used = scores.loc[:, weight > 0]
    weight = weight[weight > 0] / weight.sum()
    used = used[used.notna().any(axis=1)]
    values = used.to_numpy(dtype=float, na_value=np.nan)
    known = np.isfinite(values)
    own = (np.where(known, values, 0.0) @ weight) / (known @ weight)
    return np.where(known, values, own[:, None]), weight, used.index
