"""Static vector images of plotly figures, for the PDF and for readers without JavaScript.

Plotly can only be drawn by a browser. One page in one browser draws all figures that are not in the
store yet, as they come; without a browser there are no images, and the PDF shows each figure's
table. (Why not kaleido, which is on the same choreographer: docs/adr/0010-static-figures.md.)
"""

from __future__ import annotations

import asyncio
import json
import logging
import re
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from ivp.paths import Project
from ivp.program_versions import program_versions
from ivp.run.browser import browser
from ivp.run.finish import Figure
from ivp.show.style import WIDTH
from ivp.store import Store, digest

_SECONDS = 60
"""How long the browser may take to open, and to draw one figure."""
_NABEWERKING = 2
"""Goes up when ``stable`` changes: drawn figures are kept."""
_TAG = re.compile(r"<[^>]+>")
_LONG = re.compile(r"(?<![\w#.])-?\d+\.\d{3,}(?![\w.])")
_SMALL_DRAWS = {"bar", "pie", "scatter"}


def plotly_script(project: Project, kinds: Collection[str]) -> Path:
    """The script that draws all ``kinds`` of trace, on screen and for paper.

    The small one (``assets/vendor``) is a quarter of the size of the one in plotly's own package,
    and draws the same. It must be of the same version, or it is not used.
    """
    package = Path(str(getattr(find_spec("plotly"), "origin", None))).parent / "package_data"
    whole = package / "plotly.min.js"
    small = project.root / "assets" / "vendor" / "plotly-basic.min.js"
    fits = set(kinds) <= _SMALL_DRAWS and small.is_file() and _version(small) == _version(whole)
    return small if fits else whole


def _version(script: Path) -> bytes:
    with script.open("rb") as file:
        found = re.search(rb"plotly\.js [^\n]*?v(\d+\.\d+\.\d+)", file.read(400))
    return found[1] if found else b""


class Drawer:
    """Draws figures in a browser that opens when it is first needed, or earlier with ``open``.

    A browser that fails or hangs gives fewer images, never an error: the figures' tables stand in,
    and ``note`` is told once. Any thread may call; the browser lives in a thread of its own.
    """

    def __init__(
        self, project: Project, store: Store, note: Callable[[str], None] = lambda _: None
    ) -> None:
        self._project, self._store, self._note = project, store, note
        self._thread = ThreadPoolExecutor(1)
        self._runner = asyncio.Runner()
        self._page: _Page | None = None
        self._failed = False

    def open(self) -> None:
        """Open the browser now, without waiting for it."""
        self._thread.submit(self._opened)

    def begin(self, figures: Collection[Figure]) -> None:
        """Draw what is not in the store yet, without waiting for it."""
        self._thread.submit(self._images, figures)

    def images(self, figures: Collection[Figure]) -> dict[str, bytes]:
        """The SVG of each figure by key; those that are not in the store are drawn now."""
        return self._thread.submit(self._images, figures).result()

    def close(self) -> None:
        """Close the browser."""

        def end() -> None:
            if self._page is not None:
                with suppress(Exception):
                    self._runner.run(asyncio.wait_for(self._page.close(), _SECONDS))
            self._runner.close()

        self._thread.submit(end)
        self._thread.shutdown()

    def _opened(self) -> _Page | None:
        if self._page is None and not self._failed and browser():
            try:
                self._page = self._runner.run(asyncio.wait_for(_open(self._project), _SECONDS))
            except Exception as error:
                self._fail(error)
        return self._page

    def _images(self, figures: Iterable[Figure]) -> dict[str, bytes]:
        found = {}
        for figure in {figure.key: figure for figure in figures}.values():
            key = digest([figure.key, WIDTH, program_versions()["plotly"], _NABEWERKING])
            svg = self._store.get("figures", key)
            if svg is None and (svg := self._draw(figure)):
                self._store.put("figures", key, svg)
            if svg:
                found[figure.key] = stable(svg.decode(), figure.key).encode()
        return found

    def _draw(self, figure: Figure) -> bytes | None:
        page = self._opened()
        if page is None or self._failed:
            return None
        try:
            return self._runner.run(asyncio.wait_for(page.draw(figure), _SECONDS)).encode()
        except Exception as error:
            self._fail(error)
            return None

    def _fail(self, error: Exception) -> None:
        self._failed = True
        said = str(error) or type(error).__name__
        self._note(f"Let op: de browser kon niet alle figuren tekenen ({said})")


async def _open(project: Project) -> _Page:
    import choreographer
    from choreographer.browsers import Chromium

    class Blank(Chromium):
        """With a page from the start: choreographer waits two seconds for one to be there."""

        def get_cli(self) -> list[str]:
            return [*super().get_cli(), "about:blank"]

    logging.getLogger("choreographer").setLevel(logging.CRITICAL)
    opened = await choreographer.Browser(
        browser(), browser_cls=Blank, headless=True, enable_gpu=False, enable_extensions=False
    )
    page = _Page(project, opened, await opened.create_tab(""))
    await page.tab.send_command("Page.enable")
    await page.load(plotly_script(project, ()))
    return page


class _Page:
    """A blank page with plotly loaded, in a browser without a window."""

    def __init__(self, project: Project, opened: Any, tab: Any) -> None:
        self.tab = tab
        self._project, self._browser = project, opened
        self._folder = Path(tempfile.mkdtemp(prefix="ivp-figuren-"))
        self._script: Path | None = None

    async def load(self, script: Path) -> None:
        """Load the page anew, with ``script`` in it."""
        page = self._folder / "pagina.html"
        page.write_text(
            '<!doctype html><meta charset="utf-8"><title>Figuren</title>'
            f'<script src="{script.as_uri()}"></script>',
            "utf-8",
        )
        loaded = self.tab.subscribe_once("Page.loadEventFired")
        await self.tab.send_command("Page.navigate", params={"url": page.as_uri()})
        await loaded
        self._script = script

    async def draw(self, figure: Figure) -> str:
        """The figure as SVG. Raises when plotly cannot draw it."""
        script = plotly_script(self._project, figure.kinds)
        if script not in (self._script, plotly_script(self._project, ())):
            await self.load(script)
        given = {key: figure.data.get(key) for key in ("data", "layout")}
        size = {"width": WIDTH, "height": figure.height}
        options = {"format": "svg", **size, "imageDataOnly": True}
        answer = await self.tab.send_command(
            "Runtime.evaluate",
            params={
                "expression": f"Plotly.toImage({json.dumps(given)}, {json.dumps(options)})",
                "awaitPromise": True,
                "returnByValue": True,
            },
        )
        value = answer.get("result", {}).get("result", {}).get("value")
        if not isinstance(value, str):
            raise RuntimeError("plotly gaf geen afbeelding terug")
        return unquote(value)

    async def close(self) -> None:
        await self._browser.close()
        shutil.rmtree(self._folder, ignore_errors=True)


def stable(svg: str, key: str) -> str:
    """``svg`` with the random number that plotly puts in its ids replaced by part of ``key``.

    The empty style that plotly leaves at a place that differs from run to run goes. Coordinates
    are rounded to hundredths of a pixel, which nobody sees and saves a third.
    """

    def rounded(tag: re.Match[str]) -> str:
        short = _LONG.sub(lambda n: f"{float(n[0]):.2f}".rstrip("0").rstrip("."), tag[0])
        return short.replace(' style=""', "")

    # Only within tags: in what is read, "1.000" is a thousand.
    svg = _TAG.sub(rounded, svg)
    found = re.search(r'id="defs-([0-9a-f]{6})"', svg)
    # Not after "#": there the same six digits would be a colour.
    return re.sub(f"(?<!#){found.group(1)}", key[:6], svg) if found else svg
