"""The pages of the book."""

from __future__ import annotations

import html
import posixpath
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import panflute as pf

from ivp.book import templating
from ivp.book.embedded_cells import MEDIA
from ivp.book.numbering import NBSP, NUMBER, WORDS, BookPage, Fragment
from ivp.book.pandoc import walk
from ivp.book.quarto_yml import Book, as_list
from ivp.config import brand
from ivp.store import write as write_file

_LAYOUT = ("pagina.css", "pagina.js")
_INCLUDES = ("include-in-header", "include-before-body", "include-after-body")


def write_pages(
    book: Book,
    pages: Sequence[BookPage],
    made: Sequence[Fragment],
    out: Path,
    pdf: str | None,
) -> list[Path]:
    """Write all pages, their images, and our own style and script to ``out``.

    ``pdf`` is the name of the PDF to offer for download, if there is one.
    """
    extra = {key: _include(book, book.html.get(key)) for key in _INCLUDES}
    logo = brand.read(book.project).logo
    written = []
    for i, (page, one) in enumerate(zip(pages, made, strict=True)):
        file = out / page.entry.page
        text = templating.template("pagina.html.j2").render(
            book=book,
            page=page,
            pages=pages,
            body=one.body,
            contents=one.contents,
            previous=pages[i - 1] if i else None,
            next=pages[i + 1] if i + 1 < len(pages) else None,
            up="../" * page.entry.page.count("/"),
            here=posixpath.dirname(page.entry.page) or ".",
            relative=posixpath.relpath,
            styles=as_list(book.html.get("css")),
            extra=extra,
            pdf=pdf,
            logo=logo,
        )
        write_file(file, text.encode())
        written.append(file)
        for url in one.images:
            if url.startswith(MEDIA) or ":" not in url:
                name, content = page.text.image(book, url)
                write_file(
                    out / (f"{_files(page)}/{name}" if url.startswith(MEDIA) else name), content
                )
    for name in _LAYOUT:
        write_file(out / "site_libs" / "ivp" / name, (templating.FOLDER / name).read_bytes())
    return written


def _include(book: Book, value: Any) -> str:
    parts = []
    for item in value if isinstance(value, list) else [value] if value else []:
        if isinstance(item, dict):
            parts.append(str(item.get("text", "")))
        else:
            parts.append((book.project.root / str(item)).read_text("utf-8"))
    return "\n".join(parts)


def _contents(tree: pf.Doc) -> list[tuple[int, str, str]]:
    """The page's own table of contents."""
    found = []
    for one in tree.content:
        if isinstance(one, pf.Header) and 1 < one.level <= 3 and "unlisted" not in one.classes:
            number = one.attributes.get(NUMBER, "")
            text = (f"{number}{NBSP}{NBSP}" if number else "") + pf.stringify(one).strip()
            found.append((one.level, one.identifier, text))
    return found


def to_html(page: BookPage) -> Fragment:
    """Turn the normal form into HTML, in place; the title leaves, the template shows it."""
    home = page.entry.home
    contents = _contents(page.tree)
    images: list[str] = []

    def visit(element: Any) -> Any:
        if isinstance(element, pf.Header):
            if element.level == 1 and not home:
                return []
            number = element.attributes.pop(NUMBER, "")
            if home:
                element.level = min(element.level + 1, 6)
            if number:
                mark = f'<span class="header-section-number">{number}</span>{NBSP}'
                element.content.insert(0, pf.RawInline(mark, "html"))
        elif isinstance(element, pf.Image):
            images.append(element.url)
            return pf.RawInline(_image(element, page), "html")
        elif isinstance(element, pf.Table):
            return [_raw('<div class="table-responsive">'), element, _raw("</div>")]
        elif isinstance(element, pf.Div) and "ivp-float" in element.classes:
            return _float(element)
        elif isinstance(element, pf.Div) and "ivp-kader" in element.classes:
            return _callout(element)
        return None

    page.tree = walk(page.tree, visit)
    return Fragment(images, contents)


def _image(image: pf.Image, page: BookPage) -> str:
    url = image.url
    if url.startswith(MEDIA):
        url = f"{posixpath.basename(_files(page))}/{url.removeprefix(MEDIA)}"
    attributes = {"src": url, "alt": image.attributes["alt"], "class": "img-fluid"}
    style = [f"{k}:{v}" for k in ("width", "height") if (v := image.attributes.get(k))]
    if style:
        attributes["style"] = ";".join(style)
    return "<img " + " ".join(f'{k}="{html.escape(v)}"' for k, v in attributes.items()) + ">"


def _files(page: BookPage) -> str:
    """The folder of the images that come from notebooks."""
    return page.entry.page.removesuffix(".html") + "_files"


def _float(div: pf.Div) -> list[Any]:
    label, kind = div.identifier, div.identifier[:3]
    *content, caption = div.content
    lead = f"{WORDS[kind]}{NBSP}{div.attributes[NUMBER]}: "
    position = "top" if kind == "tbl" else "bottom"
    classes = f"quarto-float-caption-{position} quarto-float-caption quarto-float-{kind}"
    figcaption = [
        _raw(f'<figcaption class="{classes}" id="{label}-bijschrift">'),
        pf.Plain(pf.Str(lead), *caption.content[0].content),
        _raw("</figcaption>"),
    ]
    body = [_raw(f'<div aria-describedby="{label}-bijschrift">'), *content, _raw("</div>")]
    inner = figcaption + body if kind == "tbl" else body + figcaption
    return [
        _raw(
            f'<div id="{label}" class="quarto-float">'
            f'<figure class="quarto-float quarto-float-{kind} figure">'
        ),
        *inner,
        _raw("</figure></div>"),
    ]


def _callout(div: pf.Div) -> list[Any]:
    title, *content = div.content
    kind = div.attributes["soort"]
    identifier = f' id="{html.escape(div.identifier)}"' if div.identifier else ""
    classes = f"callout callout-style-default callout-{kind} callout-titled"
    closed = div.attributes.get("dicht")
    outer, head = ("details", "summary") if closed else ("div", "div")
    state = " open" if closed == "false" else ""
    return [
        _raw(f'<{outer}{identifier} class="{classes}"{state}><{head} class="callout-header">'),
        title.content[0],
        _raw(f'</{head}><div class="callout-body-container callout-body">'),
        *content,
        _raw(f"</div></{outer}>"),
    ]


def _raw(text: str) -> pf.RawBlock:
    return pf.RawBlock(text, "html")
