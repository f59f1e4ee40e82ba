"""Terms of the glossary, explained where they stand.

The first time a page uses a term, the term becomes a link to the glossary. ``assets/lezen.js`` also
shows the explanation itself on hover and focus; without it the link does.
"""

from __future__ import annotations

import html
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from lxml import html as lxml_html

from ivp.book.normal_form import slug

PAGE = "chapters/begrippen.html"
CLASS = "ivp-begrip"
_TOKEN = re.compile(
    r"(<!--.*?-->|<(script|style)\b.*?</\2\s*>|<(?:\"[^\"]*\"|'[^']*'|[^<>\"'])*>)", re.S | re.I
)
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_VOID = {"br", "img", "hr", "wbr", "input", "meta", "link", "source", "col", "embed", "track"}
_WITHIN = {"p", "li", "dd"}
_NEVER = {"a", "button", "code", "pre", "summary", "svg", "h1", "h2", "h3", "h4", "h5", "h6"}
_NEVER |= {"figcaption", "caption", "table", "figure", "nav", "header", "footer", "dt", "label"}
_NEVER_CLASS = re.compile(
    r"""class="[^"]*\b(ivp-(?:concept|gegevens|kop|gewijzigd)|voorbeeldcijfers|subtitle|auteur)\b"""
)
_PLURAL = r"(?:'s|s|en|n|es)?"


@dataclass(frozen=True)
class Term:
    """A term with its anchor, the words by which the text calls it, and its explanation."""

    anchor: str
    names: tuple[str, ...]
    explanation: str

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Finds the term in text, also in the plural; an abbreviation only in capitals."""
        parts = [
            re.escape(html.escape(name)) if name.isupper() else f"(?i:{re.escape(name)}{_PLURAL})"
            for name in self.names
        ]
        return re.compile(rf"(?<![\w-])(?:{'|'.join(parts)})(?![\w-])")


def read_terms(page: str) -> tuple[str, list[Term]]:
    """The glossary page with an anchor on every term, and its terms, longest name first."""
    root = lxml_html.document_fromstring(page)
    found: list[Term] = []
    anchors: list[str] = []
    for term in root.xpath("//main//dl/dt"):
        name = " ".join(term.text_content().split())
        explained = term.getnext()
        if not term.attrib:
            anchors.append(f' id="begrip-{html.escape(slug(name))}"' if name else "")
        if not name or explained is None or explained.tag != "dd":
            continue
        short = re.fullmatch(r"(.+?)\s*\(([^)]+)\)", name)
        names = (short[1], short[2]) if short else (name,)
        text = " ".join(explained.text_content().split())
        found.append(Term(f"begrip-{slug(name)}", names, text))
    given = iter(anchors)
    start = max(page.find("<main"), 0)
    marked = re.sub(r"<dt>", lambda _: f"<dt{next(given, '')}>", page[start:])
    return page[:start] + marked, sorted(found, key=lambda one: -max(map(len, one.names)))


def link_terms(page: str, name: str, terms: list[Term]) -> str:
    """``page`` (its path is ``name``) with the first use of each term as a link to the glossary."""
    if name == PAGE or f'class="{CLASS}"' in page:
        return page
    address = posixpath.relpath(PAGE, posixpath.dirname(name) or ".")
    left = list(terms)
    return "".join(_link(text, address, left) if inside else text for text, inside in _texts(page))


def _texts(page: str) -> Iterator[tuple[str, bool]]:
    """``page`` in pieces, and whether each is running text in which a term may be explained.

    Of every open element: its name, and whether we are in ``main``, in a paragraph or the like, and
    in something in which nothing is explained.
    """
    stack: list[tuple[str, bool, bool, bool]] = [("", False, False, False)]
    place = 0
    for token in _TOKEN.finditer(page):
        _, main, within, never = stack[-1]
        if token.start() > place:
            yield page[place : token.start()], main and within and not never
        tag = _TAG.match(token[0])
        if tag and not token[2]:
            name = tag[2].lower()
            if not tag[1] and name not in _VOID and not token[0].endswith("/>"):
                never = never or name in _NEVER or bool(_NEVER_CLASS.search(token[0]))
                stack.append((name, main or name == "main", within or name in _WITHIN, never))
            elif tag[1]:
                opened = next((i for i in range(len(stack) - 1, 0, -1) if stack[i][0] == name), 0)
                if opened:
                    del stack[opened:]
        yield token[0], False
        place = token.end()
    yield page[place:], False


def _link(text: str, address: str, left: list[Term]) -> str:
    """``text`` with what it names first; a term is taken from ``left`` once it is explained."""
    spans: list[tuple[int, int, Term]] = []
    for term in list(left):
        match = term.pattern.search(text)
        if match and not any(a < match.end() and match.start() < b for a, b, _ in spans):
            spans.append((*match.span(), term))
            left.remove(term)
    for start, end, term in sorted(spans, key=lambda span: -span[0]):
        link = (
            f'<a class="{CLASS}" href="{address}#{term.anchor}" '
            f'data-uitleg="{html.escape(term.explanation)}">{text[start:end]}</a>'
        )
        text = text[:start] + link + text[end:]
    return text
