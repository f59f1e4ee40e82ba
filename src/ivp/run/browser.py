"""The browser that draws the static figures: which one is there, and how to get one."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

_SHELL = "chromium-headless-shell"


def browser(*, shell: bool = True) -> str | None:
    """The path of a Chrome, Chromium or Edge on this machine, or ``None``.

    Without ``shell`` one that fetches pages as a reader's does, when there is one.

    ``BROWSER_PATH`` names one explicitly; ``IVP_ZONDER_BROWSER=1`` says to do without.
    """
    if os.environ.get("IVP_ZONDER_BROWSER"):
        return None
    if explicit := os.environ.get("BROWSER_PATH"):
        return explicit if Path(explicit).is_file() else None
    # The usual cases first: looking everywhere costs an import. The first has no window to draw
    # behind, and starts in a third of the time.
    for name in (_SHELL, "chromium") if shell else ("chromium", "google-chrome", _SHELL):
        if quick := shutil.which(name):
            return quick
    from choreographer.browsers import Chromium

    found: str | None = Chromium.find_browser(skip_local=False)
    return found


def install() -> bool:
    """Install a browser of Debian's where we may; returns whether there is one now."""
    if os.environ.get("IVP_ZONDER_BROWSER") or not shutil.which("apt-get"):
        return False
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return False
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}

    def apt(*words: str) -> bool:
        command = ["apt-get", *words]
        return not subprocess.run(command, env=environment, check=False, **quiet).returncode  # type: ignore[call-overload]

    fetch = ("install", "-y", "--no-install-recommends")
    # Older Debians have the second only.
    done = apt("update") and any(apt(*fetch, name) for name in (_SHELL, "chromium"))
    return done and browser() is not None
