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
    Kommagetal,
    Notitieboek,
    Parameter,
    Params,
    Tekst,
    Tekstbestand,
)
from ivp.config.gebied import (
    Deelgebied,
    Gebied,
    Gemeente,
    Vergelijking,
    Vergelijkingsgemeente,
    Voorganger,
)
from ivp.config.gemeente import (
    Aansluiting,
    Activiteit,
    Agenda,
    Bijeenkomst,
    Capaciteit,
    Criterium,
    Dekking,
    Gebeurtenis,
    Gemeentebestand,
    Groep,
    Historie,
    Inschatting,
    Kader,
    Lid,
    Partner,
    Plan,
    Prioritering,
    Raci,
    Rol,
    Stap,
    VorigePrioriteit,
    Werkgroep,
)
from ivp.config.indicatoren import (
    Eenheid,
    Indicator,
    Indicatoren,
    Noemer,
    Reeksbreuk,
    Thema,
    Veld,
    Velden,
)
from ivp.config.plannen import (
    SCENARIOS,
    Doel,
    Inzet,
    Keuze,
    Maatregel,
    Middelen,
    Periode,
    PerJaar,
    Plannen,
    Scenario,
    Streefwaarde,
    Team,
)

__all__ = [
    "SCENARIOS",
    "Aansluiting",
    "Activiteit",
    "Agenda",
    "Bijeenkomst",
    "Boek",
    "Capaciteit",
    "Criterium",
    "Deelgebied",
    "Dekking",
    "Doel",
    "Editie",
    "Eenheid",
    "Gebeurtenis",
    "Gebied",
    "Gemeente",
    "Gemeentebestand",
    "Groep",
    "Historie",
    "Hoofdstuk",
    "Indicator",
    "Indicatoren",
    "Inschatting",
    "Inzet",
    "Kader",
    "Keuze",
    "Leest",
    "Lid",
    "Maatregel",
    "Middelen",
    "Noemer",
    "Params",
    "Partner",
    "PerJaar",
    "Periode",
    "Plan",
    "Plannen",
    "Prioritering",
    "Raci",
    "Reeksbreuk",
    "Rol",
    "Scenario",
    "Stap",
    "Streefwaarde",
    "Team",
    "Thema",
    "Toetsing",
    "Veld",
    "Velden",
    "Vergelijking",
    "Vergelijkingsgemeente",
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
    onderdrukking_beoordeeld: bool = Field(
        False, description="is nagekeken welke kleine aantallen zijn weggelaten"
    )
    reacties: str = Field(
        "",
        pattern=r"^(|mailto:[^\s?&<>]+@[^\s?&<>]+|https://[^\s?&<>]+/issues/new)$",
        description="waar lezers van een concept reageren: mailto:adres of https://…/issues/new",
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

    @model_validator(mode="after")
    def _one_per_veld(self) -> Self:
        if ("{veld}" in self.tekst) != (self.per == "veld"):
            raise ValueError("'{veld}' in 'tekst' en 'per: veld' horen bij elkaar")
        if self.per and "veld" not in self.id:
            raise ValueError("de 'id' van een hoofdstuk per veld hoort 'veld' te bevatten")
        return self


class Toetsing(Params):
    """When a difference between groups of respondents counts as one."""

    correctie: Literal["holm", "bonferroni", "benjamini-hochberg", "geen"] = Field(
        "holm", description="hoe er rekening mee wordt gehouden dat er veel tegelijk wordt getoetst"
    )
    niveau: Kommagetal = Field(
        0.05, gt=0, lt=0.5, description="kans om ten onrechte een verschil te noemen"
    )


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
    toetsing: Toetsing = Toetsing()
    hoofdstukken: tuple[Hoofdstuk, ...] = Field(min_length=1)

    def drempel_van(self, dataset: str) -> int:
        """The smallest number of persons of a data set that may be shown."""
        return self.drempels_per_bron.get(dataset, self.drempel_personen)

    @model_validator(mode="after")
    def _thresholds(self) -> Self:
        if any(value < 1 for value in self.drempels_per_bron.values()):
            raise ValueError("een drempel in 'drempels_per_bron' is 1 of hoger")
        return self
