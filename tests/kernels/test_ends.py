"""However a kernel ends: one clear error, no hang, and no process left."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from ivp.errors import NotitieboekFout
from ivp.kernels import warm
from ivp.paths import Project
from ivp.run import execute as ex
from tests.kernels.conftest import gone, job

MARK = """
import os, pathlib, signal, subprocess, sys, time
child = subprocess.Popen(['sleep', '600'])
pathlib.Path('{folder}/pids').write_text(f'{{os.getpid()}} {{child.pid}}')
"""


def fails(project: Project, ending: str) -> tuple[NotitieboekFout, float]:
    """Run a notebook whose labelled cell ends badly: the error, and the seconds it took.

    The kernel and the process that its notebook started are gone by then.
    """
    given = job(project, MARK.format(folder=project.root), f"#| label: fig-slecht\n{ending}")
    started = time.monotonic()
    with pytest.raises(NotitieboekFout) as caught:
        ex.execute(project, [given], lambda _: pytest.fail("klaar?"), pytest.fail)
    seconds = time.monotonic() - started
    pids = [int(word) for word in (project.root / "pids").read_text().split()]
    assert gone(*pids), "een proces bleef achter"
    assert caught.value.waar == "notebooks/proef.ipynb (hoofdstuk proef), cel fig-slecht"
    return caught.value, seconds


@pytest.mark.parametrize(
    ("ending", "wat"),
    [
        ("os.kill(os.getpid(), signal.SIGKILL)", "stopte onverwacht"),
        ("os.kill(os.getpid(), signal.SIGSEGV)", "stopte onverwacht"),
        ("os._exit(3)", "stopte onverwacht"),
        ("1 / 0", "ZeroDivisionError"),
        (
            "import resource\nresource.setrlimit(resource.RLIMIT_AS, (2**31, 2**31))\n"
            "rows = bytearray(2**32)",
            "niet genoeg geheugen",
        ),
    ],
)
def test_kernel_that_ends_badly(project: Project, ending: str, wat: str) -> None:
    error, seconds = fails(project, ending)
    assert wat in error.wat
    assert seconds < 15


def test_kernel_without_any_memory_left(project: Project) -> None:
    # Whether it can still say so, says nothing at all or dies depends on what it asked for
    # first; the officer is pointed at the memory in each case.
    error, seconds = fails(
        project,
        "import resource\nresource.setrlimit(resource.RLIMIT_AS, (1, 1))\n"
        "rows = [bytearray(10**6) for _ in range(10**4)]",
    )
    assert "geheugen" in str(error)
    assert seconds < 15


@pytest.mark.parametrize(
    "ending",
    [
        "time.sleep(600)",
        "signal.pthread_sigmask(signal.SIG_BLOCK, set(signal.Signals))\nwhile True: pass",
        "os.kill(os.getpid(), signal.SIGSTOP)",
    ],
)
def test_kernel_that_takes_too_long(
    project: Project, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    monkeypatch.setattr(ex, "_TIMEOUT_SECONDS", 1)
    error, seconds = fails(project, ending)
    assert error.wat == "Een cel was na 1 seconden nog niet klaar"
    assert seconds < 15


def test_parent_that_is_killed_takes_its_kernels_along(project: Project) -> None:
    parent = ex.warm_up(project)
    assert parent.pid is not None
    os.kill(parent.pid, 0)

    def kill() -> None:
        pids = project.root / "pids"
        while not pids.exists() or len(pids.read_text().split()) < 2:
            time.sleep(0.02)
        time.sleep(0.3)
        os.kill(parent.pid or 0, signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    given = job(project, MARK.format(folder=project.root), "#| label: fig-x\ntime.sleep(600)")
    with pytest.raises(NotitieboekFout, match="stopte onverwacht") as caught:
        ex.execute(project, [given], lambda _: None)
    killer.join()
    assert "cel fig-x" in str(caught.value)
    kernel, child = map(int, (project.root / "pids").read_text().split())
    assert gone(kernel)
    os.kill(child, signal.SIGKILL)  # nobody is left to do that
    # the next run starts a new parent, without a note
    again = job(project, "print(1)", name="nog-eens")
    done: list[str] = []
    ex.execute(project, [again], done.append, pytest.fail)
    assert done == ["nog-eens"]


RUN = """
import sys, pathlib
from ivp.kernels import warm
from ivp.paths import Project
from ivp.run import execute as ex
project = Project(pathlib.Path(sys.argv[1]))
if sys.argv[2] == 'gewoon':
    warm.Parent._launch = lambda *_: (_ for _ in ()).throw(warm.Refused('het moet'))
books, outcomes = project.notebooks, project.cache
jobs = [ex.Job(n, books / f'{n}.ipynb', outcomes / f'{n}.ipynb', {}) for n in 'abcd']
parent = ex.warm_up(project)
(project.root / 'parent').write_text(f'{parent.pid or 0} {parent.folder}')
ex.execute(project, jobs, print)
"""


@pytest.mark.parametrize(
    ("kind", "number"),
    [("warm", signal.SIGINT), ("gewoon", signal.SIGINT), ("warm", signal.SIGKILL)],
)
def test_run_that_is_stopped_leaves_nothing(project: Project, kind: str, number: int) -> None:
    for name in "abcd":
        folder = project.root / name
        folder.mkdir()
        job(project, MARK.format(folder=folder) + "time.sleep(600)", name=name)
    environment = {**os.environ, "PYTHONPATH": str(Path(ex.__file__).parents[2])}
    run = subprocess.Popen(
        [sys.executable, "-c", RUN, str(project.root), kind],
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    end = time.monotonic() + 60
    while not all((project.root / n / "pids").exists() for n in "abcd"[: ex.workers()]):
        assert run.poll() is None and time.monotonic() < end, "begon niet"
        time.sleep(0.05)
    time.sleep(0.3)
    run.send_signal(number)
    started = time.monotonic()
    _, complaint = run.communicate(timeout=30)
    assert time.monotonic() - started < 10
    assert "KeyboardInterrupt" in complaint or number != signal.SIGINT
    parent, folder = (project.root / "parent").read_text().split(" ", 1)
    pids = [int(word) for path in project.root.glob("?/pids") for word in path.read_text().split()]
    assert len(pids) == 2 * ex.workers(), "na het stoppen is nog een notitieboek begonnen"
    assert gone(*pids, *([int(parent)] if int(parent) else []))
    assert not Path(folder).exists()


def test_nothing_is_left_after_a_good_run(project: Project) -> None:
    jobs = [job(project, "import os\nprint(os.getpid())", name=f"n{i}") for i in range(4)]
    parent = ex.warm_up(project)
    ex.execute(project, jobs, lambda _: None, pytest.fail)
    pids = [int(n) for given in jobs for n in re.findall(r'"(\d+)\\n"', given.target.read_text())]
    assert len(pids) == 4
    assert gone(*pids, seconds=0.1)
    assert list(parent.folder.iterdir()) == []
    warm.stop()
    assert not parent.folder.exists()
    assert parent.pid is not None
    assert gone(parent.pid, seconds=0.1)
