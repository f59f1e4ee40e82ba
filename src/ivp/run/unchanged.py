"""Is the book what its inputs make of it? Then there is nothing to do, and that is known at once.

All files of the project count, by content, with the installed libraries, the commit and the
settings from outside; and so does every file of the finished book, so that whatever was removed or
edited in it is made again. What is finer, each stage finds out for itself (``ivp.store``).
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ivp.paths import Project
from ivp.run.browser import browser
from ivp.run.git_history import commit
from ivp.store import digest, sha256, write

_NOT_READ = {"tests", "benchmarks", "node_modules", "__pycache__", "screenshots"}
"""Top-level folders that no stage reads; what begins with a dot or an underscore is made."""
_READ = ("_quarto", "_brand")
_TEXT = (".qmd", ".md")
_SETTINGS = ("IVP_", "QUARTO_", "SOURCE_DATE_EPOCH", "BROWSER_PATH")
_HOW = {"IVP_DEBUG", "IVP_PROJECT", "IVP_BEZIG", "IVP_WERKERS", "IVP_OPSLAG"}
"""Settings of how the book is made, which leave no trace in it."""


@dataclass(frozen=True)
class Inputs:
    """All that the book follows from: each file's checksum, and the checksum of it all."""

    files: dict[str, str]
    digest: str


def inputs(project: Project, *options: str) -> Inputs:
    """What the book would follow from if it were made now."""
    settings = {k: v for k, v in os.environ.items() if k.startswith(_SETTINGS) and k not in _HOW}
    libraries = sorted(
        entry.name
        for folder in map(Path, sys.path)
        if folder.name == "site-packages"
        for entry in folder.glob("*.dist-info")
    )
    files = {name: sha256(path.read_bytes()) for name, path in _files(project.root)}
    all_of_it = [files, settings, libraries, sys.version, browser(), commit(project), options]
    return Inputs(files, digest(all_of_it))


def holds(project: Project, now: Inputs) -> bool:
    """Whether the finished book stands there as these inputs made it."""
    try:
        known = json.loads(_stamp(project).read_bytes())
        return bool(known["invoer"] == now.digest and known["uitvoer"] == _outputs(project))
    except (OSError, ValueError, KeyError, TypeError):
        return False


def only_text(project: Project, now: Inputs) -> bool:
    """Whether nothing but text was changed since the book was made, so that no figure can have.

    A guess, to start early what will be needed; what is really due each stage finds out.
    """
    try:
        known = json.loads(_stamp(project).read_bytes())["bestanden"]
        names = {name for name in {*known, *now.files} if known.get(name) != now.files.get(name)}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False
    return bool(names) and all(name.endswith(_TEXT) for name in names)


def remember(project: Project, before: Inputs, *options: str) -> None:
    """The book was made from the inputs ``before``.

    When they changed while it was made, nothing is remembered.
    """
    if before == inputs(project, *options):
        content = {
            "invoer": before.digest,
            "bestanden": before.files,
            "uitvoer": _outputs(project),
        }
        write(_stamp(project), json.dumps(content).encode())


def _files(root: Path) -> Iterator[tuple[str, Path]]:
    for entry in sorted(root.iterdir()):
        made = entry.name.startswith((".", "_")) and not entry.name.startswith(_READ)
        if made or entry.name in _NOT_READ:
            continue
        for path in [entry] if entry.is_file() else sorted(entry.rglob("*")):
            if path.is_file() and "__pycache__" not in path.parts:
                yield path.relative_to(root).as_posix(), path


def _outputs(project: Project) -> dict[str, str]:
    made = [project.root / "_variables.yml"]
    for folder in (project.book, project.executed):
        made += sorted(path for path in folder.rglob("*") if path.is_file())
    return {project.relative(path): sha256(path.read_bytes()) for path in made}


def _stamp(project: Project) -> Path:
    return project.cache / "boek.json"
