"""The chapters from text to what each format is made of, each kept by what it follows from.

What is kept of a chapter is its outline, by its own text and the outputs that it embeds; and what
it became in a format, by that and the labels, numbers and titles of the whole book. So after a
change in one sentence one chapter is read, walked through and written.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from typing import Any

from ivp.book import chapter_text, numbering, pandoc, quarto_yml
from ivp.book.chapter_text import ChapterText
from ivp.book.normal_form import to_normal_form
from ivp.book.numbering import BookPage, Fragment, Outline
from ivp.book.quarto_yml import Book, BookEntry
from ivp.code import Code
from ivp.paths import Project
from ivp.store import Kind, Store, digest, sha256

_KIND: Kind = "pages"


def texts_of(book: Book, entries: Iterable[BookEntry] | None = None) -> list[ChapterText]:
    """The texts of ``entries`` (default: all), with what they include and embed."""
    return [chapter_text.read(book, one) for one in (book.entries if entries is None else entries)]


def read(
    book: Book, texts: Sequence[ChapterText], formats: Iterable[str]
) -> dict[str, list[BookPage]]:
    """Per format (``html``, ``typst``) the chapters, as far as their outlines."""
    store = Store.of(book.project)
    code = Code(store=store).digest("ivp.book.render")
    around = [code, pandoc.checksum(book.filters), book.profiles]
    wanted = [(to, text) for to in formats for text in texts]
    keys = [digest([text.state, to, around]) for to, text in wanted]
    trees: dict[str, Any] = {}

    def make(missing: list[int]) -> list[dict[str, Any]]:
        todo = [wanted[place] for place in missing]
        made = _trees(book, todo)
        trees.update(zip([keys[place] for place in missing], made, strict=True))
        return [
            asdict(numbering.outline_of(tree, text.entry, text=to == "html"))
            for (to, text), tree in zip(todo, made, strict=True)
        ]

    pages: dict[str, list[BookPage]] = {to: [] for to in formats}
    outlines = store.remember_all(_KIND, keys, make)
    for (to, text), known, key in zip(wanted, outlines, keys, strict=True):
        pages[to].append(BookPage(text, Outline(**known), key, trees.get(key)))
    return pages


def write(
    book: Book,
    pages: Mapping[str, list[BookPage]],
    to_format: Mapping[str, Callable[[BookPage], Fragment]],
) -> dict[str, list[Fragment]]:
    """Number the book and write every page of every format.

    ``to_format`` turns the normal form in ``page.tree`` into what Pandoc knows, in place.
    """
    indexes = {to: numbering.number_book(some) for to, some in pages.items()}
    cited = [sha256(file.read_bytes()) for file in (*book.bibliography, book.csl) if file]
    around = {
        to: digest([[[p.entry, p.outline.identifier, p.outline.anchors] for p in some],
                    indexes[to], cited, book.lang])
        for to, some in pages.items()
    }  # fmt: skip
    wanted = [(to, page) for to, some in pages.items() for page in some]

    def make(missing: list[int]) -> list[dict[str, Any]]:
        todo = [wanted[place] for place in missing]
        unread = [(to, page) for to, page in todo if page.tree is None]
        trees = _trees(book, [(to, page.text) for to, page in unread])
        for (_, page), tree in zip(unread, trees, strict=True):
            numbering.outline_of(tree, page.entry, text=False)  # for the numbers that it leaves
            page.tree = tree
        found = []
        for to, page in todo:
            numbering.resolve_references(page, pages[to], indexes[to], to, bool(book.bibliography))
            found.append(to_format[to](page))
        bodies = pandoc.write([(to, page.tree) for to, page in todo], book)
        return [asdict(replace(one, body=x)) for one, x in zip(found, bodies, strict=True)]

    keys = [digest([page.key, page.number, around[to]]) for to, page in wanted]
    made = iter(Store.of(book.project).remember_all(_KIND, keys, make))
    return {to: [Fragment(**next(made)) for _ in some] for to, some in pages.items()}


def paragraphs(
    project: Project, profile: str | None = None, without: Collection[str] = ()
) -> dict[str, list[str]]:
    """Page → its running text as two editions are compared by (``Outline.paragraphs``).

    The edition itself is not in it: it is another one every time. ``without`` are chapters
    (``chapters/x.qmd``) to leave out; ``profile`` as in ``quarto_yml.load``.
    """
    book = quarto_yml.load(project, profile)
    own = {book.edition.nummer, book.edition.datum} - {""}
    texts = [
        replace(one, values=["…" if value in own else value for value in one.values])
        for one in texts_of(book, [one for one in book.entries if one.path not in without])
    ]
    pages = read(book, texts, ["html"])["html"]
    return {page.entry.page: page.outline.paragraphs for page in pages}


def _trees(book: Book, wanted: Sequence[tuple[str, ChapterText]]) -> list[Any]:
    """Trees in normal form; a text is read by Pandoc once for all formats."""
    texts = list(dict.fromkeys(text.markdown for _, text in wanted))
    found = dict(zip(texts, pandoc.read(texts, book.filters, Store.of(book.project)), strict=True))
    return [
        to_normal_form(text, found[text.markdown][to], to, book.profiles) for to, text in wanted
    ]
