"""The PDF: the chapters as one Typst document, set with the book's own Typst template."""

from __future__ import annotations

import datetime as dt
import posixpath
import re
import tempfile
from collections.abc import Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

import panflute as pf
import typst
import yaml

from ivp.book.embedded_cells import MEDIA
from ivp.book.numbering import NUMBER, WORDS, BookPage, Fragment
from ivp.book.pandoc import walk
from ivp.book.quarto_yml import Book
from ivp.book.templating import template, typst_literal
from ivp.code import Code
from ivp.errors import RenderFout
from ivp.store import Store, digest, sha256

_STANDARDS: list[Literal["a-2a", "ua-1"]] = ["a-2a", "ua-1"]
_MAIN = "boek.typ"
_KEPT = 10
"""For how many documents Typst keeps its outcomes, in case the next is almost the same."""
_ALIGN = {
    "AlignLeft": "left",
    "AlignRight": "right",
    "AlignCenter": "center",
    "AlignDefault": "auto",
}


def write_pdf(book: Book, pages: Sequence[BookPage], made: Sequence[Fragment], out: Path) -> None:
    """Write ``<output-file>.pdf`` to ``out``: PDF/A-2a and PDF/UA-1, validated by Typst.

    The timestamp is the edition's date, so the same input gives the same bytes. Raises
    ``RenderFout`` when Typst refuses the document.
    """
    bodies = [one.body for one in made]
    files = {
        _MAIN: _document(book, list(zip(pages, bodies, strict=True))).encode(),
        "_variables.yml": yaml.safe_dump(book.variables).encode(),
    }
    for page, one in zip(pages, made, strict=True):
        files |= {_file(page, url): page.text.image(book, url)[1] for url in one.images}
    fonts = book.project.root / "assets" / "fonts"
    used = [[name, sha256(content)] for name, content in sorted(files.items())]
    used += [[path.name, sha256(path.read_bytes())] for path in sorted(fonts.glob("*"))]
    store, day = Store.of(book.project), timestamp(book)
    key = digest([used, day, Code(store=store).digest(__name__), version("typst")])
    content = store.remember("pages", key, lambda: _set(files, fonts, day))
    (out / f"{book.output_file}.pdf").write_bytes(content)


def _set(files: Mapping[str, bytes], fonts: Path, day: int) -> bytes:
    with tempfile.TemporaryDirectory(prefix="ivp-pdf-") as folder:
        for name, content in files.items():
            (Path(folder) / name).write_bytes(content)
        try:
            return typst.compile(
                str(Path(folder) / _MAIN),
                root=folder,
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
    date = dt.date.fromisoformat(book.edition.datum_iso or "2000-01-01")
    return int(dt.datetime(date.year, date.month, date.day, tzinfo=dt.UTC).timestamp())


def _document(book: Book, chapters: Sequence[tuple[BookPage, str]]) -> str:
    look = (book.project.root / "assets" / "typst" / "typst-template.typ").read_text("utf-8")
    filled = template("boek.typ.j2").render(book=book, look=look, chapters=chapters)
    return f"{filled.rstrip()}\n"


def to_typst(page: BookPage) -> Fragment:
    """Turn the normal form of one chapter into Typst, in place."""
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
            return _table(element)
        elif isinstance(element, pf.Figure):
            return _figure(element)
        elif isinstance(element, pf.Div) and "ivp-float" in element.classes:
            return _float(element)
        elif isinstance(element, pf.Div) and "ivp-kader" in element.classes:
            return _callout(element)
        return None

    page.tree = walk(page.tree, visit)
    return Fragment(images)


def _dropped(page: BookPage, element: Any) -> list[Any]:
    """HTML means nothing in the PDF; that is fine for tags, not for text between them."""
    text = re.sub(r"<!--.*?-->|<[^>]*>|&\w+;", "", element.text, flags=re.S).strip()
    if text and isinstance(element, pf.RawBlock):
        first = element.text.strip().splitlines()[0]
        raise page.text.unsupported('HTML buiten een blok met when-format="html"', re.escape(first))
    return []


def _image(page: BookPage, image: pf.Image) -> str:
    width = image.attributes.get("width", "")
    size = f", width: {width}" if width.endswith(("%", "cm", "mm", "pt", "in")) else ""
    name, alt = typst_literal(_file(page, image.url)), typst_literal(image.attributes["alt"])
    return f"#box(image({name}, alt: {alt}{size}))"


def _file(page: BookPage, url: str) -> str:
    """The name of an image of ``page`` beside the document."""
    name = url.removeprefix(MEDIA) if url.startswith(MEDIA) else page.text.resolve(url)
    return f"{page.entry.slug}-{posixpath.basename(name)}"


def _float(div: pf.Div) -> list[Any]:
    label, kind = div.identifier, div.identifier[:3]
    *content, caption = div.content
    position = "top" if kind == "tbl" else "bottom"
    return [
        _raw("#figure(["),
        *content,
        _raw(f"], caption: figure.caption(position: {position}, ["),
        caption.content[0],
        _raw(f']), kind: "quarto-float-{kind}", supplement: "{WORDS[kind]}")\n<{label}>'),
    ]


def _figure(figure: pf.Figure) -> list[Any]:
    """An image in a paragraph of its own, without a label: it has no number."""
    caption = list(figure.caption.content) if figure.caption else []
    unnumbered = "], kind: image, supplement: none, numbering: none"
    end = [_raw(f"{unnumbered}, caption: ["), *caption, _raw("]")] if caption else []
    return [_raw("#figure(["), *figure.content, *(end or [_raw(unnumbered)]), _raw(")")]


def _callout(div: pf.Div) -> list[Any]:
    title, *content = div.content
    colour = f"kader.at({typst_literal(div.attributes['soort'])})"
    label = f" <{div.identifier}>" if div.identifier else ""
    return [
        _raw("#block[#callout(title: ["),
        title.content[0],
        _raw(f"], background_color: {colour}.lighten(75%), icon_color: {colour}, body: ["),
        *content,
        _raw(f"])]{label}"),
    ]


def _table(table: pf.Table) -> list[Any]:
    """A table whose header rows repeat on every page."""
    columns = "".join(
        f"{f'{width:.4f}fr' if isinstance(width, int | float) else 'auto'}, "
        for _, width in table.colspec
    )
    aligns = "".join(f"{_ALIGN[align]}, " for align, _ in table.colspec)
    parts = [_raw(f"#table(columns: ({columns}), align: ({aligns}),")]
    body = [row for part in table.content for row in part.content]
    for name, rows in (("header", table.head.content), ("", body), ("footer", table.foot.content)):
        cells = [part for row in rows for cell in row.content for part in _cell(cell)]
        named = name and rows
        parts += [_raw(f"table.{name}("), *cells, _raw("),")] if named else cells
    return [*parts, _raw(")")]


def _cell(cell: pf.TableCell) -> list[Any]:
    spans = [
        f"{name}: {value}"
        for name, value in (("colspan", cell.colspan), ("rowspan", cell.rowspan))
        if value != 1
    ]
    start = f"table.cell({', '.join(spans)})[" if spans else "["
    content = list(cell.content)
    if len(content) == 1 and isinstance(content[0], pf.Plain):
        raw = pf.RawInline(start, "typst"), pf.RawInline("],", "typst")
        return [pf.Plain(raw[0], *content[0].content, raw[1])]
    return [_raw(start), *content, _raw("],")]


def _raw(text: str) -> pf.RawBlock:
    return pf.RawBlock(text, "typst")
