"""Which snapshot the book uses of each table: ``data/opnamen.lock`` (docs/adr/0013-snapshots.md).

Beside the name of the snapshot stands its seal, and of every data set made from it the checksum of
the file and of the definition it was made by. So a book can be made from the data sets alone, and
whoever has the snapshot can see that they belong together.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter, ValidationError

from ivp.config.sources import Afleiding, Bronnen
from ivp.data.datapackage import Package
from ivp.data.snapshots import Snapshot
from ivp.errors import BronFout, IvpFout, raise_all
from ivp.paths import Project

BESTANDSNAAM = "opnamen.lock"
_WAAROM = "elk cijfer in het boek hoort terug te voeren te zijn op de vastgelegde opname"


class Afgeleid(BaseModel):
    """A data set made from a snapshot: checksum of its file, digest of its definition."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    hash: str
    afleiding: str


class Vastgelegd(BaseModel):
    """The pinned snapshot of one table."""

    model_config = ConfigDict(extra="forbid", frozen=True)
    opname: str
    zegel: str
    datasets: dict[str, Afgeleid]


_LOCK = TypeAdapter(dict[str, Vastgelegd])


def pad(project: Project) -> Path:
    return project.data / BESTANDSNAAM


def lees(project: Project) -> dict[str, Vastgelegd]:
    """The pins per table; none without a lock file. Raises ``BronFout`` when it is damaged."""
    path = pad(project)
    try:
        return _LOCK.validate_json(path.read_bytes())
    except FileNotFoundError:
        return {}
    except (OSError, ValidationError):
        raise BronFout(
            "Dit bestand is niet te lezen",
            waar=project.relative(path),
            waarom=_WAAROM,
            doe="zet het terug uit versiebeheer; bewerk het niet met de hand (gebruik ivp update)",
        ) from None


def tekst(pins: dict[str, Vastgelegd]) -> str:
    """The lock file, always in the same form."""
    content = {tabel: pin.model_dump() for tabel, pin in pins.items()}
    return json.dumps(content, indent=2, sort_keys=True) + "\n"


def kenmerk(afleiding: Afleiding) -> str:
    """Digest of how a data set is made; what it is called in words does not count."""
    content = afleiding.model_dump(mode="json", exclude={"omschrijving"})
    return hashlib.sha256(json.dumps(content, sort_keys=True).encode()).hexdigest()[:16]


def controleer(package: Package, bronnen: Bronnen) -> None:
    """Raise ``BronFout`` (several: ``Fouten``) where data sets, snapshots and pins do not agree."""
    errors: list[IvpFout] = []
    for tabel, pin in lees(package.project).items():
        snapshot = Snapshot(package.project, tabel, pin.opname)
        if snapshot.map.is_dir() and snapshot.zegel != pin.zegel:
            errors.append(
                _fout(
                    f"De opname '{pin.opname}' is niet meer die waarmee het boek is gemaakt",
                    snapshot.bestand,
                    "zet de map terug uit versiebeheer of een reservekopie",
                )
            )
        for naam, made in pin.datasets.items():
            definition = bronnen.datasets.get(naam)
            registered = naam in package.names and package.dataset(naam).resource.hash
            if definition is None or kenmerk(definition) != made.afleiding:
                wat = f"Hoe bron '{naam}' wordt gemaakt, is veranderd sinds zij is gemaakt"
            elif registered != made.hash:
                wat = f"Bron '{naam}' is niet het uittreksel van de vastgelegde opname"
            else:
                continue
            errors.append(
                _fout(
                    wat,
                    f"data/{BESTANDSNAAM}, {tabel}",
                    f"maak haar opnieuw met ivp update {tabel}",
                )
            )
    raise_all(errors)


def _fout(wat: str, waar: str, doe: str) -> BronFout:
    return BronFout(wat, waar=waar, waarom=_WAAROM, doe=doe)
