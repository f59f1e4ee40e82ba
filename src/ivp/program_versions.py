"""The programs that decide what is in the book, and their versions as they run here."""

from __future__ import annotations

import platform
from contextlib import suppress
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from ivp import __version__

PROGRAMS = {
    "numpy": "rekenen",
    "pandas": "rekenen met tabellen",
    "scipy": "intervallen en andere statistiek",
    "great-expectations": "controle van de contracten",
    "papermill": "notitieboeken uitvoeren",
    "plotly": "figuren",
    "choreographer": "figuren voor de PDF",
    "pypandoc_binary": "pagina's (Pandoc)",
    "typst": "PDF",
}
"""The packages that decide what is in the book, with what each is for."""


@cache
def program_versions() -> dict[str, str]:
    """The version of Python, of this package and of those in ``PROGRAMS``, as run here."""
    found = {"Python": platform.python_version(), "ivp": __version__}
    found |= dict.fromkeys(PROGRAMS, "niet geïnstalleerd")
    for name in PROGRAMS:
        # Quarto brings a Pandoc of its own: where it is used, ours may be absent.
        with suppress(PackageNotFoundError):
            found[name] = version(name)
    return found
