"""At which weight of one criterion the first items become others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Tip:
    """At ``share`` (0–1) of the weight, ``enters`` takes the place of ``leaves`` in the top."""

    share: float
    enters: str
    leaves: str


@dataclass(frozen=True)
class Tipping:
    """One criterion: its share of the weight now, and the nearest changes below and above."""

    criterion: str
    share: float
    below: Tip | None
    above: Tip | None


def tipping(scores: pd.DataFrame, weights: Mapping[str, float], top: int) -> list[Tipping]:
    """Per criterion the shares at which the set of the first ``top`` items changes.

    The other criteria keep their proportions. ``scores`` and ``weights`` as for ``weighted``; items
    without any score take no part. With one criterion there is nothing to change.
    """
    usable = scores[scores.notna().any(axis=1)]
    values = usable.to_numpy(dtype=float, na_value=np.nan)
    known = np.isfinite(values)
    values = np.where(known, values, 0.0)
    weight = np.array([float(weights[str(name)]) for name in usable.columns])
    names = [str(name) for name in usable.index]
    found = []
    for c, criterion in enumerate(usable.columns):
        others = np.where(np.arange(len(weight)) == c, 0.0, weight)
        share = float(weight[c] / weight.sum())
        if others.sum() == 0 or top >= len(names):
            found.append(Tipping(str(criterion), share, None, None))
            continue
        others = others / others.sum()
        # score(t) = (a + b·t) / (p + q·t), with t the share of this criterion
        a, p = (known * values) @ others, known @ others
        b, q = values[:, c] - a, known[:, c] - p
        line = (a, b, p, q)
        found.append(
            Tipping(
                str(criterion),
                share,
                _nearest(line, share, top, names, up=False),
                _nearest(line, share, top, names, up=True),
            )
        )
    return found


def _order(line: tuple[Floats, ...], t: float) -> list[int]:
    a, b, p, q = line
    below = p + q * t
    with np.errstate(invalid="ignore", divide="ignore"):
        score = np.where(below > 1e-12, (a + b * t) / below, -np.inf)
    return [int(i) for i in np.argsort(-np.floor(score * 1e9 + 0.5), kind="stable")]


def _nearest(
    line: tuple[Floats, ...], share: float, top: int, names: list[str], *, up: bool
) -> Tip | None:
    now = set(_order(line, share)[:top])
    crossings = _crossings(line, sorted(now), [i for i in range(len(names)) if i not in now])
    if up:
        ahead = [*sorted(t for t in crossings if t > share), 1.0]
    else:
        ahead = [*sorted((t for t in crossings if t < share), reverse=True), 0.0]
    for here, following in zip(ahead, [*ahead[1:], ahead[-1]], strict=True):
        then = set(_order(line, (here + following) / 2)[:top])
        if then != now:
            # Where several change at once, the one with the lowest place in the list is named.
            return Tip(float(here), names[min(then - now)], names[min(now - then)])
    return None


def _crossings(line: tuple[Floats, ...], ins: list[int], outs: list[int]) -> list[float]:
    """The shares in (0, 1) at which an item in the top and one outside it score the same."""
    a, b, p, q = (part[:, None] for part in line)
    inside, outside = (tuple(part[rows] for part in (a, b, p, q)) for rows in (ins, outs))
    (a, b, p, q), (c, d, r, s) = inside, tuple(part.T for part in outside)
    # (a + b·t) / (p + q·t) = (c + d·t) / (r + s·t)
    return _roots(b * s - d * q, a * s + b * r - c * q - d * p, a * r - c * p)


def _roots(two: Floats, one: Floats, zero: Floats) -> list[float]:
    """The roots in (0, 1) of two·t² + one·t + zero, where that is not zero everywhere.

    Computed without the difference of two numbers that are nearly equal (Press et al., Numerical
    Recipes, 5.6).
    """
    two, one = (np.where(abs(part) < 1e-12, 0.0, part) for part in (two, one))
    with np.errstate(invalid="ignore", divide="ignore"):
        half = -(one + np.copysign(np.sqrt(one * one - 4 * two * zero), one)) / 2
        found = np.stack([half / two, zero / half])
    return [float(t) for t in found.flat if 0 < t < 1]
