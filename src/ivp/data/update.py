"""Move the pin of a table to another snapshot and make its data sets anew (``ivp update``).

How a data set is made from the pinned snapshot, ``params/bronnen.yml`` says.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import pandas as pd

from ivp.config.sources import BESTAND, Afleiding, Bronnen
from ivp.data import pins, snapshots, takeover
from ivp.data.package import Dataset, Package, digest
from ivp.data.pins import DerivedFile, Pin
from ivp.data.readers import known_tables, statline, tidy
from ivp.data.readers.faults import fault
from ivp.data.readers.statline import stem
from ivp.data.readers.values import COUNTRY
from ivp.data.row_changes import RowChanges, compare_rows
from ivp.data.snapshots import Snapshot
from ivp.data.takeover import Takeover
from ivp.errors import BronFout, did_you_mean

_fault = partial(
    fault,
    reason="de bron kan zo niet uit de opname worden gemaakt",
    remedy="pas de bron in params/bronnen.yml aan de tabel aan",
)
_FIGURE = ("onderwerp", "eenheid", "waarde", "symbool", "rij")


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
    dataset, origin = package.dataset(name), snapshot.origin
    raw, late = _extract(snapshot, catalogue, dataset, areas)
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
            "description": catalogue.datasets[name].omschrijving,
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


def _extract(
    snapshot: Snapshot, catalogue: Bronnen, dataset: Dataset, areas: Sequence[str]
) -> tuple[bytes, tuple[str, ...]]:
    """The bytes of the data set's file, and the periods in it that are still provisional.

    ``areas``: those of the book, the municipality's own first. Only these are read from the
    snapshot. A figure that the source does not give is an empty cell, never 0; a period in which an
    area has no figure at all (it did not exist) has no row. Raises ``BronFout`` when the table no
    longer has what the definition names, or when the result is not what the data set should be.
    """
    where, definition = f"{BESTAND}, datasets.{dataset.name}", catalogue.datasets[dataset.name]
    if set(definition.kolommen) != set(dataset.columns):
        what = f"De kolommen zijn niet die van de bron ({', '.join(dataset.columns)})"
        raise _fault(what, where, remedy="neem de kolommen over uit data/datapackage.json")
    wanted, year = _areas(snapshot, definition, areas), catalogue.tabellen[snapshot.table].jaar
    frame = statline.read_snapshot(snapshot, wanted, year)
    figures = _choose(frame, definition, where)
    if snapshot.table in known_tables.CRIME_TABLES and "soort_misdrijf" in figures:
        figures["waarde"] = figures["waarde"].mask(known_tables.hidden(figures))
    late = figures["periode_status"].notna() & (figures["periode_status"] != "definitief")
    wide = _pivot(figures, definition.kolommen, where)
    for field in dataset.resource.schema_.fields:
        cells = wide[field.name]
        if field.type == "integer" and ((cells.dropna() % 1) == 0).all():
            wide[field.name] = cells.astype("Int64")  # counts are written without decimals
    raw = wide[list(dataset.columns)].to_csv(index=False, lineterminator="\n").encode()
    return raw, tuple(sorted(figures.loc[late, "periode"].unique()))


def _areas(snapshot: Snapshot, definition: Afleiding, areas: Sequence[str]) -> Collection[str]:
    own = areas[0]
    if definition.gebieden == "gemeente":
        return [own]
    if definition.gebieden == "wijken":
        return [code for code in snapshot.areas() if code.startswith(f"WK{own[2:]}")]
    return [*areas, *(COUNTRY if set(areas) & COUNTRY else ())]


def _choose(frame: pd.DataFrame, definition: Afleiding, where: str) -> pd.DataFrame:
    """The figures that the definition asks for, of areas and periods that existed."""
    frame = frame[frame["periode_soort"] == definition.periode]
    dimensions = tidy.dimensions(frame)
    for column, codes in {**definition.selectie, **definition.zonder}.items():
        if column not in dimensions:
            raise _fault(
                f"De tabel heeft geen '{column}'.{did_you_mean(column, dimensions)}", where
            )
        known = set(frame[column])
        if missing := sorted(set(codes) - known):
            what = f"De code '{missing[0]}' van {column} komt in de opname niet voor."
            raise _fault(what + did_you_mean(missing[0], known), where)
    for column, codes in definition.selectie.items():
        frame = frame[frame[column].isin(codes)]
    for column, codes in definition.zonder.items():
        frame = frame[~frame[column].isin(codes)]
    there = ~frame["symbool"].isin(["leeg", "ontbreekt"])
    frame = frame[there.groupby([frame["gebied"], frame["periode"]]).transform("any")]
    if frame.empty:
        raise _fault("De opname heeft hiervoor geen enkel cijfer", where)
    country = frame["gebied"].isin(COUNTRY)
    return frame.assign(gebied=frame["gebied"].mask(country, "NL00")).reset_index(drop=True)


def _pivot(figures: pd.DataFrame, columns: Mapping[str, str], where: str) -> pd.DataFrame:
    """One row per area, codes and period, with the columns of the data set.

    ``columns`` says of each where it comes from: a column of the tidy frame, or a topic by its name
    without number.
    """
    keys = [c for c in figures.columns if c not in _FIGURE]
    topics = {stem(topic): topic for topic in figures["onderwerp"].unique()}
    for source in columns.values():
        if source not in topics and source not in keys:
            hint = did_you_mean(source, [*topics, *keys])
            raise _fault(f"De tabel heeft geen '{source}'.{hint}", where)
    identity = [c for c in keys if not c.endswith("_naam") and c != "periode_status"]
    described = figures.drop_duplicates(identity).set_index(identity)
    wide = figures.pivot(index=identity, columns="onderwerp", values="waarde")
    wide = wide.join(described[[c for c in keys if c not in identity]]).reset_index()
    used = [c for c in identity if c in columns.values()]
    if wide.duplicated(used).any():
        rest = [c for c in identity if c not in used and wide[c].nunique() > 1]
        raise _fault(f"Er zijn rijen die alleen in {', '.join(rest)} verschillen", where)
    wide = wide.sort_values(used, ignore_index=True)
    return pd.DataFrame({own: wide[topics.get(source, source)] for own, source in columns.items()})
