"""The browser that draws the static figures: which one is there (``make environment`` gets one)."""

from __future__ import annotations

import os
import shutil
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
