"""The programs that decide what is in the book, and their versions as they run here."""

from __future__ import annotations

import platform
from functools import cache
from importlib.metadata import PackageNotFoundError, version

from ivp import __version__

PROGRAMS = {
    "numpy": "rekenen",
    "pandas": "rekenen met tabellen",
    "scipy": "intervallen en andere statistiek",
    "statsmodels": "regressie, onderscheidingsvermogen en correctie voor veel toetsen",
    "great-expectations": "controle van de contracten",
    "papermill": "notitieboeken uitvoeren",
    "plotly": "figuren",
    "choreographer": "figuren voor de PDF",
    "pypandoc_binary": "pagina's (Pandoc)",
    "typst": "PDF",
}
"""The packages that decide what is in the book, with what each is for."""


def program_versions() -> dict[str, str]:
    """The version of Python, of this package and of those in ``PROGRAMS``, as run here."""
    own = {"Python": platform.python_version(), "ivp": __version__}
    return own | {name: installed_version(name) for name in PROGRAMS}


@cache
def installed_version(name: str) -> str:
    """The version of a package as run here, or in Dutch that it is not installed."""
    # Quarto brings a Pandoc of its own: where it is used, ours may be absent.
    try:
        return version(name)
    except PackageNotFoundError:
        return "niet geïnstalleerd"
