"""``params/gemeenten/<naam>.yml``: everything about one municipality."""

from __future__ import annotations

from typing import Literal, Self

from pydantic import Field, model_validator

from ivp.config.base import Datum, Geheel, Id, Ids, Jaar, Kommagetal, Params, Tekst
from ivp.config.gebied import Deelgebied, Gemeente, Vergelijking


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
    kort: Tekst | None = Field(None, description="korte naam, voor boven een kolom")
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
    groepen: Ids = Field((), description="groepen die dit scoren; leeg: alle groepen")


class Groep(Params):
    """A group that scored in a meeting; ``sessie`` is its code in the delivery of the scores."""

    sessie: Id
    naam: Tekst
    gewicht: Kommagetal = Field(1.0, gt=0, description="hoe zwaar de groep telt naast de andere")


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
    niveau_grenzen: Vier = Field(
        description="verhouding tot het land waarboven de score 2, 3, 4 en 5 is"
    )
    uren_grenzen: Vier = Field(
        (100.0, 200.0, 400.0, 800.0),
        description="uren per jaar waarboven de score van 5 zakt naar 4, 3, 2 en 1",
    )
    criteria: tuple[Criterium, ...] = Field(min_length=1)
    groepen: tuple[Groep, ...] = Field((), description="leeg: elke bijeenkomst is een groep")
    agendas: tuple[Agenda, ...] = ()
    aansluiting: tuple[Aansluiting, ...] = ()
    uren: tuple[Inschatting, ...] = ()

    @model_validator(mode="after")
    def _weights(self) -> Self:
        if sum(c.gewicht for c in self.criteria) <= 0:
            raise ValueError("ten minste een criterium heeft een gewicht groter dan 0")
        for name in ("niveau_grenzen", "uren_grenzen"):
            if list(getattr(self, name)) != sorted(getattr(self, name)):
                raise ValueError(f"'{name}' horen van laag naar hoog te staan")
        return self


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
