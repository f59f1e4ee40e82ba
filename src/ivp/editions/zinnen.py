"""The sentences of a finished book, and which of them changed, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

from lxml import html

_TEXT = (
    "//main//*[self::p or self::li][not(ancestor::figure or ancestor::details or ancestor::nav "
    "or ancestor::table)]"
)
_NOT = {"ivp-concept", "ivp-download", "voorbeeldcijfers"}


@dataclass(frozen=True)
class Zin:
    """A paragraph that differs; ``oud`` or ``nieuw`` is empty when it was added or removed."""

    pagina: str
    oud: str
    nieuw: str

    def woorden(self) -> str:
        """The two as one text, with ``[-weg-]`` and ``{+erbij+}``."""
        one, two = re.findall(r"\s+|[^\s]+", self.oud), re.findall(r"\s+|[^\s]+", self.nieuw)
        parts = []
        for what, a, b, c, d in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
            before, after = "".join(one[a:b]), "".join(two[c:d])
            if what == "equal":
                parts.append(before)
            else:
                parts += [f"[-{before}-]"] if before else []
                parts += [f"{{+{after}+}}"] if after else []
        return "".join(parts)

    def __str__(self) -> str:
        return f"{self.pagina}: {self.woorden()}"


def alineas(page: Path) -> list[str]:
    """The paragraphs and list items of a page, without figures, tables and downloads."""
    root = html.document_fromstring(page.read_bytes())
    found = []
    for node in root.xpath(_TEXT):
        if _NOT & set((node.get("class") or "").split()) or node.xpath(".//p"):
            continue
        text = " ".join(node.text_content().split())
        if text:
            found.append(text)
    return found


def vergelijk(oud: Path, nieuw: Path) -> Iterator[Zin]:
    """The paragraphs that differ between the books in two folders, page by page."""
    names = {p.relative_to(f).as_posix() for f in (oud, nieuw) for p in f.rglob("*.html")}
    for name in sorted(names):
        one, two = (alineas(f / name) if (f / name).is_file() else [] for f in (oud, nieuw))
        for what, a, b, c, d in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
            if what == "equal":
                continue
            before, after = one[a:b], two[c:d]
            for number in range(max(len(before), len(after))):
                yield Zin(
                    name,
                    before[number] if number < len(before) else "",
                    after[number] if number < len(after) else "",
                )
