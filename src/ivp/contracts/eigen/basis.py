"""What an expectation of ours is given, and what it gives back."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from ivp.data.freshness import Freshness

EERSTE_RIJ = 2
"""The first row of figures: the header of a delivered file is row 1."""
Waar = Mapping[str, Sequence[Any]]
"""Which rows count: per column the values that it may have."""


@dataclass(frozen=True)
class Omgeving:
    """What lies around the data set that is checked.

    ``lees`` reads another data set by name, ``vorige`` is the delivery before this one, ``stand``
    how old this one is on the date of the edition (missing when nothing is agreed).
    """

    lees: Callable[[str], pd.DataFrame]
    vorige: pd.DataFrame | None = None
    stand: Freshness | None = None


@dataclass(frozen=True)
class Bevinding:
    """The bad rows (number in the delivered file, what is there), and what was seen in words.

    Without bad rows all is well, unless ``kapot`` says that what is wrong is in no row.
    """

    rijen: list[tuple[int, str]] = field(default_factory=list)
    gezien: str = "alle rijen voldoen"
    kapot: bool = False

    @property
    def goed(self) -> bool:
        return not (self.rijen or self.kapot)


@dataclass(frozen=True)
class Eigen:
    """One type of expectation: the function, and what it asks for in Dutch."""

    zoek: Callable[..., Bevinding]
    regel: Callable[[Mapping[str, Any]], str]


def rijen(frame: pd.DataFrame, slecht: pd.Series, tekst: pd.Series) -> Bevinding:
    """The rows of ``frame`` (in the order of the file) where ``slecht`` holds, with ``tekst``."""
    marked = slecht.fillna(False).to_numpy(bool).nonzero()[0]
    return Bevinding([(int(at) + EERSTE_RIJ, str(tekst.iloc[at])) for at in marked])


def waar(frame: pd.DataFrame, keuze: Waar | None) -> pd.Series:
    """Which rows have one of the wanted values in every column; all rows without a choice."""
    chosen = pd.Series(True, index=frame.index)
    for column, values in (keuze or {}).items():
        chosen &= frame[column].isin(list(values))
    return chosen


def met_sleutels(frame: pd.DataFrame, per: Sequence[str]) -> pd.DataFrame:
    """``frame`` with ``jaar`` (of ``maand``) and ``gemeente`` (of ``gebied``) where asked for."""
    if "jaar" in per and "jaar" not in frame:
        frame = frame.assign(jaar=frame["maand"].str[:4].astype("Int64"))
    if "gemeente" in per and "gemeente" not in frame:
        frame = frame.assign(gemeente="GM" + frame["gebied"].str[2:6])
    return frame


def getal(value: object) -> str:
    """A figure in a message: no decimals when there are none, "leeg" for a missing one."""
    if pd.isna(value):  # type: ignore[call-overload]
        return "leeg"
    return f"{float(value):.6g}".replace(".", ",")  # type: ignore[arg-type]
