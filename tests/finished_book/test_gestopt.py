"""A build that is killed, at whatever stage, leaves the last good book and its manifest."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ivp.config import load
from ivp.editions.verify import verify
from ivp.paths import Project
from tests.finished_book.conftest import Boek, copy, ivp

STAGES = (
    "Instellingen controleren",
    "Gegevens controleren",
    "Zien wat opnieuw moet",
    "Notitieboeken uitvoeren en figuren tekenen",
    "Vergelijken met de vorige editie",
    "Pagina's en PDF maken (ingebouwde renderer)",
    "Editie vastleggen",
)
# The whole command line, but for one stage, in which the process kills itself without a word.
KILLED = """
import os, signal, sys, threading
from ivp.cli import main
from ivp.run.progress import Progress

whole, stage = Progress.begin, sys.argv.pop()

def begin(self, name):
    if name.startswith(stage):
        open("bereikt", "w").write(name)
        threading.Timer(0.1, os.kill, (os.getpid(), signal.SIGKILL)).start()
    return whole(self, name)

Progress.begin = begin
sys.argv[0] = "ivp"
main()
"""


@pytest.fixture(scope="module")
def project(boek: Boek, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy with the finished book and what its store holds."""
    target = copy(tmp_path_factory.mktemp("gestopt") / "een kopie")
    for name in ("_book", "_executed", ".cache"):
        shutil.copytree(boek.root / name, target / name)
    return target


@pytest.mark.parametrize("stage", STAGES)
def test_killed_at_each_stage(project: Path, boek: Boek, stage: str) -> None:
    # Another input each time: what the store remembers would skip the stage. A sentence is enough
    # for the stages after the notebooks, which need not run again for it.
    params, chapter = project / "params" / "boek.yml", project / "chapters" / "begrippen.qmd"
    number = STAGES.index(stage) + 1
    seed = number if number <= 4 else load(Project(boek.root)).boek.zaad
    text = params.read_text("utf-8")
    params.write_text(re.sub(r"(?m)^zaad: \d+$", f"zaad: {seed}", text), "utf-8")
    chapter.write_text(chapter.read_text("utf-8") + f"\nEen zin, nummer {number}.\n", "utf-8")
    command = [sys.executable, "-c", KILLED, "book", "--renderer", "ingebouwd", stage]
    environment = {**os.environ, "PYTHONPATH": str(project / "src"), "IVP_PROJECT": ""}
    done = subprocess.run(command, cwd=project, env=environment, capture_output=True, text=True)
    assert done.returncode == -signal.SIGKILL, done.stdout + done.stderr
    assert (project / "bereikt").read_text().startswith(stage)
    (project / "bereikt").unlink()
    found = verify(project / "_book")
    assert found.whole
    assert found.edition == verify(boek.folder).edition


def test_the_next_build_is_whole_and_nothing_is_left_over(project: Path, boek: Boek) -> None:
    done = ivp(project, "book", "--renderer", "ingebouwd")
    assert done.returncode == 0, done.stdout + done.stderr
    found = verify(project / "_book")
    assert found.whole
    assert found.edition.kenmerk != verify(boek.folder).edition.kenmerk
    assert list(project.glob("_book.*")) == []
