"""Municipalities side by side in words and tables: a place is never given without its doubt."""

from __future__ import annotations

from ivp.config import model as m
from ivp.indicators.outcomes import SideBySide
from ivp.show.figures.funnels import position_in_funnel
from ivp.show.getal import aantal, getal, opsomming
from ivp.show.tables import md


def zin_plaats(naast: SideBySide, gemeente: m.Gebied, onderwerp: str) -> str:
    """The municipality's place with its uncertainty, and what the funnel says of it."""
    where = naast.rows["gebied"].tolist().index(gemeente.code)
    rank, point = naast.ranks[where], naast.funnel.points[where]
    many = aantal(len(naast.ranks), "gemeente", "gemeenten")
    if rank.low == rank.high:
        text = f"In {naast.year} stond {md(gemeente.naam)} met {md(onderwerp)} op plaats "
        text += (
            f"{rank.rank} van {many}, van hoog naar laag. Toeval verandert dat waarschijnlijk niet."
        )
    else:
        text = f"In {naast.year} stond {md(gemeente.naam)} met {md(onderwerp)} ergens tussen "
        text += f"plaats {rank.low} en {rank.high} van {many}, van hoog naar laag. "
        text += "Precies is dat door toeval niet te zeggen."
    text += {
        0: " Het cijfer ligt binnen de grenzen van de trechter.",
    }.get(
        round(point.outside), f" In de trechter is het {position_in_funnel(point)} dan de andere."
    )
    if naast.missing:
        text += f" Van {opsomming([md(name) for name in naast.missing])} is er geen cijfer."
    return text


def zin_spreiding(naast: SideBySide) -> str:
    """Whether the limits were widened because municipalities differ more than chance allows."""
    if naast.funnel.between == 0:
        return "De gemeenten verschillen onderling niet duidelijk meer dan toeval toelaat."
    return (
        "De gemeenten verschillen onderling meer dan alleen door toeval. De echte verschillen "
        f"zijn geschat op {getal(naast.funnel.between, 1)} per 1.000 (standaardafwijking). "
        "Daarom zijn de grenzen verruimd."
    )


def zin_groep(groep: list[m.Gebied], naast: m.Vergelijking) -> str:
    """Which municipalities are comparable, and by what rule."""
    names = [md(area.naam) for area in groep[1:]]
    rule = naast.vergelijkbaar
    text = f"Vergelijkbaar heet hier: hooguit {getal(rule.inwoners_factor, 1)} keer zo veel of zo "
    text += "weinig inwoners"
    if rule.stedelijkheid:
        classes = opsomming([str(value) for value in rule.stedelijkheid])
        text += f", en stedelijkheid {classes} (1 is zeer sterk stedelijk, 5 niet stedelijk)"
    found = (
        f" Dat zijn {opsomming(names)}." if names else " Zo’n gemeente is er in de cijfers niet."
    )
    return f"{text}.{found}"
