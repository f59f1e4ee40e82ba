"""A whole book in an empty folder."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from ivp.book import findings, render
from ivp.errors import RenderFout
from tests.book.conftest import VARIABLES, Sample, figure

One = Callable[[str], Sample]


def test_root_relative_links_become_relative_and_resources_are_copied(one: One) -> None:
    html = '<p><a href="/_executed/downloads/a.csv">CSV</a></p>'
    book = one("# Een\n\n[Cijfers](/_executed/downloads/a.csv)\n\n"
               "{{< embed ../_executed/a.ipynb#fig-a >}}\n")  # fmt: skip
    book.notebook("a", figure("fig-a", html)).write("_executed/downloads/a.csv", "jaar\n2020\n")
    book.render()
    links = [a["href"] for a in book.soup("chapters/een.html").select("main .inhoud a")]
    assert links == ["../_executed/downloads/a.csv"] * 2
    assert findings(book.out) == []
    assert (book.out / "_executed/assets/plotly.min.js").stat().st_size > 1_000_000
    assert "Cijfers" in book.pdf_text


def test_concept_is_said_on_every_page_and_only_then(one: One) -> None:
    book = one("# Een\n")
    book.render()
    assert all("ivp-concept" in f.read_text("utf-8") for f in book.out.rglob("*.html"))
    assert "Concept" in book.pdf_text
    final = {**VARIABLES, "editie": {**VARIABLES["editie"], "status": "vastgesteld"}}
    book.write("_variables.yml", yaml.safe_dump(final)).render()
    assert not any("ivp-concept" in f.read_text("utf-8") for f in book.out.rglob("*.html"))
    assert "Concept" not in book.pdf_text


def test_a_form_that_a_book_does_not_have_is_refused(sample: Sample) -> None:
    with pytest.raises(RenderFout, match="Onbekende vorm: epub"):
        sample.render("html", "epub")


def test_what_it_says_and_when_the_pages_are_there(sample: Sample) -> None:
    said: list[str] = []
    seen: list[bool] = []
    made = render(
        sample.save().project,
        sample.out,
        progress=said.append,
        meanwhile=lambda: seen.append((sample.out / "index.html").is_file()),
    )
    assert seen == [True] and any("hoofdstukken" in text for text in said)
    assert made.pages == [Path("index.html")] and made.pdf == Path("voorbeeld.pdf")
