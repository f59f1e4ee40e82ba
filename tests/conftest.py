"""What all tests share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

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


@pytest.fixture
def fork_server(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A fork server of one's own: one process has one, which remembers what it was started with."""
    from multiprocessing import forkserver

    server: Any = forkserver
    own = server.ForkServer()
    monkeypatch.setattr(server, "_forkserver", own)
    for name in ("ensure_running", "connect_to_new_process", "set_forkserver_preload"):
        monkeypatch.setattr(server, name, getattr(own, name))
    yield
    own._stop()
