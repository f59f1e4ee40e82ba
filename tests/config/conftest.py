"""A small book with everything that the config room reads."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from ivp.paths import Project

Files = dict[str, Any]

PARAMS: Files = {
    "params/boek.yml": {
        "gemeente": "proefdorp",
        "editie": {"nummer": "1.0", "datum": "2026-11-23", "status": "concept"},
        "zaad": 1,
        "hoofdstukken": [
            {
                "id": "historie",
                "tekst": "chapters/historie.qmd",
                "notitieboek": "notebooks/historie.ipynb",
                "parameters": {"jaren": 5},
                "leest": {"indicatoren": ["woninginbraak"], "onderdelen": ["historie"]},
            },
            {
                "id": "veld",
                "per": "veld",
                "tekst": "chapters/veld-{veld}.qmd",
                "notitieboek": "notebooks/veld.ipynb",
                "leest": {"onderdelen": ["velden"]},
            },
        ],
    },
    "params/indicatoren.yml": {
        "indicatoren": {
            "woninginbraak": {
                "titel": "Woninginbraken",
                "omschrijving": "Inbraak in woningen",
                "soort": "telling",
                "dataset": "misdrijven",
                "kolom": "aantal",
                "selectie": {"soort": ["1.1.1"]},
                "noemer": {
                    "dataset": "inwoners",
                    "kolom": "inwoners",
                    "eenheid": "per_1000_inwoners",
                },
                "gunstig": "lager",
            },
            "onveilig": {
                "titel": "Onveilig gevoel",
                "omschrijving": "Voelt zich weleens onveilig",
                "soort": "enquete",
                "meting": "aandeel",
                "dataset": "enquete",
                "kolom": "onveilig",
                "eenheid": "procent",
                "gunstig": "lager",
            },
        }
    },
    "params/velden.yml": {
        "velden": [
            {
                "id": "wonen",
                "nummer": 1,
                "naam": "Wonen",
                "omschrijving": "Veilig wonen",
                "themas": [
                    {
                        "id": "inbraak",
                        "naam": "Inbraak",
                        "omschrijving": "Inbraak",
                        "indicatoren": ["woninginbraak", "onveilig"],
                    }
                ],
            },
            {
                "id": "jeugd",
                "nummer": 2,
                "naam": "Jeugd",
                "omschrijving": "Jeugd",
                "themas": [
                    {
                        "id": "overlast",
                        "naam": "Overlast",
                        "omschrijving": "Overlast",
                        "leemten": ["Er is geen cijfer."],
                    }
                ],
            },
        ]
    },
    "params/gemeenten/proefdorp.yml": {
        "gemeente": {"code": "GM9999", "naam": "Proefdorp"},
        "plan": {
            "titel": "Plan van Proefdorp",
            "ondertitel": "Samen veilig",
            "van": 2023,
            "tot": 2026,
            "vorige_van": 2019,
            "vorige_tot": 2022,
        },
        "vergelijking": {
            "naam": "Buren",
            "gemeenten": [{"code": "GM9998", "naam": "Buurdorp"}],
            "eenheid": {"code": "RE04", "naam": "Eenheid"},
            "land": {"code": "NL00", "naam": "Nederland"},
        },
        "historie": {
            "gebeurtenissen": [
                {
                    "datum": "2022-05-13",
                    "soort": "planning",
                    "titel": "Start",
                    "toelichting": "Start",
                    "bron": "nota",
                }
            ],
            "kaders": [
                {
                    "id": "politiewet",
                    "niveau": "landelijk",
                    "document": "Politiewet",
                    "periode": "steeds",
                    "vastgesteld": "2012",
                    "betekenis": "Doelen",
                    "bron": "nota",
                }
            ],
            "prioriteiten": [
                {
                    "naam": "Inbraak",
                    "indicator": "woninginbraak",
                    "toelichting": "Minder",
                    "bron": "nota",
                }
            ],
        },
        "prioritering": {
            "aantal_prioriteiten": 1,
            "score_dataset": "scores",
            "niveau_grenzen": [0.5, 0.8, 1.2, 1.5],
            "criteria": [
                {
                    "id": "omvang",
                    "naam": "Omvang",
                    "gewicht": 1,
                    "uitleg": "Hoeveel",
                    "score_uit": "indicator-niveau",
                }
            ],
            "aansluiting": [
                {"thema": "inbraak", "kader": "politiewet", "mate": "ja", "verwijzing": "art. 38b"}
            ],
        },
        "capaciteit": {
            "bron": "nota",
            "partners": [{"naam": "Politie", "soort": "extern", "velden": ["wonen"]}],
            "dekking": {"minimum_partners": 1},
            "werkgroep": {
                "leden": [{"naam": "Agent", "partner": "Politie"}],
                "trekker": "Adviseur",
                "activiteiten": [{"naam": "Overleg", "uren_per_deelnemer": 2}],
            },
            "stappen": [
                {
                    "naam": "Begin",
                    "van": "2022-05-13",
                    "tot": "2022-06-01",
                    "resultaat": "Nota",
                }
            ],
            "rollen": [{"soort": "bestuurlijk", "rol": "Raad", "taak": "Stelt vast"}],
        },
    },
    "_quarto.yml": {
        "project": {"type": "book"},
        "book": {
            "title": "Plan van Proefdorp",
            "subtitle": "Samen veilig",
            "chapters": [
                "index.qmd",
                {"part": "Beeld", "chapters": ["chapters/historie.qmd"]},
                "chapters/veld-wonen.qmd",
            ],
            "appendices": ["chapters/veld-jeugd.qmd"],
        },
    },
}
TEXTS = {
    "index.qmd": "# Vooraf {.unnumbered}\n",
    "chapters/historie.qmd": "# Toen\n\n{{< embed ../_executed/historie.ipynb#fig-tijdlijn >}}\n",
    "chapters/veld-wonen.qmd": "# Wonen\n\n{{< embed ../_executed/veld-wonen.ipynb#tbl-veld >}}\n",
    "chapters/veld-jeugd.qmd": "# Jeugd\n\n{{< embed ../_executed/veld-jeugd.ipynb#tbl-veld >}}\n",
}
NOTEBOOKS = {"notebooks/historie.ipynb": "fig-tijdlijn", "notebooks/veld.ipynb": "tbl-veld"}


def notebook(label: str) -> str:
    cell: dict[str, Any] = {
        "cell_type": "code",
        "id": "a",
        "metadata": {},
        "outputs": [],
        "execution_count": None,
        "source": [f"#| label: {label}\n", "1"],
    }
    return json.dumps({"cells": [cell], "metadata": {}, "nbformat": 4, "nbformat_minor": 5})


def write(root: Path, files: Files) -> Project:
    """Write the files: data as YAML, text as it is."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not isinstance(content, str):
            content = yaml.safe_dump(content, sort_keys=False, allow_unicode=True)
        path.write_text(content, encoding="utf-8")
    return Project(root)


Change = Callable[[Files], None]
Make = Callable[..., Project]


@pytest.fixture
def files() -> Files:
    """A fresh copy of the small book, by file; change it, then ``make`` it."""
    notebooks = {name: notebook(label) for name, label in NOTEBOOKS.items()}
    return {**copy.deepcopy(PARAMS), **TEXTS, **notebooks}


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    monkeypatch.delenv("IVP_GEMEENTE", raising=False)
    return lambda files: write(tmp_path, files)
