"""Pages and PDF: what may not vanish from either, and citations."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from ivp.errors import RenderFout
from tests.book.conftest import Sample, figure

One = Callable[[str], Sample]


def test_html_text_may_not_vanish_from_the_pdf(one: One) -> None:
    book = one("# Een\n\n<video controls>Alleen hier</video>\n\nEen<br>twee.\n")
    book.render("html")
    one("# Een\n\n```{=html}\n<p>Belangrijk</p>\n```\n")
    with pytest.raises(RenderFout, match="when-format"):
        book.render("pdf")


def test_citations(one: One) -> None:
    book = one("# Een\n\nVolgens @jansen2020 en [@jansen2020, p. 3].\n\nZie @fig-a.\n\n"
               "{{< embed ../_executed/a.ipynb#fig-a >}}\n")  # fmt: skip
    book.notebook("a", figure("fig-a"))
    book.config = {"bibliography": "bronnen.bib"}
    book.write(
        "bronnen.bib", "@book{jansen2020, author={Jansen, Piet}, title={Veilig}, year={2020}}"
    )
    book.render()
    assert "Volgens Jansen (2020)" in book.text("chapters/een.html")
    assert "Veilig" in book.text("chapters/een.html")
    assert "Volgens Jansen (2020)" in book.pdf_text
    one("# Een\n\nVolgens @pietersen1999.\n")
    with pytest.raises(RenderFout, match="pietersen1999"):
        book.render("html")
