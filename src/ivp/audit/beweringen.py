"""Which numbers in the book say something about a count of persons."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ivp.audit.lezen import Stuk

_YEAR = re.compile(r"(?<![\d.,])((?:19|20)\d\d)(?![\d,]|\.\d)")
_NUMBER = re.compile(
    r"(?<![\w.,])(\d{1,3}(?:\.\d{3})+|\d+)(?:[,.](\d{1,4}))?(?![\w]|[.,]\d)(\s?%)?"
)
_SENTENCE = re.compile(r"(?<=[.!?;])\s+")
_COUNTED = "één twee drie vier vijf zes zeven acht negen tien elf twaalf"
_WORDS = {word: number for number, word in enumerate(_COUNTED.split(), start=1)}
_NEAR = 90
"""Characters between a number and the year that it may be about."""
_RATE = re.compile(r"per\s+1\.?000", re.IGNORECASE)


class Sleutel(NamedTuple):
    """One count of persons: indicator, area, year."""

    indicator: str
    gebied: str
    jaar: int


class Bewering(NamedTuple):
    """A number that stands where it may be about ``sleutel``; ``decimalen`` as printed.

    ``soort`` is what the number can be: a count, or a rate (``cijfer``).
    """

    sleutel: Sleutel
    waarde: float
    decimalen: int
    soort: str
    waar: str


class Woorden(NamedTuple):
    """How the book names things: titles of indicators and names of areas, in lower case."""

    titels: Mapping[str, str]
    gebieden: Mapping[str, str]
    gemeente: str

    def indicatoren(self, text: str) -> set[str]:
        low = text.lower()
        return {name for title, name in self.titels.items() if title in low}

    def plaatsen(self, text: str) -> set[str]:
        low = text.lower()
        found = {code for name, code in self.gebieden.items() if name in low}
        return found or {self.gemeente}


def beweringen(stuk: Stuk, woorden: Woorden) -> Iterator[Bewering]:
    """All that ``stuk`` may be saying about counts of persons; generous rather than exact."""
    if stuk.rijen:
        yield from _table(stuk, woorden)
    if stuk.tekst:
        yield from _text(stuk, woorden)


def _table(stuk: Stuk, woorden: Woorden) -> Iterator[Bewering]:
    head, *rows = stuk.rijen
    above = woorden.indicatoren(stuk.kop)
    for row in rows:
        line = " ".join(row)
        own = woorden.indicatoren(line)
        places = woorden.plaatsen(line)
        years_in_row = {
            int(cell) for h, cell in zip(head, row, strict=False) if _YEAR.fullmatch(cell.strip())
        } or set(map(int, _YEAR.findall(f"{line} {stuk.kop}")))
        for title, cell in zip(head, row, strict=False):
            if _YEAR.fullmatch(cell.strip()):
                continue
            columns = woorden.indicatoren(title)
            years = set(map(int, _YEAR.findall(title))) or years_in_row
            kind = "cijfer" if _RATE.search(f"{title} {line}") else "aantal"
            for _, value, places_, percent in _numbers(cell):
                for name in columns or own or above:
                    for place in places:
                        for year in years:
                            key = Sleutel(name, place, year)
                            if not percent:
                                yield Bewering(key, value, places_, kind, stuk.waar)
                                yield Bewering(key, value, places_, "aantal", stuk.waar)


def _text(stuk: Stuk, woorden: Woorden) -> Iterator[Bewering]:
    whole = woorden.indicatoren(stuk.tekst[:300]) or woorden.indicatoren(stuk.kop)
    for sentence in _SENTENCE.split(stuk.tekst):
        years = set(map(int, _YEAR.findall(sentence)))
        names = (woorden.indicatoren(sentence) or whole) if years else set()
        if not names:
            continue
        kind = "cijfer" if _RATE.search(sentence) else "aantal"
        places = woorden.plaatsen(sentence)
        for year, value, decimals in _dated(sentence):
            for name in names:
                for place in places:
                    key = Sleutel(name, place, year)
                    yield Bewering(key, value, decimals, kind, stuk.waar)
                    yield Bewering(key, value, decimals, "aantal", stuk.waar)


def _dated(sentence: str) -> Iterator[tuple[int, float, int]]:
    """Each number that is not a percentage with the nearest year before it and after it."""
    years = [(match.start(), int(match[1])) for match in _YEAR.finditer(sentence)]
    plain = _YEAR.sub("    ", sentence)
    for place, value, decimals, percent in _numbers(plain):
        before = [y for y in years if 0 <= place - y[0] <= _NEAR][-1:]
        after = [y for y in years if 0 < y[0] - place <= _NEAR][:1]
        for _, year in [*before, *after] if not percent else []:
            yield year, value, decimals


def _numbers(text: str) -> Iterator[tuple[int, float, int, bool]]:
    """The numbers in ``text``: place, value, decimals as printed, and if a % follows."""
    for match in _NUMBER.finditer(text):
        whole, part = match[1].replace(".", ""), match[2] or ""
        yield match.start(), float(f"{whole}.{part or 0}"), len(part.rstrip("0")), bool(match[3])
    for found in re.finditer(r"[a-zé]+", text.lower()):
        if found[0] in _WORDS:
            yield found.start(), float(_WORDS[found[0]]), 0, False
