"""Excel: values only, and no file that fills the memory."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any

import openpyxl
import pytest

from ivp.data.readers import excel
from tests.data.readers.conftest import refused


def workbook(**sheets: list[list[Any]]) -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def with_part(raw: bytes, name: str, old: bytes, new: bytes) -> bytes:
    """The workbook with a piece of one of its parts replaced."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as source, zipfile.ZipFile(out, "w") as target:
        for item in source.infolist():
            content = source.read(item)
            if item.filename == name:
                assert old in content
                content = content.replace(old, new)
            target.writestr(item.filename, content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def test_values_as_text() -> None:
    raw = workbook(
        levering=[["jaar", "aantal"], [2024, 5], [2023, 1.5], [None], ["x", dt.date(2024, 1, 31)]]
    )
    assert excel.records(raw, "l.xlsx") == [
        (1, ["jaar", "aantal"]),
        (2, ["2024", "5"]),
        (3, ["2023", "1,5"]),
        (5, ["x", "2024-01-31"]),
    ]


def test_which_sheet() -> None:
    one = workbook(Blad1=[["a"], [1]], Blad2=[])
    assert len(excel.records(one, "l.xlsx")) == 2
    two = workbook(uitleg=[["tekst"]], Levering=[["a"], [1]])
    assert excel.records(two, "l.xlsx")[1] == (2, ["1"])
    many = workbook(Blad1=[["a"]], Blad2=[["b"]])
    assert "'Blad1', 'Blad2'" in refused(lambda: excel.records(many, "l.xlsx")).wat
    assert "leeg" in refused(lambda: excel.records(workbook(Blad1=[]), "l.xlsx")).wat


def test_formulas_and_error_values_are_refused() -> None:
    fout = refused(
        lambda: excel.records(workbook(levering=[["a", "b"], [1, "=SUM(A2:A9)"]]), "l.xlsx")
    )
    assert fout.waar == "l.xlsx, blad levering, rij 2, kolom B"
    assert "formule" in fout.wat
    fout = refused(lambda: excel.records(workbook(levering=[["#DIV/0!"]]), "l.xlsx"))
    assert "foutwaarde" in fout.wat


def test_zip_bomb() -> None:
    raw = workbook(levering=[["a"]])
    bomb = with_part(raw, "xl/workbook.xml", b"</workbook>", b"</workbook>" + b" " * 30_000_000)
    assert len(bomb) < 100_000
    assert "pakt uit" in refused(lambda: excel.records(bomb, "l.xlsx")).wat


def test_shared_texts_that_would_take_minutes_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    raw = workbook(levering=[["a"], ["b"]])
    assert excel.records(raw, "t.xlsx")
    monkeypatch.setattr(excel, "MAX_TEXTS", 1_000)
    assert "pakt uit" in refused(lambda: excel.records(raw, "t.xlsx")).wat


def test_entities_are_refused() -> None:
    raw = workbook(levering=[["a"]])
    sheet = "xl/worksheets/sheet1.xml"
    bomb = with_part(raw, sheet, b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "aa">]><worksheet')
    assert "zelf niet schrijft" in refused(lambda: excel.records(bomb, "l.xlsx")).wat


def test_claimed_size_and_far_rows() -> None:
    raw = workbook(levering=[["a"], [1]])
    sheet = "xl/worksheets/sheet1.xml"
    big = with_part(raw, sheet, b'<dimension ref="A1:A2"', b'<dimension ref="A1:XFD1048576"')
    assert len(excel.records(big, "l.xlsx")) == 2
    far = with_part(raw, sheet, b'<row r="2"', b'<row r="1048576"')
    far = with_part(far, sheet, b'r="A2"', b'r="A1048576"')
    assert "rijen" in refused(lambda: excel.records(far, "l.xlsx")).wat


@pytest.mark.parametrize(
    "raw", [b"", b"PK\x03\x04" + b"\0" * 50, b"PK\x05\x06" + b"\0" * 18, b"geen zip"]
)
def test_what_is_no_workbook(raw: bytes) -> None:
    refused(lambda: excel.records(raw, "l.xlsx"))


def test_damaged_workbook() -> None:
    raw = workbook(levering=[[f"cel {i}" for i in range(50)]] * 50)
    refused(lambda: excel.records(raw[: len(raw) // 2], "l.xlsx"))
    broken = with_part(raw, "xl/worksheets/sheet1.xml", b"</row>", b"</rij>")
    refused(lambda: excel.records(broken, "l.xlsx"))
    flipped = bytearray(raw)
    for position in range(200, 260):
        flipped[position] ^= 0xFF
    refused(lambda: excel.records(bytes(flipped), "l.xlsx"))
