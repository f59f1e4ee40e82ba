"""One notebook as it is about to run: its input, its parameters, its key, and why it has to run."""

from __future__ import annotations

import contextlib
import json
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ivp.code import Code
from ivp.config import Run
from ivp.paths import Project
from ivp.run import parameters, stale
from ivp.run.browser import browser
from ivp.run.commit import commit
from ivp.store import Store, sha256, write

_OLD_SECONDS = 86_400


@dataclass(frozen=True)
class Plan:
    """One notebook with all that it is made from, and why it has to run (nothing: it need not)."""

    run: Run
    source: Path
    parameters: dict[str, Any]
    invoer: Path
    key: stale.Key
    causes: list[str]


@dataclass
class Inputs:
    """The chapter inputs as JSON by run, with the parts of a key that follow from them.

    ``leveringen`` are the checksums of all data sets by name.
    """

    leveringen: dict[str, str]
    texts: dict[str, str] = field(default_factory=dict)
    parts: dict[str, dict[str, str]] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)

    def add(self, run_id: str, text: str) -> None:
        """The input of one run, as JSON."""
        data = json.loads(text)
        self.texts[run_id] = text
        self.parts[run_id] = stale.invoer_parts(data)
        columns = data["table"]["columns"]
        name, bron = columns.index("indicator"), columns.index("bron")
        for row in data["table"]["rows"]:
            if len(row[bron]) > len(self.sources.get(row[name], "")):
                self.sources[row[name]] = row[bron]


def plan(project: Project, store: Store, code: Code, run: Run, inputs: Inputs) -> Plan:
    """The plan of one run; writes its input for the notebook to read."""
    source = project.root / run.notitieboek
    types = parameters.declared(source, run.notitieboek, store)
    given = parameters.check(run.notitieboek, run.id, run.parameters, types)
    if "commit" in types:
        given = {**given, "commit": commit(project)}
    if "statische_figuren" in types:
        given = {**given, "statische_figuren": _browser_name()}
    key = stale.key(source, given, inputs.parts[run.id], code, inputs.leveringen)
    raw = inputs.texts[run.id].encode()
    # Its name says what is in it: another run at the same time has a file of its own.
    path = project.cache / "invoer" / f"{run.id}-{sha256(raw)[:12]}.json"
    write(path, raw)
    causes: list[str] = []
    if not store.has("notitieboeken", key.digest):
        before = stamp(project, run.id)
        causes = stale.causes(key, before, inputs.sources, store)
        causes = causes or ["de uitkomst is niet bewaard"]
    return Plan(run, source, given, path, key, causes)


def _browser_name() -> str:
    path = browser()
    return Path(path).stem if path else "geen browser: tabellen in plaats van figuren in de PDF"


def stamp_path(project: Project, run_id: str) -> Path:
    """Where the parts of the last key of a run are kept, to name what changed since."""
    return project.cache / "stempels" / f"{run_id}.json"


def stamp(project: Project, run_id: str) -> dict[str, str] | None:
    """The parts of the key at the last run, if there is one."""
    try:
        parts: dict[str, str] = json.loads(stamp_path(project, run_id).read_bytes())
    except (OSError, ValueError):
        return None
    return parts if isinstance(parts, dict) else None


def clear_old_inputs(project: Project, plans: list[Plan]) -> None:
    """Remove inputs of earlier runs; those of today may be in use by another run."""
    used = {plan.invoer for plan in plans}
    for path in (project.cache / "invoer").glob("*.json"):
        with contextlib.suppress(OSError):
            if path not in used and time.time() - path.stat().st_mtime > _OLD_SECONDS:
                path.unlink()
