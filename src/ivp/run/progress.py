"""Tells a waiting person what is being done; a plain log where there is no terminal."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from rich.console import Console
from rich.status import Status


@dataclass
class Step:
    """One step under way; ``detail`` is shown behind its name once it is done."""

    name: str
    detail: str = ""


@dataclass
class Progress:
    """Shows steps as they start and end, with their duration, on standard error.

    ``seconds`` keeps the duration of each finished step.
    """

    quiet: bool = False
    console: Console = field(default_factory=lambda: Console(stderr=True, highlight=False))
    seconds: dict[str, float] = field(default_factory=dict)
    _status: Status | None = None

    @contextmanager
    def step(self, name: str) -> Iterator[Step]:
        """Show ``name`` while the block runs; a failing block leaves the step marked as failed."""
        step = Step(name)
        started = time.monotonic()
        live = not self.quiet and self.console.is_terminal
        self._status = self.console.status(name) if live else None
        if self._status:
            self._status.start()
        ok = False
        try:
            yield step
            ok = True
        finally:
            if self._status:
                self._status.stop()
                self._status = None
            self.seconds[name] = time.monotonic() - started
            self._line("✓" if ok else "✗", name, step.detail if ok else "mislukt", name)

    def say(self, text: str) -> None:
        """What is being done right now within the step."""
        if self._status:
            self._status.update(text)

    def note(self, text: str) -> None:
        """A line that stays, such as a warning."""
        if not self.quiet:
            self.console.print(text, markup=False, soft_wrap=True)

    def _line(self, mark: str, name: str, detail: str, key: str) -> None:
        if self.quiet:
            return
        seconds = f"{self.seconds[key]:.1f} s".replace(".", ",")
        tail = f"{detail}, {seconds}" if detail else seconds
        # An old Windows console may not know the mark.
        if not self.console.encoding.lower().startswith("utf"):
            mark = "ok" if mark == "✓" else "fout"
        self.console.print(f"{mark} {name} ({tail})", markup=False, soft_wrap=True)
