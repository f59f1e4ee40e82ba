"""What all tests share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings
from xdist.remote import Producer
from xdist.scheduler import LoadFileScheduling

# Notebooks under tests/ are material for tests, not tests themselves (nbval runs notebooks/).
collect_ignore_glob = ["**/*.ipynb"]


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> LoadFileScheduling:
    """Workers take whole files, whose fixtures and cells belong together."""
    return ByBook(config, log)


class ByBook(LoadFileScheduling):
    """All tests of the finished book go to one worker, so that it is made once."""

    def _split_scope(self, nodeid: str) -> str:
        file = super()._split_scope(nodeid)
        return "tests/boek" if file.startswith("tests/boek/") else file


# How long an example takes says more about the machine than about the code.
settings.register_profile("ivp", deadline=None)
settings.load_profile("ivp")


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
