"""A small project with one data set, the real package, and a project with a loopback service."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from typer.testing import CliRunner, Result

from ivp.cli import app
from ivp.data import Package
from ivp.data.fetch.odata_service import Connection
from ivp.data.package import digest
from ivp.data.readers.known_tables import CRIMES
from ivp.paths import Project
from tests.data.odata_server import Server, Tabel

INHOUD = b"gebied,jaar,aantal,per_1000\nGM0420,2023,5,1.5\nGM0498,2023,,\n"


def resource(raw: bytes = INHOUD, **changes: Any) -> dict[str, Any]:
    """A valid descriptor of ``proef``; ``changes`` replace keys."""
    return {
        "name": "proef",
        "path": "cbs/proef.csv",
        "title": "Proef",
        "description": "Een proef.",
        "format": "csv",
        "encoding": "utf-8",
        "licenses": [{"name": "CC0-1.0", "title": "Publiek domein"}],
        "sources": [{"title": "Deze test"}],
        "bytes": len(raw),
        "hash": digest(raw),
        "schema": {
            "fields": [
                {"name": "gebied", "type": "string", "description": "code"},
                {"name": "jaar", "type": "integer", "description": "jaar"},
                {"name": "aantal", "type": "integer", "description": "aantal"},
                {"name": "per_1000", "type": "number", "description": "per 1.000"},
            ],
            "primaryKey": ["gebied", "jaar"],
        },
        "ivp": {
            "producent": "CBS",
            "tabel": "",
            "opgehaald": "2026-11-23",
            "werkelijk": True,
            "persoonsregistratie": False,
            "contact": "het testteam",
        },
        **changes,
    }


def write(root: Path, raw: bytes = INHOUD, *resources: dict[str, Any]) -> Project:
    """Write the file and a package that registers it (or the given resources)."""
    (root / "data" / "cbs").mkdir(parents=True, exist_ok=True)
    (root / "data" / "cbs" / "proef.csv").write_bytes(raw)
    package = {
        "name": "test",
        "title": "Test",
        "description": "Test",
        "resources": list(resources) or [resource(raw)],
    }
    (root / "data" / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    return Project(root)


@pytest.fixture(scope="session")
def package(root: Path) -> Package:
    """The package of this project."""
    return Package.load(Project(root))


GEBIEDEN = {
    "NL01  ": "Nederland",
    "RE04  ": "Noord-Holland",
    "GM0388": "Enkhuizen",
    "GM0420": "Medemblik",
    "GM0364": "Andijk",
}
JAREN = (2022, 2023, 2024, 2025)
Doe = Callable[..., Result]


def politie() -> Tabel:
    """47013NED for a few areas: a total per year that is the sum of its kinds, and months."""
    rows: list[dict[str, Any]] = []
    for number, regio in enumerate(GEBIEDEN):
        for jaar in JAREN:
            kinds = {c: (number + 1) * (i % 5 + jaar % 10) for i, c in enumerate(CRIMES)}
            kinds["0.0.0"] = sum(kinds.values()) - kinds["0.0.0"]
            for code, count in kinds.items():
                for when in (f"{jaar}JJ00", f"{jaar}MM01"):
                    rows.append(
                        {
                            "ID": len(rows),
                            "SoortMisdrijf": f"{code:<6}",
                            "RegioS": regio,
                            "Perioden": when,
                            "GeregistreerdeMisdrijven_1": None if regio == "GM0364" else count,
                        }
                    )
    periods = [f"{j}{p}" for j in JAREN for p in ("JJ00", "MM01")]
    return Tabel(
        "47013NED",
        codes={
            "SoortMisdrijf": [{"Key": f"{k:<6}", "Title": t} for k, t in CRIMES.items()],
            "RegioS": [{"Key": k, "Title": t} for k, t in GEBIEDEN.items()],
            "Perioden": [
                {"Key": k, "Title": k, "Status": "Voorlopig" if k[:4] == "2025" else "Definitief"}
                for k in periods
            ],
        },
        soorten={
            "SoortMisdrijf": "Dimension",
            "RegioS": "GeoDimension",
            "Perioden": "TimeDimension",
        },
        onderwerpen={"GeregistreerdeMisdrijven_1": "Long"},
        rijen=rows,
    )


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(politie(), bladzijde=500) as running:
        yield running


@pytest.fixture
def project(tmp_path: Path, root: Path, server: Server) -> Project:
    """The real params and data, with the police at the loopback server."""
    for folder in ("params", "data"):
        shutil.copytree(root / folder, tmp_path / folder)
    (tmp_path / "_quarto.yml").write_text("project: {type: book}\n")
    path = tmp_path / "params" / "bronnen.yml"
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    content["diensten"]["politie"] |= {
        "api": f"{server.adres}/ODataApi/odata",
        "feed": f"{server.adres}/ODataFeed/odata",
    }
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return Project(tmp_path)


@pytest.fixture
def doe(project: Project, monkeypatch: pytest.MonkeyPatch) -> Doe:
    """Give a command in the project."""
    monkeypatch.setenv("IVP_PROJECT", str(project.root))
    where = "ivp.data.fetch.fetch_table.Connection"
    monkeypatch.setattr(where, lambda policy, sleep: Connection(policy, lambda seconds: None))

    def run(*words: str) -> Result:
        return CliRunner().invoke(app, list(words))

    return run


def goed(result: Result) -> str:
    if result.exception:
        raise result.exception
    return result.output


def aantal(project: Project, naam: str, **where: object) -> int | None:
    frame = Package.load(project).dataset(naam).read()
    for column, value in where.items():
        frame = frame[frame[column] == value]
    (found,) = frame["aantal"].tolist()
    return None if found is None else int(found)
