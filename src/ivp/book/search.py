"""The search index: one entry per section, in a script so that it also works from a file."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from lxml import html as lxml_html

from ivp.book.crossref import Page

_SKIP = {"script", "style", "details", "svg"}
_LENGTH = 4000


def index(pages: list[Page], bodies: list[str]) -> str:
    """The script that hands the index to ``pagina.js``: page, anchor, titles and text."""
    entries = [
        entry for page, body in zip(pages, bodies, strict=True) for entry in _entries(page, body)
    ]
    data = json.dumps(entries, ensure_ascii=False).replace("</", "<\\/")
    return f"window.ivpZoekindex = {data};\n"


def _entries(page: Page, body: str) -> Iterator[dict[str, str]]:
    """One entry for the text before the first heading, then one per section."""
    root = lxml_html.fragment_fromstring(body, create_parent="div")
    chapter = page.title_text or "Voorpagina"
    sections: list[tuple[str, str, list[str]]] = [("", chapter, [])]

    def walk(node: Any) -> None:
        if node.tag in _SKIP or not isinstance(node.tag, str):
            return
        if node.tag in ("h2", "h3"):
            parent = node.getparent()
            anchor = node.get("id") or (parent.get("id") if parent is not None else "") or ""
            sections.append((anchor, node.text_content().strip(), []))
            return
        if node.text and node.text.strip():
            sections[-1][2].append(node.text.strip())
        for child in node:
            walk(child)
            if child.tail and child.tail.strip():
                sections[-1][2].append(child.tail.strip())

    walk(root)
    for anchor, title, texts in sections:
        text = " ".join(" ".join(texts).split())
        if text or title != chapter:
            yield {
                "p": page.chapter.page + (f"#{anchor}" if anchor else ""),
                "h": chapter,
                "t": title,
                "x": text[:_LENGTH],
            }
