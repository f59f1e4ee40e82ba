"""The PDF for reviewers has line numbers, and is as accessible as the other."""

from __future__ import annotations

from collections.abc import Callable

from tests.book.conftest import Sample


def test_lines_are_numbered_only_when_asked(one: Callable[[str], Sample]) -> None:
    text = "# Een {#sec-een}\n\n" + "Woorden die samen een lange alinea vormen. " * 40
    plain = one(text)
    plain.render("pdf")
    words = plain.pdf_text
    numbered = one(text)
    numbered.config["regelnummers"] = True
    numbered.render("pdf")  # Typst refuses what is not PDF/UA-1 and PDF/A-2a
    found = numbered.pdf_text
    page = numbered.pdf.pages[-1].extract_text()
    assert " 12 " not in words
    assert "12" in page.split()
    assert found.count("lange") == words.count("lange") == 40
