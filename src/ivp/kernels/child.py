"""What a fork does to be a kernel like one that was started afresh.

Everything that the parent process has, and that a new process would not have, is set back here.
"""

from __future__ import annotations

import atexit
import ctypes
import importlib.util
import json
import os
import random
import signal
import socket
import sys
import tempfile
import threading
import time
from typing import Any

_PR_SET_PDEATHSIG = 1


def become_kernel(link: socket.socket, request: dict[str, Any], parent: int, fresh: bool) -> None:
    """Be the kernel that ``request`` (``command``, ``environment``, ``folder``) asks for.

    ``fresh`` says that the project's own modules have changed since the parent loaded them.
    Says ``ready`` over ``link`` when the sockets are there, and returns when the kernel has ended.
    """
    _detach(parent)
    _reset_process(request["environment"], request["folder"])
    command: list[str] = request["command"]
    arguments = command[command.index("ipykernel_launcher") + 1 :]
    _reset_python(command, arguments, fresh)
    from ipykernel.kernelapp import IPKernelApp

    # A parent that is known is also what keeps the kernel from printing how to connect to it.
    app: Any = IPKernelApp.instance(parent_handle=parent)
    app.initialize(arguments)
    link.send(json.dumps({"klaar": os.getpid()}).encode())
    link.close()
    app.start()
    # The thread that took the request to shut down flushes its output once more; it would wait for
    # seconds if the thread that sends output had been stopped by then (by an exit handler).
    app.control_thread.stop()
    app.control_thread.join()
    # As at the end of any program, except for taking down every module: that only costs time.
    threading._shutdown()  # type: ignore[attr-defined]
    atexit._run_exitfuncs()
    for stream in (sys.__stdout__, sys.__stderr__):
        if stream is not None:
            stream.flush()


def _detach(parent: int) -> None:
    """Lead a process group of our own, and die with the parent."""
    os.setsid()
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:  # it died before we asked
        os._exit(1)


def _reset_process(environment: dict[str, str], folder: str) -> None:
    """Signals, environment, time zone and folder."""
    signal.set_wakeup_fd(-1)
    signal.pthread_sigmask(signal.SIG_SETMASK, [])
    ignored = {signal.SIGPIPE, signal.SIGXFSZ}  # by Python itself, at start
    for number in set(signal.Signals) - {signal.SIGKILL, signal.SIGSTOP}:
        try:
            signal.signal(number, signal.SIG_IGN if number in ignored else signal.SIG_DFL)
        except OSError:  # reserved by the C library
            continue
    signal.signal(signal.SIGINT, signal.default_int_handler)
    os.environ.clear()
    os.environ.update(environment)
    time.tzset()
    os.chdir(folder)


def _reset_python(command: list[str], arguments: list[str], fresh: bool) -> None:
    """Exit handlers, random numbers, and the traces of our own code."""
    atexit._clear()
    launcher = importlib.util.find_spec("ipykernel_launcher")
    sys.argv = [str(launcher.origin if launcher else ""), *arguments]
    sys.orig_argv = command
    _forget("ivp" if fresh else "ivp.kernels")
    tempfile.tempdir = None
    random.seed()
    numpy_random = sys.modules.get("numpy.random")
    if numpy_random is not None:
        numpy_random.seed()


def _forget(package: str) -> None:
    """Let ``package`` be imported anew when it is asked for."""
    for name in [n for n in sys.modules if n == package or n.startswith(f"{package}.")]:
        del sys.modules[name]
    outer, _, inner = package.rpartition(".")
    if outer in sys.modules and hasattr(sys.modules[outer], inner):
        delattr(sys.modules[outer], inner)
