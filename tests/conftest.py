"""What all tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

# Notebooks under tests/ are material for tests, not tests themselves (nbval runs notebooks/).
collect_ignore_glob = ["**/*.ipynb"]


@pytest.fixture(scope="session")
def root() -> Path:
    """The project that is tested."""
    return Path(__file__).resolve().parent.parent
