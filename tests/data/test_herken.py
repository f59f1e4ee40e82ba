"""A file in data/ is recognised by its content, whatever it is called."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from ivp import cli
from ivp.data.herken import herken, herken_inhoud
from ivp.data.readers import sjablonen
from ivp.data.readers.formaten import LEVERINGEN, Levering
from ivp.errors import BronFout
from tests.data.readers import (
    test_bron,
    test_enquete,
    test_geojson,
    test_kerncijfers,
    test_odata,
    test_statline_metadata,
    test_statline_ruw,
    test_statline_weergave,
    test_veiligheidsmonitor,
)

VM = test_veiligheidsmonitor.KOP + test_veiligheidsmonitor.RIJEN
MAANDEN = (
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
        (test_statline_ruw.QUOTED.encode(), "statline_ruw.lees", None),
        (test_statline_ruw.TYPED.encode(), "politie.misdrijven", "47018NED"),
        (MAANDEN.encode(), "politie.misdrijven", "47022NED"),
        (
            b"Overlast;RegioS;Perioden;GeregistreerdeOverlast_1\nE35;GM0420;2023JJ00;1\n",
            "politie.overlast",
            "47021NED",
        ),
        (VM.encode(), "veiligheidsmonitor.uitkomsten", "85146NED"),
        (test_kerncijfers.TABEL, "kerncijfers.lees", None),
        (test_kerncijfers.UITTREKSEL, "kerncijfers.inwoners_uittreksel", None),
        (test_statline_weergave.RIJEN.encode(), "statline_weergave.lees", None),
        (test_statline_weergave.KOLOMMEN.encode(), "statline_weergave.lees", None),
        (test_statline_weergave.GEKANTELD.encode(), "statline_weergave.lees", None),
        (test_statline_weergave.MARGES.encode(), "statline_weergave.lees", None),
        (test_statline_metadata.BLOKKEN.encode(), "statline_metadata.lees", None),
        (b"Key;Title\nGM0420;Medemblik\n", "statline_metadata.lees_codelijst", None),
        (test_bron.ONGEVALLEN.encode(), "bron.ongevallen", None),
        (b"VKL_NUMMER,OTE_ID\n1,2\n", "bron.partijen", None),
        (b"FK_VELD5,X_COORD,Y_COORD\nP1,133000,524000\n", "bron.puntlocaties", None),
        (test_enquete.CSV.encode(), "enquete.lees", None),
        (_page("v3"), "odata_v3.lees", None),
        (_page("v4"), "odata_v4.lees", None),
    ],
)
def test_formats(raw: bytes, lezer: str, tabel: str | None) -> None:
    found = herken_inhoud(raw, "levering-van-vorige-week (2).dat")
    assert (found.lezer, found.tabel, found.fout) == (lezer, tabel, None)
    assert found.rijen


@pytest.mark.parametrize("levering", LEVERINGEN.values(), ids=list(LEVERINGEN))
def test_deliveries_are_told_apart_by_their_codes(levering: Levering) -> None:
    found = herken_inhoud(sjablonen.voorbeeld(levering).encode(), "x.csv")
    assert (found.tabel, found.fout) == (levering.naam, None)
    assert levering.titel in found.wat


def test_delivery_with_a_fault_gets_the_fault_of_the_format_that_was_meant() -> None:
    text = sjablonen.voorbeeld(LEVERINGEN["zvh"]).replace("15", "vijftien")
    found = herken_inhoud(text.encode(), "x.csv")
    assert found.fout is not None
    assert "'vijftien'" in found.fout.wat


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
    found = herken_inhoud(raw, "x.csv")
    assert isinstance(found.fout, BronFout)
    assert word in found.fout.wat


def test_map() -> None:
    found = herken_inhoud(test_geojson.raw(test_geojson.feature()), "x.json")
    assert (found.lezer, found.rijen, found.fout) == ("geojson.lees", 4, None)


def test_notes_for_the_steward() -> None:
    found = herken_inhoud(test_statline_weergave.KOLOMMEN.encode(), "x.csv")
    notes = " ".join(found.opmerkingen)
    assert "voorlopige cijfers: 2025-04" in notes
    assert "alleen een naam" in notes
    assert "2 cellen zonder cijfer" in notes
    raw = b"SoortMisdrijf;RegioS;Perioden;TotaalGeregistreerdeMisdrijven_1\n"
    raw += b"0000000;GM0420;2015JJ00;5\n"
    assert "2018" in herken_inhoud(raw, "x.csv").opmerkingen[0]


def test_registered_data_sets_are_known(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_bytes(b"kern,wijk\nAndijk,WK042016\n")
    assert herken(path).fout
    found = herken(path, bekend={"gebieden": ("kern", "wijk")})
    assert (found.tabel, found.fout) == ("gebieden", None)


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    assert herken(tmp_path / "weg.csv").fout


@pytest.mark.parametrize("features", [5, "abc", [{}], {"a": 1}, None])
def test_a_map_without_borders_gets_the_fault_of_its_reader(features: object) -> None:
    raw = json.dumps({"type": "FeatureCollection", "features": features}).encode()
    found = herken_inhoud(raw, "x")
    assert (found.lezer, found.rijen) == ("geojson.lees", None)
    assert found.fout is not None


@given(st.binary(max_size=300))
def test_any_bytes_give_an_answer(raw: bytes) -> None:
    found = herken_inhoud(raw, "x")
    assert found.fout is not None or found.rijen is not None or found.lezer is None


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
