"""Downloads: CSV and XLSX say the same, and nothing in them runs in a spreadsheet."""

from __future__ import annotations

import csv
import io
import math
from typing import Any

import openpyxl
import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

from ivp import dutch
from ivp.show.downloads import DownloadRows, as_csv, as_xlsx, download_rows

TEXT = st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=20)
EVIL = st.sampled_from(["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "\t=1"])
TOELICHTING = [("Titel", "=1+1"), ("Bron", "CBS")]


def read_csv(raw: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(raw.decode("utf-8-sig"), newline="")))


def read_xlsx(raw: bytes, sheet: str = "Cijfers") -> list[list[Any]]:
    cells = openpyxl.load_workbook(io.BytesIO(raw))[sheet].iter_rows()
    rows = [list(row) for row in cells]
    assert all(cell.data_type in ("s", "n", "inlineStr") for row in rows for cell in row)
    return [[cell.value for cell in row] for row in rows]


@given(EVIL | TEXT, EVIL | TEXT)
@settings(max_examples=40)
def test_no_cell_or_head_starts_a_formula(head: str, text: str) -> None:
    rows = download_rows(pd.DataFrame({head: [text]}), source=text)
    found = read_csv(as_csv(rows))
    found += read_xlsx(as_xlsx(rows, TOELICHTING))
    found += read_xlsx(as_xlsx(rows, TOELICHTING), "Toelichting")
    for cell in (cell for row in found for cell in row if cell):
        assert not str(cell).startswith(("=", "+", "-", "@", "\t", "\r", "\n"))


@given(
    st.lists(
        st.tuples(
            st.integers(-(10**9), 10**9),
            st.floats(-1e12, 1e12) | st.just(math.nan) | st.sampled_from(list(dutch.Missing)),
            TEXT,
        ),
        min_size=1,
        max_size=6,
    )
)
@settings(max_examples=30)
def test_both_say_the_same(records: list[tuple[Any, ...]]) -> None:
    frame = pd.DataFrame(records, columns=["Jaar", "Aantal", "Naam"]).astype(object)
    rows = download_rows(frame)
    assert rows == DownloadRows.model_validate_json(rows.model_dump_json())
    head, *body = read_csv(as_csv(rows))
    xhead, *xbody = read_xlsx(as_xlsx(rows, TOELICHTING))
    assert head == xhead == ["Jaar", "Aantal", "Naam"]
    for line, xline, row in zip(body, xbody, rows.rows, strict=True):
        for text, cell, value in zip(line, xline, row, strict=True):
            if isinstance(value, int | float):
                assert float(text) == value
                assert math.isclose(cell, value, rel_tol=1e-15, abs_tol=0)
            else:
                assert text == (value or "")
                assert (cell or "") == (value or "")


def test_numbers_stay_numbers_and_missing_says_why() -> None:
    frame = pd.DataFrame({"Jaar": [2020, 2021], "Aantal": [-1.5, dutch.Missing.HIDDEN]})
    rows = download_rows(frame, "Bron: CBS 83648NED. Voorbeeldcijfers.")
    assert read_csv(as_csv(rows)) == [
        ["Jaar", "Aantal", "Bron en status"],
        ["2020", "-1.5", "Bron: CBS 83648NED. Voorbeeldcijfers."],
        ["2021", "verborgen", "Bron: CBS 83648NED. Voorbeeldcijfers."],
    ]


def test_the_same_figures_give_the_same_bytes() -> None:
    rows = download_rows(pd.DataFrame({"Jaar": [2020, 2021], "Naam": ["é", None]}))
    assert as_xlsx(rows, TOELICHTING) == as_xlsx(rows, TOELICHTING)
    assert as_csv(rows).startswith(b"\xef\xbb\xbf")
