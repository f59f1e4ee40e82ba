"""Areas beside each other in one year: bars for counts and rates, dots for survey answers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go

from ivp.config import model as m
from ivp.show import stijl
from ivp.show.eenheid import NAAM, SCHALEN
from ivp.show.figures import basis
from ivp.show.figures.rijen import (
    Rij,
    foutbalk,
    hoogste,
    laagste,
    namen,
    stippen,
    vlak,
    waardelabels,
)
from ivp.show.getal import Ontbreekt, aantal, getal
from ivp.show.hoofdstuk import waarden
from ivp.show.planning import Beeld

_VULLING = "#8fb3d1"
"""Of the municipality's bar: light enough for the interval to stand out on it."""


class Referentie(NamedTuple):
    """A value to hold the others against, drawn as a line; ``naam`` says what it is."""

    naam: str
    waarde: float


def staven(cijfers: pd.DataFrame, gemeente: m.Gemeente) -> Beeld:
    """Areas as bars from high to low with their 95% interval, the municipality filled.

    ``cijfers`` are rows of one indicator, unit and year, one per area. The municipality is a
    filled bar with a bold name, the others are hatched. A missing value keeps its row and says why.
    """
    rows, items = _items(cijfers, gemeente)
    unit = basis.eenheid_van(rows)
    fig = vlak(items)
    numbers = [
        (place, item) for place, item in enumerate(items) if not isinstance(item.waarde, Ontbreekt)
    ]
    high = max((hoogste(item) for _, item in numbers), default=1.0) or 1.0
    fig.add_bar(
        x=[item.waarde for _, item in numbers],
        y=[place + 0.17 for place, _ in numbers],
        width=0.4,
        orientation="h",
        marker={
            "color": _VULLING,
            "pattern": {
                "shape": ["" if item.eigen else "/" for _, item in numbers],
                "fgcolor": stijl.VERGELIJKING,
                "bgcolor": "white",
                "size": 5,
            },
            "line": {
                "color": [stijl.GEMEENTE if i.eigen else stijl.VERGELIJKING for _, i in numbers],
                "width": 1.2,
            },
        },
        error_x=foutbalk([item for _, item in numbers]),
        customdata=[item.zweef for _, item in numbers],
        hovertemplate="%{customdata}<extra></extra>",
    )
    namen(fig, items, 0.0)
    waardelabels(fig, items, 0.17)
    # A fifth of the width is for the value at the right of the longest bar.
    fig.update_xaxes(range=[0, high * 1.3])
    basis.merk(fig, rows, NAAM[unit])
    alt = f"Staafdiagram, {_what(rows, unit)}, van hoog naar laag. {_list(items)}"
    return Beeld(fig, basis.tabel(rows, rows["gebied_naam"].tolist()), alt, ("aantallen",))


def punten(
    cijfers: pd.DataFrame, gemeente: m.Gemeente, referenties: Sequence[Referentie] = ()
) -> Beeld:
    """Areas as dots from high to low with their 95% interval, and lines to hold them against.

    For survey answers: a mark has no natural zero, so the axis runs over the values shown;
    percentages start at 0. The municipality has a filled diamond, the areas in it a circle.
    """
    rows, items = _items(cijfers, gemeente)
    unit = basis.eenheid_van(rows)
    fig = vlak(items, extra=24 * len(referenties))
    for own in (False, True):
        some = [
            (place, item)
            for place, item in enumerate(items)
            if item.eigen == own and not isinstance(item.waarde, Ontbreekt)
        ]
        stippen(fig, some, own)
    values = [v for i in items for v in (laagste(i), hoogste(i)) if not math.isnan(v)]
    values += [referentie.waarde for referentie in referenties]
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    if unit in SCHALEN:
        low, high = math.floor(low * 2) / 2, math.ceil(high * 2) / 2
    else:
        low, high = 0.0, high * 1.05
    namen(fig, items, low)
    waardelabels(fig, items, 0.17)
    fig.update_xaxes(range=[low, high + 0.22 * (high - low)])
    for number, referentie in enumerate(referenties):
        _reference(fig, referentie, len(items) - 0.15 + number * 0.6, (low, high))
    basis.merk(fig, rows, NAAM[unit])
    table = basis.tabel(rows, rows["gebied_naam"].tolist())
    alt = (
        f"Puntendiagram, {_what(rows, unit)}, met 95%-interval, van hoog naar laag. {_list(items)}"
    )
    for referentie in referenties:
        alt += f" Ter vergelijking, {referentie.naam}: {getal(referentie.waarde, 1)}."
        known = pd.DataFrame({"Gebied": [referentie.naam], table.columns[2]: [referentie.waarde]})
        table = pd.concat([table.astype(object), known.astype(object)], ignore_index=True)
    year = rows["jaar"].iloc[0]
    table["Jaar"] = [int(value) if pd.notna(value) else int(year) for value in table["Jaar"]]
    table = table.astype(object).where(table.notna(), "geen")
    return Beeld(fig, table, alt, ("enquete",))


def _items(cijfers: pd.DataFrame, gemeente: m.Gemeente) -> tuple[pd.DataFrame, list[Rij]]:
    """The rows from high to low (missing last) and what is drawn of each."""
    if cijfers["jaar"].nunique() > 1:
        raise ValueError("areas are put beside each other for one year")
    rows = cijfers.sort_values("waarde", ascending=False, na_position="last", ignore_index=True)
    unit, places = basis.eenheid_van(rows), basis.decimalen_van(rows)
    hover = basis.zweeftekst(rows, rows["gebied_naam"].tolist())
    sign = "%" if unit == "procent" else ""
    items = [
        Rij(
            point.naam,
            value,
            point.onder,
            point.boven,
            point.gebied == gemeente.code,
            text,
            str(value) if isinstance(value, Ontbreekt) else f"{getal(value, places)}{sign}",
        )
        for point, value, text in zip(basis.punten(rows), waarden(rows), hover, strict=True)
    ]
    return rows, items


def _reference(
    fig: go.Figure, referentie: Referentie, y: float, bereik: tuple[float, float]
) -> None:
    part = (referentie.waarde - bereik[0]) / (bereik[1] - bereik[0])
    fig.add_vline(
        x=referentie.waarde,
        line={"color": stijl.PALET[1], "width": 1.5, "dash": "dash"},
        layer="below",
    )
    fig.add_annotation(
        x=referentie.waarde,
        y=y,
        text=f"{basis.tekst(referentie.naam)}: {getal(referentie.waarde, 1)}",
        showarrow=False,
        xanchor="left" if part < 0.35 else "right" if part > 0.65 else "center",
        bgcolor="white",
        font={"size": basis.KLEIN, "color": stijl.PALET[1]},
    )


def _what(rows: pd.DataFrame, unit: str) -> str:
    return f"{NAAM[unit]}, {rows['jaar'].iloc[0]}, {aantal(len(rows), 'gebied', 'gebieden')}"


def _list(items: Sequence[Rij]) -> str:
    return f"{'; '.join(f'{item.naam} {item.tekst}' for item in items)}."
