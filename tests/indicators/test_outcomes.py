"""Outcomes: developments across breaks and provisional years, and comparisons."""

from __future__ import annotations

import dataclasses
from typing import Any

import pandas as pd
import pytest

from ivp.config import model as m
from ivp.indicators.outcomes import Comparison, NoComparison, SurveyChange, comparison, development
from ivp.indicators.rows import Row, frame
from ivp.stats.survey import proportion
from ivp.stats.trend import NoTrend, Trend

UNIT = "per_1000_inwoners"


def definition(**keys: Any) -> m.Indicator:
    plain: dict[str, Any] = {
        "titel": "T",
        "omschrijving": "O",
        "soort": "telling",
        "dataset": "d",
        "kolom": "aantal",
        "gunstig": "lager",
        "noemer": {"dataset": "i", "kolom": "inwoners", "eenheid": UNIT},
    }
    return m.Indicator.model_validate(plain | keys)


def rates(counts: dict[int, float], area: str = "GM1", people: float = 10_000) -> pd.DataFrame:
    rows = [
        Row(area, area, year, UNIT, "definitief", count / people * 1000, 0, 99, count, people)
        for year, count in counts.items()
    ]
    return frame(rows).assign(indicator="x")


def test_development_leaves_out_provisional_years_and_those_before_a_break() -> None:
    table = rates({2015: 900, 2016: 100, 2017: 90, 2018: 81, 2019: 73, 2020: 66, 2021: 999})
    table.loc[table["jaar"] == 2021, "status"] = "voorlopig"
    broken = definition(reeksbreuken=[{"jaar": 2016, "uitleg": "anders geteld"}])
    found = development(table, broken, "x", "GM1")
    assert found.first is not None and found.last is not None
    assert (found.first.jaar, found.last.jaar, found.last.status) == (
        2015,
        2021,
        "voorlopig",
    )
    assert found.since == 2016
    assert isinstance(found.change, Trend)
    assert (found.change.first, found.change.last) == (2016, 2020)
    assert found.change.change == pytest.approx(-0.1, abs=0.005)
    assert found.direction == "daling"
    asked = development(table, broken, "x", "GM1", provisional=True)
    assert isinstance(asked.change, Trend)
    assert (asked.change.first, asked.change.last) == (2016, 2021)
    asked = development(table, broken, "x", "GM1", across_breaks=True)
    assert isinstance(asked.change, Trend)
    assert (asked.since, asked.change.first, asked.change.last) == (None, 2015, 2020)


def test_a_break_before_the_series_does_not_count_and_a_short_series_says_so() -> None:
    table = rates({2019: 5, 2020: 6, 2021: 7})
    broken = definition(reeksbreuken=[{"jaar": 2019, "uitleg": "anders geteld"}])
    found = development(table, broken, "x", "GM1")
    assert found.since is None
    assert found.change == NoTrend("te_kort", 3, 5)
    assert found.direction is None
    nowhere = development(table, broken, "x", "GM2")
    assert (nowhere.first, nowhere.last) == (None, None)


def survey(answers: dict[int, list[int]]) -> pd.DataFrame:
    rows = []
    for year, values in answers.items():
        found = proportion(values, [1] * len(values))
        assert found is not None
        figures = (100 * found.value, 100 * found.lower, 100 * found.upper)
        row = Row("GM1", "GM1", year, "procent", "definitief", *figures, noemer=len(values))
        rows.append(row)
    return frame(rows).assign(indicator="x")


QUESTION: dict[str, Any] = {
    "soort": "enquete",
    "meting": "aandeel",
    "eenheid": "procent",
    "noemer": None,
}


def test_survey_editions_differ_only_beyond_their_margins() -> None:
    table = survey({2019: [1] * 30 + [0] * 70, 2021: [1] * 50 + [0] * 50})
    clear = development(table, definition(**QUESTION), "x", "GM1")
    assert isinstance(clear.change, SurveyChange)
    assert dataclasses.astuple(clear.change) == (pytest.approx(20), "stijging", 2019, 2021)
    table = survey({2019: [1] * 30 + [0] * 70, 2021: [1] * 35 + [0] * 65})
    assert development(table, definition(**QUESTION), "x", "GM1").direction == (
        "geen_duidelijke_verandering"
    )
    breaks = [{"jaar": 2021, "uitleg": "alleen via internet"}]
    broken = development(table, definition(**QUESTION, reeksbreuken=breaks), "x", "GM1")
    assert broken.change == NoTrend("te_kort", 1, 2)


def test_survey_difference_agrees_with_a_test_of_two_proportions() -> None:
    """At the edge of 5% the logit test and the textbook z test agree about the direction."""
    from statsmodels.stats.proportion import proportions_ztest

    for more in range(400, 500, 10):
        p = proportions_ztest([400, more], [1000, 1000])[1]
        if abs(p - 0.05) < 0.005:
            continue
        table = survey({2019: [1] * 400 + [0] * 600, 2021: [1] * more + [0] * (1000 - more)})
        found = development(table, definition(**QUESTION), "x", "GM1")
        assert (found.direction == "stijging") == (p < 0.05)


def test_comparison_takes_the_area_out_of_the_whole_that_contains_it() -> None:
    table = pd.concat([rates({2023: 100}), rates({2023: 1100}, "NL00", 60_000)])
    found = comparison(table, "x", "GM1", "NL00", 2023)
    assert isinstance(found, Comparison)
    assert found.ratio.value == pytest.approx((100 / 10_000) / (1000 / 50_000))
    assert found.direction == "lager"
    beside = pd.concat([rates({2023: 100}), rates({2023: 1100}, "GM2", 60_000)])
    other = comparison(beside, "x", "GM1", "GM2", 2023)
    assert isinstance(other, Comparison)
    assert other.ratio.value == pytest.approx((100 / 10_000) / (1100 / 60_000))


def test_comparison_without_figures_names_the_reason_and_the_place() -> None:
    table = pd.concat([rates({2023: 100}), rates({2023: 4}, "WK1", 30)])
    inside = table["gebied"] == "WK1"
    table.loc[inside, "status"] = "kleine_noemer"
    table.loc[inside, "waarde"] = float("nan")
    small = comparison(table, "x", "GM1", "WK1", 2023)
    assert small == NoComparison("kleine_noemer", "WK1", 2023)
    assert comparison(table, "x", "GM1", "NL00", 2023) == NoComparison("geen_cijfer", "NL00", 2023)
    zero = pd.concat([rates({2023: 0}), rates({2023: 0}, "GM2")])
    assert comparison(zero, "x", "GM1", "GM2", 2023) == NoComparison(
        "niet_te_schatten", "GM2", 2023
    )
