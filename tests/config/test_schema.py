from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from check_jsonschema import main  # the command that pre-commit runs
from click.testing import CliRunner

from ivp.config.schema import DESCRIPTIONS, SCHEMAS, described, export, keys


def test_the_committed_schemas_are_not_stale(root: Path, tmp_path: Path) -> None:
    for made in export(tmp_path):
        committed = root / "params" / "schema" / made.name
        assert committed.read_text(encoding="utf-8") == made.read_text(encoding="utf-8"), (
            f"{committed.name} is stale: run `make schema`"
        )


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_key_of_params_is_described_in_dutch(name: str) -> None:
    found = {f"{owner}.{key}": its.get("description") for owner, key, its in keys_of(name)}
    assert [key for key, text in found.items() if not text] == [], (
        f"say what these keys mean in {DESCRIPTIONS.name}, then `make schema`"
    )
    english = re.compile(r"\b(the|which|with|when|from|must|should|are)\b")
    assert [text for text in found.values() if text and english.search(text)] == []


def test_no_key_is_described_that_is_not_there() -> None:
    """And all of them stand in the one table: a field has no description of its own."""
    there = {(owner, key) for name in SCHEMAS for owner, key, _ in keys_of(name)}
    own = [
        (owner, key)
        for kind in SCHEMAS.values()
        for owner, key, its in keys(kind.model_json_schema())
        if "description" in its
    ]
    texts = yaml.safe_load(DESCRIPTIONS.read_text(encoding="utf-8"))
    in_table = {(o, k) for o, found in texts.items() if o != "*" for k in found}
    assert in_table - there == set()
    assert own == []
    assert set(texts["*"]) <= {key for _, key in there}


def keys_of(name: str) -> list[tuple[str, str, dict[str, Any]]]:
    return list(keys(described(SCHEMAS[name])))


def test_an_editor_finds_the_schema_that_a_file_names(root: Path) -> None:
    params = root / "params"
    for path in [*params.glob("*.yml"), *params.glob("gemeenten/*.yml")]:
        first = path.read_text(encoding="utf-8").splitlines()[0]
        prefix, _, target = first.partition("$schema=")
        assert prefix == "# yaml-language-server: ", path
        assert (path.parent / target).resolve().is_file(), path


@pytest.mark.parametrize("name", ["boek", "indicatoren", "velden", "bronnen"])
def test_the_schema_says_what_the_model_says(root: Path, tmp_path: Path, name: str) -> None:
    def accepted(file: Path) -> bool:
        return CliRunner().invoke(main, ["--schemafile", str(schema), str(file)]).exit_code == 0

    schema, file = root / f"params/schema/{name}.json", root / f"params/{name}.yml"
    assert accepted(file)
    wrong = tmp_path / "wrong.json"
    data = yaml.safe_load(file.read_text(encoding="utf-8")) | {"onbekend": 1}
    wrong.write_text(json.dumps(data, default=str), encoding="utf-8")
    assert not accepted(wrong)
