"""The project's own modules: loaded beforehand, and read anew when they have changed."""

from __future__ import annotations

import os
import shutil
import sys
import time
from pathlib import Path

import pytest

from ivp.kernels import warm
from ivp.kernels.parent import OwnCode
from ivp.paths import Project
from ivp.run import ahead
from ivp.run import execute as ex
from tests.kernels.conftest import job, printed


def test_edited_module_is_read_anew(
    project: Project, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = tmp_path / "src"
    shutil.copytree(root / "src", copy, ignore=shutil.ignore_patterns("__pycache__"))
    getal = copy / "ivp" / "show" / "getal.py"
    getal.write_text(getal.read_text() + "\nPROEF = 'eerst'\n")
    past = time.time() - 3600
    for path in copy.rglob("*.py"):
        os.utime(path, (past, past))
    monkeypatch.setattr(ahead, "_PACKAGE", copy)
    monkeypatch.setattr(ahead, "_LOADED", ("ivp.show.getal", "plotly.graph_objs._figure"))
    code = (
        "import sys\nprint('ivp.show.getal' in sys.modules, 'plotly' in sys.modules)\n"
        "from ivp import kernels\nfrom ivp.show import getal\n"
        "print(sys.modules['ivp.show.getal'].PROEF)"
    )
    given = job(project, code)

    def outcome() -> list[str]:
        ex.execute(project, [given], lambda _: None, pytest.fail)
        return printed(given.target).split()

    try:
        assert outcome() == ["True", "True", "eerst"]
        assert outcome() == ["True", "True", "eerst"]
        parent = warm.current()
        getal.write_text(getal.read_text().replace("'eerst'", "'later'"))
        assert outcome() == ["False", "True", "later"]
        assert warm.current() is parent
    finally:
        warm.stop()


def test_when_code_counts_as_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "proef.py"
    path.write_text("x = 1")
    os.utime(path, (1, 1))
    module = type(sys)("ivp.proef")
    module.__file__ = str(path)
    monkeypatch.setitem(sys.modules, "ivp.proef", module)
    ours = {n: m for n, m in sys.modules.items() if n.split(".")[0] != "ivp" or m is module}
    monkeypatch.setattr(sys, "modules", ours)
    own = OwnCode()
    own.record()
    assert not own.changed()
    os.utime(path, (2, 2))
    assert own.changed()
    os.utime(path, (1, 1))
    assert not own.changed()
    path.write_text("x = 22")
    os.utime(path, (1, 1))
    assert own.changed()
    path.unlink()
    assert own.changed()


def test_code_written_while_it_is_loaded_counts_as_changed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = OwnCode()
    path = tmp_path / "proef.py"
    path.write_text("x = 1")
    os.utime(path, (time.time() + 1, time.time() + 1))
    module = type(sys)("ivp.proef")
    module.__file__ = str(path)
    monkeypatch.setitem(sys.modules, "ivp.proef", module)
    own.record()
    assert own.changed()


def test_module_that_cannot_be_loaded_is_left_to_the_notebook(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ahead, "_LOADED", ("bestaat.niet", "ivp.show.getal", "ook.niet.*"))
    warm.stop()
    given = job(project, "print('gelukt')")
    ex.execute(project, [given], lambda _: None, pytest.fail)
    assert printed(given.target) == "gelukt\n"
    warm.stop()
