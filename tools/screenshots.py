"""Pictures of every page of the finished book, at three widths, light and dark.

``make screenshots`` writes them to ``screenshots/`` (not under git): to look at, not to test with.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal

from playwright.sync_api import sync_playwright

from ivp.paths import Project
from ivp.run.browser import browser

WIDTHS = {"telefoon": 390, "tablet": 820, "bureau": 1440}
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")


def main(names: list[str]) -> int:
    """Photograph all pages, or those whose path holds one of ``names``."""
    project = Project.find()
    pages = [
        page
        for page in sorted(project.book.rglob("*.html"))
        if not names or any(name in page.as_posix() for name in names)
    ]
    path = browser(shell=False)
    if path is None or not pages:
        print("Nodig: een boek in _book/ (make book) en Chrome, Chromium of Edge.")
        return 1
    out = project.root / "screenshots"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for word, width in WIDTHS.items():
            for scheme in SCHEMES:
                context = running.new_context(
                    viewport={"width": width, "height": 900},
                    color_scheme=scheme,
                    reduced_motion="reduce",
                )
                for file in pages:
                    picture = out / f"{word}-{scheme}" / f"{file.stem}.png"
                    _photograph(context.new_page(), file, picture)
                context.close()
        running.close()
    print(f"{len(pages) * len(WIDTHS) * len(SCHEMES)} schermafdrukken in {out.name}/")
    return 0


def _photograph(page: object, file: Path, picture: Path) -> None:
    page.goto(file.as_uri())  # type: ignore[attr-defined]
    page.wait_for_function(  # type: ignore[attr-defined]
        "[...document.querySelectorAll('.ivp-plot')].every(p => p.matches('.getekend'))"
    )
    page.screenshot(path=picture, full_page=True)  # type: ignore[attr-defined]
    page.close()  # type: ignore[attr-defined]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
