"""The other processes of ours: how many, how they start, and what is done in one beside the rest.

Importing this costs next to nothing.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerContext, SpawnContext

T = TypeVar("T")

_BYTES = 600_000_000
"""What one more worker with the libraries in it may take."""
_PACKAGE = Path(__file__).parents[2]
NO_THREADS = {"OPENBLAS_NUM_THREADS": "1", "JE_ARROW_MALLOC_CONF": "background_thread:false"}
"""What keeps native libraries from starting threads: those do not survive a fork."""
CAN_FORK = sys.platform == "linux"
_asking = ThreadPoolExecutor(1)
_pool: ProcessPoolExecutor | None = None


def workers() -> int:
    """How many things are made side by side: by cores and memory; ``IVP_WERKERS`` overrides."""
    if given := os.environ.get("IVP_WERKERS"):
        return max(1, int(given))
    if hasattr(os, "sched_getaffinity"):
        cores = len(os.sched_getaffinity(0))
    else:
        cores = os.cpu_count() or 1
    return max(1, min(cores, _free_bytes() // _BYTES))


def _free_bytes() -> int:
    try:
        text = Path("/proc/meminfo").read_text()
        return 1024 * int(text.partition("MemAvailable:")[2].split()[0])
    except (OSError, ValueError, IndexError):
        return sys.maxsize


def context(preload: str = "ivp.run.preloaded") -> ForkServerContext | SpawnContext:
    """How processes start: forked from one that has imported ``preload``, where that can be."""
    if not CAN_FORK:
        return multiprocessing.get_context("spawn")
    os.environ.update(NO_THREADS)
    found = multiprocessing.get_context("forkserver")
    found.set_forkserver_preload([preload])
    return found


def warm_up(root: Path) -> None:
    """Start, in the background, the process that others are forked from: the sooner the better.

    Sets the environment of what is started for the project in ``root``: one thread each, since they
    share the processors, and this package first, so that a checkout works without being installed.
    """
    given = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    others = [str(Path(part).absolute()) for part in given if part]
    os.environ.update(
        NO_THREADS,
        IVP_PROJECT=str(root),
        PYTHONPATH=os.pathsep.join(dict.fromkeys([str(_PACKAGE), *others])),
        PYDEVD_DISABLE_FILE_VALIDATION="1",
        JUPYTER_PLATFORM_DIRS="1",
    )
    os.environ.setdefault("PLOTLY_RENDERER", "plotly_mimetype")  # plotly's own choice in a kernel
    context()
    if CAN_FORK:
        from multiprocessing import forkserver

        with suppress(OSError):  # who asks for a process hears of it again
            forkserver.ensure_running()


def submit(do: Callable[..., T], *given: Any) -> Future[T]:
    """``do(*given)`` in a second process of ours; here and now when there is one worker only.

    It starts when first asked for, without making anyone wait, and dies with us, however we die.
    """
    if workers() > 1:
        return _asking.submit(_beside, do, given)
    outcome: Future[T] = Future()
    try:
        outcome.set_result(do(*given))
    except Exception as error:
        outcome.set_exception(error)
    return outcome


def _beside(do: Callable[..., T], given: tuple[Any, ...]) -> T:
    global _pool
    if _pool is None:
        _pool = ProcessPoolExecutor(1, mp_context=context(), initializer=begin)
    try:
        return _pool.submit(_there, dict(os.environ), do, given).result()
    except BrokenProcessPool:  # it was killed, perhaps for its memory: another when asked again
        _pool = None
        return do(*given)


def running() -> bool:
    """Whether the second process is there, so that asking it costs no start."""
    return _pool is not None


def _there(environment: dict[str, str], do: Callable[..., T], given: tuple[Any, ...]) -> T:
    """In the other process: ``do`` in the environment that we have now."""
    os.environ.clear()
    os.environ.update(environment)
    return do(*given)


def begin() -> None:
    """In a process of ours that has just started: it ends when the one that asked for it does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for who waits for us
    if hasattr(os, "setsid"):
        os.setsid()  # the leader of all that it starts, so that they can be ended together
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()  # returns at once when it is dead already
        if hasattr(os, "killpg"):
            os.killpg(0, signal.SIGKILL)
        os._exit(1)
