"""What is stored in the notebooks: text of marked cells, and nothing else."""

from __future__ import annotations

import copy
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from tools.notebook_outputs import marked, strip

NOTEBOOKS = sorted((Path(__file__).parents[2] / "notebooks").glob("*.ipynb"))


@pytest.fixture(params=NOTEBOOKS, ids=lambda path: path.stem)
def path(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


@pytest.fixture
def notebook(path: Path) -> nbformat.NotebookNode:
    found: nbformat.NotebookNode = nbformat.read(path, as_version=4)
    return found


def test_only_marked_cells_keep_output(notebook: nbformat.NotebookNode) -> None:
    stripped = copy.deepcopy(notebook)
    strip(stripped)
    assert notebook == stripped, "make notebooks"


def test_marked_cells_store_text(notebook: nbformat.NotebookNode) -> None:
    """nbval compares nothing with a cell that was not run."""
    cells = [cell for cell in notebook.cells if marked(cell)]
    empty = [cell.id for cell in cells if not cell.outputs]
    assert cells
    assert empty == [], "make notebooks"


def test_another_output_is_noticed(root: Path, tmp_path: Path) -> None:
    for name in ("tools/notebook_outputs.py", "notebooks/conftest.py"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_bytes((root / name).read_bytes())
    project = tmp_path / "tests/notebooks/project"
    project.mkdir(parents=True)
    (project / "_quarto.yml").touch()
    source = "# NBVAL_CHECK_OUTPUT\nfrom ivp import show\nshow.text('nu')"
    cell = nbformat.v4.new_code_cell(source, execution_count=1)
    for stored in ("nu", "vroeger"):
        shown = nbformat.v4.new_output("display_data", {"text/plain": stored})
        cell.outputs = [shown]
        made = nbformat.v4.new_notebook(cells=[cell])
        nbformat.write(made, tmp_path / f"notebooks/{stored}.ipynb")
    options = ["-q", "-p", "no:cacheprovider", "-o", "pythonpath=.", "--nbval-lax", "notebooks"]
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *options], cwd=tmp_path, capture_output=True, text=True
    )
    assert "1 failed, 1 passed" in done.stdout, done.stdout
