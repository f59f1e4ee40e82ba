"""Goals in words: with their unit, and no more than their source can show."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from ivp.chapters import goal_text
from ivp.plan.chain import Chain
from ivp.plan.goals import GOALS
from ivp.plan.programme import Programme
from tests.plan.village import HISTORY, PLAN, plans, weighing


def goals(**columns: Any) -> pd.DataFrame:
    known = {
        "titel": "Inbraken",
        "eenheid": "per_1000_inwoners",
        "van": 2020,
        "tot": 2022,
        "basis": 10.0,
        "streef": 5.0,
        "laatste": 9.0,
        "laatste_jaar": 2024,
        "zichtbaar": 3.0,
        "kans": 0.9,
        "vanaf": 2026,
        "oordeel": "aantoonbaar",
    }
    goal = {"nummer": 1, "doel": "minder", "thema": "a", "naam": "Min | der", "jaar": 2026}
    return pd.DataFrame([goal | known | columns], columns=list(GOALS)).astype(GOALS)


def words(**columns: Any) -> pd.Series:
    return goal_text.worded(goals(**columns)).iloc[0]


def test_values_carry_their_unit_and_years() -> None:
    row = words()
    assert row["uitgangswaarde"] == "10,0 per 1.000 inwoners (2020–2022)"
    assert row["streefwaarde"] == "5,0 per 1.000 inwoners"
    assert row["laatste_stand"] == "9,0 per 1.000 inwoners (2024)"
    assert (row["beoogd"], row["kleinste"], row["kans_procent"]) == ("−50%", "30%", 90.0)
    assert (row["link"].target, row["anker"].anchor) == (
        "/chapters/doelen.qmd#doel-minder",
        "doel-minder",
    )


def test_a_change_of_a_share_is_in_points() -> None:
    row = words(eenheid="procent", basis=30.0, streef=20.0, zichtbaar=4.0)
    assert (row["beoogd"], row["kleinste"]) == ("−10,0 procentpunt", "4,0 procentpunt")


def test_what_is_not_known_is_said_to_be_so() -> None:
    nothing = dict.fromkeys(["basis", "streef", "laatste", "zichtbaar", "kans"], float("nan"))
    row = words(oordeel="zonder-indicator", titel=None, eenheid=None, **nothing)
    texts = ["titel", "uitgangswaarde", "streefwaarde", "laatste_stand", "beoogd", "kleinste"]
    assert row[texts].tolist() == ["geen", "onbekend", "geen", "onbekend", "onbekend", "onbekend"]
    assert row["kans_procent"] == "onbekend"


@pytest.mark.parametrize(
    ("verdict", "short", "long"),
    [
        ("aantoonbaar", "ja", "Aan te tonen in 2026, als de streefwaarde dan is gehaald."),
        ("pas-later", "pas in 2026", "niet aan te tonen vóór 2026. In 2026 is een verandering"),
        ("niet-aantoonbaar", "nee, binnen de marge", "de verandering valt binnen de marge."),
        ("al-gehaald", "nee, al gehaald", "Niet aan te tonen: al gehaald."),
    ],
)
def test_a_goal_is_said_to_show_what_its_verdict_allows(
    verdict: str, short: str, long: str
) -> None:
    table = goals(oordeel=verdict)
    assert goal_text.worded(table)["aan_te_tonen"].tolist() == [short]
    text = goal_text.what_each_can_show(table)
    assert text.startswith(r"- **Min \| der.** ")
    assert long in text


def test_only_what_is_shown_in_time_counts() -> None:
    assert "Van 1 doel is de verandering" in goal_text.how_many(goals())
    assert "Van 0 doelen is de verandering" in goal_text.how_many(goals(oordeel="pas-later"))
    assert "nog geen doelen" in goal_text.how_many(goals().head(0))


def test_broken_links_are_counted() -> None:
    found = Chain(weighing(), Programme(plans()), goals(), HISTORY, PLAN).breaks
    assert goal_text.broken_links(found).startswith(f"{len(found)} schakels sluiten niet: 1 bij")
    assert goal_text.broken_links(found.head(0)) == "Alle schakels sluiten op elkaar aan."
