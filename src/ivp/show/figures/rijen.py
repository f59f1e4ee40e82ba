"""Rows with a name above their mark and the value at its right, so that a phone has room."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import plotly.graph_objects as go

from ivp.show import stijl
from ivp.show.figures import basis
from ivp.show.getal import Ontbreekt

RIJ = 40
"""Pixels per row."""


class Rij(NamedTuple):
    naam: str
    waarde: float | Ontbreekt
    onder: float
    boven: float
    eigen: bool
    zweef: str
    tekst: str


def vlak(items: Sequence[Rij], extra: int = 0) -> go.Figure:
    plot = RIJ * len(items) + extra
    fig = basis.figuur(plot)
    fig.update_yaxes(
        range=[len(items) - 0.45 + extra / RIJ, -0.55], visible=False, automargin=False
    )
    return fig


def laagste(item: Rij) -> float:
    if isinstance(item.waarde, Ontbreekt):
        return math.nan
    return item.waarde if math.isnan(item.onder) else item.onder


def hoogste(item: Rij) -> float:
    if isinstance(item.waarde, Ontbreekt):
        return math.nan
    return item.waarde if math.isnan(item.boven) else item.boven


def getalwaarde(item: Rij) -> float:
    """The value of an item that has one; raises ``TypeError`` for one that has not."""
    if isinstance(item.waarde, Ontbreekt):
        raise TypeError(f"{item.naam} has no value to draw: {item.waarde}")
    return item.waarde


def foutbalk(items: Sequence[Rij]) -> dict[str, object]:
    centre = [getalwaarde(item) for item in items]
    return {
        "type": "data",
        "symmetric": False,
        "array": [hoogste(i) - c for i, c in zip(items, centre, strict=True)],
        "arrayminus": [c - laagste(i) for i, c in zip(items, centre, strict=True)],
        "color": stijl.INKT,
        "thickness": 1.5,
        "width": 4,
    }


def stippen(fig: go.Figure, some: Sequence[tuple[int, Rij]], own: bool) -> None:
    if not some:
        return
    fig.add_scatter(
        x=[item.waarde for _, item in some],
        y=[place + 0.17 for place, _ in some],
        mode="markers",
        marker={
            "symbol": "diamond" if own else "circle",
            "size": 11 if own else 9,
            "color": stijl.GEMEENTE if own else stijl.VERGELIJKING,
        },
        error_x=foutbalk([item for _, item in some]),
        customdata=[item.zweef for _, item in some],
        hovertemplate="%{customdata}<extra></extra>",
        cliponaxis=False,
    )


def namen(fig: go.Figure, items: Sequence[Rij], left: float) -> None:
    names = [basis.tekst(item.naam) for item in items]
    basis.schrijf(
        fig,
        [
            {
                "x": left,
                "y": place - 0.04,
                "text": f"<b>{name}</b>" if item.eigen else name,
                "showarrow": False,
                "xanchor": "left",
                "yanchor": "bottom",
                "bgcolor": "white",
                "borderpad": 0,
                "font": {"size": 13},
            }
            for place, (name, item) in enumerate(zip(names, items, strict=True))
        ],
    )


def waardelabels(fig: go.Figure, items: Sequence[Rij], down: float, log: bool = False) -> None:
    places = [0.0 if isinstance(i.waarde, Ontbreekt) else hoogste(i) for i in items]
    basis.schrijf(
        fig,
        [
            {
                "x": math.log10(at) if log else at,
                "y": place + down,
                "text": item.tekst,
                "showarrow": False,
                "xanchor": "left",
                "xshift": 6,
                "bgcolor": "white",
                "borderpad": 0,
                "font": {"size": 13, "color": stijl.INKT},
            }
            for place, (at, item) in enumerate(zip(places, items, strict=True))
        ],
    )
