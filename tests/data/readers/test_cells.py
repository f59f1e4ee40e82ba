"""One table of cells for every reader: what is wrong with it is said with its row and column."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivp.data.readers import text, tidy
from ivp.data.readers.cells import Cells, Record
from tests.data.readers.conftest import refused

ROWS: list[Record] = [
    (3, ["RegioS", "Perioden", "Aantal", ""]),
    (4, ["GM0420 ", "2023JJ00", " 1520", ""]),
    (6, ["", " ", "\u00a0", ""]),
    (7, ["NL01  ", "2024MM01", "."]),
]


def test_names_rows_and_cells() -> None:
    cells = Cells.of(ROWS, "t.csv")
    assert (cells.names, cells.head) == (["RegioS", "Perioden", "Aantal"], 3)
    assert cells.frame["rij"].tolist() == [4, 7], "a row without any text is no row"
    assert cells["Aantal"].tolist() == ["1520", "."]
    assert cells.areas("RegioS").tolist() == ["GM0420", "NL01"]
    assert cells.periods("Perioden")["periode"].tolist() == ["2023", "2024-01"]
    numbers, symbols = cells.numbers("Aantal", ".")
    assert numbers.fillna(-1).tolist() == [1520, -1]
    assert symbols.tolist() == ["cijfer", "onbekend"]
    assert len(Cells.of(ROWS, "t.csv", blank_rows=True).frame) == 3


def test_statuses_of_a_code_list_go_before_the_label() -> None:
    periods = Cells.of(ROWS, "t.csv").periods("Perioden", {"2023JJ00": "voorlopig"})
    assert periods["periode_status"].fillna("").tolist() == ["voorlopig", ""]


def test_only_the_rows_that_are_asked_for() -> None:
    assert Cells.of(ROWS, "t.csv", only={"RegioS": {"NL01"}}).frame["rij"].tolist() == [7]
    fout = refused(lambda: Cells.of(ROWS, "t.csv", only={"RegioS": {"GM0388"}}))
    assert "geen rijen van wat gevraagd is" in fout.wat
    assert "'Regio'" in refused(lambda: Cells.of(ROWS, "t.csv", only={"Regio": {"NL01"}})).wat


def test_names_of_rows_are_left_out_where_they_may_be() -> None:
    records: list[Record] = [(1, ["", "code", "n"]), (2, ["1", "a", "5"])]
    assert Cells.of(records, "t.csv", row_names=True).names == ["code", "n"]
    assert "geen naam" in refused(lambda: Cells.of(records, "t.csv")).wat


@pytest.mark.parametrize(
    ("records", "word", "place"),
    [
        ([(1, ["a", "", "b"]), (2, ["1", "2", "3"])], "geen naam", "rij 1"),
        ([(1, [" ", ""]), (2, ["1"])], "geen naam", "rij 1"),
        ([(1, ["a", "b ", "b"]), (2, ["1", "2", "3"])], "twee keer", "rij 1"),
        ([(1, ["a", "b"]), (2, ["1", "2"]), (5, ["1"])], "1 cellen", "rij 5"),
        ([(1, ["a", "b"]), (2, ["1", "2", "x"])], "3 cellen", "rij 2"),
        ([(1, ["a", "b"])], "geen rijen", "rij 1"),
        ([(1, ["a", "b"]), (2, ["", " "])], "geen rijen", "rij 1"),
    ],
)
def test_what_is_no_table(records: list[Record], word: str, place: str) -> None:
    fout = refused(lambda: Cells.of(records, "t.csv"))
    assert word in fout.wat
    assert fout.waar == f"t.csv, {place}"


def test_columns_that_are_needed_or_not_wanted() -> None:
    cells = Cells.of(ROWS, "t.csv", remedy="vraag het na")
    fout = refused(lambda: cells.require("RegioS", "Perioder"))
    assert "'Perioder' ontbreekt. Bedoelt u 'Perioden'?" in fout.wat
    assert (fout.waar, fout.doe) == ("t.csv, rij 3", "vraag het na")
    cells.require("RegioS", "Perioden")
    fout = refused(lambda: cells.require("RegioS", "Perioden", exactly=True))
    assert "'Aantal' hoort hier niet" in fout.wat
    assert cells.optional("Naam").isna().all()


def test_an_error_shows_the_cell_as_it_is() -> None:
    frame = pd.DataFrame({"naam": ["a", "{0} {naam}"], "rij": [2, 9]})
    cells = Cells("t.csv", frame)
    fout = refused(lambda: cells.refuse(frame["naam"] != "a", "'{}' kan niet", "naam"))
    assert (fout.wat, fout.waar) == ("'{0} {naam}' kan niet", "t.csv, rij 9, kolom naam")
    cells.refuse(frame["naam"] == "b", "niets aan de hand")


@pytest.mark.parametrize(("column", "act"), [("RegioS", Cells.areas), ("Perioden", Cells.periods)])
def test_what_cannot_be_read_has_its_row_and_column(column: str, act: object) -> None:
    records = [*ROWS, (12, ["Hoorn", "onlangs", "1"])]
    cells = Cells.of(records, "t.csv")
    assert callable(act)
    assert refused(lambda: act(cells, column)).waar == f"t.csv, rij 12, kolom {column}"
    fout = refused(
        lambda: Cells.of([*ROWS, (8, ["NL00", "2020", "een"])], "t").numbers("Aantal", ".")
    )
    assert fout.waar == "t, rij 8, kolom Aantal"


def test_a_figure_twice_is_no_figure() -> None:
    frame = pd.DataFrame(
        {"onderwerp": "a", "gebied": "GM0420", "soort": "x", "periode": ["1", "1"], "rij": [2, 3]}
    )
    assert refused(lambda: tidy.make(frame, "t.csv")).waar == "t.csv, rij 3"
    made = tidy.make(frame.assign(soort=["x", "y"]), "t.csv")
    assert tidy.dimensions(made) == ["soort"]
    assert list(made.columns)[:4] == list(tidy.FIRST)


@given(st.lists(st.lists(st.sampled_from(["", " ", "a", "1", "\u00a0"]), max_size=4), min_size=1))
def test_any_records_are_a_table_or_are_refused(rows: list[list[str]]) -> None:
    from ivp.errors import BronFout

    raw = "\n".join(";".join(row) for row in rows).encode()
    try:
        cells = text.cells(raw, "t.csv")
    except BronFout as fout:
        assert fout.waar
    else:
        assert len(cells.frame.columns) == len(cells.names) + 1
        assert not cells.frame.isna().any(axis=None)
