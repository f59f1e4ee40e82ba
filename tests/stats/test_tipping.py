"""The weight at which the first items become others: by hand, and checked by weighing again."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivp.stats.ranking import weighted
from ivp.stats.tipping import _roots, tipping

SCORES = pd.DataFrame({"a": [5.0, 1.0], "b": [2.0, 4.0]}, index=["x", "y"])


def test_two_items_tip_where_their_lines_cross() -> None:
    """x = 2 + 3t and y = 4 - 3t cross at t = 1/3."""
    first, second = tipping(SCORES, {"a": 1, "b": 1}, 1)
    assert (first.criterion, first.share, first.above) == ("a", 0.5, None)
    assert first.below is not None
    assert first.below.share == pytest.approx(1 / 3)
    assert (first.below.enters, first.below.leaves) == ("y", "x")
    assert second.above is not None
    assert second.above.share == pytest.approx(2 / 3)
    assert second.below is None


def test_nothing_tips_when_there_is_nothing_to_choose() -> None:
    one = pd.DataFrame({"a": [5.0, 1.0]}, index=["x", "y"])
    assert [t.below or t.above for t in tipping(one, {"a": 1}, 1)] == [None]
    assert all(t.below is None and t.above is None for t in tipping(SCORES, {"a": 1, "b": 1}, 2))


def test_a_missing_score_does_not_move_with_its_weight() -> None:
    """y has no score on a and stays 3; x = 2 + 3t passes it at t = 1/3."""
    scores = pd.DataFrame({"a": [5.0, math.nan], "b": [2.0, 3.0]}, index=["x", "y"])
    [first, _] = tipping(scores, {"a": 1, "b": 9}, 1)
    assert first.above is not None
    assert first.above.share == pytest.approx(1 / 3)
    assert (first.above.enters, first.above.leaves) == ("x", "y")


CELL = st.one_of(st.none(), st.integers(1, 5))
TABLES = st.lists(st.tuples(CELL, CELL, CELL), min_size=3, max_size=6)


def first(scores: pd.DataFrame, weights: dict[str, float], top: int) -> set[object]:
    found = weighted(scores, weights).sort_values("rang", kind="stable")
    return set(found[found["score"].notna()].index[:top])


@settings(max_examples=60)
@given(TABLES, st.tuples(*[st.integers(1, 9)] * 3), st.integers(1, 2))
def test_just_before_a_tip_all_is_as_it_was(
    rows: list[tuple[int | None, ...]], weight: tuple[int, ...], top: int
) -> None:
    scores = pd.DataFrame(rows, columns=list("abc"), dtype=float)
    weights = dict(zip("abc", map(float, weight), strict=True))
    now = first(scores, weights, top)
    for found in tipping(scores, weights, top):
        others = sum(w for name, w in weights.items() if name != found.criterion)
        for tip in (found.below, found.above):
            if tip is None:
                continue
            middle = found.share + (tip.share - found.share) * 0.999
            if abs(middle - found.share) < 1e-6:
                continue
            moved = {name: w * (1 - middle) / others for name, w in weights.items()}
            moved[found.criterion] = middle
            # At a tie at the start the order of the list decides; a step away it may not.
            values = weighted(scores, weights)["score"].dropna().round(9)
            if values.is_unique:
                assert first(scores, moved, top) == now
            assert tip.enters not in {str(x) for x in now}
            assert np.sign(tip.share - found.share) == (1 if tip is found.above else -1)


SMALL = st.integers(-50, 50).map(lambda n: n / 10)


@given(SMALL, SMALL, SMALL)
def test_the_shares_where_two_cross_are_those_of_numpy(two: float, one: float, zero: float) -> None:
    """Against ``numpy.roots``, but for a line that only touches: there nothing changes places."""
    if one * one - 4 * two * zero < 1e-9 and two:
        return
    wanted = sorted(
        root.real for root in np.roots([two, one, zero]) if not root.imag and 0 < root.real < 1
    )
    found = sorted(_roots(*(np.array([[part]]) for part in (two, one, zero))))
    assert found == pytest.approx(wanted, abs=1e-9)
