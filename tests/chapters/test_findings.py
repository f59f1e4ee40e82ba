"""Sentences about an indicator: never stronger than the figures, and examples are marked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from ivp.chapters import findings
from ivp.config import model as m
from ivp.indicators.chapter_input import make_input
from ivp.indicators.rows import SCHEMA
from ivp.paths import Project
from ivp.show.open_chapter import OpenChapter
from ivp.stats.rates import poisson_interval

from .conftest import MakeChapter

Say = Callable[[pd.DataFrame], str]

GEMEENTE = m.Gemeente(code="GM0420", naam="Medemblik")
INBRAAK = m.Indicator(
    titel="Inbraken",
    omschrijving="x",
    soort="telling",
    dataset="d",
    kolom="aantal",
    noemer=m.Noemer(dataset="n", kolom="inwoners", eenheid="per_1000_inwoners"),
    gunstig="lager",
)
GEVOEL = m.Indicator(
    titel="Voelt zich onveilig",
    omschrijving="x",
    soort="gepubliceerd",
    dataset="d",
    kolom="waarde",
    eenheid="procent",
    gunstig="lager",
)


def rates(
    counts: dict[tuple[str, int], int], people: int = 40_000, real: bool = True
) -> pd.DataFrame:
    rows = []
    for (area, year), count in counts.items():
        low, high = (1000 * x / people for x in poisson_interval(count))
        rows.append(
            ("inbraak", "per_1000_inwoners", area, area, year, str(year), 1000 * count / people,
             low, high, count, people, "definitief", "d", real)
        )  # fmt: skip
    return pd.DataFrame(rows, columns=list(SCHEMA)).astype(SCHEMA)


def falling(start: int = 400) -> dict[tuple[str, int], int]:
    return {("GM0420", 2018 + i): start - 50 * i for i in range(6)}


@pytest.fixture
def said(make_chapter: MakeChapter) -> Say:
    """What is said of burglaries with these rows."""

    def say(table: pd.DataFrame) -> str:
        h = make_chapter(table, {"inbraak": INBRAAK}, gemeente=GEMEENTE)
        return findings.level_and_course(h, "inbraak")

    return say


def test_a_clear_fall_is_said_once_with_the_last_figure(said: Say) -> None:
    text = said(rates(falling()))
    assert text.startswith("**Inbraken**: 3,8 per 1.000 inwoners in 2023 (")
    assert " Het aantal per 1.000 inwoners daalde tussen 2018 en 2023 " in text
    assert text.count("**Inbraken**") == 1
    assert "voorbeeld" not in text


def test_without_a_clear_change_no_direction_is_named(said: Say) -> None:
    steady = {("GM0420", year): 100 + (year % 2) for year in range(2018, 2024)}
    text = said(rates(steady))
    assert "niet duidelijk veranderd" in text
    assert "daalde" not in text and "steeg" not in text


def test_a_short_series_says_so(said: Say) -> None:
    assert "De reeks is te kort" in said(rates({("GM0420", 2024): 80}))


def test_fictitious_figures_are_marked(make_chapter: MakeChapter, said: Say) -> None:
    example = rates(falling(), real=False)
    assert said(example).endswith(" *(voorbeeldcijfers)*")
    h = make_chapter(example, {"inbraak": INBRAAK}, gemeente=GEMEENTE)
    assert findings.course(h, "inbraak", "inbraken").endswith(" *(voorbeeldcijfers)*")


def test_a_missing_figure_is_said_to_be_missing(said: Say) -> None:
    assert "er is geen cijfer" in said(rates({}))


def test_of_published_figures_both_values_are_named_but_no_change(
    make_chapter: MakeChapter,
) -> None:
    rows = [
        ("gevoel", "procent", "NL00", "Nederland", year, str(year), value, None, None, None, None,
         "definitief", "d", True)
        for year, value in ((2012, 33.0), (2022, 45.0))
    ]  # fmt: skip
    h = make_chapter(pd.DataFrame(rows, columns=list(SCHEMA)).astype(SCHEMA), {"gevoel": GEVOEL})
    text = findings.level_and_course(h, "gevoel", "NL00")
    assert text == "**Voelt zich onveilig**: 45,0% in 2022. In 2012 was dat 33,0%."


def test_comparison_with_the_country_and_each_neighbour(make_chapter: MakeChapter) -> None:
    table = rates({("GM0420", 2024): 100, ("GM0405", 2024): 300, ("NL00", 2024): 400})
    table.loc[table["gebied"] == "NL00", "noemer"] = 80_000
    h = make_chapter(table, {"inbraak": INBRAAK}, gemeente=GEMEENTE)
    text = findings.beside_others(h, "inbraak", "inbraken")
    assert "lager dan in de rest van Nederland" in text
    assert "duidelijk lager dan in Hoorn" in text
    assert "Van Opmeer is er geen cijfer." in text


def test_no_common_year_gives_no_comparison(make_chapter: MakeChapter) -> None:
    table = rates({("GM0420", 2024): 100, ("NL00", 2023): 400})
    h = make_chapter(table, {"inbraak": INBRAAK}, gemeente=GEMEENTE)
    assert findings.beside_others(h, "inbraak", "x") == ""


@pytest.fixture(scope="module")
def whole_picture() -> OpenChapter:
    """The book's own input of the chapter about the whole picture."""
    made = make_input(Project(Path(__file__).parents[2]), "veiligheidsbeeld")
    return OpenChapter.from_json(made.to_json())


def test_the_merger_is_told_only_when_the_series_spans_it(whole_picture: OpenChapter) -> None:
    text = findings.merger(whole_picture, [2010, 2020])
    assert text.startswith("In 2011 gingen Andijk en Wervershoof op in Medemblik.")
    assert "Wognum" not in text
    assert "gelijk gebleven" in findings.merger(whole_picture, [2012, 2020])


def test_the_wijken_do_not_add_up_to_the_municipality(whole_picture: OpenChapter) -> None:
    text = findings.busiest_wijken(
        whole_picture.rows("misdrijven-wijk", unit="aantal"),
        whole_picture.rows("misdrijven-politie", unit="aantal", area="GM0420"),
    )
    assert "Medemblik (319), Andijk (194) en Wervershoof (174)" in text
    assert text.endswith("De wijken tellen op tot 1.202; de gemeente heeft er 1.212.")


def test_published_values_carry_no_claim(whole_picture: OpenChapter) -> None:
    rows = whole_picture.rows("vm-onveilig-land", area="NL00")
    assert findings.published(rows, "zich weleens onveilig voelt") == (
        "Gepubliceerd voor Nederland, het deel dat zich weleens onveilig voelt: 33% (rond 2012) en "
        "45% (rond 2022)."
    )
    assert "geen landelijk cijfer" in findings.published(rows.iloc[:0], "x")
