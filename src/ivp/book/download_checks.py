"""Every download against the figure or table that it stands under.

The CSV is compared with the table on the page (of a figure: the one that unfolds), the XLSX with
the CSV. A download may say more than what is shown, never something else.
"""

from __future__ import annotations

import csv
import io
import math
import re
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

_DUTCH = re.compile(r"-?\d{1,3}(?:\.\d{3})*(?:,\d+)?|-?\d+(?:,\d+)?")
_LAST = "Bron en status"
"""The column of a download that the page says in other ways."""
Rows = list[list[str]]


def pairs(root: Any) -> list[tuple[Any, str, str]]:
    """The block under each figure and table of a page (``lxml``), its CSV and its XLSX."""
    found = []
    for block in root.find_class("ivp-gegevens"):
        links = [a.get("href") for line in block.find_class("ivp-download") for a in line.iter("a")]
        found += [(block, links[0], links[1])] if len(links) > 1 else []
    return found


def differences(root: Any, files: Mapping[str, bytes]) -> Iterator[str]:
    """How the downloads of a page differ from what it shows, in Dutch; at most one line each.

    ``files``: address on the page → content. A pair that is not in it is passed over.
    """
    for block, plain, book in pairs(root):
        if plain in files and book in files:
            try:
                head, *rows = csv.reader(io.StringIO(files[plain].decode("utf-8-sig")))
                found = [*_workbook(files[book], head, rows), *_table(block, head, rows)]
            except (ValueError, KeyError, zipfile.BadZipFile) as error:
                found = [f"niet te lezen ({type(error).__name__})"]
            name = plain.rpartition("/")[2]
            yield from (f"{name} is anders dan wat erboven staat: {one}" for one in found[:1])


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
                known = as_number(text)
                same = known is not None and math.isclose(value, known, rel_tol=1e-12)
            else:
                same = (value or "") == text
            if not same:
                yield f"rij {number}: {value!r} in de XLSX, {text!r} in de CSV"


def _table(block: Any, head: list[str], rows: Rows) -> Iterator[str]:
    """Cell by cell; a table that is no figure's may have other columns or rows than its file."""
    figure = block.xpath("ancestor::*[contains(@class, 'ivp-figuur')]")
    inside = "//*[contains(@class, 'ivp-tabel')]" if figure else ""
    [table, *_] = block.xpath(f"(ancestor::figure[1]{inside}//table)[1]") or [None]
    if table is None:
        yield "er staat geen tabel bij"
        return
    names, *shown = [
        [" ".join(cell.text_content().split()) for cell in row.xpath("./th|./td")]
        for row in table.iter("tr")
    ]
    wanted = [name for name in head if name != _LAST]
    if names != wanted or len(shown) != len(rows):
        if figure:
            yield f"de tabel heeft andere kolommen of rijen: {names} en {wanted}"
        return
    for number, (cells, texts) in enumerate(zip(shown, rows, strict=True), 2):
        for name, cell, text in zip(names, cells, texts, strict=False):
            value, seen = as_number(text), as_shown(cell)
            if value is not None and seen is not None:
                same = rounds_to(value, seen)
            else:
                same = _bare(cell) == _bare(text or "onbekend") or _shortened(cell, text)
            if not same:
                yield f"rij {number}, {name}: {cell!r} op de pagina, {text!r} in de CSV"


def as_number(text: str) -> float | None:
    """A number as a CSV writes it."""
    try:
        return float(text)
    except ValueError:
        return None


def as_shown(text: str) -> tuple[float, int] | None:
    """A number as the page shows it, with its decimals; ``None`` for words."""
    bare = text.strip().removesuffix("%").replace("−", "-").removeprefix("+")
    if not _DUTCH.fullmatch(bare):
        return None
    return float(bare.replace(".", "").replace(",", ".")), len(bare.partition(",")[2])


def rounds_to(number: float, shown: tuple[float, int]) -> bool:
    """Whether ``number`` is what is ``shown``, with that many decimals."""
    return abs(number - shown[0]) <= 0.5 * 10.0 ** -shown[1] + 1e-9


def _bare(text: str) -> str:
    return "".join(text.removeprefix("'").replace("’", "'").split())


def _shortened(cell: str, text: str) -> bool:
    """The page shows the beginning of a long checksum; the download has all of it."""
    return bool(re.fullmatch(r"[0-9a-f]{12}", cell)) and text.startswith(cell)
