"""Excel deliveries (.xlsx): the cells of one sheet as text, without trusting the file.

Formulas are refused: what they last gave is not in the file for certain, and a copy of a sheet
carries them along without the figures they need.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Any

import openpyxl
from openpyxl.utils import get_column_letter

from ivp.data.readers.plaats import bronfout, opsomming

MAX_BYTES = 50 * 2**20
MAX_UITGEPAKT = 100 * 2**20
MAX_TEKSTEN = 20 * 2**20
"""Of all but sheets and pictures: openpyxl reads the shared texts whole before the first row."""
MAX_VERHOUDING = 200
MAX_RIJEN = 200_000
MAX_KOLOMMEN = 200
_XML_ENTITY = re.compile(rb"<!\s*(DOCTYPE|ENTITY)", re.IGNORECASE)
_CHUNK = 2**20
_AGAIN = "bewaar het bestand opnieuw als .xlsx, of lever het als CSV"
_Record = tuple[int, list[str]]


def bladen(raw: bytes, bestand: str) -> dict[str, list[_Record]]:
    """Every sheet that is not empty: its rows (numbered as in Excel) as text.

    Whole numbers come as ``5``, others with a decimal comma (``1,5``), dates as ``2024-01-31``.
    Raises ``BronFout`` for a zip bomb, a formula, an error value or an unreadable file.
    """
    _inspect(raw, bestand)
    try:
        book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, keep_links=False)
    except Exception:
        # openpyxl raises whatever its parsers raise on a damaged file
        raise bronfout("Dit Excelbestand is niet te lezen", bestand, doe=_AGAIN) from None
    try:
        found = {}
        for sheet in book.worksheets:
            rows = list(_rows(sheet, bestand))
            if rows:
                found[sheet.title] = rows
        return found
    finally:
        book.close()


def blad(raw: bytes, bestand: str, naam: str = "levering") -> list[_Record]:
    """The rows of the sheet ``naam``, or of the only sheet that is not empty."""
    sheets = bladen(raw, bestand)
    for title, rows in sheets.items():
        if title.strip().lower() == naam:
            return rows
    if len(sheets) != 1:
        raise bronfout(
            "Dit Excelbestand is leeg"
            if not sheets
            else f"Niet te zeggen welk blad de levering is: {opsomming(list(sheets))}",
            bestand,
            doe=f"noem het blad met de cijfers '{naam}'",
        )
    return next(iter(sheets.values()))


def _inspect(raw: bytes, bestand: str) -> None:
    """Refuse what would fill the memory or is no workbook, before anything parses it."""
    if len(raw) > MAX_BYTES:
        raise bronfout(
            f"Dit Excelbestand is groter dan {MAX_BYTES // 2**20} MB", bestand, doe="lever CSV"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            members = archive.infolist()
            if "xl/workbook.xml" not in archive.namelist():
                raise bronfout("Dit is geen Excelbestand (.xlsx)", bestand, doe=_AGAIN)
            total = sum(member.file_size for member in members)
            texts = sum(
                member.file_size
                for member in members
                if not member.filename.startswith(("xl/worksheets/", "xl/media/"))
            )
            if (
                texts > MAX_TEKSTEN
                or total > MAX_UITGEPAKT
                or total > MAX_VERHOUDING * max(len(raw), 2**16)
            ):
                raise bronfout(
                    "Dit Excelbestand pakt uit tot veel meer dan een levering kan zijn",
                    bestand,
                    waarom="zo'n bestand legt de computer stil",
                    doe="open het niet en vraag de leverancier om een CSV-bestand",
                )
            for member in members:
                if member.filename.endswith((".xml", ".rels")):
                    _no_entities(archive, member, bestand)
    except (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        RuntimeError,
        EOFError,
        OSError,
        ValueError,
    ):
        raise bronfout(
            "Dit Excelbestand is beschadigd of met een wachtwoord beveiligd", bestand, doe=_AGAIN
        ) from None


def _no_entities(archive: zipfile.ZipFile, member: zipfile.ZipInfo, bestand: str) -> None:
    """Excel writes no document types; entities in one can blow up or read other files."""
    tail = b""
    with archive.open(member) as stream:
        while chunk := stream.read(_CHUNK):
            if _XML_ENTITY.search(tail + chunk) or (
                not tail and chunk[:2] in (b"\xff\xfe", b"\xfe\xff")
            ):
                raise bronfout(
                    "Dit Excelbestand bevat onderdelen die Excel zelf niet schrijft",
                    bestand,
                    waarom="zulke onderdelen kunnen de computer stilleggen of bestanden lezen",
                    doe="open het niet en vraag de leverancier om een CSV-bestand",
                )
            tail = chunk[-16:]


def _rows(sheet: Any, bestand: str) -> Iterator[_Record]:
    sheet.reset_dimensions()  # the size that a file claims is not trusted
    where = f"{bestand}, blad {sheet.title}"
    rows = enumerate(sheet.iter_rows(), start=1)
    while True:
        try:
            number, cells = next(rows)
        except StopIteration:
            return
        except Exception:
            raise bronfout("Dit blad is niet te lezen", where, doe=_AGAIN) from None
        if number > MAX_RIJEN or len(cells) > MAX_KOLOMMEN:
            raise bronfout(
                f"Dit blad heeft meer dan {MAX_RIJEN} rijen of {MAX_KOLOMMEN} kolommen",
                where,
                doe="verwijder lege rijen en kolommen, of lever CSV",
            )
        texts = [_text(cell, number, i, where) for i, cell in enumerate(cells, start=1)]
        while texts and not texts[-1]:
            texts.pop()
        if texts:
            yield number, texts


def _text(cell: Any, number: int, column: int, where: str) -> str:
    value = cell.value
    kind = getattr(cell, "data_type", "n")
    if kind in ("f", "e"):
        raise bronfout(
            f"Deze cel bevat de foutwaarde {value}"
            if kind == "e"
            else "Deze cel bevat een formule in plaats van een waarde",
            where,
            rij=number,
            kolom=get_column_letter(column),
            waarom="wat de formule bij de leverancier gaf, is hier niet zeker",
            doe="kopieer het blad en plak het als waarden",
        )
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, float):
        return (
            str(int(value)) if value.is_integer() else f"{value:.10f}".rstrip("0").replace(".", ",")
        )
    if isinstance(value, dt.datetime):
        return value.date().isoformat() if value.time() == dt.time() else value.isoformat()
    return str(value)
