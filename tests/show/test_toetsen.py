"""What the book says of differences in the survey: values, margins, the number of tests."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from ivp.chapters import toetsen
from ivp.config import model as m
from ivp.indicators.survey_questions import SurveyTest

from .conftest import Definitie, Rijen

NAN = float("nan")


class Chapter:
    """The part of ``OpenChapter`` that these functions use."""

    def __init__(self, definities: dict[str, m.Indicator], tabel: pd.DataFrame, gemeente, *tests):
        self.definities, self.tabel, self.gemeente = definities, tabel, gemeente
        self.tests = pd.DataFrame(tests, columns=list(SurveyTest._fields))
        self.toetsing = m.Toetsing()

    def definition(self, name: str) -> m.Indicator:
        return self.definities[name]

    def rows(self, *names: str, area: str | None = None) -> pd.DataFrame:
        rows = self.tabel[self.tabel["indicator"].isin(names)]
        return rows if area is None else rows[rows["gebied"] == area]


@pytest.fixture
def chapter(definitie: Definitie, rijen: Rijen, gemeente: m.Gemeente) -> Any:
    question = definitie(
        soort="enquete",
        titel="Voelt zich onveilig",
        eenheid="procent",
        meting="aandeel",
        referentie="ref",
    )
    own = rijen({2021: 33.0}, indicator="q", eenheid="procent", werkelijk=False)
    land = rijen({2021: 30.0}, indicator="ref", eenheid="procent", gebied="NL00")
    table = pd.concat([own, land])

    def make(*tests: SurveyTest, **keys: Any) -> Chapter:
        made = Chapter({"q": question}, table, gemeente, *tests)
        made.__dict__.update(keys)
        return made

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
    [row] = toetsen.referentietabel(chapter(beside)).to_dict("records")
    assert row == {
        "Vraag": "Voelt zich onveilig",
        "Eenheid": "procent",
        "Naast": "Nederland",
        "Proefdorp": "33,0",
        "Daar": "30,0 (27,0 tot 33,0)",
        "Verschil": "+3,0 (−0,5 tot +6,5)",
        "Proefdorp is": "geen duidelijk verschil",
    }
    bare = beside._replace(verschil=NAN, oordeel="geen_marge")
    [row] = toetsen.referentietabel(chapter(bare)).to_dict("records")
    assert (row["Verschil"], row["Proefdorp is"]) == ("marge onbekend", "niet te toetsen")
    assert toetsen.referentietabel(chapter()).empty


def test_who_stands_out_is_told_with_the_number_of_tests(chapter: Any) -> None:
    other = test(gebied="b", oordeel="geen_duidelijk_verschil")
    h = chapter(test(), other, test(tegen="samen", oordeel="verschillend"))
    text = toetsen.zin_deelgebieden(h)
    assert "Er zijn 12 toetsen gedaan" in text and "5 van de 100 keer" in text
    assert "Duidelijk hoger dan in de rest is de uitkomst in Dorp\\|A (voelt zich" in text
    assert "Holm" in text and "Dat is duidelijk zo bij: voelt zich onveilig." in text
    assert text.endswith("*(voorbeeldcijfers)*")
    table = toetsen.deelgebiedtabel(h)
    assert table["Het deelgebied is"].tolist() == ["hoger", "geen duidelijk verschil"]
    assert table["Verschil met de rest"].tolist() == ["+9,0 (+1,0 tot +17,0)"] * 2


def test_nothing_clear_is_no_difference_and_no_equality(chapter: Any) -> None:
    none = test(oordeel="geen_duidelijk_verschil", familie=1)
    text = toetsen.zin_deelgebieden(chapter(none))
    assert "Er is 1 toets gedaan" in text
    assert "Geen enkel deelgebied verschilt duidelijk van de rest." in text
    assert "gelijk" not in text and "hoger" not in text
    assert "te weinig antwoorden" in toetsen.zin_deelgebieden(chapter())


@pytest.mark.parametrize("rule", ["holm", "bonferroni", "benjamini-hochberg", "geen"])
def test_the_rule_is_told(chapter: Any, rule: str) -> None:
    text = toetsen.zin_deelgebieden(chapter(test(), toetsing=m.Toetsing(correctie=rule)))
    assert (rule.split("-")[0].capitalize() in text) != (rule == "geen")
    assert ("Een deel ervan kan dus toeval zijn" in text) == (rule == "geen")
