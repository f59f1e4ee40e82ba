"""Every verb and every `make` target is documented, and no text names one that does not exist."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer.main
from typer.core import TyperGroup

from ivp.cli import app

DOCUMENTS = ("README.md", "docs/handleiding.md")
VERB = re.compile(r"(?:`|-m |^|\()ivp (?:--debug )?([a-z]+)\b", re.MULTILINE)
TARGET = re.compile(r"(?:`|run: |^ *- |^)make ([a-z]+)\b", re.MULTILINE)
ENGLISH = re.compile(r"\b(the|and|of the|with|from|which|what|how|list of)\b")
DUTCH = re.compile(r"\b(de|het|een|en|van|of|in|is|als|met|dan|zijn|wat|voor|alle|leeg|ook|naam)\b")


def verbs() -> dict[str, Any]:
    """The verbs that ``ivp --help`` lists."""
    group = typer.main.get_command(app)
    assert isinstance(group, TyperGroup)
    return {name: verb for name, verb in group.commands.items() if not verb.hidden}


def targets(root: Path) -> list[str]:
    return re.findall(r"^([a-z]+):.*##", (root / "Makefile").read_text("utf-8"), re.MULTILINE)


@pytest.fixture(scope="module")
def documented(root: Path) -> str:
    return "\n".join((root / name).read_text("utf-8") for name in DOCUMENTS)


@pytest.mark.parametrize("name", verbs())
def test_a_verb_is_documented(documented: str, name: str) -> None:
    assert name in VERB.findall(documented), f"describe `ivp {name}` in {' or '.join(DOCUMENTS)}"


def test_a_target_is_documented(root: Path, documented: str) -> None:
    known = set(targets(root)) | {"help"}
    assert len(known) > 15
    missing = known - set(TARGET.findall(documented)) - {"help"}
    assert missing == set(), f"describe these in {' or '.join(DOCUMENTS)}"


@pytest.mark.parametrize("name", verbs())
def test_a_verb_and_its_options_have_help_in_dutch(name: str) -> None:
    verb = verbs()[name]
    texts = [verb.help or ""] + [getattr(p, "help", None) or "" for p in verb.params]
    assert all(texts), f"`ivp {name} --help` says nothing of one of {[p.name for p in verb.params]}"
    assert re.search(DUTCH, texts[0])
    assert [text for text in texts if re.search(ENGLISH, text)] == []


def texts(root: Path) -> Iterator[tuple[str, str]]:
    """What people read, and the code; not the history."""
    names = subprocess.run(
        ["git", "ls-files", "-z", "*.md", "*.qmd", "*.yml", "*.py", "*.ipynb", "*.json"],
        cwd=root, capture_output=True, check=True, text=True,
    ).stdout  # fmt: skip
    for name in filter(None, names.split("\0")):
        if not name.startswith(("CHANGELOG.md", "docs/adr/")) and (root / name).is_file():
            yield name, (root / name).read_text("utf-8", "replace")


def test_no_text_names_a_verb_or_target_that_is_not_there(root: Path) -> None:
    hidden = {"prepare", "finish"}  # Quarto's two hooks
    known, made = set(verbs()) | hidden, set(targets(root)) | {"help"}
    wrong = [
        f"{name}: {what} {word}"
        for name, text in texts(root)
        for what, pattern, there in (("ivp", VERB, known), ("make", TARGET, made))
        for word in pattern.findall(text)
        if word not in there
    ]
    assert wrong == []
