"""Looking back on a plan's priorities: all years or no judgement."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from ivp.config import model as m
from ivp.plan.look_back import look_back
from ivp.stats.trend import NoTrend
from tests.plan.village import GM, counted, indicator


def looked_back(table: pd.DataFrame, **extra: object) -> Any:
    goal = m.VorigePrioriteit(naam="Inbraak", indicator="inbraak", toelichting="…", bron="§1")
    found = look_back([goal], table, {"inbraak": indicator(**extra)}, GM, 2019, 2022)
    return found.iloc[0]


FALL = {2018: 1.0, 2019: 900.0, 2020: 600.0, 2021: 400.0, 2022: 270.0, 2023: 9000.0}


def test_only_the_years_of_the_plan_count() -> None:
    found = looked_back(counted(FALL, GM, 45_000))
    assert found.development.direction == "daling"
    assert (found.begin, found.eind) == (20.0, 6.0)


def test_a_year_that_is_missing_leaves_no_judgement() -> None:
    found = looked_back(counted({year: n for year, n in FALL.items() if year != 2020}, GM, 45_000))
    assert isinstance(found.development.change, NoTrend)
    assert found.eind == 6.0


def test_provisional_years_leave_no_judgement() -> None:
    found = looked_back(counted(FALL, GM, 45_000, "voorlopig"))
    assert found.development.direction is None


def test_a_break_within_the_plan_leaves_no_judgement() -> None:
    found = looked_back(
        counted(FALL, GM, 45_000), reeksbreuken=[{"jaar": 2021, "uitleg": "anders geteld"}]
    )
    assert found.development.direction is None


@pytest.mark.parametrize(("year", "column"), [(2019, "begin"), (2022, "eind")])
def test_an_end_that_is_missing_is_not_another_year(year: int, column: str) -> None:
    found = looked_back(counted({y: n for y, n in FALL.items() if y != year}, GM, 45_000))
    assert pd.isna(found[column])


def test_a_priority_without_an_indicator_has_no_figure() -> None:
    goal = m.VorigePrioriteit(naam="Iets", toelichting="…", bron="§1")
    found = look_back([goal], counted(FALL, GM, 45_000), {}, GM, 2019, 2022).iloc[0]
    assert found[["indicator", "development", "begin", "eind"]].isna().all()
