"""All notebooks: our engine against stock papermill one by one."""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import papermill

from benchmarks.table import Line, best, seconds, times
from ivp.config import Chapter
from ivp.paths import Project
from ivp.run.execute import execute
from ivp.run.workers import warm_up, workers

ROOT = Path(__file__).resolve().parents[1]
GOAL = 8


def chapters_of_the_book() -> list[Chapter]:
    """All chapters of this project, in the order that their notebooks start in."""
    from ivp.run import pipeline
    from ivp.run.progress import Progress

    project = Project(ROOT)
    prepared = pipeline.prepare(project, Progress(quiet=True))
    return pipeline.longest_first(project, prepared.chapters)


def stock(chapter: Chapter) -> None:
    """One notebook as papermill runs it by itself."""
    papermill.execute_notebook(
        str(ROOT / chapter.notebook),
        None,
        parameters={**chapter.parameters, "invoer": str(chapter.input)},
        kernel_name="python3",
        progress_bar=False,
        cwd=str(ROOT / "notebooks"),
    )


def ours_once(chapters: list[Chapter]) -> None:
    """All notebooks with our engine."""
    execute(Project(ROOT), chapters)


def measure(rounds: int) -> list[Line]:
    """Stock and ours, one by one and side by side; the start of the fork server counts."""
    chapters = chapters_of_the_book()
    warm_up(ROOT)  # sets the environment that stock kernels get too

    def forked() -> None:
        # In a process of its own, with a fork server of its own.
        with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
            pool.submit(ours_once, chapters).result()

    def side_by_side() -> None:
        with ThreadPoolExecutor(workers()) as pool:
            list(pool.map(stock, chapters))

    stock(chapters[0])  # so that nobody pays for cold files
    base = best(min(rounds, 2), lambda: list(map(stock, chapters)))
    both = best(min(rounds, 2), side_by_side)
    ours = best(rounds, forked)
    ratio = base.wall / ours.wall
    return [
        Line(
            f"{len(chapters)} notebooks, our own start included",
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
