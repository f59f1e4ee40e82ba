"""People and means in words: who is lacking where, what does not fit, what more would add."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from ivp.chapters import means_text
from ivp.config import Config, load
from ivp.paths import Project
from ivp.plan.capacity import coverage, partners
from ivp.plan.programme import Programme
from tests.plan.village import measure, plans


@pytest.fixture(scope="module")
def medemblik() -> Config:
    return load(Project(Path(__file__).parents[2]), "medemblik")


def test_medemblik_in_words(medemblik: Config) -> None:
    own, velden = medemblik.lokaal.capaciteit, medemblik.velden
    assert means_text.covered(coverage(own, velden)) == (
        "Alle 5 velden voldoen aan deze norm. "
        "De minste partners heeft Integriteit en veiligheid: 6 partners."
    )
    table = partners(own, velden)
    silent = table[table["hoort"] & ~table["zetel"]]["partner"].unique().tolist()
    assert "Veiligheidsregio Noord-Holland Noord" in means_text.without_seat(silent)
    assert means_text.without_seat([]) == "Alle partners hebben een zetel in de werkgroep."


def test_a_hole_is_named_with_what_is_missing() -> None:
    table = pd.DataFrame(
        {
            "naam": ["A", "B"],
            "partners": [4, 1],
            "voldoet": [True, False],
            "gemis": [(), ("1 van de 3 partners", "geen externe partner")],
        }
    )
    text = means_text.covered(table)
    assert text.startswith("1 van de 2 velden voldoen aan deze norm.")
    assert "B (1 van de 3 partners en geen externe partner)" in text


def test_what_does_not_fit_is_said_by_team_and_year() -> None:
    text = means_text.fits(Programme(plans()))
    assert text.startswith("Als alle maatregelen doorgaan, komt OOV uren tekort.")
    assert "In 2023 ontbreekt €\xa03.000." in text
    rich = plans(
        middelen={
            "uren_per_fte": 1400,
            "teams": [{"id": "oov", "naam": "OOV", "fte": {"2023": 9, "2024": 9}}],
            "budget": {"2023": 90_000, "2024": 90_000},
        }
    )
    text = means_text.fits(Programme(rich))
    assert text.startswith("Alle teams hebben in elk jaar genoeg uren")
    assert "OOV houdt in elk jaar ten minste een kwart van de uren over." in text
    assert "ontbreekt" not in text
    assert "past niet" not in means_text.which_scenarios_fit(Programme(rich))


def test_each_scenario_says_what_it_lacks() -> None:
    lines = means_text.which_scenarios_fit(Programme(plans())).splitlines()
    assert lines[0] == "- **Minimaal** past niet: €\xa01.000 tekort."
    assert lines[2].startswith("- **Ambitieus** past niet: 160 uur tekort (bij OOV) en €\xa0")


def test_the_best_choice_is_named_with_what_is_left_out() -> None:
    own = plans()
    text = means_text.best_choice(Programme(own))
    assert "- **Erin:** Lampen en Camera." in text
    assert "- **Eruit:** Sloten." in text
    assert "Eén fte erbij, bij welk team ook, voegt op zichzelf niets toe." in (
        means_text.what_more_adds(Programme(own))
    )
    only = plans(maatregelen=[measure("sloten", bijdrage=6, uren=100, budget=4000)])
    assert "erbij voegt 6 punten toe." in means_text.what_more_adds(Programme(only))


def test_without_measures_nothing_is_claimed() -> None:
    none = plans(maatregelen=[])
    assert means_text.best_choice(Programme(none)).startswith("Er zijn nog geen maatregelen")
    assert "Wij vragen in dit programma niets van u." in means_text.asked_of_each(Programme(none))


def test_a_partner_reads_what_is_asked_and_whether_it_fits() -> None:
    assert means_text.asked_of_each(Programme(plans())) == (
        "- **OOV.** Wij vragen 220 uur in 2023 en 220 uur in 2024, voor 3 maatregelen: Sloten, "
        "Lampen en Camera. Dat is meer dan er nu beschikbaar is: er ontbreken 80 uur in 2023 en "
        "80 uur in 2024."
    )


def test_hours_have_a_decimal_only_when_they_are_not_whole() -> None:
    assert [means_text.plain(value) for value in (4, 2.0, 1.5)] == ["4", "2", "1,5"]
