"""The embedded renderer: a complete book in an empty folder, without Quarto."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, wait
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from ivp.book import chapters, config, html, pandoc, typstdoc
from ivp.book.config import Book
from ivp.book.postprocess import postprocess
from ivp.errors import RenderFout
from ivp.paths import Project
from ivp.run import aside

PLOTLY = "_executed/assets/plotly.min.js"


@dataclass(frozen=True)
class Rendered:
    """What was written, relative to the folder: pages in book order, and the PDF if asked for."""

    pages: list[Path]
    pdf: Path | None


def render(
    project: Project,
    uit: Path,
    formats: Sequence[str] = ("html", "pdf"),
    profile: str | None = None,
    progress: Callable[[str], None] | None = None,
    meanwhile: Callable[[], None] = lambda: None,
) -> Rendered:
    """Write the whole book into the empty folder ``uit``.

    ``formats``: ``html``, ``pdf`` or both. ``profile`` as in ``quarto render --profile``.
    ``progress`` is told, in Dutch, what is being done; ``meanwhile`` is called when the pages are
    there and the PDF may not be. Raises ``RenderFout``; the message names the file and line.
    """
    if unknown := set(formats) - {"html", "pdf"}:
        raise RenderFout(
            f"Onbekende vorm: {', '.join(sorted(unknown))}",
            waarom="het boek bestaat als HTML en als PDF",
            doe="kies html, pdf of allebei",
        )
    say = progress or (lambda _: None)
    book = config.load(project, profile)
    bibliography = _bibliography(project, book)
    name = f"{book.output_file}.pdf" if "pdf" in formats else None
    uit.mkdir(parents=True, exist_ok=True)
    setting: Future[Any] | None = None
    written: list[Path] = []
    with ThreadPoolExecutor(1) as thread:
        if name and "html" in formats and aside.running():
            setting = aside.submit(render, project, uit, ("pdf",), profile)
        try:
            say(f"{len(book.chapters)} hoofdstukken lezen")
            sources = chapters.sources_of(project, book)
            pages = chapters.read(project, book, sources, "html") if "html" in formats else []

            def pdf() -> None:
                found = chapters.read(project, book, sources, "typst")
                typstdoc.write_pdf(project, book, found, uit, bibliography)

            if name and setting is None:
                # Not worth starting a process for: Pandoc and Typst leave Python free.
                setting = thread.submit(pdf)
            if "html" in formats:
                say("de pagina's schrijven")
                offered = name if "pdf" in book.downloads else None
                written = html.write_pages(project, book, pages, uit, bibliography, offered)
                _copy_resources(project, book, uit)
                postprocess(uit, project)
                meanwhile()
        finally:
            if setting:
                say("de PDF zetten")
                wait([setting])
    if setting:
        setting.result()
    return Rendered([file.relative_to(uit) for file in written], Path(name) if name else None)


def ahead() -> None:
    """Let the second process, if there is one, load what the PDF takes before it is asked for."""
    if aside.running():
        aside.submit(_loaded)


def _loaded() -> None:
    """Being here is enough: this module and all that it imports are there."""


def _bibliography(project: Project, book: Book) -> pandoc.Bibliography | None:
    found = book.metadata.get("bibliography")
    if not found:
        return None
    files = found if isinstance(found, list) else [found]
    csl = book.metadata.get("csl")
    return pandoc.Bibliography(
        tuple(str(project.root / str(file)) for file in files),
        str(project.root / str(csl)) if csl else None,
        book.lang,
    )


def _copy_resources(project: Project, book: Book, out: Path) -> None:
    """What ``project.resources`` names, style sheets, and local images, on their own paths."""
    patterns = [p.lstrip("/") for p in (*book.resources, *html.strings(book.html.get("css")))]
    for pattern in patterns:
        for found in sorted(project.root.glob(pattern)):
            for file in sorted(found.rglob("*")) if found.is_dir() else [found]:
                if file.is_file():
                    target = out / file.relative_to(project.root)
                    target.parent.mkdir(parents=True, exist_ok=True)
                    shutil.copyfile(file, target)
    target = out / PLOTLY
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        plotly = str(getattr(find_spec("plotly"), "origin", ""))
        bundle = Path(plotly).parent / "package_data" / "plotly.min.js"
        shutil.copyfile(bundle, target)
