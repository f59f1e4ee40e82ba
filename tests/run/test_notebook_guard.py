"""A notebook reads what was declared for it, and nothing else of the project."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from ivp.config import Chapter
from ivp.errors import NotitieboekFout
from ivp.paths import Project
from ivp.run import workers
from tests.run.conftest import notebook, outcome, printed


def closed(project: Project, *cells: str) -> Chapter:
    invoer = project.cache / "invoer" / "proef.json"
    invoer.parent.mkdir(parents=True, exist_ok=True)
    invoer.write_text("{}")
    (project.root / "data").mkdir(exist_ok=True)
    (project.root / "data" / "a.csv").write_text("a\n1\n")
    return replace(notebook(project, *cells), input=invoer)


ALLOWED = (
    "from pathlib import Path\nprint(Path('../.cache/invoer/proef.json').read_text())",
    "import tempfile\nwith tempfile.TemporaryFile() as file: print(file.write(b'elders'))",
    "import statsmodels.api, ivp.book.quarto_yml\nprint('geladen')",
)


REFUSED = {
    "open('../data/a.csv')": "het bestand data/a.csv te openen",
    "import pandas as pd\npd.read_csv('../data/a.csv')": "het bestand data/a.csv te openen",
    "open('../_quarto.yml', 'a')": "het bestand _quarto.yml te openen",
    "import os\nos.open(b'proef.ipynb', os.O_RDONLY)": "notebooks/proef.ipynb te openen",
    "open('OMWEG/a.csv')": "het bestand data/a.csv te openen",
    "import sqlite3\nsqlite3.connect('../data/a.csv')": "het bestand data/a.csv te openen",
    "import subprocess\nsubprocess.run(['cat', '../data/a.csv'])": "een ander programma",
    "import os\nos.system('cat ../data/a.csv')": "een ander programma",
    "import socket\nsocket.create_connection(('192.0.2.1', 80), 1)": "met 192.0.2.1",
}


def test_undeclared_input_is_an_error(project: Project, tmp_path: Path) -> None:
    (tmp_path / "omweg").symlink_to(project.root / "data")
    tries = [
        "try:\n    "
        + code.replace("OMWEG", str(tmp_path / "omweg")).replace("\n", "\n    ")
        + "\n    print('toegelaten')"
        "\nexcept Exception as error:\n    print(type(error).__name__, error.wat)"
        for code in REFUSED
    ]
    said = printed(outcome(project, closed(project, *tries))).splitlines()
    assert len(said) == len(REFUSED)
    for line, expected in zip(said, REFUSED.values(), strict=True):
        assert line.startswith("OndeclareerdeInvoer Het notitieboek probeert ")
        assert expected in line


def test_it_ends_the_run_with_notebook_cell_and_what_to_do(project: Project) -> None:
    with pytest.raises(NotitieboekFout, match="het bestand data/a") as caught:
        outcome(project, closed(project, "1", "open('../data/a.csv')"))
    assert (
        caught.value.waar == "notebooks/proef.ipynb (hoofdstuk proef), cel 2"
    )  # the parameters are the first
    assert "params/boek.yml" in caught.value.doe


@pytest.mark.parametrize("forked", [True, False])
def test_what_it_needs_passes(
    project: Project, forked: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = "try: open('../data/a.csv')\nexcept Exception as error: print(type(error).__name__)"
    given = closed(project, *ALLOWED, refused)
    notes: list[str] = []
    monkeypatch.setattr(workers, "CAN_FORK", forked)
    said = printed(outcome(project, given, notes.append)).split()
    assert len(notes) == (0 if forked else 1)
    assert said == ["{}", "6", "geladen", "OndeclareerdeInvoer"]


def test_without_declared_input_nothing_is_closed(project: Project) -> None:
    given = closed(project, "print(open('../data/a.csv').read().split()[0])")
    assert printed(outcome(project, replace(given, input=Path()))) == "a\n"


def test_code_that_was_never_run_before_may_be_compiled(tmp_path: Path) -> None:
    """In a fresh clone the first to import a module writes what Python compiled it to."""
    (tmp_path / "nieuw.py").write_text("x = 1\n")
    code = (
        "import sys; from ivp.run import notebook_guard as g; g.close(sys.argv[1], ''); "
        "sys.path.insert(0, sys.argv[1]); sys.dont_write_bytecode = False; import nieuw"
    )
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": ""}
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], env=environment, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    assert list((tmp_path / "__pycache__").glob("nieuw.*.pyc"))
