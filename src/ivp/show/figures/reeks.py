"""One indicator over the years, in one or a few areas."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from ivp.config import model as m
from ivp.show import methode, stijl
from ivp.show.eenheid import NAAM
from ivp.show.figures import basis
from ivp.show.figures.basis import Breuk
from ivp.show.figures.lijn import bereik, teken, verloop
from ivp.show.getal import opsomming
from ivp.show.planning import Beeld

_PLOT = 250
_LETTERBREEDTE = 8
"""Pixels per character of a label at the line's end: room enough for a wide font in bold."""
_REGEL = 15


def reeks(cijfers: pd.DataFrame, gemeente: m.Gemeente, definitie: m.Indicator) -> Beeld:
    """One indicator over the years: the municipality thick with its interval, other areas grey.

    ``cijfers`` are rows of one indicator in one unit of the indicator table, one per area and year.
    The line is cut where the series breaks, where areas merged, and where a figure is missing;
    provisional years have an open mark. Each line has its name at the end. Counts, rates and
    percentages start at 0.
    """
    rows = cijfers.sort_values(["gebied", "jaar"], ignore_index=True)
    unit = basis.eenheid_van(rows)
    names = _areas(rows, gemeente)
    years = sorted(rows["jaar"].unique().tolist())
    cuts = basis.breuken_in(years, definitie, gemeente)
    fig = basis.figuur(_PLOT, boven=basis.BOVEN + (16 if cuts else 0))
    low, high = bereik(rows, unit)
    ends: dict[str, float] = {}
    for number, (code, name) in enumerate(names.items()):
        own = rows[rows["gebied"] == code]
        teken(fig, own, name, number, code == gemeente.code, cuts)
        known = own[own["waarde"].notna()]
        if not known.empty:
            ends[code] = float(known["waarde"].iloc[-1])
    _year_axis(fig, years)
    fig.update_yaxes(range=[low, high], tickformat=",.10~g")
    _end_labels(fig, ends, names, gemeente.code, years[-1], (low, high))
    for cut in cuts:
        _cut(fig, cut)
    basis.merk(fig, rows, NAAM[unit])
    if cuts:
        fig.update_annotations(yshift=20, selector={"yshift": 6})
    several = [str(name) for name in rows["gebied_naam"]] if len(names) > 1 else []
    return Beeld(
        fig, basis.tabel(rows, several), _alt(rows, names, unit, cuts), (methode.van(definitie),)
    )


def _areas(rows: pd.DataFrame, gemeente: m.Gemeente) -> dict[str, str]:
    """The areas with their names, the municipality last so that it is drawn on top."""
    names = dict(zip(rows["gebied"], rows["gebied_naam"], strict=True))
    return dict(sorted(names.items(), key=lambda item: item[0] == gemeente.code))


def _year_axis(fig: go.Figure, years: Sequence[int]) -> None:
    ticks = basis.jaarstappen(years)
    side = max(0.04 * (years[-1] - years[0]), 0.1)
    fig.update_xaxes(
        range=[years[0] - side, years[-1] + side],
        tickvals=ticks,
        ticktext=[str(year) for year in ticks],
        showgrid=False,
    )


def _end_labels(
    fig: go.Figure,
    ends: Mapping[str, float],
    names: Mapping[str, str],
    own: str,
    last: int,
    assen: tuple[float, float],
) -> None:
    """The areas' names to the right of their last value, moved apart where they would overlap."""
    lines = {code: basis.regels(names[code], 14) for code in ends}
    widest = max((len(line) for text in lines.values() for line in text), default=0)
    margin = max(16, int(widest * _LETTERBREEDTE) + 16) if len(ends) > 1 else 16
    fig.update_layout(margin={"r": margin})
    if len(ends) < 2:
        return
    scale = _PLOT / (assen[1] - assen[0])
    wanted = sorted(ends, key=lambda code: -ends[code])
    below = -math.inf
    texts: list[dict[str, Any]] = []
    for code in wanted:
        half = len(lines[code]) * _REGEL / 2
        place = (assen[1] - ends[code]) * scale
        place = max(place, below + half)
        below = place + half
        text = "<br>".join(lines[code])
        texts.append(
            {
                "x": 1,
                "xref": "paper",
                "y": ends[code],
                "yshift": (assen[1] - ends[code]) * scale - place,
                "xshift": 3,
                "text": f"<b>{text}</b>" if code == own else text,
                "showarrow": False,
                "xanchor": "left",
                "align": "left",
                "font": {
                    "size": 13,
                    "color": stijl.GEMEENTE if code == own else stijl.VERGELIJKING,
                },
            }
        )
    basis.schrijf(fig, texts)


def _cut(fig: go.Figure, cut: Breuk) -> None:
    fig.add_shape(
        type="line",
        x0=cut.jaar - 0.5,
        x1=cut.jaar - 0.5,
        yref="paper",
        y0=0,
        y1=1,
        line={"color": stijl.VERGELIJKING, "width": 1.5, "dash": "dot"},
    )
    fig.add_annotation(
        x=cut.jaar - 0.5,
        yref="paper",
        y=1,
        yshift=2,
        text=f"{cut.naam} {cut.jaar}",
        showarrow=False,
        xanchor="left",
        xshift=-4,
        yanchor="bottom",
        font={"size": basis.KLEIN, "color": stijl.VERGELIJKING},
    )


def _alt(rows: pd.DataFrame, names: Mapping[str, str], unit: str, cuts: Sequence[Breuk]) -> str:
    years = rows["jaar"]
    text = (
        f"Lijnfiguur, {NAAM[unit]}, {years.min()} tot en met {years.max()}, "
        f"voor {opsomming(list(names.values())[::-1])}."
    )
    places = basis.decimalen_van(rows)
    for code, name in list(names.items())[::-1]:
        text += f" {name}: {verloop(rows[rows['gebied'] == code], unit, places)}"
    for cut in cuts:
        text += f" De lijn is onderbroken bij {cut.jaar} ({cut.naam})."
    return text
