"""What the contracts say of this edition's data, in this process or another."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from ivp.config import load
from ivp.paths import Project
from ivp.store import Store

if TYPE_CHECKING:
    from ivp.contracts import Verdict


def verdicts(project: Project) -> list[Verdict]:
    """The outcome of all contracts, as everything in this edition has it.

    Whether a source is up to date is judged on the date of the edition, not on today's.
    """
    from ivp import contracts as c
    from ivp.config import sources
    from ivp.data import Package, pins

    package, catalogue = Package.load(project), sources.read(project.params)
    pins.check(package, catalogue)
    return c.check(
        package,
        store=Store.of(project),
        bronnen=catalogue,
        peildatum=load(project).boek.editie.datum,
    )


def judge(root: Path) -> list[dict[str, Any]]:
    """The outcome as plain data; raises when a contract is broken."""
    from ivp.contracts import raise_if_broken

    found = verdicts(Project(root))
    raise_if_broken(found)
    return [verdict.model_dump(mode="json") for verdict in found]


def summary(found: list[dict[str, Any]]) -> str:
    """How many checks there were, in Dutch."""
    warned = sum(verdict["status"] != "ok" for verdict in found)
    return f"{len(found)} controles, {warned} met een opmerking"
