"""A file in data/ is recognised by its content, whatever it is called."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from ivp import cli
from ivp.data import Package
from ivp.data.readers import deliveries
from ivp.data.readers.deliveries import FORMATS, DeliveryFormat
from ivp.data.recognise import recognise, recognise_bytes
from ivp.errors import BronFout
from tests.data.readers import (
    test_accidents,
    test_borders,
    test_known_tables,
    test_metadata,
    test_microdata,
    test_odata,
    test_statline,
    test_statline_display,
)

VM = test_known_tables.MONITOR + test_known_tables.MARGINS
MONTHS = (
    "SoortMisdrijf;WijkenEnBuurten;Perioden;GeregistreerdeMisdrijven_1\n"
    "0.0.0 ;WK042001  ;2023MM01;5\n"
)


def _page(name: str) -> bytes:
    if name == "v4":
        return json.dumps({"@odata.context": "…", "value": test_odata.V4}).encode()
    return test_odata.page(test_odata.V3)


@pytest.mark.parametrize(
    ("raw", "lezer", "tabel"),
    [
        (test_statline.QUOTED.encode(), "known_tables", None),
        (test_statline.TYPED.encode(), "known_tables", "47018NED"),
        (MONTHS.encode(), "known_tables", "47022NED"),
        (
            b"Overlast;RegioS;Perioden;GeregistreerdeOverlast_1\nE35;GM0420;2023JJ00;1\n",
            "known_tables",
            "47021NED",
        ),
        (VM.encode(), "known_tables", "85146NED"),
        (test_known_tables.KEY_FIGURES, "known_tables", None),
        (test_known_tables.EXTRACT, "known_tables", None),
        (test_statline_display.RIJEN.encode(), "statline_display", None),
        (test_statline_display.KOLOMMEN.encode(), "statline_display", None),
        (test_statline_display.GEKANTELD.encode(), "statline_display", None),
        (test_statline_display.MARGES.encode(), "statline_display", None),
        (test_metadata.BLOKKEN.encode(), "metadata", None),
        (b"Key;Title\nGM0420;Medemblik\n", "metadata", None),
        (test_accidents.ONGEVALLEN.encode(), "accidents", None),
        (b"VKL_NUMMER,OTE_ID\n1,2\n", "accidents", None),
        (b"FK_VELD5,X_COORD,Y_COORD\nP1,133000,524000\n", "accidents", None),
        (test_microdata.CSV.encode(), "microdata", None),
        (_page("v3"), "statline", None),
        (_page("v4"), "statline", None),
    ],
)
def test_formats(raw: bytes, lezer: str, tabel: str | None) -> None:
    found = recognise_bytes(raw, "levering-van-vorige-week (2).dat")
    assert (found.reader, found.table, found.error) == (lezer, tabel, None)
    assert found.rows


def example(levering: DeliveryFormat) -> str:
    return deliveries.template_files(levering)[f"{levering.name}-voorbeeld.csv"]


@pytest.mark.parametrize("levering", FORMATS.values(), ids=list(FORMATS))
def test_deliveries_are_told_apart_by_their_codes(levering: DeliveryFormat) -> None:
    found = recognise_bytes(example(levering).encode(), "x.csv")
    assert (found.table, found.error) == (levering.name, None)
    assert levering.title in found.what


def test_delivery_with_a_fault_gets_the_fault_of_the_format_that_was_meant() -> None:
    text = example(FORMATS["zvh"]).replace("15", "vijftien")
    found = recognise_bytes(text.encode(), "x.csv")
    assert found.error is not None
    assert "'vijftien'" in found.error.wat


@pytest.mark.parametrize(
    ("raw", "word"),
    [
        (b"", "leeg"),
        (b"<!DOCTYPE html><html>", "webpagina"),
        (b"%PDF-1.7", "PDF"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", ".xls"),
        (b"PAR1....", "Parquet"),
        (b"version https://git-lfs.github.com/spec/v1\n", "Git LFS"),
        ("a;b\n".encode("utf-16"), "UTF-16"),
        (b"naam;bsn\nJan;1\n", "herkennen we niet"),
        (b'{"a": 1}', "OData"),
        (b"{", "JSON"),
        (b"PK\x03\x04....", "beschadigd"),
        (b"$FL2....", "SPSS"),
    ],
)
def test_what_is_no_delivery(raw: bytes, word: str) -> None:
    found = recognise_bytes(raw, "x.csv")
    assert isinstance(found.error, BronFout)
    assert word in found.error.wat


def test_map() -> None:
    found = recognise_bytes(test_borders.raw(test_borders.feature()), "x.json")
    assert (found.reader, found.rows, found.error) == ("borders", 4, None)


def test_notes_for_the_steward() -> None:
    found = recognise_bytes(test_statline_display.KOLOMMEN.encode(), "x.csv")
    notes = " ".join(found.remarks)
    assert "voorlopige cijfers: 2025-04" in notes
    assert "alleen een naam" in notes
    assert "2 cellen zonder cijfer" in notes
    raw = b"SoortMisdrijf;RegioS;Perioden;TotaalGeregistreerdeMisdrijven_1\n"
    raw += b"0000000;GM0420;2015JJ00;5\n"
    assert "2018" in recognise_bytes(raw, "x.csv").remarks[0]
    assert "geen jaar" in recognise_bytes(test_known_tables.EXTRACT, "x.csv").remarks[0]
    raw = b"Soort;Perioden;Totaal_1\n0;2015JJ00;5\n"
    assert recognise_bytes(raw, "x.csv").remarks == (), "no area, so nothing about names of areas"


def test_registered_data_sets_are_known(tmp_path: Path, package: Package) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"kern,wijk,wijk_naam,tegel_rij,tegel_kolom\nAndijk,WK042016,Andijk,1,2\n")
    assert recognise(path).error
    found = recognise(path, datasets=package.datasets)
    assert (found.table, found.rows, found.error) == ("gebieden", 1, None)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert recognise(tmp_path / "weg.csv").error


@pytest.mark.parametrize("features", [5, "abc", [{}], {"a": 1}, None])
def test_a_map_without_borders_gets_the_fault_of_its_reader(features: object) -> None:
    raw = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    found = recognise_bytes(raw, "x")
    assert (found.reader, found.rows) == ("borders", None)
    assert found.error is not None


@given(st.binary(max_size=300))
def test_any_bytes_give_an_answer(raw: bytes) -> None:
    found = recognise_bytes(raw, "x")
    assert found.error is not None or found.rows is not None or found.reader is None


def test_verbs(tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IVP_PROJECT", str(root))
    done = CliRunner().invoke(cli.app, ["template", "halt", "--folder", str(tmp_path)])
    assert done.exit_code == 0
    assert (tmp_path / "halt-levering.xlsx").is_file()
    example = root / "data/sjablonen/halt-voorbeeld.csv"
    done = CliRunner().invoke(cli.app, ["take", "--dry-run", str(example)])
    assert done.exit_code == 0
    assert "data/sjablonen/halt-voorbeeld.csv: levering: Verwijzingen naar Halt" in done.output
    done = CliRunner().invoke(cli.app, ["take", "--dry-run", str(tmp_path / "halt-levering.xlsx")])
    assert isinstance(done.exception, BronFout)
