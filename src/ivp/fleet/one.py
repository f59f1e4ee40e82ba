"""The book of one municipality, made in a worker."""

from __future__ import annotations

import os
import time
import traceback
from dataclasses import dataclass
from functools import cache
from multiprocessing import util
from pathlib import Path
from typing import TYPE_CHECKING

from ivp.errors import IvpFout
from ivp.fleet import template
from ivp.fleet.national import Gemeente
from ivp.paths import Project
from ivp.store import Store, digest, sha256, write

if TYPE_CHECKING:
    from ivp.run.drawing import Drawer


@dataclass(frozen=True)
class Job:
    """What a worker gets: the municipality with its rows, and where the folders are.

    ``project`` must be readable and ``folder`` writable under the same path for every worker.
    """

    gemeente: Gemeente
    files: dict[str, bytes]
    project: Path
    folder: Path
    key: str

    @property
    def done(self) -> Path:
        """Holds ``key`` once the book is complete."""
        return self.folder / ".klaar"


@dataclass(frozen=True)
class Outcome:
    """How it went: ``cause`` is empty when the book is there; times in seconds."""

    code: str
    cause: str = ""
    detail: str = ""
    wall: float = 0.0
    cpu: float = 0.0


def build(job: Job) -> Outcome:
    """Make the book; failures come back as an ``Outcome``, never as an exception."""
    os.environ.update(IVP_WERKERS="1", IVP_GEMEENTE="", IVP_PROJECT=str(job.folder))
    # One store for all books: what they share is made once, on this machine.
    os.environ.setdefault("IVP_OPSLAG", str(job.folder.parent / ".opslag"))
    cpu, wall = _cpu(), time.monotonic()
    cause = detail = ""
    try:
        _make(job)
        write(job.done, job.key.encode())
    except IvpFout as error:
        cause, detail = error.wat.splitlines()[0], str(error)
    except Exception as error:
        cause, detail = f"{type(error).__name__}", traceback.format_exc()
    return Outcome(job.gemeente.code, cause, detail, time.monotonic() - wall, _cpu() - cpu)


@cache
def _drawer(root: Path, store: Path) -> Drawer:
    """One browser for all books of this worker, which share the store in that folder."""
    from ivp.run.drawing import Drawer

    drawer = Drawer(Project(root), Store(store))
    util.Finalize(None, drawer.close, exitpriority=10)
    return drawer


def _make(job: Job) -> None:
    from ivp import book
    from ivp.audit import audit
    from ivp.book import typst_pdf
    from ivp.editions import seal
    from ivp.editions.manifest import EMBEDDED
    from ivp.run import pipeline
    from ivp.run.progress import Progress

    project = template.make(Project(job.project), job.folder, job.gemeente, job.files)
    drawer = _drawer(job.project, Store.of(project).folder)
    pipeline.run(project, Progress(quiet=True), drawer=drawer)

    def finish(folder: Path) -> None:
        try:
            book.render(project, folder)
        finally:
            typst_pdf.forget()
        seal.seal(project, folder, renderer=EMBEDDED)
        book.check(project, folder)
        audit(project, folder)  # also of what the edition says for machines

    book.publish(project, finish)


def shared(project: Project) -> str:
    """The checksum of what all books have in common: template, notebooks, look, definitions."""
    roots = [project.root / name for name in template.SHARED]
    roots += [template.TEMPLATE, *sorted(project.params.glob("*.yml"))]
    return digest(
        [
            (path.relative_to(root.parent).as_posix(), sha256(path.read_bytes()))
            for root in roots
            for path in ([root] if root.is_file() else sorted(root.rglob("*")))
            if path.is_file()
        ]
    )


def key(files: dict[str, bytes], *others: str) -> str:
    """The checksum of what a book follows from: its data, and the checksums of the rest."""
    return digest([{name: sha256(raw) for name, raw in files.items()}, others])


def _cpu() -> float:
    t = os.times()
    return t.user + t.system + t.children_user + t.children_system
