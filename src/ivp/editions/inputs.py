"""Everything that a book is made from, with checksums: files, programs and the commit."""

from __future__ import annotations

import hashlib
import platform
import re
import subprocess
import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from ivp import __version__
from ivp.data import Package
from ivp.paths import Project

_PATTERNS = (
    "_quarto*.yml",
    "_brand.yml",
    "index.qmd",
    "chapters/**/*",
    "notebooks/**/*.ipynb",
    "params/**/*.yml",
    "expectations/*.json",
    "edities/*.json",
    "data/datapackage.json",
    "data/*.lock",
    "data/vorige/*.csv",
    "assets/**/*",
    "src/ivp/**/*",
    "tools/*.py",
    "pyproject.toml",
    "requirements.lock",
)
_NO_INPUT = ("__pycache__", ".ipynb_checkpoints")
_NAME = re.compile(r"^[A-Za-z0-9_.-]+")


def sha256(path: Path) -> str:
    """The hexadecimal SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def files(project: Project) -> dict[str, str]:
    """Each input file (relative to the root) with its SHA-256, in the order of the names."""
    found = (path for pattern in _PATTERNS for path in _match(project, pattern))
    names = {path.relative_to(project.root).as_posix() for path in found}
    # Of data/ only what is registered: a file that nobody reads makes no difference.
    names |= {dataset.bestand for dataset in Package.load(project).datasets}
    return {name: sha256(project.root / name) for name in sorted(names)}


def _match(project: Project, pattern: str) -> Iterator[Path]:
    for path in project.root.glob(pattern):
        if path.is_file() and not any(part in _NO_INPUT for part in path.parts):
            yield path


def versions(project: Project) -> dict[str, str]:
    """Python, this package, every dependency of ``pyproject.toml`` and the browser, as they run."""
    content = tomllib.loads((project.root / "pyproject.toml").read_text("utf-8"))
    names = [_NAME.findall(line)[0] for line in content["project"]["dependencies"]]
    found = {"Python": platform.python_version(), "ivp": __version__, "browser": _browser()}
    return found | {name: _version(name) for name in sorted(names)}


@cache
def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "niet geïnstalleerd"


@cache
def _browser() -> str:
    """The browser that draws the figures of the PDF, with its version; it decides their bytes."""
    from ivp.run.browser import browser

    path = browser()
    if path is None:
        return "geen"
    try:
        done = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return Path(path).stem
    found = re.search(r"\d+(\.\d+)+", done.stdout)
    return f"{Path(path).stem} {found[0]}" if found else Path(path).stem
