"""A small fictitious municipality with a plan: two velden, three thema's, two groups, two goals."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ivp.config import model as m
from ivp.plan import scoring
from ivp.plan.weighing import Weighing

GM = "GM9999"
PLAN = m.Plan(
    titel="Plan", ondertitel="Samen", van=2023, tot=2026, vorige_van=2019, vorige_tot=2022
)
HISTORY = m.Historie.model_validate(
    {
        "gebeurtenissen": [],
        "kaders": [],
        "prioriteiten": [
            {"naam": "Inbraken", "indicator": "inbraak", "toelichting": "…", "bron": "nota"},
            {"naam": "Stank", "toelichting": "…", "bron": "nota"},
        ],
    }
)


def indicator(**keys: Any) -> m.Indicator:
    """Burglaries per 1,000 inhabitants; keys override."""
    plain: dict[str, Any] = {
        "titel": "Inbraken",
        "omschrijving": "…",
        "soort": "telling",
        "dataset": "d",
        "kolom": "aantal",
        "gunstig": "lager",
        "noemer": {"dataset": "i", "kolom": "inwoners", "eenheid": "per_1000_inwoners"},
    }
    return m.Indicator.model_validate(plain | keys)


def counted(
    counts: dict[int, float], gebied: str = GM, people: float = 10_000, status: str = "definitief"
) -> pd.DataFrame:
    """Rows of the indicator table: the burglaries of each year among so many people."""
    return pd.DataFrame(
        {
            "indicator": "inbraak",
            "eenheid": "per_1000_inwoners",
            "gebied": gebied,
            "gebied_naam": gebied,
            "jaar": list(counts),
            "waarde": [1000 * count / people for count in counts.values()],
            "ondergrens": 0.0,
            "bovengrens": 0.0,
            "teller": list(counts.values()),
            "noemer": people,
            "status": status,
            "bron": "d+i",
            "werkelijk": True,
        }
    )


def thema(name: str, indicator: str | None = None) -> m.Thema:
    found = (indicator,) if indicator else ()
    return m.Thema(
        id=name, naam=name.upper(), omschrijving="…", indicatoren=found, leemten=("geen",)
    )


VELDEN = (
    m.Veld(
        id="wonen",
        nummer=1,
        naam="Wonen",
        omschrijving="…",
        themas=(thema("a", "inbraak"), thema("b")),
    ),
    m.Veld(
        id="water", nummer=2, naam="Water", omschrijving="…", themas=(thema("c", "verdrinking"),)
    ),
)


def choice(**extra: Any) -> m.Prioritering:
    criteria = [
        {"id": name, "naam": name.capitalize(), "gewicht": weight, "uitleg": "…", "score_uit": rule}
        for name, weight, rule in (
            ("ernst", 2, "sessies"),
            ("wens", 1, "sessies"),
            ("capaciteit", 1, "uren"),
        )
    ]
    return m.Prioritering.model_validate(
        {
            "aantal_prioriteiten": 1,
            "score_dataset": "scores",
            "niveau_grenzen": [0.5, 0.8, 1.2, 1.5],
            "criteria": criteria,
            "uren": [{"thema": "a", "uren": 50}, {"thema": "b", "uren": 1000}],
            **extra,
        }
    )


def sessions(**scores: dict[str, list[float | None]]) -> pd.DataFrame:
    """``sessions(raad={"a": [5, 4]})``: ernst and wens alike, per participant."""
    return pd.DataFrame(
        [
            (group, f"{group[0].upper()}{n:02}", name, criterium, score)
            for group, per_thema in scores.items()
            for name, given in per_thema.items()
            for n, score in enumerate(given)
            for criterium in ("ernst", "wens")
        ],
        columns=["sessie", "deelnemer", "thema", "criterium", "score"],
    )


SESSIONS = sessions(
    raad={"a": [5, 5, 4], "b": [2, 2, 2], "c": [3, None, 3]},
    werkgroep={"a": [2, 2], "b": [5, 4], "c": [3, 3]},
)


def weighing(given: pd.DataFrame = SESSIONS, **extra: Any) -> Weighing:
    chosen = choice(**extra)
    figures = pd.DataFrame(columns=["indicator", "eenheid", "gebied", "jaar", "waarde", "status"])
    table = scoring.scores(VELDEN, chosen, figures, {}, given, GM, "NL00")
    return Weighing(VELDEN, chosen, table, given, seed=7)


def plans(**extra: Any) -> m.Plannen:
    return m.Plannen.model_validate(
        {
            "voorbeeld": True,
            "bron": "voorbeeld",
            "programma": {"van": 2023, "tot": 2024},
            "prioriteiten": [{"thema": "a", "motivering": "Omdat"}],
            "doelen": [
                {
                    "id": "minder",
                    "thema": "a",
                    "naam": "Minder inbraken",
                    "indicator": "inbraak",
                    "streef": {"verandering_procent": -50},
                    "jaar": 2026,
                    "portefeuillehouder": "Burgemeester",
                },
                {
                    "id": "vaag",
                    "thema": "a",
                    "naam": "Alles beter",
                    "jaar": 2026,
                    "portefeuillehouder": "Burgemeester",
                },
            ],
            "maatregelen": [
                measure("sloten", bijdrage=6, uren=100, budget=4000),
                measure("lampen", bijdrage=5, uren=60, budget=1000, scenario="basis"),
                measure("camera", bijdrage=5, uren=60, budget=1000, scenario="ambitieus"),
            ],
            "middelen": {
                "uren_per_fte": 1400,
                "teams": [{"id": "oov", "naam": "OOV", "fte": {"2023": 0.1, "2024": 0.1}}],
                "budget": {"2023": 3000, "2024": 4000},
                "extra_budget": 3000,
            },
            **extra,
        }
    )


def measure(name: str, **keys: Any) -> dict[str, Any]:
    years = ("2023", "2024")
    hours, budget = keys.pop("uren"), keys.pop("budget")
    return {
        "id": name,
        "doel": "minder",
        "naam": name.capitalize(),
        "instrument": "preventie",
        "resultaat": "Klaar",
        "scenario": "minimaal",
        "van": "2023-01-01",
        "tot": "2024-12-31",
        "inzet": [{"team": "oov", "uren": dict.fromkeys(years, hours)}],
        "budget": dict.fromkeys(years, budget),
        **keys,
    }
