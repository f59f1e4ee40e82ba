"""A small project with one registered data set, and the real package."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ivp.data import Package
from ivp.data.package import digest
from ivp.paths import Project

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
