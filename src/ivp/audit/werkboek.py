"""A workbook (XLSX) as tables and texts: what its cells show, and whatever else stands in it."""

from __future__ import annotations

import datetime as dt
import io
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from typing import Any

from lxml import etree

from ivp.audit.gegevens import Stuk
from ivp.audit.opmaaktaal import boom

_PARTS = (".xml", ".rels", ".vml")
_SERVES = {"sst", "styleSheet", "worksheet", "Relationships", "Types", "theme"}
"""Parts that hold no text of their own, or of which the text stands in the cells."""
_BUILT_IN_DATES = {*range(14, 23), *range(45, 48)}
_DATE_FORMAT = re.compile(r"[dmy]", re.IGNORECASE)
_LITERAL = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
"""What is no placeholder in the format of a number: quoted text, colours and conditions."""
_DAY_0 = dt.datetime(1899, 12, 30)


def stukken(name: str, raw: bytes) -> Iterator[Stuk]:
    """Each sheet as a table, its head first; comments, properties and the like as texts.

    Raises ``ValueError``, ``LookupError``, ``BadZipFile`` or ``LxmlError`` when it is damaged.
    """
    for part in _parts(raw):
        kop = f"{name} {part.kop}".rstrip()
        yield replace(part, waar=f"{name}, {part.waar}", kop=kop)


@lru_cache(maxsize=256)  # a book has each of its workbooks again in one package of them all
def _parts(raw: bytes) -> tuple[Stuk, ...]:
    return tuple(_read(raw))


def _read(raw: bytes) -> Iterator[Stuk]:
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        trees = {
            member: boom(package.read(member))
            for member in sorted(package.namelist())
            if member.endswith(_PARTS)
        }
    kinds = {member: _kind(root) for member, root in trees.items()}
    shared = [
        "".join(node.text or "" for node in item.iter("{*}t"))
        for member, root in trees.items()
        if kinds[member] == "sst"
        for item in root.iter("{*}si")
    ]
    styles = [root for member, root in trees.items() if kinds[member] == "styleSheet"]
    dates = {place for root in styles for place in _dates(root)}
    titles = _titles(trees, kinds)
    for member, root in trees.items():
        if kinds[member] == "worksheet":
            where = f"blad {titles.get(member, member)}"
            rows = _rows(root, shared, dates)
            # A title may stand above the head, which is the first row with two cells or more.
            start = next((i for i, row in enumerate(rows) if sum(map(bool, row)) > 1), 0)
            head = " ".join(cell for row in rows[:start] for cell in row)
            yield Stuk(where, head, rows[start:])
            yield Stuk(where, "", tekst=_text(root, but=("v", "t")))  # formulas, headers
        elif kinds[member] not in _SERVES:
            for node in list(root.iter("{*}comment")) or [root]:
                yield Stuk(member, "", tekst=_text(node))


def _kind(root: Any) -> str:
    return str(etree.QName(root).localname)


def _text(root: Any, but: tuple[str, ...] = ()) -> str:
    parts = [
        node.text
        for node in root.iter(etree.Element)
        if node.text and etree.QName(node).localname not in but
    ]
    return " ".join(" ".join(parts).split())


def _titles(trees: Mapping[str, Any], kinds: Mapping[str, str]) -> dict[str, str]:
    """The part of each sheet → the name on its tab."""
    found: dict[str, str] = {}
    for member, root in trees.items():
        if kinds[member] == "workbook":
            folder, file = posixpath.split(member)
            links = trees.get(f"{folder}/_rels/{file}.rels")
            parts = {
                link.get("Id"): posixpath.normpath(posixpath.join("/", folder, link.get("Target")))
                for link in (links if links is not None else ())
            }
            for sheet in root.iter("{*}sheet"):
                ids = [value for key, value in sheet.attrib.items() if key.endswith("}id")]
                found |= {parts.get(i, "/")[1:]: str(sheet.get("name")) for i in ids}
    return found


def _dates(styles: Any) -> Iterator[str]:
    """The styles (their places in the list, as cells name them) that show a number as a date."""
    own = {
        node.get("numFmtId"): _LITERAL.sub("", node.get("formatCode", ""))
        for node in styles.iter("{*}numFmt")
    }
    for cells in styles.iter("{*}cellXfs"):
        for place, style in enumerate(cells):
            number = style.get("numFmtId", "0")
            if int(number) in _BUILT_IN_DATES or _DATE_FORMAT.search(own.get(number, "")):
                yield str(place)


def _rows(root: Any, shared: list[str], dates: set[str]) -> tuple[tuple[str, ...], ...]:
    """The rows that are not empty, all of one width."""
    rows = []
    for row in root.iter("{*}row"):
        cells: dict[int, str] = {}
        for place, cell in enumerate(row):
            cells[_column(cell.get("r"), place)] = _value(cell, shared, dates)
        if any(cells.values()):
            rows.append(cells)
    width = max((max(cells) for cells in rows), default=-1) + 1
    return tuple(tuple(cells.get(i, "") for i in range(width)) for cells in rows)


def _column(reference: str | None, place: int) -> int:
    """``C7`` is in column 2; a cell without a reference is where it stands."""
    number = 0
    for letter in (reference or "").rstrip("0123456789"):
        number = 26 * number + ord(letter.upper()) - ord("A") + 1
    return number - 1 if number else place


def _value(cell: Any, shared: list[str], dates: set[str]) -> str:
    kind, text = cell.get("t", "n"), str(cell.findtext("{*}v") or "")
    if kind == "inlineStr":
        return "".join(node.text or "" for node in cell.iter("{*}t"))
    if kind == "s" and text:
        return shared[int(text)]
    if kind != "n" or not text:
        return text
    if cell.get("s") in dates:
        return (_DAY_0 + dt.timedelta(days=float(text))).isoformat(" ")
    return text if text.lstrip("-").isdigit() else str(float(text))
