"""What a benchmark hands to ``make bench``: the lines of its table."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

import psutil


@dataclass(frozen=True)
class Line:
    """One line: what was done, what it took, beside what, and whether the goal was reached.

    ``measured`` and ``against`` are ready to read (``2.1 s``, ``stock papermill 33.0 s, 15.7×``);
    ``reached`` is ``None`` when there is no goal.
    """

    what: str
    measured: str
    against: str = ""
    goal: str = ""
    reached: bool | None = None


@dataclass(frozen=True)
class Took:
    """Seconds on the clock, and seconds of processor time."""

    wall: float
    cpu: float


def timed(act: Callable[[], object]) -> Took:
    """How long ``act`` takes; processor time is that of the whole machine, which has to be quiet.

    What a fork server starts is nobody's child, so it cannot be asked of this process.
    """

    def used() -> float:
        t = psutil.cpu_times()
        idle = t.idle + getattr(t, "iowait", 0.0) + getattr(t, "guest", 0.0)
        return float(sum(t) - idle)

    cpu, wall = used(), time.perf_counter()
    act()
    return Took(time.perf_counter() - wall, used() - cpu)


def best(
    rounds: int, act: Callable[[], object], before: Callable[[], object] = lambda: None
) -> Took:
    """The quickest of ``rounds``; ``before`` is done before each and does not count."""
    found = []
    for _ in range(rounds):
        before()
        found.append(timed(act))
    return min(found, key=lambda took: took.wall)


def seconds(value: float) -> str:
    """``2.1 s``, and ``0.04 s`` for what is short."""
    return f"{value:.1f} s" if value >= 1 else f"{value:.2f} s"


def times(slow: float, fast: float) -> str:
    """``4.2×``: how many times ``fast`` goes into ``slow``."""
    return f"{slow / fast:.1f}×"
