"""What a reader fetches to open a page of the finished book (needs ``make book``)"""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import unquote, urlsplit

from benchmarks.table import Line

BOOK = Path(__file__).parents[1] / "_book"
GOAL_BYTES = 300_000
_LOADED = re.compile(r'<(?:script|link|img)\b[^>]*?\b(?:src|href)="([^"]+)"[^>]*>')


def fetched(page: Path) -> tuple[int, int]:
    """Bytes of the page with its styles, scripts and letter, and of its pictures.

    Pictures are fetched when the reader comes near them; search and plotly when they are used.
    """
    text = page.read_text("utf-8")
    files = {(page.parent / unquote(urlsplit(url).path)).resolve() for url in _LOADED.findall(text)}
    files |= set((BOOK / "assets" / "fonts").glob("*.woff2"))
    there = [file for file in files if file.is_file()]
    pictures = sum(file.stat().st_size for file in there if file.suffix == ".svg")
    rest = sum(file.stat().st_size for file in there if file.suffix != ".svg")
    return page.stat().st_size + rest, pictures


def measure(rounds: int) -> list[Line]:
    """The heaviest pages, the middle one, and what pages share; ``rounds`` does not matter."""
    pages = sorted(BOOK.rglob("*.html"), key=lambda page: -fetched(page)[0])
    if not pages:
        raise SystemExit("make the book first: make book")
    lines = []
    for page in [*pages[:3], pages[len(pages) // 2]]:
        own, pictures = fetched(page)
        lines.append(
            Line(
                page.relative_to(BOOK).as_posix(),
                f"{own / 1000:.0f} kB",
                f"pictures, when near: {pictures / 1000:.0f} kB",
                f"< {GOAL_BYTES / 1000:.0f} kB",
                own < GOAL_BYTES,
            )
        )
    for name, when in (
        ("_executed/assets/plotly.min.js", "once, on pages with a figure"),
        ("site_libs/ivp/zoekindex.js", "when search is used"),
    ):
        lines.append(Line(name, f"{(BOOK / name).stat().st_size / 1000:.0f} kB", when))
    return lines
