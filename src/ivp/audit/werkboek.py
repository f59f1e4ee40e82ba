"""A workbook (XLSX) as tables and texts."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace

from ivp.audit.gegevens import Stuk


def stukken(name: str, raw: bytes) -> Iterator[Stuk]:
    """Its properties and comments as texts, each sheet as a table, its head first."""
    for part in _read(raw):
        yield replace(part, waar=f"{name}, {part.waar}", kop=f"{name} {part.kop}".rstrip())


def _read(raw: bytes) -> Iterator[Stuk]:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(raw), data_only=False)
    about = [book.properties.title, book.properties.subject, book.properties.description]
    yield Stuk("kenmerken", "", tekst=" ".join(filter(None, about)))
    for sheet in book.worksheets:
        where = f"blad {sheet.title}"
        rows = tuple(
            tuple("" if cell is None else str(cell) for cell in row)
            for row in sheet.iter_rows(values_only=True)
        )
        # A title may stand above the head, which is the first row with two cells or more.
        start = next((i for i, row in enumerate(rows) if sum(map(bool, row)) > 1), 0)
        head = " ".join(cell for row in rows[:start] for cell in row)
        yield Stuk(where, head, rows[start:])
        for row in sheet.iter_rows():
            for cell in row:
                if cell.comment is not None:
                    yield Stuk(where, "", tekst=str(cell.comment.text))
