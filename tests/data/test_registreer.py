"""Registering a new delivery changes what identifies the file, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ivp.data import Package, registreer
from ivp.errors import BronFout
from tests.data.conftest import INHOUD, write

NIEUW = INHOUD + b"GM0388,2023,7,2.5\n"


def test_new_delivery_is_read_after_registering(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project = write(tmp_path)
    (tmp_path / "_quarto.yml").touch()
    (tmp_path / "data/cbs/proef.csv").write_bytes(NIEUW)
    before = json.loads((tmp_path / "data/datapackage.json").read_bytes())["resources"][0]
    monkeypatch.setenv("IVP_PROJECT", str(tmp_path))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    assert registreer.main(["proef"]) == 0
    assert "Geregistreerd: proef" in capsys.readouterr().out
    dataset = Package.load(project).dataset("proef")
    assert len(dataset.read()) == 3
    assert dataset.resource.ivp.opgehaald.isoformat() == "2027-01-15"
    after = json.loads((tmp_path / "data/datapackage.json").read_bytes())["resources"][0]
    changed = {key for key in before if before[key] != after[key]}
    assert changed == {"bytes", "hash", "ivp"}


def test_a_file_that_does_not_fit_is_not_registered(tmp_path: Path) -> None:
    project = write(tmp_path)
    (tmp_path / "data/cbs/proef.csv").write_bytes(NIEUW.replace(b",7,", b",zeven,"))
    before = (tmp_path / "data/datapackage.json").read_bytes()
    with pytest.raises(BronFout, match="'zeven' is niet een geheel getal"):
        registreer.registreer(project, "proef")
    assert (tmp_path / "data/datapackage.json").read_bytes() == before


def test_wrong_use(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path)
    (tmp_path / "_quarto.yml").touch()
    monkeypatch.setenv("IVP_PROJECT", str(tmp_path))
    assert registreer.main([]) == 2
    assert registreer.main(["proev"]) == 1
    assert "Bedoelt u 'proef'?" in capsys.readouterr().err
