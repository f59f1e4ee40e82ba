"""Pandoc as we ask it: the book's own filter for tables, and a walk through its trees."""

from __future__ import annotations

from pathlib import Path

import panflute as pf
from hypothesis import given, settings
from hypothesis import strategies as st

from ivp.book import pandoc
from ivp.store import Store
from tests.book.conftest import ROOT


def shares(*rows: str) -> list[float | str]:
    """The column widths that the book's filter gives a table, in hundredths, for the PDF."""
    lines = [rows[0], "|" + "-|" * rows[0].count(" | ") + "-|", *rows[1:]]
    filters = [ROOT / "assets" / "quarto" / "tabellen.lua"]
    [document] = pandoc.read(["\n".join(lines)], filters)
    [found] = [b for b in pandoc.load(document["typst"]).content if isinstance(b, pf.Table)]
    assert len(found.head.content) == 1 and len(found.content[0].content) == len(rows) - 1
    return [width if isinstance(width, str) else round(width * 100) for _, width in found.colspec]


def test_a_table_that_fits_keeps_its_natural_widths() -> None:
    assert shares("| Bron | Jaar |", "| CBS | 2020 |") == ["ColWidthDefault"] * 2


def test_no_column_is_narrower_than_its_longest_word() -> None:
    long = "woord " * 60
    date, name, text = shares("| Datum | Bron | Wat |", f"| 23-11-2026 | Politie | {long} |")
    assert date >= 13 and name >= 10 and text > 70
    first, second = shares("| A | B |", f"| {long} | {long * 4} |")
    assert 20 < first < second < 80


@given(st.lists(st.integers(1, 300), min_size=2, max_size=8))
@settings(max_examples=25)
def test_widths_fill_the_line(lengths: list[int]) -> None:
    cells = " | ".join(("abcd " * length)[:length].strip() for length in lengths)
    found = shares("| " + " | ".join("k" for _ in lengths) + " |", f"| {cells} |")
    assert found[0] == "ColWidthDefault" or 97 <= sum(map(float, found)) <= 103


def test_a_walk_gives_what_panflute_gives_and_leaves_words_alone() -> None:
    def louder(element: object, _: object = None) -> object:
        if isinstance(element, pf.Emph):
            return [pf.Str("!"), pf.Strong(*element.content)]
        return [] if isinstance(element, pf.Note) else None

    text = "# Kop *a*\n\n- een *twee*\n\n| a | *b* |\n|---|---|\n| c | d^[noot] |\n"
    text += "\n::: {.x}\n*e*\n:::\n"
    [document] = pandoc.read([text])
    ours = pandoc.walk(pandoc.load(document["html"]), louder)
    assert ours.to_json() == pandoc.load(document["html"]).walk(louder).to_json()


def test_a_text_is_read_once_for_both_formats_and_kept(tmp_path: Path) -> None:
    store = Store(tmp_path)
    first = pandoc.read(["# Een", "Twee"], (), store)
    assert [set(one) for one in first] == [{"html", "typst"}] * 2
    assert pandoc.read(["Twee", "# Een"], (), store) == first[::-1]
