"""Numbers and references: the same in the pages and in the PDF."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from ivp.book import findings
from ivp.errors import RenderFout
from tests.book.conftest import Sample, figure, table
from tests.page import element

One = Callable[[str], Sample]
CAPTION = re.compile(r"((?:Figuur|Tabel)\s[A-Z0-9.]+): Bijschrift van ((?:fig|tbl)-\w+)")


@pytest.fixture
def book(sample: Sample) -> Sample:
    sample.chapters = [
        {"part": "Deel een", "chapters": ["chapters/een.qmd", "chapters/los.qmd"]},
        {"part": "Deel twee", "chapters": ["chapters/twee.qmd"]},
    ]
    sample.appendices = ["chapters/bijlage.qmd"]
    sample.write(
        "chapters/een.qmd",
        "# Een {#sec-een}\n\n## Onder {#sec-onder}\n\n### Diep {#sec-diep}\n\n"
        "## Zonder {.unnumbered}\n\n## Daarna {#sec-daarna}\n\n"
        "{{< embed ../_executed/a.ipynb#fig-a >}}\n\n{{< embed ../_executed/a.ipynb#tbl-a >}}\n\n"
        "| x | y |\n|---|---|\n| 1 | 2 |\n\n: Bijschrift van tbl-hand {#tbl-hand}\n\n"
        "Zie [-@fig-b], [figuur @fig-b], [@fig-a; @tbl-c], @sec-bijlage, @sec-twee.\n",
    )
    sample.write("chapters/los.qmd", "# Los {#sec-los .unnumbered}\n\n## Kop\n\nTekst.\n")
    sample.write(
        "chapters/twee.qmd",
        "# Twee {#sec-twee}\n\n{{< embed ../_executed/a.ipynb#fig-b >}}\n\n"
        "Zie @tbl-hand, @sec-onder, @sec-diep, @sec-daarna, [terug](een.qmd#sec-onder), "
        "[heel](een.qmd), [hier](#sec-twee).\n",
    )
    sample.write(
        "chapters/bijlage.qmd",
        "# Bijlage {#sec-bijlage}\n\n## Kop {#sec-inb}\n\n"
        "{{< embed ../_executed/a.ipynb#tbl-c >}}\n\nZie @sec-inb, @tbl-c en @fig-a.\n",
    )
    sample.notebook("a", figure("fig-a"), figure("fig-b"), table("tbl-a"), table("tbl-c", rows=80))
    sample.render()
    return sample


def test_numbers_follow_chapter_and_order(book: Sample) -> None:
    assert "Tabel 1.2: Bijschrift van tbl-hand" in book.text("chapters/een.html")
    assert "Zie 2.1 , figuur 2.1 , Figuur 1.1 , Tabel A.1 , Bijlage A , Hoofdstuk 2 ." in book.text(
        "chapters/een.html"
    )
    assert "Zie Tabel 1.2 , Paragraaf 1.1 , Paragraaf 1.1.1 , Paragraaf 1.2 ," in book.text(
        "chapters/twee.html"
    )
    assert "Zie Paragraaf A.1 , Tabel A.1 en Figuur 1.1 ." in book.text("chapters/bijlage.html")


def test_pages_and_pdf_have_the_same_numbers(book: Sample) -> None:
    pages = ("een", "los", "twee", "bijlage")
    text = " ".join(book.text(f"chapters/{page}.html") for page in pages).replace("\xa0", " ")
    in_pages = CAPTION.findall(text)
    in_pdf = CAPTION.findall(book.pdf_text.replace("\xa0", " "))
    assert dict(map(reversed, in_pages)) == {
        "fig-a": "Figuur 1.1",
        "tbl-a": "Tabel 1.1",
        "tbl-hand": "Tabel 1.2",
        "fig-b": "Figuur 2.1",
        "tbl-c": "Tabel A.1",
    }
    assert in_pdf == in_pages
    assert "Zie Paragraaf A.1, Tabel A.1 en Figuur 1.1." in book.pdf_text.replace("\xa0", " ")


def test_headings_carry_their_number(book: Sample) -> None:
    page = book.soup("chapters/een.html")
    heads = [" ".join(h.get_text(" ").split()) for h in page.find_all(["h2", "h3"])]
    assert heads == ["1.1 Onder", "1.1.1 Diep", "Zonder", "1.2 Daarna"]
    assert "Kop" in book.text("chapters/los.html")
    assert "0.1" not in book.text("chapters/los.html")
    assert "0.1 Kop" not in book.pdf_text


def test_links_lead_to_the_page_and_anchor_that_quarto_makes(book: Sample) -> None:
    page = book.soup("chapters/twee.html")
    links = {" ".join(a.get_text().split()): a["href"] for a in element(page, "main").find_all("a")}
    assert links["Tabel 1.2"] == "een.html#tbl-hand"
    assert links["terug"] == "een.html#sec-onder"
    assert links["heel"] == "een.html#sec-een"
    assert links["hier"] == "#sec-twee"
    assert findings(book.out) == []


def test_parts_and_appendices_are_in_the_navigation_and_the_bookmarks(book: Sample) -> None:
    nav = element(book.soup("chapters/een.html"), "nav[aria-label=Hoofdstukken]")
    names = " ".join(nav.get_text(" ").split())
    assert "Deel een 1 Een Los Deel twee 2 Twee Bijlagen A Bijlage" in names
    titles = [item.title for item in book.pdf.outline if not isinstance(item, list)]
    assert titles == [
        "Vooraf", "Deel een", "1 Een", "Los", "Deel twee", "2 Twee", "Bijlagen", "A Bijlage",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "what", "place"),
    [
        ("# Een\n\nZie @sec-kaal.\n\n## Kaal {#sec-kaal .unnumbered}\n", "zonder nummer", 3),
        ("# Een\n\n## A {#sec-a}\n\n## B {#sec-a}\n", "twee keer", 3),
        ("# Een\n\n# Twee\n", "precies één titel", None),
        ("Geen kop\n", "precies één titel", None),
    ],
)
def test_numbering_errors(one: One, text: str, what: str, place: int | None) -> None:
    with pytest.raises(RenderFout, match=what) as error:
        one(text).render("html")
    suffix = f"chapters/een.qmd, regel {place}" if place else "chapters/een.qmd"
    assert str(error.value.waar).endswith(suffix)


def test_a_numbered_front_page_is_refused(one: One) -> None:
    book = one("# Een\n").write("index.qmd", "# Vooraf\n")
    with pytest.raises(RenderFout, match="voorpagina"):
        book.render("html")
