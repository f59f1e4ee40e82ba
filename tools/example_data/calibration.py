"""What the example data are calibrated to: a municipality, its division, and real totals."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

import numpy as np
import pandas as pd

from ivp.data.package import Package


@dataclass(frozen=True)
class Deelgebied:
    """A part of the municipality: its kernen and its share of the inhabitants."""

    id: str
    naam: str
    share: float
    kernen: tuple[str, ...]


@dataclass(frozen=True)
class Setup:
    """The municipality the example is made for; ``deelgebieden`` is an example division."""

    seed: int
    gemeente: str
    deelgebieden: tuple[Deelgebied, ...]


@dataclass(frozen=True)
class Calibration:
    """An ``Setup`` with the real figures of the package beside it.

    ``totals`` (registered crimes, 47013NED) and ``inhabitants`` (31 December, 37230ned) are by area
    and year; ``names`` and ``years`` are the areas and the years of which there are totals.
    """

    setup: Setup
    names: dict[str, str]
    years: tuple[int, ...]
    totals: dict[tuple[str, int], int]
    inhabitants: dict[tuple[str, int], int]

    @classmethod
    def from_package(cls, package: Package, setup: Setup) -> Calibration:
        """Take areas and totals from the package; an area without every total is left out."""
        police = package.dataset("politie-misdrijven").read()
        totals = _by_area_and_year(police, "aantal")
        years = tuple(sorted({jaar for _, jaar in totals}))
        names = dict(zip(police["gebied"], police["gebied_naam"], strict=True))
        complete = {
            code: naam for code, naam in names.items() if all((code, y) in totals for y in years)
        }
        people = _by_area_and_year(package.dataset("cbs-inwoners").read(), "inwoners")
        return cls(setup, complete, years, totals, people)

    @property
    def gemeente(self) -> str:
        return self.setup.gemeente

    def random(self, name: str) -> np.random.Generator:
        """A stream of its own per data set, so that a new data set does not change the others."""
        return np.random.default_rng([self.setup.seed, zlib.crc32(name.encode())])


def _by_area_and_year(frame: pd.DataFrame, column: str) -> dict[tuple[str, int], int]:
    keys = zip(frame["gebied"].tolist(), frame["jaar"].tolist(), strict=True)
    return dict(zip(keys, frame[column].tolist(), strict=True))


MEDEMBLIK = Setup(
    seed=420,
    gemeente="GM0420",
    deelgebieden=(
        Deelgebied(
            "medemblik-opperdoes", "Medemblik en Opperdoes", 0.24, ("Medemblik", "Opperdoes")
        ),
        Deelgebied(
            "abbekerk-twisk",
            "Abbekerk, Lambertschaag en Twisk",
            0.08,
            ("Abbekerk", "Lambertschaag", "Twisk"),
        ),
        Deelgebied(
            "midwoud-benningbroek",
            "Midwoud, Benningbroek en omgeving",
            0.14,
            ("Midwoud", "Oostwoud", "Hauwert", "Benningbroek", "Sijbekarspel"),
        ),
        Deelgebied(
            "wognum-nibbixwoud",
            "Wognum, Nibbixwoud en Zwaagdijk-West",
            0.23,
            ("Wognum", "Nibbixwoud", "Zwaagdijk-West"),
        ),
        Deelgebied(
            "wervershoof-onderdijk",
            "Wervershoof, Onderdijk en Zwaagdijk-Oost",
            0.17,
            ("Wervershoof", "Onderdijk", "Zwaagdijk-Oost"),
        ),
        Deelgebied("andijk", "Andijk", 0.14, ("Andijk",)),
    ),
)
