"""Which numbers in the book may say something about a count of persons."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple, dataclass
from functools import cached_property
from itertools import product
from typing import Any, NamedTuple

from ivp.audit.pieces import Piece

_YEAR = re.compile(r"(?<![\d.,])((?:19|20)\d\d)(?![\d,]|\.\d)")
_YEAR_AT_ALL = re.compile(r"(?:19|20)\d\d")
_MONTHS = ["jan", "feb", "maart|mrt", "apr", "mei", "juni|jun"]
_MONTHS += ["juli|jul", "aug", "sep", "okt", "nov", "dec"]
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
_TOKEN = re.compile(r"[\w-]+")


class CountKey(NamedTuple):
    """One count of persons: indicator, area, and ``2024``, or ``202403`` for a month of it."""

    indicator: str
    area: str
    when: int


class Mention(NamedTuple):
    """A number that stands where it may be about ``key``; ``decimals`` as printed.

    ``kind`` is what the number can be: a ``count``, or a ``rate``.
    """

    key: CountKey
    value: float
    decimals: int
    kind: str
    where: str


@dataclass(frozen=True)
class Wording:
    """How the book names things: titles of indicators and names of areas, in lower case.

    For machines it uses ids and codes, as they are (``names``, ``codes``).
    """

    titles: Mapping[str, str]
    areas: Mapping[str, str]
    whole: str
    names: frozenset[str] = frozenset()
    codes: frozenset[str] = frozenset()

    @cached_property
    def _any(self) -> re.Pattern[str]:
        names = {*self.titles, *(name.lower() for name in self.names)}
        return re.compile("|".join(map(re.escape, sorted(names))))

    def names_any(self, piece: Piece) -> bool:
        """Whether ``piece`` may name an indicator at all; most do not, and that is soon known."""
        text = "\n".join([piece.above, piece.text, *(" ".join(row) for row in piece.rows)])
        return self._any.search(text.lower()) is not None

    def indicators(self, text: str) -> set[str]:
        low = text.lower()
        found = {name for title, name in self.titles.items() if title in low}
        return found | _tokens(self.names, text)

    def places(self, text: str) -> set[str]:
        low = text.lower()
        found = {code for name, code in self.areas.items() if name in low}
        return found | _tokens(self.codes, text) or {self.whole}


class Sought(NamedTuple):
    """What is looked for: the counts, how the book may name them, and what rates are made with.

    ``denominators``: for a count the size of the group, and per how many the rate is.
    """

    wording: Wording
    counts: Mapping[CountKey, int]
    denominators: Mapping[CountKey, tuple[float, float]]

    def told_by(self, mention: Mention) -> bool:
        """Whether the number is the true count, or the rate that gives it away."""
        if mention.key not in self.counts:
            return False
        count = float(self.counts[mention.key])
        if mention.kind == "count":
            return mention.value == count
        size, per = self.denominators.get(mention.key, (math.nan, 1000.0))
        half = 0.5 * 10.0**-mention.decimals + 1e-9
        return bool(abs(count * per / size - mention.value) <= half)

    def data(self) -> list[Any]:
        """All of it as plain data, for ``of``."""
        words = [sorted(w) if isinstance(w, frozenset) else w for w in astuple(self.wording)]
        return [words, *(sorted(found.items()) for found in (self.counts, self.denominators))]

    @classmethod
    def of(cls, data: list[Any]) -> Sought:
        """What ``data`` made."""
        (titles, places, here, names, codes), counts, sizes = data
        return cls(
            Wording(titles, places, here, frozenset(names), frozenset(codes)),
            {CountKey(*key): count for key, count in counts},
            {CountKey(*key): (size, per) for key, (size, per) in sizes},
        )


def _tokens(names: frozenset[str], text: str) -> set[str]:
    """Those of ``names`` that stand in ``text`` as a whole word."""
    near = [name for name in names if name in text]
    return set(near).intersection(_TOKEN.findall(text)) if near else set()


def periods(text: str) -> Iterator[tuple[int, int]]:
    """Years and months in ``text``, each with its place; a month is also its year."""
    if not _YEAR_AT_ALL.search(text):
        return
    for match in _YEAR.finditer(text):
        yield match.start(), int(match[1])
    for match in _MONTH.finditer(text):
        year = int(match[1] or match[4])
        word = (match[3] or "").lower()
        month = next((i for i, names in enumerate(_MONTHS, 1) if word in names.split("|")), 0)
        yield match.start(), 100 * year + (month or int(match[2]))
        yield match.start(), year


def mentions(piece: Piece, wording: Wording) -> Iterator[Mention]:
    """All that ``piece`` may be saying about counts of persons; generous rather than exact."""
    if not wording.names_any(piece):
        return
    if piece.rows:
        yield from _table(piece, wording)
    if piece.text:
        yield from _text(piece, wording)


def _table(piece: Piece, wording: Wording) -> Iterator[Mention]:
    head, *rows = piece.rows
    above = wording.indicators(piece.above)
    columns = [wording.indicators(title) for title in head]
    dated = [_periods(title) for title in head]
    for row in rows:
        line = " ".join(row)
        own = wording.indicators(line)
        if not (own or above or any(columns)):
            continue
        places = wording.places(line)
        periods = {cell: _periods(cell) for cell in row if _is_period(cell)}
        in_row = set().union(*periods.values()) or _periods(f"{line} {piece.above}")
        for title, names, years, cell in zip(head, columns, dated, row, strict=False):
            if cell not in periods:
                about = list(product(names or own or above, places, years or in_row))
                for _, value, decimals in _numbers(cell):
                    yield from _mentions(about, value, decimals, f"{title} {line}", piece.where)


def _mentions(
    about: Iterable[tuple[str, str, int]], value: float, decimals: int, near: str, where: str
) -> Iterator[Mention]:
    kinds = ("rate", "count") if _RATE.search(near) else ("count",)
    for (name, place, when), kind in product(about, kinds):
        yield Mention(CountKey(name, place, when), value, decimals, kind, where)


def _periods(text: str) -> set[int]:
    return {when for _, when in periods(text)}


def _is_period(cell: str) -> bool:
    return bool(_YEAR.fullmatch(cell.strip()) or _MONTH.fullmatch(cell.strip()))


def _text(piece: Piece, wording: Wording) -> Iterator[Mention]:
    whole = wording.indicators(piece.text[:300]) or wording.indicators(piece.above)
    for sentence in _SENTENCE.split(piece.text):
        dated = any(True for _ in periods(sentence))
        names = (wording.indicators(sentence) or whole) if dated else set()
        if names:
            places = wording.places(sentence)
            for when, value, decimals in _dated(sentence):
                about = product(names, places, [when])
                yield from _mentions(about, value, decimals, sentence, piece.where)


def _dated(sentence: str) -> Iterator[tuple[int, float, int]]:
    """Each number with the nearest year before it and after it."""
    years = sorted(periods(sentence))
    plain = _YEAR.sub("    ", _MONTH.sub(lambda m: " " * len(m[0]), sentence))
    for place, value, decimals in _numbers(plain):
        before = [y for y in years if 0 <= place - y[0] <= _NEAR]
        after = [y for y in years if 0 < y[0] - place <= _NEAR]
        near = {before[-1][0] if before else -1, after[0][0] if after else -1}
        for _, year in [y for y in years if y[0] in near]:
            yield year, value, decimals


def _numbers(text: str) -> Iterator[tuple[int, float, int]]:
    """The numbers in ``text`` that are no percentages: place, value, decimals as printed."""
    for match in _NUMBER.finditer(text):
        whole, part = match[1].replace(".", ""), match[2] or ""
        if match[3]:
            continue
        if _EITHER.fullmatch(match[1]) and not part:
            yield match.start(), float(match[1]), 3
        yield match.start(), float(f"{whole}.{part or 0}"), len(part.rstrip("0"))
    for found in re.finditer(r"[a-zé]+", text.lower()):
        if found[0] in _WORDS:
            yield found.start(), float(_WORDS[found[0]]), 0
