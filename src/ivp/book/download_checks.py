"""Every download against the figure or table that it stands under.

The CSV is compared with the figure's own data and with the table on the page, the XLSX with the
CSV. A download may say more than what is shown, never something else.
"""

from __future__ import annotations

import csv
import io
import json
import math
import re
import zipfile
from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

_NUMBER = re.compile(r"[-−]?\d[\d.]*(?:,\d+)?")
_DUTCH = re.compile(r"-?\d{1,3}(?:\.\d{3})*(?:,\d+)?|-?\d+(?:,\d+)?")
_LAST = "Bron en status"
Rows = list[list[str]]


def pairs(root: Any) -> list[tuple[str, str]]:
    """The addresses of the CSV and the XLSX under each figure and table of a page (``lxml``)."""
    return [pair for _, pair in _blocks(root)]


def differences(root: Any, files: Mapping[str, bytes]) -> Iterator[str]:
    """How the downloads of a page differ from what it shows, in Dutch; at most one line each.

    ``files``: address on the page → content. A pair that is not in it is passed over.
    """
    for block, (plain, book) in _blocks(root):
        if plain not in files or book not in files:
            continue
        name = plain.rpartition("/")[2]
        try:
            found = next(_compared(block, files[plain], files[book]), None)
        except (ValueError, KeyError, StopIteration, zipfile.BadZipFile) as error:
            found = f"niet te lezen ({type(error).__name__})"
        if found:
            yield f"De download {name} is anders dan wat erboven staat: {found}"


def _blocks(root: Any) -> Iterator[tuple[Any, tuple[str, str]]]:
    for block in root.find_class("ivp-gegevens"):
        links = [a.get("href") for line in block.find_class("ivp-download") for a in line.iter("a")]
        yield from ((block, pair) for pair in [*pairwise(links)][:1])


def _compared(block: Any, plain: bytes, book: bytes) -> Iterator[str]:
    head, *rows = csv.reader(io.StringIO(plain.decode("utf-8-sig")))
    yield from _workbook(book, head, rows)
    around = [node for node in block.iterancestors() if "ivp-figuur" in _classes(node)]
    if not around:
        shown = next(block.iterancestors("figure")).find(".//table")
        yield from _table(shown, head, rows, exact=False)
        return
    [drawing] = around[0].xpath(".//script[@type='application/json']")
    yield from _figure(json.loads(drawing.text), head, rows)
    [folded] = around[0].find_class("ivp-tabel")
    yield from _table(folded.find(".//table"), head, rows, exact=True)


def _classes(node: Any) -> list[str]:
    return str(node.get("class") or "").split()


def _workbook(raw: bytes, head: list[str], rows: Rows) -> Iterator[str]:
    import openpyxl  # most of the time the outcome is in the store

    sheet = openpyxl.load_workbook(io.BytesIO(raw), read_only=True)["Cijfers"]
    names, *cells = sheet.iter_rows(values_only=True)
    if [str(name) for name in names] != head or len(cells) != len(rows):
        yield "de XLSX heeft andere rijen of kolommen dan de CSV"
        return
    for number, (row, texts) in enumerate(zip(cells, rows, strict=True), 2):
        for value, text in zip(row, texts, strict=True):
            if isinstance(value, int | float):
                known = _machine(text)
                same = known is not None and math.isclose(value, known, rel_tol=1e-12)
            else:
                same = (value or "") == text
            if not same:
                yield f"rij {number}: {value!r} in de XLSX, {text!r} in de CSV"


def _table(table: Any, head: list[str], rows: Rows, *, exact: bool) -> Iterator[str]:
    """Cell by cell; unless ``exact`` a table with other columns or rows is let pass."""
    names, *shown = [
        [" ".join(cell.text_content().split()) for cell in row.xpath("./th|./td")]
        for row in table.iter("tr")
    ]
    wanted = [name for name in head if name != _LAST]
    if names != wanted or len(shown) != len(rows):
        if exact:
            yield f"de tabel heeft andere kolommen of rijen: {names} en {wanted}"
        return
    for number, (cells, texts) in enumerate(zip(shown, rows, strict=True), 2):
        for name, cell, text in zip(names, cells, texts, strict=False):
            value, seen = _machine(text), _dutch(cell)
            if value is not None and seen is not None:
                same = _rounds_to(value, seen)
            else:
                same = _squeezed(cell) == _squeezed(text or "onbekend") or _shortened(cell, text)
            if not same:
                yield f"rij {number}, {name}: {cell!r} op de pagina, {text!r} in de CSV"


def _figure(data: Any, head: list[str], rows: Rows) -> Iterator[str]:
    """Every number of the download is drawn or written in the figure, column by column.

    A row without its figure (a word stands where other rows have a number) need not be drawn.
    """
    exact = {f"{number:.9g}" for trace in data["data"] for number in _drawn(trace)}
    found = [match.rstrip(".") for text in _texts(data) for match in _NUMBER.findall(text)]
    written = [seen for text in found if (seen := _dutch(text))]
    columns = {
        name: [_machine(text) for text in column]
        for name, column in zip(head, zip(*rows, strict=True), strict=True)
        if any(_machine(text) is not None for text in column)
    }
    filled = [i for i in range(len(rows)) if all(v[i] is not None for v in columns.values())]
    complete = 0
    for name, values in columns.items():
        missing = [
            i
            for i in filled
            if (value := values[i]) is not None
            and f"{value:.9g}" not in exact
            and not any(_rounds_to(value, one) for one in written)
        ]
        complete += not missing
        if len(missing) * 2 > len(filled):
            continue  # a column that goes with the figure and is not drawn, such as a denominator
        for i in missing:
            yield f"rij {i + 2}, {name}: {rows[i][head.index(name)]} staat niet in de figuur"
    if filled and columns and not complete:
        yield "geen enkele kolom met getallen staat in de figuur"


def _drawn(trace: dict[str, Any]) -> Iterator[float]:
    """The numbers of a trace: its coordinates, and the ends of its bars and error bars."""
    axes = {axis: list(_numbers(trace.get(axis))) for axis in ("x", "y")}
    yield from (*axes["x"], *axes["y"])
    for base, length in zip(_numbers(trace.get("base")), axes["x"], strict=False):
        yield base + length
    for axis, values in axes.items():
        error = trace.get(f"error_{axis}") or {}
        for sign, name in ((1, "array"), (-1, "arrayminus")):
            for centre, size in zip(values, _numbers(error.get(name)), strict=False):
                yield centre + sign * size


def _numbers(values: Any) -> Iterator[float]:
    for value in values if isinstance(values, list) else [values]:
        if isinstance(value, int | float) and not isinstance(value, bool):
            yield value


def _texts(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield re.sub(r"<[^>]*>", " ", node)
    elif isinstance(node, dict | list):
        for value in node.values() if isinstance(node, dict) else node:
            yield from _texts(value)


def _machine(text: str) -> float | None:
    """A number as a CSV writes it."""
    try:
        return float(text)
    except ValueError:
        return None


def _dutch(text: str) -> tuple[float, int] | None:
    """A number as the page shows it, with its decimals; ``None`` for words."""
    bare = text.strip().removesuffix("%").replace("−", "-").removeprefix("+")
    if not _DUTCH.fullmatch(bare):
        return None
    return float(bare.replace(".", "").replace(",", ".")), len(bare.partition(",")[2])


def _rounds_to(number: float, shown: tuple[float, int]) -> bool:
    return abs(number - shown[0]) <= 0.5 * 10.0 ** -shown[1] + 1e-9


def _squeezed(text: str) -> str:
    return "".join(text.removeprefix("'").replace("’", "'").split())


def _shortened(cell: str, text: str) -> bool:
    """The page shows the beginning of a long checksum; the download has all of it."""
    return bool(re.fullmatch(r"[0-9a-f]{12}", cell)) and text.startswith(cell)
