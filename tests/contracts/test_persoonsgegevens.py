"""Personal data are found wherever they stand, and never repeated."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivp.contracts.persoonsgegevens import SOORTEN, zoek
from ivp.sources import Package

# 111222333 passes the 11-proef and is a well-known test number.
ERIN = {
    "geen_bsn": ["111222333", "bsn 111222333.", "1112.22.333", "1112 22 333"],
    "geen_email": ["jan@voorbeeld.nl", "mail: j.de-vries+x@post.voorbeeld.nl"],
    "geen_telefoon": ["0612345678", "06-12345678", "+31 6 1234 5678", "0229 123 456"],
    "geen_adres": ["1671 AA 12", "1671AA, 12", "1671aa 5", "1671 AA huisnr 7"],
}
ER_NIET_IN = [
    "111222334",
    "0000000",
    "GM0420",
    "WK042015",
    "BU04201506",
    "2023 en 2024",
    "Startnotitie IVP 2023-2026, paragraaf 1.3.2",
    "1671 AA",
    "R2021-0001",
    "apenstaart @ los",
    "1.234.567",
]


@pytest.mark.parametrize("soort", SOORTEN)
def test_found_with_row_and_column_but_without_the_value(package: Package, soort: str) -> None:
    for text in ERIN[soort]:
        frame = pd.DataFrame({"a": ["goed", "goed"], "b": ["goed", f"zie {text}"]}, dtype="str")
        broken = [v for v in zoek(frame, package.dataset("halt")) if v.status == "kapot"]
        assert soort in [v.soort for v in broken], text
        for verdict in broken:
            assert verdict.severity == "critical"
            assert verdict.kolom == "b"
            assert verdict.voorbeelden == ((3, "niet getoond"),)
            assert text not in verdict.model_dump_json()


@pytest.mark.parametrize("text", ER_NIET_IN)
def test_ordinary_texts_are_left_alone(package: Package, text: str) -> None:
    frame = pd.DataFrame({"a": [text]}, dtype="str")
    assert [v.wat for v in zoek(frame, package.dataset("halt")) if v.status == "kapot"] == []


def test_a_bsn_in_a_column_of_numbers(package: Package) -> None:
    frame = pd.DataFrame({"nummer": pd.Series([1, 111222333], dtype="Int64")})
    broken = [v for v in zoek(frame, package.dataset("halt")) if v.status == "kapot"]
    assert [(v.soort, v.voorbeelden[0][0]) for v in broken] == [("geen_bsn", 3)]


@settings(deadline=None)
@given(st.integers(10_000_000, 99_999_999))
def test_every_bsn_is_found(start: int) -> None:
    """Every number that the 11-proef (weights 9 8 7 6 5 4 3 2 -1) accepts."""
    weighted = sum(w * int(d) for w, d in zip(range(9, 1, -1), str(start), strict=True))
    last = weighted % 11
    found = SOORTEN["geen_bsn"][1](f"nr {start}{last}")
    assert found == (last < 10)
