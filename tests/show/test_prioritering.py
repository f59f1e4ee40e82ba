"""Chapter prioritering: the agenda, the scores and the ranking, drawn and in words."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from ivp.config import Config, load
from ivp.config import model as m
from ivp.paths import Project
from ivp.show import prioritering
from ivp.show.getal import Ontbreekt


@pytest.fixture(scope="module")
def medemblik() -> Config:
    return load(Project(Path(__file__).parents[2]), "medemblik")


def test_agenda_says_no_where_a_framework_is_silent(medemblik: Config) -> None:
    table = prioritering.agenda(
        medemblik.lokaal.prioritering.aansluiting,
        medemblik.velden,
        medemblik.lokaal.historie.kaders,
    ).set_index("Thema")
    assert table.loc["Overlast door verward gedrag", "Landelijke veiligheidsagenda"] == "nee"
    assert table.loc["Ondermijnende criminaliteit"].tolist()[:2] == ["ja", "ja"]
    assert "Woninginbraak" not in table.index


def test_a_missing_score_is_shown_as_missing() -> None:
    criteria = [
        m.Criterium(id=name, naam=name.upper(), gewicht=1, uitleg="…", score_uit="sessies")
        for name in ("a", "b")
    ]
    long = pd.DataFrame(
        {
            "thema": ["t", "t"],
            "naam": ["T", "T"],
            "criterium": ["a", "b"],
            "score": [2.0, float("nan")],
        }
    )
    row = prioritering.scoretabel(long, criteria).loc[0]
    assert row.tolist() == ["T", 2.0, Ontbreekt.ONBEKEND]


def test_ranking_names_the_first_in_words_and_marks_them() -> None:
    rangen = pd.DataFrame(
        {"naam": ["A", "B", "C"], "score": [4.26, 3.0, 1.5], "aandeel": [99.6, 60.0, 40.4]}
    )
    beeld = prioritering.ranglijst(rangen, 2)
    assert "Bovenaan staan A (4,3) en B (3,0)." in beeld.alt
    assert beeld.tabel["Plaats"].tolist() == [1, 2, 3]
    assert list(beeld.fig.data[0].marker.color).count("white") == 1
    labels = " ".join(str(note.text) for note in beeld.fig.layout.annotations)
    assert "<b>B</b>" in labels
    assert "<b>C</b>" not in labels
