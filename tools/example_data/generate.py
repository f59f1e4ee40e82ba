"""Make all fictitious data sets and register them."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from ivp.data import Package, takeover
from ivp.paths import Project
from tools.example_data import registrations, survey
from tools.example_data.calibration import Calibration, Setup


def make(calibration: Calibration) -> dict[str, pd.DataFrame]:
    """The fictitious data sets by name, columns as registered in the package."""
    soort = registrations.crimes_by_kind(calibration)
    return {
        "politie-misdrijven-soort": soort,
        "politie-misdrijven-maand": registrations.crimes_by_month(calibration, soort),
        "politie-overlast": registrations.nuisance(calibration),
        "halt": registrations.halt(calibration),
        "zvh": registrations.zvh(calibration),
        "brandweer": registrations.fire_service(calibration),
        "rud": registrations.inspections(calibration),
        "verkeersongevallen": registrations.traffic(calibration),
        "meldingen": registrations.reports(calibration),
        "bestuurlijk": registrations.measures(calibration),
        "jongeren": registrations.young_people(calibration),
        "vm-respondenten": survey.respondents(calibration),
        "vm-referentie": survey.reference(),
        "scores": survey.scores(calibration),
        "gebieden-deelgebied": survey.deelgebieden(calibration),
    }


def write_all(project: Project, setup: Setup) -> Iterator[str]:
    """Write every fictitious data set to its registered path; yields the names."""
    package = Package.load(project)
    for name, frame in make(Calibration.from_package(package, setup)).items():
        raw = frame.to_csv(index=False, lineterminator="\n").encode()
        takeover.write(project, [takeover.prepare(package.dataset(name), raw, {})])
        yield name
