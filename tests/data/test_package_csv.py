"""The traps of hand-made CSV files: every one is read right or refused with its place."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivp.data import package_csv
from ivp.data.package_csv import parse, parse_fast
from ivp.errors import BronFout

TYPES = {"naam": "string", "jaar": "integer", "waarde": "number"}
GOED = "naam,jaar,waarde\nMedemblik,2023,7.7\nDrechterland,2024,\n"


def refuse(raw: bytes) -> BronFout:
    with pytest.raises(BronFout) as caught:
        parse(raw, TYPES, "data/proef.csv")
    return caught.value


def test_a_byte_order_mark_is_no_part_of_the_first_column() -> None:
    frame = parse(b"\xef\xbb\xbf" + GOED.encode(), TYPES, "data/proef.csv")
    assert list(frame.columns) == list(TYPES)


def test_latin_1_is_refused_with_row_and_column() -> None:
    fout = refuse("naam,jaar,waarde\nMedemblik,2023,1\nSúdwest-Fryslân,2023,1\n".encode("latin-1"))
    assert fout.waar == "data/proef.csv, rij 3, kolom naam"
    assert "0xFA" in fout.wat


def test_semicolons_are_named() -> None:
    fout = refuse(GOED.replace(",", ";").encode())
    assert "niet gescheiden met een komma" in fout.wat
    assert fout.waar == "data/proef.csv, rij 1"


@pytest.mark.parametrize("cell", ['"7,7"', ".", "x", "1.000.5", " 7", "7 ", "nan", "1e3", "-"])
def test_what_is_no_number_is_refused_with_its_place(cell: str) -> None:
    fout = refuse(f"naam,jaar,waarde\nMedemblik,2023,{cell}\n".encode())
    assert fout.waar == "data/proef.csv, rij 2, kolom waarde"


@pytest.mark.parametrize("cell", ["2023.0", "2023*", "2023JJ00", "twee", "٢٠٢٣", "9" * 20])
def test_what_is_no_whole_number_is_refused(cell: str) -> None:
    assert refuse(f"naam,jaar,waarde\nMedemblik,{cell},1\n".encode()).waar is not None


def test_missing_column_names_the_nearest() -> None:
    fout = refuse(GOED.replace("waarde", "waarden").encode())
    assert "'waarde' ontbreekt" in fout.wat
    assert "'waarden'" in fout.wat


def test_extra_and_moved_columns() -> None:
    assert "'bsn' hoort hier niet" in refuse(b"naam,jaar,waarde,bsn\na,1,1,1\n").wat
    assert "andere volgorde" in refuse(b"jaar,naam,waarde\n1,a,1\n").wat


def test_row_with_another_number_of_cells() -> None:
    fout = refuse(b"naam,jaar,waarde\na,2023,1\nb, Noord,2023,1\n")
    assert fout.waar == "data/proef.csv, rij 3"
    assert "4 cellen" in fout.wat


@pytest.mark.parametrize("raw", [b"", b"\n", b"naam,jaar,waarde\n", b'naam,jaar,waarde\n"a,1,1\n'])
def test_empty_or_broken_file(raw: bytes) -> None:
    assert refuse(raw).waar is not None


TEKST = st.text(st.characters(codec="utf-8", exclude_characters="\0"), min_size=1)
RIJEN = st.lists(
    st.tuples(
        TEKST | st.none(),
        st.integers(-(10**17), 10**17) | st.none(),
        st.integers(-(10**12), 10**12).map(lambda n: n / 1000) | st.none(),
    ),
    min_size=1,
)


@given(RIJEN)
def test_what_is_written_comes_back(
    rows: list[tuple[str | None, int | None, float | None]],
) -> None:
    """Empty comes back as missing, never as zero; texts survive commas, quotes and line ends."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(TYPES)
    for text, whole, number in rows:
        writer.writerow([text, whole, None if number is None else f"{number:.3f}"])
    frame = parse(out.getvalue().encode(), TYPES, "data/proef.csv")
    back = frame.astype(object).where(frame.notna(), None).values.tolist()
    assert back == [list(row) for row in rows]


CELLS = st.text(alphabet='abé -.0123456789,;\n\r"\x00', max_size=5)
NUMBERS = st.sampled_from(
    ["", "0", "-12", "007", "7.5", "1e3", " 1", ".", "9" * 20, "9" * 310, '"5"', '""']
)


@settings(max_examples=150)
@given(st.lists(st.tuples(CELLS, NUMBERS, NUMBERS), max_size=6), st.booleans(), st.booleans())
def test_the_quick_way_gives_the_same_or_nothing(
    rows: list[tuple[str, str, str]], quoted: bool, mark: bool
) -> None:
    """What it reads is what the careful way reads; what that refuses, it leaves alone."""
    if quoted:
        text = io.StringIO(newline="")
        csv.writer(text, lineterminator="\n").writerows([TYPES, *rows])
        raw = text.getvalue().encode()
    else:
        raw = "".join(",".join(row) + "\n" for row in [tuple(TYPES), *rows]).encode()
    raw = (b"\xef\xbb\xbf" if mark else b"") + raw
    quick = parse_fast(raw, TYPES)
    if quick is not None:
        slow = parse(raw, TYPES, "x")
        same = {"naam": pd.StringDtype("python", na_value=float("nan"))}  # each has its own way
        pd.testing.assert_frame_equal(quick.astype(same), slow.astype(same), check_exact=True)


@pytest.mark.parametrize(
    ("cells", "quick"),
    [
        (b'"Moord, doodslag",2023,1.5\n"",2024,\n', True),
        (b'"een ""twee""",2023,1\n', False),
        (b'een "twee",2023,1\n', False),
        (b'"een"twee,2023,1\n', False),
        (b'"een\ntwee",2023,1\n', False),
        (b'a,2023,"1"\n', True),
        (b"a,2023,1\n\nb,2024,1\n", False),
    ],
)
def test_quotes_that_hold_whole_cells_go_the_quick_way(cells: bytes, quick: bool) -> None:
    """The tables of the police have a comma in a name of crime, in one row out of sixty."""
    raw = b"naam,jaar,waarde\n" + cells
    assert (parse_fast(raw, TYPES) is not None) == quick


@pytest.mark.parametrize("vanaf", [0, 10**9], ids=["quick", "careful"])
def test_a_number_too_large_to_hold_is_refused(vanaf: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package_csv, "FAST_FROM", vanaf)
    assert refuse(b"naam,jaar,waarde\na,2023," + b"9" * 400 + b"\n").waar is not None


def test_a_large_file_goes_the_quick_way_and_errors_keep_their_place(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(package_csv, "FAST_FROM", 0)
    frame = parse(GOED.encode(), TYPES, "data/proef.csv")
    assert parse_fast(GOED.encode(), TYPES) is not None
    assert frame["jaar"].tolist() == [2023, 2024]
    assert frame["waarde"].isna().tolist() == [False, True]
    fout = refuse(GOED.replace("2024", "twee").encode())
    assert fout.waar == "data/proef.csv, rij 3, kolom jaar"
