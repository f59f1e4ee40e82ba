"""Everything a reader can get from a finished book, as tables and texts."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from ivp.audit import werkboek
from ivp.audit.gegevens import Stuk, attribuut, datalink, json_stukken

_PICTURES = {".png", ".jpg", ".jpeg", ".gif", ".webp", ".ico", ".woff", ".woff2", ".ttf", ".otf"}
_TEXTS = {".css", ".txt", ".md", ".ics", ".vcf", ".js", ".map", ".bib", ".yml", ".yaml", ".sha256"}
_MARKUP = {".svg", ".xml", ".rss", ".atom", ".rels"}
_PACKAGES = {".zip", ".docx", ".odt", ".ods", ".epub", ".pptx"}
_BLOCKS = "p|li|dd|dt|figcaption|caption|h1|h2|h3|h4|blockquote|summary"
_TOLD = ("alt", "title", "content", "value", "placeholder", "label", "summary")
"""Attributes that a reader sees or hears, besides ``aria-`` and ``data-``."""
_TOLD_IN_PDF = {"/Alt", "/ActualText", "/E", "/Contents", "/TU"}
"""The same in a PDF, in its tags, notes and fields."""
_YEAR = re.compile(r"(19|20)\d\d")
_VALUE = re.compile(r"[\d.,%−-]+|verborgen|onbekend")
_BUNDLE = "plotly.min.js"
"""The drawing library as installed; it holds nothing of the book."""


class Onleesbaar(Exception):
    """A published file of a kind that cannot be searched."""


def bestanden(folder: Path) -> list[Path]:
    """All files that are published in ``folder`` and may say something, in a fixed order."""
    return [p for p in sorted(folder.rglob("*")) if p.is_file() and p.name != _BUNDLE]


def uitgepakt(name: str, raw: bytes) -> Iterator[tuple[str, bytes]]:
    """A published file; of an archive (ZIP) what is in it. Raises ``Onleesbaar``."""
    if Path(name).suffix.lower() != ".zip":
        yield name, raw
        return
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            for member in sorted(package.namelist()):
                if not member.endswith("/"):
                    yield from uitgepakt(f"{name}/{member}", package.read(member))
    # A member may be damaged, encrypted, or packed in a way that Python does not know.
    except (zipfile.BadZipFile, zlib.error, RuntimeError, EOFError, ValueError) as error:
        raise Onleesbaar(name) from error


def lees(folder: Path) -> Iterator[Stuk]:
    """All that is published in ``folder``. Raises ``Onleesbaar`` for a file it cannot search."""
    for path in bestanden(folder):
        for name, raw in uitgepakt(path.relative_to(folder).as_posix(), path.read_bytes()):
            yield from bestand(name, raw)


def bestand(name: str, raw: bytes) -> Iterator[Stuk]:
    """All of one published file. Raises ``Onleesbaar``."""
    kind = Path(name).suffix.lower()
    try:
        if kind in (".html", ".htm", ".xhtml"):
            yield from _html(name, raw.decode("utf-8"))
        elif kind == ".csv":
            text = raw.decode("utf-8-sig")
            delimiter = ";" if text.count(";") > text.count(",") else ","
            rows = csv.reader(io.StringIO(text), delimiter=delimiter)
            yield Stuk(name, name, tuple(tuple(row) for row in rows))
        elif kind in (".xlsx", ".xlsm"):
            yield from werkboek.stukken(name, raw)
        elif kind == ".pdf":
            yield from _pdf(name, raw)
        elif kind in (".json", ".jsonld", ".ipynb", ".geojson"):
            yield from json_stukken(name, name, json.loads(raw))
        elif kind == ".js" and raw.lstrip().startswith(b"window."):
            yield from json_stukken(
                name, name, json.loads(raw.partition(b"=")[2].strip().rstrip(b";"))
            )
        elif kind in _MARKUP:
            yield from _markup(name, raw)
        elif kind in _PACKAGES:
            with zipfile.ZipFile(io.BytesIO(raw)) as package:
                for member in sorted(package.namelist()):
                    if not member.endswith("/"):
                        yield from bestand(f"{name}/{member}", package.read(member))
        elif kind in _TEXTS or (not kind and b"\0" not in raw):
            yield Stuk(name, name, tekst=raw.decode("utf-8", "replace"))
        elif kind not in _PICTURES:
            raise Onleesbaar(name)
    except (ValueError, LookupError, zipfile.BadZipFile, etree.LxmlError) as error:
        raise Onleesbaar(name) from error


def _words(node: Any) -> str:
    return " ".join(str(node.text_content()).split())


def _html(name: str, text: str) -> Iterator[Stuk]:
    root = lxml_html.document_fromstring(text)
    title = " ".join(root.xpath("//title/text()"))
    for script in root.xpath("//script[contains(@type, 'json')]"):
        yield from json_stukken(name, _above(script) or title, json.loads(script.text or "null"))
    for table in root.iter("table"):
        rows = tuple(
            tuple(_words(cell) for cell in row.xpath("./th|./td")) for row in table.iter("tr")
        )
        yield Stuk(name, f"{' '.join(map(_words, table.xpath('./caption')))} {_above(table)}", rows)
    for node in root.iter():
        for key, value in node.attrib.items() if isinstance(node.tag, str) else ():
            if key in _TOLD or key.startswith(("data-", "aria-")):
                yield from attribuut(f"{name}, {key}", _above(node), str(value))
            elif key in ("href", "src") and (inside := datalink(str(value))):
                yield from bestand(f"{name}/{key}{inside[0]}", inside[1])
    for node in root.xpath("//script[not(@src)][not(contains(@type, 'json'))]|//style|//comment()"):
        yield Stuk(name, title, tekst=str(node.text or ""))
    for node in list(root.iter("script", "style", "table")):
        node.drop_tree()
    blocks = list(root.xpath("|".join(f"//{b}" for b in _BLOCKS.split("|"))))
    for node in blocks:
        yield Stuk(name, _above(node), tekst=_words(node))
    for node in blocks:
        if node.getparent() is not None:
            node.drop_tree()
    yield Stuk(name, title, tekst=_words(root))


def _above(node: Any) -> str:
    """The caption of the figure or table that ``node`` is in, and the heading before it."""
    captions = node.xpath("ancestor::figure[1]//figcaption")
    heads = node.xpath("preceding::h4[1]|preceding::h3[1]|preceding::h2[1]")
    return " ".join(_words(n) for n in [*captions[:1], *heads[-1:]])


def _pdf(name: str, raw: bytes) -> Iterator[Stuk]:
    import pikepdf
    import pypdfium2

    with pypdfium2.PdfDocument(raw) as document:
        for number, page in enumerate(document, 1):
            lines = page.get_textpage().get_text_range().splitlines()
            where = f"{name}, bladzijde {number}"
            rest: list[str] = []
            yield from _lines(where, lines, rest)
            yield Stuk(where, "", tekst=" ".join(rest))
    with pikepdf.open(io.BytesIO(raw)) as pdf:
        for attached, spec in pdf.attachments.items():
            yield from bestand(f"{name}/{attached}", spec.get_file().read_bytes())
        for key, value in pdf.docinfo.items():
            yield Stuk(f"{name}, kenmerk {key}", "", tekst=str(value))
        for node in pdf.objects:
            if isinstance(node, pikepdf.Dictionary):
                for key in _TOLD_IN_PDF & node.keys():
                    if isinstance(node[key], pikepdf.String):
                        yield Stuk(f"{name}, alternatieve tekst", "", tekst=str(node[key]))


def _lines(where: str, lines: list[str], rest: list[str]) -> Iterator[Stuk]:
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
            yield Stuk(where, "", (("Soort", *years), (label, *values)))
            label = ""
            continue
        if values:
            label = ""
        rest.append(line)


def _markup(name: str, raw: bytes) -> Iterator[Stuk]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    root = etree.fromstring(raw, parser)
    texts = root.iter("{*}text", "{*}title", "{*}desc")
    parts = [" ".join("".join(node.itertext()).split()) for node in texts]
    yield Stuk(name, name, tekst=" · ".join(parts))
    yield Stuk(name, name, tekst=" ".join("".join(root.itertext()).split()))
