"""What git says: the commit that the book is made from, and when each chapter last changed."""

from __future__ import annotations

import datetime as dt
import shutil
import subprocess
from typing import TYPE_CHECKING

from ivp.paths import Project

if TYPE_CHECKING:
    from ivp.config import Config

_FOLDERS = ("index.qmd", "chapters", "notebooks")


def commit(project: Project) -> str:
    """The commit that the book is made from, and whether the work tree differs from it."""
    head = _git(project, "rev-parse", "HEAD").strip() or "onbekend"
    changed = _git(project, "status", "--porcelain").strip()
    return f"{head} met niet-vastgelegde wijzigingen" if changed else head


def last_changed(project: Project, config: Config) -> dict[str, dt.date]:
    """Per chapter (``chapters/x.qmd``) the day of the last commit that touched its text, or the
    notebook that makes its figures.

    A chapter with changes that are not in git yet, and every chapter when git cannot tell (no
    repository, or not its whole history), has the edition's day: the same files and the same
    history give the same days, whatever the clock says.
    """
    edition = config.boek.editie.datum
    texts = [project.root / "index.qmd", *sorted((project.root / "chapters").rglob("*.qmd"))]
    names = [path.relative_to(project.root).as_posix() for path in texts if path.is_file()]
    days = _days(project, edition)
    behind: dict[str, set[str]] = {name: {name} for name in names}
    for chapter in config.chapters:
        behind.setdefault(chapter.text, {chapter.text}).add(chapter.notebook)
    return {
        name: max((days.get(file, edition) for file in behind[name]), default=edition)
        for name in names
    }


def _days(project: Project, edition: dt.date) -> dict[str, dt.date]:
    """Per file the day of its last commit; the edition's day when it differs from that."""
    if _git(project, "rev-parse", "--is-shallow-repository").strip() != "false":
        return {}
    found: dict[str, dt.date] = {}
    day = edition
    log = _git(project, "log", "--format=:%cs", "--name-only", "-z", "--relative", "--", *_FOLDERS)
    for part in log.replace("\n", "\0").split("\0"):
        if part.startswith(":"):
            day = dt.date.fromisoformat(part[1:])
        elif part:
            found.setdefault(part, day)
    changed = _git(project, "status", "--porcelain", "-z", "--no-renames", "--", *_FOLDERS)
    found.update({line[3:]: edition for line in changed.split("\0") if line})
    return found


def _git(project: Project, *words: str) -> str:
    """What git answers; nothing where there is no git, no repository or no answer."""
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
