"""Municipalities side by side in words: a place is never given without its doubt."""

from __future__ import annotations

from collections.abc import Sequence

from ivp.config import model as m
from ivp.indicators.outcomes import SideBySide
from ivp.show import count, listing, md, number
from ivp.show.figures.funnels import position_in_funnel


def place(beside: SideBySide, gemeente: m.Gebied, topic: str) -> str:
    """The municipality's place with its uncertainty, and what the funnel says of it.

    ``topic`` is what is counted, in running text ("misdrijven per inwoner").
    """
    where = beside.rows["gebied"].tolist().index(gemeente.code)
    rank, point = beside.ranks[where], beside.funnel.points[where]
    many = count(len(beside.ranks), "gemeente", "gemeenten")
    text = f"In {beside.year} stond {md(gemeente.naam)} met {md(topic)} "
    if rank.low == rank.high:
        text += f"op plaats {rank.rank} van {many}, van hoog naar laag. "
        text += "Toeval verandert dat waarschijnlijk niet."
    else:
        text += f"ergens tussen plaats {rank.low} en {rank.high} van {many}, van hoog naar laag. "
        text += "Precies is dat door toeval niet te zeggen."
    if round(point.outside) == 0:
        text += " Het cijfer ligt binnen de grenzen van de trechter."
    else:
        text += f" In de trechter is het {position_in_funnel(point)} dan de andere."
    if beside.missing:
        text += f" Van {listing([md(name) for name in beside.missing])} is er geen cijfer."
    return text


def spread(beside: SideBySide) -> str:
    """Whether the limits were widened because municipalities differ more than chance allows."""
    if beside.funnel.between == 0:
        return "De gemeenten verschillen onderling niet duidelijk meer dan toeval toelaat."
    return (
        "De gemeenten verschillen onderling meer dan alleen door toeval. De echte verschillen "
        f"zijn geschat op {number(beside.funnel.between, 1)} per 1.000 (standaardafwijking). "
        "Daarom zijn de grenzen verruimd."
    )


def comparable(group: Sequence[m.Gebied], rule: m.Vergelijkbaar) -> str:
    """Which municipalities are comparable (``group``, the own one first), and by what rule."""
    text = f"Vergelijkbaar heet hier: hooguit {number(rule.inwoners_factor, 1)} keer zo veel of zo "
    text += "weinig inwoners"
    if rule.stedelijkheid:
        classes = listing([str(value) for value in rule.stedelijkheid])
        text += f", en stedelijkheid {classes} (1 is zeer sterk stedelijk, 5 niet stedelijk)"
    names = [md(area.naam) for area in group[1:]]
    if names:
        return f"{text}. Dat zijn {listing(names)}."
    return f"{text}. Zo’n gemeente is er in de cijfers niet."
