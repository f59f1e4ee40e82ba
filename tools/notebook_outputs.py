"""Store with each notebook what its marked cells give for a small project: ``make notebooks``.

A cell with the line ``# NBVAL_CHECK_OUTPUT`` keeps its output as text; ``pytest --nbval-lax
notebooks`` runs it again and compares. Every other output goes. ``--strip`` runs nothing: it only
removes what does not belong in a commit (pre-commit does so).
"""

from __future__ import annotations

import argparse
import os
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parent.parent
PROJECT = ROOT / "tests/notebooks/project"
"""What the notebooks read when they are tested: fixed, so no new figure changes what they give."""
MARK = "# NBVAL_CHECK_OUTPUT"


def marked(cell: nbformat.NotebookNode) -> bool:
    """Whether the output of this cell is compared."""
    return cell.cell_type == "code" and MARK in cell.source.splitlines()


def strip(notebook: nbformat.NotebookNode) -> None:
    """Remove all output and numbers of cells, but for the text of marked cells."""
    notebook.metadata.language_info = {"name": "python"}  # a run adds the version
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        kept = [output for output in cell.outputs if "data" in output] if marked(cell) else []
        for output in kept:
            output.update(data={"text/plain": output.data["text/plain"]}, metadata={})
        cell.update(outputs=kept, execution_count=1 if kept else None)
        cell.metadata.pop("execution", None)


def run(notebook: nbformat.NotebookNode, folder: Path) -> None:
    """Run the notebook on the small project, as nbval does."""
    from nbclient import NotebookClient

    os.environ["IVP_PROJECT"] = str(PROJECT)
    NotebookClient(notebook, resources={"metadata": {"path": str(folder)}}).execute()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--strip", action="store_true", help="run nothing")
    parser.add_argument("notebooks", nargs="*", type=Path, help="default: all")
    given = parser.parse_args()
    for path in given.notebooks or sorted((ROOT / "notebooks").glob("*.ipynb")):
        notebook = nbformat.read(path, as_version=4)
        if not given.strip:
            run(notebook, path.parent)
        strip(notebook)
        nbformat.write(notebook, path)


if __name__ == "__main__":
    main()
