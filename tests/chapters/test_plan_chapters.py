"""The plan chapters for another, small and fictitious municipality: nothing of Medemblik in them.

The notebooks of the book run in this process, on their own input, with what they show caught.
"""

from __future__ import annotations

import copy
import dataclasses
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml
from icalendar import Calendar

from ivp.chapters.programme_calendar import calendar
from ivp.config import Config, load
from ivp.data import Package
from ivp.indicators.chapter_input import build_input
from ivp.indicators.indicator_table import build_table
from ivp.paths import Project
from ivp.show import display
from ivp.show.downloads import as_xlsx, download_rows
from ivp.show.tables import links, markdown_table
from tests.config.conftest import PARAMS
from tests.plan.village import plans

ROOT = Path(__file__).parents[2]
CHAPTERS = ("kort", "prioritering", "doelen", "uitvoeringsprogramma", "capaciteit")
VELDEN = {
    "velden": [
        {
            "id": "wonen",
            "nummer": 1,
            "naam": "Wonen",
            "omschrijving": "Veilig wonen",
            "themas": [
                {
                    "id": "woninginbraak",
                    "naam": "Inbraak",
                    "omschrijving": "Inbraak",
                    "indicatoren": ["woninginbraak"],
                },
                {"id": "school", "naam": "School", "omschrijving": "School", "leemten": ["Geen."]},
            ],
        },
        {
            "id": "jeugd",
            "nummer": 2,
            "naam": "Jeugd",
            "omschrijving": "Jeugd",
            "themas": [
                {
                    "id": "jeugdoverlast",
                    "naam": "Overlast | van *jeugd*",
                    "omschrijving": "Overlast",
                    "indicatoren": ["overlast-jeugd"],
                }
            ],
        },
    ]
}


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Proefdorp: the public figures of GM0498, its own velden, weights, goals and means."""
    root = tmp_path_factory.mktemp("proefdorp")
    (root / "data").symlink_to(ROOT / "data")
    shutil.copytree(ROOT / "params", root / "params")
    shutil.copy(ROOT / "_quarto.yml", root)
    local = copy.deepcopy(PARAMS["params/gemeenten/proefdorp.yml"])
    local["gemeente"]["code"] = "GM0498"
    local["prioritering"]["criteria"].append(
        {"id": "ernst", "naam": "Ernst", "gewicht": 2, "uitleg": "Hoe erg", "score_uit": "sessies"}
    )
    kader = local["historie"]["kaders"][0]
    unknown = [{**kader, "id": name, "document": name.capitalize()} for name in ("quick", "west")]
    local["historie"]["kaders"] += unknown
    local["prioritering"]["agendas"] = [
        {"kader": "politiewet"},
        {"kader": "quick", "telt_mee": False},
        {"kader": "west", "onbekend": "Niet openbaar."},
    ]
    local["prioritering"]["aansluiting"] = [
        {"thema": "school", "kader": "politiewet", "mate": "deels", "verwijzing": "nota §2"}
    ]
    plan = plans().model_dump(mode="json", exclude_defaults=True)
    plan["prioriteiten"][0]["thema"] = "woninginbraak"
    for goal in plan["doelen"]:
        goal["thema"] = "woninginbraak"
        if "indicator" in goal:
            goal["indicator"] = "woninginbraak"
    plan["doelen"][0]["naam"] = '=HYPERLINK("x") <script>alert(1)</script>'
    local["capaciteit"]["partners"][0]["velden"] = ["wonen"]
    files = {
        "gemeenten/proefdorp.yml": local,
        "plannen/proefdorp.yml": plan,
        "velden.yml": VELDEN,
    }
    for name, data in files.items():
        text = yaml.safe_dump(data, sort_keys=False, allow_unicode=True)
        (root / "params" / name).write_text(text, "utf-8")
    # Of the whole book only the chapters of the plan, and the figures that they use.
    boek = yaml.safe_load((ROOT / "params/boek.yml").read_text("utf-8"))
    boek["gemeente"] = "proefdorp"
    boek["editie"]["datum"] = str(boek["editie"]["datum"])
    boek["hoofdstukken"] = [c for c in boek["hoofdstukken"] if c["id"] in CHAPTERS]
    (root / "params/boek.yml").write_text(yaml.safe_dump(boek), "utf-8")
    known = yaml.safe_load((ROOT / "params/indicatoren.yml").read_text("utf-8"))["indicatoren"]
    used = {name: known[name] for name in ("woninginbraak", "overlast-jeugd")}
    (root / "params/indicatoren.yml").write_text(yaml.safe_dump({"indicatoren": used}), "utf-8")
    return Project(root)


Cells = dict[tuple[str, str], display.Shown]
"""What every labelled cell of the plan's notebooks shows, by chapter and label."""


def run_notebooks(config: Config, package: Package, table: pd.DataFrame, folder: Path) -> Cells:
    found: Cells = {}
    with pytest.MonkeyPatch.context() as patch:
        for one in config.chapters:
            if one.id not in CHAPTERS:
                continue
            path = folder / f"{one.id}.json"
            path.write_bytes(build_input(one, config, package, table).to_json())
            names: dict[str, Any] = {}
            for cell in json.loads((ROOT / one.notebook).read_text())["cells"]:
                source = "".join(cell["source"])
                if cell["cell_type"] != "code":
                    continue
                label = re.search(r"label: (\S+)", source)

                def catch(
                    content: display.Shown, *_rest: Any, at: str = label[1] if label else ""
                ) -> None:
                    found[(one.id, at)] = content  # noqa: B023

                patch.setattr(display, "_show", catch)
                exec(compile(source, one.notebook, "exec"), names)
                if "parameters" in cell["metadata"].get("tags", []):
                    names["invoer"] = str(path)
    return found


@pytest.fixture(scope="module")
def parts(project: Project) -> tuple[Config, Package, pd.DataFrame]:
    config, package = load(project, "proefdorp"), Package.load(project)
    return config, package, build_table(config, package)


@pytest.fixture(scope="module")
def shown(
    parts: tuple[Config, Package, pd.DataFrame], tmp_path_factory: pytest.TempPathFactory
) -> Cells:
    return run_notebooks(*parts, tmp_path_factory.mktemp("invoer"))


def test_before_anything_is_chosen_every_cell_still_shows_something(
    parts: tuple[Config, Package, pd.DataFrame], shown: Cells, tmp_path: Path
) -> None:
    config, package, table = parts
    assert config.plannen is not None
    nothing: dict[str, tuple[()]] = {"prioriteiten": (), "doelen": (), "maatregelen": ()}
    empty = config.plannen.model_copy(update=nothing)
    found = run_notebooks(dataclasses.replace(config, plannen=empty), package, table, tmp_path)
    assert set(found) == set(shown)
    said = {name: content.markdown for name, content in found.items()}
    assert said[("kort", "zin-doelen")] == "Er zijn nog geen doelen vastgesteld."
    assert said[("kort", "zin-middelen")] == "Er zijn nog geen maatregelen."
    assert said[("doelen", "lijst-prioriteiten")] == "Er is nog niets gekozen."
    assert "| ontbreekt | ontbreekt | ontbreekt |" in str(said[("doelen", "tbl-keten")])
    assert said[("uitvoeringsprogramma", "zin-programma")] == "Er zijn nog geen maatregelen."


def test_every_cell_shows_something_and_nothing_of_medemblik(
    shown: Cells,
) -> None:
    assert {chapter for chapter, _ in shown} == set(CHAPTERS)
    assert len(shown) > 50
    for name, content in shown.items():
        text = content.model_dump_json()
        assert not re.search(r"[Mm]edemblik|GM0420", text), name


def test_the_plan_is_that_of_the_small_municipality(
    shown: Cells,
) -> None:
    assert "komt 80 uur tekort" in shown[("doelen", "tbl-breuken")].markdown
    assert "Alles beter" in shown[("kort", "tbl-kort-doelen")].markdown
    assert "Sloten" in shown[("uitvoeringsprogramma", "lijst-partners")].markdown


SAID = {
    "prioritering": {
        "tbl-criteria": ["| Omvang | 33 | Hoeveel | cijfer naast Nederland |", "| Ernst | 67 |"],
        "zin-grenzen": ["De score is 2 boven 0,50, 3 boven 0,80, 4 boven 1,20 en 5 boven 1,50."],
        "zin-uren": ["5 tot en met 100 uur, 4 boven 100 uur, 3 boven 200 uur"],
        "tbl-scores": ["| School | onbekend | 2,6 |"],
        "tbl-robuust": ["| 100 | 100 | 1 |", "| 2 tot en met 3 |"],
        "tbl-agenda": ["| Inbraak | nee | nee | onbekend |", "| School | deels | nee | onbekend |"],
        "tbl-verwijzingen": ["| School | Politiewet | deels | nota §2 |"],
        "lijst-agendas": [
            "**Politiewet**: telt mee in de score (nota).",
            "**Quick**: staat erbij, maar telt niet mee",
            "**West**: onbekend. Niet openbaar.",
        ],
    },
    "doelen": {
        "lijst-prioriteiten": ["- **Inbraak** (plaats 2). Omdat."],
        "zin-kans": ["in ten minste 80% van de gevallen"],
        "tbl-keten": [
            "[Inbraak](/chapters/historie.qmd) | [Inbraak, plaats 2](/chapters/veld-wonen.qmd)",
            "[3 maatregelen](/chapters/uitvoeringsprogramma.qmd#maatregel-camera)",
            "[Alles beter](/chapters/doelen.qmd#doel-vaag) | ontbreekt | ontbreekt |",
        ],
    },
    "uitvoeringsprogramma": {
        "zin-programma": ["telt 3 maatregelen. Samen vragen die 440 uur en €\xa012.000."],
        "tbl-partners": ["| OOV | Camera | jan 2023–dec 2024 | 60 | 60 |"],
    },
    "capaciteit": {
        "zin-norm": ["ten minste 1 partner zijn, van wie een van buiten en een van de gemeente"],
        "fig-matrix": ["| Politie | extern | ja | nee |"],
        "zin-uren": ["De werkgroep telt 1 lid. Elk lid besteedt 2 uur (overleg)."],
        "tbl-uren": ["| Samen | 2 | 1 | 2 |"],
        "tbl-extra": [
            "| 1 fte bij OOV | 0 | geen |",
            "vrij te verdelen over de jaren | 0 | geen |",
        ],
        "lijst-stappen": ["1. **Begin.** Resultaat: Nota."],
        "zin-raci": ["De rollen zijn nog niet per stap verdeeld."],
    },
}
"""Words that a cell shows about the small municipality, by chapter and label."""


@pytest.mark.parametrize("chapter", SAID)
def test_cells_say_what_follows_from_the_params(shown: Cells, chapter: str) -> None:
    for label, words in SAID[chapter].items():
        text = " ".join(shown[(chapter, label)].markdown.split("  "))
        assert [word for word in words if word not in text] == [], text


def test_what_an_officer_types_stays_text(shown: Cells) -> None:
    for content in shown.values():
        assert "<script>alert" not in content.markdown
        assert "<script>alert" not in content.html
    notes = shown[("uitvoeringsprogramma", "tbl-programma")].notes
    assert notes is not None
    column = notes.rows.columns.index("Doel")
    assert {str(row[column])[:12] for row in notes.rows.rows} == {"'=HYPERLINK("}


def test_the_calendar_is_the_same_every_time_and_can_be_read(project: Project) -> None:
    config = load(project, "proefdorp")
    assert config.plannen is not None
    made = calendar(config.plannen, config.gemeente, config.boek.editie)
    assert made == calendar(config.plannen, config.gemeente, config.boek.editie)
    events = Calendar.from_ical(made).walk("VEVENT")
    # three measures begin and end, one goal has measures
    assert len(events) == 3 * 2 + 1
    assert len({str(event["uid"]) for event in events}) == len(events)
    assert str(events[0]["summary"]) == "Begin: Sloten"
    mine = calendar(config.plannen, config.gemeente, config.boek.editie, "niemand")
    assert not Calendar.from_ical(mine).walk("VEVENT")


def test_the_workbook_is_the_same_every_time(
    shown: Cells,
) -> None:
    notes = shown[("uitvoeringsprogramma", "tbl-programma")].notes
    assert notes is not None
    rows = notes.rows
    assert as_xlsx(rows, []) == as_xlsx(rows, [])
    column = rows.columns.index("Uren 2023")
    assert [row[column] for row in rows.rows] == [60, 60, 100]


def test_a_cell_that_leads_somewhere_is_a_link_and_stays_text_in_a_download() -> None:
    texts = pd.Series(["x | [y]", "w"])
    to, anchor = pd.Series(["/chapters/z.qmd#q", ""]), pd.Series(["", "hier"])
    frame = pd.DataFrame({"A": links(texts, to=to, anchor=anchor)})
    text = markdown_table(frame)
    assert r"[x \| \[y\]](/chapters/z.qmd#q)" in text
    assert "[w]{#hier}" in text
    assert download_rows(frame).rows == [["x | [y]"], ["w"]]
