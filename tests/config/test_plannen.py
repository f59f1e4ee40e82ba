"""Plans and roles: what an officer can get wrong, and what he is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from ivp.config import load
from ivp.errors import IvpFout
from tests.config.conftest import Files, Make
from tests.plan.village import plans

PATH = "params/plannen/proefdorp.yml"
LOCAL = "params/gemeenten/proefdorp.yml"


def with_plan(files: Files, change: Callable[[dict[str, Any]], None]) -> Files:
    plan = plans().model_dump(mode="json", exclude_defaults=True)
    for goal in plan["doelen"]:
        goal["thema"] = "inbraak"
        if "indicator" in goal:
            goal["indicator"] = "woninginbraak"
    plan["prioriteiten"][0]["thema"] = "inbraak"
    change(plan)
    return {**files, PATH: plan}


def told(make: Make, files: Files) -> str:
    with pytest.raises(IvpFout) as caught:
        load(make(files))
    return " ".join(str(caught.value).split())


def test_a_plan_is_read_and_years_are_keys(files: Files, make: Make) -> None:
    config = load(make(with_plan(files, lambda plan: None)))
    assert config.plannen is not None
    assert config.plannen.middelen.budget == {"2023": 3000.0, "2024": 4000.0}
    text = "voorbeeld: true\nbron: x\nprogramma: {van: 2023, tot: 2024}\n"
    text += "middelen: {uren_per_fte: 1400, budget: {2023: 5, 2024: 0}}\n"
    config = load(make({**files, PATH: text}))
    assert config.plannen is not None
    assert config.plannen.middelen.budget == {"2023": 5.0, "2024": 0.0}


def test_without_a_plan_the_book_says_there_is_none(files: Files, make: Make) -> None:
    config = load(make(files))
    assert config.plannen is None
    empty = config.onderdeel("plannen")
    assert empty["doelen"] == []
    assert empty["programma"] == {"van": 2023, "tot": 2024}


def test_who_reads_plans_reads_their_figures(files: Files, make: Make) -> None:
    files["params/boek.yml"]["hoofdstukken"][0]["leest"] = {"onderdelen": ["plannen"]}
    config = load(make(with_plan(files, lambda plan: None)))
    assert config.chapters[0].reads.indicatoren == ("woninginbraak",)


def _set(*path: str | int, value: Any) -> Callable[[dict[str, Any]], None]:
    def change(plan: dict[str, Any]) -> None:
        target: Any = plan
        for key in path[:-1]:
            target = target[key]
        target[path[-1]] = value

    return change


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (_set("doelen", 0, "thema", value="inbrak"), "Bedoelt u 'inbraak'?"),
        (_set("doelen", 0, "indicator", value="niets"), "Indicator 'niets' bestaat niet"),
        (_set("maatregelen", 0, "doel", value="mindr"), "Bedoelt u 'minder'?"),
        (_set("maatregelen", 0, "inzet", 0, "team", value="ovo"), "Bedoelt u 'oov'?"),
        (_set("maatregelen", 0, "vraagt", value=["x"]), "Maatregel 'x' bestaat niet"),
        (_set("maatregelen", 0, "vraagt", value=["sloten"]), "'sloten' vraagt zichzelf"),
        (_set("maatregelen", 0, "vraagt", value=["camera"]), "die pas in een ruimer scenario zit"),
        (_set("maatregelen", 1, "id", value="sloten"), "Maatregel 'sloten' staat er twee keer"),
        (_set("maatregelen", 0, "tot", value="2022-01-01"), "'tot' ligt voor 'van'"),
        (_set("maatregelen", 0, "budget", value={"2030": 5}), "Uren of budget in 2030"),
        (_set("maatregelen", 0, "budget", value={"binnenkort": 5}), "heeft niet de goede vorm"),
        (_set("maatregelen", 0, "bijdrage", value=11), "valt buiten de grenzen"),
        (_set("doelen", 0, "streef", value={}), "een van de twee"),
        (
            _set("middelen", "teams", 0, "fte", value={"2023": 1}),
            "geen fte van team 'oov' voor 2024",
        ),
        (_set("middelen", "budget", value={"2023": 1}), "geen budget voor 2024"),
        (_set("middelen", "teams", 0, "partner", value="Politi"), "Bedoelt u 'Politie'?"),
        (_set("prioriteiten", 0, "thema", value="x"), "Thema 'x' bestaat niet"),
    ],
)
def test_a_mistake_in_the_plan_is_named_with_its_place(
    files: Files, make: Make, change: Callable[[dict[str, Any]], None], words: str
) -> None:
    message = told(make, with_plan(files, change))
    assert words in message
    assert PATH in message


def raci(files: Files, letters: dict[str, str], step: str = "Begin") -> Files:
    local = files[LOCAL]["capaciteit"]
    local["rollen"].append({"soort": "ambtelijk", "rol": "Adviseur", "taak": "Schrijft"})
    local["raci"] = [{"stap": step, "rollen": letters}]
    return files


def test_a_step_with_one_accountable_is_fine(files: Files, make: Make) -> None:
    assert load(make(raci(files, {"Raad": "A", "Adviseur": "R"}))).lokaal.capaciteit.raci
    assert load(make(raci(files, {"Raad": "A/R"}))).lokaal.capaciteit.raci


@pytest.mark.parametrize(
    ("letters", "step", "words"),
    [
        (
            {"Raad": "A", "Adviseur": "A/R"},
            "Begin",
            "te hebben; nu: Raad, A",
        ),
        ({"Raad": "I", "Adviseur": "R"}, "Begin", "nu: niemand"),
        ({"Raad": "A"}, "Begin", "doet niemand het werk"),
        ({"Raadd": "A/R"}, "Begin", "Bedoelt u 'Raad'?"),
        ({"Raad": "A/R"}, "Later", "Stap 'Begin' ontbreekt in de verdeling van rollen"),
    ],
)
def test_every_step_has_one_accountable(
    files: Files, make: Make, letters: dict[str, str], step: str, words: str
) -> None:
    message = told(make, raci(files, letters, step))
    assert words in message
    assert LOCAL in message


@pytest.mark.parametrize(
    ("keys", "words"),
    [
        ({"agendas": [{"kader": "politiewt"}]}, "Bedoelt u 'politiewet'?"),
        (
            {"agendas": [{"kader": "politiewet", "onbekend": "geheim"}]},
            "Agenda 'politiewet' is onbekend, maar er staat wel een aansluiting bij",
        ),
        ({"uren": [{"thema": "inbrak", "uren": 5}]}, "Bedoelt u 'inbraak'?"),
        ({"groepen": [{"sessie": "a", "naam": "A"}, {"sessie": "a", "naam": "B"}]}, "twee keer"),
    ],
)
def test_a_mistake_in_the_weighing_is_named(
    files: Files, make: Make, keys: dict[str, Any], words: str
) -> None:
    files[LOCAL]["prioritering"].update(keys)
    assert words in told(make, files)
