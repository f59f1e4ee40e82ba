"""The content of inputs of earlier editions, found by checksum: here, or in git's history."""

from __future__ import annotations

import io
import shutil
import subprocess
from collections.abc import Iterator
from typing import TYPE_CHECKING

from ivp.data import Package
from ivp.paths import Project
from ivp.store import sha256

if TYPE_CHECKING:
    from ivp.data.verschil import Verschil


def vind(project: Project, name: str, checksum: str, *, geschiedenis: bool = True) -> bytes | None:
    """The content of file ``name`` (relative to the root) that has this SHA-256, or ``None``.

    Without ``geschiedenis`` git is not asked, so that the answer follows from the inputs alone.
    """
    last = project.data / "vorige" / name.rpartition("/")[2]
    for path in (project.root / name, last):
        if path.is_file() and sha256(raw := path.read_bytes()) == checksum:
            return raw
    if not geschiedenis:
        return None
    return next((raw for raw in _history(project, name) if sha256(raw) == checksum), None)


def _history(project: Project, name: str) -> Iterator[bytes]:
    git = shutil.which("git")
    if git is None or not (project.root / ".git").exists():
        return

    def ask(*words: str) -> bytes:
        done = subprocess.run([git, *words], cwd=project.root, capture_output=True, check=False)
        return done.stdout

    for commit in ask("log", "--format=%H", "--", name).decode().split():
        yield ask("show", f"{commit}:./{name}")


def rijen(
    project: Project, naam: str, bestand: str, oud: str, nieuw: str, *, geschiedenis: bool = True
) -> tuple[Verschil | None, bool]:
    """What rows of a data set differ between two contents, and whether it counts persons.

    ``None`` when a content or its key is not known here. What is not known counts as persons.
    """
    import pandas as pd

    from ivp.data.verschil import vergelijk

    package = Package.load(project)
    if naam not in package.names:
        return None, True
    resource = package.dataset(naam).resource
    key = resource.schema_.primary_key
    persons = resource.ivp.persoonsregistratie
    one, two = (
        vind(project, bestand, checksum, geschiedenis=geschiedenis) for checksum in (oud, nieuw)
    )
    if one is None or two is None or not key:
        return None, persons
    words = {str(column): str for column in key}
    frames = [pd.read_csv(io.BytesIO(raw), dtype=words) for raw in (one, two)]
    if any(column not in frame for frame in frames for column in key):
        return None, persons
    return vergelijk(frames[0], frames[1], list(key)), persons
