"""Rows of the indicator table side by side: every value in its own place, a gap with its reason."""

from __future__ import annotations

import pandas as pd
import pytest

from ivp import show
from ivp.indicators.rows import MissingFigure, summable

from .conftest import Rijen


def test_rows_side_by_side_keep_their_place_whatever_their_order(rijen: Rijen) -> None:
    counts = rijen({2020: 3.0, 2021: None, 2022: 5.0}, eenheid="aantal")
    counts.loc[counts["jaar"] == 2021, "status"] = "onderdrukt"
    rates = rijen({2022: 1.5, 2020: 2.5})
    rows = pd.concat([counts, rates]).sample(frac=1, random_state=3)
    found = show.wide(rows, "jaar", "eenheid")
    assert found.columns.tolist() == ["jaar", "aantal", "per_1000_inwoners"]
    hidden, unknown = show.Missing.HIDDEN, show.Missing.UNKNOWN
    assert found.to_numpy().tolist() == [[2020, 3, 2.5], [2021, hidden, unknown], [2022, 5, 1.5]]
    assert [type(value) for value in found["aantal"]] == [int, show.Missing, int]


def test_lines_in_the_order_asked_for_also_those_without_a_row(rijen: Rijen) -> None:
    found = show.wide(rijen({2020: 3.0, 2021: 4.0}), "jaar", "gebied", order=[2022, 2020])
    assert found["jaar"].tolist() == [2022, 2020]
    assert found["GM0001"].tolist() == [show.Missing.UNKNOWN, 3.0]


def test_figures_with_a_hidden_one_are_not_added_up(rijen: Rijen) -> None:
    rows = rijen({2020: 5.0, 2021: 3.0})
    assert summable(rows, "waarde").sum() == 8
    for status in ("onderdrukt", "onbekend", "kleine_noemer"):
        hidden = rijen({2020: 5.0, 2021: None}, status=status)
        with pytest.raises(MissingFigure, match=status):
            summable(hidden, "waarde")
    with pytest.raises(MissingFigure):
        summable(rijen({2020: 5.0, 2021: None}, status="definitief"), "teller")
