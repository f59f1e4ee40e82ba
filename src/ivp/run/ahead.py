"""What a build will need, started while it is being found out what is due.

Importing this costs next to nothing, and nothing that comes out depends on it.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING

from ivp.paths import Project
from ivp.run import workers

if TYPE_CHECKING:
    from ivp.contracts import Verdict


class Ahead:
    """What figures wait for: the process that kernels come from, and the outcome of the contracts.

    ``note`` gets one sentence if kernels must be started the slow way.
    """

    def __init__(self, project: Project, note: Callable[[str], None] = lambda _: None) -> None:
        self._project, self._note = project, note
        self._contracts: Future[list[Verdict]] | None = None

    def start(self) -> None:
        """Begin: as soon as it is likely that figures changed, and once."""
        workers.warm_up(self._project.root)
        if self._contracts is None and workers.workers() > 1:
            self.contracts()

    def contracts(self) -> Future[list[Verdict]]:
        """The outcome; raises when a contract is broken."""
        if self._contracts is None:
            from ivp.run.oordeel import judge

            self._contracts = workers.submit(judge, self._project.root)
        return self._contracts
