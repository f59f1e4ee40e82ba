"""Export the model as JSON Schema, for editors and for ``check-jsonschema`` in pre-commit."""

from __future__ import annotations

import json
from pathlib import Path

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


def export(folder: Path) -> list[Path]:
    """Write the schema of each kind of file to ``<name>.json``; returns the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, kind in SCHEMAS.items():
        schema = {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            **kind.model_json_schema(),
        }
        path = folder / f"{name}.json"
        text = json.dumps(schema, ensure_ascii=False, indent=2) + "\n"
        path.write_bytes(text.encode())
        written.append(path)
    return written
