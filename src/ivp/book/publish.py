"""A new book takes the place of the old one at once, or not at all."""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from ivp.errors import RenderFout
from ivp.paths import Project

T = TypeVar("T")


def publish(project: Project, build: Callable[[Path], T]) -> T:
    """Let ``build`` make the book in a new folder beside ``_book/``, then swap the two.

    Returns what ``build`` returns. When it fails, or the process dies, ``_book/`` is as it was; the
    remains are cleared away the next time. Raises ``RenderFout`` when another build is under way.
    """
    with _lock(project):
        _recover(project)
        new = project.root / f"_book.nieuw-{os.getpid()}"
        old = project.root / f"_book.oud-{os.getpid()}"
        new.mkdir()
        try:
            result = build(new)
            if project.book.exists():
                project.book.rename(old)
            new.rename(project.book)
        except BaseException:
            if old.exists() and not project.book.exists():
                old.rename(project.book)
            shutil.rmtree(new, ignore_errors=True)
            raise
        shutil.rmtree(old, ignore_errors=True)
        return result


def _recover(project: Project) -> None:
    """Clear what a killed build left. We hold the lock, so nobody is using it."""
    for old in sorted(project.root.glob("_book.oud-*")):
        if not project.book.exists():
            old.rename(project.book)
        else:
            shutil.rmtree(old)
    for new in project.root.glob("_book.nieuw-*"):
        shutil.rmtree(new)


@contextmanager
def _lock(project: Project) -> Iterator[None]:
    # SQLite's lock is the operating system's: it goes when its process goes, on every platform.
    project.cache.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(project.cache / "boek.lock", timeout=0, isolation_level=None)
    try:
        connection.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError:
        connection.close()
        raise RenderFout(
            "Het boek wordt op dit moment al gemaakt, in een ander venster of door een collega",
            waarom="twee tegelijk zouden elkaars pagina's overschrijven",
            doe="wacht tot de ander klaar is en geef de opdracht dan opnieuw",
        ) from None
    try:
        yield
    finally:
        connection.close()
