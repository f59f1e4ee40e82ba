"""A warm kernel gives what a kernel started afresh gives, cell by cell."""

from __future__ import annotations

import json
import re
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import papermill
import pytest

from ivp.errors import NotitieboekFout
from ivp.paths import Project
from ivp.run import execute as ex
from tests.kernels.conftest import cells, job, printed


def stock(project: Project, given: ex.Job) -> Path:
    """Run as papermill does by itself, in the same environment."""
    ex.warm_up(project)
    target = given.target.with_name(f"{given.id}-gewoon.ipynb")
    target.parent.mkdir(parents=True, exist_ok=True)
    with suppress(papermill.PapermillExecutionError):
        papermill.execute_notebook(
            str(given.source),
            str(target),
            parameters=given.parameters,
            kernel_name="python3",
            progress_bar=False,
            cwd=str(project.notebooks),
        )
    return target


def shown(path: Path) -> list[Any]:
    """Counts and outputs per cell, without what differs between any two runs."""
    kept = [[cell.execution_count, cell.outputs] for cell in cells(path)]
    text = json.dumps(kept, sort_keys=True)
    text = re.sub(r"ipykernel_\d+/\d+", "ipykernel", text)
    text = re.sub(r"0x[0-9a-f]{6,}", "0x", text)
    result: list[Any] = json.loads(text)
    return result


ODD = (
    "import sys, os, subprocess, warnings\n"
    "print('uit'); print('fout', file=sys.stderr); print('in')",
    "os.write(1, b'rechtstreeks\\n'); subprocess.run(['echo', 'van een ander'])",
    "from IPython.display import HTML, clear_output, display\n"
    "h = display({'text/plain': 'eerst'}, raw=True, display_id='vast')\n"
    "display(HTML('<b>x</b>')); print('ertussen'); display(2)",
    "h.update({'text/plain': 'later'}, raw=True)",
    "print('weg'); clear_output(); print('blijft')\n42",
    "# mag fout\n1 / 0",
    "# mag fout\ninput('naam? ')",
    "_ + 1, In[5][:5], Out[5], __name__, [n for n in dir() if not n.startswith('_')]",
    "import asyncio\nawait asyncio.sleep(0.01)\nprint('gewacht')",
    "warnings.warn('let op')",
    "import pandas as pd\npd.DataFrame({'naam': ['Zoë', None], 'n': [1, 2.5]})",
    "import plotly.graph_objects as go\nfig = go.Figure(go.Bar(x=['a'], y=[1]))\nfig.show()\nfig",
    "import plotly.io\nplotly.io.renderers.default, plotly.io.templates.default",
    "!echo schil\n%lsmagic",
    "class A:\n    def __repr__(self): return 'een A'\n"
    "import pickle\npickle.loads(pickle.dumps(A()))",
)


def test_odd_cells(project: Project) -> None:
    given = job(project, *ODD)
    plain = stock(project, given)
    # papermill runs them all, and then raises the first error
    with pytest.raises(NotitieboekFout, match=r"ZeroDivisionError|StdinNotImplementedError"):
        ex.execute(project, [given], lambda _: None, pytest.fail)
    for number, (expected, got) in enumerate(zip(shown(plain), shown(given.target), strict=True)):
        assert got == expected, f"cel {number}"


STATE = """
import asyncio, gc, getpass, json, locale, logging, os, resource, signal, socket, sys, tempfile
import threading, time, warnings
environment = {k: v for k, v in os.environ.items() if k not in ('JPY_SESSION_NAME',)}
print(json.dumps({
    'cwd': os.getcwd(), 'path': sys.path, 'argv': sys.argv[:-3], 'rest': sys.argv[-3:][0],
    'prefix': sys.prefix, 'executable': sys.executable, 'flags': str(sys.flags),
    'environment': environment, 'umask': os.umask(0o22), 'time zone': time.tzname,
    'locale': locale.setlocale(locale.LC_ALL), 'encoding': sys.stdout.encoding,
    'stdin': os.read(0, 1).decode(), 'session': os.getsid(0) == os.getpid(),
    'signals': {s.name: str(signal.getsignal(s)).split(' at ')[0] for s in signal.Signals},
    'masked': str(signal.pthread_sigmask(signal.SIG_BLOCK, [])),
    'gc': [gc.isenabled(), gc.get_threshold()],
    'nofile': resource.getrlimit(resource.RLIMIT_NOFILE),
    'threads': sorted(type(t).__name__ for t in threading.enumerate()),
    'open': sorted(os.readlink(f'/proc/self/fd/{n}').split(':')[0].split('/')[-1]
        for n in map(int, os.listdir('/proc/self/fd'))
        if n > 2 and os.path.exists(f'/proc/self/fd/{n}')),
    'temporary': tempfile.gettempdir(),
    'logging': [logging.root.level, [str(type(h)) for h in logging.root.handlers]],
    'recursion': sys.getrecursionlimit(), 'main': sys.modules['__main__'].__dict__ is globals(),
    'ivp': sorted(n for n in sys.modules if n.startswith('ivp.kernels')),
}))
"""


def test_state_of_the_process(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    given = job(project, STATE)
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.setenv("IVP_PROEF", "na de start van het ouderproces gezet")
    plain = json.loads(printed(stock(project, given)))
    ex.execute(project, [given], lambda _: None, pytest.fail)
    fork = json.loads(printed(given.target))
    for state in (plain, fork):
        # the number of sockets follows the transport; the debugger sets its variable when imported
        state["open"] = [name for name in state["open"] if name not in {"socket", "null"}]
        state["environment"].pop("PYDEVD_USE_FRAME_EVAL", None)
    # On purpose: cycles are looked for less often, as in the rest of the program.
    assert fork.pop("gc") == [True, [100_000, 20, 20]]
    assert plain.pop("gc")[0]
    assert fork == plain


def test_each_kernel_has_its_own_random_numbers(project: Project) -> None:
    code = "import random, numpy, uuid\nprint(random.random(), numpy.random.rand(), uuid.uuid4())"
    jobs = [job(project, code, name=name) for name in ("een", "twee")]
    ex.execute(project, jobs, lambda _: None, pytest.fail)
    first, second = (printed(given.target).split() for given in jobs)
    assert all(a != b for a, b in zip(first, second, strict=True))


def test_notebooks_of_this_book(root: Path, tmp_path: Path) -> None:
    from ivp.run.pipeline import prepare
    from ivp.run.progress import Progress

    project = Project(root)
    plans = {plan.run.id: plan for plan in prepare(project, Progress(quiet=True)).plans}
    jobs = [
        ex.Job(
            name,
            plans[name].source,
            tmp_path / f"{name}.ipynb",
            {**plans[name].parameters, "invoer": str(plans[name].invoer)},
        )
        for name in ("bronnen", "capaciteit", "veld-jeugd")
    ]
    ex.execute(project, jobs, lambda _: None, pytest.fail)
    with ThreadPoolExecutor(ex.workers()) as pool:
        plain = list(pool.map(lambda given: stock(project, given), jobs))
    for given, expected in zip(jobs, plain, strict=True):
        assert shown(given.target) == shown(expected), given.id
