"""Chapter historie: frameworks and priorities as readers see them."""

from __future__ import annotations

from pathlib import Path

import pytest

from ivp.chapters import historie
from ivp.config import Config, load
from ivp.config import model as m
from ivp.indicators.outcomes import Development, SeriesValue
from ivp.paths import Project
from ivp.plan.terugblik import Terugblik
from ivp.stats.trend import NoTrend, Trend


@pytest.fixture(scope="module")
def medemblik() -> Config:
    return load(Project(Path(__file__).parents[2]), "medemblik")


INDICATOR = m.Indicator.model_validate(
    {
        "titel": "Inbraken",
        "omschrijving": "…",
        "soort": "telling",
        "dataset": "bron",
        "kolom": "aantal",
        "gunstig": "lager",
        "noemer": {"dataset": "inwoners", "kolom": "inwoners", "eenheid": "per_1000_inwoners"},
    }
)
GOAL = m.VorigePrioriteit(naam="Inbraak", indicator="x", toelichting="Met pogingen.", bron="§1")


def item(change: Trend | NoTrend, eind: int = 2022) -> Terugblik:
    values = (
        SeriesValue(2019, 2.04, 1, 3, "definitief"),
        SeriesValue(eind, 0.512, 0.4, 0.6, "definitief"),
    )
    return Terugblik(
        GOAL, INDICATOR, Development("x", "GM0420", "per_1000_inwoners", *values, None, change)
    )


FALL = item(Trend(-0.2, -0.3, -0.1, "daling", 4, 2019, 2022, "poisson", 1.0))
SHORT = item(NoTrend("te_kort", 3, 4), eind=2021)
NONE = Terugblik(GOAL.model_copy(update={"indicator": None}))


def test_priorities_beside_each_other() -> None:
    table = historie.prioriteitentabel([FALL, SHORT, NONE], 2019, 2022)
    assert table["Begin (2019)"].tolist() == ["2,0", "2,0", "onbekend"]
    assert table["Eind (2022)"].tolist() == ["0,51", "onbekend", "onbekend"]
    assert table["Cijfer"].tolist() == ["Inbraken (per 1.000 inwoners)"] * 2 + ["geen bron"]
    assert table["Conclusie"].tolist()[0].startswith("daling")
    assert table["Conclusie"].tolist()[1:] == ["reeks te kort", "niet te zeggen: er is geen cijfer"]


def test_the_list_says_what_a_figure_leaves_out_and_what_is_an_example() -> None:
    text = historie.lijst_prioriteiten([FALL, NONE], voorbeeld=True)
    lines = text.splitlines()
    assert "daalde" in lines[0]
    assert lines[0].endswith("Met pogingen.")
    assert "Er is geen bron" in lines[1]
    assert lines[-1] == "Onder deze cijfers zijn voorbeeldcijfers."
    assert "voorbeeld" not in historie.lijst_prioriteiten([FALL], voorbeeld=False)


def test_frameworks_say_where_the_startnotitie_is_silent(medemblik: Config) -> None:
    table = historie.kadertabel(medemblik.lokaal.historie.kaders).set_index("Document")
    agenda = table.loc["Westfriese veiligheidsagenda (Westfries; 2023–2026)"]
    assert agenda["Vastgesteld"] == "niet vermeld in de startnotitie"
    assert agenda["Bron"] == "startnotitie §1.2"
