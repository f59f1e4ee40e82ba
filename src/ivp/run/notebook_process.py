"""What runs in the process of one notebook: its cells, in IPython's own shell.

Over the connection come the sources of cells; back go the messages of a Jupyter kernel about what
each shows, as JSON: ``{"msg_type", "content"}``, the last of a cell being its ``execute_reply``. A
closed connection is the end.
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

from jupyter_client.jsonutil import json_default

from ivp.run import notebook_guard, workers

if TYPE_CHECKING:
    from IPython.core.interactiveshell import InteractiveShell


class Messages:
    """What is told of a cell, in the order in which it is shown.

    ``around`` is the file with what the notebook writes without Python's streams.
    """

    link: Connection
    around: BinaryIO

    def __init__(self) -> None:
        self.failed: dict[str, Any] = {}
        """The last error of the cell."""
        self._written: list[tuple[str, str]] = []
        self._told = 0

    def send(self, kind: str, **content: Any) -> None:
        """One message, after what was written before it."""
        self._gather()
        written, self._written = self._written, []
        for stream, text in written:
            self._send("stream", {"name": stream, "text": text})
        self._send(kind, content)

    def write(self, stream: str, text: str) -> None:
        """Text to ``stdout`` or ``stderr``; it waits for the next message."""
        self._gather()
        self._add(stream, text)

    def _gather(self) -> None:
        raw = os.pread(self.around.fileno(), 1 << 20, self._told)
        self._told += len(raw)
        self._add("stdout", raw.decode("utf-8", "replace"))

    def _add(self, stream: str, text: str) -> None:
        if self._written and self._written[-1][0] == stream:
            self._written[-1] = (stream, self._written[-1][1] + text)
        elif text:
            self._written.append((stream, text))

    def _send(self, kind: str, content: dict[str, Any]) -> None:
        message = {"msg_type": kind, "content": content}
        self.link.send_bytes(json.dumps(message, default=json_default, ensure_ascii=False).encode())


class Stream:
    """``sys.stdout`` or ``sys.stderr`` of a notebook."""

    encoding, errors = "utf-8", "strict"

    def __init__(self, name: str, messages: Messages) -> None:
        self.name, self._messages = name, messages

    def write(self, text: str) -> int:
        self._messages.write(self.name, text)
        return len(text)

    def writelines(self, lines: list[str]) -> None:
        self.write("".join(lines))

    def flush(self) -> None:
        """It waits for the next message."""

    def isatty(self) -> bool:
        return False


@cache
def shell() -> tuple[InteractiveShell, Messages]:
    """IPython's shell of this process, and where it sends what cells show."""
    from IPython.core.displayhook import DisplayHook
    from IPython.core.displaypub import DisplayPublisher
    from IPython.core.interactiveshell import InteractiveShell
    from traitlets import Type
    from traitlets.config import Config

    messages = Messages()

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
            kind = "update_display_data" if update else "display_data"
            messages.send(kind, data=data, metadata=metadata or {}, transient=transient or {})

        def clear_output(self, wait: bool = False) -> None:
            messages.send("clear_output", wait=wait)

    class Result(DisplayHook):
        def start_displayhook(self) -> None: ...

        def write_output_prompt(self) -> None: ...

        def write_format_data(self, format_dict: Any, md_dict: Any = None) -> None:
            about = {"execution_count": self.prompt_count, "metadata": md_dict or {}}
            messages.send("execute_result", data=format_dict, **about)

        def finish_displayhook(self) -> None: ...

    class Shell(InteractiveShell):
        displayhook_class = Type(Result)
        display_pub_class = Type(Display)

        def _showtraceback(self, etype: type, evalue: Any, stb: list[str]) -> None:
            messages.failed = {"ename": etype.__name__, "evalue": str(evalue), "traceback": stb}
            messages.send("error", **messages.failed)

    quiet = Config()
    quiet.HistoryManager.enabled = False  # the history of people who type
    return Shell.instance(config=quiet), messages


def serve(link: Connection, environment: dict[str, str], folder: str, guard: list[str]) -> None:
    """Be the process of one notebook until ``link`` closes.

    ``guard``: what ``notebook_guard.close`` is given; empty for a notebook that may read anything.
    """
    ours, messages = shell()
    messages.link = link
    with tempfile.TemporaryFile() as messages.around:
        if getattr(sys.modules.get("ivp.run.preloaded"), "THREADS", 1) > 1:  # a fork has one
            messages.send("refused", why="een geladen bibliotheek rekendraden heeft gestart")
            return
        workers.begin()
        signal.signal(signal.SIGINT, signal.default_int_handler)
        os.environ.clear()
        os.environ.update(environment)
        os.chdir(folder)
        sys.modules["__main__"] = ours.user_module
        # As in a kernel: not where the program stands that asked for us, but this folder, last.
        sys.path[:] = [*sys.path[1:], ""]
        if "numpy" in sys.modules:  # Python's own has a new seed in every fork
            sys.modules["numpy"].random.seed()
        os.dup2(messages.around.fileno(), 1)
        os.dup2(messages.around.fileno(), 2)
        sys.stdout = cast(TextIO, Stream("stdout", messages))
        sys.stderr = cast(TextIO, Stream("stderr", messages))
        if guard:
            notebook_guard.close(*guard)
        messages.send("ready")
        while True:
            try:
                source = link.recv_bytes().decode()
            except EOFError:
                return
            messages.failed = {}
            messages.send("execute_input", execution_count=ours.execution_count)
            ours.run_cell(source, store_history=True)
            messages.send("execute_reply", **messages.failed)
