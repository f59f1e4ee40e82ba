"""Area codes and names: names get a code through a declared list only."""

from __future__ import annotations

import pandas as pd
import pytest

from ivp.data.readers import values
from ivp.data.readers.metadata import Metadata
from tests.data.readers.conftest import refused

LISTED = [
    ("NL01  ", "Nederland"),
    ("PV21  ", "Fryslân (PV)"),
    ("GM0420", "Medemblik"),
    ("GM0373", "Bergen (NH.)"),
    ("GM0893", "Bergen (L.)"),
    ("WK042001", "Medemblik"),
    ("WK036301", "Verspreide huizen"),
    ("WK042099", "Verspreide huizen"),
]


def find(names: list[str]) -> dict[str, str]:
    listed = pd.DataFrame(LISTED, columns=["code", "naam"])
    return Metadata("de proef", lists={"RegioS": listed}).area_codes(names, "t.csv")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("GM0420    ", "GM0420"),
        ("NL00      ", "NL00"),
        ("WK042001  ", "WK042001"),
        ("BU04200101", "BU04200101"),
        ("LDG4  ", "LDG4"),
        ("RE04\u00a0", "RE04"),
        ("GM420", None),
        ("GM04200", None),
        ("BU042001", None),
        ("Medemblik", None),
        ("0420", None),
        ("", None),
        ("gm0420", None),
    ],
)
def test_codes(text: str, code: str | None) -> None:
    assert values.area_code(text) == code


def test_labels() -> None:
    assert values.label("|||Van zakkenrollerij ") == "Van zakkenrollerij"
    assert values.label("\u00a0||Fryslan\u0302 (PV)") == values.label("Fryslan\u0302 (PV)")


def test_names_to_codes() -> None:
    assert find(["Nederland", "Bergen (L.)", "Fryslân (PV)"]) == {
        "Nederland": "NL01",
        "Bergen (L.)": "GM0893",
        "Fryslân (PV)": "PV21",
    }


def test_unknown_and_ambiguous_names_are_reported_not_guessed() -> None:
    names = ["Medemblik", "Bergen", "Friesland (PV)", "Verspreide huizen"]
    fout = refused(lambda: find(names))
    assert "niet in de lijst: 'Bergen', 'Friesland (PV)'" in fout.wat
    assert "GM0420 of WK042001" in fout.wat
    assert "WK036301 of WK042099" in fout.wat
    assert "de gebiedenlijst van tabel de proef" in fout.wat
