from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from check_jsonschema import main  # the command that pre-commit runs
from click.testing import CliRunner

from ivp.config.schema import export


def test_the_committed_schemas_are_not_stale(root: Path, tmp_path: Path) -> None:
    for made in export(tmp_path):
        committed = root / "params" / "schema" / made.name
        assert committed.read_text(encoding="utf-8") == made.read_text(encoding="utf-8"), (
            f"{committed.name} is stale: run `make schema`"
        )


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
