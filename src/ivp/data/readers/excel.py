"""Excel deliveries (.xlsx): the cells of one sheet as text, without trusting the file.

Formulas are refused: what they last gave is not in the file for certain, and a copy of a sheet
carries them along without the figures they need.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter

from ivp.data.readers.cells import Record
from ivp.data.readers.faults import FREEZES, check_size, fault, quoted
from ivp.errors import BronFout

ZIP = b"PK\x03\x04"
MAX_BYTES = 50 * 2**20
MAX_UNPACKED = 100 * 2**20
MAX_TEXTS = 20 * 2**20
"""Of all but sheets and pictures: openpyxl reads the shared texts whole before the first row."""
MAX_RATIO = 200
MAX_ROWS = 200_000
MAX_COLUMNS = 200
_XML_ENTITY = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_CHUNK = 2**20
_AGAIN = "bewaar het bestand opnieuw als .xlsx, of lever het als CSV"
_DO_NOT_OPEN = "open het niet en vraag de leverancier om een CSV-bestand"


def records(raw: bytes, file: str, sheet: str = "levering") -> list[Record]:
    """The rows (numbered as in Excel) of this sheet, or of the only one that is not empty.

    Cells are text, as many in each row as in the first: whole numbers as ``5``, others with a
    decimal comma (``1,5``), dates as ``2024-01-31``. Raises ``BronFout`` for a zip bomb, a formula,
    an error value, an unreadable file, or when it is not clear which sheet is meant.
    """
    try:
        _inspect(raw, file)
        book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, keep_links=False)
        found = {one.title: rows for one in book.worksheets if (rows := list(_rows(one, file)))}
        book.close()
    except BronFout:
        raise
    except Exception:
        # zipfile and openpyxl raise whatever their parsers raise on a damaged file
        what = "Dit Excelbestand is beschadigd of met een wachtwoord beveiligd"
        raise fault(what, file, remedy=_AGAIN) from None
    for title, rows in found.items():
        if title.strip().lower() == sheet or len(found) == 1:
            width = len(rows[0][1])
            return [(number, row + [""] * (width - len(row))) for number, row in rows]
    what = f"Niet te zeggen welk blad de levering is: {quoted(list(found))}"
    remedy = f"noem het blad met de cijfers '{sheet}'"
    raise fault(what if found else "Dit Excelbestand is leeg", file, remedy=remedy)


def _inspect(raw: bytes, file: str) -> None:
    """Refuse what would fill the memory or is no workbook, before anything parses it."""
    check_size(len(raw), MAX_BYTES, file, "lever CSV")
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        members = archive.infolist()
        if "xl/workbook.xml" not in archive.namelist():
            raise fault("Dit is geen Excelbestand (.xlsx)", file, remedy=_AGAIN)
        total = sum(member.file_size for member in members)
        texts = sum(
            member.file_size
            for member in members
            if not member.filename.startswith(("xl/worksheets/", "xl/media/"))
        )
        most = min(MAX_UNPACKED, MAX_RATIO * max(len(raw), 2**16))
        if texts > MAX_TEXTS or total > most:
            what = "Dit Excelbestand pakt uit tot veel meer dan een levering kan zijn"
            raise fault(what, file, reason=FREEZES, remedy=_DO_NOT_OPEN)
        for member in members:
            if member.filename.endswith((".xml", ".rels")):
                _no_entities(archive, member, file)


def _no_entities(archive: zipfile.ZipFile, member: zipfile.ZipInfo, file: str) -> None:
    """Excel writes no document types; entities in one can blow up or read other files."""
    tail = b""
    with archive.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            utf16 = not tail and chunk[:2] in (b"\xff\xfe", b"\xfe\xff")
            if utf16 or _XML_ENTITY.search(tail + chunk):
                raise fault(
                    "Dit Excelbestand bevat onderdelen die Excel zelf niet schrijft",
                    file,
                    reason="zulke onderdelen kunnen de computer stilleggen of bestanden lezen",
                    remedy=_DO_NOT_OPEN,
                )
            tail = chunk[-16:]


def _rows(sheet: Any, file: str) -> Iterator[Record]:
    sheet.reset_dimensions()  # the size that a file claims is not trusted
    where = f"{file}, blad {sheet.title}"
    for number, cells in enumerate(sheet.iter_rows(), start=1):
        if number > MAX_ROWS or len(cells) > MAX_COLUMNS:
            what = f"Dit blad heeft meer dan {MAX_ROWS} rijen of {MAX_COLUMNS} kolommen"
            raise fault(what, where, remedy="verwijder lege rijen en kolommen, of lever CSV")
        texts = [_text(cell, number, i, where) for i, cell in enumerate(cells, start=1)]
        while texts and not texts[-1]:
            texts.pop()
        if texts:
            yield number, texts


def _text(cell: Any, number: int, column: int, where: str) -> str:
    value, kind = cell.value, getattr(cell, "data_type", "n")
    if kind in ("f", "e"):
        formula = "een formule in plaats van een waarde"
        raise fault(
            f"Deze cel bevat {formula if kind == 'f' else f'de foutwaarde {value}'}",
            where,
            row=number,
            column=get_column_letter(column),
            reason="wat de formule bij de leverancier gaf, is hier niet zeker",
            remedy="kopieer het blad en plak het als waarden",
        )
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, float):
        whole = value.is_integer()
        return str(int(value)) if whole else f"{value:.10f}".rstrip("0").replace(".", ",")
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat()
    return str(value)
