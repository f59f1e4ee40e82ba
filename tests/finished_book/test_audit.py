"""The finished book gives no hidden count away, and the build says so when it would."""

from __future__ import annotations

import io
import json
import re
import shutil
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pypdf
import pytest
import typst

from ivp.audit import Auditor, Leak
from ivp.audit.mentions import CountKey, mentions
from ivp.audit.person_counts import PersonCounts
from ivp.audit.pieces import Piece, pieces, published
from ivp.config import load
from ivp.data import Package
from ivp.paths import Project
from ivp.store import Store
from tests.finished_book.conftest import Boek

Search = Callable[[Path], list[Leak]]
PAGE = "chapters/veld-jeugd.html"
TABLE = "_executed/downloads/veld-jeugd-tbl-uitsplitsing-jeugd"


@pytest.fixture(scope="module")
def attack(boek: Boek, tmp_path_factory: pytest.TempPathFactory) -> Search:
    project, store = Project(boek.root), Store(tmp_path_factory.mktemp("opslag"))
    return Auditor(load(project), Package.load(project), store).leaks


def read(folder: Path) -> Iterator[Piece]:
    for name, raw in published(folder):
        yield from pieces(name, raw)


def test_nothing_hidden_can_be_read_or_computed(boek: Boek, attack: Search) -> None:
    page = (boek.folder / PAGE).read_text(encoding="utf-8")
    assert "verborgen" in page, "the example has small counts, so something must be hidden"
    assert attack(boek.folder) == []


def test_the_auditor_reads_all_kinds_of_what_is_published(boek: Boek) -> None:
    kinds = {Path(piece.where.split(",")[0].split("/x")[0]).suffix for piece in read(boek.folder)}
    assert {".html", ".csv", ".pdf", ".svg", ".js", ".json"} <= kinds


def test_no_number_is_taken_for_a_hidden_count_whatever_that_would_be(boek: Boek) -> None:
    """Else a delivery that happens to have that count would stop the build without a leak."""
    project = Project(boek.root)
    words = PersonCounts(load(project), Package.load(project)).wording
    stand = json.loads((boek.folder / "_executed/editie/stand.json").read_text(encoding="utf-8"))
    hidden = {
        CountKey(name, place, int(period.replace("-", "")))
        for name, unit, place, period, *_, status in stand["cijfers"]
        if unit == "aantal" and status == "onderdrukt" and name in words.names
    }
    assert len(hidden) > 10
    told = [
        claim
        for piece in read(boek.folder)
        for claim in mentions(piece, words)
        if claim.key in hidden and claim.kind == "count" and 0 < claim.value < 1000
    ]
    assert told == []


def test_a_cell_put_back_by_hand_is_found_wherever_it_stands(
    boek: Boek, attack: Search, tmp_path: Path
) -> None:
    """The first hidden cell of the Halt table gets its count again in each kind of place."""
    config = load(Project(boek.root))
    halt = Package.load(Project(boek.root)).dataset("halt").read()
    small = halt[(halt["aantal"] > 0) & (halt["aantal"] < config.boek.drempel_van("halt"))].iloc[0]
    name, year, count = f"halt-{small['soort']}", int(small["jaar"]), int(small["aantal"])
    title = config.indicatoren[name].titel
    folder = Path(shutil.copytree(boek.folder, tmp_path / "_book"))
    spoiled = Spoiled(folder, title, name, year, count)
    places = [
        spoiled.table_in_page(),
        spoiled.figure_in_page(),
        spoiled.alt_text(),
        spoiled.csv(),
        spoiled.workbook(),
        spoiled.archive(),
        spoiled.search_index(),
        spoiled.pdf(),
        spoiled.figures_of_the_edition(),
        spoiled.json("edition.json"),
        spoiled.json("ro-crate-metadata.json"),
        spoiled.json("_executed/downloads/datapackage.json"),
        spoiled.json("_executed/downloads/dcat.jsonld"),
    ]
    found = {leak.what: leak for leak in attack(folder)}
    leak = found[f"{title}, {small['gebied']}, {year}"]
    assert leak.lowest == leak.highest == count
    for place in places:
        assert any(where.startswith(place) for where in leak.where), place


class Spoiled:
    """A finished book in which a hidden count is put back; each method returns where."""

    def __init__(self, folder: Path, title: str, name: str, year: int, count: int) -> None:
        self.folder, self.title, self.name = folder, title, name
        self.year, self.count = year, count
        self.says = f"{title}: in {year} waren het er {count}."

    def change(self, path: str, old: str, new: str) -> str:
        file = self.folder / path
        text = file.read_text(encoding="utf-8")
        assert old in text, f"{path} has no {old!r}"
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        return path

    def table_in_page(self) -> str:
        text = (self.folder / PAGE).read_text(encoding="utf-8")
        [table] = [t for t in re.findall(r"<table.*?</table>", text, re.S) if self.title in t]
        years = [int(y) for y in re.findall(r"<th[^>]*>\s*(20\d\d)\s*</th>", table)]
        row = next(r for r in re.findall(r"<tr.*?</tr>", table, re.S) if self.title in r)
        cells = list(re.finditer(r"<td[^>]*>(.*?)</td>", row, re.S))
        cell = cells[years.index(self.year) - len(years)]
        assert cell[1].strip() == "verborgen"
        return self.change(PAGE, row, row[: cell.start(1)] + str(self.count) + row[cell.end(1) :])

    def figure_in_page(self) -> str:
        traces = {"x": [self.year - 1, self.year], "y": [9, self.count], "name": self.title}
        script = f'<script type="application/json">{json.dumps({"data": [traces]})}</script>'
        return f"{self.change(PAGE, '</main>', script + '</main>')}, gegevens"

    def alt_text(self) -> str:
        picture = f'<img alt="{self.says}">'
        return f"{self.change(PAGE, '</main>', picture + '</main>')}, alt"

    def csv(self) -> str:
        path = f"{TABLE}.csv"
        text = (self.folder / path).read_text(encoding="utf-8")
        line = next(line for line in text.splitlines() if self.title in line)
        assert line.split('",')[1].startswith("verborgen")
        return self.change(path, line, line.replace("verborgen", str(self.count), 1))

    def workbook(self) -> str:
        path = self.folder / f"{TABLE}.xlsx"
        book = openpyxl.load_workbook(path)
        sheet = book.worksheets[0]
        [row] = [r for r in sheet.iter_rows() if r[0].value == self.title]
        [head] = [r for r in sheet.iter_rows() if str(self.year) in [str(c.value) for c in r]]
        at = [str(c.value) for c in head].index(str(self.year))
        assert row[at].value == "verborgen"
        row[at].value = self.count
        book.save(path)
        return f"{TABLE}.xlsx"

    def archive(self) -> str:
        path = self.folder / "_executed/downloads/open-data.zip"
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr(
                "extra.csv", f'Soort,Jaar,N\n"{self.title}",{self.year},{self.count}\n'
            )
        return "_executed/downloads/open-data.zip/extra.csv"

    def search_index(self) -> str:
        entry = json.dumps({"h": "Halt", "t": self.title, "x": self.says})
        path = "site_libs/ivp/zoekindex.js"
        return self.change(path, '"plaatsen":[', f'"plaatsen":[{entry},')

    def pdf(self) -> str:
        [path] = self.folder.glob("*.pdf")
        writer = pypdf.PdfWriter(clone_from=path)
        page = typst.compile(f"#set page(width: 20cm)\n{self.says}".encode(), format="pdf")
        writer.append(io.BytesIO(page))
        writer.write(path)
        return f"{path.name}, bladzijde {len(writer.pages)}"

    def figures_of_the_edition(self) -> str:
        path = "_executed/editie/stand.json"
        content = json.loads((self.folder / path).read_text(encoding="utf-8"))
        start = [self.name, "aantal", "GM0420", str(self.year)]
        [row] = [row for row in content["cijfers"] if row[:4] == start]
        assert row[5:] == ["", "", "", "onderdrukt"]
        row[5:] = [f"{self.count}.0", "", "", "definitief"]
        (self.folder / path).write_text(json.dumps(content), encoding="utf-8")
        return path

    def json(self, path: str) -> str:
        file = self.folder / path
        content = json.loads(file.read_text(encoding="utf-8"))
        content["extra"] = {self.name: {str(self.year): self.count}}
        file.write_text(json.dumps(content), encoding="utf-8")
        return path
