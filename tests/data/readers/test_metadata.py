"""Metadata as CSV: several blocks in one file, and code lists of their own."""

from __future__ import annotations

import pytest

from ivp.data.readers import metadata as md
from tests.data.readers.conftest import refused

BLOKKEN = (
    "\ufeffTableInfos;;;;;;\n"
    "ID;Title;Identifier;Modified;;;\n"
    '0;"Misdrijven; soort";47013NED;2025-12-15T02:00:00;;;\n'
    "DataProperties;;;;;;\n"
    "ID;Type;Key;Title;Datatype;Unit;Default\n"
    "0;Dimension;RegioS;Regio's;;;\n"
    "1;Topic;Aantal_1;Aantal;Long;aantal;Zero\n"
    '2;Topic;Naam_2;"Naam, of\niets";String;naam;Missing\n'
    "RegioS;;;;;;\n"
    "Key;Title;Description;;;;\n"
    'GM0420    ;Medemblik;"Regel een\n\nregel drie";;;;\n'
    "NL01  ;Nederland;;;;;\n"
    "Perioden;;;;;;\n"
    "Key;Title;Description;Status;;;\n"
    "2024JJ00;2024;;Definitief;;;\n"
    "2025JJ00;2025*;;NaderVoorlopig;;;\n"
)


def test_blocks() -> None:
    metadata = md.read(BLOKKEN.encode(), "m.csv")
    assert metadata.table == "47013NED"
    topics = metadata.topics
    assert (topics["Aantal_1"].unit, topics["Aantal_1"].zero_if_absent) == ("aantal", True)
    assert topics["Naam_2"].is_text
    assert metadata.names("RegioS") == {"GM0420": "Medemblik", "NL01": "Nederland"}
    assert metadata.names("Onbekend") is None
    assert metadata.statuses() == {"2024JJ00": "definitief", "2025JJ00": "nader_voorlopig"}
    assert metadata.area_codes(["Medemblik"], "m.csv") == {"Medemblik": "GM0420"}


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("NL01  ;Nederland;;;;;", "NL01  ;Nederland;;;5;;", "m.csv, rij 12"),
        ("NL01  ;Nederland;;;;;", "GM0420;Medemblik;;;;;", "m.csv, rij 12, kolom Key"),
        ("NL01  ;Nederland;;;;;", "NL01  ;Nederland", "m.csv, rij 12"),
        ("Perioden;;;;;;", "RegioS;;;;;;", "m.csv, rij 13"),
        ("DataProperties", "Iets", "m.csv"),
    ],
)
def test_damage_has_a_place(old: str, new: str, place: str) -> None:
    fout = refused(lambda: md.read(BLOKKEN.replace(old, new).encode(), "m.csv"))
    assert fout.waar == place


def test_cut_off_after_the_name_of_a_block() -> None:
    cut = BLOKKEN[: BLOKKEN.index("2024JJ00")]
    assert "geen rijen" in refused(lambda: md.read(cut.encode(), "m.csv")).wat


def test_code_list_with_carriage_returns_inside_quotes() -> None:
    raw = b'"Key","Title","Description"\r\n"E33   ","Verward","een\r\r\ntwee"\r\n'
    raw += b'"E35   ","Jeugd",\r\n'
    lijst = md.read_codes(raw, "l.csv")
    assert lijst["code"].tolist() == ["E33", "E35"]
    assert lijst["omschrijving"].tolist() == ["een\r\r\ntwee", ""]


@pytest.mark.parametrize("raw", [b"a;b\n1;2\n", b"Key;Title;Key\n1;2;3\n", b"Key;Naam\n1;2\n"])
def test_not_a_code_list(raw: bytes) -> None:
    assert refused(lambda: md.read_codes(raw, "l.csv")).waar == "l.csv, rij 1"


@pytest.mark.parametrize(
    ("old", "new"), [("ID;Type;Key", "ID;Soort;Key"), ("Key;Title;Description;;", "Key;Naam;D;;")]
)
def test_a_block_without_its_columns(old: str, new: str) -> None:
    fout = refused(lambda: md.read(BLOKKEN.replace(old, new, 1).encode(), "m.csv"))
    assert "ontbreekt" in fout.wat


def test_no_blocks() -> None:
    assert "TableInfos" in refused(lambda: md.read(b"a;b\n1;2\n", "m.csv")).wat
