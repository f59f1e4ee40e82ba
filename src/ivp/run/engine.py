"""The papermill engine ``ivp``: each notebook in a process forked from one with the libraries.

Multiprocessing's fork server imports ``ivp.run.preloaded`` once; ``ivp.run.notebook_process`` is
what a fork does. Where that cannot be, papermill's own engine runs the notebook in a Jupyter kernel
of the usual kind: same outcome, later, and a note says why (docs/adr/0080-one-papermill-engine.md).
"""

from __future__ import annotations

import json
import math
import multiprocessing
import os
import platform
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any, cast

from jupyter_client.manager import AsyncKernelManager
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from papermill.clientwrap import PapermillNotebookClient
from papermill.engines import Engine, NBClientEngine, NotebookExecutionManager, papermill_engines
from papermill.log import logger
from papermill.utils import remove_args

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
            answer = self.receive(time.monotonic() + _START_SECONDS)
        except (TimeoutError, EOFError) as error:
            raise Refused("een proces bij het starten al stopte") from error
        if answer["msg_type"] == "refused":
            raise Refused(answer["content"]["why"])

    def send(self, source: str) -> None:
        """The next cell to run."""
        with suppress(OSError):  # who waits for an answer hears of it
            self._link.send_bytes(source.encode())

    def receive(self, until: float) -> dict[str, Any]:
        """The next message; raises ``EOFError`` when it has died, and ``TimeoutError``."""
        left = None if until == math.inf else max(0, until - time.monotonic())
        ready = wait([self._link, self._process.sentinel], left)
        if not ready:
            raise TimeoutError
        if self._link not in ready:
            raise EOFError
        try:
            message: dict[str, Any] = json.loads(self._link.recv_bytes())
        except OSError as error:
            raise EOFError from error
        return message

    def close(self) -> None:
        """The end: nothing more is asked of it."""
        self._link.close()
        self._process.join()


class ForkClient(PapermillNotebookClient):  # type: ignore[misc]  # papermill has no types
    """Papermill's own client, which has its cells run by a ``Fork``."""

    def __init__(self, nb_man: NotebookExecutionManager, fork: Fork, **kwargs: Any) -> None:
        super().__init__(nb_man, record_timing=False, **kwargs)
        self._fork = fork

    def execute(self, **_: Any) -> None:
        """All cells, up to the first that fails without being allowed to."""
        self.reset_execution_trackers()
        self.papermill_execute_cells()
        language = {"name": "python", "version": platform.python_version()}
        self.nb.metadata["language_info"] = language

    def execute_cell(self, cell: NotebookNode, cell_index: int, **_: Any) -> None:
        """One cell; raises what nbclient raises of a kernel."""
        tags = cell.metadata.get("tags", [])
        if cell.cell_type != "code" or not cell.source.strip() or self.skip_cells_with_tag in tags:
            return
        if self.on_cell_execute:
            self.on_cell_execute(cell=cell, cell_index=cell_index)
        cell.outputs = []
        self.clear_before_next_output = False
        seconds = self._get_timeout(cell)
        until = math.inf if seconds is None else time.monotonic() + seconds
        self._fork.send(cell.source)
        try:
            while (message := self._fork.receive(until))["msg_type"] != "execute_reply":
                header = {"header": {"msg_type": message["msg_type"]}, "parent_header": {}}
                self.process_message({**message, **header}, cell, cell_index)
        except TimeoutError:
            raise CellTimeoutError.error_from_timeout_and_cell("", seconds, cell) from None
        except EOFError:
            raise DeadKernelError("Kernel died") from None
        error = message["content"]
        if error and not (self.allow_errors or "raises-exception" in tags):
            raise CellExecutionError.from_cell_and_msg(cell, error)


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
        **kwargs: Any,
    ) -> None:
        """Run the cells of ``nb_man.nb`` in ``folder``, each for ``execution_timeout`` seconds.

        ``guard``: the project's folder and the file that the notebook may read there
        (``notebook_guard``). Raises nbclient's ``CellTimeoutError`` and ``DeadKernelError``.
        """
        running, folder = running or Running(), folder or str(Path.cwd())
        try:
            fork = Fork(folder, list(guard))
            running.add(fork.leader)
            try:
                fork.ready()
                given = remove_args(["input_path", "start_timeout"], **kwargs)
                ForkClient(nb_man, fork, log=logger, timeout=execution_timeout, **given).execute()
            finally:
                running.end(fork.leader)
                fork.close()
        except Refused as reason:
            running.refused(str(reason))
            kwargs["execution_timeout"] = execution_timeout
            _run_in_kernel(nb_man, kernel_name, running, folder, guard, kwargs)


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
