"""What is said of the ranking: firm, a choice or neither, and who disagrees with whom."""

from __future__ import annotations

import pandas as pd

from ivp.chapters import advice
from tests.plan.village import sessions, weighing


def ranking(*rows: tuple[str, str, float]) -> pd.DataFrame:
    """``naam``, ``oordeel`` and ``dekking`` of each thema, best first."""
    table = pd.DataFrame(rows, columns=["naam", "oordeel", "dekking"])
    return table.assign(thema=table["naam"].str.lower())


def test_advice_separates_what_is_firm_from_what_is_a_choice() -> None:
    table = ranking(("A", "stevig", 100), ("B", "keuze", 70), ("C", "buiten", 50))
    text = advice.advice(table, 2, example=False)
    assert text == (
        "**A** staat in ten minste 80% van de wegingen bij de eerste 2. Voor de plaats die "
        "overblijft, komt in aanmerking: B. Wat het wordt, hangt af van wat de raad het zwaarst "
        "vindt wegen. Dat is een politieke keuze. Let op: bij B ontbreekt een deel van de scores."
    )
    assert "voorbeeld" in advice.advice(table, 2, example=True)


def test_advice_without_a_firm_thema_says_so() -> None:
    text = advice.advice(ranking(("A", "keuze", 100)), 1, example=False)
    assert text.startswith("Geen enkel thema staat in ten minste 80%")


def test_advice_leaves_no_choice_when_all_places_are_taken() -> None:
    table = ranking(("A", "stevig", 100), ("B", "keuze", 100))
    assert "keuze" not in advice.advice(table, 1, example=False)


def test_each_verdict_names_its_themas() -> None:
    text = advice.verdicts(ranking(("A", "stevig", 100), ("B", "buiten", 100)), 1)
    assert "bij de eerste 1):** A." in text
    assert "Politieke keuze (in 20% tot 80% bij de eerste 1):** geen enkel thema." in text
    assert "de andere 1 thema." in text


def test_missing_scores_are_counted_with_their_reasons() -> None:
    scores = pd.DataFrame(
        {
            "criterium": ["a", "a", "b"],
            "score": [float("nan"), float("nan"), 3.0],
            "reden": ["geen cijfer", "te weinig jaren", ""],
        }
    )
    criteria = pd.DataFrame({"id": ["a", "b"], "naam": ["A", "B"]})
    assert advice.missing_scores(scores, criteria) == (
        "Van de 3 scores ontbreken er 2:\n\n"
        "- A: bij 2 thema’s, namelijk geen cijfer (1) en te weinig jaren (1)."
    )
    assert advice.missing_scores(scores[2:], criteria) == "Alle scores zijn bekend."


def test_only_agendas_that_count_and_only_the_first_themas_are_said_to_fit() -> None:
    table = ranking(("A", "stevig", 100), ("B", "keuze", 100))

    def said(top: int, telt: bool = True, past: str = "deels") -> str:
        agendas = pd.DataFrame({"thema": ["b"], "past": [past], "telt": [telt]})
        return advice.on_agendas(table, agendas, top)

    assert "past er 1 geheel" in said(2)
    assert "staat er geen" in said(1)
    assert "staat er geen" in said(2, telt=False)
    assert "staat er geen" in said(2, past="nee")


def test_groups_that_choose_otherwise_are_named() -> None:
    own = weighing()
    assert advice.choices_by_group(own) == (
        "- **Raad** kiest dezelfde 1.\n- **Werkgroep** kiest B in plaats van A."
    )
    assert "A (Raad 2,7 punt hoger dan werkgroep)" in advice.disagreement(own)


def test_one_group_cannot_disagree_with_another() -> None:
    alone = weighing(sessions(raad={"a": [5, 4], "b": [2, 2], "c": [3, 3]}))
    assert "Er is één groep" in advice.disagreement(alone)
    nobody = weighing(sessions())
    assert advice.disagreement(nobody) == "Er zijn geen scores uit bijeenkomsten."


def test_who_just_fell_out_and_on_what() -> None:
    assert advice.runners_up(weighing(), rows=1).startswith("Net buiten de eerste 1 valt: ")
    assert advice.runners_up(weighing(aantal_prioriteiten=3)) == "Alle thema’s zijn prioriteit."


def test_a_choice_that_no_weight_changes_is_said_to_be_so() -> None:
    wins = weighing(sessions(raad={"a": [5], "b": [1], "c": [1]}))
    assert "Geen enkel gewicht" in advice.nearest_tipping_point(wins)
    assert "dezelfde eerste 1" in advice.other_methods(wins)
    close = weighing(
        sessions(raad={"a": [5], "b": [4], "c": [1]}),
        uren=[{"thema": "a", "uren": 1000}, {"thema": "b", "uren": 50}],
    )
    assert "naar 20%, dan komt A in plaats van B." in advice.nearest_tipping_point(close)
