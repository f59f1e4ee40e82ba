"""Static vector images of plotly figures, for the PDF and for readers without JavaScript.

Plotly can only be drawn by a browser. One page in one browser draws all figures that are not in the
store yet, as they come; without a browser there are no images, and the PDF shows each figure's
table.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import re
import shutil
import tempfile
import threading
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from ivp.paths import Project
from ivp.run import plotlyjs
from ivp.run.browser import browser
from ivp.run.finish import Figure
from ivp.show.style import WIDTH
from ivp.store import Store, digest
from ivp.versies import versies

__all__ = ["Drawer", "browser", "stable"]

_OPEN_SECONDS = 60
_DRAW_SECONDS = 60
_NABEWERKING = 2
"""Goes up when ``stable`` changes: drawn figures are kept."""
_TAG = re.compile(r"<[^>]+>")
_LONG = re.compile(r"(?<![\w#.])-?\d+\.\d{3,}(?![\w.])")


class Drawer:
    """Draws figures in a browser that opens when it is first needed, or earlier with ``open``.

    A browser that fails or hangs gives fewer images, never an error: the figures' tables stand in,
    and ``note`` is told once. Any thread may call; the browser lives in a thread of its own.
    """

    def __init__(
        self, project: Project, store: Store, note: Callable[[str], None] = lambda _: None
    ) -> None:
        self._project = project
        self._store = store
        self._note = note
        self._loop = asyncio.new_event_loop()
        self._thread: threading.Thread | None = None
        self._page: asyncio.Task[_Page] | None = None
        self._turn = asyncio.Lock()
        self._starting = threading.Lock()
        self._failed = False

    def close(self) -> None:
        """Close the browser."""
        if self._thread is not None:
            with contextlib.suppress(Exception):
                asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(_OPEN_SECONDS)
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join()
        self._loop.close()

    def open(self) -> None:
        """Open the browser now, without waiting for it."""
        self._run()
        asyncio.run_coroutine_threadsafe(self._opened(), self._loop)

    def images(self, figures: Iterable[Figure]) -> dict[str, bytes]:
        """The SVG of each figure by key; those that are not in the store are drawn now."""
        found: dict[str, bytes] = {}
        missing: list[Figure] = []
        for figure in {figure.key: figure for figure in figures}.values():
            known = self._store.get("figuren", _key(figure))
            if known is None:
                missing.append(figure)
            else:
                found[figure.key] = stable(known.decode(), figure.key).encode()
        if missing and not self._failed and browser():
            self._run()
            asyncio.run_coroutine_threadsafe(self._draw(missing, found), self._loop).result()
        return found

    def _run(self) -> None:
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
                self._thread.start()

    async def _opened(self) -> _Page:
        if self._page is None:
            self._page = self._loop.create_task(_Page.open(self._project))
        return await self._page

    async def _draw(self, figures: list[Figure], into: dict[str, bytes]) -> None:
        try:
            page = await asyncio.wait_for(self._opened(), _OPEN_SECONDS)
            async with self._turn:
                for figure in figures:
                    svg = await asyncio.wait_for(page.draw(figure), _DRAW_SECONDS)
                    self._store.put("figuren", _key(figure), svg.encode())
                    into[figure.key] = stable(svg, figure.key).encode()
        except Exception as error:
            first, self._failed = not self._failed, True
            if first:
                said = str(error) or type(error).__name__
                self._note(f"Let op: de browser kon niet alle figuren tekenen ({said})")

    async def _close(self) -> None:
        if self._page is not None:
            await (await self._page).close()


class _Page:
    """A blank page with plotly loaded, in a browser without a window."""

    def __init__(self, project: Project, browser: Any, tab: Any, folder: Path) -> None:
        self._project, self._browser, self._tab, self._folder = project, browser, tab, folder
        self._script: Path | None = None

    @classmethod
    async def open(cls, project: Project) -> _Page:
        import choreographer
        from choreographer.browsers import Chromium

        class Blank(Chromium):
            """With a page from the start: choreographer waits two seconds for one to be there."""

            def get_cli(self) -> list[str]:
                return [*super().get_cli(), "about:blank"]

        logging.getLogger("choreographer").setLevel(logging.CRITICAL)
        folder = Path(tempfile.mkdtemp(prefix="ivp-figuren-"))
        opened = await choreographer.Browser(
            browser(), browser_cls=Blank, headless=True, enable_gpu=False, enable_extensions=False
        )
        page = cls(project, opened, await opened.create_tab(""), folder)
        await page._tab.send_command("Page.enable")
        await page._load(plotlyjs.script(project, ()))
        return page

    async def _load(self, script: Path) -> None:
        page = self._folder / "pagina.html"
        page.write_text(
            '<!doctype html><meta charset="utf-8"><title>Figuren</title>'
            f'<script src="{script.as_uri()}"></script>',
            "utf-8",
        )
        loaded = self._tab.subscribe_once("Page.loadEventFired")
        await self._tab.send_command("Page.navigate", params={"url": page.as_uri()})
        await loaded
        self._script = script

    async def draw(self, figure: Figure) -> str:
        """The figure as SVG. Raises when plotly cannot draw it."""
        script = plotlyjs.script(self._project, figure.kinds)
        if script not in (self._script, plotlyjs.script(self._project, ())):
            await self._load(script)
        given = {key: figure.data.get(key) for key in ("data", "layout")}
        size = {"width": WIDTH, "height": figure.hoogte}
        options = {"format": "svg", **size, "imageDataOnly": True}
        answer = await self._tab.send_command(
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


def _key(figure: Figure) -> str:
    return digest([figure.key, WIDTH, versies()["plotly"], _NABEWERKING])


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
