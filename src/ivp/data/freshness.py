"""Which sources are older than their publication calendar (``ivp freshness``)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace

import pandas as pd

from ivp.config.sources import Bronnen, Kalender
from ivp.data import pins, snapshots
from ivp.data.package import Dataset, Package


@dataclass(frozen=True)
class Freshness:
    """A source and how old it is on one day.

    ``expected``: the last day on which new figures should have been there, and ``expected_year``
    the year they should then have reached; ``until`` is the newest year that is there. ``ready``: a
    snapshot that is newer than the one the book uses. Example figures (not ``real``) are never
    called old.
    """

    name: str
    title: str
    taken: dt.date | None
    expected: dt.date | None
    until: int | None = None
    expected_year: int | None = None
    ready: str | None = None
    real: bool = True

    @property
    def outdated(self) -> bool:
        """Whether newer figures were expected than there are, or nobody looked since that day.

        What was never fetched is not old: the book does not use it.
        """
        if self.expected is None or self.taken is None or not self.real:
            return False
        behind = self.until is not None and self.until < (self.expected_year or 0)
        return behind or self.taken < self.expected


def of_dataset(
    dataset: Dataset, calendar: Kalender | None, today: dt.date, frame: pd.DataFrame | None = None
) -> Freshness:
    """How old one data set is; ``frame`` is the data set as read, for who has it at hand."""
    expected = calendar.laatst(today) if calendar else None
    lag = calendar.achterstand if calendar else None
    return Freshness(
        dataset.name,
        dataset.resource.title,
        dataset.resource.ivp.opgehaald,
        expected,
        newest_year(dataset.read() if frame is None else frame),
        expected.year - lag if expected and lag is not None else None,
        real=dataset.resource.ivp.werkelijk,
    )


def newest_year(frame: pd.DataFrame) -> int | None:
    """The newest year in ``jaar`` or ``maand``; ``None`` without such a column."""
    if "jaar" in frame:
        return int(frame["jaar"].max())
    return int(frame["maand"].str[:4].max()) if "maand" in frame else None


def of_all(package: Package, catalogue: Bronnen, today: dt.date) -> list[Freshness]:
    """Every data set with its calendar, then every table that the book does not use yet.

    A table that was looked at after the expected day, and had not changed, is not old: the producer
    was late. That it was looked at is known only on the computer that did.
    """
    from ivp.data.fetch.fetch_cache import LookedAt

    project = package.project
    pinned, looked = pins.read(project), LookedAt(project.cache)
    newest = {table: snapshots.newest(project, table) for table in catalogue.tabellen}
    found = []
    for dataset in package.datasets:
        one = of_dataset(dataset, catalogue.kalender(dataset.name), today)
        definition = catalogue.datasets.get(dataset.name)
        last = newest[definition.tabel] if definition else None
        if definition and last:
            pin, day = pinned.get(definition.tabel), looked.day(definition.tabel)
            if pin is None or pin.opname != last.name:
                one = replace(one, ready=last.name)
            elif day and one.taken and looked.version(last):
                one = replace(one, taken=max(one.taken, day))
        found.append(one)
    used = {definition.tabel for definition in catalogue.datasets.values()}
    for name, table in catalogue.tabellen.items():
        if name not in used:
            last = newest[name]
            day = last.origin.opgehaald.date() if last else None
            found.append(Freshness(name, table.titel, day, table.kalender.laatst(today)))
    return found
