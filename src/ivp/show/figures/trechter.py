"""A funnel: rates of areas against their size, with the limits of chance."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from ivp.config import model as m
from ivp.indicators.vergelijkbaar import Naast
from ivp.show import stijl
from ivp.show.eenheid import NAAM
from ivp.show.figures import basis
from ivp.show.getal import getal
from ivp.show.planning import Beeld
from ivp.stats.funnel import FunnelPoint, Rank

_PLOT = 300
_SMAL = 290
"""Width in pixels of the plot on a phone, where labels have the least room."""
_HOOG, _LETTER = 15, 6.3
_GRENZEN = ((0.998, "dot", "99,8%"), (0.95, "dash", "95%"))


def oordeel(punt: FunnelPoint) -> str:
    """Where a point lies in the funnel, in words."""
    if not punt.outside:
        return "binnen de grenzen"
    side = "hoger" if punt.z > 0 else "lager"
    return f"duidelijk {side}" if punt.outside > 99 else f"mogelijk {side}"


def plaats(rang: Rank) -> str:
    """``3``, or ``3 (2 tot 5)`` when the place is not sure."""
    return str(rang.rank) if rang.low == rang.high else f"{rang.rank} ({rang.low} tot {rang.high})"


def trechtertabel(naast: Naast) -> pd.DataFrame:
    """One row per municipality, high to low: size, rate with limits, place, and the funnel."""
    rows = naast.rijen
    return pd.DataFrame(
        {
            "Gemeente": rows["gebied_naam"].tolist(),
            "Jaar": rows["jaar"].tolist(),
            "Inwoners": [round(value) for value in rows["noemer"]],
            "Per 1.000 inwoners": [float(value) for value in rows["waarde"]],
            "Ondergrens": rows["ondergrens"].tolist(),
            "Bovengrens": rows["bovengrens"].tolist(),
            "Plaats van hoog naar laag": [plaats(rang) for rang in naast.rangen],
            "In de trechter": [oordeel(point) for point in naast.trechter.points],
        }
    )


def trechter(naast: Naast, gemeente: m.Gemeente) -> Beeld:
    """Areas as dots, the municipality a filled diamond; within the lines lies what chance gives."""
    rows, found = naast.rijen, naast.trechter
    unit = basis.eenheid_van(rows)
    sizes = [float(v) for v in rows["noemer"]]
    rates = [float(v) for v in rows["waarde"]]
    fig = basis.figuur(_PLOT, onder=52)
    grid = np.geomspace(min(sizes) * 0.8, max(sizes) * 1.25, 60).tolist()
    top = max(rates)
    for level, dash, name in _GRENZEN:
        limits = [found.limits(size, level) for size in grid]
        for side in (0, 1):
            line = [limit[side] for limit in limits]
            top = max(top, line[len(line) // 4])
            fig.add_scatter(
                x=grid,
                y=line,
                mode="lines",
                line={"color": stijl.VERGELIJKING, "width": 1.5, "dash": dash},
                hoverinfo="skip",
            )
        fig.add_annotation(
            x=np.log10(grid[-1]),
            y=limits[-1][1],
            text=name,
            showarrow=False,
            xanchor="left",
            xshift=4,
            font={"size": basis.KLEIN, "color": stijl.VERGELIJKING},
        )
    fig.add_hline(y=found.target, line={"color": stijl.INKT, "width": 1.5}, layer="below")
    own = [code == gemeente.code for code in rows["gebied"]]
    names = [str(name) for name in rows["gebied_naam"]]
    fig.add_scatter(
        x=sizes,
        y=rates,
        mode="markers",
        marker={
            "size": [13 if mine else 9 for mine in own],
            "symbol": ["diamond" if mine else "circle" for mine in own],
            "color": [stijl.GEMEENTE if mine else stijl.VERGELIJKING for mine in own],
        },
        customdata=basis.zweeftekst(rows, names),
        hovertemplate="%{customdata}<extra></extra>",
        cliponaxis=False,
    )
    high = top * 1.15
    places = _plaatsen(
        [math.log(size / grid[0]) / math.log(grid[-1] / grid[0]) for size in sizes],
        [rate / high for rate in rates],
        names,
        found.target / high,
    )
    texts = []
    for size, rate, name, mine, place in zip(sizes, rates, names, own, places, strict=True):
        label = basis.tekst(name)
        texts.append(
            {
                "x": np.log10(size),
                "y": rate,
                "text": f"<b>{label}</b>" if mine else label,
                "showarrow": False,
                "font": {"size": basis.KLEIN},
                **place,
            }
        )
    basis.schrijf(fig, texts)
    ticks = [
        t for t in (5_000, 10_000, 20_000, 40_000, 80_000, 160_000) if grid[0] <= t <= grid[-1]
    ]
    fig.update_xaxes(
        type="log",
        range=[float(np.log10(grid[0])), float(np.log10(grid[-1]))],
        tickvals=ticks,
        ticktext=[getal(t) for t in ticks],
        title={"text": "inwoners", "font": {"size": basis.KLEIN}},
        showgrid=False,
    )
    fig.update_yaxes(range=[0, high], tickformat=",.10~g")
    fig.update_layout(margin={"r": 52})
    basis.merk(fig, rows, NAAM[unit])
    words = "; ".join(
        f"{name} {getal(rate, 1)}, {oordeel(point)}"
        for name, rate, point in zip(names, rates, found.points, strict=True)
    )
    alt = (
        f"Trechterfiguur, {NAAM[unit]} in {naast.jaar} tegen het aantal inwoners. Samen: "
        f"{getal(found.target, 1)}. {words}."
    )
    return Beeld(fig, trechtertabel(naast), alt, ("trechter", "rang"))


def _plaatsen(
    x: Sequence[float], y: Sequence[float], namen: Sequence[str], lijn: float
) -> list[dict[str, Any]]:
    """Where each name stands at its dot, so that none covers another name, a dot, or the line.

    ``x``, ``y`` and ``lijn`` are parts of the plot's width and height. The most crowded names have
    the first choice; when nothing is free, a name stands above its dot.
    """
    dots = [(px * _SMAL, py * _PLOT) for px, py in zip(x, y, strict=True)]
    taken = [(left - 6, left + 6, low - 6, low + 6) for left, low in dots]
    taken.append((0, _SMAL, lijn * _PLOT - 1, lijn * _PLOT + 1))
    crowd = [sum(math.dist(one, other) for other in dots) for one in dots]
    found: dict[int, dict[str, Any]] = {}
    for i in sorted(range(len(dots)), key=lambda i: crowd[i]):
        px, py = dots[i]
        wide = len(namen[i]) * _LETTER
        choices: list[tuple[dict[str, Any], float, float]] = [
            ({"yshift": 14}, px - wide / 2, py + 14),
            ({"yshift": -14}, px - wide / 2, py - 14),
            ({"xshift": 8, "xanchor": "left"}, px + 8, py),
            ({"xshift": -8, "xanchor": "right"}, px - 8 - wide, py),
        ]
        boxes = [(x0, x0 + wide, yc - _HOOG / 2, yc + _HOOG / 2) for _, x0, yc in choices]
        free = [n for n, box in enumerate(boxes) if not any(_overlap(box, t) for t in taken)]
        best = free[0] if free else 0
        found[i] = choices[best][0]
        taken.append(boxes[best])
    return [found[i] for i in range(len(dots))]


def _overlap(a: Sequence[float], b: Sequence[float]) -> bool:
    return a[0] < b[1] and b[0] < a[1] and a[2] < b[3] and b[2] < a[3]
