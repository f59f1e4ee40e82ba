"""What all tests share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext

PATIENCE = 300
"""Seconds that a test waits for what will come; only a test that fails waits that long."""
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


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A real browser, whose pages wait as long as a busy machine takes."""
    from playwright.sync_api import sync_playwright

    from ivp.run.browser import browser

    path = browser(shell=False)
    assert path, "deze tests vragen om een browser (apt-get install chromium)"
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        plain = launched.new_context

        def new_context(**options: Any) -> BrowserContext:
            context = plain(**options)
            context.set_default_timeout(1000 * PATIENCE)
            return context

        launched.new_context = new_context  # type: ignore[method-assign]
        launched.new_page = lambda **options: new_context(**options).new_page()  # type: ignore[method-assign]
        yield launched
        launched.close()


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
