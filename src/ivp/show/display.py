"""What a notebook cell shows: a figure with its table, a table, computed text, a part, files.

A cell displays a description of what it shows; the runner turns that into what the book embeds
(``ivp.run.finish``). In JupyterLab the analyst sees a plain preview of the same. As plain text it
is what the reader gets in words and cells: notebooks are tested by it (CONTRIBUTING.md).
"""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ivp.show import tables
from ivp.show.download import gegevens
from ivp.show.provenance import Method, method_links

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from ivp.indicators.book_sources import Source
    from ivp.show.open_chapter import OpenChapter

MIME = "application/vnd.ivp+json"


@dataclass(frozen=True)
class Picture:
    """A figure that can be shown: what ``ivp.show.figures`` makes, or an analyst by hand.

    ``figure`` is plotly's own, and may be added to before it is shown. ``table`` has the same
    figures for who cannot see it, and for the download; ``alt`` says in words what it shows;
    ``methods`` are the sections of the appendix that explain how the figures were made.

    Example::

        picture = figures.series(rows, h.gemeente, h.definition("woninginbraak"))
        picture.figure.add_hline(y=5)
        show.figure(picture, caption="Inbraken per 1.000 inwoners", sources=h.sources_of(rows))
    """

    figure: go.Figure
    table: pd.DataFrame
    alt: str
    methods: tuple[Method, ...] = ()


def chapter(path: str, run_id: str) -> OpenChapter:
    """Open the input that the runner made for this chapter.

    ``path`` is what the runner passes. When it is empty (an analyst opened the notebook by hand)
    the input of chapter ``run_id`` is made on the spot from ``params/`` and ``data/``.
    Example: ``h = show.chapter(invoer, "veiligheidsbeeld")``.
    """
    from ivp.show.open_chapter import open_chapter

    return open_chapter(path, run_id)


def source_line(sources: Sequence[Source]) -> str:
    """The end of every caption: the sources, and that figures are examples when they are."""
    if not sources:
        return ""
    text = f"Bron: {'; '.join(dict.fromkeys(source.short for source in sources))}."
    return text if all(source.werkelijk for source in sources) else f"{text} Voorbeeldcijfers."


def figure(
    picture: Picture,
    *,
    caption: str,
    sources: Sequence[Source],
    decimals: int | dict[str, int] = 1,
) -> None:
    """Show a figure with its table (also the downloads); the sources are added to the caption.

    ``decimals`` is for the fractions in the table: one number, or one per column.
    Example: ``show.figure(picture, caption="Misdrijven in 2024", sources=h.sources_of(rows))``.
    """
    data = json.loads(picture.figure.to_json(engine="json"))
    whole = _caption(caption, sources)
    _show(
        {
            "soort": "figuur",
            "figuur": data,
            "bijschrift": whole,
            "alt": picture.alt,
            "html": tables.html_table(picture.table, caption, decimals),
            "markdown": tables.markdown_table(picture.table, decimals),
            **_background(picture.table, caption, sources, picture.methods),
        },
        {"application/vnd.plotly.v1+json": data},
        f"{whole}\n{picture.alt}\n{tables.plain_table(picture.table, decimals)}",
    )


def table(
    frame: pd.DataFrame,
    *,
    caption: str,
    sources: Sequence[Source] = (),
    decimals: int | dict[str, int] = 1,
    download: pd.DataFrame | None = None,
    methods: Sequence[Method] = (),
) -> None:
    """Show ``frame`` as a table; its columns carry the reader's names.

    ``download`` is what the reader downloads when that should say more than the table;
    ``decimals`` as for ``figure``, ``methods`` as in ``Picture``.
    Example: ``show.table(frame, caption="Misdrijven per wijk", sources=h.sources_of(rows))``.
    """
    markdown = tables.markdown_table(frame, decimals)
    whole = _caption(caption, sources)
    _show(
        {
            "soort": "tabel",
            "bijschrift": whole,
            "markdown": markdown,
            **_background(frame if download is None else download, caption, sources, methods),
        },
        {"text/markdown": markdown},
        f"{whole}\n{tables.plain_table(frame, decimals)}",
    )


def text(markdown: str) -> None:
    """Show computed ``markdown``. Names from params or data in it have gone through ``show.md``.

    Example: ``show.text(f"Er zijn {show.number(n)} wijken in {show.md(h.gemeente.naam)}.")``.
    """
    _show({"soort": "tekst", "markdown": markdown}, {"text/markdown": markdown}, markdown)


def part(name: str, data: dict[str, Any], *, html: str, markdown: str) -> None:
    """Show a part of the page that a script of the book (``assets/<name>.js``) makes interactive.

    ``data`` is what the script reads. Without a script the reader sees ``html``, and in the PDF
    ``markdown``; both are complete by themselves.
    Example: ``show.part("weging", data, html=tables.html_table(frame, "…"), markdown="…")``.
    """
    _show(
        {"soort": "onderdeel", "naam": name, "inhoud": data, "html": html, "markdown": markdown},
        {"text/markdown": markdown},
        markdown,
    )


def files(items: Sequence[tuple[str, str, bytes]]) -> None:
    """Show links to files to take away; ``items`` have name with suffix, words, and content.

    Example: ``show.files([("programma.ics", "Agenda van het programma", content)])``.
    """
    found = [
        {"naam": name, "tekst": words, "inhoud": base64.b64encode(content).decode("ascii")}
        for name, words, content in items
    ]
    words = "; ".join(item[1] for item in items)
    _show({"soort": "bestanden", "bestanden": found}, {"text/markdown": tables.md(words)}, words)


def _caption(caption: str, sources: Sequence[Source]) -> str:
    return f"{caption.rstrip('.')}. {source_line(sources)}".strip()


def _background(
    frame: pd.DataFrame, caption: str, sources: Sequence[Source], methods: Sequence[Method]
) -> dict[str, Any]:
    """What stands under a figure or table: its title, rows, sources by name, and methods."""
    rows = gegevens(frame, source_line(sources))
    return {
        "titel": caption.rstrip("."),
        "gegevens": rows.model_dump(mode="json"),
        "bronnen": [source.name for source in sources],
        "herkomst": list(dict.fromkeys(line for one in sources for line in one.herkomst)),
        "voorbeeld": any(not source.werkelijk for source in sources),
        "methoden": method_links(methods),
    }


def _show(content: dict[str, Any], preview: dict[str, Any], plain: str) -> None:
    from IPython.display import display

    display({MIME: content, **preview, "text/plain": plain}, raw=True)  # type: ignore[no-untyped-call]
