"""Take over new content for a registered data set: from a snapshot or from a partner's delivery.

Everything is read, made and compared first (``Overname``); only then files are written, each whole.
The delivery before stays in ``data/vorige/``, so that revisions can be seen.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ivp.data.datapackage import (
    BESTANDSNAAM,
    VORIGE,
    Dataset,
    Package,
    digest,
)
from ivp.data.readers import leveringen
from ivp.data.readers.formaten import LEVERINGEN
from ivp.data.registreer import dumps
from ivp.data.verschil import Verschil, vergelijk
from ivp.errors import BronFout
from ivp.paths import Project

_VOORBEELD = " (voorbeeld)"


@dataclass(frozen=True)
class Overname:
    """New bytes for a data set, what they change, and the keys of its registration that change."""

    dataset: Dataset
    raw: bytes
    verschil: Verschil
    ivp: Mapping[str, Any]
    resource: Mapping[str, Any] = field(default_factory=dict)

    @property
    def anders(self) -> bool:
        return digest(self.raw) != self.dataset.resource.hash


def bereken(
    dataset: Dataset,
    raw: bytes,
    ivp: Mapping[str, Any],
    resource: Mapping[str, Any] | None = None,
) -> Overname:
    """Compare ``raw`` with what the data set holds now; raises ``BronFout`` when it does not fit.

    ``ivp`` and ``resource`` are the keys of its registration that change.
    """
    key = dataset.resource.schema_.primary_key
    changes = vergelijk(dataset.read(), dataset.parse(raw), key)
    return Overname(dataset, raw, changes, ivp, resource or {})


def levering(
    package: Package, naam: str, raw: bytes, bestand: str, ivp: Mapping[str, Any]
) -> Overname:
    """A partner's file in one of our formats, for the data set that goes with it."""
    formats = {one.dataset: one for one in LEVERINGEN.values()}
    dataset = package.dataset(naam)
    if naam not in formats:
        raise BronFout(
            f"Van bron '{naam}' bestaat geen sjabloon",
            waar=bestand,
            waarom="alleen van een beschreven formaat is te controleren of de levering klopt",
            doe=f"dit kan voor: {', '.join(sorted(formats))}; lees docs/bronnen.md voor de andere",
        )
    frame = leveringen.lees(raw, bestand, formats[naam].naam)
    text = frame[list(dataset.columns)].to_csv(index=False, lineterminator="\n")
    return bereken(dataset, text.encode(), {"werkelijk": True, **ivp})


def schrijf(project: Project, overnames: Sequence[Overname], extra: Mapping[Path, str]) -> None:
    """Write the files, their registration, the deliveries before, and ``extra`` (path → text)."""
    path = project.data / BESTANDSNAAM
    register = json.loads(path.read_bytes())
    resources = {resource["name"]: resource for resource in register["resources"]}
    for one in overnames:
        resource, dataset = resources[one.dataset.name], one.dataset
        if one.anders:
            resource["ivp"].pop("vorige", None)
            if dataset.resource.ivp.werkelijk:
                old = dataset.content()
                _zet(project.data / VORIGE / f"{dataset.name}.csv", old)
                resource["ivp"]["vorige"] = {
                    "opgehaald": dataset.resource.ivp.opgehaald.isoformat(),
                    "hash": digest(old),
                }
            _zet(dataset.file, one.raw)
        resource.update({"bytes": len(one.raw), "hash": digest(one.raw), **one.resource})
        resource["ivp"].update(one.ivp)
        if one.ivp.get("werkelijk"):
            resource["title"] = resource["title"].removesuffix(_VOORBEELD)
    _zet(path, dumps(register).encode())
    for target, text in extra.items():
        _zet(target, text.encode())


def _zet(path: Path, raw: bytes) -> None:
    """Replace a file at once, so that a reader sees the old or the new one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    partial = path.with_name(f".{path.name}.deel")
    partial.write_bytes(raw)
    partial.replace(path)
