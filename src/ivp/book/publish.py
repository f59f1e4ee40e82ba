"""A new book takes the place of the old one when it is complete, or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from filelock import FileLock, Timeout

from ivp.errors import RenderFout
from ivp.paths import Project

T = TypeVar("T")
_BUSY = "IVP_BEZIG"


def publish(project: Project, build: Callable[[Path], T]) -> T:
    """Let ``build`` make the book in a new folder beside ``_book/``, then put it in its place.

    Returns what ``build`` returns. When it fails, ``_book/`` is as it was; when the process dies,
    the remains are cleared away the next time. Raises ``RenderFout`` when another build is under
    way.
    """
    with lock(project):
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
    """Clear what a killed build left; who holds the lock knows that nobody is using it."""
    for old in sorted(project.root.glob("_book.oud-*")):
        if not project.book.exists():
            old.rename(project.book)
        else:
            shutil.rmtree(old)
    for new in project.root.glob("_book.nieuw-*"):
        shutil.rmtree(new)


def busy(project: Project) -> bool:
    """Whether this process, or the one that started it, is making the book."""
    return os.environ.get(_BUSY) == str(project.root)


@contextmanager
def lock(project: Project) -> Iterator[None]:
    """Hold the project for oneself while making a book; goes when the process goes.

    May be taken again by the process that has it, and by the processes that it starts (Quarto calls
    us back). Raises ``RenderFout`` when somebody else has it.
    """
    if busy(project):
        yield
        return
    project.cache.mkdir(parents=True, exist_ok=True)
    held = FileLock(project.cache / "boek.lock", timeout=0)
    try:
        held.acquire()
    except Timeout:
        raise RenderFout(
            "Het boek wordt op dit moment al gemaakt, in een ander venster of door een collega",
            waarom="twee tegelijk zouden elkaars pagina's overschrijven",
            doe="wacht tot de ander klaar is en geef de opdracht dan opnieuw",
        ) from None
    os.environ[_BUSY] = str(project.root)
    try:
        _recover(project)
        yield
    finally:
        os.environ.pop(_BUSY, None)
        held.release()
