"""Area codes and names: names get a code through a declared list only."""

from __future__ import annotations

import pandas as pd
import pytest

from ivp.data.readers import regios
from ivp.data.readers.regios import Namenlijst
from tests.data.readers.conftest import refused

LIJST = Namenlijst.uit(
    [
        ("NL01  ", "Nederland"),
        ("PV21  ", "Fryslân (PV)"),
        ("GM0420", "Medemblik"),
        ("GM0373", "Bergen (NH.)"),
        ("GM0893", "Bergen (L.)"),
        ("WK042001", "Medemblik"),
        ("WK036301", "Verspreide huizen"),
        ("WK042099", "Verspreide huizen"),
    ],
    "de lijst van de proef",
)


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
    assert regios.code(text) == code


def test_kind_and_municipality() -> None:
    assert regios.soort("BU04200101") == "buurt"
    assert regios.gemeente_van("BU04200101") == "GM0420"
    assert regios.gemeente_van("PV27") is None


def test_labels() -> None:
    assert regios.label("|||Van zakkenrollerij ") == "Van zakkenrollerij"
    assert regios.label("\u00a0||Fryslan\u0302 (PV)") == regios.label("Fryslan\u0302 (PV)")


def test_names_to_codes() -> None:
    found = LIJST.zoek(["Nederland", "Bergen (L.)", "Fryslân (PV)"])
    assert found.eis(LIJST, "t.csv") == {
        "Nederland": "NL01",
        "Bergen (L.)": "GM0893",
        "Fryslân (PV)": "PV21",
    }


def test_unknown_and_ambiguous_names_are_reported_not_guessed() -> None:
    found = LIJST.zoek(["Medemblik", "Bergen", "Friesland (PV)", "Verspreide huizen"])
    assert found.codes == {}
    assert found.onbekend == ("Bergen", "Friesland (PV)")
    assert found.dubbel["Medemblik"] == ("GM0420", "WK042001")
    fout = refused(lambda: found.eis(LIJST, "t.csv"))
    assert "Bergen" in fout.wat
    assert "GM0420 of WK042001" in fout.wat
    assert "de lijst van de proef" in fout.wat


def test_kind_of_area_makes_a_name_clear() -> None:
    assert LIJST.zoek(["Medemblik"], soort="gemeente").codes == {"Medemblik": "GM0420"}
    assert LIJST.zoek(["Verspreide huizen"], soort="wijk").dubbel


def test_column_names_the_row() -> None:
    cells = pd.Series(["GM0420  ", "Hoorn"])
    fout = refused(lambda: regios.kolom(cells, "RegioS", "t.csv", pd.Series([2, 3])))
    assert fout.waar == "t.csv, rij 3, kolom RegioS"
