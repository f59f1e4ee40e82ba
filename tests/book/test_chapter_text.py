"""Shortcodes, includes, embeds: what gets into a chapter, and what is refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pypdf import PdfReader

from ivp.errors import RenderFout
from tests.book.conftest import Sample, figure
from tests.page import element

One = Callable[[str], Sample]


def test_include_var_and_meta(one: One) -> None:
    book = one("# Een\n\n{{< include _deel.qmd >}}\n\nIn {{< meta book.title >}}.\n")
    book.write("chapters/_deel.qmd", "Uit **{{< var gemeente.naam >}}**.\n")
    book.render()
    assert "Uit Voorbeeldstad ." in book.text("chapters/een.html")
    assert "In Voorbeeldplan 2026." in book.text("chapters/een.html")
    assert "Uit Voorbeeldstad." in book.pdf_text


def test_a_missing_description_is_refused(one: One) -> None:
    book = one("# Een\n\n![](../plaat.png)\n").write("plaat.png", "x")
    with pytest.raises(RenderFout, match="beschrijving") as error:
        book.render("html")
    assert error.value.waar == "chapters/een.qmd, regel 3"


def test_shortcodes_in_code_and_escaped_shortcodes(one: One) -> None:
    book = one("# Een\n\n`{{< var gemeente.naam >}}` en `{{{< var x >}}}`\n")
    book.render("html")
    assert "Voorbeeldstad" in book.text("chapters/een.html")
    assert "{{< var x >}}" in book.text("chapters/een.html")


def test_a_new_page_is_one_on_paper_and_nothing_on_the_screen(one: One) -> None:
    book = one("# Een\n\nVoor.\n\n{{< pagebreak >}}\n\nNa.\n")
    book.render()
    page = element(book.soup("chapters/een.html"), "div.inhoud")
    assert page.get_text(" ", strip=True) == "Voor. Na."
    assert "page-break-after" in str(page)
    pages = [x.extract_text() for x in PdfReader(next(book.out.glob("*.pdf"))).pages]
    assert [p for p in pages if "Voor." in p] and not [
        p for p in pages if "Voor." in p and "Na." in p
    ]


def test_front_matter_title_and_a_value_in_a_heading(one: One) -> None:
    book = one(
        "---\ntitle: Plan {{< var gemeente.naam >}}\n---\n\n## In {{< var gemeente.naam >}}\n"
    )
    book.render()
    page = book.soup("chapters/een.html")
    assert "1 Plan Voorbeeldstad" in " ".join(element(page, "h1").get_text(" ").split())
    assert page.find(id="in-voorbeeldstad") is not None


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("{{< video film.mp4 >}}", "video"),
        ("Zie {{< include _x.qmd >}} hier", "include"),
        ("{{< var bestaat.niet >}}", "geen waarde"),
        ("{{< include _niet.qmd >}}", "bestaat niet"),
        ("{{< embed ../_executed/niet.ipynb#fig-a >}}", "bestaat niet"),
        ("{{< embed ../_executed/a.ipynb#fig-aa >}}", "Bedoelt u 'fig-a'"),
        ("```{python}", "uitvoerbare code"),
        ("Er zijn `{python} n` misdrijven", "berekende tekst"),
        ("::: {.panel-tabset}\n:::", "panel-tabset"),
        ("::: {layout-ncol=2}\n:::", "layout-ncol"),
        ("::: {#thm-a}\nx\n:::", "thm-a"),
        ("::: {.callout-gevaar}\nx\n:::", "callout-gevaar"),
        ('::: {.content-visible when-format="pdf"}\nx\n:::', "typst"),
        ('::: {.content-visible when-meta="x"}\nx\n:::', "when-meta"),
        ("Formule $x^2$", "formule"),
        ("Zie @fig-niet.", "wijst naar niets"),
        ("Zie [hier](#niet).", "wijst naar niets"),
        ("Zie [hier](twee.qmd).", "wijst naar niets"),
        ("Volgens @jansen2020.", "literatuurlijst"),
        ("![Plaat](niet.png)", "bestaat niet"),
    ],
)
def test_what_is_not_supported_names_file_and_line(one: One, line: str, what: str) -> None:
    book = one(f"# Een\n\nGewone tekst.\n\n{line}\n").notebook("a", figure("fig-a"))
    with pytest.raises(RenderFout) as error:
        book.render("html")
    assert what in str(error.value)
    assert str(error.value.waar).startswith("chapters/een.qmd, regel 5")


def test_an_error_in_an_included_file_names_that_file(one: One) -> None:
    book = one("# Een\n\n{{< include _deel.qmd >}}\n").write("chapters/_deel.qmd", "a\n\n@fig-x\n")
    with pytest.raises(RenderFout) as error:
        book.render("html")
    assert error.value.waar == "chapters/_deel.qmd, regel 3"


def test_a_file_that_includes_itself(one: One) -> None:
    book = one("# Een\n\n{{< include een.qmd >}}\n")
    with pytest.raises(RenderFout, match="voegt zichzelf in"):
        book.render("html")
