"""One place names the versions: pyproject.toml. What is derived from it may not part from it."""

from __future__ import annotations

import importlib.util
import json
import re
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name


@pytest.fixture(scope="module")
def project(root: Path) -> dict[str, Any]:
    return tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def lock(root: Path) -> dict[str, list[Requirement]]:
    """Name → its pins (one per environment) in requirements.lock."""
    text = (root / "requirements.lock").read_text(encoding="utf-8").replace("\\\n", " ")
    pins: dict[str, list[Requirement]] = {}
    for line in text.splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            requirement = Requirement(line.split(" --hash")[0].strip())
            pins.setdefault(canonicalize_name(requirement.name), []).append(requirement)
    return pins


@pytest.fixture(scope="module")
def lock_tool(root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("lock", root / "tools/lock.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_every_dependency_is_in_the_lock_within_its_range(
    project: dict[str, Any], lock: dict[str, list[Requirement]]
) -> None:
    for line in [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]:
        wanted = Requirement(line)
        pins = lock.get(canonicalize_name(wanted.name))
        assert pins, f"{wanted.name} is not in requirements.lock: run `make lock`"
        for pin in pins:
            (exact,) = pin.specifier
            assert exact.operator == "=="
            assert wanted.specifier.contains(exact.version, prereleases=True), (
                f"requirements.lock has {pin}, pyproject.toml wants {wanted}: run `make lock`"
            )


def test_every_pin_has_hashes(root: Path) -> None:
    text = (root / "requirements.lock").read_text(encoding="utf-8").replace("\\\n", " ")
    pins = [line for line in text.splitlines() if re.match(r"\S+==", line)]
    assert len(pins) > 50
    assert [pin.split()[0] for pin in pins if "--hash=sha256:" not in pin] == []


def test_environment_yml_is_what_make_lock_makes(
    root: Path, project: dict[str, Any], lock_tool: ModuleType
) -> None:
    committed = (root / "environment.yml").read_text(encoding="utf-8")
    assert committed == lock_tool.environment(project), "environment.yml: run `make lock`"


def test_environment_yml_names_every_runtime_dependency(
    root: Path, project: dict[str, Any], lock_tool: ModuleType
) -> None:
    data = yaml.safe_load((root / "environment.yml").read_text(encoding="utf-8"))
    *conda, pip = data["dependencies"]
    there = {Requirement(line).name: Requirement(line).specifier for line in [*conda, *pip["pip"]]}
    for line in project["project"]["dependencies"]:
        wanted = Requirement(line)
        name = lock_tool.CONDA_NAMES.get(wanted.name, wanted.name)
        assert there.get(name) == wanted.specifier, wanted
    assert there["python"] == Requirement(f"x{project['project']['requires-python']}").specifier
    assert {"quarto", "jupyterlab", "nbval"} <= set(there)


@pytest.mark.parametrize("name", ["requirements.lock", "environment.yml", "pyproject.toml"])
def test_no_download_address_in_it(root: Path, name: str) -> None:
    text = (root / name).read_text(encoding="utf-8")
    assert not re.search(r"https?://|index-url|file:|find-links|trusted-host", text)


def test_the_installed_versions_are_those_of_the_lock(lock: dict[str, list[Requirement]]) -> None:
    """What is tested is what is locked; a stale environment shows here first."""
    from importlib.metadata import version

    for name in ("pandas", "plotly", "papermill", "great-expectations", "pydantic", "typst"):
        pins = [pin for pin in lock[name] if pin.marker is None or pin.marker.evaluate()]
        assert [f"=={version(name)}"] == [str(pin.specifier) for pin in pins]


def test_publiccode_has_what_the_standard_asks(root: Path) -> None:
    data = yaml.safe_load((root / "publiccode.yml").read_text(encoding="utf-8"))
    for key in ("publiccodeYmlVersion", "name", "url", "platforms", "developmentStatus"):
        assert data[key]
    assert data["softwareType"] == "standalone/desktop"
    for text in data["description"].values():
        assert len(text["shortDescription"]) <= 150
        assert 150 <= len(text["longDescription"]) <= 10_000
        assert text["features"]
    assert data["legal"]["license"] == "EUPL-1.2"
    assert (
        (root / "LICENSE").read_text(encoding="utf-8").startswith("EUROPEAN UNION PUBLIC LICENCE")
    )
    assert data["maintenance"]["contacts"][0]["name"]
    assert set(data["localisation"]["availableLanguages"]) == {"nl"}


def test_editors_and_pre_commit_know_every_schema(root: Path) -> None:
    schemas = {f"params/schema/{path.name}" for path in (root / "params/schema").glob("*.json")}
    settings = json.loads((root / ".vscode/settings.json").read_text(encoding="utf-8"))
    assert set(settings["yaml.schemas"]) == schemas
    assert all(list(root.glob(files)) for files in settings["yaml.schemas"].values())
    hooks = (root / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    assert {name for name in schemas if name not in hooks} == set()


def test_tasks_of_the_editor_are_targets_of_make(root: Path) -> None:
    tasks = json.loads((root / ".vscode/tasks.json").read_text(encoding="utf-8"))["tasks"]
    targets = set(re.findall(r"(?m)^([a-z]+):", (root / "Makefile").read_text(encoding="utf-8")))
    assert {task["command"].removeprefix("make ") for task in tasks} <= targets
