"""The running text of a book before it is rendered: what two editions are compared by.

References have no number here (``figuur``, ``tabel``): a new table renumbers what follows, but does
not change what those sentences say. Nor has the edition: it is another one every time.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any

import panflute as pf

from ivp.book import config, pandoc, source, tree
from ivp.book.config import Book, Chapter
from ivp.book.source import Source
from ivp.code import Code
from ivp.paths import Project
from ivp.store import Store, digest

FORMATS = ("html", "typst")
_NAMES = {"fig": "figuur", "tbl": "tabel", "sec": "hoofdstuk"}
_HOLDS = (pf.Block, pf.ListItem, pf.DefinitionItem, pf.Definition)
_NOT = (pf.Table, pf.Figure, pf.RawBlock, pf.CodeBlock, pf.Header)


def lees(
    project: Project, book: Book, chapters: Sequence[Chapter]
) -> tuple[list[Source], list[list[str]]]:
    """``chapters`` and, of each, Pandoc's JSON for every one of ``FORMATS``."""
    sources = [source.read(project, book, chapter) for chapter in chapters]
    filters = [project.root / name for name in book.filters]
    texts = [one.text for one in sources]
    return sources, pandoc.read(texts, FORMATS, filters, Store.of(project))


def alineas(
    project: Project, profile: str | None = None, zonder: Collection[str] = ()
) -> dict[str, list[str]]:
    """Page → its paragraphs and list items, without figures, tables and headings.

    ``zonder`` are chapters (``chapters/x.qmd``) to leave out; ``profile`` as in ``config.load``.
    """
    book = config.load(project, profile)
    chapters = [one for one in book.chapters if one.path not in zonder]
    sources, documents = lees(project, book, chapters)
    store = Store.of(project)
    code = Code(store=store).digest("ivp.book.tekst")
    found = {}
    own = {str(book.edition.get(key)) for key in ("nummer", "datum")}
    for read, made in zip(sources, documents, strict=True):
        one = replace(read, values=["…" if value in own else value for value in read.values])
        document = made[FORMATS.index("html")]
        key = digest([document, one.values, book.profiles, code])

        def make(one: Source = one, document: str = document) -> list[str]:
            return _paragraphs(tree.prepare(one, document, "html", book.profiles))

        found[one.chapter.page] = list(store.remember_data("tekst", key, make))
    return found


def _paragraphs(doc: pf.Doc) -> list[str]:
    found: list[str] = []

    def visit(block: Any) -> None:
        if isinstance(block, (pf.Para, pf.Plain)):
            text = " ".join(pf.stringify(block.walk(_reference)).split())
            if text:
                found.append(text[0].upper() + text[1:])
        elif not isinstance(block, _NOT) and "ivp-float" not in getattr(block, "classes", ()):
            inner: Any = getattr(block, "definitions", ()) or getattr(block, "content", ())
            for one in inner:
                if isinstance(one, _HOLDS):
                    visit(one)

    visit(doc)
    return found


def _reference(element: Any, doc: Any) -> Any:
    if isinstance(element, pf.Cite):
        kinds = [_NAMES.get(one.id[:3].lower(), one.id) for one in element.citations]
        return pf.Str(", ".join(kinds))
    return pf.Str("") if isinstance(element, pf.RawInline) else None
