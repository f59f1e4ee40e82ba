"""The summary's findings: per indicator the last figure and how it developed, as Markdown."""

from __future__ import annotations

import pandas as pd

from ivp.config import model as m
from ivp.indicators.outcomes import comparison, development
from ivp.show import sentences
from ivp.show.tables import md
from ivp.show.units import decimals_for, main_unit, with_unit

VOORBEELD = "*(voorbeeldcijfers)*"


def punt(cijfers: pd.DataFrame, definitie: m.Indicator, indicator: str, gebied: str) -> str:
    """The last figure of ``indicator`` in ``gebied``, and how it developed.

    ``cijfers`` is (part of) the indicator table. Published figures have no margins: of those the
    first value stands beside the last, without a word for the difference.
    """
    own = cijfers[(cijfers["indicator"] == indicator) & (cijfers["gebied"] == gebied)]
    outcome = development(own, definitie, indicator, gebied)
    first, last = outcome.first, outcome.last
    text = sentences.latest(outcome, definitie)
    if definitie.soort != "gepubliceerd":
        # Both sentences start with the title in bold; once is enough.
        course = sentences.development(outcome, definitie).removeprefix(
            f"**{md(definitie.titel)}**: "
        )
        text += f" {course[:1].upper()}{course[1:]}"
    elif first and last and first.jaar < last.jaar:
        places = decimals_for(outcome.unit, [first.waarde])
        before = with_unit(first.waarde, outcome.unit, places)
        text += f" In {first.jaar} was dat {before}."
    return _marked(text, own)


def vergelijkingen(
    cijfers: pd.DataFrame,
    definitie: m.Indicator,
    indicator: str,
    gemeente: m.Gebied,
    naast: m.Vergelijking,
    onderwerp: str,
) -> list[str]:
    """How ``gemeente`` stands to the country and to each municipality of its region.

    The year is the last in which both the municipality and the country have a rate; empty when
    there is none. ``onderwerp`` is what is counted, in running text ("misdrijven").
    """
    unit = main_unit(definitie)
    known = cijfers[
        (cijfers["indicator"] == indicator)
        & (cijfers["eenheid"] == unit)
        & cijfers["waarde"].notna()
    ]
    years = [set(known.loc[known["gebied"] == g.code, "jaar"]) for g in (gemeente, naast.land)]
    common = set.intersection(*years)
    if not common:
        return []
    year = max(common)

    def beside(area: m.Gebied) -> sentences.Compared:
        return comparison(cijfers, indicator, gemeente.code, area.code, year)

    country = sentences.comparison(
        beside(naast.land), unit, gemeente.naam, naast.land.naam, onderwerp, rest=True
    )
    region = sentences.region(
        {g.naam: beside(g) for g in naast.gemeenten}, gemeente.naam, naast.naam
    )
    return [_marked(f"{country} {region}", known)]


def _marked(text: str, rows: pd.DataFrame) -> str:
    return text if rows["werkelijk"].all() else f"{text} {VOORBEELD}"
