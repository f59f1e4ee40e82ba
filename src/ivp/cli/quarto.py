"""Quarto as a program beside us: where it is, and a render with it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from ivp.cli.app import Renderer
from ivp.errors import RenderFout
from ivp.paths import Project


def find(renderer: Renderer) -> str | None:
    """The path of Quarto; ``None`` when the embedded renderer is to be used."""
    import shutil

    # `make quarto` puts it beside the environment's Python, which need not be on the PATH.
    places = os.pathsep.join([os.environ.get("PATH", ""), str(Path(sys.executable).parent)])
    found = shutil.which("quarto", path=places) if renderer != "ingebouwd" else None
    if renderer == "quarto" and not found:
        raise RenderFout(
            "Quarto is hier niet gevonden",
            waarom="u vroeg om het boek met Quarto te maken",
            doe="installeer Quarto (`make quarto`), of gebruik --renderer ingebouwd",
        )
    return found


def render(project: Project, program: str, folder: str, profile: str | None) -> None:
    """Let Quarto write the book to ``folder``; raises ``RenderFout`` with what it says."""
    from ivp.book import quarto_yml, typst_pdf

    command = [program, "render", str(project.root), "--output-dir", folder]
    command += ["--profile", profile] if profile else []
    # Typst takes the PDF's date from here; it is the edition's, not today's.
    date = {"SOURCE_DATE_EPOCH": str(typst_pdf.timestamp(quarto_yml.load(project)))}
    done = subprocess.run(
        command, cwd=project.root, capture_output=True, text=True, env={**os.environ, **date}
    )
    if done.returncode:
        raise RenderFout(
            "Quarto kon het boek niet maken:\n" + (done.stderr or done.stdout)[-2000:].strip(),
            waarom="het vorige boek in _book/ is blijven staan",
            doe="herstel wat Quarto noemt, of probeer --renderer ingebouwd",
        )
