"""The chain from evaluation to budget, and every way in which it can break."""

from __future__ import annotations

import pandas as pd

from ivp.config import model as m
from ivp.plan.chain import Chain
from ivp.plan.goals import GOALS
from ivp.plan.programme import Programme
from tests.plan.village import HISTORY, PLAN, plans, weighing


def goals(chosen: m.Plannen, verdict: str = "aantoonbaar") -> pd.DataFrame:
    """The goals of a plan with this verdict, or that there is no indicator when there is none."""
    found = []
    for number, doel in enumerate(chosen.doelen, 1):
        about = {"nummer": number, "doel": doel.id, "vanaf": 2030, "oordeel": verdict}
        if doel.indicator is None:
            about["oordeel"] = "zonder-indicator"
        found.append({**doel.model_dump(exclude={"streef"}), **about})
    return pd.DataFrame(found, columns=list(GOALS)).astype(GOALS)


def linked(
    chosen: m.Plannen, verdict: str = "aantoonbaar", history: m.Historie = HISTORY
) -> tuple[pd.DataFrame, str]:
    """The chain of a plan, and what is broken in it as text."""
    own = Chain(weighing(), Programme(chosen), goals(chosen, verdict), history, PLAN)
    broken = own.breaks.itertuples()
    return own.links, "\n".join(f"{b.van}>{b.naar} {b.waar}: {b.wat}" for b in broken)


def test_each_goal_is_a_row_with_all_its_links() -> None:
    links, _ = linked(plans())
    first = links.iloc[0]
    assert first["vorige"] == "Inbraken"
    assert first[["rang", "prioriteit", "maatregelen"]].tolist() == [1, True, 3]
    assert first[["uren", "budget"]].tolist() == [440, 12_000]
    assert links.iloc[1][["naam", "maatregelen", "uren"]].tolist() == ["Alles beter", 0, 0]


def test_what_is_broken_is_named() -> None:
    _, text = linked(plans())
    assert "evaluatie>analyse Stank" in text
    assert "analyse>doel Alles beter: heeft geen indicator" in text
    assert "doel>aanpak Alles beter: heeft geen maatregel" in text
    assert "aanpak>budget OOV, 2023: komt 80 uur tekort" in text
    assert "aanpak>budget begroting 2023: komt € 3.000 tekort" in text


def test_another_choice_than_the_ranking_has_to_be_explained() -> None:
    links, text = linked(plans(prioriteiten=[{"thema": "b", "motivering": "Toch"}]))
    assert "analyse>prioriteit B: is gekozen, maar" in text
    assert "analyse>prioriteit A: hoort bij de eerste" in text
    assert "prioriteit>doel B: heeft geen doel" in text
    assert "prioriteit>doel Minder inbraken: hoort bij A, en dat is geen prioriteit" in text
    assert "evaluatie>prioriteit Inbraken: was prioriteit, staat op plaats 1" in text
    assert links["doel"].isna().tolist() == [True, False, False]


def test_a_previous_priority_continues_when_one_of_its_themas_is_chosen() -> None:
    both = m.Historie.model_validate(
        {
            **HISTORY.model_dump(mode="json"),
            "prioriteiten": [
                {"naam": name, "indicator": "inbraak", "toelichting": "…", "bron": "nota"}
                for name in ("Inbraken", "Diefstal")
            ],
        }
    )
    links, text = linked(plans(), history=both)
    assert links.iloc[0]["vorige"] == "Inbraken"
    assert "evaluatie" not in text


def test_nothing_chosen_is_said_and_the_ranking_stands_in() -> None:
    links, text = linked(plans(prioriteiten=[]))
    assert links.iloc[0]["prioriteit"]
    assert "er is nog niets gekozen" in text


def test_a_goal_inside_the_noise_is_reported() -> None:
    assert "is met deze bron niet aan te tonen vóór 2030" in linked(plans(), "pas-later")[1]
    assert "valt binnen de marge" in linked(plans(), "niet-aantoonbaar")[1]


def test_a_goal_beyond_the_plan_is_reported() -> None:
    late = plans().model_dump(mode="json")
    late["doelen"][0]["jaar"] = 2031
    assert "is voor 2031, buiten de looptijd" in linked(m.Plannen.model_validate(late))[1]


def test_a_thema_without_a_score_has_no_place() -> None:
    given = pd.DataFrame(columns=["sessie", "deelnemer", "thema", "criterium", "score"])
    chosen = plans(prioriteiten=[{"thema": "c", "motivering": "Omdat"}], doelen=[], maatregelen=[])
    own = Chain(weighing(given), Programme(chosen), goals(chosen), HISTORY, PLAN)
    assert own.links["rang"].isna().tolist() == [True]
