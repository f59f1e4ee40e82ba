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
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any, TypeVar

T = TypeVar("T")

_BOOK_BYTES = 600_000_000
"""What one more worker with the libraries in it may take."""
_pool: ProcessPoolExecutor | None = None
_process: BaseProcess | None = None


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
    outer: Future[T] = Future()
    if workers() > 1 and not multiprocessing.current_process().daemon:
        pool, environment = _started(), dict(os.environ)
        try:
            inner = pool.submit(_there, environment, do, given)
        except BrokenProcessPool:  # it was killed since: start another
            stop()
            pool = _started()
            inner = pool.submit(_there, environment, do, given)
        inner.add_done_callback(lambda done: _settle(outer, done, pool, do, given))
    else:
        _here(outer, do, given)
    return outer


def running() -> bool:
    """Whether the other process is there, so that asking it costs no start."""
    return _pool is not None


def _started() -> ProcessPoolExecutor:
    global _pool, _process
    if _pool is None:
        _pool = ProcessPoolExecutor(
            1, mp_context=multiprocessing.get_context("spawn"), initializer=begin
        )
        atexit.register(stop)
        known = multiprocessing.active_children()
        _pool.submit(os.getpid)  # starts the process
        [_process] = [one for one in multiprocessing.active_children() if one not in known]
    return _pool


def _settle(
    outer: Future[T],
    done: Future[T],
    pool: ProcessPoolExecutor,
    do: Callable[..., T],
    given: tuple[Any, ...],
) -> None:
    error = None if done.cancelled() else done.exception()
    if done.cancelled() or (error and _pool is not pool):  # we stopped it: nobody waits any more
        outer.cancel()
    elif isinstance(error, BrokenProcessPool):  # it was killed, perhaps for its memory: do it here
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
    """End the other process, whatever it is doing."""
    global _pool, _process
    pool, process, _pool, _process = _pool, _process, None, None
    if pool is not None and process is not None:
        process.terminate()
        pool.shutdown(wait=False, cancel_futures=True)


def _there(environment: dict[str, str], do: Callable[..., T], given: tuple[Any, ...]) -> T:
    """In the other process: ``do`` in the environment that we have now."""
    os.environ.clear()
    os.environ.update(environment)
    return do(*given)


def begin() -> None:
    """In a process of ours that has just started: it ends when we do."""
    gc.set_threshold(100_000, 20, 20)  # as in ``ivp.cli``
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for who waits for us
    threading.Thread(target=_end_with_parent, daemon=True).start()
    atexit.register(_end)  # the last of what is done at exit


def _end() -> None:
    """End without taking down every module: who waits for us would wait for that too."""
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    os._exit(0)


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()  # returns at once when it is dead already
        os._exit(1)
