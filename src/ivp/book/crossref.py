"""Numbers for chapters, sections, figures and tables, and the references to them."""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from typing import Any

import panflute as pf

from ivp.book.config import Chapter
from ivp.book.outline import NUMBER, WORDS, Outline
from ivp.book.source import Source
from ivp.book.walk import walk
from ivp.errors import RenderFout, did_you_mean, nearest

NBSP = "\u00a0"
_LABEL = re.compile(
    r"^[Ff]ig-|^[Tt]bl-|^[Ss]ec-|^(eq|lst|thm|lem|cor|def|exm|nte|tip|wrn|imp|cau)-"
)
_GLOBAL = re.compile(r"^(fig|tbl|sec)-")


@dataclass(frozen=True)
class Target:
    """Something that can be referred to. ``number`` is empty for an unnumbered heading."""

    chapter: Chapter
    word: str
    number: str


@dataclass
class Page:
    """A chapter with its outline and its number; its tree only when it has to be written anew.

    ``key`` is the checksum of all that the tree follows from.
    """

    chapter: Chapter
    source: Source
    outline: Outline
    key: str
    doc: pf.Doc | None = None
    number: str = ""

    @property
    def title_text(self) -> str:
        return self.outline.title

    @property
    def identifier(self) -> str:
        return self.outline.identifier

    def full(self, number: str | None, kind: str = "") -> str:
        """A ``number`` within this chapter as it is in the book; ``kind`` is that of a float."""
        if number is None or not (self.number or kind):
            return ""
        return ".".join(part for part in (self.number, number) if part)


Index = dict[str, Target]


def number(pages: list[Page]) -> Index:
    """Number the whole book in place and return what can be referred to.

    Raises ``RenderFout`` for a chapter without exactly one title and for a label used twice.
    """
    index: Index = {}
    chapters = appendices = 0
    for page in pages:
        outline = page.outline
        home = page.chapter.path == "index.qmd"
        if outline.titles > 1 or (not outline.titles and not home):
            raise RenderFout(
                "Een hoofdstuk heeft precies één titel (een regel met één #); "
                f"hier zijn het er {outline.titles}",
                waarom="de nummering van het boek hangt eraan",
                doe="maak er één titel van; gebruik ## voor een paragraaf",
                waar=page.chapter.path,
            )
        if home and outline.numbered:
            raise RenderFout(
                "De titel van de voorpagina is genummerd",
                waarom="dan begint de nummering van hoofdstukken en figuren bij de voorpagina",
                doe="zet {.unnumbered} achter de titel",
                waar=page.source.where("^# "),
            )
        if outline.numbered and page.chapter.appendix:
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
                    waar=f"{index[label].chapter.path} en {page.source.where(re.escape(label))}",
                )
            kind = label[:3] if word in WORDS.values() else ""
            index[label] = Target(page.chapter, word, page.full(inner, kind))
    return index


def resolve(page: Page, pages: list[Page], index: Index, to: str, bibliography: bool) -> None:
    """Number what is in ``page`` and replace references by links, in place.

    Links between chapters (``pages``) point to pages or labels. Raises ``RenderFout`` (with file
    and line) for a reference or link to nothing.
    """
    by_path = {one.chapter.path: one for one in pages}
    page.doc = walk(page.doc, _Resolver(page, by_path, index, to, bibliography))


class _Resolver:
    def __init__(
        self, page: Page, pages: dict[str, Page], index: Index, to: str, bibliography: bool
    ) -> None:
        self.page, self.pages, self.index = page, pages, index
        self.to, self.bibliography = to, bibliography

    def __call__(self, element: Any) -> Any:
        if isinstance(element, pf.Cite):
            return self._cite(element)
        if isinstance(element, pf.Link):
            return self._link(element)
        if isinstance(element, (pf.Header, pf.Div)) and NUMBER in element.attributes:
            kind = "" if isinstance(element, pf.Header) else element.identifier[:3]
            element.attributes[NUMBER] = self.page.full(element.attributes[NUMBER], kind)
        identifier: str = getattr(element, "identifier", "")
        if identifier and self.to == "typst":
            element.identifier = anchor(self.page.chapter, identifier)
        return None

    def _cite(self, cite: pf.Cite) -> Any:
        if not any(_LABEL.match(citation.id) for citation in cite.citations):
            if not self.bibliography:
                key = cite.citations[0].id
                raise RenderFout(
                    f"@{key} verwijst naar een bron, maar het boek heeft geen literatuurlijst",
                    waarom="de verwijzing zou nergens heen gaan",
                    doe="zet een \\ voor het apenstaartje als het gewone tekst is",
                    waar=self.page.source.where(f"@{re.escape(key)}"),
                )
            return None
        parts: list[Any] = []
        for citation in cite.citations:
            if parts:
                parts += [pf.Str(","), pf.Space()]
            parts.append(self._reference(citation))
        return parts

    def _reference(self, citation: Any) -> pf.Link:
        label = citation.id[:1].lower() + citation.id[1:]
        target = self.index.get(label)
        place = self.page.source.where(f"@{re.escape(citation.id)}")
        if target is None:
            hint = did_you_mean(label, self.index) if nearest(label, self.index) else ""
            raise RenderFout(
                f"De verwijzing @{citation.id} wijst naar niets.{hint}",
                waarom="in het boek zou een vraagteken staan",
                doe="herstel het label, of voeg de figuur, tabel of paragraaf toe",
                waar=place,
            )
        if not target.number:
            raise RenderFout(
                f"De verwijzing @{citation.id} wijst naar een kop zonder nummer",
                waarom="er is geen nummer om te noemen",
                doe=f"schrijf een gewone koppeling: [tekst](#{label})",
                waar=place,
            )
        text = [pf.Str(f"{target.word}{NBSP}{target.number}")]
        if citation.prefix:
            text = [*citation.prefix, pf.Str(f"{NBSP}{target.number}")]
        elif citation.mode == "SuppressAuthor":
            text = [pf.Str(target.number)]
        return pf.Link(*text, url=self._url(target.chapter, label), classes=["quarto-xref"])

    def _link(self, link: pf.Link) -> Any:
        if "quarto-xref" in link.classes:
            return None
        path, _, fragment = link.url.partition("#")
        if re.match(r"^[a-z][a-z0-9+.-]*:", path) or (path and not path.endswith(".qmd")):
            return None
        chapter = self.page.chapter
        if path:
            base = "" if path.startswith("/") else posixpath.dirname(chapter.path)
            path = posixpath.normpath(posixpath.join(base, path.lstrip("/")))
        target = self.pages.get(path or chapter.path)
        if target is None or (fragment and fragment not in target.outline.anchors):
            raise RenderFout(
                f"De koppeling {link.url} wijst naar niets",
                waarom="de lezer komt dan nergens uit",
                doe="herstel de naam van het hoofdstuk of het label achter het #",
                waar=self.page.source.where(re.escape(link.url)),
            )
        link.url = self._url(target.chapter, fragment or target.identifier)
        return link

    def _url(self, chapter: Chapter, label: str) -> str:
        if self.to == "typst":
            return f"#{anchor(chapter, label)}"
        if chapter == self.page.chapter:
            return f"#{label}"
        here = posixpath.dirname(self.page.chapter.page) or "."
        return posixpath.relpath(chapter.page, here) + (f"#{label}" if label else "")


def anchor(chapter: Chapter, label: str) -> str:
    """A label that is unique in the whole book: in the PDF all chapters are one document."""
    return label if _GLOBAL.match(label) else f"{chapter.slug}--{label}"
