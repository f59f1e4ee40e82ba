"""500 small notebooks, one in five of which ends badly: ``python -m benchmarks.stress [number]``.

Fails if one hangs, gives the wrong outcome, or leaves a process behind. Not part of
``make bench``: it takes minutes and has no other time beside it.
"""

from __future__ import annotations

import os
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import nbformat
import psutil

from ivp.config import Chapter
from ivp.config.model import Leest
from ivp.errors import NotitieboekFout
from ivp.paths import Project
from ivp.run import engine
from ivp.run import execute as ex
from ivp.run.workers import warm_up

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
        chapters = {name: _write(project, name, code) for name, code in ENDINGS.items()}
        notes: list[str] = []
        outcomes: Counter[tuple[str, str]] = Counter()
        lock = threading.Lock()

        def one(_: int) -> None:
            bad = chance.random() < 0.2
            kind = chance.choice([name for name in ENDINGS if name != "klaar"]) if bad else "klaar"
            try:
                ex._execute(project, chapters[kind], running)
                outcome = "goed"
            except NotitieboekFout:
                outcome = "fout"
            with lock:
                outcomes[kind, outcome] += 1

        warm_up(project.root)
        running = engine.Running(notes.append)
        started = time.monotonic()
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(one, range(runs)))
        wall = time.monotonic() - started
        left = [
            process for process in psutil.Process().children(recursive=True) if _is_fork(process)
        ]
        wrong = [key for key in outcomes if (key[0] == "klaar") != (key[1] == "goed")]
        print(f"{runs} keer in {wall:.0f} s: {dict(outcomes)}")
        print(f"meldingen: {notes}; overgebleven: {left}; verkeerd: {wrong}")
        if notes or left or wrong:
            sys.exit(1)


def _write(project: Project, name: str, code: str) -> Chapter:
    made = nbformat.v4.new_notebook()
    made.cells = [nbformat.v4.new_code_cell("x = 1"), nbformat.v4.new_code_cell(code)]
    path = project.notebooks / f"{name}.ipynb"
    nbformat.write(made, path)
    return Chapter(name, "", f"notebooks/{name}.ipynb", {}, Leest())


def _is_fork(process: psutil.Process) -> bool:
    """Not one of the two that multiprocessing keeps until we end."""
    parent = process.parent()
    return parent is None or parent.pid != os.getpid()


if __name__ == "__main__":
    stress(int(sys.argv[1]) if len(sys.argv) > 1 else 500, seconds=900)
