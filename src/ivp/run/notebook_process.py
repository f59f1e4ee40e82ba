"""What runs in the process of one notebook: its cells, in IPython's own shell, and what they show.

Over the connection come cells (``{"cell": place, "source": text}``); back go the outputs of every
cell that has new ones (``{"outputs": {place: outputs}, "count": execution count}``), as Jupyter
stores them. A closed connection is the end.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import tempfile
from functools import cache
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any, BinaryIO, TextIO, cast

from ivp.run import notebook_guard, workers

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell


class Shown:
    """The outputs of all cells so far, in the order in which they were shown."""

    def __init__(self) -> None:
        self.around: BinaryIO | None = None
        """The file that holds what is written without Python's streams."""
        self._told = 0
        self.cells: dict[int, list[dict[str, Any]]] = {}
        self.changed: set[int] = set()
        self._now = 0
        self._named: list[tuple[str, int, dict[str, Any]]] = []
        self._clear_first = False

    def begin(self, cell: int) -> None:
        """What is shown from now on is of this cell."""
        self._now = cell
        self.cells[cell] = []
        self.changed.add(cell)
        self._clear_first = False

    def add(self, output: dict[str, Any], name: str | None = None) -> None:
        """One output; under ``name`` (a display id) it can be replaced later."""
        self.gather()
        if self._clear_first:
            self.clear()
        if name:
            self._named.append((name, self._now, output))
        self.cells[self._now].append(output)

    def write(self, stream: str, text: str) -> None:
        """Text to ``stdout`` or ``stderr``; joins the text just before it."""
        if self._clear_first:
            self.clear()
        last = self.cells[self._now][-1:]
        if last and last[0].get("name") == stream:
            last[0]["text"] += text
        elif text:
            self.add({"output_type": "stream", "name": stream, "text": text})

    def gather(self) -> None:
        """What was written without Python's streams since the last time."""
        if self.around is not None:
            raw = os.pread(self.around.fileno(), 1 << 20, self._told)
            self._told += len(raw)
            if raw:
                self.write("stdout", raw.decode("utf-8", "replace"))

    def replace(self, name: str, content: dict[str, Any]) -> None:
        """Show something else wherever ``name`` was shown."""
        for known, cell, output in self._named:
            if known == name:
                output.update(content)
                self.changed.add(cell)

    def clear(self, wait: bool = False) -> None:
        """Forget what this cell has shown; with ``wait`` when it shows something next."""
        self._clear_first = wait
        if not wait:
            self.cells[self._now].clear()


class Stream:
    """``sys.stdout`` or ``sys.stderr`` of a notebook."""

    encoding, errors = "utf-8", "strict"

    def __init__(self, name: str, shown: Shown) -> None:
        self.name, self._shown = name, shown

    def write(self, text: str) -> int:
        self._shown.write(self.name, text)
        return len(text)

    def writelines(self, lines: list[str]) -> None:
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        """Nothing waits."""

    def isatty(self) -> bool:
        return False


@cache
def shell() -> tuple[InteractiveShell, Shown]:
    """IPython's shell of this process, and what its cells show."""
    from IPython.core.displayhook import DisplayHook
    from IPython.core.displaypub import DisplayPublisher
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets import Type
    from traitlets.config import Config

    shown = Shown()

    class Display(DisplayPublisher):
        def publish(
            self,
            data: dict[str, Any],
            metadata: dict[str, Any] | None = None,
            *_: Any,
            transient: dict[str, Any] | None = None,
            update: bool = False,
            **__: Any,
        ) -> None:
            name = (transient or {}).get("display_id")
            content = {"data": data, "metadata": metadata or {}}
            if update:
                shown.replace(str(name), content)
            else:
                shown.add({"output_type": "display_data", **content}, name)

        def clear_output(self, wait: bool = False) -> None:
            shown.clear(wait)

    class Result(DisplayHook):
        def start_displayhook(self) -> None: ...

        def write_output_prompt(self) -> None: ...

        def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
            content = {"data": format_dict, "metadata": md_dict or {}}
            count = {"execution_count": self.prompt_count}
            shown.add({"output_type": "execute_result", **count, **content})

        def finish_displayhook(self) -> None: ...

    class Shell(InteractiveShell):
        displayhook_class = Type(Result)
        display_pub_class = Type(Display)

        def _showtraceback(self, etype: type, evalue: Any, stb: list[str]) -> None:
            about = {"ename": etype.__name__, "evalue": str(evalue), "traceback": stb}
            shown.add({"output_type": "error", **about})

    quiet = Config()
    quiet.HistoryManager.enabled = False  # the history of people who type
    return Shell.instance(config=quiet), shown


def serve(link: Connection, environment: dict[str, str], folder: str, guard: list[str]) -> None:
    """Be the process of one notebook until ``link`` closes.

    ``guard``: what ``notebook_guard.close`` is given; empty for a notebook that may read anything.
    """
    if getattr(sys.modules.get("ivp.run.preloaded"), "THREADS", 1) > 1:  # a fork has only its own
        link.send_bytes(_json({"refused": "een geladen bibliotheek rekendraden heeft gestart"}))
        return
    workers.begin()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.clear()
    os.environ.update(environment)
    os.chdir(folder)
    ours, shown = shell()
    sys.modules["__main__"] = ours.user_module
    # As in a kernel: not where the program stands that asked for us, but this folder, last.
    sys.path[:] = [*sys.path[1:], ""]
    if "numpy" in sys.modules:  # Python's own has a new seed in every fork
        sys.modules["numpy"].random.seed()
    sys.stdout = cast(TextIO, Stream("stdout", shown))
    sys.stderr = cast(TextIO, Stream("stderr", shown))
    with tempfile.TemporaryFile() as around:
        os.dup2(around.fileno(), 1)
        os.dup2(around.fileno(), 2)
        shown.around = around
        if guard:
            notebook_guard.close(*guard)
        link.send_bytes(_json({}))
        while True:
            try:
                asked = json.loads(link.recv_bytes())
            except EOFError:
                return
            shown.begin(asked["cell"])
            count = ours.execution_count
            ours.run_cell(asked["source"], store_history=True)  # type: ignore[no-untyped-call]
            shown.gather()
            link.send_bytes(_answer(shown, count))


def _answer(shown: Shown, count: int) -> bytes:
    outputs = {cell: shown.cells[cell] for cell in shown.changed}
    shown.changed.clear()
    return _json({"outputs": outputs, "count": count})


def _json(content: Any) -> bytes:
    """As Jupyter sends it: bytes in base64, times in ISO 8601, numbers of numpy as Python's."""
    from jupyter_client.jsonutil import json_default

    return json.dumps(content, default=json_default, ensure_ascii=False).encode()
