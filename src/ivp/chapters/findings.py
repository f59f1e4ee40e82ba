"""What chapters say of an indicator, of the wijken and of the merger, as Markdown."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ivp.indicators.rows import summable
from ivp.show import listing, md, number, percent, sentences
from ivp.show.open_chapter import OpenChapter
from ivp.show.units import decimals_for, with_unit


def course(h: OpenChapter, indicator: str, topic: str | None = None) -> str:
    """How an indicator developed in the municipality; ``topic`` as in ``ivp.show.sentences``."""
    text = sentences.development(h.development(indicator), h.definition(indicator), topic)
    return text + sentences.example_mark(h.rows(indicator))


def level_and_course(h: OpenChapter, indicator: str, area: str | None = None) -> str:
    """The last figure of an indicator in ``area`` (a code; else here), and how it developed.

    Published figures have no margins: of those the first value stands beside the last, without a
    word for the difference.
    """
    definition, found = h.definition(indicator), h.development(indicator, area)
    first, last = found.first, found.last
    text = sentences.latest(found, definition)
    if definition.soort != "gepubliceerd":
        text += f" {sentences.development(found, definition, '')}"
    elif first and last and first.jaar < last.jaar:
        places = decimals_for(found.unit, [first.waarde])
        text += f" In {first.jaar} was dat {with_unit(first.waarde, found.unit, places)}."
    return text + sentences.example_mark(h.rows(indicator, area=area or h.gemeente.code))


def beside_others(h: OpenChapter, indicator: str, topic: str) -> str:
    """How the municipality stands to the country and to each municipality of its region.

    The year is the last in which both municipality and country have a rate; nothing when there is
    none. ``topic`` is what is counted, in running text ("misdrijven").
    """
    here, beside, unit = h.gemeente, h.vergelijking, h.definition(indicator).main_unit
    found = h.comparison(indicator, beside.land)
    if found is None:
        return ""
    each = {g.naam: h.comparison(indicator, g, found.year) for g in beside.gemeenten}
    known = {name: outcome for name, outcome in each.items() if outcome is not None}
    return (
        sentences.comparison(found, unit, here.naam, beside.land.naam, topic, rest=True)
        + f" {sentences.region(known, here.naam, beside.naam)}"
        + sentences.example_mark(h.rows(indicator, unit=unit).dropna(subset=["waarde"]))
    )


def merger(h: OpenChapter, years: Sequence[int]) -> str:
    """From which municipalities the municipality arose within ``years``, and what that means."""
    parts = []
    for year in sorted({v.samengevoegd for v in h.gemeente.voorgangers}):
        if min(years) < year <= max(years):
            names = [md(v.naam) for v in h.gemeente.voorgangers if v.samengevoegd == year]
            verb = "gingen" if len(names) > 1 else "ging"
            parts.append(f"In {year} {verb} {listing(names)} op in {md(h.gemeente.naam)}.")
    if not parts:
        return f"De grenzen van {md(h.gemeente.naam)} zijn in deze jaren gelijk gebleven."
    return (
        f"{' '.join(parts)} Cijfers van daarvoor zijn de som van de gemeenten die toen nog apart "
        "waren. Op die plek is de lijn onderbroken. Wie alleen op de naam van de gemeente zoekt, "
        "vindt een te laag cijfer en ziet daarna een sprong die er niet was."
    )


def busiest_wijken(wijken: pd.DataFrame, gemeente: pd.DataFrame) -> str:
    """The wijken with most crimes, their share of the total, and what the wijken leave out.

    Both frames are rows of counts of the indicator table: of one year per wijk, and of the
    municipality. Wijken without a figure are left out, and the sentence says so.
    """
    ordered = wijken[wijken["waarde"].notna()].sort_values("waarde", ascending=False)
    counts, year = summable(ordered, "waarde"), int(ordered["jaar"].iloc[0])
    pairs = zip(ordered["gebied_naam"].head(3), counts.head(3), strict=True)
    top = listing([f"{md(name)} ({number(value)})" for name, value in pairs])
    share = 100 * float(counts.head(3).sum()) / float(counts.sum())
    text = (
        f"In {year} telde de politie de meeste misdrijven in {top}. Dat is samen {number(share)}% "
        "van de misdrijven die per wijk bekend zijn."
    )
    whole = gemeente.loc[gemeente["jaar"] == year, "waarde"].dropna()
    if len(whole):
        text += f" De wijken tellen op tot {number(counts.sum())}; "
        text += f"de gemeente heeft er {number(whole.iloc[0])}."
    return text


def published(rows: pd.DataFrame, what: str) -> str:
    """The published percentages of one area, without a claim about a change.

    ``rows`` are of the indicator table; ``what`` completes "het deel dat".
    """
    known = rows[rows["waarde"].notna()].sort_values("jaar")
    if known.empty:
        return "Er is geen landelijk cijfer gepubliceerd."
    pairs = zip(known["waarde"].tolist(), known["jaar"].tolist(), strict=True)
    values = listing([f"{percent(value)} (rond {year})" for value, year in pairs])
    name = md(str(known["gebied_naam"].iloc[0]))
    return f"Gepubliceerd voor {name}, het deel dat {md(what)}: {values}."
