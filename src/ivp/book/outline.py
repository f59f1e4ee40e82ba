"""What the rest of the book has to know of a chapter: its title, what can be referred to, its text.

It is plain data, so that the whole book can be numbered without the trees of its chapters.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import panflute as pf
from panflute.elements import from_json

from ivp.book.config import Chapter
from ivp.book.walk import walk

WORDS = {"fig": "Figuur", "tbl": "Tabel"}
NUMBER = "ivp-nr"
"""The attribute that carries a heading's or float's number: within the chapter here, to the writers
that in the book."""
_NAMES = {"fig": "figuur", "tbl": "tabel", "sec": "hoofdstuk"}
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
    alineas: list[str]
    """Paragraphs and list items, without figures, tables and headings.

    References have no number (``figuur``, ``tabel``): a new table renumbers what follows, but does
    not change what those sentences say.
    """


def outline(doc: pf.Doc, chapter: Chapter, text: bool) -> Outline:
    """The outline of ``doc`` in normal form, with its ``text`` or without.

    The headings and floats of ``doc`` get their ``NUMBER``.
    """
    heads = [b for b in doc.content if isinstance(b, pf.Header) and b.level == 1]
    head = heads[0] if heads else None
    counts = {"fig": 0, "tbl": 0}
    sections = [0] * 7
    anchors: set[str] = set()
    labels: list[tuple[str, str, str | None]] = []
    alineas = _paragraphs(doc) if text else []

    def visit(element: Any) -> None:
        identifier: str = getattr(element, "identifier", "")
        if identifier:
            anchors.add(identifier)
        if isinstance(element, pf.Header):
            number = None
            if element is head or "unnumbered" not in element.classes:
                number = ""
            if element is not head and number is not None:
                sections[element.level] += 1
                sections[element.level + 1 :] = [0] * (6 - element.level)
                number = ".".join(str(n) for n in sections[2 : element.level + 1])
            if number is not None:
                element.attributes[NUMBER] = number
            if identifier.startswith("sec-"):
                top = "Bijlage" if chapter.appendix else "Hoofdstuk"
                labels.append((identifier, top if element.level == 1 else "Paragraaf", number))
        elif isinstance(element, pf.Div) and "ivp-float" in element.classes:
            kind = identifier[:3]
            counts[kind] += 1
            element.attributes[NUMBER] = str(counts[kind])
            labels.append((identifier, WORDS[kind], str(counts[kind])))

    walk(doc, visit)
    return Outline(
        titles=len(heads),
        title=str(pf.stringify(pf.Para(*head.content))).strip() if head else "",
        identifier=head.identifier if head else "",
        numbered=head is not None and "unnumbered" not in head.classes,
        anchors=sorted(anchors),
        labels=labels,
        alineas=alineas,
    )


def _paragraphs(doc: pf.Doc) -> list[str]:
    found: list[str] = []

    def visit(block: Any) -> None:
        if isinstance(block, (pf.Para, pf.Plain)):
            text = " ".join(pf.stringify(_referring(block)).split())
            if text:
                found.append(text[0].upper() + text[1:])
        elif not isinstance(block, _NOT) and "ivp-float" not in getattr(block, "classes", ()):
            inner: Any = getattr(block, "definitions", ()) or getattr(block, "content", ())
            for one in inner:
                if isinstance(one, _HOLDS):
                    visit(one)

    visit(doc)
    return found


def _referring(block: Any) -> Any:
    """``block`` with words for its references, or a copy that has them."""
    seen: list[Any] = []
    walk(block, lambda element: seen.append(element) if _reference(element) else None)
    if not seen:
        return block
    copied = json.loads(json.dumps(block.to_json()), object_hook=from_json)
    return walk(copied, _reference)


def _reference(element: Any) -> Any:
    if isinstance(element, pf.Cite):
        kinds = [_NAMES.get(one.id[:3].lower(), one.id) for one in element.citations]
        return pf.Str(", ".join(kinds))
    return pf.Str("") if isinstance(element, pf.RawInline) else None
