"""The same inputs give the same bytes."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from ivp.editions.manifest import DURATIONS, Edition
from tests.boek.conftest import ROOT, ivp

OTHERWISE = {
    "TZ": "America/Los_Angeles",
    "LC_ALL": "C",
    "LANG": "C",
    "PYTHONHASHSEED": "77",
    "IVP_WERKERS": "1",
}
"""Another time zone, locale, order of sets, and one worker instead of many."""


@pytest.fixture(scope="module")
def copied(boek, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project of the book in git, with what its store holds and nothing else that was made."""
    built = shutil.ignore_patterns("_book*", "_executed", "_variables.yml")
    target = shutil.copytree(boek.root, tmp_path_factory.mktemp("dubbel") / "boek", ignore=built)
    shutil.copyfile(ROOT / ".gitignore", target / ".gitignore")
    for words in (
        ["init", "-q"],
        ["add", "-A"],
        ["-c", "user.name=t", "-c", "user.email=t@localhost", "commit", "-qm", "editie"],
    ):
        subprocess.run(["git", *words], cwd=target, check=True)
    return target


@pytest.fixture(scope="module")
def edition(copied: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Its book, in an archive."""
    done = ivp(copied, "book", "--renderer", "ingebouwd")
    assert done.returncode == 0, done.stdout + done.stderr
    return shutil.copytree(copied / "_book", tmp_path_factory.mktemp("archief") / "editie")


def test_made_again_elsewhere_under_other_conditions(
    copied: Path, edition: Path, tmp_path: Path
) -> None:
    """From git, with an empty store: every byte of the book and of the executed notebooks."""
    assert len(Edition.read(edition).commit) == 40
    (copied / "index.qmd").write_text("# Iets anders {.unnumbered}\n", "utf-8")  # years later
    again = tmp_path / "opnieuw"
    done = ivp(copied, "rebuild", str(edition), "--uit", str(again), **OTHERWISE)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "byte voor byte" in done.stdout
    assert content(again) == content(edition)


def test_an_edition_outside_git_cannot_be_made_again(boek, tmp_path: Path) -> None:
    assert Edition.read(boek.folder).commit == "onbekend"
    done = ivp(boek.root, "rebuild", "_book", "--uit", str(tmp_path / "x"))
    assert done.returncode == 1
    assert "niet van een vastgelegde versie" in done.stderr


def content(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != DURATIONS
    }
