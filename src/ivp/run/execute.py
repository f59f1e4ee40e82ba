"""Run notebooks through papermill, some at a time, each in a process of its own."""

from __future__ import annotations

import logging
import re
import warnings
from collections.abc import Callable, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import papermill
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.exceptions import PapermillExecutionError

from ivp.errors import NotitieboekFout
from ivp.paths import Project
from ivp.run import engine
from ivp.run.workers import warm_up, workers

_TIMEOUT_SECONDS = 300
_LABEL = re.compile(r"#\|\s*label:\s*(\S+)")
_WHY = "zonder dit notitieboek heeft het hoofdstuk geen cijfers"


@dataclass(frozen=True)
class Job:
    """One notebook to run, where the executed copy goes, and with which parameters.

    ``invoer`` is its declared input: with it, the notebook can read nothing else of the project.
    """

    id: str
    source: Path
    target: Path
    parameters: dict[str, Any]
    invoer: Path | None = None


class Kernels:
    """Runs notebooks as they are handed in, as many side by side as there are workers.

    ``note`` gets what the user should know though all goes on.
    """

    def __init__(self, project: Project, note: Callable[[str], None] = lambda _: None) -> None:
        self._project = project
        self._running = engine.Running(note)
        warm_up(project.root)
        # What nbclient logs about a kernel that dies, we raise.
        logging.getLogger("papermill").setLevel(logging.CRITICAL)
        self._pool = ThreadPoolExecutor(workers())
        self._after = ThreadPoolExecutor(1)
        self._failed = False

    def submit(self, job: Job, done: Callable[[Job], None]) -> Future[None]:
        """Run ``job``, then call ``done`` in a thread that keeps no notebook waiting.

        The future raises the ``NotitieboekFout`` of the notebook, or what ``done`` raises. After a
        failure, jobs that have not started yet are cancelled.
        """
        outcome: Future[None] = Future()

        def work() -> None:
            if self._failed:
                outcome.cancel()
            if not outcome.set_running_or_notify_cancel():
                return
            try:
                _one(self._project, job, self._running)
                self._after.submit(finish)
            except BaseException as error:
                self._failed = True
                outcome.set_exception(error)

        def finish() -> None:
            try:
                done(job)
                outcome.set_result(None)
            except BaseException as error:
                self._failed = True
                outcome.set_exception(error)

        self._pool.submit(work)
        return outcome

    def close(self, *, hard: bool = False) -> None:
        """Wait for what runs, or with ``hard`` leave nothing running."""
        if hard:
            self._failed = True
            self._pool.shutdown(wait=False, cancel_futures=True)
            self._running.stop()
        self._pool.shutdown()
        self._after.shutdown()


def execute(
    project: Project,
    jobs: Sequence[Job],
    done: Callable[[str], None],
    note: Callable[[str], None] = lambda _: None,
) -> None:
    """Run all ``jobs``; ``done`` is called with the id of each that has finished.

    Raises the first ``NotitieboekFout``; jobs not yet started are then not run.
    """
    kernels = Kernels(project, note)
    hard = True
    try:
        futures = [kernels.submit(job, lambda job: done(job.id)) for job in jobs]
        for future in as_completed(futures):
            future.result()
        hard = False
    except CancelledError:
        first = next(f for f in futures if not f.cancelled() and f.exception())
        raise first.exception() or RuntimeError from None
    finally:
        kernels.close(hard=hard)


def _one(project: Project, job: Job, processes: engine.Running) -> None:
    job.target.parent.mkdir(parents=True, exist_ok=True)
    name = project.relative(job.source)
    running = ""

    def starts(cell: Any, cell_index: int) -> None:
        nonlocal running
        running = f", {_cell_name(cell.source, cell_index)}"

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            papermill.execute_notebook(
                str(job.source),
                str(job.target),
                parameters=job.parameters,
                kernel_name="python3",
                progress_bar=False,
                request_save_on_cell_execute=False,
                execution_timeout=_TIMEOUT_SECONDS,
                engine_name=engine.NAME,
                running=processes,
                folder=str(project.notebooks),
                guard=(str(project.root), str(job.invoer)) if job.invoer else (),
                on_cell_execute=starts,
            )
    except PapermillExecutionError as error:
        raise _explain(error, name, job.id) from error
    except CellTimeoutError as error:
        raise NotitieboekFout(
            f"Een cel was na {_TIMEOUT_SECONDS} seconden nog niet klaar",
            waar=f"{name} (hoofdstuk {job.id}){running}",
            waarom=_WHY,
            doe="probeer het opnieuw; blijft het zo, laat de analist dan kijken",
        ) from error
    except (DeadKernelError, RuntimeError) as error:
        raise NotitieboekFout(
            "Het rekenproces van dit notitieboek stopte onverwacht",
            waar=f"{name} (hoofdstuk {job.id}){running}",
            waarom=_WHY,
            doe="controleer of er genoeg geheugen vrij is en probeer het opnieuw",
        ) from error


def _explain(error: PapermillExecutionError, name: str, run_id: str) -> NotitieboekFout:
    """The error of a cell, in Dutch, with the cell that it happened in."""
    cell = _cell_name(error.source or "", error.cell_index)
    # A kernel without any memory left cannot even say so: the error then has no text.
    silent = error.ename == "CellExecutionError" and not error.evalue
    if error.ename == "MemoryError" or silent:
        return NotitieboekFout(
            "De cel mislukte zonder melding, waarschijnlijk door te weinig geheugen"
            if silent
            else "Er was niet genoeg geheugen",
            waar=f"{name} (hoofdstuk {run_id}), {cell}",
            waarom=_WHY,
            doe="sluit andere programma's en probeer het opnieuw",
        )
    # Our own errors already say in three Dutch lines what is wrong; other errors are bugs.
    ours = "Waarom dit telt:" in str(error.evalue)
    return NotitieboekFout(
        str(error.evalue).split("\n  Waarom")[0] if ours else f"{error.ename}: {error.evalue}",
        waar=f"{name} (hoofdstuk {run_id}), {cell}",
        waarom=_WHY,
        doe=str(error.evalue).rsplit("Wat u kunt doen: ", 1)[-1]
        if ours
        else "meld dit aan de analist; met --debug ziet die de volledige melding",
    )


def _cell_name(source: str, index: int) -> str:
    """A cell as its maker knows it: by its label, else by its place."""
    label = _LABEL.search(source)
    return f"cel {label.group(1)}" if label else f"cel {index}"
