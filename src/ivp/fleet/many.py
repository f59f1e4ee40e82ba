"""All books: side by side in processes of this machine, or on a Dask cluster.

A book that is complete, from the same inputs, is not made again: a run that was stopped goes on
where it was. A book that fails is tried again; what keeps failing is reported by cause.
"""

from __future__ import annotations

import importlib
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
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
    if scheduler:
        _on_dask(todo, done, scheduler)
    else:
        _here(todo, done, number or workers.workers())


def _here(todo: Sequence[Job], done: Callable[[Outcome], None], number: int) -> None:
    how = workers.context("ivp.fleet.geladen")
    waiting = [(job, 1) for job in todo]
    while waiting:
        running: dict[Future[Outcome], tuple[Job, int]] = {}
        again: list[tuple[Job, int]] = []
        with ProcessPoolExecutor(number, how, begin, (dict(os.environ),)) as pool:
            try:
                while waiting or running:
                    # No more handed out than are at work: else all data would be in memory.
                    while waiting and len(running) < number + 1:
                        job, tries = waiting.pop(0)
                        running[pool.submit(one.build, job)] = (job, tries)
                    finished, _ = wait(running, return_when=FIRST_COMPLETED)
                    for future in finished:
                        job, tries = running.pop(future)
                        try:
                            outcome = future.result()
                        except BrokenProcessPool:
                            outcome = Outcome(job.gemeente.code, _KILLED)
                        if outcome.cause and tries < TRIES:
                            again.append((job, tries + 1))
                        else:
                            done(outcome)
            except BrokenProcessPool:
                again += running.values()
        waiting += again


def begin(environment: dict[str, str]) -> None:
    """In a worker: the environment of now, not that in which the first one was started."""
    os.environ.clear()
    os.environ.update(environment)
    workers.begin()


def _on_dask(todo: Sequence[Job], done: Callable[[Outcome], None], scheduler: str) -> None:
    try:
        distributed: Any = importlib.import_module("distributed")
        killed: Any = importlib.import_module("distributed.scheduler").KilledWorker
    except ImportError:
        raise IvpFout(
            "Dask is niet geïnstalleerd",
            waarom="met --scheduler worden de boeken op een Dask-cluster gemaakt",
            doe="installeer de uitbreiding: pip install 'ivp[vloot]', of laat --scheduler weg",
        ) from None
    with distributed.Client(scheduler, timeout="30s") as client:
        tries = {job.gemeente.code: 1 for job in todo}
        by_code = {job.gemeente.code: job for job in todo}

        def submit(job: Job) -> Any:
            # A new attempt is a new task: Dask would give the outcome of the old one.
            key = f"boek-{job.gemeente.code}-{job.key[:8]}-{tries[job.gemeente.code]}"
            return client.submit(one.build, job, key=key, pure=False)

        running = distributed.as_completed([submit(job) for job in todo], raise_errors=False)
        for future in running:
            code = future.key.split("-")[1]
            try:
                outcome = future.result()
            except killed:
                outcome = Outcome(code, _KILLED)
            if outcome.cause and tries[code] < TRIES:
                tries[code] += 1
                running.add(submit(by_code[code]))
            else:
                done(outcome)
