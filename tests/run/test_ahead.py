"""What is started early, and what ends when it is not wanted any more."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError
from pathlib import Path

import pytest

from ivp.paths import Project
from ivp.run import aside, unchanged


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
    aside.stop()
    monkeypatch.setenv("IVP_WERKERS", "2")
    yield
    aside.stop()


@pytest.mark.usefixtures("second")
def test_the_second_process_ends_whatever_it_does() -> None:
    before = set(multiprocessing.active_children())
    busy, waiting = aside.submit(time.sleep, 600), aside.submit(len, "abc")
    [process] = set(multiprocessing.active_children()) - before
    aside.stop()
    for _ in range(1000):  # the pool waits for it as well, in a thread: then join may see nothing
        if process.exitcode is not None:
            break
        time.sleep(0.01)
    assert process.exitcode is not None
    for future in (busy, waiting):
        with pytest.raises(CancelledError):
            future.result(timeout=10)
    assert aside.submit(len, "abc").result(timeout=60) == 3  # a new one when asked


@pytest.mark.usefixtures("second")
def test_what_a_killed_process_had_to_do_is_done_here() -> None:
    assert aside.submit(len, "abc").result(timeout=60) == 3
    [process] = [one for one in multiprocessing.active_children() if one is aside._process]
    process.kill()
    process.join(10)
    assert aside.submit(len, "abcd").result(timeout=60) == 4
