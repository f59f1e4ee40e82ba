"""Take over new content for a registered data set: from a snapshot or from a delivered file.

Everything is read, made and compared first (``Takeover``); only then files are written, each whole.
The delivery before stays in ``data/vorige/``, so that revisions can be seen.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ivp import store
from ivp.data.package import FILE, PREVIOUS, Dataset, Package, digest
from ivp.data.readers import borders, deliveries
from ivp.data.readers.deliveries import FORMATS
from ivp.data.row_changes import RowChanges, compare_rows
from ivp.paths import Project

_EXAMPLE = " (voorbeeld)"


@dataclass(frozen=True)
class Takeover:
    """New bytes for a data set, what they change, and the keys of its registration that change.

    ``changes`` is missing when the registered file is not there any more.
    """

    dataset: Dataset
    raw: bytes
    changes: RowChanges | None
    facts: Mapping[str, Any]
    """Keys under ``ivp`` in the registration."""
    resource: Mapping[str, Any] = field(default_factory=dict)

    @property
    def different(self) -> bool:
        """Whether the bytes are others than those registered."""
        return digest(self.raw) != self.dataset.resource.hash

    @property
    def replaces_example(self) -> bool:
        """Whether example figures become real."""
        return bool(self.facts.get("werkelijk")) and not self.dataset.resource.ivp.werkelijk

    def lines(self) -> list[str]:
        """What changes, in Dutch, losses first."""
        if self.changes is None:
            return ["het geregistreerde bestand is er niet meer: wat er verandert, is onbekend"]
        return self.changes.lines()


def prepare(
    dataset: Dataset,
    raw: bytes,
    facts: Mapping[str, Any],
    resource: Mapping[str, Any] | None = None,
    file: str = "",
) -> Takeover:
    """Compare ``raw`` with what the data set holds now; raises ``BronFout`` when it does not fit.

    ``facts`` and ``resource`` are the keys of its registration that change; ``file`` is the name
    of the delivery in messages.
    """
    new = dataset.parse(raw, file)
    changes = None
    held = dataset.file.read_bytes() if dataset.file.is_file() else b""
    if digest(held) == dataset.resource.hash:
        changes = compare_rows(dataset.read(), new, dataset.resource.schema_.primary_key)
    return Takeover(dataset, raw, changes, facts, resource or {})


def delivery(
    package: Package, name: str, raw: bytes, file: str, facts: Mapping[str, Any]
) -> Takeover:
    """A delivered file for the data set ``name``, whatever form that data set is delivered in.

    In the format of its template when there is one, as a map (GeoJSON) for borders, and otherwise
    as CSV with the columns of the data set itself. Raises ``BronFout`` with row and column.
    """
    dataset = package.dataset(name)
    formats = {one.dataset: one for one in FORMATS.values()}
    if name in formats:
        frame = deliveries.read(raw, file, formats[name].name)
        facts = {"werkelijk": True, **facts}
    elif dataset.columns == borders.COLUMNS and raw.lstrip()[:1] == b"{":
        frame = borders.read(raw, file)
    else:
        return prepare(dataset, raw, facts, file=file)
    text = frame[list(dataset.columns)].to_csv(index=False, lineterminator="\n")
    return prepare(dataset, text.encode(), facts, file=file)


def write(project: Project, taken: Sequence[Takeover]) -> None:
    """Write the files, their registration, and the deliveries before."""
    path = project.data / FILE
    register = json.loads(path.read_bytes())
    resources = {resource["name"]: resource for resource in register["resources"]}
    for one in taken:
        resource, dataset = resources[one.dataset.name], one.dataset
        if one.different:
            resource["ivp"].pop("vorige", None)
            if dataset.resource.ivp.werkelijk and one.changes is not None:
                old = dataset.content()
                store.write(project.data / PREVIOUS / f"{dataset.name}.csv", old)
                day = dataset.resource.ivp.opgehaald.isoformat()
                resource["ivp"]["vorige"] = {"opgehaald": day, "hash": digest(old)}
            store.write(dataset.file, one.raw)
        resource.update({"bytes": len(one.raw), "hash": digest(one.raw), **one.resource})
        resource["ivp"].update(one.facts)
        if one.facts.get("werkelijk"):
            resource["title"] = resource["title"].removesuffix(_EXAMPLE)
    text = json.dumps(register, ensure_ascii=False, indent=2) + "\n"
    store.write(path, text.encode())
