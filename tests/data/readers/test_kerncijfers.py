"""Kerncijfers: one table a year, and extracts of it."""

from __future__ import annotations

import pytest

from ivp.data.readers import kerncijfers
from tests.data.readers.conftest import refused

TABEL = (
    b"ID;WijkenEnBuurten;Gemeentenaam_1;SoortRegio_2;Codering_3;AantalInwoners_5;Mannen_6\n"
    b"0;GM0420    ;Medemblik ;Gemeente  ;GM0420    ;   45934;   23000\n"
    b"1;BU04201504;Medemblik ;Buurt     ;BU04201504;       0;       .\n"
)
UITTREKSEL = b'"","nhood_id","population"\n"1","BU04200101",3455\n"2","BU04200102",\n'


def test_table_of_a_year() -> None:
    frame = kerncijfers.inwoners(kerncijfers.lees(TABEL, "k.csv", 2024), "k.csv")
    assert frame[["gebied", "jaar", "inwoners"]].values.tolist() == [
        ["GM0420", 2024, 45934],
        ["BU04201504", 2024, 0],
    ]
    assert set(frame["symbool"]) == {"cijfer"}


def test_years_and_tables() -> None:
    assert kerncijfers.jaar_van("85984NED ") == 2024
    assert kerncijfers.jaar_van("83648NED") is None


def test_extract() -> None:
    frame = kerncijfers.inwoners_uittreksel(UITTREKSEL, "u.csv", 2024)
    assert frame["inwoners"].isna().tolist() == [False, True]
    assert frame["symbool"].tolist() == ["cijfer", "leeg"]
    assert set(frame["jaar"]) == {2024}


@pytest.mark.parametrize(
    ("old", "new"),
    [(b"BU04200102", b"BU04200101"), (b'"2","BU04200102",', b'"2","BU04200102",-5')],
)
def test_what_cannot_be(old: bytes, new: bytes) -> None:
    raw = UITTREKSEL.replace(old, new)
    assert (
        refused(lambda: kerncijfers.inwoners_uittreksel(raw, "u.csv", 2024)).waar == "u.csv, rij 3"
    )


def test_without_inhabitants() -> None:
    raw = TABEL.replace(b"AantalInwoners_5", b"Vrouwen_5")
    frame = kerncijfers.lees(raw, "k.csv", 2024)
    assert "AantalInwoners" in refused(lambda: kerncijfers.inwoners(frame, "k.csv")).wat
    fout = refused(lambda: kerncijfers.inwoners_uittreksel(b"a,b\n1,2\n", "u.csv", 2024))
    assert "buurtcode" in fout.wat
