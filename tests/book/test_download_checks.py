"""A download that holds something else than the figure or table above it is found."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.book.conftest import page, said

CSV, XLSX = "../downloads/a-fig-x.csv", "../downloads/a-fig-x.xlsx"
LINKS = f'<p class="ivp-download"><a href="{CSV}">CSV</a> <a href="{XLSX}">Excel</a></p>'


HEAD = ["Jaar", "Aantal", "Bron en status"]
ROWS: list[list[Any]] = [[2020, 12.25, "CBS"], [2021, 1300, "CBS"], [2022, None, "CBS"]]


def table(*cells: str) -> str:
    rows = [HEAD[:2], ["2020", cells[0]], ["2021", cells[1]], ["2022", "onbekend"]]
    inner = "".join(f"<tr>{''.join(f'<td>{c}</td>' for c in row)}</tr>" for row in rows)
    return f"<table>{inner}</table>"


def figure(*cells: str) -> str:
    return (
        f'<figure><div class="ivp-figuur"><details class="ivp-tabel">{table(*cells)}</details>'
        f'<div class="ivp-gegevens">{LINKS}</div></div></figure>'
    )


def downloads(folder: Path, rows: list[list[Any]], other: list[list[Any]] | None = None) -> None:
    (folder / "downloads").mkdir(exist_ok=True)
    out = io.StringIO()
    csv.writer(out).writerows([HEAD, *rows])
    (folder / "chapters" / CSV).write_text(out.getvalue(), "utf-8-sig")
    book = openpyxl.Workbook()
    book.active.title = "Cijfers"
    for row in [HEAD, *(other or rows)]:
        book.active.append(row)
    book.save(folder / "chapters" / XLSX)


CHANGED = [[2020, 12.25, "CBS"], [2021, 1301, "CBS"], [2022, None, "CBS"]]


def test_a_download_that_holds_what_is_shown(folder: Path) -> None:
    downloads(folder, ROWS)
    shown = f'<figure>{table("12,3", "1.300")}<div class="ivp-gegevens">{LINKS}</div></figure>'
    page(folder, figure("12,3", "1.300") + shown)
    assert said(folder) == []


@pytest.mark.parametrize(
    ("rows", "other", "cell", "what"),
    [
        (ROWS, CHANGED, "1.300", "rij 3: 1301 in de XLSX, '1300' in de CSV"),
        (ROWS, ROWS[:2], "1.300", "andere rijen of kolommen dan de CSV"),
        (ROWS, None, "1.299", "rij 3, Aantal: '1.299' op de pagina, '1300' in de CSV"),
        (ROWS[:2], None, "1.300", "de tabel heeft andere kolommen of rijen"),
    ],
)
def test_a_download_that_differs(
    folder: Path, rows: list[list[Any]], other: list[list[Any]] | None, cell: str, what: str
) -> None:
    downloads(folder, rows, other)
    page(folder, figure("12,3", cell))
    [(where, found)] = said(folder)
    assert where == "chapters/a.html"
    assert "De download a-fig-x.csv is anders dan wat erboven staat" in found and what in found


def test_a_download_that_is_damaged_or_gone(folder: Path) -> None:
    downloads(folder, ROWS)
    page(folder, figure("12,3", "1.300"))
    (folder / "chapters" / XLSX).write_bytes(b"PK")
    [(_, found)] = said(folder)
    assert "niet te lezen" in found
    (folder / "chapters" / XLSX).unlink()
    assert said(folder) == [
        ("chapters/a.html", f"{XLSX} leidt nergens heen: dat bestand is er niet")
    ]
