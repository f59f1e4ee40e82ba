"""Which sources are older than their publication calendar (``ivp freshness``)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import pandas as pd

from ivp.config.sources import Bronnen, Kalender
from ivp.data import opnamen, snapshots
from ivp.data.datapackage import Dataset, Package


@dataclass(frozen=True)
class Stand:
    """A source and how old it is on one day.

    ``verwacht``: the last day on which new figures should have been there, and ``verwacht_jaar``
    the year they should then have reached; ``tot`` is the newest year that is there. ``klaar``: a
    snapshot that is newer than the one the book uses. Example figures (not ``werkelijk``) are never
    called old.
    """

    naam: str
    titel: str
    opgehaald: dt.date | None
    verwacht: dt.date | None
    tot: int | None = None
    verwacht_jaar: int | None = None
    klaar: str | None = None
    werkelijk: bool = True

    @property
    def verouderd(self) -> bool:
        """Whether newer figures were expected than there are, or nobody looked since that day.

        What was never fetched is not old: the book does not use it.
        """
        if self.verwacht is None or self.opgehaald is None or not self.werkelijk:
            return False
        if self.opgehaald < self.verwacht:
            return True
        if self.tot is None or self.verwacht_jaar is None:
            return False
        return self.tot < self.verwacht_jaar


def stand(
    dataset: Dataset,
    kalender: Kalender | None,
    vandaag: dt.date,
    opgehaald: dt.date | None = None,
    klaar: str | None = None,
    *,
    frame: pd.DataFrame | None = None,
) -> Stand:
    """How old one data set is; ``opgehaald`` when it was looked at later than registered.

    ``frame`` is the data set as read, for who has it at hand.
    """
    facts = dataset.resource.ivp
    expected = kalender.laatst(vandaag) if kalender else None
    lag = kalender.achterstand if kalender else None
    return Stand(
        dataset.name,
        dataset.resource.title,
        opgehaald or facts.opgehaald,
        expected,
        nieuwste_jaar(dataset.read() if frame is None else frame),
        expected.year - lag if expected and lag is not None else None,
        klaar,
        facts.werkelijk,
    )


def nieuwste_jaar(frame: pd.DataFrame) -> int | None:
    """The newest year in ``jaar`` or ``maand``; ``None`` without such a column."""
    if "jaar" in frame:
        return int(frame["jaar"].max())
    return int(frame["maand"].str[:4].max()) if "maand" in frame else None


def standen(package: Package, bronnen: Bronnen, vandaag: dt.date) -> list[Stand]:
    """Every data set with its calendar, then every table that the book does not use yet.

    A table that was looked at after the expected day, and had not changed, is not old: the producer
    was late. That it was looked at is known only on the computer that did.
    """
    from ivp.data.fetch.gezien import Gezien

    pins = opnamen.lees(package.project)
    seen = Gezien(package.project.cache)
    found = []
    for dataset in package.datasets:
        calendar = bronnen.kalender(dataset.name)
        taken, ready = dataset.resource.ivp.opgehaald, None
        definition = bronnen.datasets.get(dataset.name)
        if definition is not None:
            newest = snapshots.nieuwste(package.project, definition.tabel)
            pin = pins.get(definition.tabel)
            if newest is not None and (pin is None or pin.opname != newest.naam):
                ready = newest.naam
            elif newest is not None and seen.versie(newest):
                taken = max(taken, seen.bekeken(definition.tabel) or taken)
        found.append(stand(dataset, calendar, vandaag, taken, ready))
    used = {definition.tabel for definition in bronnen.datasets.values()}
    for naam, table in bronnen.tabellen.items():
        newest = snapshots.nieuwste(package.project, naam)
        if naam not in used:
            day = newest.herkomst.opgehaald.date() if newest else None
            found.append(Stand(naam, table.titel, day, table.kalender.laatst(vandaag)))
    return found
