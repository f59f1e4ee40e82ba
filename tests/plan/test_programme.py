"""Hours and euros that can be added up by hand, the scenarios, and the best set."""

from __future__ import annotations

import pytest

from ivp.plan.programme import Programme
from tests.plan.village import measure, plans

PLANS = plans()


def test_asked_beside_available() -> None:
    row = Programme(PLANS).occupancy.iloc[0]
    assert (row["gevraagd"], row["beschikbaar"], row["verschil"]) == (220, 140, -80)
    assert row["deel"] == pytest.approx(100 * 220 / 140)
    money = Programme(PLANS).balance
    assert money["verschil"].tolist() == [-3000, -2000]


def test_hours_and_euros_per_priority_and_none_for_one_without_measures() -> None:
    both = [{"thema": thema, "motivering": "Omdat"} for thema in ("a", "c")]
    table = Programme(plans(prioriteiten=both)).per_priority.set_index(["thema", "jaar"])
    assert table.loc[("a", 2023), ["maatregelen", "uren", "budget"]].tolist() == [3, 220, 6000]
    assert table.loc[("c", 2024), ["maatregelen", "uren", "budget"]].tolist() == [0, 0, 0]


def test_each_scenario_holds_the_leaner_ones() -> None:
    table = Programme(PLANS).scenarios.set_index("scenario")
    assert table["maatregelen"].tolist() == [1, 2, 3]
    assert table.loc["minimaal", "tekort_budget"] == 1000
    assert table.loc["ambitieus", "tekort_uren"] == 160
    assert table.loc["ambitieus", "teams"] == ("OOV",)
    assert not table["past"].any()


def test_the_best_set_beats_the_rule_of_thumb_and_says_what_more_would_add() -> None:
    found = Programme(PLANS).best
    assert set(found.chosen) == {"lampen", "camera"}
    assert (found.value, found.everything) == (10, 16)
    assert found.value >= found.by_rule
    assert found.extra["soort"].tolist() == ["fte", "geld"]
    # more hours alone leave no money for sloten; more money alone leaves no hours
    assert found.extra["bijdrage"].tolist() == [0, 0]


def test_extra_money_may_be_spent_in_any_year() -> None:
    """Sloten asks 4,000 a year and there is 3,000 and 4,000: 1,000 more is enough."""
    only = plans(maatregelen=[measure("sloten", bijdrage=6, uren=100, budget=4000)])
    found = Programme(only).best
    assert found.value == 0
    money = found.extra.set_index("soort").loc["geld"]
    assert (money["bijdrage"], money["erbij"]) == (6, ("Sloten",))


def test_a_measure_is_not_chosen_without_the_one_it_needs() -> None:
    needs = plans(
        maatregelen=[
            measure("sloten", bijdrage=1, uren=100, budget=0),
            measure("lampen", bijdrage=9, uren=60, budget=0, vraagt=["sloten"]),
        ]
    )
    assert Programme(needs).best.chosen == ("sloten",)


def test_without_measures_there_is_nothing_to_choose() -> None:
    found = Programme(plans(maatregelen=[])).best
    assert (found.chosen, found.value, found.everything) == ((), 0, 0)
