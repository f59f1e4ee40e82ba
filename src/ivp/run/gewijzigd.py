"""When each chapter last changed, from git: its text, or the notebook that makes its figures."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess

from ivp.config import Config
from ivp.paths import Project

_FOLDERS = ("index.qmd", "chapters", "notebooks")


def gewijzigd(project: Project, config: Config) -> dict[str, dt.date]:
    """Per chapter (``chapters/x.qmd``) the day of the last commit that touched it.

    A chapter with changes that are not in git yet, and every chapter when git cannot tell (no
    repository, or not its whole history), has the edition's day: the same files and the same
    history give the same days, whatever the clock says.
    """
    editie = config.boek.editie.datum
    texts = [project.root / "index.qmd", *sorted((project.root / "chapters").rglob("*.qmd"))]
    names = [path.relative_to(project.root).as_posix() for path in texts if path.is_file()]
    days = _days(project, editie)
    behind: dict[str, set[str]] = {name: {name} for name in names}
    for run in config.runs:
        behind.setdefault(run.tekst, {run.tekst}).add(run.notitieboek)
    return {
        name: max((days.get(file, editie) for file in behind[name]), default=editie)
        for name in names
    }


def _days(project: Project, editie: dt.date) -> dict[str, dt.date]:
    """Per file the day of its last commit; the edition's day when it differs from that."""
    if _git(project, "rev-parse", "--is-shallow-repository").strip() != "false":
        return {}
    found: dict[str, dt.date] = {}
    day = editie
    log = _git(project, "log", "--format=:%cs", "--name-only", "-z", "--relative", "--", *_FOLDERS)
    for part in log.replace("\n", "\0").split("\0"):
        if part.startswith(":"):
            day = dt.date.fromisoformat(part[1:])
        elif part:
            found.setdefault(part, day)
    changed = _git(project, "status", "--porcelain", "-z", "--no-renames", "--", *_FOLDERS)
    found.update({line[3:]: editie for line in changed.split("\0") if line})
    return found


def _git(project: Project, *words: str) -> str:
    git = shutil.which("git")
    if git is None or not (project.root / ".git").exists():
        return ""
    done = subprocess.run(
        [git, "-c", "core.quotePath=false", *words],
        cwd=project.root,
        capture_output=True,
        check=False,
    )
    return done.stdout.decode("utf-8", "replace") if done.returncode == 0 else ""
