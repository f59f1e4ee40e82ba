"""Search: the index of the pages, and that page and index stem alike."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from playwright.sync_api import Browser

from ivp.book import search_index
from ivp.book.search_index import Section
from tests.book.conftest import ROOT, Sample

One = Callable[[str], Sample]
FORMS = [
    ("inbraak", "inbraken"),
    ("huis", "huizen"),
    ("dief", "dieven"),
    ("diefstal", "diefstallen"),
    ("melding", "meldingen"),
    ("jongere", "jongeren"),
    ("prioriteit", "prioriteiten"),
    ("wijk", "wijken"),
    ("café", "cafe"),
]


def data(script: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(script.removeprefix("window.ivpZoekindex = ").rstrip(";\n"))
    return found


@pytest.mark.parametrize(("one", "other"), FORMS)
def test_forms_of_a_word_share_a_stem(one: str, other: str) -> None:
    assert search_index.stems(one) & search_index.stems(other)


def test_every_section_can_be_found_and_nothing_ends_the_script(one: One) -> None:
    book = one("# Een\n\nVooraf.\n\n## Inbraken {#sec-i}\n\nIn de stationswijk </script>.\n")
    book.render("html")
    text = (book.out / search_index.INDEX).read_text("utf-8")
    assert "</script" not in text
    found = data(text)
    places = [place["p"] for place in found["plaatsen"]]
    number = places.index("chapters/een.html#sec-i")
    assert "Vooraf." in found["plaatsen"][places.index("chapters/een.html")]["x"]
    [stem] = search_index.stems("inbraak")
    assert found["stammen"][stem] == [number, search_index._TITLE]
    [stem] = search_index.stems("stationswijken")
    assert found["stammen"][stem] == [number, 1]


def test_a_table_is_found_by_its_words_not_by_its_figures(one: One) -> None:
    rows = "| Soort | 2023 |\n|---|--:|\n| Vuurwerk | 1.234 |\n| Vernieling | verborgen |\n"
    rows += "| Diefstal | € 6,5 per maand |\n| 1 fte bij Verkeer | sinds 6 maart |\n"
    book = one(f"# Een\n\n{rows}\nEr waren 77 meldingen.\n")
    book.render("html")
    found = data((book.out / search_index.INDEX).read_text("utf-8"))
    text = " ".join(place["x"] for place in found["plaatsen"])
    words = "2023 Vuurwerk Vernieling verborgen Diefstal 77 Verkeer maart"
    for word in words.split():
        assert word in text
    assert not {"234", "6", "5"} & set(search_index.words(text))
    assert "234" not in found["stammen"]


def test_the_index_is_the_same_page_by_page_and_from_what_was_kept() -> None:
    a = Section("a.html", "A", "A", "huizen en dieven")
    b = Section("b.html", "B", "B", "huis")
    parts = [search_index.part([a]), search_index.part([b])]
    assert search_index.index(parts) == search_index.index([search_index.part([a, b])])
    assert search_index.index(json.loads(json.dumps(parts))) == search_index.index(parts)
    [stem] = search_index.stems("huis")
    assert data(search_index.index(parts))["stammen"][stem] == [0, 1, 1, 1]


@given(st.text(max_size=30))
def test_any_text_can_be_indexed(text: str) -> None:
    found = data(search_index.index([search_index.part([Section("a.html", text, text, text)])]))
    assert set(found) == {"plaatsen", "stammen"}


def test_the_page_stems_as_the_index_does(chromium: Browser) -> None:
    """All words of the book's own texts, and endings put to them, through both stemmers."""
    files = [*ROOT.glob("chapters/*.qmd"), *ROOT.glob("params/**/*.yml"), ROOT / "index.qmd"]
    text = " ".join(path.read_text("utf-8") for path in files)
    vocabulary = sorted(set(search_index.words(text)))
    endings = ("en", "s", "'s", "heid", "lijke", "je", "ing", "t", "ën")
    words = vocabulary + [f"{w}{e}" for w in vocabulary[::7] for e in endings]
    assert len(words) > 3000
    page_text = "Auto\u2019s en caf\u00e9s, co\u00f6rdinatie: 1.000 keer ge\u00efnd in A\u0301 2024"
    page = chromium.new_page()
    page.goto((Path(ROOT) / "tests/book/empty.html").as_uri())
    for name in ("assets/vendor/snowball-dutch.min.js", "assets/zoeken.js"):
        page.evaluate(
            "src => new Promise(done => { const s = document.createElement('script');"
            " s.src = src; s.onload = done; document.head.append(s); })",
            (Path(ROOT) / name).as_uri(),
        )
    found = page.evaluate("words => words.map(w => ivpZoeken.stems(w))", words)
    split = page.evaluate("text => ivpZoeken.words(text)", page_text)
    page.close()
    assert split == search_index.words(page_text)
    different = {
        word: (stems, sorted(search_index.stems(word)))
        for word, stems in zip(words, found, strict=True)
        if set(stems) != search_index.stems(word)
    }
    assert different == {}
