"""Ranking: hand-computed scores, missing scores, and how far the weights decide."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivp.stats.ranking import stability, weighted

SCORES = pd.DataFrame(
    {"omvang": [5, 1, 3, np.nan], "ernst": [1, 5, np.nan, np.nan]},
    index=["inbraak", "drugs", "fraude", "brand"],
    dtype=float,
)


def test_weighted_mean_renormalises_over_what_is_there() -> None:
    found = weighted(SCORES, {"omvang": 3, "ernst": 1})
    assert found["score"].tolist()[:3] == [4, 2, 3]
    assert math.isnan(found["score"]["brand"])
    assert found["dekking"].tolist() == [1, 1, 0.75, 0]
    assert found["rang"].tolist() == [1, 3, 2, 4]


def test_equal_scores_share_the_best_rank() -> None:
    scores = pd.DataFrame({"a": [1.0, 2.0, 2.0]})
    assert weighted(scores, {"a": 1})["rang"].tolist() == [3, 1, 1]


def test_share_in_the_top_is_the_one_that_follows_from_the_uniform_distribution() -> None:
    """With two criteria and equal weights the drawn weight is uniform: inbraak leads in half."""
    found = stability(SCORES.loc[["inbraak", "drugs"]], {"omvang": 1, "ernst": 1}, 1, seed=420)
    assert found["aandeel_top"].sum() == pytest.approx(1)
    assert found.loc["inbraak", "aandeel_top"] == pytest.approx(0.5, abs=0.03)
    assert found["rang_laag"].tolist() == [1, 1]
    assert found["rang_hoog"].tolist() == [2, 2]


def test_a_dominating_item_always_leads_and_the_seed_fixes_all() -> None:
    scores = pd.DataFrame({"a": [5.0, 4, 1], "b": [5.0, 1, 4]}, index=["x", "y", "z"])
    weights = {"a": 1.0, "b": 2.0}
    found = stability(scores, weights, 2, seed=1)
    assert found.loc["x"].tolist() == [1, 1, 1]
    top = found["aandeel_top"]
    assert 0 < top["y"] < top["z"] < 1
    pd.testing.assert_frame_equal(found, stability(scores, weights, 2, seed=1))


def test_a_criterion_without_weight_stays_out() -> None:
    found = stability(SCORES, {"omvang": 1, "ernst": 0}, 1, seed=1)
    assert found["aandeel_top"].tolist() == [1, 0, 0, 0]


@pytest.mark.parametrize(
    "weights", [{"omvang": 1}, {"omvang": 1, "ernst": -1}, {"omvang": 0, "ernst": 0}]
)
def test_weights_must_be_complete(weights: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="weight"):
        weighted(SCORES, weights)


TABLES = st.lists(st.tuples(*[st.one_of(st.none(), st.integers(1, 5))] * 3), min_size=1, max_size=8)


@settings(max_examples=50)
@given(TABLES, st.tuples(*[st.floats(0.1, 10)] * 3), st.floats(0.1, 10))
def test_order_of_items_and_scale_of_weights_do_not_matter(
    rows: list[tuple[int | None, ...]], weight: tuple[float, ...], scale: float
) -> None:
    scores = pd.DataFrame(rows, columns=list("abc"), dtype=float)
    weights = dict(zip("abc", weight, strict=True))
    found = weighted(scores, weights)
    known = found["score"].dropna()
    assert ((known > 0.999) & (known < 5.001)).all()
    assert found["dekking"].between(0, 1 + 1e-9).all()
    scaled = weighted(scores, {name: w * scale for name, w in weights.items()})
    pd.testing.assert_frame_equal(scaled, found)
    backward = weighted(scores.iloc[::-1], weights)
    pd.testing.assert_frame_equal(backward.iloc[::-1], found)
    drawn = stability(scores, weights, 3, seed=7, draws=50)
    pd.testing.assert_frame_equal(
        drawn, stability(scores.iloc[::-1], weights, 3, seed=7, draws=50).iloc[::-1]
    )
