"""Which snapshot the book uses of each table: ``data/opnamen.lock`` (docs/adr/0013-snapshots.md).

Beside the name of the snapshot stands its seal, and of every data set made from it the checksum of
the file and of the definition it was made by. So a book can be made from the data sets alone, and
whoever has the snapshot can see that they belong together.
"""

from __future__ import annotations

import json
from functools import partial

from pydantic import BaseModel, TypeAdapter, ValidationError

from ivp import store
from ivp.config.sources import Afleiding, Bronnen
from ivp.data.package import Package
from ivp.data.readers.faults import fault
from ivp.data.snapshots import Snapshot
from ivp.errors import IvpFout, raise_all
from ivp.paths import Project

FILE = "opnamen.lock"
_fault = partial(
    fault, reason="elk cijfer in het boek hoort terug te voeren te zijn op de vastgelegde opname"
)


class DerivedFile(BaseModel, extra="forbid", frozen=True):
    """A data set made from a snapshot: checksum of its file, digest of its definition."""

    hash: str
    afleiding: str


class Pin(BaseModel, extra="forbid", frozen=True):
    """The pinned snapshot of one table."""

    opname: str
    zegel: str
    datasets: dict[str, DerivedFile]


_LOCK = TypeAdapter(dict[str, Pin])


def read(project: Project) -> dict[str, Pin]:
    """The pins per table; none without a lock file. Raises ``BronFout`` when it is damaged."""
    path = project.data / FILE
    try:
        return _LOCK.validate_json(path.read_bytes())
    except FileNotFoundError:
        return {}
    except (OSError, ValidationError):
        remedy = "zet het terug uit versiebeheer; bewerk het niet met de hand (gebruik ivp update)"
        raise _fault(
            "Dit bestand is niet te lezen", project.relative(path), remedy=remedy
        ) from None


def write(project: Project, pins: dict[str, Pin]) -> None:
    """Write the lock file, always in the same form."""
    content = {table: pin.model_dump() for table, pin in pins.items()}
    text = json.dumps(content, indent=2, sort_keys=True) + "\n"
    store.write(project.data / FILE, text.encode())


def definition_digest(definition: Afleiding) -> str:
    """Digest of how a data set is made; what it is called in words does not count."""
    content = definition.model_dump(mode="json", exclude={"omschrijving"})
    return store.digest(content)[:16]


def check(package: Package, catalogue: Bronnen) -> None:
    """Raise ``BronFout`` (several: ``Fouten``) where data sets, snapshots and pins do not agree."""
    errors: list[IvpFout] = []
    for table, pin in read(package.project).items():
        snapshot = Snapshot(package.project, table, pin.opname)
        if snapshot.folder.is_dir() and snapshot.seal != pin.zegel:
            what = f"De opname '{pin.opname}' is niet meer die waarmee het boek is gemaakt"
            remedy = "zet de map terug uit versiebeheer of een reservekopie"
            errors.append(_fault(what, snapshot.place, remedy=remedy))
        for name, made in pin.datasets.items():
            definition = catalogue.datasets.get(name)
            registered = name in package.names and package.dataset(name).resource.hash
            if definition is None or definition_digest(definition) != made.afleiding:
                what = f"Hoe bron '{name}' wordt gemaakt, is veranderd sinds zij is gemaakt"
            elif registered != made.hash:
                what = f"Bron '{name}' is niet het uittreksel van de vastgelegde opname"
            else:
                continue
            remedy = f"maak haar opnieuw met ivp update {table}"
            errors.append(_fault(what, f"data/{FILE}, {table}", remedy=remedy))
    raise_all(errors)
