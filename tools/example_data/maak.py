"""Make all fictitious data sets and register them."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from ivp.data.datapackage import Package
from ivp.data.registreer import registreer
from ivp.paths import Project
from tools.example_data import enquete, tellingen
from tools.example_data.ijking import Ijking, Opzet


def maak(ijking: Ijking) -> dict[str, pd.DataFrame]:
    """The fictitious data sets by name, columns as registered in the package."""
    soort = tellingen.misdrijven_soort(ijking)
    return {
        "politie-misdrijven-soort": soort,
        "politie-misdrijven-maand": tellingen.misdrijven_maand(ijking, soort),
        "politie-overlast": tellingen.overlast(ijking),
        "halt": tellingen.halt(ijking),
        "zvh": tellingen.zvh(ijking),
        "brandweer": tellingen.brandweer(ijking),
        "rud": tellingen.rud(ijking),
        "verkeersongevallen": tellingen.verkeersongevallen(ijking),
        "meldingen": tellingen.meldingen(ijking),
        "bestuurlijk": tellingen.bestuurlijk(ijking),
        "jongeren": tellingen.jongeren(ijking),
        "vm-respondenten": enquete.respondenten(ijking),
        "vm-referentie": enquete.referentie(),
        "scores": enquete.scores(ijking),
        "gebieden-deelgebied": enquete.deelgebieden(ijking),
    }


def schrijf(project: Project, opzet: Opzet) -> Iterator[str]:
    """Write every fictitious data set to its registered path; yields the names."""
    package = Package.load(project)
    for name, frame in maak(Ijking.uit_bronnen(package, opzet)).items():
        path = package.dataset(name).file
        path.parent.mkdir(parents=True, exist_ok=True)
        frame.to_csv(path, index=False, lineterminator="\n", encoding="utf-8")
        registreer(project, name)
        yield name
