"""All books: side by side in processes of this machine, or on a Dask cluster.

A book that is complete, from the same inputs, is not made again: a run that was stopped goes on
where it was. A book that fails is tried again; what keeps failing is reported by cause.
"""

from __future__ import annotations

import importlib
import os
import sys
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ivp.code import Code
from ivp.errors import IvpFout
from ivp.fleet import one
from ivp.fleet.national import Gemeente, National
from ivp.fleet.one import Job, Outcome
from ivp.paths import Project
from ivp.run import workers

TRIES = 3
_KILLED = "Het rekenproces is gestopt, misschien door te weinig geheugen"


def jobs(
    project: Project, national: National, chosen: Sequence[Gemeente], folder: Path
) -> Iterator[Job]:
    """One job per municipality, made when it is asked for."""
    code = Code().digest("ivp.fleet.one", "ivp.run.pipeline", "ivp.book.render")
    shared = one.shared(project)
    for gemeente in chosen:
        files = national.cut(gemeente)
        key = one.key(files, shared, code)
        own = folder.absolute() / gemeente.code.lower()
        yield Job(gemeente, files, project.root, own, key)


def complete(job: Job) -> bool:
    """Whether the book is there, from the same inputs."""
    try:
        return job.done.read_text() == job.key and (job.folder / "_book/index.html").is_file()
    except OSError:
        return False


def build(
    todo: Sequence[Job],
    done: Callable[[Outcome], None],
    scheduler: str | None = None,
    number: int | None = None,
) -> None:
    """Make all books; ``done`` hears of each that is made or given up.

    ``scheduler``: the address of a Dask cluster (``tcp://…``); without it ``number`` processes here
    (default: as many as cores and memory allow).
    """
    waiting = deque((job, 1) for job in todo)
    while waiting:
        with _pool(scheduler, number or workers.workers()) as (pool, at_once):
            running: dict[Future[Outcome], tuple[Job, int]] = {}
            try:
                while waiting or running:
                    while waiting and len(running) < at_once:
                        running[pool.submit(one.build, waiting[0][0])] = waiting[0]
                        waiting.popleft()
                    for future in wait(running, return_when=FIRST_COMPLETED).done:
                        job, tries = running.pop(future)
                        outcome = _outcome(job, future)
                        if outcome.cause and tries < TRIES:
                            waiting.append((job, tries + 1))
                        else:
                            done(outcome)
            except BrokenProcessPool:  # it takes no more: the rest goes to a new one
                waiting.extend(running.values())


def _outcome(job: Job, future: Future[Outcome]) -> Outcome:
    """How it went; what is raised tells that its process was stopped."""
    error = future.exception()
    return Outcome(job.gemeente.code, _KILLED, repr(error)) if error else future.result()


@contextmanager
def _pool(scheduler: str | None, number: int) -> Iterator[tuple[Executor, int]]:
    """What makes the books, and how many it is given at a time."""
    if scheduler is None:
        how = workers.context("ivp.fleet.book_preload")
        with ProcessPoolExecutor(number, how, begin, (dict(os.environ),)) as pool:
            # No more handed out than are at work: else all data would be in memory.
            yield pool, number + 1
        return
    try:
        distributed: Any = importlib.import_module("distributed")
    except ImportError:
        raise IvpFout(
            "Dask is niet geïnstalleerd",
            waarom="met --scheduler worden de boeken op een Dask-cluster gemaakt",
            doe="installeer de uitbreiding: pip install 'ivp[vloot]', of laat --scheduler weg",
        ) from None
    with distributed.Client(scheduler, timeout="30s") as client, client.get_executor() as pool:
        yield pool, sys.maxsize


def begin(environment: dict[str, str]) -> None:
    """In a worker: the environment of now, not that in which the first one was started."""
    os.environ.clear()
    os.environ.update(environment)
    workers.begin()
