"""Fictitious counts: police registrations that add up to real totals, and those of partners."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from tools.example_data import codes
from tools.example_data.calibration import Calibration
from tools.example_data.codes import CodePath

POLICE_YEARS = range(2015, 2025)
PARTNER_YEARS = range(2017, 2025)
HALT_YEARS = range(2017, 2024)

# Before the real totals start, every area follows this path relative to its first real year.
_BEFORE = {2015: 1.21, 2016: 1.13, 2017: 1.03, 2018: 0.98, 2019: 1.02, 2020: 1.02, 2021: 0.95}
# Crimes by calendar month: somewhat more in early summer and in October.
_MONTHS = np.array([82, 76, 83, 82, 86, 85, 84, 83, 82, 88, 85, 84], dtype=float)


def crimes_by_kind(calibration: Calibration) -> pd.DataFrame:
    """Crimes by kind, area and year; from the first real year they sum to the real total.

    Multinomial draws: counts vary as counts do and still add up.
    """
    rng = calibration.random("politie-misdrijven-soort")
    first = calibration.years[0]
    rows = []
    for gebied, naam in calibration.names.items():
        profile = rng.lognormal(0.0, 0.12, len(codes.CRIMES))
        for jaar in POLICE_YEARS:
            if jaar >= first:
                total = calibration.totals[gebied, jaar]
            else:
                total = round(calibration.totals[gebied, first] * _BEFORE[jaar])
            weights = _path(codes.CRIMES, jaar, POLICE_YEARS) * profile
            counts = rng.multinomial(total, weights / weights.sum())
            rows += [
                (path.code, path.name, gebied, naam, jaar, int(count))
                for path, count in zip(codes.CRIMES, counts, strict=True)
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


def crimes_by_month(calibration: Calibration, soort: pd.DataFrame) -> pd.DataFrame:
    """The municipality's crimes by month for the years with real totals; months sum to the year."""
    rng = calibration.random("politie-misdrijven-maand")
    own = soort[(soort["gebied"] == calibration.gemeente) & soort["jaar"].isin(calibration.years)]
    rows = []
    for code, soort_naam, gebied, naam, jaar, total in own.itertuples(index=False, name=None):
        counts = rng.multinomial(total, _MONTHS / _MONTHS.sum())
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


def nuisance(calibration: Calibration) -> pd.DataFrame:
    """Nuisance reports by kind, area and year: Poisson around a rate per 1,000 inhabitants."""
    rng = calibration.random("politie-overlast")
    return _draw(
        calibration,
        rng,
        codes.NUISANCE,
        POLICE_YEARS,
        calibration.names,
        1_000,
        "soort_overlast",
        naam=True,
    )


def halt(calibration: Calibration) -> pd.DataFrame:
    """Young people referred to Halt, by kind and year."""
    return _partner(calibration, "halt", codes.HALT, HALT_YEARS, "soort")


def zvh(calibration: Calibration) -> pd.DataFrame:
    """Cases in the Zorg- en Veiligheidshuis, by kind and year."""
    return _partner(calibration, "zvh", codes.ZVH, PARTNER_YEARS, "soort")


def fire_service(calibration: Calibration) -> pd.DataFrame:
    """Call-outs of the fire service, by kind and year."""
    return _partner(calibration, "brandweer", codes.BRANDWEER, PARTNER_YEARS, "incidentsoort")


def traffic(calibration: Calibration) -> pd.DataFrame:
    """Registered traffic accidents, by severity and year."""
    return _partner(calibration, "verkeersongevallen", codes.TRAFFIC, POLICE_YEARS, "ernst")


def reports(calibration: Calibration) -> pd.DataFrame:
    """Reports to the municipality, by category and year."""
    return _partner(calibration, "meldingen", codes.MELDINGEN, PARTNER_YEARS, "categorie")


def measures(calibration: Calibration) -> pd.DataFrame:
    """Administrative measures against ondermijning, by kind and year."""
    return _partner(calibration, "bestuurlijk", codes.BESTUURLIJK, PARTNER_YEARS, "soort")


def inspections(calibration: Calibration) -> pd.DataFrame:
    """Inspections of the environment agency, and the breaches found in part of them."""
    rng = calibration.random("rud")
    naam = calibration.names[calibration.gemeente]
    rows = []
    for jaar in PARTNER_YEARS:
        checks = int(rng.poisson(240))
        breaches = int(rng.binomial(checks, 0.27))
        rows += [
            ("controle", calibration.gemeente, naam, jaar, checks),
            ("overtreding", calibration.gemeente, naam, jaar, breaches),
        ]
    return pd.DataFrame(rows, columns=["soort", "gebied", "gebied_naam", "jaar", "aantal"])


def young_people(calibration: Calibration) -> pd.DataFrame:
    """Inhabitants of 12 to 17 years on 31 December, by area: a slowly falling share."""
    rng = calibration.random("jongeren")
    rows = []
    for gebied, naam in calibration.names.items():
        share = rng.normal(0.074, 0.002)
        rows += [
            (gebied, naam, jaar, round(calibration.inhabitants[gebied, jaar] * share * 0.992**i))
            for i, jaar in enumerate(POLICE_YEARS)
        ]
    return pd.DataFrame(rows, columns=["gebied", "gebied_naam", "jaar", "aantal"])


def _partner(
    calibration: Calibration, name: str, paths: Sequence[CodePath], years: range, column: str
) -> pd.DataFrame:
    own = {calibration.gemeente: calibration.names[calibration.gemeente]}
    return _draw(calibration, calibration.random(name), paths, years, own, 100_000, column)


def _draw(
    calibration: Calibration,
    rng: np.random.Generator,
    paths: Sequence[CodePath],
    years: range,
    gebieden: dict[str, str],
    per: int,
    column: str,
    naam: bool = False,
) -> pd.DataFrame:
    """Poisson counts around ``per`` inhabitants; ``naam`` adds the column with the code's name."""
    rows = []
    for gebied, gebied_naam in gebieden.items():
        profile = rng.lognormal(0.0, 0.12, len(paths))
        for jaar in years:
            people = calibration.inhabitants[gebied, jaar]
            counts = rng.poisson(_path(paths, jaar, years) * profile * people / per)
            for path, count in zip(paths, counts, strict=True):
                label = (path.code, path.name) if naam else (path.code,)
                rows.append((*label, gebied, gebied_naam, jaar, int(count)))
    labels = [column, f"{column}_naam"] if naam else [column]
    return pd.DataFrame(rows, columns=[*labels, "gebied", "gebied_naam", "jaar", "aantal"])


def _path(paths: Iterable[CodePath], jaar: int, years: range) -> np.ndarray:
    """The weight or rate of every code in ``jaar``, on a geometric path over ``years``."""
    t = (jaar - years[0]) / (years[-1] - years[0])
    return np.array([path.first ** (1 - t) * path.last**t for path in paths])
