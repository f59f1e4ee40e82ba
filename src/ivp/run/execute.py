"""Run notebooks through papermill, some at a time, each in a warm kernel of its own."""

from __future__ import annotations

import logging
import os
import re
import warnings
from collections.abc import Callable, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import papermill
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.exceptions import PapermillExecutionError

from ivp.errors import NotitieboekFout
from ivp.kernels import warm
from ivp.kernels.manager import WarmManager
from ivp.paths import Project

_TIMEOUT_SECONDS = 300
_PACKAGE = Path(__file__).parents[2]
_LOADED = (
    "pandas",
    "pandas.core.methods.to_dict",
    "pandas.core.reshape.api",
    "pandas.io.formats.csvs",
    "plotly.animation",
    "plotly.graph_objs._bar",
    "plotly.graph_objs._deprecations",
    "plotly.graph_objs._figure",
    "plotly.graph_objs._scatter",
    "plotly.graph_objs.bar.*",
    "plotly.graph_objs.scatter.*",
    "plotly.io._json",
    "plotly.io._templates",
    "plotly.tools",
    "plotly.validator_cache",
    "ivp.show.*",
)
"""What kernels have in memory when they start: what the notebooks use, also where plotly and pandas
would import it late."""
_LABEL = re.compile(r"#\|\s*label:\s*(\S+)")
_WHY = "zonder dit notitieboek heeft het hoofdstuk geen cijfers"


@dataclass(frozen=True)
class Job:
    """One notebook to run: where it stands, where the executed copy goes, with which parameters."""

    id: str
    source: Path
    target: Path
    parameters: dict[str, Any]


def workers() -> int:
    """How many notebooks run side by side: the processors that this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return max(1, len(os.sched_getaffinity(0)))
    return os.cpu_count() or 1


def warm_up(project: Project, note: Callable[[str], None] = lambda _: None) -> warm.Parent:
    """Start, in the background, the process that kernels come from; the sooner the better.

    ``note`` gets one sentence if kernels must be started the slow way.
    """
    # Kernels inherit this environment: one thread each, since they share the processors, and the
    # project's own package first, so that a checkout works without being installed.
    given = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    others = [str(Path(part).absolute()) for part in given if part]
    os.environ.update(
        IVP_PROJECT=str(project.root),
        OPENBLAS_NUM_THREADS="1",
        PYDEVD_DISABLE_FILE_VALIDATION="1",
        JUPYTER_PLATFORM_DIRS="1",
        PYTHONPATH=os.pathsep.join(dict.fromkeys([str(_PACKAGE), *others])),
    )
    return warm.start(_LOADED, note)


def execute(
    project: Project,
    jobs: Sequence[Job],
    done: Callable[[str], None],
    note: Callable[[str], None] = lambda _: None,
) -> None:
    """Run all ``jobs``; ``done`` is called with the id of each that has finished.

    ``note`` gets what the user should know though all goes on. Raises the first
    ``NotitieboekFout``; jobs not yet started are then not run.
    """
    warm_up(project, note)
    # What nbclient logs about a kernel that dies, we raise.
    logging.getLogger("papermill").setLevel(logging.CRITICAL)
    with ThreadPoolExecutor(workers()) as pool:
        futures = {pool.submit(_one, project, job): job.id for job in jobs}
        for future in futures:
            future.add_done_callback(
                lambda f: None if f.cancelled() or f.exception() else done(futures[f])
            )
        try:
            finished, waiting = wait(futures, return_when=FIRST_EXCEPTION)
        except BaseException:  # Ctrl-C: leave nothing running
            pool.shutdown(wait=False, cancel_futures=True)
            warm.stop()
            raise
        for future in waiting:
            future.cancel()
        for future in finished:
            future.result()


def _one(project: Project, job: Job) -> None:
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
                cwd=str(project.notebooks),
                execution_timeout=_TIMEOUT_SECONDS,
                kernel_manager_class=WarmManager,
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
