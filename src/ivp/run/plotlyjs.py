"""Which of plotly's two scripts draws a figure, on screen and for paper: the small one if it can.

The small one (``assets/vendor``) is a quarter of the size of the one in plotly's own package, and
draws the same. It must be of the same version, or it is not used.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from importlib.util import find_spec
from pathlib import Path

from ivp.paths import Project

_SMALL_DRAWS = {"bar", "pie", "scatter"}


def script(project: Project, kinds: Collection[str]) -> Path:
    """The script that draws all ``kinds`` of trace."""
    whole = _package() / "plotly.min.js"
    small = project.root / "assets" / "vendor" / "plotly-basic.min.js"
    fits = set(kinds) <= _SMALL_DRAWS and small.is_file() and _version(small) == _version(whole)
    return small if fits else whole


def _package() -> Path:
    return Path(str(getattr(find_spec("plotly"), "origin", None))).parent / "package_data"


def _version(script: Path) -> bytes:
    with script.open("rb") as file:
        found = re.search(rb"plotly\.js [^\n]*?v(\d+\.\d+\.\d+)", file.read(400))
    return found[1] if found else b""
