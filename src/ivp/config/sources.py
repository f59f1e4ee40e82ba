"""``params/bronnen.yml``: the public tables, where they are, and when new figures are expected."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field
from pydantic import StringConstraints as Text

from ivp.config import yamlfile
from ivp.config.model import Id, Jaar, Params, Tekst
from ivp.config.params_errors import validate
from ivp.config.references import check_names
from ivp.errors import BronFout, did_you_mean, raise_all

Adres = Annotated[str, Text(pattern=r"^https?://[^\s?#]+[^\s?#/]$")]
TabelId = Annotated[str, Text(pattern=r"^[0-9A-Za-z]{4,20}$")]
Sleutel = Annotated[str, Text(pattern=r"^[A-Za-z][A-Za-z0-9_]*$")]
"""The name of a dimension or topic as the table has it."""
Maand = Annotated[int, Field(strict=True, ge=1, le=12)]
Soort = Literal["jaar", "kwartaal", "maand"]
BESTAND = "params/bronnen.yml"


class Licentie(Params):
    name: Tekst
    title: Tekst
    path: Annotated[str, Text(pattern=r"^https?://\S+$")] | None = None


class Dienst(Params):
    """An OData service. ``feed`` is the same tables in pages, for what the Api refuses."""

    protocol: Literal["odata-v3", "odata-v4"]
    api: Adres
    feed: Adres | None = None
    producent: Tekst
    licentie: Licentie


class Kalender(Params):
    """On which day of which months new figures should be there; ``om_de`` years from ``vanaf``.

    ``achterstand``: in years, how old the newest year of figures then is; 1 is the year before.
    """

    maanden: tuple[Maand, ...] = Field(min_length=1)
    dag: Annotated[int, Field(strict=True, ge=1, le=28)] = 1
    om_de: Annotated[int, Field(strict=True, ge=1, le=10)] = 1
    vanaf: Jaar = 2000
    achterstand: Annotated[int, Field(strict=True, ge=0, le=10)] | None = None

    def laatst(self, vandaag: dt.date) -> dt.date:
        """The last day up to and including ``vandaag`` on which new figures were expected."""
        jaren = [
            j for j in range(self.vanaf, vandaag.year + 1) if (j - self.vanaf) % self.om_de == 0
        ]
        dagen = [dt.date(jaar, maand, self.dag) for jaar in jaren[-2:] for maand in self.maanden]
        return max((dag for dag in dagen if dag <= vandaag), default=dt.date.min)


class Tabel(Params):
    """One public table and which part of it is fetched.

    ``omvang``: ``vergelijking`` is the municipality, its predecessors and the areas beside which it
    is put; ``wijken`` is all within the municipality; ``land`` is everything. ``jaar`` is the year
    of a table that has no periods of its own (one table a year).
    """

    dienst: Id
    titel: Tekst
    omvang: Literal["vergelijking", "wijken", "land"]
    perioden: tuple[Soort, ...] = ("jaar",)
    vanaf: Jaar = 2000
    jaar: Jaar | None = None
    gegevens: Literal["TypedDataSet", "UntypedDataSet"] = "TypedDataSet"
    selectie: dict[Sleutel, tuple[Tekst, ...]] = Field(default_factory=dict)
    kalender: Kalender


class Afleiding(Params):
    """How a data set of the book is made from the pinned snapshot of a table.

    ``kolommen`` maps each column of the data set to a column of the tidy frame
    (``ivp.data.readers.tidy``) or, for figures, to a topic named without its number.
    ``selectie`` and ``zonder`` keep and drop codes of a dimension (in snake case).
    """

    tabel: TabelId
    omschrijving: Tekst
    periode: Soort = "jaar"
    gebieden: Literal["alle", "gemeente", "wijken"] = "alle"
    selectie: dict[Tekst, tuple[Tekst, ...]] = Field(default_factory=dict)
    zonder: dict[Tekst, tuple[Tekst, ...]] = Field(default_factory=dict)
    kolommen: dict[Tekst, Tekst] = Field(min_length=1)


class Levering(Params):
    """A delivery without a public service; only its calendar is known here."""

    kalender: Kalender


class Bronnen(Params):
    """The whole file."""

    diensten: dict[Id, Dienst]
    tabellen: dict[TabelId, Tabel]
    datasets: dict[Id, Afleiding] = Field(default_factory=dict)
    leveringen: dict[Id, Levering] = Field(default_factory=dict)

    def faults(self) -> Iterator[str]:
        both = sorted(set(self.datasets) & set(self.leveringen))
        if both:
            yield f"bron {both[0]} is een uittreksel of een levering, niet allebei"

    def kalender(self, dataset: str) -> Kalender | None:
        """When new figures for this data set are expected; ``None`` when nothing is agreed."""
        if dataset in self.datasets:
            return self.tabellen[self.datasets[dataset].tabel].kalender
        return self.leveringen[dataset].kalender if dataset in self.leveringen else None

    def tabel(self, naam: str) -> Tabel:
        """The table with this id; raises ``BronFout`` with the nearest one."""
        if naam not in self.tabellen:
            raise BronFout(
                f"De tabel '{naam}' staat niet in de lijst.{did_you_mean(naam, self.tabellen)}",
                waar=BESTAND,
                waarom="alleen van een tabel in de lijst is bekend waar die op te halen is",
                doe="herstel het nummer, of voeg de tabel toe",
            )
        return self.tabellen[naam]


def read(params: Path) -> Bronnen:
    """Read ``bronnen.yml`` in the folder ``params``.

    Raises ``ParamsFout``, or ``Fouten`` with all that is wrong.
    """
    file = yamlfile.read(params / "bronnen.yml", BESTAND)
    found = validate(file, Bronnen)
    defined = {"Dienst": "diensten.@", "Tabel": "tabellen.@"}
    used = {"tabellen.*.dienst": "Dienst", "datasets.*.tabel": "Tabel"}
    raise_all(list(check_names(found, defined, used, file.where)))
    return found
