"""Chapter capaciteit: the matrix, its table and words, and the computed sentences."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from ivp.chapters import capaciteit
from ivp.config import Config, load
from ivp.config import model as m
from ivp.paths import Project
from ivp.plan.dekking import dekking, uren, zonder_zetel


@pytest.fixture(scope="module")
def medemblik() -> Config:
    return load(Project(Path(__file__).parents[2]), "medemblik")


def test_matrix_marks_what_the_params_say(medemblik: Config) -> None:
    partners = medemblik.lokaal.capaciteit.partners
    beeld = capaciteit.matrix(partners, medemblik.velden)
    marks = [trace for trace in beeld.fig.data if trace.mode == "markers"]
    assert sum(len(trace.x) for trace in marks) == sum(len(p.velden) for p in partners)
    assert len({trace.marker.symbol for trace in marks}) == 2
    verkeer = beeld.tabel.set_index("Partner").loc["Verkeer"]
    assert verkeer["Fysieke veiligheid"] == "ja"
    assert verkeer["Jeugd en veiligheid"] == "nee"
    assert "Integriteit en veiligheid 6" in beeld.alt


def test_medemblik_in_words(medemblik: Config) -> None:
    own = medemblik.lokaal.capaciteit
    covered = dekking(own, medemblik.velden)
    assert capaciteit.zin_dekking(covered) == (
        "Alle 5 velden voldoen aan deze norm. "
        "De minste partners heeft Integriteit en veiligheid: 6 partners."
    )
    assert capaciteit.zin_uren(uren(own.werkgroep)) == (
        "De werkgroep telt 11 leden. Elk lid besteedt 4 uur (duidingssessie) en 2 uur "
        "(verslag van de sessie beoordelen). Samen is dat 66 uur."
    )
    assert capaciteit.urentabel(uren(own.werkgroep)).iloc[-1].tolist() == ["Samen", 6, 11, 66]
    assert "Veiligheidsregio Noord-Holland Noord" in capaciteit.zin_zetels(zonder_zetel(own))


def test_a_hole_is_named_with_what_is_missing() -> None:
    covered = pd.DataFrame(
        {
            "naam": ["A", "B"],
            "partners": [4, 1],
            "voldoet": [True, False],
            "gemis": [(), ("1 van de 3 partners", "geen externe partner")],
        }
    )
    text = capaciteit.zin_dekking(covered)
    assert text.startswith("1 van de 2 velden voldoen aan deze norm.")
    assert "B (1 van de 3 partners en geen externe partner)" in text


@pytest.mark.parametrize(("extern", "words"), [(True, "van buiten"), (False, "partners zijn.")])
def test_the_norm_in_words(extern: bool, words: str) -> None:
    norm = m.Dekking(minimum_partners=3, extern_en_intern=extern)
    assert words in capaciteit.zin_norm(norm)


def test_a_step_without_planning_says_so_in_the_list() -> None:
    steps = (m.Stap(naam="Begin", resultaat="Iets", toelichting="Geen eigen planning."),)
    assert capaciteit.lijst_stappen(steps) == (
        "1. **Begin.** Resultaat: Iets. Geen eigen planning."
    )
