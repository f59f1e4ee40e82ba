"""Fictitious counts: police registrations that add up to real totals, and those of partners."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from tools.example_data import codes
from tools.example_data.codes import Pad
from tools.example_data.ijking import Ijking

POLITIEJAREN = range(2015, 2025)
PARTNERJAREN = range(2017, 2025)
HALTJAREN = range(2017, 2024)

# Before the real totals start, every area follows this path relative to its first real year.
_AANLOOP = {2015: 1.21, 2016: 1.13, 2017: 1.03, 2018: 0.98, 2019: 1.02, 2020: 1.02, 2021: 0.95}
# Crimes by calendar month: somewhat more in early summer and in October.
_MAANDEN = np.array([82, 76, 83, 82, 86, 85, 84, 83, 82, 88, 85, 84], dtype=float)


def misdrijven_soort(ijking: Ijking) -> pd.DataFrame:
    """Crimes by kind, area and year; from the first real year they sum to the real total.

    Multinomial draws: counts vary as counts do and still add up.
    """
    rng = ijking.toeval("politie-misdrijven-soort")
    first = ijking.jaren[0]
    rows = []
    for gebied, naam in ijking.namen.items():
        profile = rng.lognormal(0.0, 0.12, len(codes.MISDRIJVEN))
        for jaar in POLITIEJAREN:
            if jaar >= first:
                total = ijking.totalen[gebied, jaar]
            else:
                total = round(ijking.totalen[gebied, first] * _AANLOOP[jaar])
            weights = _path(codes.MISDRIJVEN, jaar, POLITIEJAREN) * profile
            counts = rng.multinomial(total, weights / weights.sum())
            rows += [
                (pad.code, pad.naam, gebied, naam, jaar, int(count))
                for pad, count in zip(codes.MISDRIJVEN, counts, strict=True)
            ]
    return pd.DataFrame(
        rows,
        columns=[
            "soort_misdrijf",
            "soort_misdrijf_naam",
            "gebied",
            "gebied_naam",
            "jaar",
            "aantal",
        ],
    )


def misdrijven_maand(ijking: Ijking, soort: pd.DataFrame) -> pd.DataFrame:
    """The municipality's crimes by month for the years with real totals; months sum to the year."""
    rng = ijking.toeval("politie-misdrijven-maand")
    own = soort[(soort["gebied"] == ijking.gemeente) & soort["jaar"].isin(ijking.jaren)]
    rows = []
    for code, soort_naam, gebied, naam, jaar, total in own.itertuples(index=False, name=None):
        counts = rng.multinomial(total, _MAANDEN / _MAANDEN.sum())
        rows += [
            (code, soort_naam, gebied, naam, f"{jaar}-{month:02d}", int(count))
            for month, count in enumerate(counts, start=1)
        ]
    return pd.DataFrame(
        rows,
        columns=[
            "soort_misdrijf",
            "soort_misdrijf_naam",
            "gebied",
            "gebied_naam",
            "maand",
            "aantal",
        ],
    )


def overlast(ijking: Ijking) -> pd.DataFrame:
    """Nuisance reports by kind, area and year: Poisson around a rate per 1,000 inhabitants."""
    rng = ijking.toeval("politie-overlast")
    return _registraties(
        ijking, rng, codes.OVERLAST, POLITIEJAREN, ijking.namen, 1_000, "soort_overlast", naam=True
    )


def halt(ijking: Ijking) -> pd.DataFrame:
    """Young people referred to Halt, by kind and year."""
    return _partner(ijking, "halt", codes.HALT, HALTJAREN, "soort")


def zvh(ijking: Ijking) -> pd.DataFrame:
    """Cases in the Zorg- en Veiligheidshuis, by kind and year."""
    return _partner(ijking, "zvh", codes.ZVH, PARTNERJAREN, "soort")


def brandweer(ijking: Ijking) -> pd.DataFrame:
    """Call-outs of the fire service, by kind and year."""
    return _partner(ijking, "brandweer", codes.BRANDWEER, PARTNERJAREN, "incidentsoort")


def verkeersongevallen(ijking: Ijking) -> pd.DataFrame:
    """Registered traffic accidents, by severity and year."""
    return _partner(ijking, "verkeersongevallen", codes.VERKEER, POLITIEJAREN, "ernst")


def meldingen(ijking: Ijking) -> pd.DataFrame:
    """Reports to the municipality, by category and year."""
    return _partner(ijking, "meldingen", codes.MELDINGEN, PARTNERJAREN, "categorie")


def bestuurlijk(ijking: Ijking) -> pd.DataFrame:
    """Administrative measures against ondermijning, by kind and year."""
    return _partner(ijking, "bestuurlijk", codes.BESTUURLIJK, PARTNERJAREN, "soort")


def rud(ijking: Ijking) -> pd.DataFrame:
    """Inspections of the environment agency, and the breaches found in part of them."""
    rng = ijking.toeval("rud")
    naam = ijking.namen[ijking.gemeente]
    rows = []
    for jaar in PARTNERJAREN:
        checks = int(rng.poisson(240))
        breaches = int(rng.binomial(checks, 0.27))
        rows += [
            ("controle", ijking.gemeente, naam, jaar, checks),
            ("overtreding", ijking.gemeente, naam, jaar, breaches),
        ]
    return pd.DataFrame(rows, columns=["soort", "gebied", "gebied_naam", "jaar", "aantal"])


def jongeren(ijking: Ijking) -> pd.DataFrame:
    """Inhabitants of 12 to 17 years on 31 December, by area: a slowly falling share."""
    rng = ijking.toeval("jongeren")
    rows = []
    for gebied, naam in ijking.namen.items():
        share = rng.normal(0.074, 0.002)
        rows += [
            (gebied, naam, jaar, round(ijking.inwoners[gebied, jaar] * share * 0.992**i))
            for i, jaar in enumerate(POLITIEJAREN)
        ]
    return pd.DataFrame(rows, columns=["gebied", "gebied_naam", "jaar", "aantal"])


def _partner(
    ijking: Ijking, name: str, paden: Sequence[Pad], years: range, column: str
) -> pd.DataFrame:
    own = {ijking.gemeente: ijking.namen[ijking.gemeente]}
    return _registraties(ijking, ijking.toeval(name), paden, years, own, 100_000, column)


def _registraties(
    ijking: Ijking,
    rng: np.random.Generator,
    paden: Sequence[Pad],
    years: range,
    gebieden: dict[str, str],
    per: int,
    column: str,
    naam: bool = False,
) -> pd.DataFrame:
    """Poisson counts around ``per`` inhabitants; ``naam`` adds the column with the code's name."""
    rows = []
    for gebied, gebied_naam in gebieden.items():
        profile = rng.lognormal(0.0, 0.12, len(paden))
        for jaar in years:
            people = ijking.inwoners[gebied, jaar]
            counts = rng.poisson(_path(paden, jaar, years) * profile * people / per)
            for pad, count in zip(paden, counts, strict=True):
                label = (pad.code, pad.naam) if naam else (pad.code,)
                rows.append((*label, gebied, gebied_naam, jaar, int(count)))
    labels = [column, f"{column}_naam"] if naam else [column]
    return pd.DataFrame(rows, columns=[*labels, "gebied", "gebied_naam", "jaar", "aantal"])


def _path(paden: Iterable[Pad], jaar: int, years: range) -> np.ndarray:
    """The weight or rate of every code in ``jaar``, on a geometric path over ``years``."""
    t = (jaar - years[0]) / (years[-1] - years[0])
    return np.array([pad.eerst ** (1 - t) * pad.laatst**t for pad in paden])
