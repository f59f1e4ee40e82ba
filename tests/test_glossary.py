"""docs/glossary.md: its Dutch words are those of the code, and each stands there once."""

from __future__ import annotations

import io
import re
import tokenize
from pathlib import Path


def dutch_words(root: Path) -> list[str]:
    text = (root / "docs/glossary.md").read_text("utf-8")
    table = text.partition("## Dutch nouns")[2].partition("\n## ")[0]
    return re.findall(r"^\| ([a-z]+) \|", table, re.MULTILINE)[1:]  # the first is the head


def names(root: Path) -> set[str]:
    """The words that the names in our code are made of: ``GebiedCode`` gives gebied and code."""
    found: set[str] = set()
    for path in (root / "src/ivp").rglob("*.py"):
        source = io.StringIO(path.read_text("utf-8"))
        for token in tokenize.generate_tokens(source.readline):
            if token.type == tokenize.NAME:
                parts = re.findall(r"[A-Z]?[a-z]+|[A-Z]+", token.string)
                found |= {part.lower() for part in parts}
    return found


def test_the_words_are_those_of_the_code(root: Path) -> None:
    words = dutch_words(root)
    assert len(words) > 20
    assert sorted(words) == sorted(set(words)), "a word has one meaning"
    there = names(root)
    unused = {word for word in words if not {word, f"{word}n", f"{word}en", f"{word}s"} & there}
    # The startnotitie is a document: the code names it in docstrings, as a source.
    assert unused - {"startnotitie"} == set()
