"""Chapter prioritering: the agenda, the scores and the ranking, drawn and in words."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from ivp.chapters import agenda, prioritering
from ivp.config import Config, load
from ivp.config import model as m
from ivp.paths import Project
from ivp.show.getal import Ontbreekt


@pytest.fixture(scope="module")
def medemblik() -> Config:
    return load(Project(Path(__file__).parents[2]), "medemblik")


def test_the_agendas_say_yes_no_or_unknown_for_every_thema(medemblik: Config) -> None:
    local = medemblik.lokaal
    table = agenda.agendatabel(
        local.prioritering, medemblik.velden, local.historie.kaders
    ).set_index("Thema")
    assert len(table) == len(medemblik.themas)
    assert len(table.columns) == 5
    assert table.loc["Overlast door verward gedrag", "Landelijke agenda"] == "nee"
    assert table.loc["Ondermijnende criminaliteit"].tolist() == [
        "ja",
        "ja",
        "onbekend",
        "onbekend",
        "ja",
    ]
    places = agenda.verwijzingstabel(local.prioritering, medemblik.velden, local.historie.kaders)
    assert len(places) == len(local.prioritering.aansluiting)
    assert places["Waar dit staat"].str.startswith("startnotitie").all()
    words = agenda.lijst_agendas(local.prioritering, local.historie.kaders)
    assert "Westfriese veiligheidsagenda**: onbekend" in words
    assert "Quick scan ondermijning**: staat erbij, maar telt niet mee" in words


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
    labels = " ".join(t for trace in beeld.fig.select_traces({"mode": "text"}) for t in trace.text)
    assert "<b>B</b>" in labels
    assert "<b>C</b>" not in labels


def rangen(*rows: tuple[str, str, float]) -> pd.DataFrame:
    """``naam``, ``oordeel`` and ``dekking`` of each thema, best first."""
    return pd.DataFrame(
        {
            "thema": [row[0].lower() for row in rows],
            "naam": [row[0] for row in rows],
            "oordeel": [row[1] for row in rows],
            "dekking": [row[2] for row in rows],
            "rang": range(1, len(rows) + 1),
            "score": 3.0,
            "aandeel": 50.0,
            "rang_laag": 1,
            "rang_hoog": range(1, len(rows) + 1),
        }
    )


def test_advice_separates_what_is_firm_from_what_is_a_choice() -> None:
    table = rangen(("A", "stevig", 100), ("B", "keuze", 70), ("C", "buiten", 50))
    text = prioritering.advies(table, 2, voorbeeld=False)
    assert text == (
        "**A** staat in ten minste 80% van de wegingen bij de eerste 2. Voor de plaats die "
        "overblijft, komt in aanmerking: B. Wat het wordt, hangt af van wat de raad het zwaarst "
        "vindt wegen. Dat is een politieke keuze. Let op: bij B ontbreekt een deel van de scores."
    )
    assert "voorbeeld" in prioritering.advies(table, 2, voorbeeld=True)


def test_advice_without_a_firm_thema_says_so() -> None:
    text = prioritering.advies(rangen(("A", "keuze", 100)), 1, voorbeeld=False)
    assert text.startswith("Geen enkel thema staat in ten minste 80%")


def test_advice_leaves_no_choice_when_all_places_are_taken() -> None:
    table = rangen(("A", "stevig", 100), ("B", "keuze", 100))
    assert "keuze" not in prioritering.advies(table, 1, voorbeeld=False)


def test_missing_scores_are_counted_with_their_reasons() -> None:
    scores = pd.DataFrame(
        {
            "criterium": ["a", "a", "b"],
            "score": [float("nan"), float("nan"), 3.0],
            "reden": ["geen cijfer", "te weinig jaren", ""],
        }
    )
    criteria = [
        m.Criterium(id=name, naam=name.upper(), gewicht=1, uitleg="…", score_uit="sessies")
        for name in ("a", "b")
    ]
    assert prioritering.zin_ontbreekt(scores, criteria) == (
        "Van de 3 scores ontbreken er 2:\n\n"
        "- A: bij 2 thema’s, namelijk geen cijfer (1) en te weinig jaren (1)."
    )
    assert prioritering.zin_ontbreekt(scores[2:], criteria) == "Alle scores zijn bekend."


def test_places_with_other_weights_in_words() -> None:
    table = prioritering.robuusttabel(rangen(("A", "stevig", 100), ("B", "keuze", 70)), 1, 2)
    assert table["Plaats bij andere gewichten"].tolist() == ["1", "1 tot en met 2"]


def test_agenda_sentence_counts_only_the_first() -> None:
    table = rangen(("A", "stevig", 100), ("B", "keuze", 100))

    def keuze(**of_agenda: object) -> m.Prioritering:
        return m.Prioritering.model_validate(
            {
                "aantal_prioriteiten": 1,
                "score_dataset": "s",
                "niveau_grenzen": [0.5, 0.8, 1.2, 1.5],
                "criteria": [
                    {"id": "x", "naam": "X", "gewicht": 1, "uitleg": "…", "score_uit": "kaders"}
                ],
                "agendas": [{"kader": "k", **of_agenda}],
                "aansluiting": [{"thema": "b", "kader": "k", "mate": "deels", "verwijzing": "…"}],
            }
        )

    assert "past er 1 geheel" in prioritering.zin_agenda(table, keuze(), 2)
    assert "staat er geen" in prioritering.zin_agenda(table, keuze(), 1)
    assert "staat er geen" in prioritering.zin_agenda(table, keuze(telt_mee=False), 2)


def test_criteria_show_their_share_of_the_weight(medemblik: Config) -> None:
    table = prioritering.criteriatabel(medemblik.lokaal.prioritering)
    assert table["Gewicht (%)"].sum() == pytest.approx(100)
