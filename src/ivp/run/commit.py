"""The commit that the book is made from."""

from __future__ import annotations

import shutil
import subprocess

from ivp.paths import Project


def commit(project: Project) -> str:
    """The commit that the book is made from, and whether the work tree differs from it."""
    git = shutil.which("git")
    if git is None or not (project.root / ".git").exists():
        return "onbekend"

    def ask(*words: str) -> str:
        done = subprocess.run(
            [git, *words], cwd=project.root, capture_output=True, text=True, check=False
        )
        return done.stdout.strip()

    head = ask("rev-parse", "HEAD") or "onbekend"
    return f"{head} met niet-vastgelegde wijzigingen" if ask("status", "--porcelain") else head
