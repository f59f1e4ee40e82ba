"""The finished book gives no hidden count away, and the build says so when it would."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from ivp.audit import controleer
from ivp.config import load
from ivp.paths import Project
from ivp.sources import Package

PAGE = "chapters/veld-jeugd.html"


@pytest.fixture(scope="module")
def attack(boek):
    project = Project(boek.root)
    config, package = load(project), Package.load(project)
    return lambda folder: controleer(config, package, folder)


def test_nothing_hidden_can_be_read_or_computed(boek, attack) -> None:
    page = (boek.folder / PAGE).read_text(encoding="utf-8")
    assert "verborgen" in page, "the example has small counts, so something must be hidden"
    assert attack(boek.folder) == []


def test_the_auditor_reads_all_kinds_of_what_is_published(boek) -> None:
    from ivp.audit.lezen import lees

    read = {Path(stuk.waar.split(",")[0].split("/x")[0]).suffix for stuk in lees(boek.folder)}
    assert {".html", ".csv", ".pdf", ".svg", ".js"} <= read


def test_a_cell_put_back_by_hand_is_found_in_the_whole_book(boek, attack, tmp_path: Path) -> None:
    """The first hidden cell of the Halt table in the page gets its count again."""
    config = load(Project(boek.root))
    halt = Package.load(Project(boek.root)).dataset("halt").read()
    small = halt[(halt["aantal"] > 0) & (halt["aantal"] < config.boek.drempel_van("halt"))].iloc[0]
    title = config.indicatoren[f"halt-{small['soort']}"].titel
    folder = Path(shutil.copytree(boek.folder, tmp_path / "_book"))
    page = folder / PAGE
    text = page.read_text(encoding="utf-8")
    [table] = [t for t in re.findall(r"<table.*?</table>", text, re.S) if title in t]
    years = [int(y) for y in re.findall(r"<th[^>]*>\s*(20\d\d)\s*</th>", table)]
    row = next(r for r in re.findall(r"<tr.*?</tr>", table, re.S) if title in r)
    cells = list(re.finditer(r"<td[^>]*>(.*?)</td>", row, re.S))
    cell = cells[years.index(int(small["jaar"])) - len(years)]
    assert cell[1].strip() == "verborgen"
    changed = row[: cell.start(1)] + str(small["aantal"]) + row[cell.end(1) :]
    page.write_text(text.replace(row, changed), encoding="utf-8")
    found = {leak.wat: leak for leak in attack(folder)}
    leak = found[f"{title}, {small['gebied']}, {small['jaar']}"]
    assert leak.laagste == leak.hoogste == small["aantal"]
    assert any(place.startswith(PAGE) for place in leak.waar)
