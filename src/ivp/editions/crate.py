"""The same provenance as an RO-Crate 1.3, for archives and catalogues that read those.

``ro-crate-metadata.json`` says: this book (root data set) is the result of one action, with these
files as its objects and these programs as its instruments.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rocrate.model.contextentity import ContextEntity
from rocrate.rocrate import ROCrate

from ivp.editions.manifest import Edition

NAME = "ro-crate-metadata.json"
_LICENCE = "https://eupl.eu/1.2/nl/"


def write(folder: Path, edition: Edition, outputs: Mapping[str, str]) -> None:
    """Write the crate of ``edition`` to ``folder``; ``outputs``: file → SHA-256."""
    day = dt.date.fromisoformat(edition.datum)
    crate = ROCrate()
    crate.name = f"{edition.titel}, editie {edition.nummer} ({edition.status})"
    crate.description = (
        "Integraal veiligheidsplan, gemaakt uit de genoemde gegevens, instellingen en notitieboeken"
    )
    crate.datePublished = dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)
    crate.license = _LICENCE
    crate.root_dataset["identifier"] = edition.id
    crate.root_dataset["version"] = edition.nummer

    def context(identifier: str, kind: str, **properties: Any) -> ContextEntity:
        given = {"@type": kind, **properties}
        return crate.add(ContextEntity(crate, identifier, properties=given))

    for name, digest in outputs.items():
        crate.add_file(folder / name, name, properties={"sha256": digest})
    publisher = context(
        f"#{_fragment(edition.gemeente)}", "Organization", name=f"Gemeente {edition.gemeente}"
    )
    crate.root_dataset["publisher"] = publisher
    sources = {bron.bestand: (name, bron) for name, bron in edition.bronnen.items()}
    objects = []
    for name, digest in edition.invoer.items():
        extra: dict[str, Any] = {}
        if name in sources:
            _, bron = sources[name]
            extra = {
                "description": bron.titel,
                "creator": context(
                    f"#{_fragment(bron.producent)}", "Organization", name=bron.producent
                ),
                "license": bron.licentie,
                "dateModified": bron.opgehaald,
            } | ({"isBasedOn": bron.url} if bron.url else {})
        objects.append(context(f"#{name}", "MediaObject", name=name, sha256=digest, **extra))
    instruments = [
        context(f"#{_fragment(name)}", "SoftwareApplication", name=name, softwareVersion=number)
        for name, number in {**edition.versies, "renderer": edition.renderer}.items()
    ]
    action = context(
        "#gemaakt",
        "CreateAction",
        name="Het boek maken",
        description=f"Gemaakt van commit {edition.commit}",
        endTime=day.isoformat(),
        agent=publisher,
        instrument=instruments,
        object=objects,
        result=crate.root_dataset,
    )
    crate.root_dataset["mentions"] = action
    crate.root_dataset["conformsTo"] = {"@id": "https://w3id.org/ro/wfrun/process/0.5"}
    data = crate.metadata.generate()
    data["@graph"].sort(key=lambda entity: entity["@id"])
    text = json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True)
    (folder / NAME).write_text(f"{text}\n", "utf-8")


def _fragment(text: str) -> str:
    return "".join(c if c.isalnum() or c in "-._" else "-" for c in text.lower())
