"""The same inputs give the same bytes."""

from __future__ import annotations

import datetime as dt
import io
import os
import shutil
import subprocess
import zipfile
from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pikepdf
import pytest

from ivp import dutch
from ivp.editions import crate
from ivp.editions.manifest import DURATIONS, NAME, Edition
from tests.finished_book.conftest import ROOT, Boek, ivp

WEST = ZoneInfo("America/Los_Angeles")
COMMITTED = "2026-01-02T03:04:05+00:00"
OTHERWISE = {
    "TZ": "America/Los_Angeles",
    "LC_ALL": "C",
    "LANG": "C",
    "PYTHONHASHSEED": "77",
    "IVP_WERKERS": "1",
}
"""Another time zone, locale, order of sets, and one worker instead of many."""


@pytest.fixture(scope="module")
def copied(boek: Boek, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project of the book in git, with what its store holds and nothing else that was made."""
    built = shutil.ignore_patterns("_book*", "_executed", "_variables.yml")
    target = shutil.copytree(boek.root, tmp_path_factory.mktemp("dubbel") / "boek", ignore=built)
    shutil.copyfile(ROOT / ".gitignore", target / ".gitignore")
    # What an earlier book left: a table that is in no chapter any more.
    (target / "_executed/downloads").mkdir(parents=True)
    (target / "_executed/downloads/colofon-tbl-verdwenen.csv").write_text("oud\n", "utf-8")
    who = ["-c", "user.name=t", "-c", "user.email=t@localhost"]
    day = {"GIT_AUTHOR_DATE": COMMITTED, "GIT_COMMITTER_DATE": COMMITTED}
    for words in (["init", "-q"], ["add", "-A"], [*who, "commit", "-qm", "editie"]):
        subprocess.run(["git", *words], cwd=target, check=True, env={**os.environ, **day})
    return target


@pytest.fixture(scope="module")
def edition(copied: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its book, in an archive."""
    profiles = ["--profile", "concept,beoordeling"]
    done = ivp(copied, "book", "--renderer", "ingebouwd", *profiles)
    assert done.returncode == 0, done.stdout + done.stderr
    return shutil.copytree(copied / "_book", tmp_path_factory.mktemp("archief") / "editie")


def test_made_again_elsewhere_under_other_conditions(
    copied: Path, edition: Path, tmp_path: Path
) -> None:
    """From git, with an empty store: every byte of the book and of the executed notebooks."""
    assert len(Edition.read(edition).commit) == 40
    (copied / "index.qmd").write_text("# Iets anders {.unnumbered}\n", "utf-8")  # years later
    again = tmp_path / "opnieuw"
    done = ivp(copied, "rebuild", str(edition), "--out", str(again), **OTHERWISE)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "byte voor byte" in done.stdout
    assert content(again) == content(edition)
    assert {n for n in Edition.read(again).uitvoer if n.endswith(".pdf")} != set()
    assert Edition.read(again).uitgevoerd == Edition.read(edition).uitgevoerd != {}


def test_no_day_of_making_is_in_the_book(copied: Path, edition: Path) -> None:
    """Two builds of one day cannot differ in their day; so nothing may name it.

    What the clock adds within a day, the test above would see.
    """
    made = (edition / "edition.json").stat().st_mtime
    days = {dt.datetime.fromtimestamp(made, zone).date() for zone in (dt.UTC, WEST)}
    words = {form for day in days for form in forms(day)}
    given = b"".join(path.read_bytes() for path in copied.glob("params/**/*.yml"))
    given += (copied / "data/datapackage.json").read_bytes() + COMMITTED.encode()
    if any(word in given for day in days for word in forms(day)):
        pytest.skip("vandaag zijn er cijfers overgenomen: die dag hoort in het boek")
    found = [
        f"{name}: {word.decode()}"
        for name, raw in [*content(edition).items(), *notebooks(copied).items()]
        for part in parts(name, raw)
        for word in words
        if word in part
    ]
    assert found == []


def test_an_edition_outside_git_cannot_be_made_again(boek: Boek, tmp_path: Path) -> None:
    assert Edition.read(boek.folder).commit == "onbekend"
    done = ivp(boek.root, "rebuild", "_book", "--out", str(tmp_path / "x"))
    assert done.returncode == 1
    assert "niet van een vastgelegde versie" in done.stderr


def forms(day: dt.date) -> list[bytes]:
    """A day as books, notebooks and PDF write it."""
    texts = [day.isoformat(), f"{day:%Y%m%d}", f"{day:%d-%m-%Y}", dutch.date(day)]
    return [text.encode() for text in texts]


def parts(name: str, raw: bytes) -> Iterator[bytes]:
    """The text of a file: of packages what is in them and when, of a PDF what it says of itself."""
    if name.endswith((".xlsx", ".zip")):
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            for entry in archive.infolist():
                yield "{:04}-{:02}-{:02}".format(*entry.date_time).encode()
                yield from parts(entry.filename, archive.read(entry))
    elif name.endswith(".pdf"):
        with pikepdf.open(io.BytesIO(raw)) as pdf:
            yield str(dict(pdf.docinfo)).encode()
            with pdf.open_metadata() as metadata:
                yield str(metadata).encode()
    elif not name.endswith((".png", ".woff2", "plotly.min.js", NAME, crate.NAME)):
        # The last two name checksums, in which any digits may stand; they follow from the rest.
        yield raw


def notebooks(project: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (project / "_executed").glob("*.ipynb")}


def content(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != DURATIONS
    }
