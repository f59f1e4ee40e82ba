"""Which numbers in the book say something about a count of persons."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from ivp.audit.gegevens import Stuk

_YEAR = re.compile(r"(?<![\d.,])((?:19|20)\d\d)(?![\d,]|\.\d)")
_YEAR_AT_ALL = re.compile(r"(?:19|20)\d\d")
_MONTHS = [
    "jan",
    "feb",
    "maart|mrt",
    "apr",
    "mei",
    "juni|jun",
    "juli|jul",
    "aug",
    "sep",
    "okt",
    "nov",
    "dec",
]
_MONTH = re.compile(
    r"(?<![\d.,])((?:19|20)\d\d)(?:-|MM)(0[1-9]|1[0-2])(?![\d-])|"
    rf"\b({'|'.join(_MONTHS)})[a-z]*\.?\s+((?:19|20)\d\d)\b",
    re.IGNORECASE,
)
"""``2024-03``, ``2024MM03`` or ``maart 2024``."""
_NUMBER = re.compile(
    r"(?<![\w.,])(\d{1,3}(?:\.\d{3})+|\d+)(?:[,.](\d{1,20}))?(?![\w]|[.,]\d)(\s?%)?"
)
_EITHER = re.compile(r"\d{1,3}\.\d{3}")
"""In Dutch a thousand and more, in a file for machines a number with three decimals."""
_SENTENCE = re.compile(r"(?<=[.!?;])\s+(?!(?:19|20)\d\d\b)")
_COUNTED = "één twee drie vier vijf zes zeven acht negen tien elf twaalf"
_WORDS = {word: number for number, word in enumerate(_COUNTED.split(), start=1)}
_NEAR = 90
"""Characters between a number and the year that it may be about."""
_RATE = re.compile(r"per\s+1\.?000", re.IGNORECASE)


class Sleutel(NamedTuple):
    """One count of persons: indicator, area, and ``2024``, or ``202403`` for a month of it."""

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


@dataclass(frozen=True)
class Woorden:
    """How the book names things: titles of indicators and names of areas, in lower case.

    For machines it uses ids and codes, as they are (``namen``, ``codes``).
    """

    titels: Mapping[str, str]
    gebieden: Mapping[str, str]
    gemeente: str
    namen: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()

    @cached_property
    def _any(self) -> re.Pattern[str]:
        names = {*self.titels, *(name.lower() for name in self.namen)}
        return re.compile("|".join(map(re.escape, sorted(names))))

    def noemt(self, stuk: Stuk) -> bool:
        """Whether ``stuk`` may name an indicator at all; most do not, and that is soon known."""
        text = "\n".join([stuk.kop, stuk.tekst, *(" ".join(row) for row in stuk.rijen)])
        return self._any.search(text.lower()) is not None

    def indicatoren(self, text: str) -> set[str]:
        low = text.lower()
        found = {name for title, name in self.titels.items() if title in low}
        return found | _tokens(self.namen, text)

    def plaatsen(self, text: str) -> set[str]:
        low = text.lower()
        found = {code for name, code in self.gebieden.items() if name in low}
        return found | _tokens(self.codes, text) or {self.gemeente}


_TOKEN = re.compile(r"[\w-]+")


def _tokens(names: frozenset[str], text: str) -> set[str]:
    """Those of ``names`` that stand in ``text`` as a whole word."""
    near = [name for name in names if name in text]
    return set(near).intersection(_TOKEN.findall(text)) if near else set()


def perioden(text: str) -> Iterator[tuple[int, int]]:
    """Years and months in ``text``, each with its place; a month is also its year."""
    if not _YEAR_AT_ALL.search(text):
        return
    for match in _YEAR.finditer(text):
        yield match.start(), int(match[1])
    for match in _MONTH.finditer(text):
        year = int(match[1] or match[4])
        number = int(match[2]) if match[2] else _month(match[3])
        yield match.start(), 100 * year + number
        yield match.start(), year


def _month(word: str) -> int:
    return next(i for i, names in enumerate(_MONTHS, 1) if word.lower() in names.split("|"))


def beweringen(stuk: Stuk, woorden: Woorden) -> Iterator[Bewering]:
    """All that ``stuk`` may be saying about counts of persons; generous rather than exact."""
    if not woorden.noemt(stuk):
        return
    if stuk.rijen:
        yield from _table(stuk, woorden)
    if stuk.tekst:
        yield from _text(stuk, woorden)


def _table(stuk: Stuk, woorden: Woorden) -> Iterator[Bewering]:
    head, *rows = stuk.rijen
    above = woorden.indicatoren(stuk.kop)
    columns = [woorden.indicatoren(title) for title in head]
    dated = [_periods(title) for title in head]
    for row in rows:
        line = " ".join(row)
        own = woorden.indicatoren(line)
        if not (own or above or any(columns)):
            continue
        places = woorden.plaatsen(line)
        periods = {cell: _periods(cell) for cell in row if _is_period(cell)}
        in_row = set().union(*periods.values()) or _periods(f"{line} {stuk.kop}")
        for title, names, years, cell in zip(head, columns, dated, row, strict=False):
            if cell in periods:
                continue
            kind = "cijfer" if _RATE.search(f"{title} {line}") else "aantal"
            for _, value, places_, percent in _numbers(cell):
                for name in names or own or above:
                    for place in places:
                        for year in years or in_row:
                            key = Sleutel(name, place, year)
                            if not percent:
                                yield Bewering(key, value, places_, kind, stuk.waar)
                                yield Bewering(key, value, places_, "aantal", stuk.waar)


def _periods(text: str) -> set[int]:
    return {when for _, when in perioden(text)}


def _is_period(cell: str) -> bool:
    return bool(_YEAR.fullmatch(cell.strip()) or _MONTH.fullmatch(cell.strip()))


def _text(stuk: Stuk, woorden: Woorden) -> Iterator[Bewering]:
    whole = woorden.indicatoren(stuk.tekst[:300]) or woorden.indicatoren(stuk.kop)
    for sentence in _SENTENCE.split(stuk.tekst):
        dated = any(True for _ in perioden(sentence))
        names = (woorden.indicatoren(sentence) or whole) if dated else set()
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
    years = sorted(perioden(sentence))
    plain = _YEAR.sub("    ", _MONTH.sub(lambda m: " " * len(m[0]), sentence))
    for place, value, decimals, percent in _numbers(plain):
        before = [y for y in years if 0 <= place - y[0] <= _NEAR]
        after = [y for y in years if 0 < y[0] - place <= _NEAR]
        near = {before[-1][0] if before else -1, after[0][0] if after else -1}
        for _, year in [y for y in years if y[0] in near] if not percent else []:
            yield year, value, decimals


def _numbers(text: str) -> Iterator[tuple[int, float, int, bool]]:
    """The numbers in ``text``: place, value, decimals as printed, and if a % follows."""
    for match in _NUMBER.finditer(text):
        whole, part = match[1].replace(".", ""), match[2] or ""
        if _EITHER.fullmatch(match[1]) and not part:
            yield match.start(), float(match[1]), 3, bool(match[3])
        yield match.start(), float(f"{whole}.{part or 0}"), len(part.rstrip("0")), bool(match[3])
    for found in re.finditer(r"[a-zé]+", text.lower()):
        if found[0] in _WORDS:
            yield found.start(), float(_WORDS[found[0]]), 0, False
