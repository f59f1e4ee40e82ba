"""What all tests share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

# A busy machine is no failure.
settings.register_profile("ivp", deadline=None)
settings.load_profile("ivp")

# Notebooks under tests/ are material for tests, not tests themselves (nbval runs notebooks/).
collect_ignore_glob = ["**/*.ipynb"]


@pytest.fixture(scope="session")
def root() -> Path:
    """The project that is tested."""
    return Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def _own_environment() -> Iterator[None]:
    """The runner prepares this process for its kernels; the next test must not inherit that."""
    before = dict(os.environ)
    yield
    os.environ.clear()
    os.environ.update(before)
