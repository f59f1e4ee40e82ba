"""Tells a waiting person what is being done; a plain log where there is no terminal."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console
    from rich.status import Status


@dataclass
class Step:
    """One step under way; ``detail`` is shown behind its name once it is done."""

    name: str
    detail: str = ""
    now: str = ""
    started: float = field(default_factory=time.monotonic)


def _console() -> Console:
    from rich.console import Console

    return Console(stderr=True, highlight=False)


@dataclass
class Progress:
    """Shows steps as they start and end, with their duration, on standard error.

    Steps may overlap, and come from any thread. ``seconds`` keeps the duration of each that ended;
    of steps that overlap the sum is more than the time that passed.
    """

    quiet: bool = False
    console: Console = field(default_factory=_console)
    seconds: dict[str, float] = field(default_factory=dict)
    _status: Status | None = None
    _steps: list[Step] = field(default_factory=list)
    _lock: threading.RLock = field(default_factory=threading.RLock)

    @contextmanager
    def step(self, name: str) -> Iterator[Step]:
        """Show ``name`` while the block runs; a failing block leaves the step marked as failed."""
        step = self.begin(name)
        ok = False
        try:
            yield step
            ok = True
        finally:
            self.end(step, ok=ok)

    def begin(self, name: str) -> Step:
        """Show ``name`` until ``end``."""
        step = Step(name)
        with self._lock:
            self._steps.append(step)
            self._show()
        return step

    def end(self, step: Step, *, ok: bool = True) -> None:
        """The step has ended, well or not."""
        with self._lock:
            self._steps.remove(step)
            self._show()
            took = time.monotonic() - step.started
            self.seconds[step.name] = took
            self._line(step, took, ok)

    def say(self, text: str) -> None:
        """What is being done right now, within the step that began last."""
        with self._lock:
            if self._steps:
                self._steps[-1].now = text
                self._show()

    def note(self, text: str) -> None:
        """A line that stays, such as a warning."""
        if not self.quiet:
            self.console.print(text, markup=False, soft_wrap=True)

    def _show(self) -> None:
        if self.quiet or not self.console.is_terminal:
            return
        if not self._steps:
            if self._status:
                self._status.stop()
                self._status = None
            return
        text = " · ".join(step.now or step.name for step in self._steps)
        if self._status:
            self._status.update(text)
        else:
            self._status = self.console.status(text)
            self._status.start()

    def _line(self, step: Step, took: float, ok: bool) -> None:
        if self.quiet:
            return
        detail = step.detail if ok else "mislukt"
        seconds = f"{took:.1f} s".replace(".", ",")
        tail = f"{detail}, {seconds}" if detail else seconds
        # An old Windows console may not know the mark.
        plain = not self.console.encoding.lower().startswith("utf")
        mark = ("ok" if ok else "fout") if plain else ("✓" if ok else "✗")
        self.console.print(f"{mark} {step.name} ({tail})", markup=False, soft_wrap=True)
