"""What Quarto makes of a book compiles with our template partials, to the same standards.

Quarto itself cannot be had everywhere; these bodies are written the way Quarto 1.10 writes them.
"""

from __future__ import annotations

import subprocess
from pathlib import Path

import pypandoc
import pytest
import typst
import yaml
from pypdf import PdfReader

from tests.book.conftest import ROOT, SVG, VARIABLES

PARTIALS = ROOT / "assets" / "typst"
# The order in which Quarto's own template puts the partials.
TEMPLATE = """$typst-template.typ()$

$page.typ()$

$typst-show.typ()$

#show heading.where(level: 1): it => {
  counter(figure.where(kind: "quarto-float-fig")).update(0)
  counter(figure.where(kind: "quarto-float-tbl")).update(0)
  it
}
$body$
"""
BODY = """
#heading(level: 1, numbering: none)[Samenvatting]
<samenvatting>
Zie #ref(<sec-een>, supplement: [Hoofdstuk]), #ref(<fig-a>, supplement: [Figuur]),
#ref(<tbl-b>, supplement: [Tabel]), #ref(<sec-bij>, supplement: [Bijlage]) en
#ref(<sec-onder>, supplement: [Paragraaf]).

#part[Waar staan we]
= Eerste
<sec-een>
== Onder
<sec-onder>
#figure([
#box(image("plaat.svg", alt: "Een lijn daalt"))
], caption: figure.caption(
position: bottom,
[
Een lijn
]),
kind: "quarto-float-fig",
supplement: "Figuur",
)
<fig-a>

#block[
#callout(
body:
[
Tekst met #strong[nadruk].

]
,
title:
[
Let op
]
,
background_color:
rgb("#fcefdc")
,
icon_color:
rgb("#EB9113")
,
icon:
none
,
body_background_color:
white
)
]
#part[Waar gaan we heen]
= Tweede
<sec-twee>
Tekst.

#show: appendices.with("Bijlagen", hide-parent: true)
#heading(level: 1, numbering: none)[Bijlagen]
= Bronnen
<sec-bij>
#figure([
#table(
  columns: (30%, 70%),
  align: (left,right,),
  table.header([Naam], [Waarde],),
  table.hline(),
  [a], [1],
)
], caption: figure.caption(
position: top,
[
Een tabel
]),
kind: "quarto-float-tbl",
supplement: "Tabel",
)
<tbl-b>
"""


@pytest.fixture
def text(tmp_path: Path) -> str:
    (tmp_path / "template.typ").write_text(TEMPLATE, "utf-8")
    for file in PARTIALS.glob("*.typ"):
        (tmp_path / file.name).write_text(file.read_text("utf-8"), "utf-8")
    (tmp_path / "_variables.yml").write_text(yaml.safe_dump(VARIABLES), "utf-8")
    (tmp_path / "plaat.svg").write_text(SVG, "utf-8")
    command = [pypandoc.get_pandoc_path(), "--from", "markdown", "--to", "typst"]
    command += ["--standalone", "--template", str(tmp_path / "template.typ")]
    command += ["-M", "title=Voorbeeldplan", "-M", "subtitle=Onder", "-M", "lang=nl"]
    command += ["-M", "toc-depth=2"]
    source = f"```{{=typst}}\n{BODY}\n```\n"
    done = subprocess.run(
        command, input=source, capture_output=True, text=True, check=True, encoding="utf-8"
    )
    (tmp_path / "boek.typ").write_text(done.stdout, "utf-8")
    typst.compile(
        str(tmp_path / "boek.typ"),
        output=str(tmp_path / "boek.pdf"),
        root=str(tmp_path),
        font_paths=[str(ROOT / "assets" / "fonts")],
        ignore_system_fonts=True,
        pdf_standards=["a-2a", "ua-1"],
        timestamp=0,
    )
    reader = PdfReader(tmp_path / "boek.pdf")
    return " ".join(" ".join(page.extract_text() for page in reader.pages).split())


def test_references_and_captions_have_the_books_numbers(text: str) -> None:
    plain = text.replace("\xa0", " ")
    assert "Zie Hoofdstuk 1, Figuur 1.1, Tabel A.1, Bijlage A en Paragraaf 1.1." in plain
    assert "Figuur 1.1: Een lijn" in plain
    assert "Tabel A.1: Een tabel" in plain


def test_title_page_parts_and_status(text: str) -> None:
    assert text.startswith("Voorbeeldplan Onder")
    assert "Editie 0.1 Status: concept" in text
    assert "Waar staan we" in text and "Let op Tekst met nadruk." in text
    assert text.count("Concept") >= 3
