"""Symbols and numbers: nothing that is missing becomes 0, and a factor 1,000 is never guessed."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivp.data.readers import waarden
from ivp.data.readers.waarden import MET_WAARDE, Schrijfwijze, Symbool
from tests.data.readers.conftest import refused

PUNT, KOMMA = Schrijfwijze.punt, Schrijfwijze.komma


@pytest.mark.parametrize("manier", [PUNT, KOMMA])
@pytest.mark.parametrize(
    ("cel", "waarde", "symbool"),
    [
        ("", None, Symbool.leeg),
        ("   ", None, Symbool.leeg),
        ("\u00a0", None, Symbool.leeg),
        ("       .", None, Symbool.onbekend),
        ("x", None, Symbool.geheim),
        ("X ", None, Symbool.geheim),
        ("<5", None, Symbool.geheim),
        ("< 10", None, Symbool.geheim),
        ("-", 0.0, Symbool.nihil),
        ("–", 0.0, Symbool.nihil),
        ("    1520", 1520.0, Symbool.cijfer),
        ("0", 0.0, Symbool.cijfer),
        ("-12", -12.0, Symbool.cijfer),
        ("\u221212", -12.0, Symbool.cijfer),
    ],
)
def test_symbols(cel: str, waarde: float | None, symbool: Symbool, manier: Schrijfwijze) -> None:
    assert waarden.lees(cel, manier) == (waarde, symbool)


@pytest.mark.parametrize(
    ("cel", "manier", "waarde"),
    [
        ("    25.6", PUNT, 25.6),
        ("32,9", KOMMA, 32.9),
        ("1.234", KOMMA, 1234),
        ("1.234.567,5", KOMMA, 1234567.5),
        ("1 234", KOMMA, 1234),
        ("1\u00a0234", KOMMA, 1234),
        ("1\u202f234,5", KOMMA, 1234.5),
        ("16192572", KOMMA, 16192572),
    ],
)
def test_numbers(cel: str, manier: Schrijfwijze, waarde: float) -> None:
    assert waarden.lees(cel, manier) == (waarde, Symbool.cijfer)


@pytest.mark.parametrize("manier", [PUNT, KOMMA])
@pytest.mark.parametrize(
    "cel",
    ["nan", "inf", "1e3", "twaalf", "1.23.456", "12.34.5", "٣", "1_000", "5*", "..", "=1", "5%"],
)
def test_what_is_no_value(cel: str, manier: Schrijfwijze) -> None:
    assert waarden.lees(cel, manier) is None


def test_no_number_is_too_long() -> None:
    assert waarden.lees("9" * 400, PUNT) is None


@pytest.mark.parametrize(("cel", "waarde"), [("1.234", 1234), ("12", 12), ("1 000", 1000)])
def test_whole_numbers(cel: str, waarde: int) -> None:
    found = waarden.lees_aantal(cel)
    assert found is not None
    assert found.waarde == waarde


@pytest.mark.parametrize("cel", ["1,000", "1,5", "12.5", "0.873"])
def test_a_count_has_no_decimals(cel: str) -> None:
    assert waarden.lees_aantal(cel) is None


def test_way_of_writing_is_proven() -> None:
    assert waarden.schrijfwijze(["1.234", "32,9", "."], "t") is KOMMA
    assert waarden.schrijfwijze(["0.873", "1.245"], "t") is PUNT
    assert waarden.schrijfwijze(["1.234.567"], "t") is KOMMA
    assert waarden.schrijfwijze(["12", "", "."], "t") is PUNT


def test_a_factor_of_a_thousand_is_not_guessed() -> None:
    assert "duizendtallen" in refused(lambda: waarden.schrijfwijze(["645", "1.234"], "t")).wat
    assert "duizendtallen" in refused(lambda: waarden.schrijfwijze(["45.1", "1.234"], "t")).wat
    assert "twee manieren" in refused(lambda: waarden.schrijfwijze(["1,5", "2.5"], "t")).wat


def test_column_names_the_row() -> None:
    cells = pd.Series(["1", ".", "1", "een"])
    fout = refused(lambda: waarden.kolom(cells, "aantal", PUNT, "t.csv", pd.Series([2, 3, 4, 9])))
    assert fout.waar == "t.csv, rij 9, kolom aantal"


@given(
    st.lists(
        st.one_of(st.sampled_from(["", ".", "x", "–", "-"]), st.integers(-(10**9), 10**9).map(str)),
        min_size=1,
    )
)
def test_only_figures_have_a_value(cellen: list[str]) -> None:
    values, signs = waarden.kolom(
        pd.Series(cellen, dtype="str"), "k", PUNT, "t", pd.Series(range(len(cellen)))
    )
    having = signs.isin([s.value for s in MET_WAARDE])
    assert (values.notna() == having).all()
    assert not ((values == 0) & pd.Series([c in ("", ".", "x") for c in cellen])).any()


@given(st.integers(-(10**14), 10**14), st.integers(0, 3))
def test_dutch_numbers_come_back(whole: int, decimals: int) -> None:
    number = round(whole / 10**decimals, decimals)
    dutch = f"{number:,.{decimals}f}".translate(str.maketrans(",.", ".,"))
    found = waarden.lees(dutch, KOMMA)
    assert found is not None
    assert found.waarde == pytest.approx(number)
