"""The kit is documented: who writes a notebook finds every function, with all that goes into it."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from ivp import dutch, show
from ivp.show import figures, sentences, style, tables, units
from ivp.show.open_chapter import OpenChapter

SELF_EVIDENT = {"self", "fig", "o", "text"}
"""Parameters that need no word: their module says what they are."""


def public() -> Iterator[tuple[str, Callable[..., Any]]]:
    for module in (show, figures, sentences, style, tables, units):
        for name in getattr(module, "__all__", vars(module)):
            found = getattr(module, name)
            if not inspect.isfunction(found) or name.startswith("_"):
                continue
            if found.__module__ == module.__name__ or module in (show, figures):
                yield f"{module.__name__}.{name}", found
    for name, found in vars(OpenChapter).items():
        if inspect.isfunction(found) and not name.startswith("_"):
            yield f"OpenChapter.{name}", found


@pytest.mark.parametrize(("name", "function"), [pytest.param(*p, id=p[0]) for p in public()])
def test_every_function_tells_what_goes_in(name: str, function: Callable[..., Any]) -> None:
    doc = inspect.getdoc(function) or ""
    assert doc.endswith((".", "``", '."')), f"{name} has no docstring of whole sentences"
    if function.__module__ == dutch.__name__:
        return
    wanted = set(inspect.signature(function).parameters) - SELF_EVIDENT
    assert {one for one in wanted if one not in doc} == set(), f"not in the docstring of {name}"


@pytest.mark.parametrize("module", [show, figures])
def test_what_a_notebook_calls_has_an_example(module: ModuleType) -> None:
    functions = [getattr(module, name) for name in module.__all__]
    bare = [
        one.__name__
        for one in functions
        if inspect.isfunction(one)
        and one.__module__ != dutch.__name__
        and "Example" not in (one.__doc__ or "")
    ]
    assert bare == []


def test_everything_public_says_what_it_is(root: Path) -> None:
    """Classes, properties and the modules behind the kit too, whether exported or not."""
    bare = []
    for file in sorted((root / "src/ivp/show").rglob("*.py")):
        tree = ast.parse(file.read_text("utf-8"))
        classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
        owners: list[ast.Module | ast.ClassDef] = [tree, *classes]
        for owner in owners:
            bare += [
                f"{file.name}: {node.name}"
                for node in owner.body
                if isinstance(node, ast.FunctionDef | ast.ClassDef)
                and not node.name.startswith("_")
                and not ast.get_docstring(node)
            ]
    assert bare == [], "say of these what comes in and what goes out"
