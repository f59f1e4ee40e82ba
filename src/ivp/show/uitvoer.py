"""What a notebook cell shows: a figure with its table, a table, or computed text.

A cell displays a description of what it shows; the runner turns that into what the book embeds
(``ivp.run.finish``). In JupyterLab the analyst sees a plain preview of the same. As plain text it
is what the reader gets in words and cells: notebooks are tested by it (CONTRIBUTING.md).
"""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict

from ivp.show import opmaak
from ivp.show.download import gegevens
from ivp.show.methode import Methode, links

if TYPE_CHECKING:
    import pandas as pd
    import plotly.graph_objects as go

MIME = "application/vnd.ivp+json"


class Bron(BaseModel):
    """The source of a figure: a data set as ``data/datapackage.json`` describes it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: str
    titel: str
    producent: str
    tabel: str | None = None
    werkelijk: bool
    herkomst: tuple[str, ...] = ()
    """Which rows of which files the figures were counted from (``ivp.show.herkomst``)."""

    @property
    def kort(self) -> str:
        """``CBS 83648NED``; an example by its title; else the producer and the title."""
        if not self.werkelijk:
            return self.titel
        return f"{self.producent} {self.tabel}" if self.tabel else f"{self.producent}, {self.titel}"


def bronregel(bronnen: Sequence[Bron]) -> str:
    """The end of every caption: the sources, and that figures are examples when they are."""
    if not bronnen:
        return ""
    text = f"Bron: {'; '.join(dict.fromkeys(bron.kort for bron in bronnen))}."
    return text if all(bron.werkelijk for bron in bronnen) else f"{text} Voorbeeldcijfers."


def figuur(
    fig: go.Figure,
    *,
    tabel: pd.DataFrame,
    bijschrift: str,
    alt: str,
    bronnen: Sequence[Bron],
    decimalen: int | dict[str, int] = 1,
    methoden: Sequence[Methode] = (),
) -> None:
    """Show ``fig`` with its figures as ``tabel`` (also the downloads).

    ``alt`` says in words what the figure shows. The sources are added to the caption; ``methoden``
    become links to the appendix that explains how the figures were made.
    """
    data = json.loads(fig.to_json(engine="json"))
    caption = f"{bijschrift.rstrip('.')}. {bronregel(bronnen)}".strip()
    _show(
        {
            "soort": "figuur",
            "figuur": data,
            "bijschrift": caption,
            "alt": alt,
            "html": opmaak.html_table(tabel, bijschrift, decimalen),
            "markdown": opmaak.markdown_table(tabel, decimalen),
            **_background(tabel, bijschrift, bronnen, methoden),
        },
        {"application/vnd.plotly.v1+json": data},
        f"{caption}\n{alt}\n{opmaak.plain_table(tabel, decimalen)}",
    )


def tabel(
    frame: pd.DataFrame,
    *,
    bijschrift: str,
    bronnen: Sequence[Bron] = (),
    decimalen: int | dict[str, int] = 1,
    download: pd.DataFrame | None = None,
    methoden: Sequence[Methode] = (),
) -> None:
    """Show ``frame`` as a table; its columns carry the reader's names.

    ``download`` is what the reader downloads when that should say more than the table.
    """
    markdown = opmaak.markdown_table(frame, decimalen)
    caption = f"{bijschrift.rstrip('.')}. {bronregel(bronnen)}".strip()
    _show(
        {
            "soort": "tabel",
            "bijschrift": caption,
            "markdown": markdown,
            **_background(frame if download is None else download, bijschrift, bronnen, methoden),
        },
        {"text/markdown": markdown},
        f"{caption}\n{opmaak.plain_table(frame, decimalen)}",
    )


def tekst(markdown: str) -> None:
    """Show computed text. Names from params or data in it must have gone through ``show.md``."""
    _show({"soort": "tekst", "markdown": markdown}, {"text/markdown": markdown}, markdown)


def onderdeel(naam: str, gegevens: dict[str, Any], *, html: str, markdown: str) -> None:
    """Show a part of the page that a script of the book (``assets/<naam>.js``) makes interactive.

    ``gegevens`` is what the script reads. Without a script the reader sees ``html``, and in the PDF
    ``markdown``; both are complete by themselves.
    """
    _show(
        {
            "soort": "onderdeel",
            "naam": naam,
            "inhoud": gegevens,
            "html": html,
            "markdown": markdown,
        },
        {"text/markdown": markdown},
        markdown,
    )


def bestanden(items: Sequence[tuple[str, str, bytes]]) -> None:
    """Show links to files that the reader may take away: name with suffix, words, content."""
    files = [
        {"naam": name, "tekst": words, "inhoud": base64.b64encode(content).decode("ascii")}
        for name, words, content in items
    ]
    words = "; ".join(item[1] for item in items)
    _show({"soort": "bestanden", "bestanden": files}, {"text/markdown": opmaak.md(words)}, words)


def _background(
    frame: pd.DataFrame, bijschrift: str, bronnen: Sequence[Bron], methoden: Sequence[Methode]
) -> dict[str, Any]:
    """What stands under a figure or table: its title, rows, sources by name, and methods."""
    rows = gegevens(frame, bronregel(bronnen))
    return {
        "titel": bijschrift.rstrip("."),
        "gegevens": rows.model_dump(mode="json"),
        "bronnen": [bron.name for bron in bronnen],
        "herkomst": list(dict.fromkeys(line for bron in bronnen for line in bron.herkomst)),
        "voorbeeld": any(not bron.werkelijk for bron in bronnen),
        "methoden": links(methoden),
    }


def _show(content: dict[str, Any], preview: dict[str, Any], plain: str) -> None:
    from IPython.display import display

    display({MIME: content, **preview, "text/plain": plain}, raw=True)  # type: ignore[no-untyped-call]
