"""TOPSIS and PROMETHEE II on published examples, and our way with missing scores."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pymcdm.methods import PROMETHEE_II, TOPSIS
from pymcdm.normalizations import vector_normalization

from ivp.stats.mcdm import promethee, topsis
from ivp.stats.ranking import weighted

FIGHTERS = np.array(
    [
        [2.0, 1500, 20000, 5.5, 5, 9],
        [2.5, 2700, 18000, 6.5, 3, 5],
        [1.8, 2000, 21000, 4.5, 7, 7],
        [2.2, 1800, 20000, 5.0, 5, 5],
    ]
)
"""Hwang & Yoon (1981), the fighter aircraft problem; the fourth criterion is the cost."""
WEIGHTS = np.array([0.2, 0.1, 0.1, 0.1, 0.2, 0.3])
POWER_STATIONS = np.array(
    [
        [80, 90, 6, 5.4, 8, 5],
        [65, 58, 2, 9.7, 1, 1],
        [83, 60, 4, 7.2, 4, 7],
        [40, 80, 10, 7.5, 7, 10],
        [52, 72, 6, 2.0, 3, 8],
        [94, 96, 7, 3.6, 5, 6],
    ]
)
"""Brans, Vincke & Mareschal (1986), European Journal of Operational Research 24:228."""


def test_topsis_of_the_library_is_that_of_hwang_and_yoon() -> None:
    """Their closeness: 0.643, 0.268, 0.613 and 0.312."""
    types = np.array([1, 1, 1, -1, 1, 1])
    found = TOPSIS(vector_normalization)(FIGHTERS, WEIGHTS, types)
    assert found.round(3).tolist() == [0.643, 0.268, 0.614, 0.312]


def test_our_topsis_is_that_of_the_library() -> None:
    scores = pd.DataFrame(FIGHTERS, columns=list("abcdef")).drop(columns="d")
    weights = dict(zip("abcef", [2, 1, 1, 2, 3], strict=True))
    used = np.array([2, 1, 1, 2, 3]) / 9
    library = TOPSIS(vector_normalization)(scores.to_numpy(), used, np.ones(5))
    assert topsis(scores, weights).tolist() == pytest.approx(library.tolist())


def test_promethee_ranks_the_power_stations_as_published() -> None:
    """The published order is 5, 2, 4, 6, 3, 1. The library has no Gaussian criterion: the sixth is
    added by hand, which is right since net flows add up over criteria."""
    kinds = [("ushape", 0, 10), ("vshape", 30, 0), ("vshape_2", 5, 0.5), ("level", 6, 1)]
    kinds.append(("usual", 0, 0))
    flow = np.zeros(6)
    for j, (kind, p, q) in enumerate(kinds):
        body = PROMETHEE_II(kind, p=np.array([p]), q=np.array([q]))
        sign = np.array([1 if j == 1 else -1])
        flow += body(POWER_STATIONS[:, [j]], np.ones(1), sign, validation=False) / 6
    safety = POWER_STATIONS[:, 5]
    difference = safety[:, None] - safety[None, :]
    preferred = np.where(difference > 0, 1 - np.exp(-(difference**2) / 50), 0)
    flow += (preferred.sum(axis=1) - preferred.sum(axis=0)) / 5 / 6
    assert (np.argsort(-flow) + 1).tolist() == [5, 2, 4, 6, 3, 1]


def test_promethee_on_our_scale_by_hand() -> None:
    """Half a point is a third of a preference (0.25 is none, 1 is a full one)."""
    scores = pd.DataFrame({"a": [4.0, 3.5], "b": [1.0, 3.0]}, index=["x", "y"])
    found = promethee(scores, {"a": 3, "b": 1})
    assert found["x"] == pytest.approx(0.75 / 3 - 0.25)
    assert found.sum() == pytest.approx(0)


def test_a_missing_score_is_taken_as_the_items_own_mean() -> None:
    weights = {"a": 1, "b": 1, "c": 2}
    gap = pd.DataFrame({"a": [5.0, 2.0], "b": [3.0, 2.0], "c": [np.nan, 1.0]}, index=["x", "y"])
    filled = gap.fillna({"c": 4.0})
    for method in (topsis, promethee):
        pd.testing.assert_series_equal(method(gap, weights), method(filled, weights))


def test_who_has_no_score_at_all_is_left_out_and_one_alone_has_nobody_to_beat() -> None:
    scores = pd.DataFrame({"a": [4.0, np.nan]}, index=["x", "y"])
    for method in (topsis, promethee):
        assert method(scores, {"a": 1}).to_dict() == {"x": 0.0}


TABLES = st.lists(st.tuples(*[st.integers(1, 5)] * 3), min_size=2, max_size=6)


@settings(max_examples=40)
@given(TABLES)
def test_who_is_best_on_everything_is_first_by_every_method(rows: list[tuple[int, ...]]) -> None:
    scores = pd.DataFrame([*rows, (6, 6, 6)], columns=list("abc"), dtype=float)
    weights = {"a": 1.0, "b": 2.0, "c": 3.0}
    for method in (topsis, promethee):
        found = method(scores, weights)
        assert found.idxmax() == len(rows)
        assert found.between(-1 - 1e-9, 1 + 1e-9).all()
    assert weighted(scores, weights)["rang"].iloc[-1] == 1
