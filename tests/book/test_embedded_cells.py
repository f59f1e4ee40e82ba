"""What a chapter shows of an executed notebook, and what may not be missing."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from ivp.errors import RenderFout
from tests.book.conftest import Sample, cell, figure, table
from tests.page import element

One = Callable[[str], Sample]


def test_figure_data_reach_the_page_byte_for_byte(one: One) -> None:
    data = json.dumps({"naam": "</script><script>alert(1)</script> {{< x >}} `a` :::"})
    safe = data.replace("<", "\\u003c").replace("{{", "{ {")
    html = f'<div class="ivp-figuur"><script type="application/json">{safe}</script></div>'
    book = one("# Een\n\n{{< embed ../_executed/a.ipynb#fig-a >}}\n").notebook(
        "a", figure("fig-a", html)
    )
    book.render("html")
    assert html in (book.out / "chapters/een.html").read_text("utf-8")
    script = element(book.soup("chapters/een.html"), "script[type='application/json']")
    assert json.loads(script.text)["naam"].startswith("</script>")


def test_streams_and_plain_text_are_shown(one: One) -> None:
    plain = cell("uit-a", {"text/plain": "kale tekst"})
    plain["outputs"].append({"output_type": "stream", "name": "stdout", "text": ["stroom\n"]})
    book = one("# Een\n\n{{< embed ../_executed/a.ipynb#uit-a >}}\n").notebook("a", plain)
    book.render()
    for text in (book.text("chapters/een.html"), book.pdf_text):
        assert "kale tekst" in text and "stroom" in text


def test_embed_one_cell_and_a_whole_notebook(one: One) -> None:
    book = one("# Een\n\n{{< embed ../_executed/a.ipynb#zin-b >}}\n")
    cells = [cell("zin-a", {"text/markdown": "Zin A."}), cell("zin-b", {"text/markdown": "Zin B."})]
    book.notebook("a", *cells).render("html")
    assert "Zin B." in book.text("chapters/een.html")
    assert "Zin A." not in book.text("chapters/een.html")
    one("# Een\n\n{{< embed ../_executed/a.ipynb >}}\n").render("html")
    assert "Zin A. Zin B." in book.text("chapters/een.html")


def test_html_takes_html_and_the_pdf_takes_the_vector_image(one: One) -> None:
    book = one("# Een\n\n{{< embed ../_executed/a.ipynb#fig-a >}}\n")
    book.notebook("a", figure("fig-a", "<b>alleen scherm</b>")).render()
    assert "alleen scherm" in book.text("chapters/een.html")
    assert "alleen scherm" not in book.pdf_text
    assert "12,5" in book.pdf_text


def test_a_figure_without_html_becomes_an_image_with_its_description(one: One) -> None:
    book = one("# Een\n\n{{< embed ../_executed/a.ipynb#fig-a >}}\n")
    book.notebook(
        "a",
        cell(
            "fig-a",
            {"image/svg+xml": figure("x")["outputs"][0]["data"]["image/svg+xml"][0]},
            fig_cap="Bijschrift",
            fig_alt="Een lijn daalt",
        ),
    ).render()
    image = book.soup("chapters/een.html").find("img")
    assert image is not None
    assert image["alt"] == "Een lijn daalt"
    assert (book.out / "chapters" / image["src"]).is_file()


@pytest.mark.parametrize(
    ("broken", "what"),
    [
        ({**table("tbl-a"), "outputs": []}, "geen uitvoer"),
        (cell("fig-a", {"application/vnd.plotly.v1+json": "{}"}), "niet in HTML te tonen"),
        (cell("fig-a", {"text/html": "<b>x</b>"}), "niet in de PDF te tonen"),
        (figure("fig-a", fig_cap=""), "geen bijschrift"),
    ],
)
def test_cells_that_would_leave_a_gap(one: One, broken: dict[str, Any], what: str) -> None:
    label = "tbl-a" if "geen uitvoer" in what else "fig-a"
    book = one(f"# Een\n\n{{{{< embed ../_executed/a.ipynb#{label} >}}}}\n").notebook("a", broken)
    with pytest.raises(RenderFout, match=what) as error:
        book.render("html")
    assert "_executed/a.ipynb, cel 1" in str(error.value)
