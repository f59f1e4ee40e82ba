"""The PDF: the chapters as one Typst document, set with the book's own Typst template."""

from __future__ import annotations

import datetime as dt
import posixpath
import re
import shutil
import tempfile
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

import panflute as pf
import typst
import yaml

from ivp.book import chapters, pandoc, typst_table
from ivp.book.config import Book
from ivp.book.crossref import Page
from ivp.book.notebook import MEDIA
from ivp.book.outline import NUMBER
from ivp.book.source import unsupported
from ivp.book.walk import walk
from ivp.code import Code
from ivp.errors import RenderFout
from ivp.paths import Project
from ivp.store import Store, digest, sha256

_STANDARDS: list[Literal["a-2a", "ua-1"]] = ["a-2a", "ua-1"]
_MAIN = "boek.typ"
_KEPT = 10
"""For how many documents Typst keeps its outcomes, in case the next is almost the same."""
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
    made = chapters.write(project, book, pages, "typst", _lower, bibliography)
    with tempfile.TemporaryDirectory(prefix="ivp-pdf-") as name:
        work = Path(name)
        for page, one in zip(pages, made, strict=True):
            for url in one["images"]:
                _place(project, page, url, work)
        (work / "_variables.yml").write_text(yaml.safe_dump(book.variables), "utf-8")
        bodies = [one["body"] for one in made]
        (work / _MAIN).write_text(_document(project, book, pages, bodies), "utf-8")
        fonts = project.root / "assets" / "fonts"
        day = timestamp(book)
        used = [
            [file.relative_to(folder).as_posix(), sha256(file.read_bytes())]
            for folder in (work, fonts)
            for file in sorted(folder.rglob("*"))
            if file.is_file()
        ]
        store = Store.of(project)
        code = Code(store=store).digest("ivp.book.typstdoc")
        key = digest([used, day, code, version("typst")])
        content = store.remember("pdf", key, lambda: _set(work, fonts, day))
    pdf = out / f"{book.output_file}.pdf"
    pdf.write_bytes(content)
    return pdf


def _set(work: Path, fonts: Path, day: int) -> bytes:
    try:
        return typst.compile(
            str(work / _MAIN),
            root=str(work),
            font_paths=[str(fonts)],
            ignore_system_fonts=True,
            pdf_standards=[*_STANDARDS],
            timestamp=day,
        )
    except typst.TypstError as error:
        hints = "".join(f" ({hint})" for hint in error.hints)
        raise RenderFout(
            f"De PDF is niet te maken: {error.message}{hints}",
            waarom="de raad en het archief krijgen het boek als toegankelijke PDF",
            doe="zoek de genoemde tekst of afbeelding in het hoofdstuk op en herstel hem",
        ) from None


def forget() -> None:
    """Let Typst let go of what it worked out: it keeps that for ten more documents.

    A process that makes one book after the other would hold ten of them. There is no other way from
    Python: see https://docs.rs/comemo on ``evict``.
    """
    fonts = typst.Fonts(include_system_fonts=False)
    for _ in range(_KEPT + 1):
        typst.compile(b"", font_paths=fonts)


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


def _lower(page: Page) -> dict[str, Any]:
    """Turn the normal form of one chapter into Typst, in place; returns the images it needs."""
    images: list[str] = []

    def visit(element: Any) -> Any:
        if isinstance(element, pf.Header):
            number = element.attributes.pop(NUMBER, "")
            if not number and "unnumbered" not in element.classes:
                element.classes.append("unnumbered")
        elif isinstance(element, pf.Image):
            images.append(element.url)
            return pf.RawInline(_image(page, element), "typst")
        elif isinstance(element, pf.RawInline | pf.RawBlock) and element.format == "html":
            return _dropped(page, element)
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

    page.doc = walk(page.doc, visit)
    return {"images": images}


def _dropped(page: Page, element: Any) -> list[Any]:
    """HTML means nothing in the PDF; that is fine for tags, not for text between them."""
    text = re.sub(r"<!--.*?-->|<[^>]*>|&\w+;", "", element.text, flags=re.S).strip()
    if text and isinstance(element, pf.RawBlock):
        first = element.text.strip().splitlines()[0]
        raise unsupported(
            'HTML buiten een blok met when-format="html"', page.source.where(re.escape(first))
        )
    return []


def _image(page: Page, image: pf.Image) -> str:
    width = image.attributes.get("width", "")
    size = f", width: {width}" if width.endswith(("%", "cm", "mm", "pt", "in")) else ""
    name, alt = string(_file(page, image.url)), string(image.attributes["alt"])
    return f"#box(image({name}, alt: {alt}{size}))"


def _file(page: Page, url: str) -> str:
    """The name of an image of ``page`` beside the document."""
    name = url.removeprefix(MEDIA) if url.startswith(MEDIA) else page.source.resolve(url)
    return f"{page.chapter.slug}-{posixpath.basename(name)}"


def _place(project: Project, page: Page, url: str, work: Path) -> None:
    target = work / _file(page, url)
    if url.startswith(MEDIA):
        target.write_bytes(page.source.embedded.media[url.removeprefix(MEDIA)].data)
    else:
        shutil.copyfile(page.source.file(project, url), target)


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
