"""The typed parameters: what a policy officer may set, and what it has to look like.

Each class mirrors a piece of YAML in ``params/``, in the order below: the kinds of value, then a
section per file. Field names are the keys in the file and are Dutch, since officers edit them
(docs/glossary.md). Unknown keys are refused, values are immutable once read.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from functools import cached_property
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    Strict,
    model_validator,
)
from pydantic import StringConstraints as Text
from pydantic_core import to_json

# --- kinds of value ------------------------------------------------------------------------------


def _written_date(value: object) -> object:
    # pydantic would take a bare number for seconds since 1970
    if isinstance(value, int | float):
        raise ValueError("hier hoort een datum, geschreven als 2026-11-23")
    return value


def _plain(value: object) -> object:
    if isinstance(value, str | int) or (isinstance(value, float) and math.isfinite(value)):
        return value
    raise ValueError("een parameter is een tekst, een getal of true/false")


def _once(items: tuple[str, ...]) -> tuple[str, ...]:
    double = sorted({item for item in items if items.count(item) > 1})
    if double:
        raise ValueError(f"dit staat er twee keer: {', '.join(double)}")
    return items


ID = r"^[a-z0-9]+(-[a-z0-9]+)*$"
GEBIED = r"^(GM\d{4}|WK\d{6}|BU\d{8}|NL00|RE\d{2})$"
CHAPTER = r"^(index|chapters/([a-z0-9_-]+/)*[a-z0-9_-]*(\{veld\})?[a-z0-9_-]*)\.qmd$"
YEAR = r"^(19|20)\d{2}$"
NOTEBOOK = r"^notebooks/([A-Za-z0-9_-]+/)*[A-Za-z0-9_-]+\.ipynb$"

Id = Annotated[str, Text(pattern=ID, max_length=60)]
"""A short name for use in files and addresses: lower case, digits and hyphens."""
Ids = Annotated[tuple[Id, ...], AfterValidator(_once)]
GebiedCode = Annotated[str, Text(pattern=GEBIED)]
"""A CBS region code without padding."""
Tekst = Annotated[str, Text(strip_whitespace=True, min_length=1)]
Tekstbestand = Annotated[str, Text(pattern=CHAPTER)]
"""A chapter, relative to the root; never outside ``chapters/`` but for ``index.qmd``."""
Notitieboek = Annotated[str, Text(pattern=NOTEBOOK)]
Datum = Annotated[dt.date, BeforeValidator(_written_date)]
Parameter = Annotated[str | int | float | bool, BeforeValidator(_plain)]
"""What papermill can hand to a notebook."""

# Strict, because pydantic reads `true` as 1: a threshold that is silently switched off.
Geheel = Annotated[int, Strict()]
Kommagetal = Annotated[float, Strict()]
Jaar = Annotated[int, Strict(), Field(ge=1990, le=2100)]


class Params(BaseModel):
    """The base: no unknown keys, no changes after reading, no infinite numbers."""

    model_config = ConfigDict(
        extra="forbid", frozen=True, str_strip_whitespace=True, allow_inf_nan=False
    )

    def faults(self) -> Iterator[str]:
        """What is wrong with the values taken together, in Dutch; the first of these is told."""
        return iter(())

    @model_validator(mode="after")
    def _agrees(self) -> Self:
        fault = next(self.faults(), None)
        if fault:
            raise ValueError(fault)
        return self


# --- params/indicatoren.yml ----------------------------------------------------------------------

Eenheid = Literal[
    "aantal",
    "per_1000_inwoners",
    "per_1000_jongeren",
    "per_1000_huishoudens",
    "per_1000_bedrijven",
    "procent",
    "rapportcijfer",
    "schaalscore_0_10",
]


class Noemer(Params):
    """The denominator of a rate: it belongs to the indicator.

    ``minimum`` is the smallest denominator with a rate; without it ``drempel_inwoners`` counts.
    """

    dataset: Id
    kolom: Tekst
    per: Geheel = Field(1000, gt=0)
    eenheid: Eenheid
    peil: Literal["begin", "eind"] = "begin"
    minimum: Geheel | None = Field(None, ge=1)


class Reeksbreuk(Params):
    """A year from which the figures are made in another way."""

    jaar: Jaar
    uitleg: Tekst


class Schaal(Params):
    """The statements behind a scale score (columns), each answered from ``laagste`` to ``hoogste``;
    ``omgekeerd`` are those in which agreeing means less of what the scale measures."""

    stellingen: tuple[Tekst, ...] = Field(min_length=2)
    laagste: Geheel = 1
    hoogste: Geheel = 5
    omgekeerd: tuple[Tekst, ...] = ()

    def faults(self) -> Iterator[str]:
        if not set(self.omgekeerd) <= set(self.stellingen):
            yield "'omgekeerd' noemt een stelling die niet bij 'stellingen' staat"
        if self.hoogste <= self.laagste:
            yield "'hoogste' is meer dan 'laagste'"


class Indicator(Params):
    """How one indicator is made from a data set.

    ``telling`` counts (``kolom`` summed over the rows in ``selectie``), ``enquete`` estimates from
    survey microdata (``kolom`` is the question, or the name of a ``schaal`` over several),
    ``gepubliceerd`` takes a published value over.
    """

    titel: Tekst
    omschrijving: Tekst
    soort: Literal["telling", "enquete", "gepubliceerd"]
    dataset: Id
    kolom: Tekst
    selectie: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    noemer: Noemer | None = None
    eenheid: Eenheid = "aantal"
    meting: Literal["aandeel", "gemiddelde"] | None = None
    gunstig: Literal["lager", "hoger", "geen"]
    deel_van: Id | None = None
    referentie: Id | None = None
    schaal: Schaal | None = None
    vanaf: Jaar | None = None
    voorlopig_vanaf: Jaar | None = None
    reeksbreuken: tuple[Reeksbreuk, ...] = ()

    @property
    def main_unit(self) -> str:
        """The unit in which it is best compared: its rate when it has one."""
        return self.noemer.eenheid if self.noemer else self.eenheid

    def faults(self) -> Iterator[str]:
        if (self.soort == "enquete") != (self.meting is not None):
            yield "'meting' hoort bij soort 'enquete', en alleen daarbij"
        if self.noemer is not None and self.soort != "telling":
            yield "'noemer' hoort alleen bij soort 'telling'"
        if self.referentie is not None and self.soort != "enquete":
            yield "'referentie' hoort alleen bij soort 'enquete'"
        if self.schaal is not None and self.eenheid != "schaalscore_0_10":
            yield "'schaal' hoort alleen bij eenheid 'schaalscore_0_10'"


class Indicatoren(Params):
    indicatoren: dict[Id, Indicator]


# --- params/velden.yml ---------------------------------------------------------------------------


class Thema(Params):
    id: Id
    naam: Tekst
    omschrijving: Tekst
    indicatoren: Ids = ()
    leemten: tuple[Tekst, ...] = ()

    def faults(self) -> Iterator[str]:
        if not self.indicatoren and not self.leemten:
            yield "een thema heeft een indicator, of noemt bij 'leemten' waarom die er niet is"


class Veld(Params):
    id: Id
    nummer: Geheel = Field(ge=1)
    naam: Tekst
    omschrijving: Tekst
    themas: tuple[Thema, ...] = Field(min_length=1)


class Velden(Params):
    velden: tuple[Veld, ...] = Field(min_length=1)


# --- params/gemeenten/<naam>.yml -----------------------------------------------------------------


class Gebied(Params):
    code: GebiedCode
    naam: Tekst


class Voorganger(Gebied):
    """A municipality that merged into this one; ``samengevoegd`` is the first year without it."""

    samengevoegd: Jaar


class Gemeente(Gebied):
    """``code_sinds``: first year of the code, when the merger gave the municipality a new one."""

    voorgangers: tuple[Voorganger, ...] = ()
    code_sinds: Jaar | None = None


class Vergelijkingsgemeente(Gebied):
    """``stedelijkheid``: the class of CBS, from 1 (very urban) to 5 (not urban)."""

    stedelijkheid: Geheel | None = Field(None, ge=1, le=5)


class Vergelijkbaar(Params):
    """Which of the municipalities are comparable: of like size, and of like urbanity if given."""

    naam: Tekst = "vergelijkbare gemeenten"
    inwoners_factor: Kommagetal = Field(2.5, gt=1)
    stedelijkheid: tuple[Geheel, ...] = ()


class Vergelijking(Params):
    """The areas beside which the municipality is put."""

    naam: Tekst
    gemeenten: tuple[Vergelijkingsgemeente, ...]
    vergelijkbaar: Vergelijkbaar = Vergelijkbaar()
    eenheid: Gebied
    land: Gebied


class Deelgebied(Params):
    id: Id
    naam: Tekst


class Plan(Params):
    """The plan's title and period, and the period of the plan before it."""

    titel: Tekst
    ondertitel: Tekst
    van: Jaar
    tot: Jaar
    vorige_van: Jaar
    vorige_tot: Jaar

    def faults(self) -> Iterator[str]:
        if not self.vorige_van <= self.vorige_tot < self.van <= self.tot:
            yield "de perioden horen op elkaar te volgen: vorige_van–vorige_tot, van–tot"


class Gebeurtenis(Params):
    """A moment or (with ``tot``) a period on the timeline.

    ``wanneer`` is how the source words the time when it gives no day ("najaar 2021").
    """

    datum: Datum
    tot: Datum | None = None
    wanneer: Tekst | None = None
    soort: Literal["besluit", "onderzoek", "overleg", "planning"]
    titel: Tekst
    toelichting: Tekst
    bron: Tekst

    def faults(self) -> Iterator[str]:
        if self.tot is not None and self.tot < self.datum:
            yield "'tot' ligt voor 'datum'"


class Kader(Params):
    """A policy framework (startnotitie §1.5)."""

    id: Id
    niveau: Literal["landelijk", "regionaal", "Westfries", "lokaal"]
    document: Tekst
    kort: Tekst | None = None
    periode: Tekst
    vastgesteld: Tekst
    betekenis: Tekst
    bron: Tekst


class VorigePrioriteit(Params):
    """A priority of the previous plan, with the indicator that tells how it went (or none)."""

    naam: Tekst
    indicator: Id | None = None
    toelichting: Tekst
    bron: Tekst


class Historie(Params):
    gebeurtenissen: tuple[Gebeurtenis, ...]
    kaders: tuple[Kader, ...]
    prioriteiten: tuple[VorigePrioriteit, ...]


class Criterium(Params):
    """A criterion of the prioritering and where its score comes from.

    ``indicator-niveau`` scores the level beside the country, ``indicator-trend`` the development,
    ``sessies`` takes the participants' scores (of the ``groepen``, or of all), ``kaders`` the link
    to the agendas, ``uren`` the hours that a thema is thought to ask.
    """

    id: Id
    naam: Tekst
    gewicht: Kommagetal = Field(ge=0)
    uitleg: Tekst
    score_uit: Literal["indicator-niveau", "indicator-trend", "sessies", "kaders", "uren"]
    groepen: Ids = ()


class Groep(Params):
    """A group that scored in a meeting; ``sessie`` is its code in the delivery of the scores."""

    sessie: Id
    naam: Tekst
    gewicht: Kommagetal = Field(1.0, gt=0)


class Agenda(Params):
    """A framework with which the thema's are compared.

    With ``onbekend`` (why its content is not known) every thema is "onbekend" there. Only when it
    ``telt_mee`` it is part of the score of the criterion with ``score_uit: kaders``.
    """

    kader: Id
    telt_mee: bool = True
    onbekend: Tekst | None = None


class Aansluiting(Params):
    thema: Id
    kader: Id
    mate: Literal["ja", "deels", "nee"]
    verwijzing: Tekst


class Inschatting(Params):
    """How many hours a year a thema is thought to ask of the municipality and its partners."""

    thema: Id
    uren: Kommagetal = Field(ge=0)


Vier = tuple[Kommagetal, Kommagetal, Kommagetal, Kommagetal]


class Prioritering(Params):
    aantal_prioriteiten: Geheel = Field(ge=1)
    score_dataset: Id
    niveau_grenzen: Vier
    uren_grenzen: Vier = (100.0, 200.0, 400.0, 800.0)
    criteria: tuple[Criterium, ...] = Field(min_length=1)
    groepen: tuple[Groep, ...] = ()
    agendas: tuple[Agenda, ...] = ()
    aansluiting: tuple[Aansluiting, ...] = ()
    uren: tuple[Inschatting, ...] = ()

    def faults(self) -> Iterator[str]:
        if sum(c.gewicht for c in self.criteria) <= 0:
            yield "ten minste een criterium heeft een gewicht groter dan 0"
        for name in ("niveau_grenzen", "uren_grenzen"):
            if list(getattr(self, name)) != sorted(getattr(self, name)):
                yield f"'{name}' horen van laag naar hoog te staan"


class Partner(Params):
    naam: Tekst
    soort: Literal["extern", "intern"]
    velden: Ids


class Activiteit(Params):
    naam: Tekst
    uren_per_deelnemer: Kommagetal = Field(gt=0)


class Lid(Params):
    """A seat in the working group and the partner that it speaks for, when that is clear."""

    naam: Tekst
    partner: Tekst | None = None


class Werkgroep(Params):
    leden: tuple[Lid, ...] = Field(min_length=1)
    trekker: Tekst
    activiteiten: tuple[Activiteit, ...]


class Stap(Params):
    """A step of the process; ``tot`` is the last day. Without a planning there are no dates."""

    naam: Tekst
    van: Datum | None = None
    tot: Datum | None = None
    resultaat: Tekst
    toelichting: Tekst | None = None

    def faults(self) -> Iterator[str]:
        if (self.van is None) != (self.tot is None):
            yield "'van' en 'tot' horen samen: vul ze allebei in, of geen van beide"
        if self.van is not None and self.tot is not None and self.tot < self.van:
            yield "'tot' ligt voor 'van'"


class Bijeenkomst(Params):
    """A meeting in the process; ``wanneer`` is how the source words the time."""

    naam: Tekst
    wanneer: Tekst
    van: Datum
    tot: Datum
    bron: Tekst


class Rol(Params):
    soort: Literal["bestuurlijk", "ambtelijk"]
    rol: Tekst
    taak: Tekst


class Raci(Params):
    """Who does what in a step, by the name of the role.

    ``R`` does the work, ``A`` is accountable, ``C`` is consulted, ``I`` is informed.
    """

    stap: Tekst
    rollen: dict[Tekst, Literal["R", "A", "A/R", "C", "I"]] = Field(min_length=1)


class Dekking(Params):
    """When a veld counts as covered ("redelijke dekking")."""

    minimum_partners: Geheel = Field(ge=1)
    extern_en_intern: bool = True


class Capaciteit(Params):
    """Who works on the plan and when; ``bron`` is the document that all of this was taken from."""

    bron: Tekst
    partners: tuple[Partner, ...]
    dekking: Dekking
    werkgroep: Werkgroep
    stappen: tuple[Stap, ...] = Field(min_length=1)
    bijeenkomsten: tuple[Bijeenkomst, ...] = ()
    rollen: tuple[Rol, ...]
    raci: tuple[Raci, ...] = ()


class Gemeentebestand(Params):
    """``params/gemeenten/<naam>.yml``: everything about one municipality."""

    gemeente: Gemeente
    plan: Plan
    vergelijking: Vergelijking
    deelgebieden: tuple[Deelgebied, ...] = ()
    historie: Historie
    prioritering: Prioritering
    capaciteit: Capaciteit


# --- params/plannen/<naam>.yml -------------------------------------------------------------------
#
# From priority to goal to measure: each names the one before it, so that the book can follow the
# chain and list where it is broken. That is why a goal without a measure, or without an indicator,
# is no error here: it is reported in the book.

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

    def faults(self) -> Iterator[str]:
        if (self.waarde is None) == (self.verandering_procent is None):
            yield "een streefwaarde is een 'waarde' of een 'verandering_procent', een van de twee"


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
    vraagt: Ids = ()

    def faults(self) -> Iterator[str]:
        if self.tot < self.van:
            yield "'tot' ligt voor 'van'"
        years = set(self.budget).union(*(inzet.uren for inzet in self.inzet))
        outside = sorted(y for y in years if not self.van.year <= int(y) <= self.tot.year)
        if outside:
            yield (
                f"uren of budget in {', '.join(outside)}, maar de maatregel loopt van "
                f"{self.van.year} tot en met {self.tot.year}"
            )
        teams = [inzet.team for inzet in self.inzet]
        if len(set(teams)) < len(teams):
            yield "een team staat twee keer bij de inzet van deze maatregel"


class Team(Params):
    """A team or partner with the fte that it has for the programme, per calendar year."""

    id: Id
    naam: Tekst
    partner: Tekst | None = None
    fte: PerJaar


class Middelen(Params):
    """The means: what one fte is in hours, the teams, and the money per year."""

    uren_per_fte: Geheel = Field(gt=0, le=2000)
    teams: tuple[Team, ...] = ()
    budget: PerJaar = Field(default_factory=dict)
    extra_budget: Geheel = Field(50_000, gt=0)


class Periode(Params):
    """The years of the programme, first and last."""

    van: Jaar
    tot: Jaar

    def faults(self) -> Iterator[str]:
        if not self.van <= self.tot <= self.van + 9:
            yield "'tot' hoort na 'van' te liggen, en binnen tien jaar"

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

    def faults(self) -> Iterator[str]:
        first, last = self.programma.van, self.programma.tot
        for maatregel in self.maatregelen:
            if maatregel.tot.year < first or maatregel.van.year > last:
                yield (
                    f"maatregel '{maatregel.id}' valt buiten het programma ({first} tot en met "
                    f"{last})"
                )


# --- params/boek.yml -----------------------------------------------------------------------------


class Editie(Params):
    """Which edition of the book this is."""

    nummer: Tekst
    datum: Datum
    status: Literal["concept", "vastgesteld"]
    onderdrukking_beoordeeld: bool = False
    reacties: str = Field(
        "", pattern=r"^(|mailto:[^\s?&<>]+@[^\s?&<>]+|https://[^\s?&<>]+/issues/new)$"
    )


class Leest(Params):
    """What a chapter's notebook may read; asking for anything else is an error."""

    indicatoren: Ids = ()
    datasets: Ids = ()
    onderdelen: tuple[
        Literal[
            "historie",
            "prioritering",
            "capaciteit",
            "vergelijking",
            "plannen",
            "keuzes",
            "velden",
            "toetsen",
            "contracten",
            "bronnen",
            "leveringen",
        ],
        ...,
    ] = ()


class Hoofdstuk(Params):
    """A chapter with a notebook. With ``per: veld`` it stands for one chapter per veld."""

    id: Id
    tekst: Tekstbestand
    notitieboek: Notitieboek
    per: Literal["veld"] | None = None
    parameters: dict[str, Parameter] = Field(default_factory=dict)
    leest: Leest = Leest()

    def faults(self) -> Iterator[str]:
        if ("{veld}" in self.tekst) != (self.per == "veld"):
            yield "'{veld}' in 'tekst' en 'per: veld' horen bij elkaar"
        if self.per and "veld" not in self.id:
            yield "de 'id' van een hoofdstuk per veld hoort 'veld' te bevatten"


class Toetsing(Params):
    """When a difference between groups of respondents counts as one."""

    correctie: Literal["holm", "bonferroni", "benjamini-hochberg", "geen"] = "holm"
    niveau: Kommagetal = Field(0.05, gt=0, lt=0.5)


class Boek(Params):
    """``params/boek.yml``: which municipality, which edition, which chapters are computed."""

    gemeente: Id
    editie: Editie
    zaad: Geheel = Field(ge=0, lt=2**32)
    drempel_personen: Geheel = Field(5, ge=1)
    drempels_per_bron: dict[Id, Annotated[Geheel, Field(ge=1)]] = Field(default_factory=dict)
    drempel_respondenten: Geheel = Field(10, ge=1)
    drempel_inwoners: Geheel = Field(200, ge=1)
    toetsing: Toetsing = Toetsing()
    hoofdstukken: tuple[Hoofdstuk, ...] = Field(min_length=1)

    def drempel_van(self, dataset: str) -> int:
        """The smallest number of persons of a data set that may be shown."""
        return self.drempels_per_bron.get(dataset, self.drempel_personen)


# --- all of it together --------------------------------------------------------------------------


@dataclass(frozen=True)
class Chapter:
    """A chapter whose figures a notebook makes: one notebook to run, from params to ``_executed/``.

    What params say of it comes first; ``ivp.run`` adds what it follows from, and why it must run.
    """

    id: str
    text: str
    notebook: str
    parameters: dict[str, str | int | float | bool]
    reads: Leest
    input: Path = field(default_factory=Path)
    """The file with all that its notebook may read; no name: anything, as by hand."""
    key: dict[str, str] = field(default_factory=dict)
    """All that its outcome follows from: a name in Dutch → checksum or version."""
    deliveries: dict[str, str] = field(default_factory=dict)
    """The checksums of the data sets behind its figures: named as what changed those."""
    causes: tuple[str, ...] = ()
    """Why its notebook has to run, in Dutch; empty when it need not."""


@dataclass(frozen=True)
class Config:
    """All parameters of one book, checked; ``bestand`` is the municipality's file in params/.

    ``plannen`` is ``None`` as long as the municipality has no file for them.
    """

    boek: Boek
    lokaal: Gemeentebestand
    indicatoren: dict[str, Indicator]
    velden: tuple[Veld, ...]
    bestand: str = ""
    plannen: Plannen | None = None

    def parts(self) -> dict[str, str]:
        """The params by part, as text: what a checksum is made of. Comments do not count."""
        return {part.name: to_json(getattr(self, part.name)).decode() for part in fields(self)}

    @property
    def gemeente(self) -> Gemeente:
        return self.lokaal.gemeente

    @cached_property
    def themas(self) -> dict[str, Thema]:
        return {thema.id: thema for veld in self.velden for thema in veld.themas}

    @property
    def published(self) -> dict[str, Indicator]:
        """The indicators that take a published value over."""
        return {n: d for n, d in self.indicatoren.items() if d.soort == "gepubliceerd"}

    def veld(self, veld_id: str) -> Veld:
        """The veld with this id; ``KeyError`` when there is none."""
        return {veld.id: veld for veld in self.velden}[veld_id]

    @cached_property
    def chapters(self) -> tuple[Chapter, ...]:
        """The notebooks to run, in book order; ``per: veld`` gives one chapter per veld."""
        return tuple(one for given in self.boek.hoofdstukken for one in self.chapters_of(given))

    def chapters_of(self, given: Hoofdstuk) -> Iterator[Chapter]:
        """What one entry in ``params/boek.yml`` stands for: a chapter, or one per veld."""
        parameters, reads = given.parameters, self._with_implied(given.leest)
        if given.per is None:
            yield Chapter(given.id, given.tekst, given.notitieboek, dict(parameters), reads)
            return
        for veld in self.velden:
            own = [i for thema in veld.themas for i in thema.indicatoren]
            parts = [n for n, d in self.indicatoren.items() if d.deel_van in own]
            names = tuple(dict.fromkeys([*reads.indicatoren, *own, *parts]))
            yield Chapter(
                given.id.replace("veld", f"veld-{veld.id}"),
                given.tekst.replace("{veld}", veld.id),
                given.notitieboek,
                {**parameters, "veld": veld.id},
                reads.model_copy(update={"indicatoren": names}),
            )

    def _with_implied(self, reads: Leest) -> Leest:
        """Who weighs the thema's reads the figure of each; who reads the goals, theirs.

        ``keuzes`` are the same plans for who only names what was chosen: no figures come with it.
        """
        names = list(reads.indicatoren)
        if "prioritering" in reads.onderdelen:
            names += [i for thema in self.themas.values() for i in thema.indicatoren[:1]]
        if "plannen" in reads.onderdelen and self.plannen:
            names += [doel.indicator for doel in self.plannen.doelen if doel.indicator]
        return reads.model_copy(update={"indicatoren": tuple(dict.fromkeys(names))})

    def onderdeel(self, name: str) -> Any:
        """A part of the params as plain data, for a chapter's input."""
        if name == "velden":
            return [veld.model_dump(mode="json") for veld in self.velden]
        if name in ("plannen", "keuzes"):
            return (self.plannen or _none(self.lokaal.plan)).model_dump(mode="json")
        return getattr(self.lokaal, name).model_dump(mode="json")


def _none(plan: Plan) -> Plannen:
    """No plans yet: nothing chosen, no goals, no means; the programme is the first two years."""
    return Plannen(
        voorbeeld=False,
        bron="nog niet ingevuld",
        programma=Periode(van=plan.van, tot=min(plan.van + 1, plan.tot)),
        middelen=Middelen(uren_per_fte=1400),
    )
