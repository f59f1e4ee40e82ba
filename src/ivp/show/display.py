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
from typing import TYPE_CHECKING, Any, Literal

from pydantic import BaseModel, ConfigDict

from ivp.show import tables
from ivp.show.downloads import download_rows
from ivp.show.figure_notes import FigureNotes
from ivp.show.provenance import method_links

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

    from ivp.indicators.book_sources import Source
    from ivp.show.open_chapter import OpenChapter

MIME = "application/vnd.ivp+json"
"""Under this type a cell displays what it shows: a ``Shown`` as JSON."""


class ShownFile(BaseModel):
    """A file to take away: its name, the words of the link, and its content in base64."""

    model_config = ConfigDict(frozen=True)

    name: str
    words: str
    content: str


class Shown(BaseModel):
    """What a cell shows in the book: ``markdown`` on paper, and on the screen unless ``html``.

    ``data`` is the figure as plotly has it, or what a part's script reads; ``notes`` are under a
    figure or table.
    """

    model_config = ConfigDict(frozen=True)

    kind: Literal["figure", "table", "text", "part", "files"]
    markdown: str = ""
    html: str = ""
    caption: str = ""
    alt: str = ""
    name: str = ""
    data: dict[str, Any] = {}
    files: tuple[ShownFile, ...] = ()
    notes: FigureNotes | None = None


@dataclass(frozen=True)
class Picture:
    """A figure that can be shown: what ``ivp.show.figures`` makes, or an analyst by hand.

    ``figure`` is plotly's own, and may be added to before it is shown. ``table`` has the same
    figures for who cannot see it, and for the download; ``alt`` says in words what it shows;
    ``methods`` (``ivp.show.provenance.METHODS``) say how the figures were made.

    Example::

        picture = figures.series(rows, h.gemeente, h.definition("woninginbraak"))
        picture.figure.add_hline(y=5)
        show.figure(picture, caption="Inbraken per 1.000 inwoners", sources=h.sources_of(rows))
    """

    figure: go.Figure
    table: pd.DataFrame
    alt: str
    methods: tuple[str, ...] = ()


def chapter(path: str, run_id: str) -> OpenChapter:
    """Open the input that the runner made for this chapter.

    ``path`` is what the runner passes. When it is empty (an analyst opened the notebook by hand)
    the input of chapter ``run_id`` is made on the spot from ``params/`` and ``data/``.
    Example: ``h = show.chapter(invoer, "veiligheidsbeeld")``.
    """
    from ivp.show.open_chapter import open_chapter

    return open_chapter(path, run_id)


def source_line(sources: Sequence[Source]) -> str:
    """The end of every caption: the ``sources``, and that figures are examples when they are."""
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
    shown = Shown(
        kind="figure",
        data=data,
        caption=_caption(caption, sources),
        alt=picture.alt,
        html=tables.html_table(picture.table, caption, decimals),
        markdown=tables.markdown_table(picture.table, decimals),
        notes=_notes("figuur", picture.table, caption, sources, picture.methods),
    )
    plain = f"{shown.caption}\n{picture.alt}\n{tables.plain_table(picture.table, decimals)}"
    _show(shown, {"application/vnd.plotly.v1+json": data}, plain)


def table(
    frame: pd.DataFrame,
    *,
    caption: str,
    sources: Sequence[Source] = (),
    decimals: int | dict[str, int] = 1,
    download: pd.DataFrame | None = None,
    methods: Sequence[str] = (),
) -> None:
    """Show ``frame`` as a table; its columns carry the reader's names.

    ``download`` is what the reader downloads when that should say more than the table;
    ``decimals`` as for ``figure``, ``methods`` as in ``Picture``.
    Example: ``show.table(frame, caption="Misdrijven per wijk", sources=h.sources_of(rows))``.
    """
    shown = Shown(
        kind="table",
        caption=_caption(caption, sources),
        markdown=tables.markdown_table(frame, decimals),
        notes=_notes("tabel", frame if download is None else download, caption, sources, methods),
    )
    _show(shown, {}, f"{shown.caption}\n{tables.plain_table(frame, decimals)}")


def text(markdown: str) -> None:
    """Show computed ``markdown``. Names from params or data in it have gone through ``show.md``.

    Example: ``show.text(f"Er zijn {show.number(n)} wijken in {show.md(h.gemeente.naam)}.")``.
    """
    _show(Shown(kind="text", markdown=markdown), {}, markdown)


def part(name: str, data: dict[str, Any], *, html: str, markdown: str) -> None:
    """Show a part of the page that a script of the book (``assets/<name>.js``) makes interactive.

    ``data`` is what the script reads. Without a script the reader sees ``html``, and in the PDF
    ``markdown``; both are complete by themselves.
    Example: ``show.part("weging", data, html=tables.html_table(frame, "…"), markdown="…")``.
    """
    _show(Shown(kind="part", name=name, data=data, html=html, markdown=markdown), {}, markdown)


def files(items: Sequence[tuple[str, str, bytes]]) -> None:
    """Show links to files to take away; ``items`` have name with suffix, words, and content.

    Example: ``show.files([("programma.ics", "Agenda van het programma", content)])``.
    """
    found = tuple(
        ShownFile(name=name, words=words, content=base64.b64encode(content).decode("ascii"))
        for name, words, content in items
    )
    words = "; ".join(one.words for one in found)
    _show(Shown(kind="files", files=found), {"text/markdown": tables.md(words)}, words)


def _caption(caption: str, sources: Sequence[Source]) -> str:
    return f"{caption.rstrip('.')}. {source_line(sources)}".strip()


def _notes(
    kind: Literal["figuur", "tabel"],
    frame: pd.DataFrame,
    caption: str,
    sources: Sequence[Source],
    methods: Sequence[str],
) -> FigureNotes:
    return FigureNotes(
        kind=kind,
        title=caption.rstrip("."),
        rows=download_rows(frame, source_line(sources)),
        sources=tuple(source.name for source in sources),
        provenance=tuple(dict.fromkeys(line for one in sources for line in one.herkomst)),
        example=any(not source.werkelijk for source in sources),
        methods=tuple(method_links(methods)),
    )


def _show(shown: Shown, preview: dict[str, Any], plain: str) -> None:
    """Display ``shown`` in the notebook, with a preview for JupyterLab and as plain text."""
    from IPython.display import display

    preview = preview or {"text/markdown": shown.markdown}
    content = shown.model_dump(mode="json")
    display({MIME: content, **preview, "text/plain": plain}, raw=True)
