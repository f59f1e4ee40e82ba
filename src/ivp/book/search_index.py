"""The search index of the finished pages: stems per section, in a script so that files have it too.

The words are stemmed here and the reader's question in ``assets/zoeken.js``, by the same algorithm
(Snowball's Dutch, Kraaij and Pohlmann), so that *huizen* finds *huis*.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any, NamedTuple

INDEX = "site_libs/ivp/zoekindex.js"
_SKIP = {"script", "style", "details", "svg", "nav", "search", "dialog"}
_SKIP_CLASS = {"ivp-gegevens", "ivp-concept", "ivp-gewijzigd", "alleen-voorlezen"}
_FIGURE = re.compile(r"\S*\d\S*")
"""What is left out of the cells of a table: apart from its row and column a figure says nothing,
or, to who reads on in the next row, the wrong thing."""
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_LENGTH = 600
"""Characters of a section's text that are kept, to show where a word was found."""
_TITLE = 5
"""How much more a word in a heading weighs than one in the text."""


Part = dict[str, Any]
"""``plaatsen``: the sections; ``stammen``: per stem pairs of section and weight. Plain data."""


class Section(NamedTuple):
    """A place that can be found: page with anchor, chapter, title and text."""

    place: str
    chapter: str
    title: str
    text: str


def words(text: str) -> list[str]:
    """The words of ``text`` in lower case; *auto's* is one word."""
    return _WORD.findall(text.replace("’", "'").lower())


@cache
def stems(word: str) -> frozenset[str]:
    """The stems of a word as written and without its accents; the stems have none."""
    return frozenset(_bare(_dutch().stemWord(form)) for form in (word, _bare(word)))


@cache
def _dutch() -> Any:
    from Stemmer import Stemmer  # most of the time the page is in the store

    return Stemmer("dutch")


def _bare(text: str) -> str:
    parts = unicodedata.normalize("NFD", text)
    return "".join(c for c in parts if not unicodedata.combining(c))


def part(found: Iterable[Section]) -> Part:
    """What the index has of the sections of one page."""
    places = []
    weights: dict[str, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for number, section in enumerate(found):
        places.append(
            {
                "p": section.place,
                "h": section.chapter,
                "t": section.title,
                "x": section.text[:_LENGTH],
            }
        )
        for text, weight in ((f"{section.title} {section.chapter}", _TITLE), (section.text, 1)):
            for word in words(text):
                for stem in stems(word):
                    weights[stem][number] += weight
    stemmed = {stem: sorted(found.items()) for stem, found in sorted(weights.items())}
    return {"plaatsen": places, "stammen": stemmed}


def index(parts: Iterable[Part]) -> str:
    """The script that hands the index of all pages, in their order, to ``assets/zoeken.js``.

    ``plaatsen`` are the sections; ``stammen`` gives per stem ``[section, weight, …]``.
    """
    places: list[dict[str, str]] = []
    weights: dict[str, list[int]] = defaultdict(list)
    for one in parts:
        for stem, found in one["stammen"].items():
            for number, weight in found:
                weights[stem] += (len(places) + number, weight)
        places += one["plaatsen"]
    data = {"plaatsen": places, "stammen": dict(sorted(weights.items()))}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
    return f"window.ivpZoekindex = {text};\n"


def main_part(root: Any) -> tuple[Any, str]:
    """What a page is about (``main``, of a page as ``lxml.html`` has it), and its title."""
    [main] = root.xpath("//main")[:1] or [root]
    heads = main.xpath(".//h1")
    return main, " ".join(heads[0].text_content().split()) if heads else ""


def sections(root: Any, name: str) -> Iterator[Section]:
    """The text before the first heading of a page, then each section.

    ``root`` is the page as ``lxml.html`` has it, ``name`` its path.
    """
    main, title = main_part(root)
    chapter = title or name
    found: list[tuple[str, str, list[str]]] = [("", chapter, [])]

    def say(text: str | None, cell: bool) -> None:
        words = _FIGURE.sub(" ", text or "") if cell else text or ""
        if words.strip():
            found[-1][2].append(words.strip())

    def walk(node: Any, cell: bool = False) -> None:
        if not isinstance(node.tag, str) or node.tag in _SKIP or node.tag == "h1":
            return
        if _SKIP_CLASS & set((node.get("class") or "").split()):
            return
        if node.tag in ("h2", "h3"):
            parent = node.getparent()
            anchor = node.get("id") or (parent.get("id") if parent is not None else "") or ""
            found.append((anchor, " ".join(node.text_content().split()), []))
            return
        if node.tag == "dt" and node.get("id"):
            found.append((node.get("id"), " ".join(node.text_content().split()), []))
        cell = cell or node.tag == "td"
        say(node.text, cell)
        for child in node:
            walk(child, cell)
            say(child.tail, cell)

    walk(main)
    for anchor, title, texts in found:
        text = " ".join(" ".join(texts).split())
        if text or title != chapter:
            yield Section(f"{name}#{anchor}" if anchor else name, chapter, title, text)
