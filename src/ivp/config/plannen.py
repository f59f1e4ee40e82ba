"""``params/plannen/<naam>.yml``: what the council chose, and who does what with which means.

From priority to goal to measure: each names the one before it, so that the book can follow the
chain and list where it is broken. That is why a goal without a measure, or without an indicator, is
no error here: it is reported in the book.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from ivp.config.base import YEAR, Datum, Geheel, Id, Ids, Jaar, Kommagetal, Params, Tekst

Scenario = Literal["minimaal", "basis", "ambitieus"]
SCENARIOS: tuple[Scenario, ...] = ("minimaal", "basis", "ambitieus")
"""From least to most: each holds the measures of the ones before it."""
Hoeveelheid = Annotated[Kommagetal, Field(ge=0)]
PerJaar = dict[Annotated[str, Field(pattern=YEAR)], Hoeveelheid]
"""By calendar year, which is a text here: a key in JSON always is one."""


class Keuze(Params):
    """A thema that was chosen as priority; ``motivering`` says why, also when it tops no list."""

    thema: Id
    motivering: Tekst


class Streefwaarde(Params):
    """What is aimed at: a ``waarde`` in the indicator's unit, or a change in percent."""

    waarde: Hoeveelheid | None = None
    verandering_procent: Kommagetal | None = Field(None, ge=-100)

    @model_validator(mode="after")
    def _one(self) -> Self:
        if (self.waarde is None) == (self.verandering_procent is None):
            raise ValueError(
                "een streefwaarde is een 'waarde' of een 'verandering_procent', een van de twee"
            )
        return self


class Doel(Params):
    """A goal. Without ``indicator`` or ``streef`` it cannot be measured, and the book says so."""

    id: Id
    thema: Id
    naam: Tekst
    indicator: Id | None = None
    streef: Streefwaarde | None = None
    jaar: Jaar
    portefeuillehouder: Tekst
    toelichting: Tekst | None = None


class Inzet(Params):
    """Hours that a measure asks of a team, per calendar year."""

    team: Id
    uren: PerJaar


class Maatregel(Params):
    """An instrument with which a goal is pursued, and what it asks.

    ``bijdrage`` (1 to 10) is a judgement of how much it adds to its goal; the best set of measures
    is found with it. ``scenario`` is the leanest scenario that holds it. ``tot`` is the last day.
    """

    id: Id
    doel: Id
    naam: Tekst
    instrument: Tekst
    resultaat: Tekst
    scenario: Scenario
    bijdrage: Geheel = Field(ge=1, le=10)
    van: Datum
    tot: Datum
    inzet: tuple[Inzet, ...] = Field(min_length=1)
    budget: PerJaar = Field(default_factory=dict)
    vraagt: Ids = Field((), description="maatregelen zonder welke deze niet kan")

    @model_validator(mode="after")
    def _dates(self) -> Self:
        if self.tot < self.van:
            raise ValueError("'tot' ligt voor 'van'")
        years = set(self.budget).union(*(inzet.uren for inzet in self.inzet))
        outside = sorted(y for y in years if not self.van.year <= int(y) <= self.tot.year)
        if outside:
            raise ValueError(
                f"uren of budget in {', '.join(outside)}, maar de maatregel loopt van "
                f"{self.van.year} tot en met {self.tot.year}"
            )
        teams = [inzet.team for inzet in self.inzet]
        if len(set(teams)) < len(teams):
            raise ValueError("een team staat twee keer bij de inzet van deze maatregel")
        return self


class Team(Params):
    """A team or partner with the fte that it has for the programme, per calendar year."""

    id: Id
    naam: Tekst
    partner: Tekst | None = Field(None, description="naam van de partner in de gemeente-instelling")
    fte: PerJaar


class Middelen(Params):
    """The means: what one fte is in hours, the teams, and the money per year."""

    uren_per_fte: Geheel = Field(gt=0, le=2000)
    teams: tuple[Team, ...] = ()
    budget: PerJaar = Field(default_factory=dict)
    extra_budget: Geheel = Field(
        50_000, gt=0, description="bedrag waarvan het boek zegt wat het extra oplevert"
    )


class Periode(Params):
    """The years of the programme, first and last."""

    van: Jaar
    tot: Jaar

    @model_validator(mode="after")
    def _order(self) -> Self:
        if not self.van <= self.tot <= self.van + 9:
            raise ValueError("'tot' hoort na 'van' te liggen, en binnen tien jaar")
        return self

    @property
    def jaren(self) -> tuple[int, ...]:
        return tuple(range(self.van, self.tot + 1))


class Plannen(Params):
    """All of ``params/plannen/<naam>.yml``. ``voorbeeld``: the content is fictitious."""

    voorbeeld: bool
    bron: Tekst
    programma: Periode
    prioriteiten: tuple[Keuze, ...] = ()
    doelen: tuple[Doel, ...] = ()
    maatregelen: tuple[Maatregel, ...] = ()
    middelen: Middelen

    @model_validator(mode="after")
    def _in_programme(self) -> Self:
        first, last = self.programma.van, self.programma.tot
        for maatregel in self.maatregelen:
            if maatregel.tot.year < first or maatregel.van.year > last:
                raise ValueError(
                    f"maatregel '{maatregel.id}' valt buiten het programma ({first} tot en met "
                    f"{last})"
                )
        return self
