"""Static vector images of plotly figures, for the PDF and for readers without JavaScript.

Plotly can only be drawn by a browser. One browser session draws all figures that are not in the
cache yet; without a browser there are no images, and the PDF shows each figure's table.
"""

from __future__ import annotations

import asyncio
import logging
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from ivp.run import files
from ivp.run.finish import Figure
from ivp.show.stijl import BREEDTE

_LONG = re.compile(r"(?<![\w#.])-?\d+\.\d{3,}(?![\w.])")
_DRAW_TIMEOUT_SECONDS = 120


def browser() -> str | None:
    """The path of a Chrome, Chromium or Edge on this machine, or ``None``.

    ``BROWSER_PATH`` names one explicitly; ``IVP_ZONDER_BROWSER=1`` says to do without.
    """
    if os.environ.get("IVP_ZONDER_BROWSER"):
        return None
    if explicit := os.environ.get("BROWSER_PATH"):
        return explicit if Path(explicit).is_file() else None
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


def images(figures: list[Figure], cache: Path) -> dict[str, bytes]:
    """The SVG of each figure by key; those not in ``cache`` are drawn now.

    A browser that fails or hangs gives fewer images, never an error: the figures' tables stand in.
    """
    found: dict[str, bytes] = {}
    missing: list[Figure] = []
    for figure in {figure.key: figure for figure in figures}.values():
        path = cache / f"{figure.key}.svg"
        if path.is_file():
            found[figure.key] = path.read_bytes()
        else:
            missing.append(figure)
    if missing:
        for key, svg in asyncio.run(_draw(missing)).items():
            found[key] = stable(svg, key).encode()
            files.write(cache / f"{key}.svg", found[key])
    return found


async def _draw(figures: list[Figure]) -> dict[str, str]:
    import kaleido

    for name in ("choreographer", "kaleido"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    path = browser()
    drawn: dict[str, str] = {}
    if path is None:
        return drawn
    page = kaleido.PageGenerator(mathjax=False)  # else every page waits for a CDN
    try:
        async with asyncio.timeout(_DRAW_TIMEOUT_SECONDS):
            async with kaleido.Kaleido(n=1, page_generator=page, path=path) as session:
                for figure in figures:
                    options = {"format": "svg", "width": BREEDTE, "height": figure.hoogte}
                    svg = await session.calc_fig(figure.data, opts=options)
                    drawn[figure.key] = svg.decode()
    except Exception as error:
        print(f"Let op: de browser kon niet alle figuren tekenen ({error})", file=sys.stderr)
    return drawn


def stable(svg: str, key: str) -> str:
    """``svg`` with the random number that plotly puts in its ids replaced by part of ``key``.

    Coordinates are rounded to hundredths of a pixel, which nobody sees and saves a third.
    """
    svg = _LONG.sub(lambda match: f"{float(match[0]):.2f}".rstrip("0").rstrip("."), svg)
    found = re.search(r'id="defs-([0-9a-f]{6})"', svg)
    # Not after "#": there the same six digits would be a colour.
    return re.sub(f"(?<!#){found.group(1)}", key[:6], svg) if found else svg
