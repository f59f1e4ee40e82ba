"""The same inputs give the same bytes, and a build that is killed leaves the last good edition."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ivp.editions.manifest import DURATIONS, Edition
from ivp.editions.verify import verify
from tests.boek.conftest import ROOT, ivp

OTHERWISE = {
    "TZ": "America/Los_Angeles",
    "LC_ALL": "C",
    "LANG": "C",
    "PYTHONHASHSEED": "77",
    "IVP_WERKERS": "1",
}
"""Another time zone, locale, order of sets, and one worker instead of many."""
STAGES = ("Instellingen controleren", "Indicatoren berekenen", "Notitieboeken uitvoeren", "PDF")


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


@pytest.mark.skipif(os.name == "nt", reason="Windows kent geen SIGKILL")
def test_killed_at_each_stage(copied: Path, edition: Path) -> None:
    """Each time further on; the edition that stood there is whole after every one of them."""
    before = Edition.read(edition).id
    params = copied / "params/boek.yml"
    for number, stage in enumerate(STAGES):
        # Other inputs each time: what the store remembers would skip the stage.
        text = re.sub(r"(?m)^zaad: \d+$", f"zaad: {number + 1}", params.read_text("utf-8"))
        params.write_text(text, "utf-8")
        killed_after(copied, stage)
        found = verify(copied / "_book")
        assert found.whole
        assert found.edition.id == before, stage
    done = ivp(copied, "book", "--renderer", "ingebouwd")
    assert done.returncode == 0, done.stdout + done.stderr
    assert verify(copied / "_book").whole
    assert Edition.read(copied / "_book").id != before
    assert [path.name for path in copied.glob("_book?*")] == []


def killed_after(root: Path, stage: str) -> None:
    """Start a build and kill it, and all it started, when ``stage`` has ended."""
    process = subprocess.Popen(
        [sys.executable, "-m", "ivp", "book", "--renderer", "ingebouwd"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root / "src"), "IVP_PROJECT": ""},
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    assert process.stderr is not None
    seen = []
    for line in process.stderr:
        seen.append(line)
        if stage in line:
            break
    os.killpg(process.pid, signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL, "".join(seen)
