"""Executed notebooks as Markdown: the cells that a chapter embeds, with their stored outputs."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import Path
from typing import Any

import yaml

from ivp.book.quarto_yml import parse_yaml
from ivp.errors import RenderFout, did_you_mean

_HTML_ORDER = ("text/html", "text/markdown", "image/svg+xml", "image/png", "text/plain")
_TYPST_ORDER = ("text/markdown", "image/svg+xml", "image/png", "text/plain")
_SUFFIX = {"image/svg+xml": "svg", "image/png": "png"}
MEDIA = "ivp-media:"
"""Marks an image address that stands for an output of a notebook."""
_AGAIN = "voer de notitieboeken opnieuw uit"


@dataclass(frozen=True)
class Cell:
    """A notebook cell with its ``#|`` options."""

    source: str
    code: bool
    options: dict[str, Any]
    outputs: list[dict[str, Any]]
    where: str

    @property
    def label(self) -> str:
        return str(self.options.get("label") or "")

    @property
    def caption(self) -> str:
        key = "tbl-cap" if self.label.startswith("tbl-") else "fig-cap"
        return str(self.options.get(key) or "").strip()


@dataclass(frozen=True)
class Media:
    """An image from a notebook."""

    data: bytes
    alt: str


@dataclass
class Embedded:
    """What embedded cells leave behind: the cells by number, the images by name."""

    cells: list[Cell] = field(default_factory=list)
    media: dict[str, Media] = field(default_factory=dict)


def read(path: Path, name: str) -> list[Cell]:
    """The cells of a notebook; ``name`` is how errors call it. Raises ``RenderFout``."""
    try:
        cells = json.loads(path.read_text("utf-8"))["cells"]
    except FileNotFoundError:
        doe = "voer eerst de notitieboeken uit (ivp run), of herstel de naam"
        raise _gap("Dit uitgevoerde notitieboek bestaat niet", doe, name) from None
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise _gap(f"Geen leesbaar notitieboek: {error}", _AGAIN, name) from None
    return [_cell(cell, f"{name}, cel {i + 1}") for i, cell in enumerate(cells)]


def select(cells: list[Cell], label: str | None, name: str) -> list[Cell]:
    """The cell with this label, or all cells when no label is given."""
    if not label:
        return [cell for cell in cells if cell.options.get("include") is not False]
    found = [cell for cell in cells if cell.label == label]
    if not found:
        hint = did_you_mean(label, [cell.label for cell in cells if cell.label])
        doe = "herstel de naam achter het #, of voer de notitieboeken opnieuw uit"
        raise _gap(f"Cel '{label}' staat niet in {name}.{hint}", doe)
    return found[:1]


def markdown(cell: Cell, into: Embedded) -> Iterator[str]:
    """The lines that stand for ``cell`` in a chapter; images and captions go ``into`` it."""
    if not cell.code:
        yield from cell.source.splitlines()
        return
    number = len(into.cells)
    into.cells.append(cell)
    if not cell.outputs and cell.label.startswith(("fig-", "tbl-")):
        raise _gap(f"Cel '{cell.label}' heeft geen uitvoer", _AGAIN, cell.where)
    yield f'::: {{.ivp-cel data-cel="{number}"}}'
    for i, output in enumerate(cell.outputs):
        yield from _output(cell, output, f"{cell.label or f'cel-{number}'}-{i + 1}", into)
    if cell.caption:
        yield from ["", "::: {.ivp-bijschrift}", "", *cell.caption.splitlines(), "", ":::"]
    yield from ["", ":::"]


def _output(cell: Cell, output: dict[str, Any], name: str, into: Embedded) -> Iterator[str]:
    if output.get("output_type") == "error":
        what = f"Deze cel eindigde met een fout: {output.get('ename')}: {output.get('evalue')}"
        raise _gap(what, "herstel het notitieboek en voer het opnieuw uit", cell.where)
    if output.get("output_type") == "stream":
        yield from _fenced(_text(output.get("text", "")), "{.cell-output}")
        return
    bundle = {mime: _text(value) for mime, value in (output.get("data") or {}).items()}
    html = next((mime for mime in _HTML_ORDER if mime in bundle), None)
    typst = next((mime for mime in _TYPST_ORDER if mime in bundle), None)
    if html is None or typst is None:
        where, kinds = "HTML" if html is None else "de PDF", ", ".join(bundle) or "leeg"
        what = f"Deze uitvoer is niet in {where} te tonen: {kinds}"
        raise _gap(what, "toon figuren en tabellen met ivp.show", cell.where)
    if html == typst:
        yield from ["", *_one(cell, html, bundle[html], name, into), ""]
        return
    for kind, mime in (("html", html), ("typst", typst)):
        yield from ["", f'::: {{.content-visible when-format="{kind}"}}', ""]
        yield from _one(cell, mime, bundle[mime], name, into)
        yield from ["", ":::", ""]


def _one(cell: Cell, mime: str, value: str, name: str, into: Embedded) -> Iterator[str]:
    if mime == "text/markdown":
        yield from value.splitlines()
    elif mime == "text/html":
        yield from _fenced(value, "{=html}")
    elif mime == "text/plain":
        yield from _fenced(value, "{.cell-output}")
    else:
        file = f"{name}.{_SUFFIX[mime]}"
        data = value.encode() if mime == "image/svg+xml" else base64.b64decode(value)
        alt = str(cell.options.get("fig-alt") or cell.caption).strip()
        into.media[file] = Media(data, alt)
        yield f"![]({MEDIA}{file})"


def _fenced(text: str, attributes: str) -> list[str]:
    fence = "````"
    while fence in text:
        fence += "`"
    return ["", f"{fence} {attributes}", *text.splitlines(), fence, ""]


def _cell(cell: dict[str, Any], where: str) -> Cell:
    source = _text(cell.get("source", ""))
    head = takewhile(lambda line: line.startswith("#|"), source.splitlines())
    try:
        options = parse_yaml("\n".join(line[2:].removeprefix(" ") for line in head)) or {}
    except yaml.YAMLError as error:
        what = f"De opties van deze cel zijn niet te lezen: {error}"
        raise _gap(what, "herstel de regels die met #| beginnen", where) from None
    return Cell(source, cell.get("cell_type") == "code", options, cell.get("outputs") or [], where)


def _text(value: Any) -> str:
    return "".join(value) if isinstance(value, list) else str(value)


def _gap(what: str, doe: str, waar: str | None = None) -> RenderFout:
    waarom = "op deze plek zou niets in het boek komen, of iets anders dan een uitkomst"
    return RenderFout(what, waarom=waarom, doe=doe, waar=waar)
