"""A small project: the real params of Medemblik with data sets made by the test."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from ivp.config import Config, load
from ivp.config import model as m
from ivp.data import Package
from ivp.data.package import digest
from ivp.paths import Project

ROOT = Path(__file__).parents[2]
TYPES = {"Int64": "integer", "int64": "integer", "float64": "number"}

MakePackage = Callable[..., Package]
MakeConfig = Callable[..., Config]


@pytest.fixture(scope="session")
def book() -> Config:
    """The params as they stand in the repository."""
    return load(Project(ROOT))


@pytest.fixture
def make_config(book: Config) -> MakeConfig:
    """A config with other indicators (name → keys of a definition) and thresholds."""

    def make(indicatoren: dict[str, dict[str, Any]], **boek: Any) -> Config:
        plain = {"titel": "T", "omschrijving": "O", "kolom": "aantal", "gunstig": "lager"}
        definitions = {
            name: m.Indicator.model_validate(plain | {"soort": "telling"} | keys)
            for name, keys in indicatoren.items()
        }
        return dataclasses.replace(
            book,
            indicatoren=definitions,
            boek=book.boek.model_copy(update={"hoofdstukken": ()} | boek),
        )

    return make


@pytest.fixture
def make_package(tmp_path: Path) -> MakePackage:
    """A package of frames: ``make(naam=frame)``; ``personen`` and ``fictief`` name data sets."""

    def make(
        frames: dict[str, pd.DataFrame],
        personen: tuple[str, ...] = (),
        fictief: tuple[str, ...] = (),
    ) -> Package:
        folder = tmp_path / "data"
        folder.mkdir(exist_ok=True)
        resources = []
        for name, frame in frames.items():
            raw = frame.to_csv(index=False, lineterminator="\n").encode()
            (folder / f"{name}.csv").write_bytes(raw)
            fields = [
                {"name": c, "type": TYPES.get(str(t), "string"), "description": c}
                for c, t in frame.dtypes.items()
            ]
            resources.append(
                {
                    "name": name,
                    "path": f"{name}.csv",
                    "title": name,
                    "description": name,
                    "format": "csv",
                    "encoding": "utf-8",
                    "licenses": [{"name": "CC-BY-4.0", "title": "CC BY 4.0"}],
                    "sources": [{"title": "test"}],
                    "bytes": len(raw),
                    "hash": digest(raw),
                    "schema": {"fields": fields, "primaryKey": [frame.columns[0]]},
                    "ivp": {
                        "producent": "Test",
                        "tabel": "",
                        "opgehaald": "2026-11-23",
                        "werkelijk": name not in fictief,
                        "persoonsregistratie": name in personen,
                        "contact": "test",
                    },
                }
            )
        register = {"name": "test", "title": "T", "description": "T", "resources": resources}
        (folder / "datapackage.json").write_text(json.dumps(register))
        return Package.load(Project(tmp_path))

    return make
