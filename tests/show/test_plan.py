"""The plan chapters for another, small and fictitious municipality: nothing of Medemblik in them.

The notebooks of the book run in this process, on their own input, with what they show caught.
"""

from __future__ import annotations

import copy
import json
import re
import shutil
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml
from icalendar import Calendar

from ivp.chapters import kalender, programma
from ivp.config import load
from ivp.data import Package
from ivp.indicators.chapter_input import build_input
from ivp.indicators.table import build
from ivp.paths import Project
from ivp.show import uitvoer
from ivp.show.download import als_xlsx, gegevens
from ivp.show.opmaak import Verwijzing, kolom, markdown_table
from tests.config.conftest import PARAMS
from tests.indicators.plan import plannen

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
    local["prioritering"]["aansluiting"] = []
    plan = plannen().model_dump(mode="json", exclude_defaults=True)
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


@pytest.fixture(scope="module")
def shown(
    project: Project, tmp_path_factory: pytest.TempPathFactory
) -> dict[tuple[str, str], dict[str, Any]]:
    """What every labelled cell of the plan's notebooks shows, by chapter and label."""
    config = load(project, "proefdorp")
    package = Package.load(project)
    table = build(config, package)
    folder = tmp_path_factory.mktemp("invoer")
    found: dict[tuple[str, str], dict[str, Any]] = {}
    with pytest.MonkeyPatch.context() as patch:
        for run in config.runs:
            if run.id not in CHAPTERS:
                continue
            path = folder / f"{run.id}.json"
            path.write_bytes(build_input(run, config, package, table).to_json())
            names: dict[str, Any] = {}
            for cell in json.loads((ROOT / run.notitieboek).read_text())["cells"]:
                source = "".join(cell["source"])
                if cell["cell_type"] != "code":
                    continue
                label = re.search(r"label: (\S+)", source)

                def catch(
                    content: dict[str, Any], *_rest: Any, at: str = label[1] if label else ""
                ) -> None:
                    found[(run.id, at)] = content  # noqa: B023

                patch.setattr(uitvoer, "_show", catch)
                exec(compile(source, run.notitieboek, "exec"), names)
                if "parameters" in cell["metadata"].get("tags", []):
                    names["invoer"] = str(path)
    return found


def test_every_cell_shows_something_and_nothing_of_medemblik(
    shown: dict[tuple[str, str], dict[str, Any]],
) -> None:
    assert {chapter for chapter, _ in shown} == set(CHAPTERS)
    assert len(shown) > 50
    for name, content in shown.items():
        text = json.dumps(content, ensure_ascii=False)
        assert not re.search(r"[Mm]edemblik|GM0420", text), name


def test_the_plan_is_that_of_the_small_municipality(
    shown: dict[tuple[str, str], dict[str, Any]],
) -> None:
    assert "komt 80 uur tekort" in shown[("doelen", "tbl-breuken")]["markdown"]
    assert "Alles beter" in shown[("kort", "tbl-kort-doelen")]["markdown"]
    assert "Sloten" in shown[("uitvoeringsprogramma", "lijst-partners")]["markdown"]


def test_what_an_officer_types_stays_text(shown: dict[tuple[str, str], dict[str, Any]]) -> None:
    for content in shown.values():
        assert "<script>alert" not in content.get("markdown", "")
        assert "<script>alert" not in content.get("html", "")
    frame = shown[("uitvoeringsprogramma", "tbl-programma")]["gegevens"]
    column = frame["kolommen"].index("Doel")
    assert {row[column][:12] for row in frame["rijen"]} == {"'=HYPERLINK("}


def test_the_calendar_is_the_same_every_time_and_can_be_read(project: Project) -> None:
    config = load(project, "proefdorp")
    assert config.plannen is not None
    made = kalender.kalender(config.plannen, config.gemeente, config.boek.editie)
    assert made == kalender.kalender(config.plannen, config.gemeente, config.boek.editie)
    events = Calendar.from_ical(made).walk("VEVENT")
    # three measures begin and end, one goal has measures
    assert len(events) == 3 * 2 + 1
    assert len({str(event["uid"]) for event in events}) == len(events)
    assert str(events[0]["summary"]) == "Begin: Sloten"
    mine = kalender.kalender(config.plannen, config.gemeente, config.boek.editie, "niemand")
    assert not Calendar.from_ical(mine).walk("VEVENT")


def test_the_workbook_is_the_same_every_time() -> None:
    own = plannen()
    frame = programma.programma_download(own, programma.volgorde(own), {"a": "A"})
    assert als_xlsx(gegevens(frame), []) == als_xlsx(gegevens(frame), [])
    assert frame["Uren 2023"].tolist() == [60, 60, 100]


def test_a_cell_that_leads_somewhere_is_a_link_and_stays_text_in_a_download() -> None:
    frame = pd.DataFrame(
        {"A": kolom([Verwijzing("x | [y]", "/chapters/z.qmd#q"), Verwijzing("w", anker="hier")])}
    )
    text = markdown_table(frame)
    assert r"[x \| \[y\]](/chapters/z.qmd#q)" in text
    assert "[w]{#hier}" in text
    assert gegevens(frame).rijen == [["x | [y]"], ["w"]]
