"""Which change makes a notebook stale, and what is said about it."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from ivp.code import Code
from ivp.config import Chapter
from ivp.config.model import Leest
from ivp.paths import Project
from ivp.run import staleness
from ivp.store import Store, sha256

INPUT: dict[str, Any] = {
    "table": {
        "columns": ["indicator", "jaar", "waarde", "bron"],
        "rows": [
            ["woninginbraak", 2024, 1.0, "politie+halt"],
            ["geweld", 2024, 3.0, "politie"],
        ],
    },
    "definitions": {"woninginbraak": {"titel": "Woninginbraken"}},
    "datasets": {"gebieden": [1]},
    "parts": {"historie": {"kaders": []}},
    "sources": [{"name": "gebieden", "titel": "Gebieden"}, {"name": "halt", "titel": "Halt"}],
    "zaad": 420,
}
DELIVERIES = {"gebieden": "aa", "halt": "cc", "elders": "ee"}
SHOWN = {"gebieden": {"sha256": "aa", "opgehaald": "2026-01-01"}}


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


def keyed(
    source: Path,
    parameters: dict[str, Any],
    content: dict[str, Any],
    package: Path,
    deliveries: dict[str, str] = DELIVERIES,
) -> Chapter:
    return staleness.with_key(
        Project(source.parent),
        Chapter("beeld", "chapters/beeld.qmd", source.name, parameters, Leest()),
        json.dumps(content),
        staleness.input_parts(content),
        Code(package),
        deliveries,
    )


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "opslag")


def causes(before: Chapter, after: Chapter, store: Store | None = None) -> list[str]:
    kept = store or Store(Path("bestaat-niet"))
    return staleness.causes(after, staleness.stamp(before), kept)


def test_same_content_is_not_stale_and_first_run_is(
    tmp_path: Path, package: Path, store: Store
) -> None:
    first = keyed(notebook(tmp_path), {"a": 1}, INPUT, package)
    again = keyed(notebook(tmp_path), {"a": 1}, copy.deepcopy(INPUT), package)
    assert causes(first, again) == []
    assert first.key == again.key
    assert staleness.causes(first, None, store) == ["nog niet uitgevoerd"]


@pytest.mark.parametrize(
    ("path", "value", "said"),
    [
        (("table", "rows", 0, 2), 2.0, "indicator woninginbraak gewijzigd"),
        (
            ("definitions", "woninginbraak", "titel"),
            "x",
            "de omschrijving van indicator woninginbraak gewijzigd",
        ),
        (("datasets", "gebieden"), [2], "de inhoud van bron gebieden gewijzigd"),
        (("parts", "historie", "kaders"), [1], "het onderdeel historie van params gewijzigd"),
        (("parts", "leveringen", "gebieden", "sha256"), "bb", "bron gebieden gewijzigd"),
        (
            ("parts", "leveringen", "gebieden", "opgehaald"),
            "2026-02-02",
            "de datum van bron gebieden gewijzigd",
        ),
        (("sources", 0, "titel"), "bb", "de beschrijving van bron gebieden gewijzigd"),
        (("zaad",), 421, "de instelling zaad gewijzigd"),
    ],
)
def test_each_kind_of_input_is_named(
    tmp_path: Path, package: Path, path: tuple[Any, ...], value: Any, said: str
) -> None:
    changed = copy.deepcopy(INPUT)
    if "leveringen" in path:
        changed["parts"]["leveringen"] = copy.deepcopy(SHOWN)
    before = keyed(notebook(tmp_path), {}, changed, package)
    place: Any = changed
    for part in path[:-1]:
        place = place[part]
    place[path[-1]] = value
    assert causes(before, keyed(notebook(tmp_path), {}, changed, package)) == [said]


def test_a_revised_source_is_the_one_cause_with_its_number_of_rows(
    tmp_path: Path, package: Path, store: Store
) -> None:
    old, new = b"a,b\n1,2\n3,4\n5,6\n", b"a,b\n1,9\n3,8\n5,6\n"
    revised = copy.deepcopy(INPUT)
    revised["table"]["rows"][0][2] = 2.0
    was, now = DELIVERIES | {"halt": sha256(old)}, DELIVERIES | {"halt": sha256(new)}
    before = keyed(notebook(tmp_path), {}, INPUT, package, was)
    after = keyed(notebook(tmp_path), {}, revised, package, now)
    assert causes(before, after, store) == ["bron halt gewijzigd"]
    for content in (old, new):
        staleness.keep_source(content, store)
    assert causes(before, after, store) == ["bron halt gewijzigd, 2 rijen"]
    revised["table"]["rows"][0][3] = "politie"  # then it is not what changed the figure
    after = keyed(notebook(tmp_path), {}, revised, package, now)
    assert causes(before, after, store) == ["indicator woninginbraak gewijzigd"]


def test_a_delivery_that_changes_no_figure_leaves_the_notebook_alone(
    tmp_path: Path, package: Path
) -> None:
    before = keyed(notebook(tmp_path), {}, INPUT, package)
    other = DELIVERIES | {"halt": "dd", "elders": "ff"}
    assert keyed(notebook(tmp_path), {}, INPUT, package, other).key == before.key
    # and is not named beside what did change
    after = keyed(notebook(tmp_path), {"a": 1}, INPUT, package, other)
    assert causes(before, after) == ["de parameter a is nieuw"]


def test_a_delivery_is_named_with_what_it_may_have_changed(tmp_path: Path, package: Path) -> None:
    other = DELIVERIES | {"gebieden": "bb"}
    before = keyed(notebook(tmp_path), {}, INPUT, package)
    content, part = copy.deepcopy(INPUT), copy.deepcopy(INPUT)
    content["datasets"]["gebieden"] = [2]
    part["parts"]["historie"] = {}
    assert causes(before, keyed(notebook(tmp_path), {}, content, package, other)) == [
        "bron gebieden gewijzigd"
    ]
    assert causes(before, keyed(notebook(tmp_path), {}, part, package, other)) == [
        "bron gebieden gewijzigd",
        "het onderdeel historie van params gewijzigd",
    ]


def test_notebook_parameter_and_reached_code_count(tmp_path: Path, package: Path) -> None:
    before = keyed(notebook(tmp_path), {"a": 1}, INPUT, package)
    assert causes(before, keyed(notebook(tmp_path), {"a": 2}, INPUT, package)) == [
        "de parameter a gewijzigd"
    ]
    (package / "book.py").write_text("b = 2\n")
    assert causes(before, keyed(notebook(tmp_path), {"a": 1}, INPUT, package)) == []
    (package / "stats.py").write_text("a = 22\n")
    assert causes(before, keyed(notebook(tmp_path), {"a": 1}, INPUT, package)) == [
        "de programmatuur ivp.stats gewijzigd"
    ]
    other = notebook(tmp_path, "from ivp import show\n2")
    assert "het notitieboek beeld.ipynb gewijzigd" in causes(
        before, keyed(other, {"a": 1}, INPUT, package)
    )


def test_outputs_in_the_source_notebook_do_not_count(tmp_path: Path, package: Path) -> None:
    before = keyed(notebook(tmp_path), {}, INPUT, package)
    path = tmp_path / "beeld.ipynb"
    content = json.loads(path.read_text())
    content["cells"][1]["outputs"] = [{"output_type": "stream", "text": "x"}]
    path.write_text(json.dumps(content))
    assert causes(before, keyed(path, {}, INPUT, package)) == []
