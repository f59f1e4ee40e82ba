"""From ``.qmd`` to plain Pandoc Markdown: front matter, includes, embeds and shortcodes.

Values of ``var`` and ``meta`` do not enter the Markdown: a mark stands for them until Pandoc has
parsed the text. So a value can never be taken for markup, whatever is in it.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

import yaml

from ivp.book import embedded_cells
from ivp.book.quarto_yml import Book, BookEntry, lookup, parse_yaml
from ivp.errors import RenderFout

_SHORTCODE = re.compile(r"\{\{<\s*(.*?)\s*>\}\}")
_ESCAPED = re.compile(r"\{\{\{<(.*?)>\}\}\}")
_BLOCK = re.compile(r"^\s*\{\{<\s*(include|embed)\s+(\S+)\s*(.*?)\s*>\}\}\s*$")
_PAGEBREAK = re.compile(r"^\s*\{\{<\s*pagebreak\s*>\}\}\s*$")
_NEW_PAGE = (
    "",
    "```{=html}",
    '<div style="page-break-after: always;"></div>',
    "```",
    "",
    "```{=typst}",
    "#pagebreak(weak: true)",
    "```",
    "",
)
"""As Quarto does it: a new page on paper, nothing on the screen."""
_FENCE = re.compile(r"^\s*(`{3,}|~{3,})\s*(.*?)\s*$")
_EXECUTABLE = re.compile(r"^\{\s*[A-Za-z]")
_INLINE_CODE = re.compile(r"`\{(python|r|julia|ojs)\}")
MARK = re.compile(r"ivpwaarde(\d{4})einde", re.IGNORECASE)


@dataclass
class ChapterText:
    """A chapter's text with everything it includes, and where each line came from."""

    entry: BookEntry
    lines: list[str] = field(default_factory=list)
    origins: list[str] = field(default_factory=list)
    values: list[str] = field(default_factory=list)
    embedded: embedded_cells.Embedded = field(default_factory=embedded_cells.Embedded)

    @property
    def markdown(self) -> str:
        """The whole text, as Pandoc reads it."""
        return "\n".join(self.lines) + "\n"

    @property
    def state(self) -> list[Any]:
        """All that what is made of this chapter follows from, as plain data."""
        labels = [cell.label for cell in self.embedded.cells]
        alts = {name: media.alt for name, media in self.embedded.media.items()}
        entry = [self.entry.path, self.entry.appendix]
        return [entry, self.markdown, self.values, labels, alts]

    def where(self, pattern: str) -> str:
        """The file and line where ``pattern`` (a regular expression) first occurs."""
        found = re.compile(pattern)
        for line, origin in zip(self.lines, self.origins, strict=True):
            if found.search(line):
                return origin
        return self.entry.path

    def unsupported(self, what: str, pattern: str) -> RenderFout:
        """The error for what the embedded renderer does not know, where ``pattern`` stands."""
        return unsupported(what, self.where(pattern))

    def resolve(self, target: str) -> str:
        """A path in the project: from the root after a slash, else from the chapter's folder."""
        folder = "" if target.startswith("/") else posixpath.dirname(self.entry.path)
        return posixpath.normpath(posixpath.join(folder, target.lstrip("/")))

    def image(self, book: Book, url: str) -> tuple[str, bytes]:
        """The name and content of an image of this chapter: of a notebook, or a project file.

        The name is that of the output, or the file's path in the project. Raises ``RenderFout``
        when there is no such file.
        """
        if url.startswith(embedded_cells.MEDIA):
            name = url.removeprefix(embedded_cells.MEDIA)
            return name, self.embedded.media[name].data
        name, root = self.resolve(url), book.project.root
        path = root / name
        if not path.is_file() or not path.resolve().is_relative_to(root.resolve()):
            raise RenderFout(
                f"Het bestand {url} bestaat niet in het project",
                waarom="er zou een gat in het boek zitten",
                doe="herstel de naam, of voeg het bestand toe",
                waar=self.where(re.escape(url)),
            )
        return name, path.read_bytes()


def read(book: Book, entry: BookEntry) -> ChapterText:
    """Read a chapter. Raises ``RenderFout`` (with file and line) for what is not supported."""
    reader = _Reader(book, ChapterText(entry))
    lines = reader.lines(entry.path, entry.path)
    start = reader.front_matter(lines)
    reader.body(lines, start, entry.path, ())
    return reader.text


class _Reader:
    def __init__(self, book: Book, text: ChapterText) -> None:
        self.book, self.text = book, text
        self.meta: dict[str, Any] = {}
        self.notebooks: dict[str, list[embedded_cells.Cell]] = {}

    def front_matter(self, lines: list[str]) -> int:
        """Take the settings and the title above the text; returns where the text begins."""
        if not lines or lines[0].rstrip() != "---":
            return 0
        origin = f"{self.text.entry.path}, regel 1"
        try:
            end = next(i for i, x in enumerate(lines[1:], 1) if x.rstrip() in ("---", "..."))
            self.meta = parse_yaml("\n".join(lines[1:end])) or {}
        except (StopIteration, yaml.YAMLError) as error:
            raise RenderFout(
                f"De kop van dit hoofdstuk is niet te lezen: {error or 'geen einde'}",
                waarom="daarin kunnen de titel en instellingen staan",
                doe="herstel de regels tussen de streepjes bovenaan",
                waar=origin,
            ) from None
        if title := self.meta.get("title"):
            self._add([f"# {title}", ""], origin)
        return end + 1

    def body(self, lines: list[str], start: int, path: str, within: tuple[str, ...]) -> None:
        """Take the lines from ``start`` on; ``within`` are the files that include this one."""
        fence = ""
        for number, line in enumerate(lines[start:], start + 1):
            origin = f"{path}, regel {number}"
            mark = _FENCE.match(line)
            if fence:
                closes = mark and mark[1].startswith(fence) and not mark[2]
                fence = "" if closes else fence
            elif mark:
                fence = mark[1]
                if _EXECUTABLE.match(mark[2]):
                    raise unsupported(f"uitvoerbare code {mark[2]}", origin)
            elif _INLINE_CODE.search(line):
                raise unsupported("berekende tekst in de lopende tekst", origin)
            elif block := _BLOCK.match(line):
                if block[3]:
                    raise unsupported(f"'{block[3]}' bij {block[1]}", origin)
                self._add([""], origin)
                if block[1] == "include":
                    self._include(block[2], origin, (*within, path))
                else:
                    self._embed(block[2], origin)
                self._add([""], origin)
                continue
            elif _PAGEBREAK.match(line):
                self._add(_NEW_PAGE, origin)
                continue
            self._add([line], origin)

    def _include(self, target: str, origin: str, within: tuple[str, ...]) -> None:
        path = self.text.resolve(target)
        if path in within:
            raise RenderFout(
                f"{path} voegt zichzelf in",
                waarom="zo komt er geen einde aan",
                doe="haal een van de verwijzingen weg",
                waar=origin,
            )
        self.body(self.lines(path, origin), 0, path, within)

    def _embed(self, target: str, origin: str) -> None:
        file, _, label = target.partition("#")
        name = self.text.resolve(file)
        try:
            if name not in self.notebooks:
                self.notebooks[name] = embedded_cells.read(self.book.project.root / name, name)
            cells = embedded_cells.select(self.notebooks[name], label or None, name)
            for number, cell in enumerate(cells):
                lines = embedded_cells.markdown(cell, self.text.embedded)
                self._add(["", ""] if number else [], origin)
                self._add(lines, cell.where)
        except RenderFout as error:
            error.waar = f"{origin} (in {error.waar})" if error.waar else origin
            raise

    def lines(self, path: str, origin: str) -> list[str]:
        """The lines of a file of the project, named at ``origin``."""
        try:
            return (self.book.project.root / path).read_text("utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError):
            raise RenderFout(
                f"{path} bestaat niet of is niet te lezen",
                waarom="een deel van het boek zou ontbreken",
                doe="herstel de naam of het bestand (UTF-8)",
                waar=origin,
            ) from None

    def _add(self, lines: Iterable[str], origin: str) -> None:
        for line in lines:
            self.text.lines.append(_ESCAPED.sub(r"{{<\1>}}", self._marked(line, origin)))
            self.text.origins.append(origin)

    def _marked(self, line: str, origin: str) -> str:
        """``line`` with marks for ``var`` and ``meta``; any other shortcode is refused."""

        def mark(match: re.Match[str]) -> str:
            if line[match.start() - 1 : match.start()] == "{" and line[match.end() :][:1] == "}":
                return match[0]  # escaped: it is about shortcodes
            name, _, key = match[1].partition(" ")
            if name not in ("var", "meta") or not key or " " in key.strip():
                raise unsupported(f"{{{{< {match[1]} >}}}}", origin)
            data = self.book.variables
            if name == "meta":
                data = {**self.book.metadata, **self.meta}
            found = lookup(data, key.strip())
            if found is None:
                raise RenderFout(
                    f"{name} {key} heeft geen waarde",
                    waarom="op deze plek zou niets in het boek komen",
                    doe="herstel de naam, of vul de waarde in",
                    waar=origin,
                )
            self.text.values.append(found)
            return f"IVPWAARDE{len(self.text.values) - 1:04d}EINDE"

        return _SHORTCODE.sub(mark, line)


def unsupported(what: str, origin: str) -> RenderFout:
    """The error for something that Quarto knows and the embedded renderer does not."""
    return RenderFout(
        f"De ingebouwde opmaak kent dit niet: {what}",
        waarom="het boek zou hier anders of onvolledig zijn dan Quarto het maakt",
        doe="schrijf het anders, of maak het boek met Quarto",
        waar=origin,
    )
