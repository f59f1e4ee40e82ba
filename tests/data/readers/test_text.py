"""Encodings, separators and hostile text: read right or refused with the place."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivp.data.readers import text
from tests.data.readers.conftest import refused

TABEL = 'naam;jaar;deel\n"Súdwest-Fryslân";2023;"1,5"\n"a;b";2024;"2,5"\n'


def rows(raw: bytes) -> list[list[str]]:
    return [row for _, row in text.records(raw, "t.csv")]


@pytest.mark.parametrize("codering", ["utf-8", "utf-8-sig", "cp1252"])
def test_encodings(codering: str) -> None:
    assert rows(TABEL.encode(codering)) == [
        ["naam", "jaar", "deel"],
        ["Súdwest-Fryslân", "2023", "1,5"],
        ["a;b", "2024", "2,5"],
    ]


def test_no_break_space_of_windows() -> None:
    assert rows("gebied;aantal\nX;1\u00a0234\n".encode("cp1252"))[1][1] == "1\u00a0234"


@pytest.mark.parametrize("teken", [";", ",", "\t"])
def test_separators(teken: str) -> None:
    raw = f'a{teken}b{teken}c\n1{teken}"2{teken}x"{teken}3\n'.encode()
    assert rows(raw) == [["a", "b", "c"], ["1", f"2{teken}x", "3"]]


def test_decimal_commas_are_no_separators() -> None:
    raw = b"Regio's;2015;2016\nA;32,9;33,4\nB;28,1;27,1\n"
    assert rows(raw)[1] == ["A", "32,9", "33,4"]


def test_long_texts_with_semicolons_in_a_file_with_commas() -> None:
    raw = b'"ID","Title"\n0,"een; twee; drie\nvier; vijf"\n'
    assert rows(raw) == [["ID", "Title"], ["0", "een; twee; drie\nvier; vijf"]]


@pytest.mark.parametrize("einde", ["\n", "\r\n", "\r"])
def test_line_ends(einde: str) -> None:
    assert rows(f"a;b{einde}1;2{einde}".encode()) == [["a", "b"], ["1", "2"]]


def test_empty_lines_count_as_rows() -> None:
    assert [n for n, _ in text.records(b"a;b\n\n1;2\n", "t.csv")] == [1, 3]


@pytest.mark.parametrize(
    ("raw", "word"),
    [
        (b"", "leeg"),
        (b"\xef\xbb\xbf\r\n;;\r\n", "leeg"),
        ("a;b\n1;2\n".encode("utf-16"), "UTF-16"),
        (b"a;b\n1;\x00\n", "NUL"),
        (b"a;b\n1;\x81\n", "0x81"),
        ("a;b\né;".encode() + b"\xe9\n", "0xE9"),
        ("a;b\n1;Súdwest-Fryslân\n".encode("cp850"), "0x83"),
        ("a;b\n1;Súdwest-Fryslân\n".encode("mac_roman"), "0x89"),
        ("a;b\n1;Reünie en één\n".encode("cp850"), "0x81"),
    ],
)
def test_what_is_no_text(raw: bytes, word: str) -> None:
    assert word in refused(lambda: rows(raw)).wat


def test_a_byte_that_is_no_text_has_a_place() -> None:
    assert refused(lambda: rows(b"a;b\n1;2\n3;\x00\n")).waar == "t.csv, rij 3, kolom b"
    assert refused(lambda: rows(b"titel\na;b\n3;\x81\n")).waar == "t.csv, rij 3"


def test_unclosed_quote_swallows_no_rows() -> None:
    fout = refused(lambda: rows(b'a;b\n1;"2\n3;4\n'))
    assert (fout.waar, "niet gesloten" in fout.wat) == ("t.csv, rij 2", True)


def test_quoting_bomb() -> None:
    raw = b'a;b\n1;"' + b"x" * (csv.field_size_limit() + 1) + b'"\n'
    fout = refused(lambda: rows(raw))
    assert "cel van meer dan" in fout.wat
    assert fout.waar == "t.csv, rij 2"


def test_text_after_a_quote() -> None:
    assert refused(lambda: rows(b'a;b\n"1"x;2\n')).waar == "t.csv, rij 2"


def test_too_many_columns() -> None:
    raw = b"a;b\n" + b";" * (text.MAX_COLUMNS + 1) + b"\n"
    assert refused(lambda: rows(raw)).waar == "t.csv, rij 2"


def test_too_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(text, "MAX_BYTES", 10)
    assert "MB" in refused(lambda: rows(TABEL.encode())).wat


CEL = st.text(
    st.characters(codec="cp1252", exclude_characters="\0", exclude_categories=["Cc"]), max_size=8
)


@given(
    st.lists(st.lists(CEL, min_size=3, max_size=3), min_size=1, max_size=6),
    st.sampled_from(["utf-8", "utf-8-sig"]),
)
def test_what_is_written_comes_back(cells: list[list[str]], codering: str) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=";", quoting=csv.QUOTE_ALL).writerows([["a", "b", "c"], *cells])
    assert rows(out.getvalue().encode(codering)) == [["a", "b", "c"], *cells]


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    from ivp.errors import BronFout

    try:
        rows(raw)
    except BronFout as fout:
        assert fout.waar
