"""The browser that draws the static figures: which one is there, and how to get one."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path


def browser() -> str | None:
    """The path of a Chrome, Chromium or Edge on this machine, or ``None``.

    ``BROWSER_PATH`` names one explicitly; ``IVP_ZONDER_BROWSER=1`` says to do without.
    """
    if os.environ.get("IVP_ZONDER_BROWSER"):
        return None
    if explicit := os.environ.get("BROWSER_PATH"):
        return explicit if Path(explicit).is_file() else None
    # The usual case first: looking everywhere costs an import.
    if quick := shutil.which("chromium"):
        return quick
    from choreographer.browsers import Chromium

    found: str | None = Chromium.find_browser(skip_local=False)
    return found


def install() -> bool:
    """Install Debian's chromium where we may; returns whether there is a browser now."""
    if os.environ.get("IVP_ZONDER_BROWSER") or not shutil.which("apt-get"):
        return False
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return False
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", "install", "-y", "--no-install-recommends", "chromium"]
    for step in (["apt-get", "update"], command):
        if subprocess.run(step, env=environment, check=False, **quiet).returncode:  # type: ignore[call-overload]
            return False
    return browser() is not None
