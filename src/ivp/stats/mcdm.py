"""Two other ways to rank, beside the weighted sum: TOPSIS and PROMETHEE II (``pymcdm``).

The library brings its drawings along, with matplotlib: those wait until somebody draws.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from importlib import import_module
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec, PathFinder
from importlib.util import LazyLoader
from types import ModuleType
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
    methods = _methods()
    from pymcdm.normalizations import vector_normalization

    matrix, weight, index = _complete(scores, weights)
    body = methods.TOPSIS(normalization_function=vector_normalization)
    return pd.Series(_run(body, matrix, weight), index=index, name="topsis")


def promethee(scores: pd.DataFrame, weights: Mapping[str, float]) -> pd.Series:
    """Net outranking flow (-1 to 1) of each item; higher is better.

    Brans & Vincke (1985), Management Science 31:647, with the linear preference function and the
    thresholds above. ``scores`` and missing scores as for ``topsis``.
    """
    matrix, weight, index = _complete(scores, weights)
    n = matrix.shape[1]
    thresholds = {"p": np.full(n, PREFERRED), "q": np.full(n, INDIFFERENT)}
    body = _methods().PROMETHEE_II("vshape_2", **thresholds)
    return pd.Series(_run(body, matrix, weight), index=index, name="promethee")


class _DrawingsLater(MetaPathFinder):
    """Finds the library's drawings as usual, and lets Python's own ``LazyLoader`` load them."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        spec = PathFinder.find_spec(fullname, path) if fullname == "pymcdm.visuals" else None
        if spec is not None and spec.loader is not None:
            spec.loader = LazyLoader(spec.loader)
        return spec


def _methods() -> Any:
    """The methods of ``pymcdm``; its package imports its drawings along with them."""
    finder = _DrawingsLater()
    sys.meta_path.insert(0, finder)
    try:
        return import_module("pymcdm.methods")
    finally:
        sys.meta_path.remove(finder)


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
