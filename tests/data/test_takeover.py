"""What a partner or a steward delivers, taken over with ``ivp take``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from ivp.data import Package
from ivp.errors import BronFout
from ivp.paths import Project
from tests.data.conftest import Doe, goed
from tests.data.readers import test_borders


def test_a_delivery_is_taken_over(doe: Doe, project: Project, tmp_path: Path) -> None:
    rows = Package.load(project).dataset("halt").read()
    text = rows.assign(aantal=rows["aantal"].mask(rows["aantal"] == 0)).to_csv(index=False, sep=";")
    path = tmp_path / "halt van de partner.csv"
    path.write_text(text.replace(";2023;", ";2024;"), encoding="utf-8")
    assert "nieuwe rijen: 5" in goed(doe("take", str(path), "--dry-run"))
    assert not Package.load(project).dataset("halt").resource.ivp.werkelijk
    said = goed(doe("take", str(path)))
    assert "vervangt voorbeeldcijfers" in said and "verdwenen rijen: 5" in said
    assert "geen voorbeeldcijfers meer" in said
    taken = Package.load(project).dataset("halt")
    assert taken.resource.ivp.werkelijk and set(taken.read()["jaar"]) >= {2024}
    assert isinstance(doe("take", str(path), "--source", "cbs-inwoners").exception, BronFout)
    assert isinstance(doe("take", str(path), str(path)).exception, BronFout)
    assert isinstance(doe("take", "nergens.csv", "--source", "halt").exception, BronFout)


def test_a_delivery_without_a_template_has_the_columns_of_its_data_set(
    doe: Doe, project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    dataset = Package.load(project).dataset("jongeren")
    path = tmp_path / "nieuw.csv"
    path.write_bytes(dataset.content().replace(b",2015,", b",2014,", 1))
    said = goed(doe("take", "--source", "jongeren", str(path)))
    assert "nieuwe rijen: 1" in said and "voorbeeldcijfers" not in said
    before = json.loads((project.data / "datapackage.json").read_bytes())
    taken = Package.load(project).dataset("jongeren")
    assert taken.content() == path.read_bytes()
    assert taken.resource.ivp.opgehaald.isoformat() == "2027-01-15"
    # What was put in the place of the old file by hand is registered in the same way.
    path.write_bytes(path.read_bytes().replace(b",2024,", b",2024,1", 1))
    taken.file.write_bytes(path.read_bytes())
    assert "is onbekend" in goed(doe("take", "--source", "jongeren", str(taken.file)))
    assert Package.load(project).dataset("jongeren").content() == path.read_bytes()
    after = json.loads((project.data / "datapackage.json").read_bytes())
    pairs = zip(before["resources"], after["resources"], strict=True)
    (changed,) = [(one, two) for one, two in pairs if one != two]
    assert {key for key in changed[0] if changed[0][key] != changed[1][key]} == {"bytes", "hash"}
    path.write_bytes(path.read_bytes().replace(b",2016,", b",veel,", 1))
    refused = doe("take", "--source", "jongeren", str(path)).exception
    assert isinstance(refused, BronFout) and "'veel' is niet een geheel getal" in refused.wat
    assert json.loads((project.data / "datapackage.json").read_bytes()) == after


def test_borders_are_taken_from_a_map(doe: Doe, project: Project, tmp_path: Path) -> None:
    register = json.loads((project.data / "datapackage.json").read_bytes())
    fields = [("gebied", "string"), ("ring", "integer"), ("punt", "integer")]
    fields += [("lengte", "number"), ("breedte", "number")]
    schema = {
        "fields": [{"name": n, "type": kind, "description": n} for n, kind in fields],
        "primaryKey": ["gebied", "ring", "punt"],
    }
    borders = {**register["resources"][0], "name": "wijken-grenzen", "schema": schema}
    register["resources"].append({**borders, "path": "geo/wijken-grenzen.csv"})
    (project.data / "datapackage.json").write_text(json.dumps(register), encoding="utf-8")
    path = tmp_path / "grenzen.geojson"
    path.write_bytes(test_borders.raw(test_borders.feature()))
    goed(doe("take", "--source", "wijken-grenzen", str(path)))
    frame = Package.load(project).dataset("wijken-grenzen").read()
    assert frame.iloc[1].tolist() == ["WK042001", 1, 2, 5.1, 52.7]
