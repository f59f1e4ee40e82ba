"""Two other ways to rank, beside the weighted sum: TOPSIS and PROMETHEE II (``pymcdm``)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

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
    from pymcdm.methods import TOPSIS
    from pymcdm.normalizations import vector_normalization

    matrix, weight, index = _complete(scores, weights)
    body = TOPSIS(normalization_function=vector_normalization)
    return pd.Series(_run(body, matrix, weight), index=index, name="topsis")


def promethee(scores: pd.DataFrame, weights: Mapping[str, float]) -> pd.Series:
    """Net outranking flow (-1 to 1) of each item; higher is better.

    Brans & Vincke (1985), Management Science 31:647, with the linear preference function and the
    thresholds above. ``scores`` and missing scores as for ``topsis``.
    """
    from pymcdm.methods import PROMETHEE_II

    matrix, weight, index = _complete(scores, weights)
    n = matrix.shape[1]
    body = PROMETHEE_II("vshape_2", p=np.full(n, PREFERRED), q=np.full(n, INDIFFERENT))
    return pd.Series(_run(body, matrix, weight), index=index, name="promethee")


def _run(method: Any, matrix: Floats, weight: Floats) -> Floats:
    if len(matrix) < 2:
        return np.zeros(len(matrix))
    # Not validated: that only warns about items that win or lose on everything, which may be so.
    with np.errstate(invalid="ignore", divide="ignore"):
        found = method(matrix, weight, np.ones(len(weight)), validation=False)
    # Where all score the same there is no distance to anything: nobody is better.
    return np.asarray(np.nan_to_num(found), dtype=float)


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
