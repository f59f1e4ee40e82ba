"""The typed parameters: what a policy officer may set, and what it has to look like.

Each class mirrors a piece of YAML in ``params/``. Field names are the keys in the file and are
Dutch, since officers edit them. Unknown keys are refused, values are immutable once read.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
"""A short name for use in files and addresses: lower case, digits and hyphens."""
GebiedCode = Annotated[str, StringConstraints(pattern=r"^(GM\d{4}|WK\d{6}|BU\d{8}|NL00|RE\d{2})$")]
"""A CBS region code without padding."""
Tekst = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Jaar = Annotated[int, Field(ge=1990, le=2100)]


class Params(BaseModel):
    """The base: no unknown keys, no changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


# --- params/boek.yml -----------------------------------------------------------------------------


class Editie(Params):
    """Which edition of the book this is."""

    nummer: Tekst
    datum: dt.date
    status: Literal["concept", "vastgesteld"]


class Leest(Params):
    """What a chapter's notebook may read; asking for anything else is an error."""

    indicatoren: tuple[Id, ...] = ()
    datasets: tuple[Id, ...] = ()
    onderdelen: tuple[
        Literal["historie", "prioritering", "capaciteit", "vergelijking", "velden", "contracten"],
        ...,
    ] = ()


class Hoofdstuk(Params):
    """A chapter with a notebook. With ``per: veld`` it stands for one chapter per veld."""

    id: Id
    tekst: Tekst
    notitieboek: Tekst
    per: Literal["veld"] | None = None
    parameters: dict[str, str | int | float | bool] = {}
    leest: Leest = Leest()


class Boek(Params):
    """``params/boek.yml``: which municipality, which edition, which chapters are computed."""

    gemeente: Id
    editie: Editie
    zaad: int = Field(ge=0, description="zaad voor alles wat met toeval werkt")
    drempel_personen: int = Field(
        5, ge=1, description="kleinste aantal personen dat getoond mag worden"
    )
    drempel_respondenten: int = Field(
        10, ge=1, description="kleinste aantal antwoorden waarvan een uitkomst getoond mag worden"
    )
    drempel_inwoners: int = Field(
        200, ge=1, description="kleinste inwonertal waarvoor een cijfer per 1.000 wordt berekend"
    )
    hoofdstukken: tuple[Hoofdstuk, ...]


# --- params/indicatoren.yml ----------------------------------------------------------------------

Eenheid = Literal[
    "aantal",
    "per_1000_inwoners",
    "per_1000_jongeren",
    "procent",
    "rapportcijfer",
    "schaalscore_0_10",
]


class Noemer(Params):
    """The denominator of a rate: it belongs to the indicator."""

    dataset: Id
    kolom: Tekst
    per: int = Field(1000, gt=0)
    eenheid: Eenheid
    peil: Literal["begin", "eind"] = Field(
        "begin", description="stand aan het begin of aan het eind van het jaar"
    )


class Reeksbreuk(Params):
    """A year from which the figures are made in another way."""

    jaar: Jaar
    uitleg: Tekst


class Indicator(Params):
    """How one indicator is made from a data set.

    ``telling`` counts (``kolom`` summed over the rows in ``selectie``), ``enquete`` estimates from
    survey microdata (``kolom`` is the question), ``gepubliceerd`` takes a published value over.
    """

    titel: Tekst
    omschrijving: Tekst
    soort: Literal["telling", "enquete", "gepubliceerd"]
    dataset: Id
    kolom: Tekst
    selectie: dict[str, tuple[str, ...]] = {}
    noemer: Noemer | None = None
    eenheid: Eenheid = "aantal"
    meting: Literal["aandeel", "gemiddelde"] | None = None
    gunstig: Literal["lager", "hoger", "geen"]
    vanaf: Jaar | None = None
    voorlopig_vanaf: Jaar | None = None
    reeksbreuken: tuple[Reeksbreuk, ...] = ()

    @model_validator(mode="after")
    def _fits_kind(self) -> Self:
        if (self.soort == "enquete") != (self.meting is not None):
            raise ValueError("'meting' hoort bij soort 'enquete', en alleen daarbij")
        if self.noemer is not None and self.soort != "telling":
            raise ValueError("'noemer' hoort alleen bij soort 'telling'")
        return self


class Indicatoren(Params):
    indicatoren: dict[Id, Indicator]


# --- params/velden.yml ---------------------------------------------------------------------------


class Thema(Params):
    id: Id
    naam: Tekst
    omschrijving: Tekst
    indicatoren: tuple[Id, ...] = ()
    leemten: tuple[Tekst, ...] = ()

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.indicatoren and not self.leemten:
            raise ValueError(
                "een thema heeft een indicator, of noemt bij 'leemten' waarom die er niet is"
            )
        return self


class Veld(Params):
    id: Id
    nummer: int = Field(ge=1)
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
    voorgangers: tuple[Voorganger, ...] = ()


class Plan(Params):
    """The plan's title and period, and the period of the plan before it."""

    titel: Tekst
    ondertitel: Tekst
    van: Jaar
    tot: Jaar
    vorige_van: Jaar
    vorige_tot: Jaar

    @model_validator(mode="after")
    def _periods(self) -> Self:
        if not self.vorige_van <= self.vorige_tot < self.van <= self.tot:
            raise ValueError(
                "de perioden horen op elkaar te volgen: vorige_van–vorige_tot, van–tot"
            )
        return self


class Vergelijking(Params):
    """The areas beside which the municipality is put."""

    naam: Tekst
    gemeenten: tuple[Gebied, ...]
    eenheid: Gebied
    land: Gebied


class Deelgebied(Params):
    id: Id
    naam: Tekst


class Gebeurtenis(Params):
    """A moment or (with ``tot``) a period on the timeline.

    ``wanneer`` is how the source words the time when it gives no day ("najaar 2021").
    """

    datum: dt.date
    tot: dt.date | None = None
    wanneer: Tekst | None = None
    soort: Literal["besluit", "onderzoek", "overleg", "planning"]
    titel: Tekst
    toelichting: Tekst
    bron: Tekst

    @model_validator(mode="after")
    def _order(self) -> Self:
        if self.tot is not None and self.tot < self.datum:
            raise ValueError("'tot' ligt voor 'datum'")
        return self


class Kader(Params):
    """A policy framework (startnotitie §1.5)."""

    id: Id
    niveau: Literal["landelijk", "regionaal", "Westfries", "lokaal"]
    document: Tekst
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
    ``sessies`` takes the participants' scores, ``kaders`` the link to the policy frameworks.
    """

    id: Id
    naam: Tekst
    gewicht: float = Field(ge=0)
    uitleg: Tekst
    score_uit: Literal["indicator-niveau", "indicator-trend", "sessies", "kaders"]


class Aansluiting(Params):
    thema: Id
    kader: Id
    mate: Literal["ja", "deels", "nee"]
    verwijzing: Tekst


class Prioritering(Params):
    aantal_prioriteiten: int = Field(ge=1)
    score_dataset: Id
    niveau_grenzen: tuple[float, float, float, float] = Field(
        description="verhouding tot het land waarboven de score 2, 3, 4 en 5 is"
    )
    criteria: tuple[Criterium, ...] = Field(min_length=1)
    aansluiting: tuple[Aansluiting, ...] = ()

    @model_validator(mode="after")
    def _weights(self) -> Self:
        if sum(c.gewicht for c in self.criteria) <= 0:
            raise ValueError("ten minste een criterium heeft een gewicht groter dan 0")
        if list(self.niveau_grenzen) != sorted(self.niveau_grenzen):
            raise ValueError("'niveau_grenzen' horen van laag naar hoog te staan")
        return self


class Partner(Params):
    naam: Tekst
    soort: Literal["extern", "intern"]
    velden: tuple[Id, ...]


class Activiteit(Params):
    naam: Tekst
    uren_per_deelnemer: float = Field(gt=0)


class Lid(Params):
    """A seat in the working group and the partner that it speaks for, when that is clear."""

    naam: Tekst
    partner: Tekst | None = None


class Werkgroep(Params):
    leden: tuple[Lid, ...] = Field(min_length=1)
    trekker: Tekst
    activiteiten: tuple[Activiteit, ...]


class Stap(Params):
    """A step of the process; ``tot`` is the last day. Without a planning both dates are left out."""

    naam: Tekst
    van: dt.date | None = None
    tot: dt.date | None = None
    resultaat: Tekst
    toelichting: Tekst | None = None

    @model_validator(mode="after")
    def _dates(self) -> Self:
        if (self.van is None) != (self.tot is None):
            raise ValueError("'van' en 'tot' horen samen: vul ze allebei in, of geen van beide")
        if self.van is not None and self.tot is not None and self.tot < self.van:
            raise ValueError("'tot' ligt voor 'van'")
        return self


class Bijeenkomst(Params):
    """A meeting in the process; ``wanneer`` is how the source words the time."""

    naam: Tekst
    wanneer: Tekst
    van: dt.date
    tot: dt.date
    bron: Tekst


class Rol(Params):
    soort: Literal["bestuurlijk", "ambtelijk"]
    rol: Tekst
    taak: Tekst


class Dekking(Params):
    """When a veld counts as covered ("redelijke dekking")."""

    minimum_partners: int = Field(ge=1)
    extern_en_intern: bool = True


class Capaciteit(Params):
    partners: tuple[Partner, ...]
    dekking: Dekking
    werkgroep: Werkgroep
    stappen: tuple[Stap, ...] = Field(min_length=1)
    bijeenkomsten: tuple[Bijeenkomst, ...] = ()
    rollen: tuple[Rol, ...]

    @model_validator(mode="after")
    def _members(self) -> Self:
        names = {partner.naam for partner in self.partners}
        unknown = [m.partner for m in self.werkgroep.leden if m.partner and m.partner not in names]
        if unknown:
            raise ValueError(
                f"de werkgroep noemt een partner die niet in de lijst staat: {', '.join(unknown)}"
            )
        return self


class Gemeentebestand(Params):
    """``params/gemeenten/<naam>.yml``: everything about one municipality."""

    gemeente: Gemeente
    plan: Plan
    vergelijking: Vergelijking
    deelgebieden: tuple[Deelgebied, ...] = ()
    historie: Historie
    prioritering: Prioritering
    capaciteit: Capaciteit


Onderdeel = dict[str, Any]
