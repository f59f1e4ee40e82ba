"""``params/indicatoren.yml`` and ``params/velden.yml``: what is counted, and of which thema."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from ivp.config.base import Geheel, Id, Ids, Jaar, Params, Tekst

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
    peil: Literal["begin", "eind"] = Field(
        "begin", description="stand aan het begin of aan het eind van het jaar"
    )
    minimum: Geheel | None = Field(
        None, ge=1, description="kleinste noemer met een cijfer; leeg: drempel_inwoners"
    )


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

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if not set(self.omgekeerd) <= set(self.stellingen):
            raise ValueError("'omgekeerd' noemt een stelling die niet bij 'stellingen' staat")
        if self.hoogste <= self.laagste:
            raise ValueError("'hoogste' is meer dan 'laagste'")
        return self


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
    deel_van: Id | None = Field(
        None, description="het cijfer waarvan dit een deel telt; het staat dan in de uitsplitsing"
    )
    referentie: Id | None = Field(
        None, description="het gepubliceerde cijfer van regio en land bij deze enquêtevraag"
    )
    schaal: Schaal | None = Field(
        None, description="de stellingen waaruit een schaalscore wordt berekend"
    )
    vanaf: Jaar | None = None
    voorlopig_vanaf: Jaar | None = None
    reeksbreuken: tuple[Reeksbreuk, ...] = ()

    @model_validator(mode="after")
    def _fits_kind(self) -> Self:
        if (self.soort == "enquete") != (self.meting is not None):
            raise ValueError("'meting' hoort bij soort 'enquete', en alleen daarbij")
        if self.noemer is not None and self.soort != "telling":
            raise ValueError("'noemer' hoort alleen bij soort 'telling'")
        if self.referentie is not None and self.soort != "enquete":
            raise ValueError("'referentie' hoort alleen bij soort 'enquete'")
        if self.schaal is not None and self.eenheid != "schaalscore_0_10":
            raise ValueError("'schaal' hoort alleen bij eenheid 'schaalscore_0_10'")
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
