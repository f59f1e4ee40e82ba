"""Starts the process that kernels are forked from, and asks it for kernels.

There is one such process per process of ours. It starts in the background, so ``start`` it as early
as it is known that notebooks will run.
"""

from __future__ import annotations

import asyncio
import atexit
import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

_MESSAGE_BYTES = 1 << 20
_READY_SECONDS = 60
_LONGEST_FOLDER = 80
"""The path of a Unix socket has at most 107 characters."""

_AT_START = ("PYTHON", "LC_", "LANG", "LD_", "OPENBLAS", "OMP_", "MKL_", "PLOTLY_", "PYDEVD")
"""Variables that Python and the libraries read once, when they start."""

NO_THREADS = {"OPENBLAS_NUM_THREADS": "1", "JE_ARROW_MALLOC_CONF": "background_thread:false"}
"""What keeps native libraries from starting threads when they are loaded."""

Note = Callable[[str], None]


class Refused(Exception):
    """No kernel could be forked; the reason, in Dutch, as the end of a sentence."""


class Stopped(RuntimeError):
    """Kernels are no longer wanted: the run has been stopped."""


class Link:
    """One forked kernel, seen from here: its exit status, and signals to it."""

    def __init__(self, connection: socket.socket) -> None:
        connection.setblocking(False)
        self._connection = connection
        self.status: int | None = None
        """``None`` while the kernel runs; then its exit status, negative for a signal."""

    def send_signal(self, number: int) -> None:
        """To the kernel and the processes that it started; does nothing once it has ended."""
        with contextlib.suppress(OSError):
            self._connection.send(json.dumps({"signaal": number}).encode())

    def poll(self) -> int | None:
        """The exit status, if it has ended."""
        while self.status is None:
            try:
                self._understand(self._connection.recv(_MESSAGE_BYTES))
            except BlockingIOError:
                break
            except OSError:
                self._understand(b"")
        return self.status

    async def ended(self, seconds: float | None = None) -> int | None:
        """The exit status as soon as it has ended; ``None`` when that takes longer."""
        with contextlib.suppress(TimeoutError):
            while self.status is None:
                await self.receive(seconds)
        return self.status

    async def receive(self, seconds: float | None) -> dict[str, Any]:
        """The next message; raises ``TimeoutError``."""
        loop = asyncio.get_running_loop()
        try:
            raw = await asyncio.wait_for(
                loop.sock_recv(self._connection, _MESSAGE_BYTES), timeout=seconds
            )
        except ConnectionError:
            raw = b""
        return self._understand(raw)

    def _understand(self, raw: bytes) -> dict[str, Any]:
        # A closed connection is the end of the parent, which takes its kernels with it.
        message: dict[str, Any] = json.loads(raw) if raw else {"einde": -9}
        self.status = message.get("einde", self.status)
        return message

    def close(self) -> None:
        """Give the kernel up: if it still runs, it is killed."""
        self._connection.close()


class Parent:
    """The process that kernels are forked from. Starting it does not wait until it is ready."""

    def __init__(self, modules: Sequence[str], note: Note) -> None:
        self.note = note
        self._owner = os.getpid()
        self._lock = threading.Lock()
        self._count = 0
        self._environment = _at_start(os.environ)
        self.refusal: str | None = None
        """Why no kernel is forked any more; ``None`` while all is well."""
        self.stopped = False
        self.folder = Path(tempfile.mkdtemp(prefix="ivp-"))
        self._process: subprocess.Popen[bytes] | None = None
        self._strangers: list[subprocess.Popen[bytes]] = []
        try:
            self._control = self._launch(modules)
        except (Refused, OSError) as error:
            self.refuse(str(error))

    def _launch(self, modules: Sequence[str]) -> socket.socket:
        if not (sys.platform == "linux" and hasattr(os, "pidfd_open")):
            raise Refused("dit besturingssysteem dat niet kan")
        if len(str(self.folder)) > _LONGEST_FOLDER:
            raise Refused(f"de naam van de tijdelijke map te lang is ({self.folder})")
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        silent = None if os.environ.get("IVP_DEBUG") else subprocess.DEVNULL
        handed = [str(theirs.fileno()), str(self.folder), *modules]
        command = [sys.executable, "-m", "ivp.kernels.parent", *handed]
        with theirs:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=silent,
                stderr=silent,
                env={**os.environ, **NO_THREADS},
                pass_fds=[theirs.fileno()],
                start_new_session=True,
            )
        return ours

    @property
    def pid(self) -> int | None:
        """Its process id, if it was started."""
        return self._process.pid if self._process else None

    @property
    def usable(self) -> bool:
        """Whether a kernel can be asked for: of this process, in this environment, not refused."""
        return (
            self.refusal is None
            and not self.stopped
            and self._owner == os.getpid()
            and self._process is not None
            and self._process.poll() is None
            and self._environment == _at_start(os.environ)
        )

    def refuse(self, reason: str) -> None:
        """Fork no more; the note is given once."""
        with self._lock:
            first = self.refusal is None and not self.stopped
            self.refusal = self.refusal or reason
        if first:
            self.note(
                "Let op: de notitieboeken starten elk vanaf nul en duren dus langer, "
                f"omdat {reason}. De uitkomst is dezelfde."
            )

    def adopt(self, process: subprocess.Popen[bytes]) -> None:
        """Remember a kernel that was not forked, so that ``stop`` ends it too."""
        with self._lock:
            self._strangers = [known for known in self._strangers if known.poll() is None]
            self._strangers.append(process)
        if self.stopped:
            _kill_group(process)

    def address(self) -> Path:
        """A new path, for the sockets of one kernel."""
        with self._lock:
            self._count += 1
            return self.folder / str(self._count)

    async def fork(self, command: list[str], environment: dict[str, str], folder: str) -> Link:
        """A kernel that listens on its sockets, as ``command`` would start it.

        Raises ``Refused`` when it cannot be had, ``Stopped`` when none is wanted any more.
        """
        if self.stopped:
            raise Stopped
        if self.refusal:
            raise Refused(self.refusal)
        if _at_start(environment) != self._environment:
            raise Refused("de omgeving intussen is gewijzigd")
        ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        link = Link(ours)
        request = {"command": command, "environment": environment, "folder": folder}
        try:
            with theirs:
                socket.send_fds(self._control, [b"kernel"], [theirs.fileno()])
            ours.send(json.dumps(request).encode())
            answer = await link.receive(_READY_SECONDS)
        except TimeoutError as error:
            link.close()
            raise Refused(f"de kern na {_READY_SECONDS} seconden niet klaar was") from error
        except OSError as error:
            link.close()
            answer = {"geweigerd": f"het voorgeladen proces er niet meer is ({error})"}
        if "klaar" in answer:
            return link
        link.close()
        if self.stopped:
            raise Stopped
        raise Refused(
            answer.get("geweigerd") or f"een kern bij het starten al stopte ({answer['einde']})"
        )

    def stop(self) -> None:
        """End it, with every kernel that still runs."""
        self.stopped = True
        if self._owner != os.getpid():
            return
        if self._process is not None:
            with contextlib.suppress(OSError):
                self._control.shutdown(socket.SHUT_RDWR)
            self._process.terminate()  # heeded while it still loads, and has no kernels
            try:
                self._process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self._process.kill()  # its kernels die with it
                self._process.wait()
        with self._lock:
            for process in self._strangers:
                _kill_group(process)
        shutil.rmtree(self.folder, ignore_errors=True)


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kill a kernel that leads its own process group, unless it has been waited for."""
    if process.poll() is None:
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()


def _at_start(environment: Any) -> dict[str, str]:
    own = {**environment, **NO_THREADS}
    return {name: value for name, value in own.items() if name.startswith(_AT_START)}


_shared: Parent | None = None
_sharing = threading.Lock()


def start(modules: Sequence[str] = (), note: Note = lambda _: None) -> Parent:
    """The parent of this process; starts one, with ``modules`` loaded, when there is none to use.

    ``note`` gets one Dutch sentence if kernels cannot be forked. Never raises.
    """
    global _shared
    with _sharing:
        if _shared is None or not _shared.usable:
            if _shared is not None:
                _shared.stop()
            _shared = Parent(modules, note)
        _shared.note = note
        return _shared


def current() -> Parent:
    """The parent that was started last, also when it has been stopped since."""
    return _shared or start()


def stop() -> None:
    """End the parent of this process and all its kernels; no kernel starts until ``start``."""
    if _shared is not None:
        _shared.stop()


atexit.register(stop)
