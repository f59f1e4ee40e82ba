"""What is kept between runs: the same book with it and without it, and nothing made for nothing."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.book import revise
from ivp.audit.hidden_counts import search
from ivp.audit.person_counts import PersonCounts
from ivp.audit.pieces import published
from ivp.config import load
from ivp.data import Package
from ivp.paths import Project
from ivp.program_versions import program_versions
from ivp.run import pipeline, staleness
from ivp.run.progress import Progress
from ivp.store import Store
from tests.finished_book.conftest import Boek, copy, ivp

MADE = ("_book", "_executed", ".cache", "_variables.yml")


@pytest.fixture
def project(boek: Boek, tmp_path: Path) -> Path:
    """A copy with the finished book and all that was kept, as on another machine."""
    target = copy(tmp_path / "elders")
    for name in MADE:
        source = boek.root / name
        (shutil.copytree if source.is_dir() else shutil.copyfile)(source, target / name)
    return target


def pages(root: Path) -> dict[str, str]:
    """The checksum of each page, PDF, download and image of the book."""
    kinds = {".html", ".pdf", ".csv", ".xlsx", ".svg", ".css", ".js"}
    return {
        path.relative_to(root).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted((root / "_book").rglob("*"))
        if path.suffix in kinds
    }


def due(root: Path) -> dict[str, tuple[str, ...]]:
    """The notebooks that have to run, with the causes."""
    prepared = pipeline.prepare(Project(root), Progress(quiet=True))
    return {one.id: one.causes for one in prepared.chapters if one.causes}


def replace(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def who_reads(root: Path, source: str) -> tuple[set[str], set[str]]:
    """The chapters that were given the deliveries, and those given figures made from a source."""
    deliveries, figures = set(), set()
    for path in (root / ".cache" / "invoer").glob("*.json"):
        content = json.loads(path.read_text("utf-8"))
        if "leveringen" in content["parts"]:
            deliveries.add(content["id"])
        column = content["table"]["columns"].index("bron")
        if any(source in row[column].split("+") for row in content["table"]["rows"]):
            figures.add(content["id"])
    return deliveries, figures


def test_nothing_is_due_on_another_machine_and_each_change_only_what_reads_it(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert due(project) == {}

    chapter = project / "chapters" / "begrippen.qmd"
    chapter.write_text(chapter.read_text("utf-8") + "\nEen zin.\n", "utf-8")
    boek = project / "params" / "boek.yml"
    boek.write_text(boek.read_text("utf-8") + "# een opmerking\n", "utf-8")
    os.utime(project / "data" / "datapackage.json")
    assert due(project) == {}  # text, comments and time stamps are nobody's input

    def only(change: Callable[[], None], undo: Path, expected: set[str], said: str) -> None:
        before = undo.read_bytes()
        change()
        found = due(project)
        assert set(found) == expected
        assert all(said in " ".join(causes) for causes in found.values()), found
        undo.write_bytes(before)

    notebook = project / "notebooks" / "colofon.ipynb"
    only(
        lambda: replace(notebook, "h = show.chapter", "x = 1\\nh = show.chapter"),
        notebook,
        {"colofon"},
        "het notitieboek colofon.ipynb gewijzigd",
    )
    lokaal = project / "params" / "gemeenten" / "medemblik.yml"
    config = pipeline.check(Project(project), Progress(quiet=True))
    only(
        lambda: replace(lokaal, "minimum_partners: 3", "minimum_partners: 2"),
        lokaal,
        {one.id for one in config.chapters if "capaciteit" in one.reads.onderdelen},
        "het onderdeel capaciteit van params gewijzigd",
    )
    monkeypatch.setattr(
        staleness, "program_versions", lambda: {**program_versions(), "pandas": "9.9"}
    )
    assert set(due(project)) == {one.id for one in config.chapters}
    assert all(
        "pandas " in causes[0] and "is nu 9.9" in causes[0] for causes in due(project).values()
    )
    monkeypatch.undo()

    deliveries, figures = who_reads(project, "verkeersongevallen")
    assert deliveries and figures and len(deliveries | figures) < len(config.chapters)
    # No figure counts accidents without casualties; the outcome of the contracts is the same.
    revise(project, "verkeersongevallen", "materieel")
    assert set(due(project)) == deliveries
    revise(project, "verkeersongevallen", "letsel")
    found = due(project)
    assert set(found) == deliveries | figures
    for causes in found.values():
        assert causes == ("bron verkeersongevallen gewijzigd, 2 rijen",)


def test_changed_code_is_named_with_its_module(project: Path) -> None:
    module = project / "src" / "ivp" / "chapters" / "means_text.py"
    module.write_text(module.read_text("utf-8") + "\n# anders\n", "utf-8")
    done = ivp(project, "status")
    said = dict(line.split(": ", 1) for line in done.stdout.splitlines())
    changed = {name for name, cause in said.items() if cause != "is bij"}
    assert "capaciteit" in changed, done.stdout + done.stderr
    assert "veld 3 (veld-jeugd)" in set(said) - changed
    assert said["capaciteit"] == "de programmatuur ivp.chapters.means_text gewijzigd"


def test_killed_halfway_and_again_gives_the_same_book(boek: Boek, project: Path) -> None:
    """A third of the notebooks, and what follows from them, are made anew, by a run that is killed
    and one that is not."""
    kept = project / ".cache" / "opslag" / "notebooks"
    number = 0
    for path in sorted(kept.iterdir()):
        executed = b'"nbformat"' in path.read_bytes() and b'"open_data"' not in path.read_bytes()
        number += executed
        if not executed or number % 3 == 0:
            path.unlink()
    number = len(list(kept.iterdir()))
    (project / ".cache" / "boek.json").unlink()
    environment = {**os.environ, "PYTHONPATH": str(project / "src"), "IVP_PROJECT": ""}
    command = [sys.executable, "-m", "ivp", "book", "--renderer", "ingebouwd", "--quiet"]
    process = subprocess.Popen(command, cwd=project, env=environment)
    while process.poll() is None and len(list(kept.iterdir())) <= number:
        time.sleep(0.02)
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert pages(project) == pages(boek.root)  # the old book stands
    shutil.rmtree(project / "_book")
    shutil.rmtree(project / "_executed")
    done = ivp(project, "book", "--renderer", "ingebouwd")
    assert done.returncode == 0, done.stdout + done.stderr
    assert pages(project) == pages(boek.root)

    again = ivp(project, "book", "--renderer", "ingebouwd")
    assert "niets gewijzigd" in again.stderr
    page = project / "_book" / "chapters" / "historie.html"
    page.write_text(page.read_text("utf-8").replace("</main>", "<p>erbij</p></main>"), "utf-8")
    repaired = ivp(project, "book", "--renderer", "ingebouwd")
    assert "niets gewijzigd" not in repaired.stderr
    assert pages(project) == pages(boek.root)


def test_the_audit_finds_the_same_from_what_was_kept(boek: Boek, tmp_path: Path) -> None:
    store, project = Store(tmp_path), Project(boek.root)
    sought = PersonCounts(load(project), Package.load(project)).sought()
    files = dict(published(boek.folder))
    fresh = search(files, sought, store)
    assert fresh, "the book tells counts that are not hidden"
    assert search(files, sought, store) == fresh
