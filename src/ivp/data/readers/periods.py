"""Periods: the codes of OData and the labels of display exports, to one typed period."""

from __future__ import annotations

import re
from dataclasses import dataclass

import pandas as pd

from ivp import dutch
from ivp.data.readers.values import strip

_CODE = re.compile(r"([0-9]{4})(JJ00|KW0[1-4]|MM(?:0[1-9]|1[0-2]))")
_MONTHS = "|".join(dutch.months())
_KINDS = {"JJ": "jaar", "KW": "kwartaal", "MM": "maand"}
_LABEL = re.compile(
    r"([12][0-9]{3})(?: (?:([1-4])e kwartaal|kwartaal ([1-4])|(" + _MONTHS + r")))?"
    r" ?(\*{0,2})",
    re.IGNORECASE,
)
_STATUS = {word.replace("_", ""): word for word in ("definitief", "voorlopig", "nader_voorlopig")}
_STARS = {"": "definitief", "*": "voorlopig", "**": "nader_voorlopig"}


@dataclass(frozen=True, order=True)
class DataPeriod:
    """A year, or a quarter or month of it; ``status`` is ``None`` when the source does not say."""

    year: int
    kind: str = "jaar"
    number: int = 0
    status: str | None = None

    @property
    def text(self) -> str:
        """``2024``, ``2024-K1`` or ``2024-01``."""
        if self.kind == "kwartaal":
            return f"{self.year}-K{self.number}"
        return f"{self.year}-{self.number:02d}" if self.kind == "maand" else str(self.year)


def from_code(code: str) -> DataPeriod | None:
    """The period of ``2024JJ00``, ``2024KW01`` or ``2024MM01`` (padded or not); else ``None``."""
    match = _CODE.fullmatch(strip(code))
    return DataPeriod(int(match[1]), _KINDS[match[2][:2]], int(match[2][2:])) if match else None


def from_label(label: str) -> DataPeriod | None:
    """The period of ``2017*``, ``2025 april *`` or ``2024 1e kwartaal``; else ``None``.

    In an export the stars are all there is: without one the figure is final.
    """
    match = _LABEL.fullmatch(strip(label))
    if match is None:
        return None
    year, status = int(match[1]), _STARS[match[5]]
    if quarter := match[2] or match[3]:
        return DataPeriod(year, "kwartaal", int(quarter), status)
    if match[4]:
        return DataPeriod(year, "maand", dutch.months().index(match[4].lower()) + 1, status)
    return DataPeriod(year, status=status)


def read(text: str) -> DataPeriod | None:
    """The period that ``text``, a code or a label, stands for; ``None`` for anything else."""
    return from_code(text) or from_label(text)


def status(text: str) -> str | None:
    """The status as a code list of periods gives it (``Definitief``, ``NaderVoorlopig``)."""
    return _STATUS.get(re.sub(r"[\s_-]", "", strip(text)).lower())


def columns(periods: pd.Series) -> pd.DataFrame:
    """The four columns of a tidy frame about the period, from a series of ``DataPeriod``."""
    different: list[DataPeriod] = list(periods.unique())
    found: dict[str, dict[DataPeriod, str | int | None]] = {
        "periode": {p: p.text for p in different},
        "periode_soort": {p: p.kind for p in different},
        "jaar": {p: p.year for p in different},
        "periode_status": {p: p.status for p in different},
    }
    return pd.DataFrame({name: periods.map(values) for name, values in found.items()})
