"""The fleet: books of a fictitious country, processor time for each, two processes against one.

What two processes can gain here at most stands beside it: a plain loop of arithmetic in two
processes against one, and the cores that the one process keeps busy already (Typst and the browser
use more than one).
"""

from __future__ import annotations

import multiprocessing
import os
import resource
import subprocess
import sys
import tempfile
from multiprocessing import forkserver
from pathlib import Path
from typing import Any

from benchmarks.table import Line, best, seconds, timed, times
from ivp.fleet import many, national, template
from ivp.fleet.one import Outcome
from ivp.paths import Project
from tools.example_data.country import write_all

ROOT = Path(__file__).resolve().parents[1]
BOOKS = 30
"""So many that the start is a small part, and that one round is enough."""


def _arithmetic(steps: int) -> int:
    return sum(number * number for number in range(steps))


def _ceiling(rounds: int) -> float:
    """How many times sooner two processes are done than one, with nothing to share or wait for."""
    tasks = [4_000_000] * 8
    took = {}
    for number in (1, 2):
        with multiprocessing.get_context("spawn").Pool(number) as pool:
            pool.map(_arithmetic, [1] * number, chunksize=1)  # they have started
            took[number] = best(rounds, lambda: pool.map(_arithmetic, tasks, chunksize=1)).wall
    return took[1] / took[2]


def _apart(root: Path) -> int:
    """The most memory that ``ivp book`` takes for the book in ``root``, all in one process; kB."""
    made = subprocess.Popen(
        [sys.executable, "-m", "ivp", "book", "--quiet"],
        env={**os.environ, "IVP_PROJECT": str(root), "IVP_WERKERS": "1"},
    )
    _, status, usage = os.wait4(made.pid, 0)
    made.returncode = os.waitstatus_to_exitcode(status)
    if made.returncode:
        raise RuntimeError(f"ivp book ended with {made.returncode}")
    return usage.ru_maxrss


def measure(rounds: int) -> list[Line]:
    """``BOOKS`` books with all workers starting from nothing, by one process and by two."""
    project = Project(ROOT)
    with tempfile.TemporaryDirectory(prefix="ivp-fleet-") as temporary:
        folder = Path(temporary)
        write_all(project, folder / "land")
        country = national.read(folder / "land")
        reading = best(rounds, lambda: national.read(folder / "land")).wall
        count = [0]

        def make(books: int, processes: int) -> None:
            count[0] += 1
            chosen = country.gemeenten[:books]
            jobs = list(many.jobs(project, country, chosen, folder / str(count[0])))
            outcomes: list[Outcome] = []
            many.build(jobs, outcomes.append, number=processes)
            # Waited for, its processor time counts; and the next one starts from nothing again.
            server: Any = forkserver
            server._forkserver._stop()
            if failed := [one.detail for one in outcomes if one.cause]:
                raise RuntimeError(failed[0])

        first = best(rounds, lambda: make(1, 1))
        alone = timed(lambda: make(BOOKS, 1))
        # Of all processes that have ended since the start, the largest. It is that of a worker as
        # long as it is more than we take ourselves, which processes that we start begin with.
        worker = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
        both = timed(lambda: make(BOOKS, 2))
        [job] = many.jobs(project, country, country.gemeenten[:1], folder / "apart")
        apart = _apart(template.make(project, job.folder, job.gemeente, job.files).root)
    if resource.getrusage(resource.RUSAGE_SELF).ru_maxrss >= min(worker, apart):
        raise RuntimeError("the benchmark takes more memory than what it measures")
    ceiling = _ceiling(rounds)
    each = (alone.cpu - first.cpu) / (BOOKS - 1)
    wall = (alone.wall - first.wall) / (BOOKS - 1)
    # Both start from nothing, and each process makes a first book; the books after that scale.
    after = max(both.wall - first.wall, 1e-9) / (BOOKS - 2)
    ratio = wall / after
    return [
        Line("reading the national tables of 340 municipalities, once", seconds(reading)),
        Line("the first book, worker's start included", seconds(first.wall)),
        Line("each book after the first, processor time", seconds(each), "", "≤ 2 s", each <= 2),
        Line("each book after the first, on the clock", seconds(wall)),
        Line(
            f"{BOOKS} books with two processes",
            seconds(both.wall),
            f"one process {seconds(alone.wall)}: {ratio:.1f}× for each book after the first, "
            f"{times(alone.wall, both.wall)} with the first",
            "≥ 1.8×",
            ratio >= 1.8,
        ),
        Line(
            f"memory of one worker, after {BOOKS} books",
            f"{worker / 1024:.0f} MB",
            f"one book by `ivp book` in one process {apart / 1024:.0f} MB",
            "no more",
            worker <= apart,
        ),
        Line("the same arithmetic with two processes", f"{ceiling:.1f}×", "one process"),
        Line(
            "cores kept busy by one process",
            f"{alone.cpu / alone.wall:.2f}",
            f"by two {both.cpu / both.wall:.2f}",
        ),
    ]
