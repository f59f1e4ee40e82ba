"""Which change makes a notebook stale, and what is said about it."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest

from ivp.code import Code
from ivp.run import stale
from ivp.store import Store, sha256

INVOER: dict[str, Any] = {
    "table": {
        "columns": ["indicator", "jaar", "waarde"],
        "rows": [["woninginbraak", 2024, 1.0], ["geweld", 2024, 3.0]],
    },
    "definitions": {"woninginbraak": {"titel": "Woninginbraken"}},
    "datasets": {"gebieden": [1]},
    "parts": {"historie": {"kaders": []}},
    "sources": [{"name": "gebieden", "titel": "Gebieden"}, {"name": "halt", "titel": "Halt"}],
    "zaad": 420,
}
LEVERINGEN = {"gebieden": "aa", "halt": "cc", "elders": "ee"}
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


def key(
    source: Path,
    parameters: dict[str, Any],
    invoer: dict[str, Any],
    package: Path,
    leveringen: dict[str, str] = LEVERINGEN,
) -> stale.Key:
    return stale.key(source, parameters, stale.invoer_parts(invoer), Code(package), leveringen)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "opslag")


def causes(
    before: stale.Key, after: stale.Key, store: Store | None = None, **made: str
) -> list[str]:
    return stale.causes(after, before.stamp, made, store or Store(Path("bestaat-niet")))


def test_same_content_is_not_stale_and_first_run_is(
    tmp_path: Path, package: Path, store: Store
) -> None:
    first = key(notebook(tmp_path), {"a": 1}, INVOER, package)
    again = key(notebook(tmp_path), {"a": 1}, copy.deepcopy(INVOER), package)
    assert causes(first, again) == []
    assert first.digest == again.digest
    assert stale.causes(first, None, {}, store) == ["nog niet uitgevoerd"]


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
    changed = copy.deepcopy(INVOER)
    if "leveringen" in path:
        changed["parts"]["leveringen"] = copy.deepcopy(SHOWN)
    before = key(notebook(tmp_path), {}, changed, package)
    place: Any = changed
    for part in path[:-1]:
        place = place[part]
    place[path[-1]] = value
    assert causes(before, key(notebook(tmp_path), {}, changed, package)) == [said]


def test_a_revised_source_is_the_one_cause_with_its_number_of_rows(
    tmp_path: Path, package: Path, store: Store
) -> None:
    old, new = b"a,b\n1,2\n3,4\n5,6\n", b"a,b\n1,9\n3,8\n5,6\n"
    revised = copy.deepcopy(INVOER)
    revised["table"]["rows"][0][2] = 2.0
    was, now = LEVERINGEN | {"halt": sha256(old)}, LEVERINGEN | {"halt": sha256(new)}
    before = key(notebook(tmp_path), {}, INVOER, package, was)
    after = key(notebook(tmp_path), {}, revised, package, now)
    made_from = {"woninginbraak": "politie+halt"}
    assert causes(before, after, store, **made_from) == ["bron halt gewijzigd"]
    for content in (old, new):
        stale.keep_source(content, store)
    assert causes(before, after, store, **made_from) == ["bron halt gewijzigd, 2 rijen"]
    assert causes(before, after, store, woninginbraak="politie") == [
        "indicator woninginbraak gewijzigd",
    ]


def test_a_delivery_that_changes_no_figure_leaves_the_notebook_alone(
    tmp_path: Path, package: Path
) -> None:
    before = key(notebook(tmp_path), {}, INVOER, package)
    other = LEVERINGEN | {"halt": "dd", "elders": "ff"}
    assert key(notebook(tmp_path), {}, INVOER, package, other).digest == before.digest
    # and is not named beside what did change
    after = key(notebook(tmp_path), {"a": 1}, INVOER, package, other)
    assert causes(before, after) == ["de parameter a is nieuw"]


def test_a_delivery_is_named_with_what_it_may_have_changed(tmp_path: Path, package: Path) -> None:
    other = LEVERINGEN | {"gebieden": "bb"}
    before = key(notebook(tmp_path), {}, INVOER, package)
    content, part = copy.deepcopy(INVOER), copy.deepcopy(INVOER)
    content["datasets"]["gebieden"] = [2]
    part["parts"]["historie"] = {}
    assert causes(before, key(notebook(tmp_path), {}, content, package, other)) == [
        "bron gebieden gewijzigd"
    ]
    assert causes(before, key(notebook(tmp_path), {}, part, package, other)) == [
        "bron gebieden gewijzigd",
        "het onderdeel historie van params gewijzigd",
    ]


def test_notebook_parameter_and_reached_code_count(tmp_path: Path, package: Path) -> None:
    before = key(notebook(tmp_path), {"a": 1}, INVOER, package)
    assert causes(before, key(notebook(tmp_path), {"a": 2}, INVOER, package)) == [
        "de parameter a gewijzigd"
    ]
    (package / "book.py").write_text("b = 2\n")
    assert causes(before, key(notebook(tmp_path), {"a": 1}, INVOER, package)) == []
    (package / "stats.py").write_text("a = 22\n")
    assert causes(before, key(notebook(tmp_path), {"a": 1}, INVOER, package)) == [
        "de programmatuur ivp.stats gewijzigd"
    ]
    other = notebook(tmp_path, "from ivp import show\n2")
    assert "het notitieboek beeld.ipynb gewijzigd" in causes(
        before, key(other, {"a": 1}, INVOER, package)
    )


def test_outputs_in_the_source_notebook_do_not_count(tmp_path: Path, package: Path) -> None:
    before = key(notebook(tmp_path), {}, INVOER, package)
    path = tmp_path / "beeld.ipynb"
    content = json.loads(path.read_text())
    content["cells"][1]["outputs"] = [{"output_type": "stream", "text": "x"}]
    path.write_text(json.dumps(content))
    assert causes(before, key(path, {}, INVOER, package)) == []
