"""Periods as codes and as labels."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivp import dutch
from ivp.data.readers import periods
from ivp.data.readers.periods import DataPeriod


@pytest.mark.parametrize(
    ("code", "tekst", "soort"),
    [
        ("2012JJ00", "2012", "jaar"),
        ("2024KW01", "2024-K1", "kwartaal"),
        ("2024MM09  ", "2024-09", "maand"),
    ],
)
def test_codes(code: str, tekst: str, soort: str) -> None:
    found = periods.from_code(code)
    assert found is not None
    assert (found.text, found.kind, found.status) == (tekst, soort, None)


@pytest.mark.parametrize(
    "code", ["2024MM13", "2024MM00", "2024KW05", "2024JJ01", "24JJ00", "", "2024W101", "2024jj00"]
)
def test_no_codes(code: str) -> None:
    assert periods.from_code(code) is None


@pytest.mark.parametrize(
    ("label", "tekst", "status"),
    [
        ("2017", "2017", "definitief"),
        ("2017*", "2017", "voorlopig"),
        ("2017**", "2017", "nader_voorlopig"),
        ("2025 april *", "2025-04", "voorlopig"),
        ("2025\u00a0april\u00a0*", "2025-04", "voorlopig"),
        ("2025 Januari", "2025-01", "definitief"),
        ("2024 1e kwartaal*", "2024-K1", "voorlopig"),
        ("2024 kwartaal 4", "2024-K4", "definitief"),
    ],
)
def test_labels(label: str, tekst: str, status: str) -> None:
    found = periods.from_label(label)
    assert found is not None
    assert (found.text, found.status) == (tekst, status)


@pytest.mark.parametrize(
    "label", ["2017***", "aantal", "2025 aprl", "20171", "%", "1e kwartaal 2024"]
)
def test_no_labels(label: str) -> None:
    assert periods.from_label(label) is None


def test_status_of_a_code_list() -> None:
    assert [periods.status(s) for s in ("Definitief", "Voorlopig", "NaderVoorlopig", "?", "")] == [
        "definitief",
        "voorlopig",
        "nader_voorlopig",
        None,
        None,
    ]


@given(st.integers(1900, 2099), st.integers(0, 12), st.sampled_from(["", "*", "**"]))
def test_label_and_code_agree(jaar: int, maand: int, sterren: str) -> None:
    code = f"{jaar}MM{maand:02d}" if maand else f"{jaar}JJ00"
    label = f"{jaar} {dutch.months()[maand - 1]}{sterren}" if maand else f"{jaar}{sterren}"
    one, other = periods.from_code(code), periods.from_label(label)
    assert one is not None
    assert other is not None
    assert one.text == other.text
    assert DataPeriod(one.year, one.kind, one.number, other.status) == other
