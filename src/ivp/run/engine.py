"""The papermill engine ``ivp``: each notebook in a process forked from one with the libraries.

Multiprocessing's fork server imports ``ivp.run.preloaded`` once; ``ivp.run.notebook_process`` is
what a fork does. Where that cannot be, papermill's own engine runs the notebook in a Jupyter kernel
of the usual kind: same outcome, later, and a note says why (docs/adr/0080-one-papermill-engine.md).
"""

from __future__ import annotations

import json
import multiprocessing
import os
import platform
import signal
import threading
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any, cast

from jupyter_client.manager import AsyncKernelManager
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.engines import Engine, NBClientEngine, NotebookExecutionManager, papermill_engines

from ivp.run import notebook_guard, notebook_process, workers

NAME = "ivp"
"""Of the engine, for papermill; ``pyproject.toml`` makes it known by the same name."""
_START_SECONDS = 60
_starting = threading.Lock()


class Refused(Exception):
    """No process could be forked; the reason, in Dutch, as the end of a sentence."""


class Running:
    """The processes of the notebooks that are being run; ``note`` hears of a slower way, once."""

    def __init__(self, note: Callable[[str], None] = lambda _: None) -> None:
        self._note = note
        self._lock = threading.Lock()
        self._leaders: set[int] = set()
        self._stopped = False
        self._told = False

    def add(self, leader: int) -> None:
        """Process ``leader`` has started for a notebook."""
        with self._lock:
            self._leaders.add(leader)
            if self._stopped:
                _kill(leader)

    def end(self, leader: int) -> None:
        """It is done: end it, with all that it started."""
        with self._lock:
            self._leaders.discard(leader)
            _kill(leader)

    def stop(self) -> None:
        """End them all, and what starts from now on."""
        with self._lock:
            self._stopped = True
            for leader in self._leaders:
                _kill(leader)

    def refused(self, reason: str) -> None:
        """Say that notebooks take longer."""
        with self._lock:
            first, self._told = not (self._told or self._stopped), True
        if first:
            self._note(
                f"Let op: de notitieboeken starten elk vanaf nul en duren dus langer, omdat "
                f"{reason}. De uitkomst is dezelfde."
            )


def _kill(leader: int) -> None:
    """Kill a process and all that it started; it leads a session of its own."""
    with suppress(ProcessLookupError, PermissionError):
        if hasattr(os, "killpg"):
            os.killpg(leader, signal.SIGKILL)
        else:
            os.kill(leader, signal.SIGTERM)  # on Windows as hard


class Fork:
    """A process for one notebook; raises ``Refused`` when there can be none."""

    def __init__(self, folder: str, guard: list[str]) -> None:
        if not workers.CAN_FORK:
            raise Refused("dit besturingssysteem dat niet kan")
        if multiprocessing.current_process().daemon:  # such as a worker of Dask with a nanny
            raise Refused("dit proces zelf geen andere mag starten")
        context = workers.context()
        self._link, theirs = context.Pipe()
        given = (theirs, dict(os.environ), folder, guard)
        self._process = context.Process(target=notebook_process.serve, args=given)
        try:
            with _starting, theirs:
                self._process.start()
        except (OSError, EOFError) as error:
            raise Refused(f"er geen proces bij kan ({type(error).__name__}: {error})") from error
        self.leader: int = cast(int, self._process.pid)

    def ready(self) -> None:
        """Wait until it can run cells; raises ``Refused``."""
        try:
            answer = self._receive(_START_SECONDS)
        except (TimeoutError, EOFError) as error:
            raise Refused("een proces bij het starten al stopte") from error
        if "refused" in answer:
            raise Refused(answer["refused"])

    def run(self, place: int, source: str, seconds: float | None) -> dict[str, Any]:
        """Run a cell: ``outputs`` by place, and the ``count``. Raises ``EOFError`` when the process
        dies, and ``TimeoutError``."""
        with suppress(OSError):
            self._link.send_bytes(json.dumps({"cell": place, "source": source}).encode())
        return self._receive(seconds)

    def _receive(self, seconds: float | None) -> dict[str, Any]:
        ready = wait([self._link, self._process.sentinel], seconds)
        if not ready:
            raise TimeoutError
        if self._link not in ready:
            raise EOFError
        try:
            answer: dict[str, Any] = json.loads(self._link.recv_bytes())
        except OSError as error:
            raise EOFError from error
        return answer

    def close(self) -> None:
        """The end: nothing more is asked of it."""
        self._link.close()
        self._process.join()


class ForkingEngine(Engine):  # type: ignore[misc]  # papermill has no types
    """Runs a notebook as a Jupyter kernel would, in a process forked for it."""

    @classmethod
    def execute_managed_notebook(
        cls,
        nb_man: NotebookExecutionManager,
        kernel_name: str,
        *,
        running: Running | None = None,
        folder: str = "",
        guard: tuple[str, str] | tuple[()] = (),
        execution_timeout: float | None = None,
        on_cell_execute: Callable[..., None] = lambda **_: None,
        **kwargs: Any,
    ) -> None:
        """Run the cells of ``nb_man.nb`` in ``folder``, each for ``execution_timeout`` seconds.

        ``guard``: the project's folder and the file that the notebook may read there
        (``notebook_guard``). As nbclient it calls ``on_cell_execute``, and raises
        ``CellTimeoutError`` and ``DeadKernelError``.
        """
        running, folder = running or Running(), folder or str(Path.cwd())
        try:
            fork = Fork(folder, list(guard))
            running.add(fork.leader)
            try:
                fork.ready()
                _run_cells(nb_man, fork, execution_timeout, on_cell_execute)
            finally:
                running.end(fork.leader)
                fork.close()
        except Refused as reason:
            running.refused(str(reason))
            kwargs |= {"execution_timeout": execution_timeout, "on_cell_execute": on_cell_execute}
            _run_in_kernel(nb_man, kernel_name, running, folder, guard, kwargs)


def _run_cells(
    nb_man: NotebookExecutionManager,
    fork: Fork,
    seconds: float | None,
    begins: Callable[..., None],
) -> None:
    """As papermill does with a kernel: up to the first cell that fails without being allowed to."""
    for place, cell in enumerate(nb_man.nb.cells):
        try:
            nb_man.cell_start(cell, place)
            begins(cell=cell, cell_index=place)
            if not _run_cell(nb_man.nb, place, fork, seconds):
                nb_man.cell_exception(cell, cell_index=place)
                break
        finally:
            nb_man.cell_complete(cell, cell_index=place)
    nb_man.nb.metadata["language_info"] = {"name": "python", "version": platform.python_version()}


def _run_cell(nb: NotebookNode, place: int, fork: Fork, seconds: float | None) -> bool:
    """Run one cell and put what it showed in ``nb``; whether it did not fail."""
    cell = nb.cells[place]
    tags = cell.metadata.get("tags", [])
    if cell.cell_type != "code" or not cell.source.strip() or "skip-execution" in tags:
        return True
    try:
        answer = fork.run(place, cell.source, seconds)
    except TimeoutError:
        raise CellTimeoutError.error_from_timeout_and_cell("", int(seconds or 0), cell) from None
    except EOFError:
        raise DeadKernelError("Kernel died") from None
    cell["execution_count"] = answer["count"]
    for other, outputs in answer["outputs"].items():
        nb.cells[int(other)]["outputs"] = [NotebookNode(o) for o in outputs]  # type: ignore[no-untyped-call]
    failed = any(output.output_type == "error" for output in cell.outputs)
    return not failed or "raises-exception" in tags


def _run_in_kernel(
    nb_man: NotebookExecutionManager,
    kernel_name: str,
    running: Running,
    folder: str,
    guard: tuple[str, str] | tuple[()],
    given: dict[str, Any],
) -> None:
    """The usual way: in a kernel that Jupyter starts."""
    leaders: list[int] = []

    class Manager(AsyncKernelManager):
        async def start_kernel(self, **more: Any) -> None:  # type: ignore[override]
            await super().start_kernel(**more)
            leaders.append(cast(Any, self.provisioner).pid)
            running.add(leaders[-1])

    try:
        NBClientEngine.execute_managed_notebook(
            nb_man,
            kernel_name,
            kernel_manager_class=Manager,
            # Not papermill's cwd, which moves this whole process, other threads included.
            resources={"metadata": {"path": folder}},
            extra_arguments=notebook_guard.arguments(*guard) if guard else [],
            **given,
        )
    finally:
        for leader in leaders:
            running.end(leader)


papermill_engines.register(NAME, ForkingEngine)
