"""What is started early, and what ends when it is not wanted any more."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from ivp.paths import Project
from ivp.run import unchanged, workers
from tests.run.conftest import gone


@pytest.fixture
def project(tmp_path: Path) -> Project:
    for name in ("chapters/een.qmd", "data/cijfers.csv", "index.qmd", "_variables.yml"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return Project(tmp_path)


def only_text(project: Project) -> bool:
    return unchanged.only_text(project, unchanged.inputs(project))


def finish(project: Project) -> None:
    unchanged.remember(project, unchanged.inputs(project))


def test_without_a_book_figures_are_expected(project: Project) -> None:
    assert not only_text(project)
    finish(project)
    assert not only_text(project)  # something else is not what it was: the book itself
    (project.cache / "boek.json").write_text("[]")
    assert not only_text(project)


def test_only_text_changed(project: Project) -> None:
    finish(project)
    (project.root / "chapters/een.qmd").write_text("Een zin.")
    assert only_text(project)
    (project.root / "chapters/twee.qmd").write_text("Nog een bladzijde.")
    (project.root / "index.qmd").unlink()
    assert only_text(project)
    (project.root / "data/cijfers.csv").write_text("1")
    assert not only_text(project)


@pytest.fixture
def second(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(workers, "_pool", None)
    monkeypatch.setenv("IVP_WERKERS", "2")
    yield
    assert workers._pool is not None
    workers._pool.shutdown()


@pytest.mark.usefixtures("second")
def test_what_a_killed_process_had_to_do_is_done_here() -> None:
    process = workers.submit(os.getpid).result(timeout=60)
    assert process != os.getpid()
    waiting = workers.submit(time.sleep, 1)
    os.kill(process, signal.SIGKILL)
    assert waiting.result(timeout=60) is None
    assert workers.submit(len, "abcd").result(timeout=60) == 4
    assert workers.submit(os.getpid).result(timeout=60) != os.getpid()  # a new one


@pytest.mark.usefixtures("second")
def test_an_error_there_is_an_error_here() -> None:
    with pytest.raises(ZeroDivisionError):
        workers.submit(divmod, 1, 0).result(timeout=60)


def test_one_worker_does_it_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "_pool", None)
    monkeypatch.setenv("IVP_WERKERS", "1")
    assert workers.submit(os.getpid).result() == os.getpid()
    with pytest.raises(ZeroDivisionError):
        workers.submit(divmod, 1, 0).result()
    assert not workers.running()


PARENT = """
import os, time
from ivp.run import workers
print(workers.submit(os.getpid).result(), flush=True)
workers.submit(time.sleep, 600)
time.sleep(600)
"""


def test_it_dies_with_who_asked_for_it() -> None:
    given = {**os.environ, "IVP_WERKERS": "2", "PYTHONPATH": os.pathsep.join(sys.path)}
    asked = subprocess.Popen(
        [sys.executable, "-c", PARENT], env=given, stdout=subprocess.PIPE, text=True
    )
    assert asked.stdout is not None
    process = int(asked.stdout.readline())
    asked.kill()
    asked.wait()
    asked.stdout.close()
    assert gone(process)
