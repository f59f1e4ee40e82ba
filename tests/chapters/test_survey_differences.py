"""What the book says of differences in the survey: values, margins, the number of tests."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from ivp.chapters.survey_differences import deelgebieden_that_differ, differences_in_words
from ivp.config import model as m
from ivp.indicators.chapter_input import Frame
from ivp.indicators.survey_questions import SurveyTest
from ivp.show.open_chapter import OpenChapter

from ..show.conftest import Definitie, Rijen
from .conftest import MakeChapter

NAN = float("nan")


@pytest.fixture
def chapter(make_chapter: MakeChapter, definitie: Definitie, rijen: Rijen) -> Any:
    question = definitie(
        soort="enquete",
        titel="Voelt zich onveilig",
        eenheid="procent",
        meting="aandeel",
        referentie="ref",
    )
    published = definitie(soort="gepubliceerd", eenheid="procent")
    own = rijen({2021: 33.0}, indicator="q", eenheid="procent", werkelijk=False)
    land = rijen({2021: 30.0}, indicator="ref", eenheid="procent", gebied="NL00")
    table = pd.concat([own, land], ignore_index=True)

    def make(*tests: SurveyTest, rule: str = "holm") -> OpenChapter:
        found = Frame.of(pd.DataFrame(tests, columns=list(SurveyTest._fields)))
        plain = m.Toetsing.model_validate({"correctie": rule}).model_dump()
        parts = {"toetsen": {"uitkomsten": found.model_dump(), "regel": plain}}
        return make_chapter(table, {"q": question, "ref": published}, parts)

    return make


def test(**keys: Any) -> SurveyTest:
    plain = SurveyTest(
        "q", "rest", "a", "Dorp|A", 2021, 40.0, 9.0, 1.0, 17.0, 0.01, 0.04, 12, "hoger"
    )
    return plain._replace(**keys)


test.__test__ = False  # type: ignore[attr-defined]


def test_a_published_value_stands_there_with_its_own_margins(chapter: Any) -> None:
    beside = test(
        tegen="gepubliceerd", gebied="NL00", gebied_naam="Nederland", waarde=30.0, verschil=3.0,
        ondergrens=-0.5, bovengrens=6.5, oordeel="geen_duidelijk_verschil",
    )  # fmt: skip
    [row] = differences_in_words(chapter(beside), "gepubliceerd").to_dict("records")
    assert row == {
        "indicator": "q",
        "gebied_naam": "Nederland",
        "waarde": "30,0 (27,0 tot 33,0)",
        "hier": "33,0",
        "verschil": "+3,0 (−0,5 tot +6,5)",
        "oordeel": "geen duidelijk verschil",
    }
    bare = beside._replace(verschil=NAN, oordeel="geen_marge")
    [row] = differences_in_words(chapter(bare), "gepubliceerd").to_dict("records")
    assert (row["verschil"], row["oordeel"]) == ("marge onbekend", "niet te toetsen")
    assert differences_in_words(chapter(), "gepubliceerd").empty


def test_who_stands_out_is_told_with_the_number_of_tests(chapter: Any) -> None:
    other = test(gebied="b", oordeel="geen_duidelijk_verschil")
    h = chapter(test(), other, test(tegen="samen", oordeel="verschillend"))
    text = deelgebieden_that_differ(h)
    assert "Er zijn 12 toetsen gedaan" in text and "5 van de 100 keer" in text
    assert "Duidelijk hoger dan in de rest is de uitkomst in Dorp\\|A (voelt zich" in text
    assert "Holm" in text and "Dat is duidelijk zo bij: voelt zich onveilig." in text
    assert text.endswith("*(voorbeeldcijfers)*")
    table = differences_in_words(h, "rest")
    assert table["oordeel"].tolist() == ["hoger", "geen duidelijk verschil"]
    assert table["verschil"].tolist() == ["+9,0 (+1,0 tot +17,0)"] * 2
    assert table["waarde"].tolist() == ["40,0"] * 2


def test_nothing_clear_is_no_difference_and_no_equality(chapter: Any) -> None:
    none = test(oordeel="geen_duidelijk_verschil", familie=1)
    text = deelgebieden_that_differ(chapter(none))
    assert "Er is 1 toets gedaan" in text
    assert "Geen enkel deelgebied verschilt duidelijk van de rest." in text
    assert "gelijk" not in text and "hoger" not in text
    assert "te weinig antwoorden" in deelgebieden_that_differ(chapter())


@pytest.mark.parametrize("rule", ["holm", "bonferroni", "benjamini-hochberg", "geen"])
def test_the_rule_is_told(chapter: Any, rule: str) -> None:
    text = deelgebieden_that_differ(chapter(test(), rule=rule))
    assert (rule.split("-")[0].capitalize() in text) != (rule == "geen")
    assert ("Een deel ervan kan dus toeval zijn" in text) == (rule == "geen")
