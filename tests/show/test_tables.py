"""Tables and escaped text: what goes in is what readers see, whatever it holds."""

from __future__ import annotations

import json
import re
from typing import Any

import pandas as pd
import pypandoc
import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from ivp import dutch
from ivp.show import tables
from tests.page import element

HOSTILE = [
    "a | b",
    "a\nb\n\n# kop",
    "</script><script>alert(1)</script>",
    "</table>",
    "=HYPERLINK(1)",
    "{{< include geheim.qmd >}}",
    "[klik](http://kwaad.example)",
    "![x](y.png)",
    "`code` *nadruk* __vet__ ~~door~~ ^hoog^ ~laag~",
    "@fig-x en [@bron]",
    "$x^2$",
    r"eind\\",
    "<!-- weg -->",
    "noot[^1]",
    "{.klasse #id}",
]


def ast(markdown: str) -> list[dict[str, Any]]:
    """Pandoc's tree without smart quotes, which are typography."""
    text = pypandoc.convert_text(markdown, "json", format="markdown-smart")
    blocks: list[dict[str, Any]] = json.loads(text)["blocks"]
    return blocks


@pytest.mark.parametrize("text", HOSTILE)
def test_escaped_text_is_literal_in_pandoc(text: str) -> None:
    (block,) = ast(f"x {tables.md(text)}")
    assert block["t"] == "Para"
    assert {part["t"] for part in block["c"]} <= {"Str", "Space"}
    words = "".join(part.get("c", " ") for part in block["c"])
    assert words == f"x {' '.join(text.split())}"


@given(st.text(max_size=60))
def test_escaped_text_is_one_line_without_a_bare_mark(text: str) -> None:
    escaped = tables.md(text)
    assert "\n" not in escaped
    assert not re.search(r"(?<!\\)(?:\\\\)*[|<>{}\[\]`*#$@]", escaped)
    assert re.sub(r"\\(.)", r"\1", escaped).split() == text.split()


def test_an_amount_stays_on_one_line() -> None:
    assert tables.md("€\u00a070.000  en\tmeer\n") == "€\u00a070.000 en meer"


def frame() -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Naam | <b>": HOSTILE,
            "Jaar": range(2010, 2010 + len(HOSTILE)),
            "Aantal": [1234.56, float("nan"), *([0.0] * (len(HOSTILE) - 2))],
        }
    )


def test_a_markdown_table_keeps_its_cells_apart() -> None:
    (block,) = ast(tables.markdown_table(frame()))
    assert block["t"] == "Table"
    html = BeautifulSoup(
        pypandoc.convert_text(tables.markdown_table(frame()), "html", format="markdown-smart"),
        "lxml",
    )
    rows = [[cell.get_text() for cell in row.find_all(["th", "td"])] for row in html.find_all("tr")]
    assert {len(row) for row in rows} == {3}
    assert [" ".join(row[0].split()) for row in rows[1:]] == [" ".join(t.split()) for t in HOSTILE]
    assert rows[1][1:] == ["2010", "1.234,6"]
    assert rows[2][2] == "onbekend"
    assert not html.find_all(["script", "a", "img", "code", "em", "strong"])


def test_an_html_table_is_escaped_and_has_headers() -> None:
    text = tables.html_table(frame(), "<b>Bij</b>")
    soup = BeautifulSoup(text, "lxml")
    assert not soup.find_all(["script", "b"])
    assert element(soup, "caption").get_text() == "<b>Bij</b>"
    assert [th["scope"] for th in soup.select("thead th")] == ["col"] * 3
    assert len(soup.select('tbody th[scope="row"]')) == len(HOSTILE)
    assert element(soup, "tbody td.getal").get_text() == "2010"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (dutch.Missing.HIDDEN, "verborgen"),
        (None, "onbekend"),
        (pd.NA, "onbekend"),
        (True, "ja"),
        (1234, "1.234"),
        (0.05, "0,1"),
        ("tekst", "tekst"),
    ],
)
def test_cells(value: object, text: str) -> None:
    assert tables.cell_text(value, 1) == text


def test_numbers_are_aligned_right_and_so_are_the_words_in_their_place() -> None:
    assert tables.is_numeric([1, 2.5, dutch.Missing.UNKNOWN, None])
    assert tables.is_numeric([1, "geen"])
    assert not tables.is_numeric([True])
    assert not tables.is_numeric([None])
