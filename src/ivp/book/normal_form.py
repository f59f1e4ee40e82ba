"""A chapter as a tree, for one output format, with Quarto's own constructs in one normal form.

In it a chapter holds, besides plain Pandoc elements, only two ``Div`` classes of ours:
``ivp-float`` (a numbered figure or table; its last child is an ``ivp-bijschrift``) and
``ivp-kader`` (a callout; its first child is an ``ivp-titel``). The writers turn them into text.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Sequence
from typing import Any

import panflute as pf

from ivp.book import pandoc
from ivp.book.chapter_text import MARK, ChapterText
from ivp.book.embedded_cells import MEDIA
from ivp.errors import RenderFout

CALLOUTS = {
    "note": "Opmerking",
    "tip": "Tip",
    "warning": "Waarschuwing",
    "important": "Belangrijk",
    "caution": "Opgelet",
}
_UNSUPPORTED_CLASS = re.compile(
    r"^(panel-.*|column-.*|aside|landscape|hidden|incremental|nonincremental|output-location-.*"
    r"|quarto-.*|theorem|proof|remark|solution|margin-caption|embed)$"
)
_UNSUPPORTED_ID = re.compile(
    r"^(thm|lem|cor|prp|cnj|def|exm|exr|lst|eq|nte|tip|wrn|imp|cau|sol|rem)-"
)
_CONDITIONS = {"when-format", "unless-format", "when-profile", "unless-profile"}


def to_normal_form(text: ChapterText, document: str, to: str, profiles: Sequence[str]) -> pf.Doc:
    """Pandoc JSON as a tree in the normal form, for format ``to`` (``html`` or ``typst``)."""
    tree = pandoc.load(document)
    if text.values:
        tree = tree.walk(lambda element, _: _fill_in(element, text.values))  # in words as well
    tree = pandoc.walk(tree, lambda element: _if_it_holds(element, text, to, profiles))
    return pandoc.walk(tree, lambda element: _normal(element, text))


def slug(text: str) -> str:
    """Text as part of an anchor, as Pandoc makes them."""
    kept = "".join(c for c in text.lower() if c.isalnum() or c in " -_.")
    return re.sub(r"\s+", "-", unicodedata.normalize("NFC", kept).strip())


def classes(element: Any) -> list[str]:
    """The classes of an element; many kinds have none."""
    return list(getattr(element, "classes", ()))


def _fill_in(element: Any, values: Sequence[str]) -> None:
    """Put the values of ``var`` and ``meta`` in, as text wherever they stand."""

    def fill(text: str) -> str:
        return MARK.sub(lambda mark: values[int(mark[1])], text)

    if isinstance(element, (pf.RawInline, pf.RawBlock)):
        element.text = MARK.sub(lambda mark: html.escape(values[int(mark[1])]), element.text)
    elif isinstance(element, (pf.Str, pf.Code, pf.CodeBlock, pf.Math)):
        element.text = fill(element.text)
    elif isinstance(element, (pf.Link, pf.Image)):
        element.url, element.title = fill(element.url), fill(element.title)
    if getattr(element, "identifier", ""):
        element.identifier = MARK.sub(lambda mark: slug(values[int(mark[1])]), element.identifier)
    for key, value in list((getattr(element, "attributes", None) or {}).items()):
        element.attributes[key] = fill(value)


def _if_it_holds(element: Any, text: ChapterText, to: str, profiles: Sequence[str]) -> Any:
    """Conditional content, as Quarto decides it."""
    if not isinstance(element, (pf.Div, pf.Span)):
        return None
    visible = "content-visible" in element.classes
    if not visible and "content-hidden" not in element.classes:
        return None
    holds = True
    for key, value in element.attributes.items():
        if key not in _CONDITIONS:
            raise text.unsupported(f"voorwaarde {key}", re.escape(key))
        if key.endswith("format") and value not in pandoc.WRITERS:
            raise text.unsupported(
                f'{key}="{value}" (gebruik html of typst; typst is de PDF)',
                f"{key}=[\"']?{re.escape(value)}",
            )
        matches = value == to if key.endswith("format") else value in profiles
        holds = holds and matches == key.startswith("when")
    return list(element.content) if holds == visible else []


def _normal(element: Any, text: ChapterText) -> Any:
    """Cells, figures, tables and callouts to the normal form; refuses what is not supported."""
    if isinstance(element, pf.Math):
        raise text.unsupported("een formule", re.escape(element.text[:20]))
    if isinstance(element, pf.Image):
        element.attributes["alt"] = _description(element, text)
    elif isinstance(element, pf.Figure) and element.identifier.startswith("fig-"):
        return _float(element.identifier, list(element.content), element.caption)
    elif isinstance(element, pf.Table) and element.identifier.startswith("tbl-"):
        label, caption = element.identifier, element.caption
        return _float(label, [_uncaptioned(element)], caption)
    elif isinstance(element, pf.Div):
        return _block(element, text)
    elif isinstance(element, pf.Span):
        _refuse(element, text)
    return None


def _block(div: pf.Div, text: ChapterText) -> Any:
    if "ivp-cel" in div.classes:
        return _cell(div, text)
    kind = next((c.removeprefix("callout-") for c in div.classes if c[:8] == "callout-"), None)
    if kind and not _UNSUPPORTED_ID.match(div.identifier):
        return _callout(div, kind, text)
    if div.identifier.startswith(("fig-", "tbl-")):
        return _float_by_hand(div, text)
    _refuse(div, text)
    return None


def _refuse(element: Any, text: ChapterText) -> None:
    for name in element.classes:
        if _UNSUPPORTED_CLASS.match(name):
            raise text.unsupported(f"blok .{name}", rf"\.{re.escape(name)}\b")
    if _UNSUPPORTED_ID.match(element.identifier):
        label = element.identifier
        raise text.unsupported(f"label {label}", f"#{re.escape(label)}")
    for key in element.attributes:
        if key.startswith("layout"):
            raise text.unsupported(f"indeling met {key}", key)


def _cell(div: pf.Div, text: ChapterText) -> pf.Div:
    cell = text.embedded.cells[int(div.attributes["data-cel"])]
    content = list(div.content)
    caption = None
    if content and "ivp-bijschrift" in classes(content[-1]):
        caption = pandoc.walk(content.pop(), _harmless)
    if not cell.label.startswith(("fig-", "tbl-")):
        return pf.Div(*content, classes=["cell"])
    if caption is None:
        raise _no_caption(f"Cel '{cell.label}'", "geef de cel een fig-cap of tbl-cap", cell.where)
    return _float(cell.label, [_uncaptioned(block) for block in content], caption)


def _float_by_hand(div: pf.Div, text: ChapterText) -> pf.Div:
    *content, last = div.content or [None]
    if any("ivp-float" in classes(block) for block in div.content):
        raise text.unsupported(f"deelfiguren in {div.identifier}", f"#{div.identifier}")
    if not content or not isinstance(last, pf.Para):
        place = text.where(f"#{div.identifier}")
        doe = "zet het bijschrift als laatste alinea in het blok"
        raise _no_caption(f"'{div.identifier}'", doe, place)
    return _float(div.identifier, content, pf.Caption(pf.Plain(*last.content)))


def _no_caption(what: str, doe: str, place: str) -> RenderFout:
    return RenderFout(
        f"{what} heeft geen bijschrift",
        waarom="een genummerde figuur of tabel zegt in het bijschrift wat hij toont",
        doe=doe,
        waar=place,
    )


def _callout(div: pf.Div, kind: str, text: ChapterText) -> pf.Div:
    if kind not in CALLOUTS:
        raise text.unsupported(f"kader .callout-{kind}", rf"\.callout-{re.escape(kind)}")
    content = list(div.content)
    title = [pf.Str(div.attributes.get("title") or CALLOUTS[kind])]
    if "title" not in div.attributes and content and isinstance(content[0], pf.Header):
        title = list(content.pop(0).content)
    attributes = {"soort": kind}
    if "collapse" in div.attributes:
        attributes["dicht"] = div.attributes["collapse"]
    return pf.Div(
        pf.Div(pf.Plain(*title), classes=["ivp-titel"]),
        *content,
        identifier=div.identifier,
        classes=["ivp-kader"],
        attributes=attributes,
    )


def _description(image: pf.Image, text: ChapterText) -> str:
    alt = image.attributes.pop("fig-alt", None) or image.attributes.pop("alt", None)
    name = image.url.removeprefix(MEDIA)
    if image.url.startswith(MEDIA):
        alt = text.embedded.media[name].alt
    alt = alt or pf.stringify(image).strip()
    if not alt:
        raise RenderFout(
            f"De afbeelding {name} heeft geen beschrijving",
            waarom="wie de afbeelding niet ziet, mist wat erin staat",
            doe='voeg fig-alt="…" toe',
            waar=text.where(re.escape(name)),
        )
    return str(alt)


def _float(label: str, content: list[Any], caption: Any) -> pf.Div:
    inlines: list[Any] = []
    for block in caption.content if caption is not None else ():
        inlines += [pf.Space()] if inlines else []
        inlines += getattr(block, "content", [])
    return pf.Div(
        *content,
        pf.Div(pf.Plain(*inlines), classes=["ivp-bijschrift"]),
        identifier=label,
        classes=["ivp-float"],
    )


def _uncaptioned(block: Any) -> Any:
    """A paragraph or table inside a float: its caption is the float's caption."""
    if isinstance(block, pf.Table):
        block.identifier = ""
        block.caption = pf.Caption()
    if isinstance(block, pf.Figure):
        return pf.Plain(*[inline for inner in block.content for inline in inner.content])
    return block


def _harmless(element: Any) -> Any:
    """Captions come from notebooks: what looks like a tag in them is text."""
    if isinstance(element, pf.RawInline):
        return pf.Str(element.text)
    if isinstance(element, pf.RawBlock):
        return pf.Plain(pf.Str(element.text))
    return None
