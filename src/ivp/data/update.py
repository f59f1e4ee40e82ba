"""Move the pin of a table to another snapshot and make its data sets anew (``ivp update``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ivp.config.sources import Bronnen
from ivp.data import extract, pins, snapshots, takeover
from ivp.data.package import Package, digest
from ivp.data.pins import DerivedFile, Pin
from ivp.data.readers import statline, tidy
from ivp.data.row_changes import RowChanges, compare_rows
from ivp.data.snapshots import Snapshot
from ivp.data.takeover import Takeover
from ivp.errors import BronFout


@dataclass(frozen=True)
class PinMove:
    """What moving the pin of one table changes; ``table`` compares the snapshots themselves.

    ``table`` is missing when nothing was pinned before, or when that snapshot is not here.
    """

    old: str | None
    new: Snapshot
    table: RowChanges | None
    datasets: tuple[Takeover, ...]

    @property
    def different(self) -> bool:
        """Whether the book changes."""
        return self.old != self.new.name or any(one.different for one in self.datasets)


def prepare(
    package: Package, catalogue: Bronnen, areas: Sequence[str], table: str, name: str | None = None
) -> PinMove:
    """Make the data sets of ``table`` from snapshot ``name`` (the newest when not given).

    ``areas`` are those of the book, the municipality's own first; snapshots are compared
    within these. Nothing is written. Raises ``BronFout`` when there is no snapshot, when it is
    damaged, or when a data set cannot be made from it.
    """
    project = package.project
    catalogue.tabel(table)
    found = snapshots.find(project, table, name) if name else snapshots.newest(project, table)
    if found is None:
        raise BronFout(
            f"Van tabel {table} is er nog geen opname",
            waar=project.relative(snapshots.folder_of(project, table)),
            waarom="het boek kan alleen een opname gebruiken die er is",
            doe=f"haal haar op met: ivp fetch {table}",
        )
    found.check()
    made = tuple(
        _dataset(package, catalogue, areas, found, dataset)
        for dataset, definition in catalogue.datasets.items()
        if definition.tabel == table
    )
    pin = pins.read(project).get(table)
    before = Snapshot(project, table, pin.opname if pin else found.name)
    known = before.name != found.name and before.folder.is_dir()
    changes = _compare(before, found, catalogue, areas) if known else None
    return PinMove(pin.opname if pin else None, found, changes, made)


def write(package: Package, catalogue: Bronnen, moves: Sequence[PinMove]) -> None:
    """Write the data sets, their registration and the pins."""
    project = package.project
    found = pins.read(project)
    for one in moves:
        datasets = {
            made.dataset.name: DerivedFile(
                hash=digest(made.raw),
                afleiding=pins.definition_digest(catalogue.datasets[made.dataset.name]),
            )
            for made in one.datasets
        }
        found[one.new.table] = Pin(opname=one.new.name, zegel=one.new.seal, datasets=datasets)
    takeover.write(project, [made for one in moves for made in one.datasets])
    pins.write(project, found)


def _dataset(
    package: Package, catalogue: Bronnen, areas: Sequence[str], snapshot: Snapshot, name: str
) -> Takeover:
    dataset, definition = package.dataset(name), catalogue.datasets[name]
    table, origin = catalogue.tabellen[snapshot.table], snapshot.origin
    raw, late = extract.make(snapshot, table, definition, dataset, areas)
    title = f"{origin.producent}, tabel {origin.tabel}: {origin.titel}"
    return takeover.prepare(
        dataset,
        raw,
        {
            "producent": origin.producent,
            "tabel": origin.tabel,
            "opgehaald": origin.opgehaald.date().isoformat(),
            "werkelijk": True,
            "opname": f"{snapshot.table}/{snapshot.name}",
            "voorlopig": list(late),
        },
        {
            "description": definition.omschrijving,
            "licenses": [{key: value for key, value in origin.licentie.items() if value}],
            "sources": [{"title": title, "path": origin.url}],
        },
    )


def _compare(old: Snapshot, new: Snapshot, catalogue: Bronnen, areas: Sequence[str]) -> RowChanges:
    table = catalogue.tabellen[new.table]
    wanted = None if table.omvang == "wijken" else areas
    frames = [statline.read_snapshot(one, wanted, table.jaar) for one in (old, new)]
    key = ["onderwerp", "gebied", "periode"]
    for frame in frames:
        key += [c for c in tidy.dimensions(frame) if not c.endswith("_naam") and c not in key]
    before, after = (frame.reindex(columns=[*key, "waarde"]) for frame in frames)
    return compare_rows(before, after, key)
