"""Warm kernels, measured and under stress; run as ``python benchmarks/kernels.py``.

``vergelijk`` (the default) runs the notebooks of this project as a loop of papermill calls would,
and then warm, in one process, and prints the ratios. ``stress`` runs 500 small notebooks, one in
five of which ends badly, and fails if one hangs, gives the wrong outcome, or leaves a process.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import nbformat
import papermill

from ivp.errors import NotitieboekFout
from ivp.kernels import warm
from ivp.paths import Project
from ivp.run import execute as ex

ROOT = Path(__file__).resolve().parents[1]


def jobs_of_the_book(folder: Path) -> list[ex.Job]:
    """All runs of this project, with outcomes in ``folder``."""
    from ivp.run.pipeline import prepare
    from ivp.run.progress import Progress

    plans = prepare(Project(ROOT), Progress(quiet=True)).plans
    return [
        ex.Job(
            plan.run.id,
            plan.source,
            folder / f"{plan.run.id}.ipynb",
            {**plan.parameters, "invoer": str(plan.invoer)},
        )
        for plan in plans
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


def timed(act: Callable[[], object]) -> tuple[float, float]:
    """Wall-clock seconds, and seconds of processor time with all child processes."""

    def used() -> float:
        t = os.times()
        return t.user + t.system + t.children_user + t.children_system

    cpu, wall = used(), time.perf_counter()
    act()
    return time.perf_counter() - wall, used() - cpu


def compare(rounds: int) -> None:
    """Stock and warm, one by one and two at once; the best of ``rounds``."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        project = Project(ROOT)
        jobs = jobs_of_the_book(folder)
        ex.warm_up(project)  # sets the environment that stock kernels get too

        def warmly(workers: int) -> None:
            ex.workers = lambda: workers
            ex.execute(project, jobs, lambda _: None)
            warm.stop()

        def early() -> None:
            ex.execute(project, jobs[-1:], lambda _: None)

        def stock_side_by_side() -> None:
            from concurrent.futures import ThreadPoolExecutor

            with ThreadPoolExecutor(2) as pool:
                list(pool.map(stock, jobs))

        ways: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {
            "papermill, een voor een": (warm.stop, lambda: [stock(job) for job in jobs]),
            "papermill, twee tegelijk": (warm.stop, stock_side_by_side),
            "warm, een voor een": (warm.stop, lambda: warmly(1)),
            "warm, twee tegelijk": (warm.stop, lambda: warmly(2)),
            "warm, ouder was al gestart": (early, lambda: warmly(2)),
        }
        stock(jobs[0])  # so that nobody pays for cold files
        best: dict[str, tuple[float, float]] = {}
        for _ in range(rounds):
            for name, (before, act) in ways.items():
                before()
                best[name] = min(best.get(name, (1e9, 1e9)), timed(act))
        base_wall, base_cpu = best["papermill, een voor een"]
        print(f"{len(jobs)} notitieboeken, beste van {rounds}; start van het ouderproces meegeteld")
        for name, (wall, cpu) in best.items():
            print(
                f"{name:26} {wall:6.2f} s {base_wall / wall:5.1f}×   "
                f"rekentijd {cpu:6.2f} s {base_cpu / cpu:5.1f}×"
            )


ENDINGS = {
    "klaar": "print('klaar')",
    "fout": "raise ValueError('fout')",
    "gedood": "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)",
    "gestopt": "import os\nos._exit(3)",
    "geheugen": "import resource\nresource.setrlimit(resource.RLIMIT_AS, (2**31, 2**31))\n"
    "rijen = bytearray(2**32)",
}


def stress(runs: int, seconds: float) -> None:
    """``runs`` notebooks, two at once, one in five badly; gives up after ``seconds``."""
    watchdog = threading.Timer(seconds, lambda: (print("hangt", flush=True), os._exit(1)))
    watchdog.daemon = True
    watchdog.start()
    chance = random.Random(20260101)
    with tempfile.TemporaryDirectory() as temporary:
        project = Project(Path(temporary))
        project.notebooks.mkdir()
        sources = {name: _write(project, name, code) for name, code in ENDINGS.items()}
        notes: list[str] = []
        outcomes: Counter[tuple[str, str]] = Counter()
        lock = threading.Lock()

        def one(number: int) -> None:
            bad = chance.random() < 0.2
            kind = chance.choice([name for name in ENDINGS if name != "klaar"]) if bad else "klaar"
            job = ex.Job(kind, sources[kind], project.cache / f"{number}.ipynb", {})
            try:
                ex._one(project, job)
                outcome = "goed"
            except NotitieboekFout:
                outcome = "fout"
            with lock:
                outcomes[kind, outcome] += 1

        parent = ex.warm_up(project, notes.append)
        from concurrent.futures import ThreadPoolExecutor

        wall, _ = timed(lambda: list(ThreadPoolExecutor(2).map(one, range(runs))))
        left = list(parent.folder.glob("*"))
        warm.stop()
        wrong = [key for key in outcomes if (key[0] == "klaar") != (key[1] == "goed")]
        print(f"{runs} keer in {wall:.0f} s: {dict(outcomes)}")
        print(f"meldingen: {notes}; overgebleven: {left}, {_children()}; verkeerd: {wrong}")
        if notes or left or wrong or _children():
            sys.exit(1)


def _write(project: Project, name: str, code: str) -> Path:
    made = nbformat.v4.new_notebook()
    made.cells = [nbformat.v4.new_code_cell("x = 1"), nbformat.v4.new_code_cell(code)]
    path = project.notebooks / f"{name}.ipynb"
    nbformat.write(made, path)
    return path


def _children() -> list[int]:
    """Processes that this one started, and that are still there."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue
        if parent == os.getpid():
            found.append(int(folder.name))
    return found


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("wat", nargs="?", choices=["vergelijk", "stress"], default="vergelijk")
    parser.add_argument("--keer", type=int, default=None)
    given = parser.parse_args()
    if given.wat == "stress":
        stress(given.keer or 500, seconds=900)
    else:
        compare(given.keer or 2)
