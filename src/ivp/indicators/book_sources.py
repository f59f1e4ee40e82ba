"""The sources behind figures: what is told of a data set, and what the book does with it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from ivp.config import Config

if TYPE_CHECKING:
    from ivp.data import Dataset


class Source(BaseModel):
    """A data set as the book tells of it; the fields are named as in ``data/datapackage.json``.

    When it was taken over (``opgehaald``), its ``sha256`` and how its contract ended
    (``afspraken``) are not known in a notebook: a delivery that changes no figure runs none again.
    For what is no data set (a document), ``name``, ``titel``, ``producent`` and ``werkelijk`` are
    enough: ``Source(name="nota", titel="Nota 2026", producent="Gemeente X", werkelijk=True)``.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    titel: str
    producent: str
    werkelijk: bool
    tabel: str | None = None
    omschrijving: str = ""
    persoonsregistratie: bool = False
    contact: str = ""
    licentie: str = ""
    licentie_url: str | None = None
    url: str | None = None
    bestand: str = ""
    opgehaald: dt.date | None = None
    sha256: str = ""
    afspraken: str = ""
    herkomst: tuple[str, ...] = ()
    """Which rows of which files the figures were counted from (``ivp.show.provenance``)."""

    @property
    def short(self) -> str:
        """``CBS 83648NED``; an example by its title; else the producer and the title."""
        if not self.werkelijk:
            return self.titel
        return f"{self.producent} {self.tabel}" if self.tabel else f"{self.producent}, {self.titel}"

    @property
    def full(self) -> str:
        """``CBS, tabel 83648NED: Geregistreerde misdrijven per gemeente``."""
        table = f", tabel {self.tabel}" if self.tabel else ""
        return f"{self.producent}{table}: {self.titel}"


def source_of(dataset: Dataset) -> Source:
    """What the book tells about a data set, but for its delivery and its contract."""
    resource = dataset.resource
    return Source(
        name=resource.name,
        titel=resource.title,
        omschrijving=resource.description,
        producent=resource.ivp.producent,
        tabel=resource.ivp.tabel,
        werkelijk=resource.ivp.werkelijk,
        persoonsregistratie=resource.ivp.persoonsregistratie,
        contact=resource.ivp.contact,
        licentie=resource.licenses[0].title,
        licentie_url=resource.licenses[0].path,
        url=resource.sources[0].path,
        bestand=dataset.place,
    )


def uses(config: Config, datasets: Sequence[str]) -> dict[str, dict[str, list[str]]]:
    """Per data set, in the order given, what the book makes from it.

    ``cijfers``: titles of the indicators counted from it; ``noemer_bij``: titles of the indicators
    that are divided by it; ``hoofdstukken``: ids of the chapters that read it as it is.
    """
    used: dict[str, dict[str, list[str]]] = {
        name: {"cijfers": [], "noemer_bij": [], "hoofdstukken": []} for name in datasets
    }
    for indicator in config.indicatoren.values():
        used[indicator.dataset]["cijfers"].append(indicator.titel)
        if indicator.noemer:
            used[indicator.noemer.dataset]["noemer_bij"].append(indicator.titel)
    for chapter in config.boek.hoofdstukken:
        for name in chapter.leest.datasets:
            used[name]["hoofdstukken"].append(chapter.id)
    return used
