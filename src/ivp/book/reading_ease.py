"""How easy each chapter reads: what an officer may mend before B1 readers see it. Never blocks.

The measure is the Flesch-Douma reading ease of the kept library textstat (W.H. Douma, *De
leesbaarheid van landbouwbladen*, Wageningen 1960): 206.84 - 0.77 × syllables per 100 words - 0.93 ×
words per sentence. 60 and more is about B1. A formula sees the length of words and sentences, not
whether a text is clear; so the long sentences and unexplained words themselves are listed too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from lxml import html as lxml_html

from ivp.book import glossary
from ivp.book.search_index import main_part

B1 = 60
LONG = 20
"""A sentence of more words than this is long for a B1 reader."""
_SYLLABLES = 6
_SKIP = (
    "ancestor-or-self::*[self::table or self::figure or self::nav or self::header or self::button"
    " or contains(@class, 'ivp-gegevens') or contains(@class, 'ivp-concept')"
    " or contains(@class, 'ivp-gewijzigd') or contains(@class, 'voorbeeldcijfers')]"
)
_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z0-9‘“])")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_ABBREVIATION = re.compile(r"\b[A-Z]{2,6}\b")


@dataclass(frozen=True)
class ReadingReport:
    """One chapter: its measure, its long sentences (longest first) and unexplained words."""

    page: str
    title: str
    score: float
    words: int
    per_sentence: float
    long_sentences: tuple[str, ...]
    unexplained: tuple[str, ...]


def reports(folder: Path) -> Iterator[ReadingReport]:
    """A report for every page of the finished book that has running text, in order of path."""
    file = folder / glossary.PAGE
    terms = glossary.read_terms(file.read_text("utf-8"))[1] if file.is_file() else []
    for path in sorted(folder.rglob("*.html")):
        name = path.relative_to(folder).as_posix()
        title, text = running_text(path.read_text("utf-8"))
        found = [sentence for block in text for sentence in _END.split(block)]
        if found and name != glossary.PAGE:
            yield _report(name, title, found, terms)


def running_text(page: str) -> tuple[str, list[str]]:
    """The title of a page and its running text: paragraphs and list items, no figures."""
    root = lxml_html.document_fromstring(page)
    main, title = main_part(root)
    blocks = main.xpath(f".//p[not({_SKIP})] | .//li[not(p) and not({_SKIP})]")
    texts = (" ".join(block.text_content().split()) for block in blocks)
    return title, [text for text in texts if text]


def _report(
    name: str, title: str, sentences: list[str], terms: list[glossary.Term]
) -> ReadingReport:
    from textstat import textstat as stat

    counted = [(len(_WORD.findall(sentence)), sentence) for sentence in sentences]
    counted = [pair for pair in counted if pair[0]]
    words = [word for _, sentence in counted for word in _WORD.findall(sentence)]
    stat.set_lang("nl")
    syllables = sum(stat.syllable_count(word) for word in words)
    per_sentence = len(words) / max(len(counted), 1)
    score = 206.84 - 77 * syllables / max(len(words), 1) - 0.93 * per_sentence
    long = sorted((pair for pair in counted if pair[0] > LONG), key=lambda pair: -pair[0])
    return ReadingReport(
        name,
        title,
        score,
        len(words),
        per_sentence,
        tuple(sentence for _, sentence in long),
        tuple(_unexplained(sentences, words, terms, stat.syllable_count)),
    )


def _unexplained(
    sentences: list[str],
    words: list[str],
    terms: list[glossary.Term],
    syllables: Callable[[str], int],
) -> Iterator[str]:
    """Abbreviations and very long words that the glossary does not have, most used first."""
    known = [term.pattern for term in terms]
    counts = Counter(_ABBREVIATION.findall(" ".join(sentences)))
    counts += Counter(w.lower() for w in words if syllables(w) >= _SYLLABLES)
    for word, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        if not any(pattern.search(word) for pattern in known):
            yield word
