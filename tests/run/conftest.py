"""Small notebooks in a small project, and what became of their processes."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

import nbformat
import pytest

from ivp.paths import Project
from ivp.run import execute as ex


@pytest.fixture
def project(tmp_path: Path) -> Project:
    root = tmp_path / "map met spatie"
    (root / "notebooks").mkdir(parents=True)
    (root / "_quarto.yml").write_text("")
    return Project(root)


def job(project: Project, *cells: str, name: str = "proef") -> ex.Job:
    """A notebook with ``cells``; one that starts with ``# mag fout`` may raise."""
    made = nbformat.v4.new_notebook()
    for cell in cells:
        tags = {"tags": ["raises-exception"]} if cell.startswith("# mag fout") else {}
        made.cells.append(nbformat.v4.new_code_cell(cell, metadata=tags))
    made.metadata["kernelspec"] = {"name": "python3", "display_name": "P", "language": "python"}
    path = project.notebooks / f"{name}.ipynb"
    nbformat.write(made, path)
    return ex.Job(name, path, project.cache / "uitgevoerd" / f"{name}.ipynb", {})


def cells(path: Path) -> list[Any]:
    """The code cells of an executed notebook."""
    return [cell for cell in nbformat.read(path, 4).cells if cell.cell_type == "code"]


def printed(path: Path) -> str:
    """All that an executed notebook wrote to its standard output."""
    found = [output for cell in cells(path) for output in cell.outputs]
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
