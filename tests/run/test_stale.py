"""Which change makes a notebook stale, and what is said about it."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from ivp.run import stale

INVOER: dict[str, Any] = {
    "cijfers": {
        "kolommen": ["indicator", "jaar", "waarde"],
        "rijen": [["woninginbraak", 2024, 1.0], ["geweld", 2024, 3.0]],
    },
    "definities": {"woninginbraak": {"titel": "Woninginbraken"}},
    "datasets": {"gebieden": [1]},
    "onderdelen": {"historie": {"kaders": []}},
    "bronnen": [{"name": "gebieden", "sha256": "aa"}],
    "zaad": 420,
}


@pytest.fixture
def package(tmp_path: Path) -> Path:
    folder = tmp_path / "ivp"
    (folder / "show").mkdir(parents=True)
    (folder / "__init__.py").write_text("")
    (folder / "show" / "__init__.py").write_text("from ivp.stats import a\n")
    (folder / "stats.py").write_text("a = 1\n")
    (folder / "book.py").write_text("b = 1\n")
    return folder


def notebook(folder: Path, code: str = "from ivp import show\n1") -> Path:
    path = folder / "beeld.ipynb"
    text = {"cell_type": "markdown", "source": ["Dit is geen code"], "metadata": {}}
    cells = [text, {"cell_type": "code", "source": [code], "outputs": [], "metadata": {}}]
    path.write_text(json.dumps({"cells": cells}))
    return path


def causes(before: stale.Key, after: stale.Key) -> list[str]:
    return stale.causes(after, before.parts)


def test_same_content_is_not_stale_and_first_run_is(tmp_path: Path, package: Path) -> None:
    first = stale.key(notebook(tmp_path), {"a": 1}, INVOER, package)
    again = stale.key(notebook(tmp_path), {"a": 1}, copy.deepcopy(INVOER), package)
    assert causes(first, again) == []
    assert first.digest == again.digest
    assert stale.causes(first, None) == ["nog niet uitgevoerd"]


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("cijfers", "rijen", 0, 2), 2.0, "gewijzigd: de cijfers van indicator woninginbraak"),
        (("definities", "woninginbraak", "titel"), "x", "gewijzigd: de omschrijving van indicator"),
        (("datasets", "gebieden"), [2], "gewijzigd: de bron gebieden"),
        (("onderdelen", "historie", "kaders"), [1], "gewijzigd: het onderdeel historie van params"),
        (("bronnen", 0, "sha256"), "bb", "gewijzigd: de beschrijving van bron gebieden"),
        (("zaad",), 421, "gewijzigd: de instelling zaad"),
    ],
)
def test_each_kind_of_input_is_named(
    tmp_path: Path, package: Path, path: tuple[Any, ...], value: Any, said: str
) -> None:
    before = stale.key(notebook(tmp_path), {}, INVOER, package)
    changed = copy.deepcopy(INVOER)
    place: Any = changed
    for part in path[:-1]:
        place = place[part]
    place[path[-1]] = value
    [cause] = causes(before, stale.key(notebook(tmp_path), {}, changed, package))
    assert cause.startswith(said)


def test_notebook_parameter_and_reached_code_count(tmp_path: Path, package: Path) -> None:
    before = stale.key(notebook(tmp_path), {"a": 1}, INVOER, package)
    assert causes(before, stale.key(notebook(tmp_path), {"a": 2}, INVOER, package)) == [
        "gewijzigd: de parameter a"
    ]
    (package / "book.py").write_text("b = 2\n")
    assert causes(before, stale.key(notebook(tmp_path), {"a": 1}, INVOER, package)) == []
    (package / "stats.py").write_text("a = 22\n")
    assert causes(before, stale.key(notebook(tmp_path), {"a": 1}, INVOER, package)) == [
        "gewijzigd: de programmatuur (src/ivp)"
    ]
    other = notebook(tmp_path, "from ivp import show\n2")
    assert "gewijzigd: het notitieboek beeld.ipynb" in causes(
        before, stale.key(other, {"a": 1}, INVOER, package)
    )


def test_outputs_in_the_source_notebook_do_not_count(tmp_path: Path, package: Path) -> None:
    before = stale.key(notebook(tmp_path), {}, INVOER, package)
    path = tmp_path / "beeld.ipynb"
    content = json.loads(path.read_text())
    content["cells"][1]["outputs"] = [{"output_type": "stream", "text": "x"}]
    path.write_text(json.dumps(content))
    assert causes(before, stale.key(path, {}, INVOER, package)) == []
