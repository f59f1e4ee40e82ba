"""What can be referred to in the book: its numbers, and the references to them.

Of each chapter an outline is enough to number the whole book, and it is plain data: the trees of
other chapters are not needed.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import panflute as pf
from panflute.elements import from_json

from ivp.book.chapter_text import ChapterText
from ivp.book.normal_form import classes
from ivp.book.pandoc import walk
from ivp.book.quarto_yml import BookEntry
from ivp.errors import RenderFout, did_you_mean, nearest

NBSP = "\u00a0"
WORDS = {"fig": "Figuur", "tbl": "Tabel"}
NUMBER = "ivp-nr"
"""The attribute that carries a heading's or float's number: within the chapter at first, to the
writers that in the book."""
_NAMES = {"fig": "figuur", "tbl": "tabel", "sec": "hoofdstuk"}
_LABEL = re.compile(
    r"^[Ff]ig-|^[Tt]bl-|^[Ss]ec-|^(eq|lst|thm|lem|cor|def|exm|nte|tip|wrn|imp|cau)-"
)
_GLOBAL = re.compile(r"^(fig|tbl|sec)-")
_HOLDS = (pf.Block, pf.ListItem, pf.DefinitionItem, pf.Definition)
_NOT = (pf.Table, pf.Figure, pf.RawBlock, pf.CodeBlock, pf.Header)


@dataclass(frozen=True)
class Outline:
    """A chapter in one format. ``labels`` are label, word, number within the chapter, in order.

    That number is ``None`` for a heading without one and empty for the chapter's own.
    """

    titles: int
    title: str
    identifier: str
    numbered: bool
    anchors: list[str]
    labels: list[tuple[str, str, str | None]]
    paragraphs: list[str]
    """Paragraphs and list items, without figures, tables and headings.

    References have no number (``figuur``, ``tabel``): a new table renumbers what follows, but does
    not change what those sentences say.
    """


@dataclass
class BookPage:
    """A chapter in one format with its number; its tree only when it has to be written anew.

    ``key`` is the checksum of all that the tree follows from.
    """

    text: ChapterText
    outline: Outline
    key: str
    tree: pf.Doc | None = None
    number: str = ""

    @property
    def entry(self) -> BookEntry:
        return self.text.entry

    def full(self, number: str | None, kind: str = "") -> str:
        """A ``number`` within this chapter as it is in the book; ``kind`` is that of a float."""
        if number is None or not (self.number or kind):
            return ""
        return ".".join(part for part in (self.number, number) if part)


@dataclass(frozen=True)
class Fragment:
    """What a page became in a format, the images that it needs, and its own table of contents."""

    images: list[str]
    contents: list[tuple[int, str, str]] = field(default_factory=list)
    """Of each heading its level, anchor and text."""
    body: str = ""


@dataclass(frozen=True)
class Target:
    """Something that can be referred to. ``number`` is empty for an unnumbered heading."""

    entry: BookEntry
    word: str
    number: str


Index = dict[str, Target]
Url = Callable[[BookEntry, str], str]
"""The address of a label in a chapter, as it is on the page that refers to it."""


def outline_of(tree: pf.Doc, entry: BookEntry, *, text: bool = True) -> Outline:
    """The outline of ``tree`` in normal form, with its ``text`` or without.

    The headings and floats of ``tree`` get their ``NUMBER``.
    """
    heads = [b for b in tree.content if isinstance(b, pf.Header) and b.level == 1]
    head = heads[0] if heads else None
    paragraphs = _paragraphs(tree) if text else []
    counts = dict.fromkeys(WORDS, 0)
    sections = [0] * 7
    anchors: set[str] = set()
    labels: list[tuple[str, str, str | None]] = []

    def heading(element: pf.Header) -> None:
        number = "" if element is head or "unnumbered" not in element.classes else None
        if number is not None and element is not head:
            sections[element.level] += 1
            sections[element.level + 1 :] = [0] * (6 - element.level)
            number = ".".join(str(n) for n in sections[2 : element.level + 1])
        if number is not None:
            element.attributes[NUMBER] = number
        if element.identifier.startswith("sec-"):
            top = "Bijlage" if entry.appendix else "Hoofdstuk"
            labels.append((element.identifier, top if element.level == 1 else "Paragraaf", number))

    def visit(element: Any) -> None:
        if identifier := getattr(element, "identifier", ""):
            anchors.add(identifier)
        if isinstance(element, pf.Header):
            heading(element)
        elif isinstance(element, pf.Div) and "ivp-float" in element.classes:
            kind = identifier[:3]
            counts[kind] += 1
            element.attributes[NUMBER] = str(counts[kind])
            labels.append((identifier, WORDS[kind], str(counts[kind])))

    walk(tree, visit)
    return Outline(
        titles=len(heads),
        title=str(pf.stringify(pf.Para(*head.content))).strip() if head else "",
        identifier=head.identifier if head else "",
        numbered=head is not None and "unnumbered" not in head.classes,
        anchors=sorted(anchors),
        labels=labels,
        paragraphs=paragraphs,
    )


def _paragraphs(tree: pf.Doc) -> list[str]:
    found: list[str] = []

    def visit(block: Any) -> None:
        if isinstance(block, (pf.Para, pf.Plain)):
            text = " ".join(pf.stringify(_referring(block)).split())
            if text:
                found.append(text[0].upper() + text[1:])
        elif not isinstance(block, _NOT) and "ivp-float" not in classes(block):
            inner: Any = getattr(block, "definitions", ()) or getattr(block, "content", ())
            for one in inner:
                if isinstance(one, _HOLDS):
                    visit(one)

    visit(tree)
    return found


def _referring(block: Any) -> Any:
    """``block`` with words for its references, or a copy that has them."""
    seen: list[Any] = []
    walk(block, lambda element: seen.append(element) if _in_words(element) else None)
    if not seen:
        return block
    copied = json.loads(json.dumps(block.to_json()), object_hook=from_json)
    return walk(copied, _in_words)


def _in_words(element: Any) -> Any:
    if isinstance(element, pf.Cite):
        kinds = [_NAMES.get(one.id[:3].lower(), one.id) for one in element.citations]
        return pf.Str(", ".join(kinds))
    return pf.Str("") if isinstance(element, pf.RawInline) else None


def number_book(pages: list[BookPage]) -> Index:
    """Number the whole book in place and return what can be referred to.

    Raises ``RenderFout`` for a chapter without exactly one title and for a label used twice.
    """
    index: Index = {}
    chapters = appendices = 0
    for page in pages:
        outline, entry = page.outline, page.entry
        if outline.titles > 1 or (not outline.titles and not entry.home):
            raise RenderFout(
                "Een hoofdstuk heeft precies één titel (een regel met één #); "
                f"hier zijn het er {outline.titles}",
                waarom="de nummering van het boek hangt eraan",
                doe="maak er één titel van; gebruik ## voor een paragraaf",
                waar=entry.path,
            )
        if entry.home and outline.numbered:
            raise RenderFout(
                "De titel van de voorpagina is genummerd",
                waarom="dan begint de nummering van hoofdstukken en figuren bij de voorpagina",
                doe="zet {.unnumbered} achter de titel",
                waar=page.text.where("^# "),
            )
        if outline.numbered and entry.appendix:
            appendices += 1
            page.number = chr(ord("A") + appendices - 1)
        elif outline.numbered:
            chapters += 1
            page.number = str(chapters)
        for label, word, inner in outline.labels:
            if label in index:
                raise RenderFout(
                    f"Het label '{label}' staat er twee keer",
                    waarom="een verwijzing wijst dan naar de verkeerde plek",
                    doe="geef een van de twee een ander label",
                    waar=f"{index[label].entry.path} en {page.text.where(re.escape(label))}",
                )
            kind = label[:3] if word in WORDS.values() else ""
            index[label] = Target(entry, word, page.full(inner, kind))
    return index


def resolve_references(
    page: BookPage, pages: list[BookPage], index: Index, to: str, cites: bool
) -> None:
    """Number what is in ``page`` and replace references by links, in place.

    Links between chapters (``pages``) point to pages or labels; with ``cites`` the book has a list
    of literature. Raises ``RenderFout`` (with file and line) for a reference or link to nothing.
    """
    by_path = {one.entry.path: one for one in pages}

    def url(entry: BookEntry, label: str) -> str:
        if to == "typst":
            return f"#{anchor(entry, label)}"
        if entry == page.entry:
            return f"#{label}"
        here = posixpath.dirname(page.entry.page) or "."
        return posixpath.relpath(entry.page, here) + (f"#{label}" if label else "")

    def visit(element: Any) -> Any:
        if isinstance(element, pf.Cite):
            return _references(element, page, index, cites, url)
        if isinstance(element, pf.Link) and "quarto-xref" not in element.classes:
            if found := _linked(element.url, page, by_path):
                element.url = url(*found)
            return None
        if isinstance(element, (pf.Header, pf.Div)) and NUMBER in element.attributes:
            kind = "" if isinstance(element, pf.Header) else element.identifier[:3]
            element.attributes[NUMBER] = page.full(element.attributes[NUMBER], kind)
        identifier: str = getattr(element, "identifier", "")
        if identifier and to == "typst":
            element.identifier = anchor(page.entry, identifier)
        return None

    page.tree = walk(page.tree, visit)


def _references(cite: pf.Cite, page: BookPage, index: Index, cites: bool, url: Url) -> Any:
    """Links to labels of the book; nothing for sources of the literature list."""
    if any(_LABEL.match(citation.id) for citation in cite.citations):
        parts: list[Any] = []
        for citation in cite.citations:
            parts += [pf.Str(","), pf.Space()] if parts else []
            parts.append(_reference(citation, page, index, url))
        return parts
    if not cites:
        key = cite.citations[0].id
        raise RenderFout(
            f"@{key} verwijst naar een bron, maar het boek heeft geen literatuurlijst",
            waarom="de verwijzing zou nergens heen gaan",
            doe="zet een \\ voor het apenstaartje als het gewone tekst is",
            waar=page.text.where(f"@{re.escape(key)}"),
        )
    return None


def _reference(citation: Any, page: BookPage, index: Index, url: Url) -> pf.Link:
    label = citation.id[:1].lower() + citation.id[1:]
    target = index.get(label)
    if target is None:
        hint = did_you_mean(label, index) if nearest(label, index) else ""
        raise RenderFout(
            f"De verwijzing @{citation.id} wijst naar niets.{hint}",
            waarom="in het boek zou een vraagteken staan",
            doe="herstel het label, of voeg de figuur, tabel of paragraaf toe",
            waar=page.text.where(f"@{re.escape(citation.id)}"),
        )
    if not target.number:
        raise RenderFout(
            f"De verwijzing @{citation.id} wijst naar een kop zonder nummer",
            waarom="er is geen nummer om te noemen",
            doe=f"schrijf een gewone koppeling: [tekst](#{label})",
            waar=page.text.where(f"@{re.escape(citation.id)}"),
        )
    text = [pf.Str(f"{target.word}{NBSP}{target.number}")]
    if citation.prefix:
        text = [*citation.prefix, pf.Str(f"{NBSP}{target.number}")]
    elif citation.mode == "SuppressAuthor":
        text = [pf.Str(target.number)]
    return pf.Link(*text, url=url(target.entry, label), classes=["quarto-xref"])


def _linked(
    address: str, page: BookPage, by_path: dict[str, BookPage]
) -> tuple[BookEntry, str] | None:
    """The chapter and label that a link within the book means; ``None`` for any other link."""
    path, _, fragment = address.partition("#")
    if re.match(r"^[a-z][a-z0-9+.-]*:", path) or (path and not path.endswith(".qmd")):
        return None
    target = by_path.get(page.text.resolve(path) if path else page.entry.path)
    if target is None or (fragment and fragment not in target.outline.anchors):
        raise RenderFout(
            f"De koppeling {address} wijst naar niets",
            waarom="de lezer komt dan nergens uit",
            doe="herstel de naam van het hoofdstuk of het label achter het #",
            waar=page.text.where(re.escape(address)),
        )
    return target.entry, fragment or target.outline.identifier


def anchor(entry: BookEntry, label: str) -> str:
    """A label that is unique in the whole book: in the PDF all chapters are one document."""
    return label if _GLOBAL.match(label) else f"{entry.slug}--{label}"
