"""Export the model as JSON Schema, for editors and for ``check-jsonschema`` in pre-commit."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from ivp.config import model as m
from ivp.config import sources

SCHEMAS: dict[str, type[m.Params]] = {
    "boek": m.Boek,
    "indicatoren": m.Indicatoren,
    "velden": m.Velden,
    "gemeente": m.Gemeentebestand,
    "plannen": m.Plannen,
    "bronnen": sources.Bronnen,
}
DESCRIPTIONS = Path(__file__).with_name("key_descriptions.yml")
"""What each key means, in Dutch: per class of the model, "*" for every class."""


def described(kind: type[m.Params]) -> dict[str, Any]:
    """The JSON schema of a kind of file, each key with what ``DESCRIPTIONS`` says of it.

    A key that is not there, for its class or for "*", has no description (a test says which).
    """
    texts = yaml.safe_load(DESCRIPTIONS.read_text(encoding="utf-8"))
    schema = kind.model_json_schema()
    for owner, key, about in keys(schema):
        text = texts.get(owner, {}).get(key) or texts["*"].get(key)
        if text:
            about["description"] = text
    return schema


def keys(schema: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Every key in the schema of a kind of file: its class, its name, and its own schema."""
    for owner, about in [(schema["title"], schema), *schema.get("$defs", {}).items()]:
        for key, its in about.get("properties", {}).items():
            yield owner, key, its


def export(folder: Path) -> list[Path]:
    """Write the schema of each kind of file to ``<name>.json``; returns the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, kind in SCHEMAS.items():
        schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **described(kind)}
        path = folder / f"{name}.json"
        text = json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
        path.write_bytes(text.encode())
        written.append(path)
    return written
