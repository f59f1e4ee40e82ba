"""A funnel: rates of areas against their size, with the limits of chance."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd

from ivp import dutch
from ivp.config import model as m
from ivp.indicators.outcomes import SideBySide
from ivp.show import style
from ivp.show.display import Picture
from ivp.show.figures import canvas
from ivp.show.units import UNIT_NAMES
from ivp.stats.funnel import FunnelPoint, Rank

_PLOT = 300
_NARROW = 290
"""Width in pixels of the plot on a phone, where labels have the least room."""
_HIGH, _CHARACTER = 15, 6.3
_LIMITS = ((0.998, "dot", "99,8%"), (0.95, "dash", "95%"))


def position_in_funnel(point: FunnelPoint) -> str:
    """Where a point lies in the funnel, in words."""
    if not point.outside:
        return "binnen de grenzen"
    side = "hoger" if point.z > 0 else "lager"
    return f"duidelijk {side}" if point.outside > 99 else f"mogelijk {side}"


def place_with_doubt(rank: Rank) -> str:
    """``3``, or ``3 (2 tot 5)`` when the place is not sure."""
    return str(rank.rank) if rank.low == rank.high else f"{rank.rank} ({rank.low} tot {rank.high})"


def funnel_table(beside: SideBySide) -> pd.DataFrame:
    """One row per municipality, high to low: size, rate with limits, place, and the funnel.

    ``beside`` as ``ivp.indicators.outcomes.side_by_side`` gives it; the same as for ``funnel``.
    Example: ``show.table(figures.funnel_table(beside), caption="Gemeenten", sources=…)``.
    """
    rows = beside.rows
    return pd.DataFrame(
        {
            "Gemeente": rows["gebied_naam"].tolist(),
            "Jaar": rows["jaar"].tolist(),
            "Inwoners": [round(value) for value in rows["noemer"]],
            "Per 1.000 inwoners": [float(value) for value in rows["waarde"]],
            "Ondergrens": rows["ondergrens"].tolist(),
            "Bovengrens": rows["bovengrens"].tolist(),
            "Plaats van hoog naar laag": [place_with_doubt(rank) for rank in beside.ranks],
            "In de trechter": [position_in_funnel(point) for point in beside.funnel.points],
        }
    )


def funnel(beside: SideBySide, gemeente: m.Gemeente) -> Picture:
    """Areas as dots, ``gemeente`` a filled diamond; within the lines lies what chance gives.

    ``beside`` has the rates of one year with their funnel (``outcomes.side_by_side``).
    Example: ``figures.funnel(beside, h.gemeente)``.
    """
    rows, found = beside.rows, beside.funnel
    unit = canvas.unit_of(rows)
    sizes = [float(v) for v in rows["noemer"]]
    rates = [float(v) for v in rows["waarde"]]
    fig = canvas.plot_figure(_PLOT, bottom=52)
    grid = np.geomspace(min(sizes) * 0.8, max(sizes) * 1.25, 60).tolist()
    top = max(rates)
    for level, dash, name in _LIMITS:
        limits = [found.limits(size, level) for size in grid]
        for side in (0, 1):
            line = [limit[side] for limit in limits]
            top = max(top, line[len(line) // 4])
            fig.add_scatter(
                x=grid,
                y=line,
                mode="lines",
                line={"color": style.OTHERS, "width": 1.5, "dash": dash},
                hoverinfo="skip",
            )
        look = {"xanchor": "left", "xshift": 4, "font": canvas.SMALL_GREY}
        fig.add_annotation(style.note(name, np.log10(grid[-1]), limits[-1][1], **look))
    fig.add_hline(y=found.target, line={"color": style.INK, "width": 1.5}, layer="below")
    own = [code == gemeente.code for code in rows["gebied"]]
    names = [str(name) for name in rows["gebied_naam"]]
    fig.add_scatter(
        x=sizes,
        y=rates,
        mode="markers",
        marker={
            "size": [13 if mine else 9 for mine in own],
            "symbol": ["diamond" if mine else "circle" for mine in own],
            "color": [style.GEMEENTE if mine else style.OTHERS for mine in own],
        },
        customdata=canvas.hover_texts(rows),
        hovertemplate=canvas.HOVER,
        cliponaxis=False,
    )
    high = top * 1.15
    places = _label_places(
        [math.log(size / grid[0]) / math.log(grid[-1] / grid[0]) for size in sizes],
        [rate / high for rate in rates],
        names,
        found.target / high,
    )
    labels = [
        f"<b>{style.literal(name)}</b>" if mine else style.literal(name)
        for name, mine in zip(names, own, strict=True)
    ]
    texts = [
        style.note(label, np.log10(size), rate, font={"size": canvas.SMALL}, **place)
        for label, size, rate, place in zip(labels, sizes, rates, places, strict=True)
    ]
    style.annotate(fig, texts)
    ticks = [
        t for t in (5_000, 10_000, 20_000, 40_000, 80_000, 160_000) if grid[0] <= t <= grid[-1]
    ]
    fig.update_xaxes(
        type="log",
        range=[float(np.log10(grid[0])), float(np.log10(grid[-1]))],
        tickvals=ticks,
        ticktext=[dutch.number(t) for t in ticks],
        title={"text": "inwoners", "font": {"size": canvas.SMALL}},
        showgrid=False,
    )
    fig.update_yaxes(range=[0, high], tickformat=",.10~g")
    fig.update_layout(margin={"r": 52})
    canvas.mark(fig, UNIT_NAMES[unit], real=bool(rows["werkelijk"].all()))
    words = "; ".join(
        f"{name} {dutch.number(rate, 1)}, {position_in_funnel(point)}"
        for name, rate, point in zip(names, rates, found.points, strict=True)
    )
    alt = (
        f"Trechterfiguur, {UNIT_NAMES[unit]} in {beside.year} tegen het aantal inwoners. Samen: "
        f"{dutch.number(found.target, 1)}. {words}."
    )
    return Picture(fig, funnel_table(beside), alt, ("trechter", "rang"))


def _label_places(
    x: Sequence[float], y: Sequence[float], names: Sequence[str], line: float
) -> list[dict[str, Any]]:
    """Where each name stands at its dot, so that none covers another name, a dot, or the line.

    ``x``, ``y`` and ``line`` are parts of the plot's width and height. The most crowded names have
    the first choice; when nothing is free, a name stands above its dot.
    """
    dots = [(px * _NARROW, py * _PLOT) for px, py in zip(x, y, strict=True)]
    taken = [(left - 6, left + 6, low - 6, low + 6) for left, low in dots]
    taken.append((0, _NARROW, line * _PLOT - 1, line * _PLOT + 1))
    crowd = [sum(math.dist(one, other) for other in dots) for one in dots]
    found: dict[int, dict[str, Any]] = {}
    for i in sorted(range(len(dots)), key=lambda i: crowd[i]):
        px, py = dots[i]
        wide = len(names[i]) * _CHARACTER
        choices: list[tuple[dict[str, Any], float, float]] = [
            ({"yshift": 14}, px - wide / 2, py + 14),
            ({"yshift": -14}, px - wide / 2, py - 14),
            ({"xshift": 8, "xanchor": "left"}, px + 8, py),
            ({"xshift": -8, "xanchor": "right"}, px - 8 - wide, py),
        ]
        boxes = [(x0, x0 + wide, yc - _HIGH / 2, yc + _HIGH / 2) for _, x0, yc in choices]
        free = [n for n, box in enumerate(boxes) if not any(_overlap(box, t) for t in taken)]
        best = free[0] if free else 0
        found[i] = choices[best][0]
        taken.append(boxes[best])
    return [found[i] for i in range(len(dots))]


def _overlap(a: Sequence[float], b: Sequence[float]) -> bool:
    return a[0] < b[1] and b[0] < a[1] and a[2] < b[3] and b[2] < a[3]
