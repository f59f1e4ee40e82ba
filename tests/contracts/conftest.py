"""The real package, its frames, and a copy that a test may spoil."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from ivp.data import Package, takeover
from ivp.paths import Project


@pytest.fixture(scope="session")
def package(root: Path) -> Package:
    return Package.load(Project(root))


@pytest.fixture(scope="session")
def frames(package: Package) -> dict[str, pd.DataFrame]:
    """Every data set as committed; copy before changing."""
    return {dataset.name: dataset.read() for dataset in package.datasets}


@pytest.fixture
def copy(root: Path, tmp_path: Path) -> Project:
    """A copy of the data and the contracts."""
    for folder in ("data", "expectations"):
        shutil.copytree(root / folder, tmp_path / folder)
    return Project(tmp_path)


@pytest.fixture
def deliver(copy: Project) -> Callable[[str, Callable[[str], str]], Package]:
    """Change the text of a data set's file, register it, and give the package."""

    def change(name: str, edit: Callable[[str], str]) -> Package:
        dataset = Package.load(copy).dataset(name)
        before = dataset.file.read_text(encoding="utf-8")
        after = edit(before)
        assert after != before
        dataset.file.write_text(after, encoding="utf-8", newline="")
        takeover.write(copy, [takeover.prepare(dataset, dataset.raw(), {})])
        return Package.load(copy)

    return change
