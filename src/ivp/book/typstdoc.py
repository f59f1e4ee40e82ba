"""The PDF: the chapters as one Typst document, set with the book's own Typst template."""

from __future__ import annotations

import datetime as dt
import re
import shutil
import tempfile
from pathlib import Path
from typing import Any, Literal

import panflute as pf
import typst
import yaml

from ivp.book import pandoc, typst_table
from ivp.book.config import Book
from ivp.book.crossref import NUMBER, Page
from ivp.book.notebook import MEDIA
from ivp.book.source import unsupported
from ivp.errors import RenderFout
from ivp.paths import Project
from ivp.store import Store

_STANDARDS: list[Literal["a-2a", "ua-1"]] = ["a-2a", "ua-1"]
_PREAMBLE = """\
#let horizontalrule = line(length: 100%, stroke: 0.4pt + kleur.lijn)
#let endnote(num, contents) = [#super[#num] #contents]
"""


def write_pdf(
    project: Project,
    book: Book,
    pages: list[Page],
    out: Path,
    bibliography: pandoc.Bibliography | None,
) -> Path:
    """Write ``<output-file>.pdf`` to ``out``: PDF/A-2a and PDF/UA-1, validated by Typst.

    The timestamp is the edition's date, so the same input gives the same bytes. Raises
    ``RenderFout`` when Typst refuses the document.
    """
    with tempfile.TemporaryDirectory(prefix="ivp-pdf-") as name:
        work = Path(name)
        for page in pages:
            _Lower(project, page, work).run()
        store = Store.of(project)
        docs = [page.doc for page in pages]
        bodies = pandoc.write(docs, "typst-citations", bibliography, store)
        (work / "_variables.yml").write_text(yaml.safe_dump(book.variables), "utf-8")
        main = work / "boek.typ"
        main.write_text(_document(project, book, pages, bodies), "utf-8")
        pdf = out / f"{book.output_file}.pdf"
        try:
            typst.compile(
                str(main),
                output=str(pdf),
                root=str(work),
                font_paths=[str(project.root / "assets" / "fonts")],
                ignore_system_fonts=True,
                pdf_standards=[*_STANDARDS],
                timestamp=timestamp(book),
            )
        except typst.TypstError as error:
            hints = "".join(f" ({hint})" for hint in error.hints)
            raise RenderFout(
                f"De PDF is niet te maken: {error.message}{hints}",
                waarom="de raad en het archief krijgen het boek als toegankelijke PDF",
                doe="zoek de genoemde tekst of afbeelding in het hoofdstuk op en herstel hem",
            ) from None
    return pdf


def timestamp(book: Book) -> int:
    """Seconds since 1970 of the edition's date, else of 2000-01-01; never the clock's."""
    date = dt.date.fromisoformat(str(book.edition.get("datum_iso") or "2000-01-01"))
    return int(dt.datetime(date.year, date.month, date.day, tzinfo=dt.UTC).timestamp())


def _document(project: Project, book: Book, pages: list[Page], bodies: list[str]) -> str:
    template = (project.root / "assets" / "typst" / "typst-template.typ").read_text("utf-8")
    edition = book.edition
    lines = [f"Editie {edition['nummer']}"] if edition.get("nummer") else []
    lines += [f"Status: {edition['status']}"] if edition.get("status") else []
    parts = [
        template,
        _PREAMBLE,
        "#show: boek.with(",
        f"  title: {string(book.title)},",
        f"  subtitle: {string(book.subtitle) if book.subtitle else 'none'},",
        f"  author: {string(book.author)},",
        f"  lang: {string(book.lang)},",
        f"  editie: ({''.join(string(line) + ', ' for line in lines)}),",
        f"  concept: {string('Concept') if book.concept else 'none'},",
        ")",
    ]
    if book.metadata.get("regelnummers"):
        parts.append('#set par.line(numbering: "1")')
    group: str | None = None
    appendix = False
    for page, body in zip(pages, bodies, strict=True):
        if page.chapter.appendix and not appendix:
            appendix = True
            parts += [
                '#show: appendices.with("Bijlagen")',
                "#heading(level: 1, numbering: none)[Bijlagen]",
            ]
        elif page.chapter.part != group and page.chapter.part:
            parts.append(f"#part({string(page.chapter.part)})")
        group = page.chapter.part
        if not page.identifier:
            parts.append(f"#metadata(none) <{page.chapter.slug}-->")
        parts.append(body)
    return "\n".join(parts) + "\n"


class _Lower:
    """Turns the normal form of one chapter into Typst, in place; images go to ``work``."""

    def __init__(self, project: Project, page: Page, work: Path) -> None:
        self.project, self.page, self.work = project, page, work

    def run(self) -> None:
        self.page.doc = self.page.doc.walk(self._visit)

    def _visit(self, element: Any, doc: Any) -> Any:
        if isinstance(element, pf.Header):
            number = element.attributes.pop(NUMBER, "")
            if not number and "unnumbered" not in element.classes:
                element.classes.append("unnumbered")
        elif isinstance(element, pf.Image):
            return pf.RawInline(self._image(element), "typst")
        elif isinstance(element, pf.RawInline | pf.RawBlock) and element.format == "html":
            return self._dropped(element)
        elif isinstance(element, pf.Link) and element.url.startswith("/"):
            # A download of the web edition: in the PDF only its name makes sense.
            return list(element.content)
        elif isinstance(element, pf.Table):
            return typst_table.blocks(element)
        elif isinstance(element, pf.Figure):
            return [_raw("#figure(["), *element.content, *_caption(element), _raw(")")]
        elif isinstance(element, pf.Div) and "ivp-float" in element.classes:
            return _float(element)
        elif isinstance(element, pf.Div) and "ivp-kader" in element.classes:
            return _callout(element)
        return None

    def _dropped(self, element: Any) -> list[Any]:
        """HTML means nothing in the PDF; that is fine for tags, not for text between them."""
        text = re.sub(r"<!--.*?-->|<[^>]*>|&\w+;", "", element.text, flags=re.S).strip()
        if text and isinstance(element, pf.RawBlock):
            first = element.text.strip().splitlines()[0]
            raise unsupported(
                'HTML buiten een blok met when-format="html"',
                self.page.source.where(re.escape(first)),
            )
        return []

    def _image(self, image: pf.Image) -> str:
        url = image.url
        if url.startswith(MEDIA):
            name = f"{self.page.chapter.slug}-{url.removeprefix(MEDIA)}"
            data = self.page.source.embedded.media[url.removeprefix(MEDIA)].data
            (self.work / name).write_bytes(data)
        else:
            source = self.page.source.file(self.project, url)
            name = f"{self.page.chapter.slug}-{source.name}"
            shutil.copyfile(source, self.work / name)
        width = image.attributes.get("width", "")
        size = f", width: {width}" if width.endswith(("%", "cm", "mm", "pt", "in")) else ""
        return f"#box(image({string(name)}, alt: {string(image.attributes['alt'])}{size}))"


def _float(div: pf.Div) -> list[Any]:
    label, kind = div.identifier, div.identifier[:3]
    *content, caption = div.content
    position, word = ("top", "Tabel") if kind == "tbl" else ("bottom", "Figuur")
    return [
        _raw("#figure(["),
        *content,
        _raw(f"], caption: figure.caption(position: {position}, ["),
        caption.content[0],
        _raw(f']), kind: "quarto-float-{kind}", supplement: "{word}")\n<{label}>'),
    ]


def _caption(figure: pf.Figure) -> list[Any]:
    blocks = list(figure.caption.content) if figure.caption else []
    if not blocks:
        return [_raw("], kind: image, supplement: none, numbering: none")]
    return [
        _raw("], kind: image, supplement: none, numbering: none, caption: ["),
        *blocks,
        _raw("]"),
    ]


def _callout(div: pf.Div) -> list[Any]:
    title, *content = div.content
    colour = f"kader.at({string(div.attributes['soort'])})"
    label = f" <{div.identifier}>" if div.identifier else ""
    return [
        _raw("#block[#callout(title: ["),
        title.content[0],
        _raw(f"], background_color: {colour}.lighten(75%), icon_color: {colour}, body: ["),
        *content,
        _raw(f"])]{label}"),
    ]


def string(text: str) -> str:
    """``text`` as a Typst string literal."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", " ")
    return f'"{escaped}"'


def _raw(text: str) -> pf.RawBlock:
    return pf.RawBlock(text, "typst")
