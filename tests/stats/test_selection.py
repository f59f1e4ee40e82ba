"""The best set: a textbook knapsack, all sets tried out, and never worse than by hand."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivp.stats.selection import best, greedy

PROFIT = np.array([15.0, 100, 90, 60, 40, 15, 10, 1])
WEIGHT = np.array([[2.0], [20], [20], [30], [40], [30], [60], [10]])
"""Martello & Toth (1990), Knapsack Problems, example 2.1: capacity 102, optimum 280."""


def test_the_textbook_knapsack() -> None:
    found = best(PROFIT, WEIGHT, np.array([102.0]))
    assert found.value == 280
    assert found.chosen == (True, True, True, True, False, True, False, False)


def test_a_measure_comes_with_what_it_needs() -> None:
    value, costs = np.array([9.0, 0.0, 5.0]), np.array([[1.0], [2.0], [2.0]])
    needs = [(0, 1)]
    assert best(value, costs, np.array([3.0]), needs).chosen == (True, True, False)
    assert best(value, costs, np.array([2.0]), needs).chosen == (False, False, True)
    assert greedy(value, costs, np.array([2.0]), needs).chosen == (False, False, True)


def test_of_equal_sets_the_cheapest_is_taken() -> None:
    found = best(np.array([5.0, 5.0]), np.array([[4.0], [3.0]]), np.array([5.0]))
    assert found.chosen == (False, True)


def test_nothing_to_choose_and_nothing_to_spend() -> None:
    assert best(np.array([]), np.zeros((0, 2)), np.ones(2)).chosen == ()
    assert best(np.array([3.0]), np.array([[1.0]]), np.array([0.0])).chosen == (False,)
    assert best(np.array([3.0]), np.zeros((1, 0)), np.array([])).chosen == (True,)


def test_negative_numbers_are_refused() -> None:
    with pytest.raises(ValueError, match="0 or more"):
        best(np.array([-1.0]), np.array([[1.0]]), np.array([1.0]))


COSTS = st.tuples(st.integers(0, 9), st.integers(0, 9))
MEASURES = st.lists(st.tuples(st.integers(1, 10), COSTS), min_size=1, max_size=6)


@settings(max_examples=60)
@given(MEASURES, st.tuples(st.integers(0, 25), st.integers(0, 25)), st.data())
def test_the_optimum_is_the_best_of_all_sets_and_never_worse_than_greedy(
    measures: list[tuple[int, tuple[int, int]]], capacity: tuple[int, int], data: st.DataObject
) -> None:
    n = len(measures)
    value = np.array([float(v) for v, _ in measures])
    costs = np.array([c for _, c in measures], dtype=float)
    room = np.array(capacity, dtype=float)
    # An earlier measure may ask for a later one: no circles.
    pairs = [(i, j) for i in range(n) for j in range(i + 1, n)]
    needs = data.draw(st.lists(st.sampled_from(pairs), max_size=3)) if pairs else []
    found, simple = best(value, costs, room, needs), greedy(value, costs, room, needs)
    for one in (found, simple):
        chosen = np.array(one.chosen)
        assert (chosen @ costs <= room + 1e-6).all()
        assert all(chosen[j] for i, j in needs if chosen[i])
    tried = [
        np.array(sets) @ value
        for sets in product((0, 1), repeat=n)
        if (np.array(sets) @ costs <= room).all() and all(sets[i] <= sets[j] for i, j in needs)
    ]
    assert found.value == max(tried)
    assert found.value >= simple.value
    assert best(value, costs, room + 5, needs).value >= found.value
