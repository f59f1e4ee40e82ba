"""The typed parameters: what a policy officer may set, and what it has to look like.

Each class mirrors a piece of YAML in ``params/``. Field names are the keys in the file and are
Dutch, since officers edit them. Unknown keys are refused, values are immutable once read.
"""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from ivp.config.base import (
    Datum,
    Geheel,
    Id,
    Ids,
    Jaar,
    Notitieboek,
    Parameter,
    Params,
    Tekst,
    Tekstbestand,
)
from ivp.config.gemeente import (
    Aansluiting,
    Activiteit,
    Bijeenkomst,
    Capaciteit,
    Criterium,
    Deelgebied,
    Dekking,
    Gebeurtenis,
    Gebied,
    Gemeente,
    Gemeentebestand,
    Historie,
    Kader,
    Lid,
    Partner,
    Plan,
    Prioritering,
    Rol,
    Stap,
    Vergelijking,
    Voorganger,
    VorigePrioriteit,
    Werkgroep,
)

__all__ = [
    "Aansluiting",
    "Activiteit",
    "Bijeenkomst",
    "Boek",
    "Capaciteit",
    "Criterium",
    "Deelgebied",
    "Dekking",
    "Editie",
    "Eenheid",
    "Gebeurtenis",
    "Gebied",
    "Gemeente",
    "Gemeentebestand",
    "Historie",
    "Hoofdstuk",
    "Indicator",
    "Indicatoren",
    "Kader",
    "Leest",
    "Lid",
    "Noemer",
    "Params",
    "Partner",
    "Plan",
    "Prioritering",
    "Reeksbreuk",
    "Rol",
    "Stap",
    "Thema",
    "Veld",
    "Velden",
    "Vergelijking",
    "Voorganger",
    "VorigePrioriteit",
    "Werkgroep",
]

# --- params/boek.yml -----------------------------------------------------------------------------


class Editie(Params):
    """Which edition of the book this is."""

    nummer: Tekst
    datum: Datum
    status: Literal["concept", "vastgesteld"]


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
            "velden",
            "contracten",
            "bronnen",
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

    @model_validator(mode="after")
    def _one_per_veld(self) -> Self:
        if ("{veld}" in self.tekst) != (self.per == "veld"):
            raise ValueError("'{veld}' in 'tekst' en 'per: veld' horen bij elkaar")
        if self.per and "veld" not in self.id:
            raise ValueError("de 'id' van een hoofdstuk per veld hoort 'veld' te bevatten")
        return self


class Boek(Params):
    """``params/boek.yml``: which municipality, which edition, which chapters are computed."""

    gemeente: Id
    editie: Editie
    zaad: Geheel = Field(ge=0, lt=2**32, description="zaad voor alles wat met toeval werkt")
    drempel_personen: Geheel = Field(
        5, ge=1, description="kleinste aantal personen dat getoond mag worden"
    )
    drempels_per_bron: dict[Id, Geheel] = Field(
        default_factory=dict,
        description="bronnen met een andere drempel dan drempel_personen, omdat de leverancier "
        "dat vraagt",
    )
    drempel_respondenten: Geheel = Field(
        10, ge=1, description="kleinste aantal antwoorden waarvan een uitkomst getoond mag worden"
    )
    drempel_inwoners: Geheel = Field(
        200, ge=1, description="kleinste inwonertal waarvoor een cijfer per 1.000 wordt berekend"
    )
    hoofdstukken: tuple[Hoofdstuk, ...] = Field(min_length=1)

    def drempel_van(self, dataset: str) -> int:
        """The smallest number of persons of a data set that may be shown."""
        return self.drempels_per_bron.get(dataset, self.drempel_personen)

    @model_validator(mode="after")
    def _thresholds(self) -> Self:
        if any(value < 1 for value in self.drempels_per_bron.values()):
            raise ValueError("een drempel in 'drempels_per_bron' is 1 of hoger")
        return self


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
    per: Geheel = Field(1000, gt=0)
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
    selectie: dict[str, tuple[str, ...]] = Field(default_factory=dict)
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
    indicatoren: Ids = ()
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
    nummer: Geheel = Field(ge=1)
    naam: Tekst
    omschrijving: Tekst
    themas: tuple[Thema, ...] = Field(min_length=1)


class Velden(Params):
    velden: tuple[Veld, ...] = Field(min_length=1)
