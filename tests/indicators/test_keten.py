"""The chain from evaluation to budget, and every way in which it can break."""

from __future__ import annotations

import pandas as pd

from ivp.config import model as m
from ivp.plan.doelen import Doelstand
from ivp.plan.keten import Breuk, breuken, keten
from tests.indicators.plan import HISTORIE, PLAN, afweging, plannen


def chain(chosen: m.Plannen, verdict: str = "aantoonbaar") -> tuple[list, list[Breuk]]:
    standen = [
        Doelstand(doel, "zonder-indicator" if doel.indicator is None else verdict, vanaf=2030)  # type: ignore[arg-type]
        for doel in chosen.doelen
    ]
    weighing = afweging()
    rows = keten(weighing, chosen, standen, HISTORIE)
    return rows, breuken(weighing, chosen, rows, HISTORIE, PLAN)


def words(found: list[Breuk]) -> str:
    return "\n".join(f"{b.van}>{b.naar} {b.waar}: {b.wat}" for b in found)


def test_each_goal_is_a_row_with_all_its_links() -> None:
    rows, _ = chain(plannen())
    first = rows[0]
    assert first.vorige is not None
    assert first.vorige.naam == "Inbraken"
    assert (first.rang, first.prioriteit, len(first.maatregelen)) == (1, True, 3)
    assert (first.uren, first.budget) == (440, 12_000)


def test_what_is_broken_is_named() -> None:
    _, found = chain(plannen())
    text = words(found)
    assert "evaluatie>analyse Stank" in text
    assert "analyse>doel Alles beter: heeft geen indicator" in text
    assert "doel>aanpak Alles beter: heeft geen maatregel" in text
    assert "aanpak>budget OOV, 2023: komt 80 uur tekort" in text
    assert "aanpak>budget begroting 2023: komt € 3.000 tekort" in text


def test_another_choice_than_the_ranking_has_to_be_explained() -> None:
    other = plannen(prioriteiten=[{"thema": "b", "motivering": "Toch"}])
    rows, found = chain(other)
    text = words(found)
    assert "analyse>prioriteit B: is gekozen, maar" in text
    assert "analyse>prioriteit A: hoort bij de eerste" in text
    assert "prioriteit>doel B: heeft geen doel" in text
    assert "prioriteit>doel Minder inbraken: hoort bij A, en dat is geen prioriteit" in text
    assert "evaluatie>prioriteit Inbraken: was prioriteit, staat op plaats 1" in text
    assert [row.doel is None for row in rows] == [True, False, False]


def test_nothing_chosen_is_said_and_the_ranking_stands_in() -> None:
    rows, found = chain(plannen(prioriteiten=[]))
    assert rows[0].prioriteit
    assert "er is nog niets gekozen" in words(found)


def test_a_goal_inside_the_noise_is_reported() -> None:
    assert "is met deze bron niet aan te tonen vóór 2030" in words(chain(plannen(), "pas-later")[1])
    assert "valt binnen de marge" in words(chain(plannen(), "niet-aantoonbaar")[1])


def test_a_goal_beyond_the_plan_is_reported() -> None:
    late = plannen().model_dump(mode="json")
    late["doelen"][0]["jaar"] = 2031
    assert "is voor 2031, buiten de looptijd" in words(chain(m.Plannen.model_validate(late))[1])


def test_a_thema_without_a_score_has_no_place() -> None:
    given = pd.DataFrame(columns=["sessie", "deelnemer", "thema", "criterium", "score"])
    silent = afweging(given)
    chosen = plannen(
        prioriteiten=[{"thema": "c", "motivering": "Omdat"}], doelen=[], maatregelen=[]
    )
    [row] = keten(silent, chosen, [], HISTORIE)
    assert row.rang is None
