"""Symbols and numbers: nothing that is missing becomes 0, and a factor 1,000 is never guessed."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivp.data.readers import values
from ivp.data.readers.cells import Cells
from ivp.data.readers.values import WITH_VALUE, DecimalSign, Symbol
from tests.data.readers.conftest import refused

PUNT: DecimalSign = "."
KOMMA: DecimalSign = ","


@pytest.mark.parametrize("manier", [PUNT, KOMMA])
@pytest.mark.parametrize(
    ("cel", "waarde", "symbool"),
    [
        ("", None, Symbol.leeg),
        ("   ", None, Symbol.leeg),
        ("\u00a0", None, Symbol.leeg),
        ("       .", None, Symbol.onbekend),
        ("x", None, Symbol.geheim),
        ("X ", None, Symbol.geheim),
        ("<5", None, Symbol.geheim),
        ("< 10", None, Symbol.geheim),
        ("-", 0.0, Symbol.nihil),
        ("–", 0.0, Symbol.nihil),
        ("    1520", 1520.0, Symbol.cijfer),
        ("0", 0.0, Symbol.cijfer),
        ("-12", -12.0, Symbol.cijfer),
        ("\u221212", -12.0, Symbol.cijfer),
    ],
)
def test_symbols(cel: str, waarde: float | None, symbool: Symbol, manier: DecimalSign) -> None:
    assert values.read(cel, manier) == (waarde, symbool)


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
def test_numbers(cel: str, manier: DecimalSign, waarde: float) -> None:
    assert values.read(cel, manier) == (waarde, Symbol.cijfer)


@pytest.mark.parametrize("manier", [PUNT, KOMMA])
@pytest.mark.parametrize(
    "cel",
    ["nan", "inf", "1e3", "twaalf", "1.23.456", "12.34.5", "٣", "1_000", "5*", "..", "=1", "5%"],
)
def test_what_is_no_value(cel: str, manier: DecimalSign) -> None:
    assert values.read(cel, manier) is None


def test_no_number_is_too_long() -> None:
    assert values.read("9" * 400, PUNT) is None


@pytest.mark.parametrize(("cel", "waarde"), [("1.234", 1234), ("12", 12), ("1 000", 1000)])
def test_whole_numbers(cel: str, waarde: int) -> None:
    found = values.read_count(cel)
    assert found is not None
    assert found.number == waarde


@pytest.mark.parametrize("cel", ["1,000", "1,5", "12.5", "0.873"])
def test_a_count_has_no_decimals(cel: str) -> None:
    assert values.read_count(cel) is None


def test_way_of_writing_is_proven() -> None:
    assert values.decimal_sign(["1.234", "32,9", "."], "t") == KOMMA
    assert values.decimal_sign(["0.873", "1.245"], "t") == PUNT
    assert values.decimal_sign(["1.234.567"], "t") == KOMMA
    assert values.decimal_sign(["12", "", "."], "t") == PUNT


def test_a_factor_of_a_thousand_is_not_guessed() -> None:
    assert "duizendtallen" in refused(lambda: values.decimal_sign(["645", "1.234"], "t")).wat
    assert "duizendtallen" in refused(lambda: values.decimal_sign(["45.1", "1.234"], "t")).wat
    assert "twee manieren" in refused(lambda: values.decimal_sign(["1,5", "2.5"], "t")).wat


@given(
    st.lists(
        st.one_of(st.sampled_from(["", ".", "x", "–", "-"]), st.integers(-(10**9), 10**9).map(str)),
        min_size=1,
    )
)
def test_only_figures_have_a_value(cellen: list[str]) -> None:
    frame = pd.DataFrame({"k": pd.Series(cellen, dtype="str"), "rij": range(len(cellen))})
    values, signs = Cells("t", frame).numbers("k", PUNT)
    having = signs.isin([s.value for s in WITH_VALUE])
    assert (values.notna() == having).all()
    assert not ((values == 0) & pd.Series([c in ("", ".", "x") for c in cellen])).any()


@given(st.integers(-(10**14), 10**14), st.integers(0, 3))
def test_dutch_numbers_come_back(whole: int, decimals: int) -> None:
    number = round(whole / 10**decimals, decimals)
    dutch = f"{number:,.{decimals}f}".translate(str.maketrans(",.", ".,"))
    found = values.read(dutch, KOMMA)
    assert found is not None
    assert found.number == pytest.approx(number)
