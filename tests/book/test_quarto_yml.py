"""``_quarto.yml`` as Quarto reads it, and what it may not say."""

from __future__ import annotations

from typing import Any

import pytest

from ivp.book import quarto_yml
from ivp.errors import RenderFout
from tests.book.conftest import Sample


def test_profiles_merge_as_in_quarto() -> None:
    base = {"a": {"b": 1, "c": [1]}, "d": 1}
    assert quarto_yml.merge(base, {"a": {"b": 2, "c": [2]}}) == {"a": {"b": 2, "c": [1, 2]}, "d": 1}


@pytest.mark.parametrize(
    ("config", "what"),
    [
        ({"book": {"title": "T", "author": "A"}}, "book.chapters ontbreekt"),
        ({"filters": ["weg.lua"]}, "Filter weg.lua bestaat niet"),
        ({"profile": {"default": "weg"}}, "Profiel 'weg' bestaat niet"),
    ],
)
def test_what_is_missing_is_named(sample: Sample, config: dict[str, Any], what: str) -> None:
    sample.config = config
    sample.save()
    with pytest.raises(RenderFout) as error:
        quarto_yml.load(sample.project)
    assert what in error.value.wat and error.value.waar == "_quarto.yml"


@pytest.mark.parametrize(
    ("entry", "what"),
    [
        ("chapters/weg.qmd", "chapters/weg.qmd bestaat niet"),
        ("een.ipynb", "kent dit niet"),
        ({"part": "deel.qmd", "chapters": []}, "kent dit niet"),
    ],
)
def test_a_chapter_that_cannot_be(sample: Sample, entry: Any, what: str) -> None:
    sample.chapters = [entry]
    sample.save()
    with pytest.raises(RenderFout) as error:
        quarto_yml.load(sample.project)
    assert what in error.value.wat


def test_parts_and_appendices_and_what_the_pages_say_of_the_edition(sample: Sample) -> None:
    for name in ("een", "twee"):
        sample.write(f"chapters/{name}.qmd", "# x\n")
    sample.chapters = [{"part": "Deel", "chapters": ["chapters/een.qmd"]}]
    sample.appendices = ["chapters/twee.qmd"]
    book = quarto_yml.load(sample.save().project)
    assert [(one.page, one.part, one.appendix) for one in book.entries] == [
        ("index.html", None, False),
        ("chapters/een.html", "Deel", False),
        ("chapters/twee.html", None, True),
    ]
    assert book.edition == quarto_yml.EditionLabel("0.1", "", "2026-11-23", "concept")
    assert book.edition.concept
    (sample.root / "_variables.yml").unlink()
    assert quarto_yml.load(sample.project).edition == quarto_yml.EditionLabel()
