"""A second process of ours, for what can be done beside the rest: a core for each.

It starts when first asked for, and dies with us, however we die.
"""

from __future__ import annotations

import atexit
import gc
import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")

_BOOK_BYTES = 600_000_000
"""What one more worker with the libraries in it may take."""
_pool: ProcessPoolExecutor | None = None


def workers() -> int:
    """How many things are made side by side: by cores and memory; ``IVP_WERKERS`` overrides."""
    if given := os.environ.get("IVP_WERKERS"):
        return max(1, int(given))
    if hasattr(os, "sched_getaffinity"):
        cores = len(os.sched_getaffinity(0))
    else:
        cores = os.cpu_count() or 1
    return max(1, min(cores, _free_bytes() // _BOOK_BYTES))


def _free_bytes() -> int:
    try:
        text = Path("/proc/meminfo").read_text()
        return 1024 * int(text.partition("MemAvailable:")[2].split()[0])
    except (OSError, ValueError, IndexError):
        return sys.maxsize


def submit(do: Callable[..., T], *given: Any) -> Future[T]:
    """``do(*given)`` in the other process; here and now when there is one worker only."""
    global _pool
    if workers() > 1 and not multiprocessing.current_process().daemon:
        if _pool is None:
            context = multiprocessing.get_context("spawn")
            _pool = ProcessPoolExecutor(1, mp_context=context, initializer=begin)
            atexit.register(stop)
        inner = _pool.submit(_there, dict(os.environ), do, given)
        outer: Future[T] = Future()
        inner.add_done_callback(lambda done: _settle(outer, done, do, given))
        return outer
    future: Future[T] = Future()
    _here(future, do, given)
    return future


def _settle(
    outer: Future[T], done: Future[T], do: Callable[..., T], given: tuple[Any, ...]
) -> None:
    error = done.exception()
    if isinstance(error, BrokenProcessPool):  # it was killed, perhaps for its memory: do it here
        stop()
        _here(outer, do, given)
    elif error is not None:
        outer.set_exception(error)
    else:
        outer.set_result(done.result())


def _here(future: Future[T], do: Callable[..., T], given: tuple[Any, ...]) -> None:
    try:
        future.set_result(do(*given))
    except Exception as error:
        future.set_exception(error)


def stop() -> None:
    """End the other process."""
    global _pool
    if _pool is not None:
        _pool.shutdown(wait=False, cancel_futures=True)
        _pool = None


def _there(environment: dict[str, str], do: Callable[..., T], given: tuple[Any, ...]) -> T:
    """In the other process: ``do`` in the environment that we have now."""
    os.environ.clear()
    os.environ.update(environment)
    return do(*given)


def begin() -> None:
    """In a process of ours that has just started."""
    gc.set_threshold(100_000, 20, 20)  # as in ``ivp.cli``
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for who waits for us
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()  # returns at once when it is dead already
        os._exit(1)
