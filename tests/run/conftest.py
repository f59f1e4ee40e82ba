"""Small notebooks in a small project, and what became of their processes."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest

from ivp.config import Chapter
from ivp.config.model import Leest
from ivp.paths import Project
from ivp.run.execute import execute


@pytest.fixture
def project(tmp_path: Path) -> Project:
    root = tmp_path / "map met spatie"
    (root / "notebooks").mkdir(parents=True)
    (root / "_quarto.yml").write_text("")
    return Project(root)


def notebook(project: Project, *cells: str, name: str = "proef", **given: str) -> Chapter:
    """A notebook with ``cells``; one that starts with ``# mag fout`` may raise."""
    made = nbformat.v4.new_notebook()
    for cell in cells:
        tags = {"tags": ["raises-exception"]} if cell.startswith("# mag fout") else {}
        made.cells.append(nbformat.v4.new_code_cell(cell, metadata=tags))
    made.metadata["kernelspec"] = {"name": "python3", "display_name": "P", "language": "python"}
    path = project.notebooks / f"{name}.ipynb"
    nbformat.write(made, path)
    return Chapter(name, f"chapters/{name}.qmd", f"notebooks/{name}.ipynb", dict(given), Leest())


def cells(raw: bytes) -> list[Any]:
    """The code cells of an executed notebook."""
    return [cell for cell in nbformat.reads(raw, 4).cells if cell.cell_type == "code"]


def printed(raw: bytes) -> str:
    """All that an executed notebook wrote to its standard output."""
    found = [output for cell in cells(raw) for output in cell.outputs]
    return "".join(output.text for output in found if output.get("name") == "stdout")


def alive(pid: int) -> bool:
    status = Path(f"/proc/{pid}/status")
    try:
        return "zombie" not in status.read_text()
    except OSError:
        return False


def gone(*pids: int, seconds: float = 5) -> bool:
    """Whether all ``pids`` end within ``seconds``."""
    end = time.monotonic() + seconds
    while any(alive(pid) for pid in pids) and time.monotonic() < end:
        time.sleep(0.02)
    return not any(alive(pid) for pid in pids)


def outcome(project: Project, chapter: Chapter, note: Callable[[str], None] = pytest.fail) -> bytes:
    """What the notebook of ``chapter`` gives; a note fails the test unless ``note`` takes it."""
    return execute(project, [chapter], note)[chapter.id]
