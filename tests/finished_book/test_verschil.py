"""The story: a source gets a revised year; the diff of the editions names that and no more."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pytest
import yaml

from ivp.book import findings
from ivp.book.postprocess import FEED
from ivp.editions import change_report
from ivp.editions.compare import Changes, compare_books
from ivp.editions.manifest import Edition
from ivp.editions.record import EditionRecord
from ivp.editions.verify import verify
from ivp.paths import Project
from tests.finished_book.conftest import ROOT, Boek, ivp

BRON, INDICATOR, JAAR = "rud", "milieu-overtredingen", "2024"


def revise(root: Path) -> tuple[int, int]:
    """Let the environmental service deliver another figure for one year; before and after."""
    package = root / "data/datapackage.json"
    content = json.loads(package.read_text("utf-8"))
    [resource] = [one for one in content["resources"] if one["name"] == BRON]
    path = root / "data" / resource["path"]
    (root / "data/vorige").mkdir(exist_ok=True)
    shutil.copyfile(path, root / "data/vorige" / path.name)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    year, count = rows[0].index("jaar"), rows[0].index("aantal")
    row = next(row for row in rows if row[year] == JAAR and row[0] == "overtreding")
    before = int(row[count])
    row[count] = str(before * 3)
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(rows)
    raw = path.read_bytes()
    resource |= {"bytes": len(raw), "hash": f"sha256:{hashlib.sha256(raw).hexdigest()}"}
    package.write_text(json.dumps(content, ensure_ascii=False, indent=2) + "\n", "utf-8")
    return before, before * 3


@dataclass(frozen=True)
class Verhaal:
    """The project with its second edition, and what differs from the first."""

    root: Path
    found: Changes


@pytest.fixture(scope="module")
def verhaal(boek: Boek, tmp_path_factory: pytest.TempPathFactory) -> Verhaal:
    root = shutil.copytree(boek.root, tmp_path_factory.mktemp("editie2") / "boek")
    kept = ivp(root, "keep")
    assert kept.returncode == 0, kept.stderr
    revise(root)
    params = root / "params/boek.yml"
    params.write_text(params.read_text("utf-8").replace('nummer: "0.1"', 'nummer: "0.2"'), "utf-8")
    done = ivp(root, "book", "--renderer", "ingebouwd")
    assert done.returncode == 0, done.stdout + done.stderr
    return Verhaal(root, compare_books(Project(root), boek.folder, root / "_book"))


@pytest.fixture(scope="module")
def found(verhaal: Verhaal) -> Changes:
    return verhaal.found


def test_only_the_revised_source_is_named(found: Changes) -> None:
    [source] = found.sources
    assert source.title == found.after.bronnen[BRON].titel
    assert source.rows is not None and not source.lost
    [line] = source.lines()
    assert "herziene cijfers, grootste eerst: 1 (" in line and JAAR in line


def test_only_the_indicator_of_that_source_moved(found: Changes) -> None:
    title = found.after.ontwikkeling[INDICATOR]["titel"]
    assert all(one.place.startswith(title) and JAAR in one.place for one in found.values)
    assert all(one.after is not None for one in found.values)
    # Three times as many is far outside a Poisson interval.
    assert any(one.clear for one in found.values)


def test_only_its_sentence_chapter_and_figures_changed(found: Changes) -> None:
    [sentence] = found.paragraphs
    assert sentence.page == "chapters/veld-fysiek.html"
    assert sentence.after.startswith("Overtredingen van milieuregels")
    assert "{+" in str(sentence) and "[-" in str(sentence)
    assert found.conclusions == ()
    figures = {one.name: one for one in found.series}
    assert set(figures) == {
        "veld-fysiek-fig-ontwikkeling-fysiek",
        "veld-fysiek-tbl-kort-fysiek",
        "veld-fysiek-tbl-overzicht-fysiek",
    }
    series = figures["veld-fysiek-fig-ontwikkeling-fysiek"].cells
    assert {cell.row for cell in series} == {f"Overtredingen van milieuregels, {JAAR}"}
    assert [cell.column for cell in series] == ["Waarde", "Ondergrens", "Bovengrens"]


def test_nothing_else_is_named(found: Changes) -> None:
    assert {tier: {title: len(lines) for title, lines in parts.items()}
            for tier, parts in found.tiers().items()} == {
        "Kijk hier eerst naar": {"Cijfers die meer verschillen dan de marge": 1},
        "Controleer": {"Bronnen": 1, "Figuren en tabellen met andere cijfers": 3, "Zinnen": 1},
    }  # fmt: skip


def test_the_chapter_in_the_book_says_the_same(verhaal: Verhaal) -> None:
    page = (verhaal.root / "_book/chapters/veranderd.html").read_text("utf-8")
    assert "De vorige editie is 0.1" in page
    for words in ("Kijk hier eerst naar", "Controleer", "groter dan de marge", "herziene cijfers"):
        assert words in page
    assert "<del>" in page and '<th scope="col">Was</th>' in page
    assert page.count('href="veld-fysiek.html#') >= 3  # a figure, a table and a sentence
    assert findings(verhaal.root / "_book") == []


def test_the_feed_has_one_entry_for_each_edition(verhaal: Verhaal) -> None:
    name = "{http://www.w3.org/2005/Atom}"
    feed = ElementTree.parse(verhaal.root / "_book" / FEED).getroot()
    entries = feed.findall(f"{name}entry")
    titles = [entry.findtext(f"{name}title") for entry in entries]
    assert titles == ["Editie 0.2 (concept)", "Editie 0.1 (concept)"]
    contents = [entry.findtext(f"{name}content") or "" for entry in entries]
    assert "groter dan de marge" in contents[0]
    assert contents[1] == change_report.FIRST


def test_a_first_edition_says_so_and_every_page_points_to_the_feed(boek: Boek) -> None:
    assert change_report.FIRST in (boek.folder / "chapters/veranderd.html").read_text("utf-8")
    for page in boek.pages:
        if page.is_relative_to(boek.folder / "chapters"):
            link = f'type="application/atom+xml" title="Wijzigingen per editie" href="../{FEED}"'
            assert link in page.read_text("utf-8")


def test_an_edition_is_one_book(verhaal: Verhaal) -> None:
    """What was kept under a number stays that; the same book may be kept again."""
    [kept] = (verhaal.root / "edities").glob("*.json")
    book = shutil.copytree(verhaal.root / "_book", verhaal.root / "_vorig")
    stand = EditionRecord.read(kept)
    kept.write_bytes(stand.model_copy(update={"nummer": "0.2", "id": "0.2-anders"}).to_json())
    refused = ivp(verhaal.root, "keep", str(book))
    kept.write_bytes(stand.to_json())
    assert refused.returncode == 1
    assert "is al bewaard" in refused.stderr


def test_an_edition_does_not_differ_from_itself(boek: Boek) -> None:
    same = compare_books(Project(boek.root), boek.folder, boek.folder)
    assert same.tiers() == {}
    said = ivp(boek.root, "diff", "_book", "_book")
    assert said.returncode == 0
    assert "geen verschil" in said.stdout
    assert "geen verschil" in change_report.markdown(same)


def steps(job: str) -> list[str]:
    """The shell steps of a job of the workflow, as they stand."""
    content = yaml.safe_load((ROOT / ".github/workflows/boek.yml").read_text("utf-8"))
    return [step["run"] for step in content["jobs"][job]["steps"] if "run" in step]


def test_the_steps_of_the_workflow_publish_and_compare(
    boek: Boek, verhaal: Verhaal, tmp_path: Path
) -> None:
    """Two pushes to main: what each shell step does, with a repository as the server."""
    server, clone = tmp_path / "server.git", tmp_path / "kloon"
    who = {f"GIT_{role}_{kind}": "t@localhost" for role in ("AUTHOR", "COMMITTER")
           for kind in ("NAME", "EMAIL")}  # fmt: skip
    ignored = shutil.ignore_patterns("_book", "_executed", "_vorig", ".cache")
    shutil.copytree(verhaal.root, clone, ignore=ignored)
    shutil.copyfile(ROOT / ".gitignore", clone / ".gitignore")

    def do(command: str) -> None:
        # The environment is ours: making another one is not what this is about.
        # Quoted for the shell that starts make, and again for the one that make starts.
        python = shlex.quote(f"IN={shlex.quote(sys.executable)}")
        command = re.sub(r"^make ", lambda _: f"make -o environment {python} ", command)
        environment = {**os.environ, **who, "PYTHONPATH": str(clone / "src"), "IVP_PROJECT": ""}
        done = subprocess.run(["bash", "-ec", command], cwd=clone, env=environment,
                              capture_output=True, text=True)  # fmt: skip
        assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"

    do(f"git init -q --bare '{server}' && git init -q -b main && git add -A && git commit -qm a")
    do(f"git remote add origin '{server}'")
    after_building = steps("boek")[steps("boek").index("make book") + 1 :]
    reports = []
    for book in (boek.folder, verhaal.root / "_book"):
        shutil.rmtree(clone / "_book", ignore_errors=True)
        shutil.copytree(book, clone / "_book")
        for command in [*after_building, *steps("publiceer")]:
            do(command)
        reports.append((clone / "wijzigingen.md").read_text("utf-8"))
        do("git worktree remove --force _site; git branch -qD gh-pages")  # the next runner is new
    assert "eerste editie" in reports[0]
    assert "groter dan de marge" in reports[1]
    do("git fetch -q origin gh-pages && git worktree add -q _gepubliceerd FETCH_HEAD")
    site = clone / "_gepubliceerd"
    ids = {verhaal.found.before.id, verhaal.found.after.id}
    assert {path.name for path in (site / "edities").iterdir()} == ids
    for folder in (site / "nieuwste", *(site / "edities").iterdir()):
        assert verify(folder).whole
    assert Edition.read(site / "nieuwste").id == verhaal.found.after.id
    assert "nieuwste/" in (site / "index.html").read_text("utf-8")
