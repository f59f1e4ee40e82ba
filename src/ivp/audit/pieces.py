"""Everything a reader can get from a finished book, as pieces: tables and texts."""

from __future__ import annotations

import base64
import binascii
import csv
import io
import json
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

from lxml import etree
from lxml import html as lxml_html

_PICTURES = {".png", ".jpg", ".jpeg", ".gif", ".webp", ".ico", ".woff", ".woff2", ".ttf", ".otf"}
_TEXTS = {".css", ".txt", ".md", ".ics", ".vcf", ".js", ".map", ".bib", ".yml", ".yaml", ".sha256"}
_MARKUP = {".svg", ".xml", ".rss", ".atom", ".rels"}
_PACKAGES = {".docx", ".odt", ".ods", ".epub", ".pptx"}
_DATA_LINK = re.compile(r"data:([\w.+-]+/[\w.+-]+)?((?:;[\w=.-]+)*?)(;base64)?,(.*)", re.S)
_DATA_SUFFIX = {
    "text/csv": ".csv",
    "application/json": ".json",
    "text/html": ".html",
    "image/svg+xml": ".svg",
    "application/pdf": ".pdf",
}
_BLOCKS = "p|li|dd|dt|figcaption|caption|h1|h2|h3|h4|blockquote|summary"
_TOLD = ("alt", "title", "content", "value", "placeholder", "label", "summary")
"""Attributes that a reader sees or hears, besides ``aria-`` and ``data-``."""
_TOLD_IN_PDF = {"/Alt", "/ActualText", "/E", "/Contents", "/TU"}
"""The same in a PDF, in its tags, notes and fields."""
_YEAR = re.compile(r"(19|20)\d\d")
_VALUE = re.compile(r"[\d.,%−-]+|verborgen|onbekend")
_BUNDLE = "plotly.min.js"
"""The drawing library as installed; it holds nothing of the book."""
_NAMES = ("h", "t", "name", "title")
"""Keys whose text names what stands beside it: in the search index and in figures."""
_BINARY = {"f8": "d", "f4": "f", "i4": "i", "u4": "I", "i2": "h", "u2": "H", "i1": "b", "u1": "B"}
"""How plotly may write a series of numbers: its name of the type, and that of ``struct``."""


class Unreadable(Exception):
    """A published file of a kind that cannot be searched."""


@dataclass(frozen=True)
class Piece:
    """A table (``rows``, the head first) or a text, as published.

    ``where`` names the file and place; ``above`` is what stands above it: caption, heading, name.
    """

    where: str
    above: str
    rows: tuple[tuple[str, ...], ...] = ()
    text: str = ""


def published(folder: Path) -> Iterator[tuple[str, bytes]]:
    """All files in ``folder`` that may say something, by name; of an archive what is in it.

    Raises ``Unreadable`` for an archive that cannot be opened.
    """
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name != _BUNDLE:
            yield from _unpacked(path.relative_to(folder).as_posix(), path.read_bytes())


def _unpacked(name: str, raw: bytes) -> Iterator[tuple[str, bytes]]:
    if Path(name).suffix.lower() != ".zip":
        yield name, raw
        return
    try:
        for member, content in _members(raw):
            yield from _unpacked(f"{name}/{member}", content)
    # A member may be damaged, encrypted, or packed in a way that Python does not know.
    except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, ValueError) as error:
        raise Unreadable(name) from error


def _members(raw: bytes) -> Iterator[tuple[str, bytes]]:
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        for member in sorted(package.namelist()):
            if not member.endswith("/"):
                yield member, package.read(member)


def pieces(name: str, raw: bytes) -> Iterator[Piece]:
    """All of one published file. Raises ``Unreadable``."""
    kind = Path(name).suffix.lower()
    try:
        if kind in (".html", ".htm", ".xhtml"):
            yield from _html(name, raw.decode("utf-8"))
        elif kind == ".csv":
            text = raw.decode("utf-8-sig")
            delimiter = ";" if text.count(";") > text.count(",") else ","
            rows = csv.reader(io.StringIO(text), delimiter=delimiter)
            yield Piece(name, name, tuple(tuple(row) for row in rows))
        elif kind in (".xlsx", ".xlsm"):
            yield from _workbook(name, raw)
        elif kind == ".pdf":
            yield from _pdf(name, raw)
        elif kind in (".json", ".jsonld", ".ipynb", ".geojson"):
            yield from json_pieces(name, name, json.loads(raw))
        elif kind == ".js" and raw.lstrip().startswith(b"window."):
            data = raw.partition(b"=")[2].strip().rstrip(b";")
            yield from json_pieces(name, name, json.loads(data))
        elif kind in _MARKUP:
            yield from _markup(name, raw)
        elif kind in _PACKAGES or kind == ".zip":
            for member, content in _members(raw):
                yield from pieces(f"{name}/{member}", content)
        elif kind in _TEXTS or (not kind and b"\0" not in raw):
            yield Piece(name, name, text=raw.decode("utf-8", "replace"))
        elif kind not in _PICTURES:
            raise Unreadable(name)
    except (ValueError, LookupError, zipfile.BadZipFile, etree.LxmlError) as error:
        raise Unreadable(name) from error


def _words(node: Any) -> str:
    return " ".join(str(node.text_content()).split())


def _html(name: str, text: str) -> Iterator[Piece]:
    root = lxml_html.document_fromstring(text)
    title = " ".join(root.xpath("//title/text()"))
    for script in root.xpath("//script[contains(@type, 'json')]"):
        yield from json_pieces(name, _above(script) or title, json.loads(script.text or "null"))
    for table in root.iter("table"):
        rows = tuple(
            tuple(_words(cell) for cell in row.xpath("./th|./td")) for row in table.iter("tr")
        )
        yield Piece(
            name, f"{' '.join(map(_words, table.xpath('./caption')))} {_above(table)}", rows
        )
    for node in root.iter():
        for key, value in node.attrib.items() if isinstance(node.tag, str) else ():
            yield from _attribute(name, node, key, str(value))
    for node in root.xpath("//script[not(@src)][not(contains(@type, 'json'))]|//style|//comment()"):
        yield Piece(name, title, text=str(node.text or ""))
    for node in list(root.iter("script", "style", "table")):
        node.drop_tree()
    blocks = list(root.xpath("|".join(f"//{b}" for b in _BLOCKS.split("|"))))
    for node in blocks:
        yield Piece(name, _above(node), text=_words(node))
    for node in blocks:
        if node.getparent() is not None:
            node.drop_tree()
    yield Piece(name, title, text=_words(root))


def _above(node: Any) -> str:
    """The caption of the figure or table that ``node`` is in, and the heading before it."""
    captions = node.xpath("ancestor::figure[1]//figcaption")
    heads = node.xpath("preceding::h4[1]|preceding::h3[1]|preceding::h2[1]")
    return " ".join(_words(n) for n in [*captions[:1], *heads[-1:]])


def _attribute(name: str, node: Any, key: str, value: str) -> Iterator[Piece]:
    """What a reader is told by an attribute: a text, data as JSON, or a file in an address."""
    if key in _TOLD or key.startswith(("data-", "aria-")):
        where, above = f"{name}, {key}", _above(node)
        try:
            data = json.loads(value) if value.lstrip().startswith(("{", "[")) else None
        except ValueError:
            data = None
        if data is None:
            yield Piece(where, above, text=value)
        else:
            yield from json_pieces(where, above, data)
    elif key in ("href", "src") and (match := _DATA_LINK.match(value)):
        kind = (match[1] or "text/plain").lower()
        picture = kind.startswith(("image/", "font/"))
        suffix = _DATA_SUFFIX.get(kind, ".png" if picture else ".txt")
        raw = unquote_to_bytes(match[4])
        yield from pieces(f"{name}/{key}{suffix}", base64.b64decode(raw) if match[3] else raw)


def _workbook(name: str, raw: bytes) -> Iterator[Piece]:
    """Its properties and comments as texts, each sheet as a table, its head first."""
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(raw), data_only=False)
    about = [book.properties.title, book.properties.subject, book.properties.description]
    yield Piece(f"{name}, kenmerken", name, text=" ".join(filter(None, about)))
    for sheet in book.worksheets:
        where = f"{name}, blad {sheet.title}"
        rows = tuple(
            tuple("" if cell is None else str(cell) for cell in row)
            for row in sheet.iter_rows(values_only=True)
        )
        # A title may stand above the head, which is the first row with two cells or more.
        start = next((i for i, row in enumerate(rows) if sum(map(bool, row)) > 1), 0)
        head = " ".join(cell for row in rows[:start] for cell in row)
        yield Piece(where, f"{name} {head}".rstrip(), rows[start:])
        for row in sheet.iter_rows():
            for cell in row:
                if cell.comment is not None:
                    yield Piece(where, name, text=str(cell.comment.text))


def _pdf(name: str, raw: bytes) -> Iterator[Piece]:
    import pikepdf
    import pypdfium2

    with pypdfium2.PdfDocument(raw) as document:
        for number, page in enumerate(document, 1):
            lines = page.get_textpage().get_text_range().splitlines()
            where = f"{name}, bladzijde {number}"
            rest: list[str] = []
            yield from _lines(where, lines, rest)
            yield Piece(where, "", text=" ".join(rest))
    with pikepdf.open(io.BytesIO(raw)) as pdf:
        for attached, spec in pdf.attachments.items():
            yield from pieces(f"{name}/{attached}", spec.get_file().read_bytes())
        for key, value in pdf.docinfo.items():
            yield Piece(f"{name}, kenmerk {key}", "", text=str(value))
        for node in pdf.objects:
            if isinstance(node, pikepdf.Dictionary):
                for key in _TOLD_IN_PDF & node.keys():
                    if isinstance(node[key], pikepdf.String):
                        yield Piece(f"{name}, alternatieve tekst", "", text=str(node[key]))


def _lines(where: str, lines: list[str], rest: list[str]) -> Iterator[Piece]:
    """Rows of a table with years above its columns, as they come out of a PDF; ``rest`` gets what
    is no such row."""
    years: list[str] = []
    label = ""
    for line in lines:
        words = line.split()
        found = [w for w in words if _YEAR.fullmatch(w)]
        if len(found) > 1 and len(found) >= len(words) - 3:
            years, label = found, ""
            continue
        values: list[str] = []
        while words and _VALUE.fullmatch(words[-1]):
            values.insert(0, words.pop())
        label = f"{label} {' '.join(words)}".strip()
        if years and len(values) == len(years):
            yield Piece(where, "", (("Soort", *years), (label, *values)))
            label = ""
            continue
        if values:
            label = ""
        rest.append(line)


def _markup(name: str, raw: bytes) -> Iterator[Piece]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    root = etree.fromstring(raw, parser)
    texts = root.iter("{*}text", "{*}title", "{*}desc")
    parts = [" ".join("".join(node.itertext()).split()) for node in texts]
    yield Piece(name, name, text=" · ".join(parts))
    yield Piece(name, name, text=" ".join("".join(root.itertext()).split()))


def json_pieces(name: str, above: str, data: Any) -> Iterator[Piece]:
    """All of ``data``: texts as texts; single values, columns and rows of numbers as tables."""
    where = f"{name}, gegevens"
    if isinstance(data, dict):
        data = {str(key): _series(value) for key, value in data.items()}
        own = " ".join(v for k in _NAMES if isinstance(v := data.get(k), str))
        above = f"{own} {above}".strip()
        single = {k: v for k, v in data.items() if not isinstance(v, dict | list)}
        if any(_number(v) for v in single.values()):
            yield Piece(where, above, (tuple(single), _cells(single.values())))
        yield from _columns(where, above, data)
        names = [value for value in data.values() if _named(value)]
        for key, value in data.items():
            heads = next((head for head in names if _fits(head, value)), None)
            if heads is not None:
                yield Piece(where, above, (tuple(heads), *(_cells(row) for row in value)))
                continue
            inner = above if isinstance(value, str) else f"{key} {above}"
            yield from json_pieces(name, inner, value)
    elif isinstance(data, list) and data and _named(data[0]) and _fits(data[0], data[1:]):
        yield Piece(where, above, tuple(_cells(row) for row in data))
    elif isinstance(data, list):
        for value in data:
            yield from json_pieces(name, above, value)
    elif isinstance(data, str) and data:
        yield Piece(where, above, text=re.sub(r"<[^>]{0,200}>", " ", data))


def _columns(where: str, above: str, data: dict[str, Any]) -> Iterator[Piece]:
    """Lists of one length under their own keys are the columns of a table: x and y."""
    lengths = {len(v) for v in data.values() if isinstance(v, list) and v}
    for length in sorted(lengths):
        some = {k: v for k, v in data.items() if isinstance(v, list) and len(v) == length}
        if any(_number(v) for column in some.values() for v in column):
            rows = (_cells(row) for row in zip(*some.values(), strict=True))
            yield Piece(where, above, (tuple(some), *rows))


def _named(head: Any) -> bool:
    """Whether it is a list of names, such as columns have."""
    return isinstance(head, list) and bool(head) and all(isinstance(v, str) for v in head)


def _fits(head: list[str], rows: Any) -> bool:
    """Whether the names of ``head`` are those of the columns of ``rows``, a list of lists."""
    return (
        isinstance(rows, list)
        and head is not rows
        and bool(rows)
        and all(isinstance(row, list) and len(row) == len(head) for row in rows)
    )


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _cells(values: Iterable[Any]) -> tuple[str, ...]:
    """Values as a Dutch reader would write them: a decimal comma, no ",0"."""
    return tuple(_cell(value) for value in values)


def _cell(value: Any) -> str:
    if isinstance(value, list | dict):
        return " ".join(_cells(value.values() if isinstance(value, dict) else value))
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value).replace(".", ",")
    return str(value)


def _series(value: Any) -> Any:
    """A series that is written as bytes (``{"dtype": "f8", "bdata": "…"}``), as numbers."""
    if not (isinstance(value, dict) and {"dtype", "bdata"} <= value.keys()):
        return value
    try:
        letter = _BINARY[str(value["dtype"]).lstrip("<|")]
        raw = base64.b64decode(str(value["bdata"]), validate=True)
        return [v for (v,) in struct.iter_unpack(f"<{letter}", raw)]
    except (KeyError, binascii.Error, struct.error) as error:
        raise ValueError(str(error)) from error
