"""What a chapter becomes: callouts, conditional content, hostile text, resources, search."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
import yaml

from ivp.book import findings, quarto_yml
from ivp.errors import RenderFout
from tests.book.conftest import VARIABLES, Sample, cell, figure

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
    assert book.soup("index.html").find("h1").get_text() == "Openbaar"
    with pytest.raises(RenderFout, match="Profiel 'weg' bestaat niet"):
        book.render("html", profile="weg")


def test_profiles_merge_as_in_quarto() -> None:
    base = {"a": {"b": 1, "c": [1]}, "d": 1}
    assert quarto_yml.merge(base, {"a": {"b": 2, "c": [2]}}) == {"a": {"b": 2, "c": [1, 2]}, "d": 1}


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
    assert page.find("abbr")["title"] == EVIL
    assert page.find("td").get_text() == EVIL
    assert "<script>alert(1)</script>" in book.pdf_text


def test_a_caption_can_hold_emphasis_but_no_tags(one: One) -> None:
    book = one("# Een\n\n{{< embed ../_executed/a.ipynb#fig-a >}}\n")
    book.notebook(
        "a", figure("fig-a", fig_cap="Wat *nadruk* <script>alert(1)</script>", fig_alt=EVIL)
    )
    book.render()
    page = book.soup("chapters/een.html")
    caption = page.find("figcaption")
    assert caption.find("script") is None and caption.find("em") is not None
    assert "<script>alert(1)</script>" in caption.get_text()
    assert "<script>alert(1)</script>" in book.pdf_text


def test_figure_data_reach_the_page_byte_for_byte(one: One) -> None:
    data = json.dumps({"naam": "</script><script>alert(1)</script> {{< x >}} `a` :::"})
    safe = data.replace("<", "\\u003c").replace("{{", "{ {")
    html = f'<div class="ivp-figuur"><script type="application/json">{safe}</script></div>'
    book = one("# Een\n\n{{< embed ../_executed/a.ipynb#fig-a >}}\n").notebook(
        "a", figure("fig-a", html)
    )
    book.render("html")
    assert html in (book.out / "chapters/een.html").read_text("utf-8")
    script = book.soup("chapters/een.html").find("script", type="application/json")
    assert json.loads(script.text)["naam"].startswith("</script>")


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


def test_html_text_may_not_vanish_from_the_pdf(one: One) -> None:
    book = one("# Een\n\n<video controls>Alleen hier</video>\n\nEen<br>twee.\n")
    book.render("html")
    one("# Een\n\n```{=html}\n<p>Belangrijk</p>\n```\n")
    with pytest.raises(RenderFout, match="when-format"):
        book.render("pdf")


def test_concept_is_said_on_every_page_and_only_then(one: One) -> None:
    book = one("# Een\n")
    book.render()
    assert all("ivp-concept" in f.read_text("utf-8") for f in book.out.rglob("*.html"))
    assert "Concept" in book.pdf_text
    final = {**VARIABLES, "editie": {**VARIABLES["editie"], "status": "vastgesteld"}}
    book.write("_variables.yml", yaml.safe_dump(final)).render()
    assert not any("ivp-concept" in f.read_text("utf-8") for f in book.out.rglob("*.html"))
    assert "Concept" not in book.pdf_text


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


def test_streams_and_plain_text_are_shown(one: One) -> None:
    plain = cell("uit-a", {"text/plain": "kale tekst"})
    plain["outputs"].append({"output_type": "stream", "name": "stdout", "text": ["stroom\n"]})
    book = one("# Een\n\n{{< embed ../_executed/a.ipynb#uit-a >}}\n").notebook("a", plain)
    book.render()
    for text in (book.text("chapters/een.html"), book.pdf_text):
        assert "kale tekst" in text and "stroom" in text
