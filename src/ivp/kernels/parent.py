"""The process that kernels are forked from: ``-m ivp.kernels.parent <fd> <folder> <module>…``.

It loads the modules, then waits. It has one thread and never makes a ZeroMQ context or an event
loop, since those do not survive a fork. Over the socket ``fd`` comes one socket (a *link*) per
kernel that is wanted. When ``fd`` closes, whoever started us is gone: all kernels are killed,
``folder`` (their sockets) is removed, and that is the end.

Messages on a link, one JSON object each. To us: the request (``command``, ``environment``,
``folder``), later ``{"signaal": number}``; a closed link ends the kernel. From us: ``{"geweigerd":
reason}``, or the kernel's own ``{"klaar": pid}``, and once it has ended ``{"einde": status}``.
"""

from __future__ import annotations

import gc
import importlib
import json
import linecache
import os
import pkgutil
import selectors
import shutil
import signal
import socket
import sys
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ivp.kernels import child

MESSAGE_BYTES = 1 << 20

KERNEL = (
    "ipykernel.kernelapp",
    "ipykernel.zmqshell",
    "ipykernel.debugger",
    "IPython.core.completerlib",
    "IPython.core.debugger",
    "IPython.core.oinspect",
    "IPython.extensions.storemagic",
    "faulthandler",
    "psutil",
    "sqlite3",
    "tornado.platform.asyncio",
    "tornado.queues",
)
"""What every kernel imports while it starts."""


@dataclass(frozen=True)
class Kernel:
    """One fork that runs, and the link to whoever asked for it."""

    pid: int
    pidfd: int
    link: socket.socket

    def signal(self, number: int) -> None:
        """To the kernel and all that it started. It is ours until waited for, so it is the one."""
        try:
            os.killpg(self.pid, number)
        except ProcessLookupError:  # it does not lead its group yet
            os.kill(self.pid, number)


class OwnCode:
    """The project's own modules as loaded, to see whether they have changed since."""

    def __init__(self) -> None:
        self._started = time.time_ns()
        self._files: dict[str, tuple[int, int, int] | None] = {}

    def record(self) -> None:
        """Remember the files that the loaded modules came from."""
        for name, module in list(sys.modules.items()):
            path = getattr(module, "__file__", None)
            if name.split(".")[0] == "ivp" and path:
                self._files[path] = _stamp(path)

    def changed(self) -> bool:
        """Whether a file is not what was loaded, or may not be (it is younger than we are)."""
        for path, before in self._files.items():
            now = _stamp(path)
            if now is None or now != before or now[0] >= self._started:
                return True
        return False


def _stamp(path: str) -> tuple[int, int, int] | None:
    try:
        found = Path(path).stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def preload(names: list[str]) -> None:
    """Import ``names``, and for ``name.*`` all modules in that package.

    What cannot be imported is left for the notebook, which then says so in its own place.
    """
    for name in names:
        package = name.removesuffix(".*")
        with suppress(Exception):
            module = importlib.import_module(package)
            if name.endswith(".*"):
                for found in pkgutil.walk_packages(module.__path__, f"{package}."):
                    with suppress(Exception):
                        importlib.import_module(found.name)


def threads() -> int:
    """The number of threads of this process, native ones too."""
    return len(list(Path("/proc/self/task").iterdir()))


class Parent:
    """Forks kernels on request, tells when they end, and ends them when nobody waits for them."""

    def __init__(self, control: socket.socket, own: OwnCode) -> None:
        self._control = control
        self._own = own
        self._selector = selectors.DefaultSelector()
        self._selector.register(control, selectors.EVENT_READ)
        self._waiting: list[socket.socket] = []
        self._kernels: dict[int, Kernel] = {}

    def serve(self) -> None:
        """Until the control socket closes."""
        while True:
            for key, _ in self._selector.select():
                if key.fileobj is self._control:
                    if not self._welcome():
                        return
                elif isinstance(key.data, Kernel):
                    self._follow(key.data, ended=key.fd == key.data.pidfd)
                elif key.fileobj in self._waiting:
                    self._start(key.fileobj)

    def _welcome(self) -> bool:
        message, fds, _, _ = socket.recv_fds(self._control, 16, 1)
        for fd in fds:
            link = socket.socket(fileno=fd)
            self._waiting.append(link)
            self._selector.register(link, selectors.EVENT_READ)
        return bool(message)

    def _start(self, link: Any) -> None:
        self._waiting.remove(link)
        self._selector.unregister(link)
        message = link.recv(MESSAGE_BYTES)
        if not message:
            link.close()
            return
        if threads() > 1:
            _tell(link, {"geweigerd": "een geladen bibliotheek heeft rekendraden gestart"})
            link.close()
            return
        request = json.loads(message)
        fresh = self._own.changed()
        parent = os.getpid()
        sys.stdout.flush()
        sys.stderr.flush()
        try:
            pid = os.fork()
        except OSError as error:
            _tell(link, {"geweigerd": f"er geen proces bij kan ({error.strerror})"})
            link.close()
            return
        if pid == 0:
            status = 1
            try:
                self._leave_behind()
                child.become_kernel(link, request, parent, fresh)
                status = 0
            except SystemExit as error:
                status = error.code if isinstance(error.code, int) else 1
            except BaseException:
                sys.excepthook(*sys.exc_info())
            finally:
                os._exit(status)
        kernel = Kernel(pid, os.pidfd_open(pid), link)
        self._kernels[pid] = kernel
        self._selector.register(link, selectors.EVENT_READ, kernel)
        self._selector.register(kernel.pidfd, selectors.EVENT_READ, kernel)

    def _leave_behind(self) -> None:
        """In the fork: close what belongs to the parent and to the other kernels."""
        self._selector.close()
        self._control.close()
        for link in self._waiting:
            link.close()
        for kernel in self._kernels.values():
            kernel.link.close()
            os.close(kernel.pidfd)

    def _follow(self, kernel: Kernel, *, ended: bool) -> None:
        if kernel.pid not in self._kernels:
            return
        if ended:
            self._finish(kernel)
            return
        try:
            message = kernel.link.recv(MESSAGE_BYTES)
        except ConnectionResetError:
            message = b""
        if message:
            kernel.signal(json.loads(message)["signaal"])
        else:
            self._selector.unregister(kernel.link)
            kernel.signal(signal.SIGKILL)

    def _finish(self, kernel: Kernel) -> None:
        kernel.signal(signal.SIGKILL)  # whatever it started and left
        _, status = os.waitpid(kernel.pid, 0)
        del self._kernels[kernel.pid]
        self._selector.unregister(kernel.pidfd)
        os.close(kernel.pidfd)
        with suppress(KeyError):
            self._selector.unregister(kernel.link)
        _tell(kernel.link, {"einde": os.waitstatus_to_exitcode(status)})
        kernel.link.close()

    def end(self) -> None:
        """Kill all kernels and what they started."""
        for kernel in self._kernels.values():
            kernel.signal(signal.SIGKILL)
        for pid in self._kernels:
            os.waitpid(pid, 0)


def _tell(link: socket.socket, message: dict[str, Any]) -> None:
    with suppress(OSError):
        link.send(json.dumps(message).encode())


def main(arguments: list[str]) -> None:
    """Load, serve, clean up."""
    # Whoever started us says when to stop, by closing the socket; Ctrl-C is not for us.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    control = socket.socket(fileno=int(arguments[0]))
    folder = Path(arguments[1])
    if Path(sys.path[0] or ".").resolve() == Path.cwd():  # as ipykernel_launcher does
        del sys.path[0]
    own = OwnCode()
    gc.disable()  # modules are no rubbish: looking for it takes a sixth of the time
    preload([*KERNEL, *arguments[2:]])
    own.record()
    # Caches that a new process does not have. Here once: it takes each kernel 8 ms.
    sys.path_importer_cache.clear()
    importlib.invalidate_caches()
    linecache.clearcache()
    gc.freeze()  # keeps the pages shared between the kernels
    gc.enable()
    gc.set_threshold(100_000, 20, 20)  # as in ``ivp.cli``; kernels inherit it
    parent = Parent(control, own)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # from here on there are kernels to end
    try:
        parent.serve()
        shutil.rmtree(folder, ignore_errors=True)
    finally:
        parent.end()


if __name__ == "__main__":
    main(sys.argv[1:])
