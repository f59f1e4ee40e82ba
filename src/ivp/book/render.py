"""The embedded renderer: a complete book in an empty folder, without Quarto."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from ivp.book import html_pages, manuscript, quarto_yml, typst_pdf
from ivp.book.postprocess import postprocess
from ivp.book.quarto_yml import Book
from ivp.errors import RenderFout
from ivp.paths import Project
from ivp.store import write

PLOTLY = "_executed/assets/plotly.min.js"
_TO_FORMAT = {"html": html_pages.to_html, "typst": typst_pdf.to_typst}


@dataclass(frozen=True)
class Rendered:
    """What was written, relative to the folder: pages in book order, and the PDF if asked for."""

    pages: list[Path]
    pdf: Path | None


def render(
    project: Project,
    out: Path,
    formats: Sequence[str] = ("html", "pdf"),
    profile: str | None = None,
    progress: Callable[[str], None] = lambda _: None,
    meanwhile: Callable[[], None] = lambda: None,
) -> Rendered:
    """Write the whole book into the empty folder ``out``.

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
    book = quarto_yml.load(project, profile)
    pdf = f"{book.output_file}.pdf" if "pdf" in formats else None
    out.mkdir(parents=True, exist_ok=True)
    progress(f"{len(book.entries)} hoofdstukken lezen en schrijven")
    wanted = [to for to, name in (("html", "html"), ("typst", "pdf")) if name in formats]
    pages = manuscript.read(book, manuscript.texts_of(book), wanted)
    made = manuscript.write(book, pages, _TO_FORMAT)
    written: list[Path] = []
    with ThreadPoolExecutor(1) as beside:  # Typst leaves Python free
        setting = pdf and beside.submit(
            typst_pdf.write_pdf, book, pages["typst"], made["typst"], out
        )
        if "html" in pages:
            offered = pdf if "pdf" in book.downloads else None
            written = html_pages.write_pages(book, pages["html"], made["html"], out, offered)
            _copy_resources(book, out)
            postprocess(out, project)
            meanwhile()
        if setting:
            progress("de PDF zetten")
            setting.result()
    return Rendered([file.relative_to(out) for file in written], Path(pdf) if pdf else None)


def _copy_resources(book: Book, out: Path) -> None:
    """What ``project.resources`` names, style sheets, and plotly, on their own paths."""
    root = book.project.root
    named = (*book.resources, *quarto_yml.as_list(book.html.get("css")))
    found = [path for pattern in named for path in sorted(root.glob(pattern.lstrip("/")))]
    for path in found:
        for file in sorted(path.rglob("*")) if path.is_dir() else [path]:
            if file.is_file():
                write(out / file.relative_to(root), file.read_bytes())
    if not (out / PLOTLY).exists():
        package = Path(str(getattr(find_spec("plotly"), "origin", ""))).parent
        write(out / PLOTLY, (package / "package_data" / "plotly.min.js").read_bytes())
