"""Matrix, agenda, scores and ranking: what is drawn, what the table and the words say."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivp.config import Config, load
from ivp.config import model as m
from ivp.paths import Project
from ivp.show import afweging
from ivp.show.getal import Ontbreekt


@pytest.fixture(scope="module")
def medemblik() -> Config:
    return load(Project(Path(__file__).parents[2]), "medemblik")


def test_matrix_marks_what_the_params_say(medemblik: Config) -> None:
    partners = medemblik.lokaal.capaciteit.partners
    beeld = afweging.matrix(partners, medemblik.velden)
    marks = [trace for trace in beeld.fig.data if trace.mode == "markers"]
    assert sum(len(trace.x) for trace in marks) == sum(len(p.velden) for p in partners)
    assert len({trace.marker.symbol for trace in marks}) == 2
    verkeer = beeld.tabel.set_index("Partner").loc["Verkeer"]
    assert verkeer["Fysieke veiligheid"] == "ja"
    assert verkeer["Jeugd en veiligheid"] == "nee"
    assert "Integriteit en veiligheid 6" in beeld.alt


def test_agenda_says_no_where_a_framework_is_silent(medemblik: Config) -> None:
    table = afweging.agenda(
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
    row = afweging.scoretabel(long, criteria).loc[0]
    assert row.tolist() == ["T", 2.0, Ontbreekt.ONBEKEND]


def test_ranking_names_the_first_in_words_and_marks_them() -> None:
    rangen = pd.DataFrame(
        {"naam": ["A", "B", "C"], "score": [4.26, 3.0, 1.5], "aandeel": [99.6, 60.0, 40.4]}
    )
    beeld = afweging.ranglijst(rangen, 2)
    assert "Bovenaan staan A (4,3) en B (3,0)." in beeld.alt
    assert beeld.tabel["Plaats"].tolist() == [1, 2, 3]
    assert list(beeld.fig.data[0].marker.color).count("white") == 1
    labels = " ".join(str(note.text) for note in beeld.fig.layout.annotations)
    assert "<b>B</b>" in labels
    assert "<b>C</b>" not in labels


@given(st.text(alphabet="abc de", max_size=60), st.integers(1, 30))
def test_breaking_lines_loses_no_word(text: str, breedte: int) -> None:
    lines = afweging.regels(text, breedte).split("<br>")
    assert " ".join(lines).split() == text.split()
    assert all(len(line) <= breedte or " " not in line for line in lines)
