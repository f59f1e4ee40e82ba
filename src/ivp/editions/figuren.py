"""The series behind figures and tables, before and after, side by side."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ivp.editions.stand import Gegevens
from ivp.show.getal import getal

_NUMBER = re.compile(r"-?\d+\.\d+")
_NONE = "–"

Rijen = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Cel:
    """One figure of a series: where it stands, what it was and what it is."""

    rij: str
    kolom: str
    oud: str
    nieuw: str


@dataclass(frozen=True)
class Figuur:
    """A figure or table with other figures; ``cellen`` is empty when it is new or has gone."""

    naam: str
    titel: str
    plek: str
    wat: str
    cellen: tuple[Cel, ...]

    def __str__(self) -> str:
        return f"{self.titel} [{self.naam}]: {self.wat}"


def waarde(number: float) -> str:
    """A figure of before or after in Dutch: whole, or with two decimals."""
    return getal(number, 0 if number.is_integer() else 2)


def vergelijk(oud: Mapping[str, Gegevens], nieuw: Mapping[str, Gegevens]) -> Iterator[Figuur]:
    """The figures and tables whose series differ, in the order of their names."""
    for name in sorted({*oud, *nieuw}):
        one, two = oud.get(name), nieuw.get(name)
        here = two or one
        assert here is not None
        if one is None or two is None:
            what = "nieuw" if one is None else "vervallen"
            yield Figuur(name, here.titel, here.plek, what, ())
        elif one.rijen != two.rijen:
            cells = tuple(_cells(one.rijen, two.rijen))
            count = len(cells)
            what = f"{count} {'cijfer' if count == 1 else 'cijfers'} anders"
            yield Figuur(name, here.titel, here.plek, what if count else "anders ingedeeld", cells)


def _cells(oud: Rijen, nieuw: Rijen) -> Iterator[Cel]:
    """Each differing cell. Rows belong together by the columns that tell them apart."""
    width = _key(oud, nieuw)
    head = nieuw[0]
    before, after = ({tuple(row[:width]): row for row in rows[1:]} for rows in (oud, nieuw))
    for key in dict.fromkeys([*before, *after]):
        one = dict(zip(oud[0], before.get(key, ()), strict=False))
        two = dict(zip(head, after.get(key, ()), strict=False))
        for column in dict.fromkeys([*oud[0][width:], *head[width:]]):
            was, now = one.get(column, _NONE), two.get(column, _NONE)
            if was != now:
                yield Cel(", ".join(key), column, _shown(was), _shown(now))


def _key(oud: Rijen, nieuw: Rijen) -> int:
    """How many columns, from the left, tell the rows of both apart."""
    same = 0
    for one, two in zip(oud[0], nieuw[0], strict=False):
        if one != two:
            break
        same += 1
        if all(len({tuple(row[:same]) for row in rows[1:]}) == len(rows) - 1
               for rows in (oud, nieuw)):  # fmt: skip
            return same
    return same


def _shown(text: str) -> str:
    return waarde(float(text)) if _NUMBER.fullmatch(text) else text or _NONE
