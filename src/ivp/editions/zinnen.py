"""Which sentences changed between two editions, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from ivp.show.opmaak import md


@dataclass(frozen=True)
class Zin:
    """A paragraph that differs; ``oud`` or ``nieuw`` is empty when it was added or removed."""

    pagina: str
    oud: str
    nieuw: str

    def delen(self) -> Iterator[tuple[str, str]]:
        """The two as one text, in parts: what both have under ``=``, else under ``-`` or ``+``."""
        one, two = (re.findall(r"\s+|[^\s]+", text) for text in (self.oud, self.nieuw))
        for what, a, b, c, d in SequenceMatcher(None, one, two, autojunk=False).get_opcodes():
            before, after = "".join(one[a:b]), "".join(two[c:d])
            if what == "equal":
                yield "=", before
                continue
            if before:
                yield "-", before
            if after:
                yield "+", after

    def woorden(self) -> str:
        """For a terminal: ``[-weg-]`` and ``{+erbij+}``."""
        forms = {"=": "{}", "-": "[-{}-]", "+": "{{+{}+}}"}
        return "".join(forms[kind].format(text) for kind, text in self.delen())

    def markdown(self) -> str:
        """As literal Markdown: ~~weg~~ and **erbij**."""
        # Read aloud the marks are not heard, so the words must not run together.
        text = "".join(_marked(kind, text) for kind, text in self.delen())
        return text.replace("~~**", "~~ **")

    def __str__(self) -> str:
        return f"{self.pagina}: {self.woorden()}"


def _marked(kind: str, text: str) -> str:
    mark = {"=": "", "-": "~~", "+": "**"}[kind]
    words = md(text)
    head, tail = (" " if space else "" for space in (text[:1].isspace(), text[-1:].isspace()))
    return f"{head}{mark}{words}{mark}{tail}" if words else " "


def vergelijk(
    oud: Mapping[str, Sequence[str]], nieuw: Mapping[str, Sequence[str]]
) -> Iterator[Zin]:
    """The paragraphs that differ, page by page."""
    for name in sorted({*oud, *nieuw}):
        one, two = oud.get(name, ()), nieuw.get(name, ())
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
