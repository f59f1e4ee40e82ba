"""The scripts in ``tools/`` in a project of their own, in a folder with a space in its name."""

from __future__ import annotations

import importlib
import shutil
import sys
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture
def copy(root: Path, tmp_path: Path) -> Path:
    """A project with the scripts and what they read."""
    folder = tmp_path / "een map met spatie"
    shutil.copytree(root / "tools", folder / "tools", ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("Makefile", "pyproject.toml", "requirements.lock"):
        shutil.copy(root / name, folder / name)
    package = folder / "src/ivp"
    package.mkdir(parents=True)
    (package / "__init__.py").write_text("")
    (package / "__main__.py").write_text(
        "import os, sys\n"
        "print(sys.argv[1:], os.getcwd(), os.environ.get('QUARTO_PROJECT_OUTPUT_DIR'), "
        "os.environ.get('PYTHONUTF8'), sep='|')\n"
        "sys.exit(7 if os.environ.get('QUARTO_PROFILE') == 'fout' else 0)\n"
    )
    return folder


@pytest.fixture
def tool(root: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """``tools/install.py`` as a module."""
    monkeypatch.syspath_prepend(str(root / "tools"))
    sys.modules.pop("install", None)
    return importlib.import_module("install")
