"""The engine: what a stock kernel gives, one clear error however it ends, and no process left."""

from __future__ import annotations

import importlib
import json
import os
import re
import signal
import subprocess
import sys
import threading
import time
import tomllib
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import papermill
import pytest
from papermill.engines import papermill_engines

from ivp.config import Chapter
from ivp.errors import NotitieboekFout
from ivp.paths import Project
from ivp.run import engine, workers
from ivp.run import execute as ex
from ivp.run.execute import Notebooks, execute
from ivp.run.prepare import prepare
from ivp.run.progress import Progress
from tests.run.conftest import alive, cells, gone, notebook, outcome, printed


def stock(project: Project, chapter: Chapter, engine_name: str | None = None) -> bytes:
    """What papermill gives by itself, in the same environment, up to and with the first error."""
    workers.warm_up(project.root)
    # ipykernel lets the output of processes be when it sees this
    os.environ.pop("PYTEST_CURRENT_TEST", None)
    target = project.root / f"{chapter.id}-{engine_name}.ipynb"
    own = {"invoer": str(chapter.input)} if chapter.input.name else {}
    with suppress(papermill.PapermillExecutionError):
        papermill.execute_notebook(
            str(project.root / chapter.notebook),
            str(target),
            parameters={**chapter.parameters, **own},
            engine_name=engine_name,
            kernel_name="python3",
            progress_bar=False,
            cwd=str(project.notebooks),
        )
    raw = target.read_bytes()
    target.unlink()
    return raw


def shown(raw: bytes) -> list[Any]:
    """Per cell its source, tags, count and outputs, without what differs between any two runs."""
    kept = [
        [cell.source, cell.metadata.get("tags"), cell.execution_count, cell.outputs]
        for cell in cells(raw)
    ]
    text = json.dumps(kept, sort_keys=True)
    text = re.sub(r"/tmp/ipykernel_\d+/\d+\.py|<ipython-input-[^>]*>|\(\d+\.py", "cel", text)
    text = re.sub(r"\(?cel, line", "(cel, line", text)
    text = re.sub(r"\\u001b\[[\d;]*m", "", text)  # colours of tracebacks
    text = re.sub(r"  +", " ", text)  # and their indents, which follow from those
    text = re.sub(r"0x[0-9a-f]{6,}", "0x", text)
    result: list[Any] = json.loads(text)
    return result


ODD = (
    "print('uit'); print('in')",
    "import sys, warnings\nprint('fout', file=sys.stderr)",
    "from IPython.display import HTML, clear_output, display\n"
    "h = display({'text/plain': 'eerst'}, raw=True, display_id='vast')\n"
    "display(HTML('<b>x</b>')); print('ertussen'); display(2)",
    "h.update({'text/plain': 'later'}, raw=True)",
    "print('weg'); clear_output(); print('blijft')\n42",
    "print('weg'); clear_output(wait=True); print('blijft')\n42",
    "# mag fout\nprint('voor')\n1 / 0",
    "# mag fout\n(",
    "# mag fout\nimport sys\nsys.exit(3)",
    "# mag fout\nclass Raar(Exception):\n    def _render_traceback_(self): return ['zo']\n"
    "raise Raar('x')",
    "_ + 1, In[5][:5], Out[5], __name__, [n for n in dir() if not n.startswith('_')]",
    "import asyncio\nawait asyncio.sleep(0.01)\nprint('gewacht')",
    "warnings.warn('let op')",
    "import pandas as pd\npd.DataFrame({'naam': ['Zoë', None], 'n': [1, 2.5]})",
    "import plotly.graph_objects as go\nfig = go.Figure(go.Bar(x=['a'], y=[1]))\nfig.show()\nfig",
    "import plotly.io\nplotly.io.renderers.default, plotly.io.templates.default",
    "!echo schil\n%precision 3\n1 / 3",
    "class A:\n    def __repr__(self): return 'een A'\n"
    "import pickle\npickle.loads(pickle.dumps(A()))",
    "import numpy as np\ndisplay({'application/json': {'n': np.int64(3), 'b': b'x'}}, raw=True)",
    "",
    "1;",
    "class Stuk:\n    def __repr__(self): raise ValueError('niet te tonen')\nStuk()",
)


def test_odd_cells(project: Project) -> None:
    chapter = notebook(project, *ODD)
    plain, ours = stock(project, chapter), stock(project, chapter, engine.NAME)
    for number, (expected, got) in enumerate(zip(shown(plain), shown(ours), strict=True)):
        assert got == expected, f"cel {number}"


def test_what_is_written_keeps_its_order(project: Project) -> None:
    """A kernel gathers the two streams apart; here they come as they were written."""
    code = "import sys\nprint('een')\nprint('twee', file=sys.stderr)\nprint('drie')"
    [cell] = cells(outcome(project, notebook(project, code)))
    assert [(o.name, o.text) for o in cell.outputs] == [
        ("stdout", "een\n"),
        ("stderr", "twee\n"),
        ("stdout", "drie\n"),
    ]


def test_what_does_not_go_through_python_is_kept(project: Project) -> None:
    code = (
        "import os, subprocess\nos.write(1, b'een\\n')\n"
        "subprocess.run(['echo', 'twee'])\nprint('drie')"
    )
    assert printed(outcome(project, notebook(project, code))) == "een\ntwee\ndrie\n"


def test_nobody_answers_a_question(project: Project) -> None:
    with pytest.raises(NotitieboekFout, match="EOFError"):
        outcome(project, notebook(project, "input('naam? ')"))


def test_parameters_and_metadata_are_papermills(project: Project) -> None:
    chapter = notebook(project, "naam = ''", "print(naam)", naam="gegeven")
    path = project.root / chapter.notebook
    made = nbformat.read(path, 4)
    made.cells[0].metadata["tags"] = ["parameters"]
    nbformat.write(made, path)
    raw = outcome(project, chapter)
    executed = nbformat.reads(raw, 4)
    plain = nbformat.reads(stock(project, chapter), 4)
    assert printed(raw) == "gegeven\n"
    assert executed.metadata.papermill.duration > 0
    assert executed.metadata.papermill.keys() == plain.metadata.papermill.keys()
    for cell, expected in zip(executed.cells, plain.cells, strict=True):
        assert cell.metadata.get("tags") == expected.metadata.get("tags")
        assert cell.metadata.papermill.keys() == expected.metadata.papermill.keys()
        assert cell.metadata.papermill.status == "completed"
        assert cell.metadata.papermill.start_time <= cell.metadata.papermill.end_time


STATE = """
import json, os, signal, sys, threading
print(json.dumps({
    'cwd': os.getcwd(), 'executable': sys.executable,
    'path': [p in sys.path for p in ('', os.environ['PYTHONPATH'].split(':')[0])],
    'environment': [os.environ.get(n) for n in ('IVP_PROEF', 'TZ', 'OPENBLAS_NUM_THREADS')],
    'interrupt': str(signal.getsignal(signal.SIGINT)).split(' at ')[0],
    'masked': str(signal.pthread_sigmask(signal.SIG_BLOCK, [])),
    'session': os.getsid(0) == os.getpid(), 'stdin': os.read(0, 1).decode(),
    'main': sys.modules['__main__'].__dict__ is globals(),
    'native': len(os.listdir('/proc/self/task')) - threading.active_count(),
}))
"""


def test_state_of_the_process(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    chapter = notebook(project, STATE)
    workers.warm_up(project.root)
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.setenv("IVP_PROEF", "na de start van het ouderproces gezet")
    fork = json.loads(printed(outcome(project, chapter)))
    plain = json.loads(printed(stock(project, chapter)))
    # the kernel's own libraries start threads
    assert (fork.pop("native"), plain.pop("native") >= 0) == (0, True)
    assert fork == plain


def test_each_notebook_has_its_own_random_numbers(project: Project) -> None:
    code = "import random, numpy, uuid\nprint(random.random(), numpy.random.rand(), uuid.uuid4())"
    made = execute(project, [notebook(project, code, name=name) for name in ("een", "twee")])
    first, second = (printed(raw).split() for raw in made.values())
    assert all(a != b for a, b in zip(first, second, strict=True))


def test_notebooks_side_by_side_leave_our_working_folder_alone(project: Project) -> None:
    """They work in ``notebooks/``; this process stays where it was."""
    here, seen = Path.cwd(), set()
    code = "import os\nprint(os.getcwd())"
    notebooks = Notebooks(project)
    futures = [notebooks.run(notebook(project, code, name=f"n{i}")) for i in range(4)]
    while not all(future.done() for future in futures):
        seen.add(Path.cwd())
    notebooks.close()
    assert seen == {here}
    assert {printed(future.result()).strip() for future in futures} == {str(project.notebooks)}


def test_notebooks_of_this_book(root: Path) -> None:
    """Each of them, once: what the engine gives is what a stock kernel gives."""
    project = Project(root)
    prepared = prepare(project, Progress(quiet=True))
    chapters = {chapter.notebook: chapter for chapter in prepared.chapters}
    assert set(chapters) == {f"notebooks/{path.name}" for path in project.notebooks.glob("*.ipynb")}
    ours = execute(project, chapters.values(), pytest.fail)
    with ThreadPoolExecutor(workers.workers()) as pool:
        plain = pool.map(lambda chapter: stock(project, chapter), chapters.values())
        for chapter, expected in zip(chapters.values(), plain, strict=True):
            assert shown(ours[chapter.id]) == shown(expected), chapter.id


def test_what_notebooks_use_is_there_before_they_start(root: Path, tmp_path: Path) -> None:
    """A notebook that imports pandas or plotly for itself takes as long as it saves."""
    project = Project(root)
    prepared = prepare(project, Progress(quiet=True))
    chapter = next(one for one in prepared.chapters if one.id == "veld-jeugd")
    made = nbformat.read(root / chapter.notebook, 4)
    first = nbformat.v4.new_code_cell("import sys\nbefore = set(sys.modules)")
    late = (
        "{n for n in sys.modules if n not in before and n.startswith(('plotly', 'scipy', 'ivp'))}"
    )
    last = nbformat.v4.new_code_cell(f"print(*{late})")
    made.cells = [*made.cells[:1], first, *made.cells[1:], last]
    nbformat.write(made, tmp_path / "laat.ipynb")
    raw = outcome(project, replace(chapter, notebook=str(tmp_path / "laat.ipynb")))
    assert printed(raw).split() == []


def test_known_to_papermill(root: Path) -> None:
    """Through the entry point; in code when the package is only on the path."""
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    [(name, value)] = project["entry-points"]["papermill.engine"].items()
    module, _, attribute = value.partition(":")
    made = getattr(importlib.import_module(module), attribute)
    assert papermill_engines.get_engine(name) is made
    assert name == engine.NAME


def test_by_hand(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    """``papermill -e ivp``: without what our own runner gives."""
    chapter = notebook(project, "import os\nprint(os.getcwd())")
    monkeypatch.chdir(project.notebooks)
    source, target = project.root / chapter.notebook, project.root / "uit.ipynb"
    papermill.execute_notebook(str(source), str(target), engine_name="ivp")
    assert printed(target.read_bytes()).strip() == str(project.notebooks)


# --- however it ends


def test_our_own_error_keeps_its_words(project: Project) -> None:
    code = (
        "from ivp.errors import BronFout\n"
        "raise BronFout('Kolom ontbreekt', waar='a.csv', waarom='daarom', doe='vraag het')"
    )
    with pytest.raises(NotitieboekFout) as caught:
        outcome(project, notebook(project, code))
    assert caught.value.wat == "a.csv: Kolom ontbreekt"
    assert caught.value.doe == "vraag het"
    assert caught.value.waar == "notebooks/proef.ipynb (hoofdstuk proef), cel 0"


MARK = """
import os, pathlib, signal, subprocess, sys, time
child = subprocess.Popen(['sleep', '600'])
pathlib.Path('{folder}/pids').write_text(f'{{os.getpid()}} {{os.getppid()}} {{child.pid}}')
"""


def pids(folder: Path) -> list[int]:
    """Of the notebook's process, what that was forked from, and what the notebook started."""
    return [int(word) for word in (folder / "pids").read_text().split()]


def started(folder: Path, seconds: float = 60) -> list[int]:
    """``pids``, as soon as they are there."""
    end = time.monotonic() + seconds
    while True:
        with suppress(OSError):
            if len(found := pids(folder)) == 3:
                return found
        assert time.monotonic() < end, "begon niet"
        time.sleep(0.02)


def fails(project: Project, ending: str) -> NotitieboekFout:
    """Run a notebook whose labelled cell ends badly; its processes are gone by then."""
    first = MARK.format(folder=project.root)
    with pytest.raises(NotitieboekFout) as caught:
        outcome(project, notebook(project, first, f"#| label: fig-slecht\n{ending}"))
    process, server, child = pids(project.root)
    assert gone(process, child), "een proces bleef achter"
    assert alive(server)
    assert caught.value.waar == "notebooks/proef.ipynb (hoofdstuk proef), cel fig-slecht"
    return caught.value


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
def test_notebook_that_ends_badly(project: Project, ending: str, wat: str) -> None:
    assert wat in fails(project, ending).wat


def test_notebook_without_any_memory_left(project: Project) -> None:
    # Whether it can still say so, says nothing at all or dies depends on what it asked for
    # first; the officer is pointed at the memory in each case.
    error = fails(
        project,
        "import resource\nresource.setrlimit(resource.RLIMIT_AS, (1, 1))\n"
        "rows = [bytearray(10**6) for _ in range(10**4)]",
    )
    assert "geheugen" in str(error)


@pytest.mark.parametrize(
    "ending",
    [
        "time.sleep(600)",
        "signal.pthread_sigmask(signal.SIG_BLOCK, set(signal.Signals))\nwhile True: pass",
        "os.kill(os.getpid(), signal.SIGSTOP)",
    ],
)
def test_notebook_that_takes_too_long(
    project: Project, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    monkeypatch.setattr(ex, "_TIMEOUT_SECONDS", 1)
    assert fails(project, ending).wat == "Een cel was na 1 seconden nog niet klaar"


def test_fork_server_that_is_killed(project: Project) -> None:
    def kill() -> None:
        os.kill(started(project.root)[1], signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    first = MARK.format(folder=project.root)
    with pytest.raises(NotitieboekFout, match="stopte onverwacht") as caught:
        outcome(project, notebook(project, first, "#| label: fig-x\ntime.sleep(600)"))
    killer.join()
    assert ", cel " in str(caught.value)
    assert gone(*pids(project.root))
    # the next run starts a new one, without a note
    assert printed(outcome(project, notebook(project, "print(1)"))) == "1\n"


RUN = """
import sys, pathlib
from ivp.config import Chapter
from ivp.config.model import Leest
from ivp.paths import Project
from ivp.run import workers
from ivp.run.execute import execute
workers.CAN_FORK = sys.argv[2] == 'fork'
chapters = [Chapter(n, '', f'notebooks/{n}.ipynb', {}, Leest()) for n in 'abcd']
execute(Project(pathlib.Path(sys.argv[1])), chapters)
"""


@pytest.mark.parametrize(
    ("kind", "number"),
    [("fork", signal.SIGINT), ("stock", signal.SIGINT), ("fork", signal.SIGKILL)],
)
def test_run_that_is_stopped_leaves_nothing(project: Project, kind: str, number: int) -> None:
    for name in "abcd":
        folder = project.root / name
        folder.mkdir()
        notebook(project, MARK.format(folder=folder) + "time.sleep(600)", name=name)
    environment = {
        **os.environ,
        "PYTHONPATH": str(Path(ex.__file__).parents[2]),
        "IVP_WERKERS": "2",
    }
    run = subprocess.Popen(
        [sys.executable, "-c", RUN, str(project.root), kind],
        env=environment,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )
    end = time.monotonic() + 60
    while len(list(project.root.glob("?/pids"))) < 2:
        assert run.poll() is None and time.monotonic() < end, "begon niet"
        time.sleep(0.05)
    every = [pid for path in project.root.glob("?/pids") for pid in started(path.parent)]
    run.send_signal(number)
    _, complaint = run.communicate(timeout=60)
    assert "KeyboardInterrupt" in complaint or number != signal.SIGINT
    assert len(list(project.root.glob("?/pids"))) == 2, "na het stoppen is nog begonnen"
    assert gone(*(pid for pid in every if pid not in (run.pid, os.getpid())))


def test_nothing_is_left_after_a_good_run(project: Project) -> None:
    code = MARK + "print(os.getpid(), child.pid)"
    given = [notebook(project, code.format(folder=project.root), name=f"n{i}") for i in range(4)]
    made = execute(project, given, pytest.fail)
    ended = [int(word) for raw in made.values() for word in printed(raw).split()]
    assert len(set(ended)) == 8
    assert gone(*ended)


# --- the way back to a stock kernel: by itself, visible, and with the same outcome

WHO = "import os\nprint(open(f'/proc/{os.getpid()}/cmdline').read().replace(chr(0), ' '))"
NOTE = (
    "Let op: de notitieboeken starten elk vanaf nul en duren dus langer, omdat {}. "
    "De uitkomst is dezelfde."
)


def run(project: Project) -> tuple[str, list[str]]:
    """The command line of the process that ran a notebook, and the notes meanwhile."""
    given = [notebook(project, WHO, name=name) for name in ("een", "twee", "drie")]
    notes: list[str] = []
    made = execute(project, given, notes.append)
    return printed(made["een"]), notes


def test_forked_when_it_can_be(project: Project) -> None:
    command, notes = run(project)
    assert "multiprocessing.forkserver" in command
    assert notes == []


def test_another_system(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "CAN_FORK", False)
    command, notes = run(project)
    assert "ipykernel_launcher" in command
    assert notes == [NOTE.format("dit besturingssysteem dat niet kan")]


def test_library_that_starts_a_thread(
    project: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, fork_server: None
) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import threading, time\n"
        "threading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    command, notes = run(project)
    assert "ipykernel_launcher" in command
    assert notes == [NOTE.format("een geladen bibliotheek rekendraden heeft gestart")]


def test_server_that_cannot_start(
    project: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, fork_server: None
) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import os, sys\nif any('forkserver' in word for word in sys.orig_argv): os._exit(1)\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    command, notes = run(project)
    assert "ipykernel_launcher" in command
    assert len(notes) == 1
    assert "omdat er geen proces bij kan" in notes[0]


def test_process_that_cannot_start(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    # it cannot go to its folder, and ends before it is ready
    start = engine.Fork.__init__

    def nowhere(self: engine.Fork, _: str, guard: list[str]) -> None:
        start(self, "/bestaat/niet", guard)

    monkeypatch.setattr(engine.Fork, "__init__", nowhere)
    command, notes = run(project)
    assert "ipykernel_launcher" in command
    assert notes == [NOTE.format("een proces bij het starten al stopte")]
