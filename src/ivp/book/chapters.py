"""Chapters from text to page, each kept by what it follows from (``ivp.store``).

What is kept of a chapter is its outline, by its own text and the outputs that it embeds; and what
it became in a format, by that and the labels, numbers and titles of the whole book. So after a
change in one sentence one chapter is read, walked through and written.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from ivp.book import config, crossref, pandoc, source, tree
from ivp.book.config import Book, Chapter
from ivp.book.crossref import Page
from ivp.book.outline import Outline, outline
from ivp.book.source import Source
from ivp.code import Code
from ivp.paths import Project
from ivp.store import Store, digest, sha256

FORMATS = {"html": "html5", "typst": "typst-citations"}
"""The formats, and what Pandoc calls the text that we make of each."""


def read(project: Project, book: Book, sources: Sequence[Source], to: str) -> list[Page]:
    """The chapters in format ``to`` (``html`` or ``typst``), as far as their outlines."""
    around = [_state(project, book), book.profiles, to]
    keys = [digest([one.state, around]) for one in sources]
    made: dict[str, Any] = {}

    def make(missing: list[int]) -> list[dict[str, Any]]:
        todo = [sources[place] for place in missing]
        found = []
        for place, doc in zip(missing, _trees(project, book, todo, to), strict=True):
            found.append(asdict(outline(doc, sources[place].chapter, text=to == "html")))
            made[keys[place]] = doc
        return found

    outlines = Store.of(project).remember_all("hoofdstukken", keys, make)
    return [
        Page(one.chapter, one, Outline(**known), key, made.get(key))
        for one, known, key in zip(sources, outlines, keys, strict=True)
    ]


def write(
    project: Project,
    book: Book,
    pages: list[Page],
    to: str,
    lower: Callable[[Page], dict[str, Any]],
    bibliography: pandoc.Bibliography | None,
) -> list[dict[str, Any]]:
    """Number the book and write every page: ``body``, and what ``lower`` gives.

    ``lower`` turns the normal form in ``page.doc`` into what Pandoc knows, in place.
    """
    index = crossref.number(pages)
    cited = bibliography and [sha256(file.read_bytes()) for file in bibliography.used]
    places = [[page.chapter, page.identifier, page.outline.anchors] for page in pages]
    around = digest([places, index, cited, book.lang])

    def make(missing: list[int]) -> list[dict[str, Any]]:
        todo = [pages[place] for place in missing]
        unread = [page for page in todo if page.doc is None]
        trees = _trees(project, book, [page.source for page in unread], to)
        for page, doc in zip(unread, trees, strict=True):
            outline(doc, page.chapter, text=False)  # for the numbers that it leaves
            page.doc = doc
        found = []
        for page in todo:
            crossref.resolve(page, pages, index, to, bibliography is not None)
            found.append(lower(page))
        bodies = pandoc.write([page.doc for page in todo], FORMATS[to], bibliography)
        return [{**one, "body": body} for one, body in zip(found, bodies, strict=True)]

    keys = [digest([page.key, page.number, around]) for page in pages]
    return Store.of(project).remember_all("bladzijden", keys, make)


def alineas(
    project: Project, profile: str | None = None, zonder: Collection[str] = ()
) -> dict[str, list[str]]:
    """Page → its running text as two editions are compared by (``Outline.alineas``).

    The edition itself is not in it: it is another one every time. ``zonder`` are chapters
    (``chapters/x.qmd``) to leave out; ``profile`` as in ``config.load``.
    """
    book = config.load(project, profile)
    chapters = [one for one in book.chapters if one.path not in zonder]
    own = {str(book.edition.get(key)) for key in ("nummer", "datum")}
    sources = [
        replace(one, values=["…" if value in own else value for value in one.values])
        for one in sources_of(project, book, chapters)
    ]
    return {
        page.chapter.page: page.outline.alineas for page in read(project, book, sources, "html")
    }


def sources_of(
    project: Project, book: Book, chapters: Sequence[Chapter] | None = None
) -> list[Source]:
    """The texts of ``chapters`` (default: all)."""
    return [source.read(project, book, one) for one in chapters or book.chapters]


def _state(project: Project, book: Book) -> str:
    """The checksum of all that pages follow from besides their text: programs and filters."""
    code = Code(store=Store.of(project)).digest("ivp.book.render")
    return digest([code, pandoc.state(_filters(project, book))])


def _filters(project: Project, book: Book) -> list[Path]:
    return [project.root / name for name in book.filters]


def _trees(project: Project, book: Book, sources: Sequence[Source], to: str) -> list[Any]:
    """The trees of ``sources`` in normal form; what Pandoc read for one format is kept for both."""
    texts = [one.text for one in sources]
    found = pandoc.read(texts, list(FORMATS), _filters(project, book), Store.of(project))
    place = list(FORMATS).index(to)
    return [
        tree.prepare(one, documents[place], to, book.profiles)
        for one, documents in zip(sources, found, strict=True)
    ]
