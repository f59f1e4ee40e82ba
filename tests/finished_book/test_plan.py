"""The plan chapters in the finished book: three minutes, links that lead somewhere, an edit."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import openpyxl
from bs4 import BeautifulSoup, Tag
from icalendar import Calendar

from tests.finished_book.conftest import Boek, copy, ivp
from tests.page import element

WORDS_PER_MINUTE = 200
WEIGHS = {"kort", "prioritering", "doelen"}
"""The chapters that read the weights."""
ALWAYS = {
    ("prioritering", "tbl-criteria"),
    ("prioritering", "fig-ranglijst"),
    ("prioritering", "tbl-robuust"),
    ("prioritering", "schuif-weging"),
    ("prioritering", "tbl-kantelpunten"),
    ("kort", "tbl-kort-volgorde"),
}
NEVER = {
    ("prioritering", "tbl-scores"),
    ("prioritering", "zin-ontbreekt"),
    ("prioritering", "zin-grenzen"),
    ("prioritering", "zin-uren"),
    ("prioritering", "tbl-agenda"),
    ("prioritering", "tbl-verwijzingen"),
    ("prioritering", "lijst-agendas"),
    ("doelen", "zin-doelen"),
    ("doelen", "tbl-doelen"),
    ("doelen", "zin-kans"),
    ("doelen", "tbl-meetbaar"),
    ("doelen", "lijst-doelen"),
    ("kort", "tbl-kort-doelen"),
    ("kort", "zin-doelen"),
    ("kort", "zin-middelen"),
}


def main(boek: Boek, page: str) -> Tag:
    text = (boek.folder / f"chapters/{page}.html").read_text("utf-8")
    return element(BeautifulSoup(text, "lxml"), "main")


def test_the_short_page_takes_three_minutes(boek: Boek) -> None:
    page = main(boek, "plan-in-het-kort")
    for part in page.select(".ivp-gegevens, script, nav"):
        part.decompose()
    text = page.get_text(" ")
    assert len(text.split()) <= 3 * WORDS_PER_MINUTE
    for word in ("stevig", "politieke keuze", "Aan te tonen", "maatregelen", "schakels"):
        assert word in text


def test_every_link_of_the_chain_leads_somewhere(boek: Boek) -> None:
    table = main(boek, "doelen").select_one("#tbl-keten table")
    assert table is not None
    links = [str(a["href"]) for a in table.select("a")]
    assert len(links) > 20
    for link in links:
        path, _, anchor = link.partition("#")
        target = boek.folder / "chapters" / path if path else boek.folder / "chapters/doelen.html"
        page = BeautifulSoup(target.read_text(), "lxml")
        assert not anchor or page.find(id=anchor), link


def test_what_readers_take_away_opens(boek: Boek) -> None:
    folder = boek.folder / "_executed/downloads"
    book = openpyxl.load_workbook(folder / "uitvoeringsprogramma-tbl-programma.xlsx")
    head = [cell.value for cell in book.worksheets[0][1]]
    assert {"Doel", "Maatregel", "Instrument", "Wie", "Uren 2023", "Budget 2024 (euro)"} <= set(
        head
    )
    files = sorted(folder.glob("uitvoeringsprogramma-*.ics"))
    assert len(files) > 3
    page = main(boek, "uitvoeringsprogramma")
    linked = {Path(str(a["href"])).name for a in page.select(".ivp-bestanden a")}
    assert linked == {path.name for path in files}
    for path in files:
        events = Calendar.from_ical(path.read_bytes()).walk("VEVENT")
        assert events
        assert all(event.decoded("dtend") > event.decoded("dtstart") for event in events)


def test_the_pdf_has_the_chosen_weighting(boek: Boek) -> None:
    text = " ".join(" ".join(boek.pdf_pages).split())
    assert "zelf met de gewichten schuiven" in text


def cells(folder: Path) -> dict[tuple[str, str], str]:
    """The output of every labelled cell, by chapter and label."""
    found = {}
    for path in sorted((folder / "_executed").glob("*.ipynb")):
        for cell in json.loads(path.read_text())["cells"]:
            label = re.search(r"label: (\S+)", "".join(cell["source"]))
            assert label
            found[(path.stem, label[1])] = json.dumps(cell["outputs"], sort_keys=True)
    return found


def status(folder: Path) -> dict[str, str]:
    done = ivp(folder, "status")
    assert done.returncode == 0, done.stderr
    lines = [line.partition(": ") for line in done.stdout.splitlines() if ": " in line]
    return {name: cause for name, _, cause in lines}


def test_an_edit_of_a_weight_changes_exactly_what_depends_on_it(boek: Boek, tmp_path: Path) -> None:
    root = copy(tmp_path / "gewicht")
    for name in ("_executed", ".cache"):
        shutil.copytree(boek.root / name, root / name)
    assert set(status(root).values()) == {"is bij"}
    before = cells(root)

    file = root / "params/gemeenten/medemblik.yml"
    text = file.read_text()
    edited = re.sub(r"(id: trend\n\s+naam: Trend\n\s+gewicht:) 15", r"\1 35", text)
    assert edited != text
    file.write_text(edited)
    found = status(root)
    stale = {name: cause for name, cause in found.items() if cause != "is bij"}
    assert stale == dict.fromkeys(WEIGHS, "het onderdeel prioritering van params gewijzigd")

    done = ivp(root, "run")
    assert done.returncode == 0, done.stderr
    assert set(status(root).values()) == {"is bij"}
    after = cells(root)
    assert before.keys() == after.keys()
    changed = {name for name in before if before[name] != after[name]}
    assert changed >= ALWAYS
    assert not changed & NEVER
    assert {chapter for chapter, _ in changed} <= WEIGHS
