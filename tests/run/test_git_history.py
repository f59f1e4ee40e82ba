"""When a chapter last changed: what git says, and the edition's day where git cannot say."""

from __future__ import annotations

import datetime as dt
import os
import re
import subprocess
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from ivp.paths import Project
from ivp.run.git_history import commit, last_changed

EDITIE = dt.date(2026, 11, 23)
CONFIG: Any = SimpleNamespace(
    boek=SimpleNamespace(editie=SimpleNamespace(datum=EDITIE)),
    chapters=[SimpleNamespace(text="chapters/a.qmd", notebook="notebooks/a.ipynb")],
)


def git(folder: Path, *words: str, day: str = "2026-01-01") -> None:
    when = f"{day}T12:00:00+0000"
    names = {"GIT_AUTHOR_NAME": "x", "GIT_AUTHOR_EMAIL": "x@example.nl"}
    names |= {"GIT_COMMITTER_NAME": "x", "GIT_COMMITTER_EMAIL": "x@example.nl"}
    dates = {"GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when}
    subprocess.run(["git", *words], cwd=folder, check=True, env={**os.environ, **names, **dates})


@pytest.fixture
def project(tmp_path: Path) -> Project:
    for name in ("index.qmd", "chapters/a.qmd", "chapters/é b.qmd", "notebooks/a.ipynb"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("een")
    return Project(tmp_path)


def test_without_git_every_chapter_has_the_editions_day(project: Project) -> None:
    assert set(last_changed(project, CONFIG).values()) == {EDITIE}
    assert commit(project) == "onbekend"


def test_text_or_notebook_whichever_is_newer(project: Project) -> None:
    git(project.root, "init", "-q")
    git(project.root, "add", ".")
    git(project.root, "commit", "-qm", "een", day="2026-01-02")
    (project.root / "notebooks/a.ipynb").write_text("twee")
    git(project.root, "commit", "-qam", "twee", day="2026-03-04")
    found = last_changed(project, CONFIG)
    assert found == {
        "index.qmd": dt.date(2026, 1, 2),
        "chapters/a.qmd": dt.date(2026, 3, 4),
        "chapters/é b.qmd": dt.date(2026, 1, 2),
    }
    assert re.fullmatch(r"[0-9a-f]{40}", commit(project))
    (project.root / "chapters/é b.qmd").write_text("nog niet vastgelegd")
    assert commit(project).endswith(" met niet-vastgelegde wijzigingen")
    assert last_changed(project, CONFIG)["chapters/é b.qmd"] == EDITIE


def test_half_a_history_says_nothing(project: Project, tmp_path: Path) -> None:
    test_text_or_notebook_whichever_is_newer(project)
    git(project.root, "clone", "-q", "--depth=1", f"file://{project.root}", "kopie")
    assert set(last_changed(Project(project.root / "kopie"), CONFIG).values()) == {EDITIE}
