"""Run notebooks through papermill, some at a time, each in a process of its own."""

from __future__ import annotations

import json
import logging
import re
import warnings
from collections.abc import Callable, Iterable
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from typing import Any

import papermill
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.exceptions import PapermillExecutionError

from ivp.config import Chapter
from ivp.errors import NotitieboekFout
from ivp.paths import Project
from ivp.run import engine
from ivp.run.workers import warm_up, workers

_TIMEOUT_SECONDS = 300
_LABEL = re.compile(r"#\|\s*label:\s*(\S+)")
_WHY = "zonder dit notitieboek heeft het hoofdstuk geen cijfers"


class Notebooks:
    """Runs the notebooks of chapters, as many side by side as there are workers.

    ``note`` gets what the user should know though all goes on.
    """

    def __init__(self, project: Project, note: Callable[[str], None] = lambda _: None) -> None:
        self._project = project
        self._processes = engine.Running(note)
        warm_up(project.root)
        # What nbclient logs about a kernel that dies, we raise.
        logging.getLogger("papermill").setLevel(logging.CRITICAL)
        self._pool = ThreadPoolExecutor(workers())
        self._failed = False

    def run(
        self, chapter: Chapter, then: Callable[[bytes], None] = lambda _: None
    ) -> Future[bytes]:
        """The executed notebook of ``chapter``, as JSON; ``then`` is called with it first.

        Raises the ``NotitieboekFout`` of the notebook. After a failure, those that have not started
        yet are cancelled.
        """
        outcome: Future[bytes] = Future()

        def work() -> None:
            if self._failed:
                outcome.cancel()
            if not outcome.set_running_or_notify_cancel():
                return
            try:
                made = _execute(self._project, chapter, self._processes)
                then(made)
                outcome.set_result(made)
            except BaseException as error:
                self._failed = True
                outcome.set_exception(error)

        self._pool.submit(work)
        return outcome

    def close(self, *, hard: bool = False) -> None:
        """Wait for what runs, or with ``hard`` leave nothing running."""
        if hard:
            self._failed = True
            self._processes.stop()
        self._pool.shutdown()


def execute(
    project: Project,
    chapters: Iterable[Chapter],
    note: Callable[[str], None] = lambda _: None,
) -> dict[str, bytes]:
    """The executed notebooks of all ``chapters``, as JSON by their ids.

    Raises the first ``NotitieboekFout``; what has not started yet is then not run.
    """
    notebooks = Notebooks(project, note)
    hard = True
    try:
        running = {chapter.id: notebooks.run(chapter) for chapter in chapters}
        for future in as_completed(running.values()):
            if not future.cancelled():
                future.result()
        hard = False
        return {name: future.result() for name, future in running.items()}
    finally:
        notebooks.close(hard=hard)


def _execute(project: Project, chapter: Chapter, processes: engine.Running) -> bytes:
    place = f"{chapter.notebook} (hoofdstuk {chapter.id})"
    running = ""

    def starts(cell: Any, cell_index: int) -> None:
        nonlocal running
        running = f", {_cell_name(cell.source, cell_index)}"

    own = {"invoer": str(chapter.input)} if chapter.input.name else {}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            made = papermill.execute_notebook(
                str(project.root / chapter.notebook),
                None,
                parameters={**chapter.parameters, **own},
                kernel_name="python3",
                progress_bar=False,
                execution_timeout=_TIMEOUT_SECONDS,
                engine_name=engine.NAME,
                running=processes,
                folder=str(project.notebooks),
                guard=(str(project.root), str(chapter.input)) if own else (),
                on_cell_execute=starts,
            )
    except PapermillExecutionError as error:
        raise _explain(error, place) from error
    except CellTimeoutError as error:
        raise NotitieboekFout(
            f"Een cel was na {_TIMEOUT_SECONDS} seconden nog niet klaar",
            waar=f"{place}{running}",
            waarom=_WHY,
            doe="probeer het opnieuw; blijft het zo, laat de analist dan kijken",
        ) from error
    except (DeadKernelError, RuntimeError) as error:
        raise NotitieboekFout(
            "Het rekenproces van dit notitieboek stopte onverwacht",
            waar=f"{place}{running}",
            waarom=_WHY,
            doe="controleer of er genoeg geheugen vrij is en probeer het opnieuw",
        ) from error
    return json.dumps(made, ensure_ascii=False).encode()


def _explain(error: PapermillExecutionError, place: str) -> NotitieboekFout:
    """The error of a cell, in Dutch, with the cell that it happened in."""
    where = f"{place}, {_cell_name(error.source or '', error.cell_index)}"
    # A process without any memory left cannot even say so: the error then has no text.
    silent = error.ename == "CellExecutionError" and not error.evalue
    if error.ename == "MemoryError" or silent:
        return NotitieboekFout(
            "De cel mislukte zonder melding, waarschijnlijk door te weinig geheugen"
            if silent
            else "Er was niet genoeg geheugen",
            waar=where,
            waarom=_WHY,
            doe="sluit andere programma's en probeer het opnieuw",
        )
    # Our own errors already say in three Dutch lines what is wrong; other errors are bugs.
    said = str(error.evalue)
    ours = "Waarom dit telt:" in said
    return NotitieboekFout(
        said.split("\n  Waarom")[0] if ours else f"{error.ename}: {said}",
        waar=where,
        waarom=_WHY,
        doe=said.rsplit("Wat u kunt doen: ", 1)[-1]
        if ours
        else "meld dit aan de analist; met --debug ziet die de volledige melding",
    )


def _cell_name(source: str, index: int) -> str:
    """A cell as its maker knows it: by its label, else by its place."""
    label = _LABEL.search(source)
    return f"cel {label.group(1)}" if label else f"cel {index}"
