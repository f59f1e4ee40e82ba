"""From ``.qmd`` to plain Pandoc Markdown: front matter, includes, embeds and shortcodes.

Values of ``var`` and ``meta`` do not enter the Markdown: a mark stands for them until Pandoc has
parsed the text. So a value can never be taken for markup, whatever is in it.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from ivp.book import config, notebook
from ivp.book.config import Book, Chapter
from ivp.errors import RenderFout
from ivp.paths import Project

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
class Source:
    """A chapter's text with everything it includes, and where each line came from."""

    chapter: Chapter
    lines: list[str] = field(default_factory=list)
    origins: list[str] = field(default_factory=list)
    values: list[str] = field(default_factory=list)
    embedded: notebook.Embedded = field(default_factory=notebook.Embedded)
    meta: dict[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        return "\n".join(self.lines) + "\n"

    @property
    def state(self) -> list[Any]:
        """All that what is made of this chapter follows from, as plain data."""
        labels = [cell.label for cell in self.embedded.cells]
        alts = {name: media.alt for name, media in self.embedded.media.items()}
        chapter = [self.chapter.path, self.chapter.appendix]
        return [chapter, self.text, self.values, labels, alts]

    def where(self, pattern: str) -> str:
        """The file and line where ``pattern`` (a regular expression) first occurs."""
        found = re.compile(pattern)
        for line, origin in zip(self.lines, self.origins, strict=True):
            if found.search(line):
                return origin
        return self.chapter.path

    def resolve(self, target: str) -> str:
        """A path in the project: from the root after a slash, else from the chapter's folder."""
        folder = "" if target.startswith("/") else posixpath.dirname(self.chapter.path)
        return posixpath.normpath(posixpath.join(folder, target.lstrip("/")))

    def file(self, project: Project, target: str) -> Path:
        """The file that this chapter calls ``target``. Raises ``RenderFout`` if there is none."""
        path = project.root / self.resolve(target)
        if not path.is_file() or not path.resolve().is_relative_to(project.root.resolve()):
            raise RenderFout(
                f"Het bestand {target} bestaat niet in het project",
                waarom="er zou een gat in het boek zitten",
                doe="herstel de naam, of voeg het bestand toe",
                waar=self.where(re.escape(target)),
            )
        return path

    def fill(self, text: str) -> str:
        """``text`` with its marks replaced by their values."""
        return MARK.sub(lambda m: self.values[int(m[1])], text)


def read(project: Project, book: Book, chapter: Chapter) -> Source:
    """Read a chapter. Raises ``RenderFout`` (with file and line) for what is not supported."""
    return _Reader(project, book, Source(chapter)).read()


class _Reader:
    def __init__(self, project: Project, book: Book, source: Source) -> None:
        self.project, self.book, self.source = project, book, source
        self.notebooks: dict[str, list[notebook.Cell]] = {}

    def read(self) -> Source:
        path = self.source.chapter.path
        lines = self._lines(path, path)
        start = self._front_matter(lines, path)
        if title := self.source.meta.get("title"):
            self._add(self._inline(f"# {title}", f"{path}, regel 1"), f"{path}, regel 1")
            self._add("", f"{path}, regel 1")
        self._body(lines, start, path, ())
        return self.source

    def _front_matter(self, lines: list[str], path: str) -> int:
        if not lines or lines[0].rstrip() != "---":
            return 0
        try:
            end = next(i for i, x in enumerate(lines[1:], 1) if x.rstrip() in ("---", "..."))
            meta = config.plain("\n".join(lines[1:end])) or {}
        except (StopIteration, yaml.YAMLError) as error:
            raise RenderFout(
                f"De kop van dit hoofdstuk is niet te lezen: {error or 'geen einde'}",
                waarom="daarin kunnen de titel en instellingen staan",
                doe="herstel de regels tussen de streepjes bovenaan",
                waar=f"{path}, regel 1",
            ) from None
        self.source.meta = meta
        return end + 1

    def _body(self, lines: list[str], start: int, path: str, within: tuple[str, ...]) -> None:
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
                if block[1] == "include":
                    self._include(block[2], origin, (*within, path))
                else:
                    self._embed(block[2], origin)
                continue
            elif _PAGEBREAK.match(line):
                for part in _NEW_PAGE:
                    self._add(part, origin)
                continue
            self._add(self._inline(line, origin), origin)

    def _include(self, target: str, origin: str, within: tuple[str, ...]) -> None:
        path = self.source.resolve(target)
        if path in within:
            raise RenderFout(
                f"{path} voegt zichzelf in",
                waarom="zo komt er geen einde aan",
                doe="haal een van de verwijzingen weg",
                waar=origin,
            )
        self._add("", origin)
        self._body(self._lines(path, origin), 0, path, within)
        self._add("", origin)

    def _embed(self, target: str, origin: str) -> None:
        file, _, label = target.partition("#")
        name = self.source.resolve(file)
        try:
            if name not in self.notebooks:
                self.notebooks[name] = notebook.read(self.project.root / name, name)
            for cell in notebook.select(self.notebooks[name], label or None, name):
                self._add("", origin)
                for line in notebook.markdown(cell, self.source.embedded):
                    self._add(self._inline(line, cell.where), cell.where)
                self._add("", origin)
        except RenderFout as error:
            error.waar = f"{origin} (in {error.waar})" if error.waar else origin
            raise

    def _inline(self, line: str, origin: str) -> str:
        """``line`` with marks for ``var`` and ``meta``; any other shortcode is refused."""

        def value(match: re.Match[str]) -> str:
            if line[match.start() - 1 : match.start()] == "{" and line[match.end() :][:1] == "}":
                return match[0]
            name, _, key = match[1].partition(" ")
            if name not in ("var", "meta") or not key or " " in key.strip():
                raise unsupported(f"{{{{< {match[1]} >}}}}", origin)
            data = self.book.variables
            if name == "meta":
                data = {**self.book.metadata, **self.source.meta}
            found = config.lookup(data, key.strip())
            if found is None:
                raise RenderFout(
                    f"{name} {key} heeft geen waarde",
                    waarom="op deze plek zou niets in het boek komen",
                    doe="herstel de naam, of vul de waarde in",
                    waar=origin,
                )
            self.source.values.append(found)
            return f"IVPWAARDE{len(self.source.values) - 1:04d}EINDE"

        return _ESCAPED.sub(r"{{<\1>}}", _SHORTCODE.sub(value, line))

    def _lines(self, path: str, origin: str) -> list[str]:
        try:
            return Path(self.project.root / path).read_text("utf-8-sig").splitlines()
        except (OSError, UnicodeDecodeError):
            raise RenderFout(
                f"{path} bestaat niet of is niet te lezen",
                waarom="een deel van het boek zou ontbreken",
                doe="herstel de naam of het bestand (UTF-8)",
                waar=origin,
            ) from None

    def _add(self, line: str, origin: str) -> None:
        self.source.lines.append(line)
        self.source.origins.append(origin)


def unsupported(what: str, origin: str) -> RenderFout:
    """The error for something that Quarto knows and the embedded renderer does not."""
    return RenderFout(
        f"De ingebouwde opmaak kent dit niet: {what}",
        waarom="het boek zou hier anders of onvolledig zijn dan Quarto het maakt",
        doe="schrijf het anders, of maak het boek met Quarto",
        waar=origin,
    )
