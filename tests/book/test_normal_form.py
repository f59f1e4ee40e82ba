"""Callouts, conditional content and hostile text, in both formats."""

from __future__ import annotations

from collections.abc import Callable

import pytest
import yaml

from ivp.errors import RenderFout
from tests.book.conftest import VARIABLES, Sample, figure
from tests.page import element

One = Callable[[str], Sample]


EVIL = '<script>alert(1)</script> & "quote" *vet* | {{< var x >}} $x$'


def test_callouts_with_title_heading_and_default(one: One) -> None:
    book = one(
        '# Een\n\n::: {.callout-note title="Titel *a*"}\nTekst A.\n:::\n\n'
        "::: {.callout-warning}\n## Titel **b**\nTekst B.\n:::\n\n"
        "::: {.callout-tip}\nTekst C.\n:::\n\n"
        '::: {.callout-caution collapse="true"}\nTekst D.\n:::\n'
    )
    book.render()
    page = book.soup("chapters/een.html")
    heads = [h.get_text(" ", strip=True) for h in page.select(".callout-header")]
    assert heads == ["Titel *a*", "Titel b", "Tip", "Opgelet"]
    assert page.select_one("details.callout-caution:not([open]) .callout-body") is not None
    for word in ("Titel b", "Tekst A.", "Tekst B.", "Tekst C.", "Tekst D."):
        assert word in book.pdf_text


def test_conditional_content(one: One) -> None:
    def block(kind: str, when: str, text: str) -> str:
        return f"::: {{.content-{kind} {when}}}\n{text}\n:::\n\n"

    book = one(
        "# Een\n\n"
        + block("visible", 'when-format="html"', "SCHERM")
        + block("visible", 'unless-format="html"', "PAPIER")
        + block("hidden", 'when-format="typst"', "ALLEENDOEK")
        + block("visible", 'when-profile="openbaar"', "OPENBAAR")
        + block("hidden", 'when-profile="openbaar"', "INTERN")
        + 'Zin [inline]{.content-visible when-format="html"}.\n'
    )
    book.config = {"profile": {"default": "concept"}}
    book.write("_quarto-concept.yml", "").write("_quarto-openbaar.yml", "book: {title: Openbaar}")
    book.render()
    page, pdf = book.text("chapters/een.html"), book.pdf_text
    assert "SCHERM" in page and "SCHERM" not in pdf
    assert "PAPIER" not in page and "PAPIER" in pdf
    assert "ALLEENDOEK" in page and "ALLEENDOEK" not in pdf
    assert "INTERN" in page and "OPENBAAR" not in page
    assert "inline" in page and "inline" not in pdf
    book.render("html", profile="openbaar")
    assert "OPENBAAR" in book.text("chapters/een.html")
    assert "INTERN" not in book.text("chapters/een.html")
    assert element(book.soup("index.html"), "h1").get_text() == "Openbaar"
    with pytest.raises(RenderFout, match="Profiel 'weg' bestaat niet"):
        book.render("html", profile="weg")


def test_a_value_can_never_be_markup(one: One) -> None:
    book = one(
        '# Een\n\nWaarde {{< var kwaad >}} en <abbr title="{{< var kwaad >}}">x</abbr> '
        '[koppeling]({{< var kwaad >}}){title="{{< var kwaad >}}"}\n\n'
        "| Kop |\n|---|\n| {{< var kwaad >}} |\n"
    )
    book.write("_variables.yml", yaml.safe_dump({**VARIABLES, "kwaad": EVIL}))
    book.render()
    page = book.soup("chapters/een.html")
    assert [s for s in page.find_all("script") if "alert" in s.text] == []
    assert EVIL in book.text("chapters/een.html")
    assert element(page, "abbr")["title"] == EVIL
    assert element(page, "td").get_text() == EVIL
    assert "<script>alert(1)</script>" in book.pdf_text


def test_a_caption_can_hold_emphasis_but_no_tags(one: One) -> None:
    book = one("# Een\n\n{{< embed ../_executed/a.ipynb#fig-a >}}\n")
    book.notebook(
        "a", figure("fig-a", fig_cap="Wat *nadruk* <script>alert(1)</script>", fig_alt=EVIL)
    )
    book.render()
    page = book.soup("chapters/een.html")
    caption = element(page, "figcaption")
    assert caption.find("script") is None and caption.find("em") is not None
    assert "<script>alert(1)</script>" in caption.get_text()
    assert "<script>alert(1)</script>" in book.pdf_text
