"""Periods: the codes of OData and the labels of display exports, to one typed period."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ivp.data.readers.plaats import bronfout
from ivp.data.readers.waarden import schoon

MAANDEN = (
    "januari",
    "februari",
    "maart",
    "april",
    "mei",
    "juni",
    "juli",
    "augustus",
    "september",
    "oktober",
    "november",
    "december",
)
STATUSSEN = ("definitief", "voorlopig", "nader_voorlopig")

_CODE = re.compile(r"([0-9]{4})(JJ|KW|MM)([0-9]{2})")
_LABEL = re.compile(
    r"([12][0-9]{3})(?: (?:([1-4])e kwartaal|kwartaal ([1-4])|(" + "|".join(MAANDEN) + r")))?"
    r" ?(\*{0,2})",
    re.IGNORECASE,
)
_STATUS = {
    "definitief": "definitief",
    "voorlopig": "voorlopig",
    "nadervoorlopig": "nader_voorlopig",
}
_STARS = {"": "definitief", "*": "voorlopig", "**": "nader_voorlopig"}


@dataclass(frozen=True, order=True)
class Periode:
    """A year, or a quarter or month of it; ``status`` is ``None`` when the source does not say."""

    jaar: int
    soort: str = "jaar"
    nummer: int = 0
    status: str | None = None

    @property
    def tekst(self) -> str:
        """``2024``, ``2024-K1`` or ``2024-01``."""
        if self.soort == "kwartaal":
            return f"{self.jaar}-K{self.nummer}"
        if self.soort == "maand":
            return f"{self.jaar}-{self.nummer:02d}"
        return str(self.jaar)


def uit_code(code: str) -> Periode | None:
    """The period of ``2024JJ00``, ``2024KW01`` or ``2024MM01`` (padded or not); else ``None``."""
    match = _CODE.fullmatch(schoon(code))
    if match is None:
        return None
    year, kind, number = int(match[1]), match[2], int(match[3])
    if kind == "JJ" and number == 0:
        return Periode(year)
    if kind == "KW" and 1 <= number <= 4:
        return Periode(year, "kwartaal", number)
    if kind == "MM" and 1 <= number <= 12:
        return Periode(year, "maand", number)
    return None


def uit_label(label: str) -> Periode | None:
    """The period of ``2017*``, ``2025 april *`` or ``2024 1e kwartaal``; else ``None``.

    In an export the stars are all there is: without one the figure is final.
    """
    match = _LABEL.fullmatch(schoon(label))
    if match is None:
        return None
    year, status = int(match[1]), _STARS[match[5]]
    quarter = match[2] or match[3]
    if quarter:
        return Periode(year, "kwartaal", int(quarter), status)
    if match[4]:
        return Periode(year, "maand", MAANDEN.index(match[4].lower()) + 1, status)
    return Periode(year, status=status)


def status(text: str) -> str | None:
    """The status as a code list of periods gives it (``Definitief``, ``NaderVoorlopig``)."""
    return _STATUS.get(re.sub(r"[\s_-]", "", schoon(text)).lower())


def lees(text: str, bestand: str, *, rij: int | None = None, kolom: str = "Perioden") -> Periode:
    """The period that ``text`` (code or label) stands for; ``BronFout`` for anything else."""
    found = uit_code(text) or uit_label(text)
    if found is None:
        raise bronfout(
            f"'{text}' is geen periode die we kennen",
            bestand,
            rij=rij,
            kolom=kolom,
            waarom="een cijfer bij de verkeerde periode verandert de trend",
            doe="gebruik jaren, kwartalen of maanden, zoals 2024JJ00, 2024KW01 of 2024MM01",
        )
    return found
