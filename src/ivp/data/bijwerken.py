"""Move the pin of a table to another snapshot and make its data sets anew (``ivp update``)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ivp.config.sources import Bronnen
from ivp.data import (
    opnamen,
    overnemen,
    snapshots,
    uittreksel,
)
from ivp.data.datapackage import Package, digest
from ivp.data.opnamen import Afgeleid, Vastgelegd
from ivp.data.overnemen import Overname
from ivp.data.readers import opname as lezer
from ivp.data.readers import tidy
from ivp.data.readers.perioden import Periode
from ivp.data.snapshots import Snapshot
from ivp.data.verschil import Verschil, vergelijk
from ivp.errors import BronFout
from ivp.paths import Project


@dataclass(frozen=True)
class Wijziging:
    """What moving the pin of one table changes; ``tabel`` compares the snapshots themselves.

    ``tabel`` is missing when nothing was pinned before, or when that snapshot is not here.
    """

    oud: str | None
    nieuw: Snapshot
    tabel: Verschil | None
    datasets: tuple[Overname, ...]

    @property
    def anders(self) -> bool:
        return self.oud != self.nieuw.naam or any(one.anders for one in self.datasets)


def bereken(
    package: Package, bronnen: Bronnen, gebieden: Sequence[str], tabel: str, naam: str | None = None
) -> Wijziging:
    """Make the data sets of ``tabel`` from snapshot ``naam`` (the newest when not given).

    ``gebieden`` are the areas of the book, the municipality's own first; snapshots are compared
    within these. Nothing is written. Raises ``BronFout`` when there is no snapshot, when it is
    damaged, or when a data set cannot be made from it.
    """
    project = package.project
    bronnen.tabel(tabel)
    found = snapshots.vind(project, tabel, naam) if naam else snapshots.nieuwste(project, tabel)
    if found is None:
        raise BronFout(
            f"Van tabel {tabel} is er nog geen opname",
            waar=project.relative(snapshots.tabelmap(project, tabel)),
            waarom="het boek kan alleen een opname gebruiken die er is",
            doe=f"haal haar op met: ivp fetch {tabel}",
        )
    found.controleer()
    pin = opnamen.lees(project).get(tabel)
    made = tuple(
        _dataset(package, bronnen, gebieden, found, dataset)
        for dataset, definition in bronnen.datasets.items()
        if definition.tabel == tabel
    )
    before = _vorige(project, tabel, pin.opname) if pin and pin.opname != found.naam else None
    changes = _opnamen(before, found, bronnen, gebieden) if before else None
    return Wijziging(pin.opname if pin else None, found, changes, made)


def schrijf(package: Package, bronnen: Bronnen, wijzigingen: Sequence[Wijziging]) -> None:
    """Write the data sets, their registration and the pins."""
    project = package.project
    pins = opnamen.lees(project)
    for one in wijzigingen:
        pins[one.nieuw.tabel] = Vastgelegd(
            opname=one.nieuw.naam,
            zegel=one.nieuw.zegel,
            datasets={
                made.dataset.name: Afgeleid(
                    hash=digest(made.raw),
                    afleiding=opnamen.kenmerk(bronnen.datasets[made.dataset.name]),
                )
                for made in one.datasets
            },
        )
    everything = [made for one in wijzigingen for made in one.datasets]
    overnemen.schrijf(project, everything, {opnamen.pad(project): opnamen.tekst(pins)})


def _dataset(
    package: Package, bronnen: Bronnen, gebieden: Sequence[str], snapshot: Snapshot, naam: str
) -> Overname:
    dataset, definition = package.dataset(naam), bronnen.datasets[naam]
    table, origin = bronnen.tabellen[snapshot.tabel], snapshot.herkomst
    raw, late = uittreksel.maak(snapshot, table, definition, dataset, gebieden)
    licence = {key: value for key, value in origin.licentie.items() if value}
    source = {"title": f"{origin.producent}, tabel {origin.tabel}: {origin.titel}"}
    return overnemen.bereken(
        dataset,
        raw,
        {
            "producent": origin.producent,
            "tabel": origin.tabel,
            "opgehaald": origin.opgehaald.date().isoformat(),
            "werkelijk": True,
            "opname": f"{snapshot.tabel}/{snapshot.naam}",
            "voorlopig": list(late),
        },
        {
            "description": definition.omschrijving,
            "licenses": [licence],
            "sources": [{**source, "path": origin.url}],
        },
    )


def _vorige(project: Project, tabel: str, naam: str) -> Snapshot | None:
    found = Snapshot(project, tabel, naam)
    return found if found.map.is_dir() else None


def _opnamen(oud: Snapshot, nieuw: Snapshot, bronnen: Bronnen, gebieden: Sequence[str]) -> Verschil:
    table = bronnen.tabellen[nieuw.tabel]
    fixed = Periode(table.jaar) if table.jaar else None
    areas = None if table.omvang == "wijken" else gebieden
    frames = [lezer.lees(one, areas, periode=fixed) for one in (oud, nieuw)]
    key = ["onderwerp", "gebied", "periode"]
    for frame in frames:
        key += [c for c in tidy.dimensies(frame) if not c.endswith("_naam") and c not in key]
    columns = [*key, "waarde"]
    old, new = (frame.reindex(columns=columns) for frame in frames)
    return vergelijk(old, new, key)
