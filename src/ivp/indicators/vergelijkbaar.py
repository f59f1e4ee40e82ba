"""Municipalities side by side: which are comparable, the funnel, and ranks."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from ivp.config import model as m
from ivp.stats.funnel import Funnel, Rank, funnel, ranks


@dataclass(frozen=True)
class Naast:
    """Rates of municipalities in one year, high to low (``rijen``), with funnel and ranks."""

    rijen: pd.DataFrame
    trechter: Funnel
    rangen: tuple[Rank, ...]
    jaar: int
    ontbreekt: tuple[str, ...]


def groep(
    table: pd.DataFrame, indicator: str, gemeente: m.Gebied, naast: m.Vergelijking, jaar: int
) -> list[m.Gebied]:
    """The municipality and those of ``naast`` that its ``vergelijkbaar`` calls comparable.

    Inhabitants are the denominator of ``indicator`` in ``jaar``; who has none is left out.
    """
    rows = table[(table["indicator"] == indicator) & (table["jaar"] == jaar)]
    size = dict(zip(rows["gebied"], rows["noemer"], strict=True))
    own = size.get(gemeente.code)
    rule = naast.vergelijkbaar
    if own is None:
        return [gemeente]
    return [
        gemeente,
        *(
            area
            for area in naast.gemeenten
            if area.code in size
            and 1 / rule.inwoners_factor <= size[area.code] / own <= rule.inwoners_factor
            and (not rule.stedelijkheid or area.stedelijkheid in rule.stedelijkheid)
        ),
    ]


def naast_elkaar(
    table: pd.DataFrame, indicator: str, gebieden: list[m.Gebied], jaar: int, zaad: int
) -> Naast | None:
    """The areas with a rate in ``jaar``; ``None`` with fewer than two. ``zaad`` seeds the ranks."""
    rows = table[
        (table["indicator"] == indicator)
        & (table["jaar"] == jaar)
        & table["eenheid"].str.startswith("per_")
        & table["gebied"].isin([area.code for area in gebieden])
        & table["status"].isin(["definitief", "voorlopig"])
    ]
    rows = rows.sort_values(["waarde", "gebied"], ascending=[False, True], ignore_index=True)
    if len(rows) < 2:
        return None
    counts, sizes = rows["teller"].tolist(), rows["noemer"].tolist()
    known = set(rows["gebied"])
    missing = tuple(area.naam for area in gebieden if area.code not in known)
    places = tuple(ranks(counts, sizes, zaad))
    return Naast(rows, funnel(counts, sizes), places, jaar, missing)
