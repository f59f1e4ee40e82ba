"""A fictitious country for the fleet: ``python -m tools.example_data.country FOLDER [count]``.

Municipalities, regions and figures are made up from one seed; names say so. The tables have the
columns of the real ones (``politie-misdrijven-soort`` and ``cbs-inwoners``).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from ivp.data.package import Package, digest
from ivp.paths import Project
from ivp.store import write
from tools.example_data import codes

GEMEENTE_COUNT = 340
_PER_REGION = 14
_WIDTH = 20
_YEARS = range(2014, 2025)
_COUNTRY = ("NL00", "Nederland")


def write_all(project: Project, folder: Path, count: int = GEMEENTE_COUNT, seed: int = 420) -> None:
    """Write the national tables, their description and ``gemeenten.csv`` to ``folder``.

    ``project`` gives the description of the columns.
    """
    rng = np.random.default_rng(seed)
    gemeenten = pd.DataFrame(
        [
            (
                f"GM{9001 + n}",
                f"Voorbeeldgemeente {n + 1}",
                f"RE{n // _PER_REGION + 50:02d}",
                f"Voorbeeldregio {n // _PER_REGION + 1}",
                n // _WIDTH,
                n % _WIDTH,
            )
            for n in range(count)
        ],
        columns=["code", "naam", "regio", "regio_naam", "rij", "kolom"],
    )
    inwoners, misdrijven = _tables(gemeenten, rng)
    package = Package.load(project)
    resources = []
    for name, frame in (("cbs-inwoners", inwoners), ("politie-misdrijven-soort", misdrijven)):
        raw = frame.to_csv(index=False, lineterminator="\n").encode()
        resource = package.dataset(name).resource.model_dump(mode="json", by_alias=True)
        write(folder / resource["path"], raw)
        resources.append(_describe(resource, raw))
    register = {
        "name": "landelijk-voorbeeld",
        "title": "Landelijke tabellen (voorbeeld)",
        "description": "VERZONNEN voorbeeldcijfers van een verzonnen land.",
        "resources": resources,
    }
    text = json.dumps(register, ensure_ascii=False, indent=1)
    write(folder / "datapackage.json", text.encode())
    write(folder / "gemeenten.csv", gemeenten.to_csv(index=False, lineterminator="\n").encode())


def _tables(gemeenten: pd.DataFrame, rng: np.random.Generator) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Inhabitants and crimes by kind; the country is the sum of its municipalities."""
    years = np.array(list(_YEARS))
    t = (years - years[0]) / (years[-1] - years[0])
    first = np.array([path.first for path in codes.CRIMES])
    last = np.array([path.last for path in codes.CRIMES])
    rates = (first[None] ** (1 - t[:, None]) * last[None] ** t[:, None]) * 0.045
    size = rng.lognormal(10.4, 0.7, len(gemeenten)).clip(1_000, 900_000)
    people = np.rint(size[:, None] * 1.006 ** (years - years[0])[None]).astype(int)
    profile = rng.lognormal(0.0, 0.25, (len(gemeenten), 1, len(codes.CRIMES)))
    counts = rng.poisson(rates[None] * profile * people[:, :, None] / 1_000)
    areas = [*zip(gemeenten["code"], gemeenten["naam"], strict=True), _COUNTRY]
    people = np.vstack([people, people.sum(axis=0, keepdims=True)])
    counts = np.concatenate([counts, counts.sum(axis=0, keepdims=True)])
    inwoners = pd.DataFrame(
        [
            (code, naam, int(jaar), int(people[i, j]))
            for i, (code, naam) in enumerate(areas)
            for j, jaar in enumerate(years)
        ],
        columns=["gebied", "gebied_naam", "jaar", "inwoners"],
    )
    misdrijven = pd.DataFrame(
        [
            (path.code, path.name, code, naam, int(jaar), int(counts[i, j, k]))
            for i, (code, naam) in enumerate(areas)
            for j, jaar in enumerate(years)
            for k, path in enumerate(codes.CRIMES)
        ],
        columns=[
            "soort_misdrijf",
            "soort_misdrijf_naam",
            "gebied",
            "gebied_naam",
            "jaar",
            "aantal",
        ],
    )
    return inwoners, misdrijven


def _describe(resource: dict[str, Any], raw: bytes) -> dict[str, Any]:
    kept = {k: v for k, v in resource.items() if v is not None}
    own = {**resource["ivp"], "producent": "Voorbeeld", "tabel": "", "werkelijk": False}
    return {
        **kept,
        "title": f"{resource['title'].removesuffix(' (voorbeeld)')} (voorbeeld)",
        "description": "VERZONNEN voorbeeldcijfers van een verzonnen land.",
        "licenses": [{"name": "CC0-1.0", "title": "Publiek domein (verzonnen voorbeeldcijfers)"}],
        "sources": [{"title": "Voorbeeldgenerator: python -m tools.example_data.country"}],
        "bytes": len(raw),
        "hash": digest(raw),
        "ivp": own,
    }


if __name__ == "__main__":
    number = int(sys.argv[2]) if len(sys.argv) > 2 else GEMEENTE_COUNT
    write_all(Project.find(), Path(sys.argv[1]), number)
