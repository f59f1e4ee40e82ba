"""A chapter as a tree, for one output format, with Quarto's own constructs in one normal form.

After ``prepare`` a chapter holds, besides plain Pandoc elements, only two ``Div`` classes of ours:
``ivp-float`` (a numbered figure or table; its last child is an ``ivp-bijschrift``) and
``ivp-kader`` (a callout; its first child is an ``ivp-titel``). The writers turn them into text.
"""

from __future__ import annotations

import html
import re
import unicodedata
from typing import Any

import panflute as pf

from ivp.book import pandoc
from ivp.book.notebook import MEDIA
from ivp.book.source import MARK, Source, unsupported
from ivp.book.walk import walk
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
_FORMATS = {"html", "typst"}


def prepare(source: Source, document: str, to: str, profiles: tuple[str, ...]) -> pf.Doc:
    """Parse Pandoc JSON into the normal form for format ``to`` (``html`` or ``typst``)."""
    doc = pandoc.load(document)
    if source.values:
        doc = doc.walk(_Values(source))  # in the text as well
    for step in (_Conditions(source, to, profiles), _Normal(source)):
        doc = walk(doc, step)
    return doc


class _Values:
    """Puts the values of ``var`` and ``meta`` in, as text wherever they stand."""

    def __init__(self, source: Source) -> None:
        self.source = source

    def __call__(self, element: Any, doc: Any) -> Any:
        fill = self.source.fill
        if isinstance(element, (pf.RawInline, pf.RawBlock)):
            element.text = MARK.sub(
                lambda m: html.escape(self.source.values[int(m[1])]), element.text
            )
        elif isinstance(element, (pf.Str, pf.Code, pf.CodeBlock, pf.Math)):
            element.text = fill(element.text)
        elif isinstance(element, (pf.Link, pf.Image)):
            element.url, element.title = fill(element.url), fill(element.title)
        if getattr(element, "identifier", ""):
            element.identifier = MARK.sub(
                lambda m: slug(self.source.values[int(m[1])]), element.identifier
            )
        if getattr(element, "attributes", None):
            for key, value in list(element.attributes.items()):
                element.attributes[key] = fill(value)
        return None


class _Conditions:
    """Conditional content, as Quarto decides it."""

    def __init__(self, source: Source, to: str, profiles: tuple[str, ...]) -> None:
        self.source, self.to, self.profiles = source, to, profiles

    def __call__(self, element: Any) -> Any:
        if not isinstance(element, (pf.Div, pf.Span)):
            return None
        visible = "content-visible" in element.classes
        if not visible and "content-hidden" not in element.classes:
            return None
        return list(element.content) if self._holds(element.attributes) == visible else []

    def _holds(self, attributes: dict[str, str]) -> bool:
        holds = True
        for key, value in attributes.items():
            if key not in _CONDITIONS:
                raise unsupported(f"voorwaarde {key}", self.source.where(re.escape(key)))
            if key.endswith("format"):
                if value not in _FORMATS:
                    place = self.source.where(f"{key}=[\"']?{re.escape(value)}")
                    raise unsupported(
                        f'{key}="{value}" (gebruik html of typst; typst is de PDF)', place
                    )
                matches = value == self.to
            else:
                matches = value in self.profiles
            holds = holds and matches == key.startswith("when")
        return holds


class _Normal:
    """Cells, figures, tables and callouts to the normal form; refuses what is not supported."""

    def __init__(self, source: Source) -> None:
        self.source = source

    def __call__(self, element: Any) -> Any:
        if isinstance(element, pf.Math):
            raise unsupported("een formule", self.source.where(re.escape(element.text[:20])))
        if isinstance(element, pf.Image):
            return self._image(element)
        if isinstance(element, pf.Figure) and element.identifier.startswith("fig-"):
            return _float(element.identifier, list(element.content), element.caption)
        if isinstance(element, pf.Table):
            return self._table(element)
        if isinstance(element, pf.Div):
            return self._div(element)
        if isinstance(element, pf.Span):
            self._refuse(element)
        return None

    def _div(self, div: pf.Div) -> Any:
        if "ivp-cel" in div.classes:
            return self._cell(div)
        kind = next((c.removeprefix("callout-") for c in div.classes if c[:8] == "callout-"), None)
        if kind and not _UNSUPPORTED_ID.match(div.identifier):
            return self._callout(div, kind)
        if div.identifier.startswith(("fig-", "tbl-")):
            return self._float_div(div)
        self._refuse(div)
        return None

    def _refuse(self, element: Any) -> None:
        for name in element.classes:
            if _UNSUPPORTED_CLASS.match(name):
                raise unsupported(f"blok .{name}", self.source.where(rf"\.{re.escape(name)}\b"))
        if _UNSUPPORTED_ID.match(element.identifier):
            place = self.source.where(f"#{re.escape(element.identifier)}")
            raise unsupported(f"label {element.identifier}", place)
        for key in element.attributes:
            if key.startswith("layout"):
                raise unsupported(f"indeling met {key}", self.source.where(key))

    def _cell(self, div: pf.Div) -> Any:
        cell = self.source.embedded.cells[int(div.attributes["data-cel"])]
        content = list(div.content)
        caption = None
        if content and "ivp-bijschrift" in getattr(content[-1], "classes", ()):
            caption = walk(content.pop(), _harmless)
        if not cell.label.startswith(("fig-", "tbl-")):
            return pf.Div(*content, classes=["cell"])
        if caption is None:
            raise RenderFout(
                f"Cel '{cell.label}' heeft geen bijschrift",
                waarom="een genummerde figuur of tabel zegt in het bijschrift wat hij toont",
                doe="geef de cel een fig-cap of tbl-cap",
                waar=cell.where,
            )
        content = [_uncaptioned(block) for block in content]
        return _float(cell.label, content, caption)

    def _float_div(self, div: pf.Div) -> Any:
        if any("ivp-float" in getattr(block, "classes", ()) for block in div.content):
            raise unsupported(
                f"deelfiguren in {div.identifier}", self.source.where(f"#{div.identifier}")
            )
        content = list(div.content)
        if len(content) < 2 or not isinstance(content[-1], pf.Para):
            raise RenderFout(
                f"'{div.identifier}' heeft geen bijschrift",
                waarom="een genummerde figuur of tabel zegt in het bijschrift wat hij toont",
                doe="zet het bijschrift als laatste alinea in het blok",
                waar=self.source.where(f"#{div.identifier}"),
            )
        caption = pf.Caption(pf.Plain(*content.pop().content))
        return _float(div.identifier, content, caption)

    def _callout(self, div: pf.Div, kind: str) -> Any:
        if kind not in CALLOUTS:
            raise unsupported(
                f"kader .callout-{kind}", self.source.where(rf"\.callout-{re.escape(kind)}")
            )
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

    def _table(self, table: pf.Table) -> Any:
        if not table.identifier.startswith("tbl-"):
            return None
        label, caption = table.identifier, table.caption
        return _float(label, [_uncaptioned(table)], caption)

    def _image(self, image: pf.Image) -> Any:
        alt = image.attributes.pop("fig-alt", None) or image.attributes.pop("alt", None)
        if image.url.startswith(MEDIA):
            alt = self.source.embedded.media[image.url.removeprefix(MEDIA)].alt
        alt = alt or pf.stringify(image).strip()
        if not alt:
            name = image.url.removeprefix(MEDIA)
            raise RenderFout(
                f"De afbeelding {name} heeft geen beschrijving",
                waarom="wie de afbeelding niet ziet, mist wat erin staat",
                doe='voeg fig-alt="…" toe',
                waar=self.source.where(re.escape(name)),
            )
        image.attributes["alt"] = alt
        return None


def _float(label: str, content: list[Any], caption: Any) -> pf.Div:
    blocks = list(caption.content) if caption is not None else []
    inlines: list[Any] = []
    for block in blocks:
        if inlines:
            inlines.append(pf.Space())
        inlines.extend(getattr(block, "content", []))
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


def slug(text: str) -> str:
    """Text as part of an anchor, as Pandoc makes them."""
    kept = "".join(c for c in text.lower() if c.isalnum() or c in " -_.")
    return re.sub(r"\s+", "-", unicodedata.normalize("NFC", kept).strip())
