"""All notebooks: our engine against stock papermill one by one."""

from __future__ import annotations

import multiprocessing
import tempfile
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import papermill

from benchmarks.table import Line, best, seconds, times
from ivp.paths import Project
from ivp.run import execute as ex
from ivp.run.workers import warm_up, workers

ROOT = Path(__file__).resolve().parents[1]
GOAL = 8


def jobs_of_the_book(folder: Path) -> list[ex.Job]:
    """All runs of this project, with outcomes in ``folder``, in the order that they start in."""
    from ivp.run import pipeline
    from ivp.run.progress import Progress

    plans = pipeline.prepare(Project(ROOT), Progress(quiet=True)).plans
    return [
        ex.Job(
            plan.run.id,
            plan.source,
            folder / f"{plan.run.id}.ipynb",
            {**plan.parameters, "invoer": str(plan.invoer)},
        )
        for plan in pipeline.longest_first(plans)
    ]


def stock(job: ex.Job) -> None:
    """One notebook as papermill runs it by itself."""
    papermill.execute_notebook(
        str(job.source),
        str(job.target),
        parameters=job.parameters,
        kernel_name="python3",
        progress_bar=False,
        cwd=str(ROOT / "notebooks"),
    )


def ours_once(jobs: list[ex.Job]) -> None:
    """All notebooks with our engine."""
    ex.execute(Project(ROOT), jobs, lambda _: None)


def measure(rounds: int) -> list[Line]:
    """Stock and ours, one by one and side by side; the start of the fork server counts."""
    with tempfile.TemporaryDirectory() as temporary:
        jobs = jobs_of_the_book(Path(temporary))
        project = Project(ROOT)
        warm_up(project.root)  # sets the environment that stock kernels get too

        def forked() -> None:
            # In a process of its own, with a fork server of its own.
            with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
                pool.submit(ours_once, jobs).result()

        def side_by_side() -> None:
            with ThreadPoolExecutor(workers()) as pool:
                list(pool.map(stock, jobs))

        stock(jobs[0])  # so that nobody pays for cold files
        base = best(min(rounds, 2), lambda: [stock(job) for job in jobs])
        both = best(min(rounds, 2), side_by_side)
        ours = best(rounds, forked)
    ratio = base.wall / ours.wall
    return [
        Line(
            f"{len(jobs)} notebooks, our own start included",
            seconds(ours.wall),
            f"stock papermill one by one {seconds(base.wall)}: {times(base.wall, ours.wall)}",
            f"≥ {GOAL}×",
            ratio >= GOAL,
        ),
        Line(
            "the same, against stock papermill side by side",
            seconds(ours.wall),
            f"{seconds(both.wall)}: {times(both.wall, ours.wall)}",
        ),
        Line(
            "the same, in processor time",
            seconds(ours.cpu),
            f"{seconds(base.cpu)}: {times(base.cpu, ours.cpu)}",
        ),
    ]
