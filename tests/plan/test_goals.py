"""Goals: baseline, target, and what their source can show."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest

from ivp.config import model as m
from ivp.plan.goals import goals
from tests.plan.village import GM, PLAN, counted, indicator, plans

ENQUETE = indicator(soort="enquete", meting="aandeel", eenheid="procent", noemer=None)


def survey(values: dict[int, float], margin: float = 2.0) -> pd.DataFrame:
    return counted(values).assign(
        eenheid="procent",
        waarde=list(values.values()),
        ondergrens=[v - margin for v in values.values()],
        bovengrens=[v + margin for v in values.values()],
        noemer=1001,
    )


def goal(**keys: Any) -> dict[str, Any]:
    base = {"id": "g", "thema": "a", "naam": "G", "jaar": 2026, "portefeuillehouder": "B"}
    change = {"indicator": "inbraak", "streef": {"verandering_procent": -50}}
    return {**base, **change, **keys}


def judged(table: pd.DataFrame, definition: m.Indicator | None = None, **keys: Any) -> Any:
    own = plans(doelen=[goal(**keys)], maatregelen=[])
    return goals(own, table, {"inbraak": definition or indicator()}, GM, PLAN).iloc[0]


STEADY = counted(dict.fromkeys(range(2015, 2025), 100.0))


def test_the_baseline_is_that_of_the_last_three_years_before_the_plan() -> None:
    found = judged(counted({2018: 900, 2020: 90, 2021: 100, 2022: 110, 2023: 500}))
    assert (found.van, found.tot) == (2020, 2022)
    assert found.basis == pytest.approx(10.0)
    assert found.streef == pytest.approx(5.0)
    assert found.laatste_jaar == 2023


def test_a_halving_of_many_is_seen_and_a_tenth_is_noise() -> None:
    large = judged(STEADY)
    assert (large.oordeel, large.vanaf) == ("aantoonbaar", 2026)
    small = judged(STEADY, streef={"verandering_procent": -2})
    assert small.oordeel == "niet-aantoonbaar"
    assert pd.isna(small.vanaf)
    assert small.kans < 0.1
    assert 0 < small.zichtbaar < 5


def test_some_goals_show_only_when_kept_for_years() -> None:
    found = judged(STEADY, streef={"verandering_procent": -25})
    assert found.oordeel == "pas-later"
    assert found.vanaf > 2026


def test_a_break_in_the_series_shortens_the_baseline() -> None:
    broken = indicator(reeksbreuken=[{"jaar": 2022, "uitleg": "anders geteld"}])
    assert judged(STEADY, broken).van == 2022


def test_a_survey_is_judged_by_its_margins_and_its_own_rhythm() -> None:
    found = judged(survey({2019: 30.0, 2021: 30.0}), ENQUETE, streef={"waarde": 20})
    assert (found.basis, found.van, found.tot) == (30.0, 2021, 2021)
    # an edition every two years: 2027 is the first in or after 2026
    assert (found.oordeel, found.vanaf) == ("pas-later", 2027)
    near = judged(survey({2019: 30.0, 2021: 30.0}), ENQUETE, streef={"waarde": 29.5})
    assert near.oordeel == "niet-aantoonbaar"
    # 2.8 standard errors of a difference, each error a margin of 2 divided by 1.96
    assert near.zichtbaar == pytest.approx(2.80 * math.sqrt(2) * 2 / 1.962, rel=0.01)


@pytest.mark.parametrize(
    ("keys", "verdict"),
    [
        ({"indicator": None, "streef": None}, "zonder-indicator"),
        ({"streef": None}, "zonder-streefwaarde"),
        ({"streef": {"verandering_procent": 10}}, "verkeerde-kant"),
        ({"streef": {"waarde": 12}}, "al-gehaald"),
    ],
)
def test_a_goal_that_lacks_something_says_what(keys: dict[str, Any], verdict: str) -> None:
    found = judged(STEADY, **keys)
    assert found.oordeel == verdict


def test_more_can_be_the_aim_when_the_indicator_has_no_good_side() -> None:
    found = judged(STEADY, indicator(gunstig="geen"), streef={"verandering_procent": 50})
    assert found.oordeel == "aantoonbaar"


def test_without_figures_from_before_the_plan_there_is_no_baseline() -> None:
    assert judged(counted({2023: 5, 2024: 6})).oordeel == "zonder-basis"
    nothing = judged(counted({2020: 0, 2021: 0, 2022: 0}), streef={"waarde": 0})
    assert nothing.oordeel == "verkeerde-kant"


def test_a_published_figure_has_no_margin() -> None:
    published = indicator(soort="gepubliceerd", eenheid="procent", noemer=None)
    table = survey({2021: 30.0}).assign(ondergrens=math.nan, bovengrens=math.nan, noemer=math.nan)
    assert judged(table, published, streef={"waarde": 20}).oordeel == "zonder-marge"
