"""Groups apart, disagreement, methods and why a thema fell out; on scores that can be read off."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from tests.plan.village import SESSIONS, sessions, weighing


def test_each_group_alone_has_its_own_ranking() -> None:
    table = weighing().by_group.set_index("thema")
    assert table.loc["a", "raad"] == 1
    assert table.loc["b", "werkgroep"] == 1
    assert table.loc["a", "rang"] == 1


def test_a_thema_that_a_group_did_not_score_has_no_place_there() -> None:
    given = SESSIONS[~((SESSIONS["sessie"] == "raad") & (SESSIONS["thema"] == "c"))]
    table = weighing(given).by_group.set_index("thema")
    assert table.loc["c", "raad"] is pd.NA
    assert table["werkgroep"]["c"] >= 1


def test_spread_keeps_each_participant_and_skips_who_did_not_answer() -> None:
    table = weighing().spread.set_index(["thema", "sessie"])
    row: Any = table.loc[("a", "raad")]
    assert (row["deelnemers"], row["laagste"], row["hoogste"]) == (3, 4, 5)
    assert row["gemiddelde"] == pytest.approx(14 / 3)
    assert table.loc[("c", "raad"), "deelnemers"] == 2


def test_every_score_is_counted_once() -> None:
    table = weighing().distribution
    counted = table[[str(n) for n in range(1, 6)]].to_numpy().sum()
    assert counted == SESSIONS["score"].notna().sum()


def test_disagreement_names_the_groups() -> None:
    first = weighing().disagreement.iloc[0]
    assert (first["thema"], first["hoogste"], first["laagste"]) == ("a", "Raad", "Werkgroep")
    assert first["verschil"] == pytest.approx(14 / 3 - 2)


def test_who_fell_out_lost_on_what_both_have() -> None:
    table = weighing().fallen.set_index("thema")
    assert table.loc["b", "criteria"] == ("Capaciteit", "Ernst")
    assert (table["tekort"] >= 0).all()
    # c has no hours, so capacity cannot be what it lost on
    assert "Capaciteit" not in table.loc["c", "criteria"]


def test_three_methods_agree_on_one_that_wins_everywhere() -> None:
    given = sessions(raad={"a": [5], "b": [1], "c": [1]})
    table = weighing(given).methods.set_index("thema")
    assert table.loc["a", ["gewogen", "topsis", "promethee"]].tolist() == [1, 1, 1]
    assert table["eens"].all()
