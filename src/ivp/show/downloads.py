"""What a reader downloads: the figures of one figure or table, as CSV and as XLSX.

Both hold the same rows. Nothing in them runs in a spreadsheet: a text that one would read as a
formula gets a leading apostrophe, and the XLSX has texts and numbers only.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict

from ivp import dutch

if TYPE_CHECKING:
    import pandas as pd

Cell = str | int | float | None
SOURCE_COLUMN = "Bron en status"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_MADE = dt.datetime(2000, 1, 1)
"""A workbook holds the moment it was made; the same figures must give the same bytes."""
_WIDEST = 60


class DownloadRows(BaseModel):
    """The rows of a download; a missing figure is its reason in words, never 0."""

    model_config = ConfigDict(frozen=True)

    columns: list[str]
    rows: list[list[Cell]]


REASONS = (*map(str, dutch.Missing), "geen", "onbegrensd")
"""What stands in a column of numbers where there is none (``missingValues`` of the package)."""


def download_rows(frame: pd.DataFrame, source: str = "") -> DownloadRows:
    """The rows of ``frame``; ``source`` (and that it is an example) ends every row."""
    rows = [[_plain(value) for value in row] for row in frame.astype(object).to_numpy().tolist()]
    names = [str(harmless(str(name))) for name in frame.columns]
    if source:
        names, rows = [*names, SOURCE_COLUMN], [[*row, harmless(source)] for row in rows]
    return DownloadRows(columns=names, rows=rows)


def harmless(value: Cell) -> Cell:
    """``value``; a text that a spreadsheet would take for a formula gets an apostrophe."""
    if isinstance(value, str) and value.startswith(_FORMULA):
        return f"'{value}"
    return value


def _plain(value: Any) -> Cell:
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, str | dutch.Missing):
        return harmless(str(value))
    if dutch.is_empty(value):
        return None
    if isinstance(value, dt.date):
        return value.isoformat()
    if hasattr(value, "item"):
        value = value.item()
    return value if isinstance(value, int | float) else harmless(str(value))


def as_csv(rows: DownloadRows) -> bytes:
    """Comma, decimal point, UTF-8 with the mark by which spreadsheets know it; missing is empty."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(rows.columns)
    writer.writerows(rows.rows)
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(rows: DownloadRows, notes: Sequence[tuple[str, str]]) -> bytes:
    """A sheet with the rows and a sheet that says what they are; the same bytes every time."""
    import xlsxwriter

    out = io.BytesIO()
    never = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = xlsxwriter.Workbook(out, {"in_memory": True, "nan_inf_to_errors": False, **never})
    book.set_properties({"created": _MADE, "title": dict(notes).get("Titel", "")})
    bold, wrap = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
    sheet = book.add_worksheet("Cijfers")
    sheet.freeze_panes(1, 0)
    for column, name in enumerate(rows.columns):
        sheet.write_string(0, column, name, bold)
        values = [row[column] for row in rows.rows]
        for line, value in enumerate(values, 1):
            if isinstance(value, str):
                sheet.write_string(line, column, value)
            elif value is not None:
                sheet.write_number(line, column, value)
        widest = max(len(str(value)) for value in [name, *values])
        sheet.set_column(column, column, min(widest + 2, _WIDEST))
    about = book.add_worksheet("Toelichting")
    about.set_column(0, 0, 20)
    about.set_column(1, 1, 100)
    for line, (name, text) in enumerate(notes):
        about.write_string(line, 0, name, bold)
        about.write_string(line, 1, str(harmless(text)), wrap)
    book.close()
    return out.getvalue()
