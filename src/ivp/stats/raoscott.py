"""Whether two survey answers hang together: the Rao-Scott test for weighted cross tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy.special import fdtrc

from ivp.stats.survey import Floats, Strata


@dataclass(frozen=True)
class Independence:
    """Outcome of the test: F with ``df1`` and ``df2`` degrees of freedom, and its p value."""

    statistic: float
    df1: float
    df2: float
    p: float


def rao_scott(
    rows: Sequence[Any],
    columns: Sequence[Any],
    weights: Sequence[Any] | Floats,
    strata: Strata | None = None,
) -> Independence | None:
    """Test of independence of two answers (``None`` or NaN: no answer) in a weighted sample.

    Pearson's χ² with the second-order correction of Rao & Scott (1984, Annals of Statistics 12:46)
    as F statistic, as ``svychisq(statistic = "F")`` of R's ``survey`` gives; who did not answer
    both keeps his place in the sample. ``None`` when an answer has only one value. Raises
    ``ValueError`` for weights that are missing or not positive.
    """
    w = np.asarray(weights, dtype=float)
    if not (np.isfinite(w).all() and (w > 0).all()):
        raise ValueError("every respondent needs a positive weight")
    answered = np.array([_known(a) and _known(b) for a, b in zip(rows, columns, strict=True)])
    r = np.array([str(v) for v, ok in zip(rows, answered, strict=True) if ok])
    c = np.array([str(v) for v, ok in zip(columns, answered, strict=True) if ok])
    some_r, some_c = sorted(set(r)), sorted(set(c))
    if min(len(some_r), len(some_c)) < 2:
        return None
    drawn = None if strata is None else np.asarray(strata, dtype=object)
    own, n = w[answered], int(answered.sum())
    total = float(own.sum())
    cells = np.array([(r == a) & (c == b) for a in some_r for b in some_c]).T.astype(float)
    share = own @ cells / total
    influence = np.zeros((len(w), cells.shape[1]))
    influence[answered] = own[:, None] * (cells - share) / total
    table = share.reshape(len(some_r), len(some_c))
    expected = np.outer(table.sum(axis=1), table.sum(axis=0))
    chi2 = n * float(((table - expected) ** 2 / expected).sum())
    variance = _covariance(influence, drawn)
    contrast = _interaction(len(some_r), len(some_c))
    inverse = np.diag([0.0 if p == 0 else 1 / p for p in share])
    simple = contrast.T @ (inverse / n) @ contrast
    design = contrast.T @ inverse @ variance @ inverse @ contrast
    delta = np.linalg.solve(simple, design)
    trace = float(np.trace(delta))
    df1 = trace**2 / float(np.trace(delta @ delta))
    df2 = df1 * (n - (1 if drawn is None else len(set(drawn[answered].tolist()))))
    statistic = chi2 / trace
    return Independence(statistic, df1, df2, float(fdtrc(df1, df2, statistic)))


def _known(value: Any) -> bool:
    return value is not None and value == value


def _covariance(influence: Floats, strata: npt.NDArray[Any] | None) -> Floats:
    """Of the totals of ``influence`` (respondents × cells), summed over the strata."""
    groups = [influence] if strata is None else [influence[strata == s] for s in set(strata)]
    found = np.zeros((influence.shape[1],) * 2)
    for group in groups:
        centred = group - (group.mean(axis=0) if len(group) > 1 else 0)
        found += centred.T @ centred * (len(group) / max(len(group) - 1, 1))
    return found


def _interaction(rows: int, columns: int) -> Floats:
    """The part of the cells that rows and columns alone do not explain, as contrasts."""
    a, b = np.repeat(np.arange(rows), columns), np.tile(np.arange(columns), rows)
    main = [np.ones(rows * columns)]
    main += [(a == i).astype(float) for i in range(1, rows)]
    main += [(b == j).astype(float) for j in range(1, columns)]
    both = [((a == i) & (b == j)).astype(float) for i in range(1, rows) for j in range(1, columns)]
    base, extra = np.array(main).T, np.array(both).T
    fitted = base @ np.linalg.lstsq(base, extra, rcond=None)[0]
    return np.asarray(extra - fitted, dtype=np.float64)
