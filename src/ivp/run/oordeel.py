"""What the contracts say of this edition's data, in this process or another."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from ivp.config import load
from ivp.paths import Project
from ivp.store import Store

if TYPE_CHECKING:
    from ivp.contracts import Verdict


def verdicts(project: Project) -> list[Verdict]:
    """The outcome of all contracts, as everything in this edition has it.

    Whether a source is up to date is judged on the date of the edition, not on today's.
    """
    from ivp.config import sources
    from ivp.contracts.check_datasets import check
    from ivp.data import Package, pins

    package, catalogue = Package.load(project), sources.read(project.params)
    pins.check(package, catalogue)
    return check(
        package,
        store=Store.of(project),
        bronnen=catalogue,
        peildatum=load(project).boek.editie.datum,
    )


def judge(root: Path) -> list[Verdict]:
    """The outcome; raises when a contract is broken."""
    from ivp.contracts.check_datasets import raise_if_broken

    found = verdicts(Project(root))
    raise_if_broken(found)
    return found


def summary(found: Sequence[Verdict]) -> str:
    """How many checks there were, in Dutch."""
    warned = sum(verdict.status != "ok" for verdict in found)
    return f"{len(found)} controles, {warned} met een opmerking"
