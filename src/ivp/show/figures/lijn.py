"""How the line of one area is drawn, and its course in words."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from ivp.show import stijl
from ivp.show.eenheid import SCHALEN, met_eenheid
from ivp.show.figures import basis
from ivp.show.figures.basis import Breuk
from ivp.show.getal import getal, opsomming

BAND_VANAF = 5
"""From this many points on the interval is a band; fewer get an error bar each."""


def bereik(rows: pd.DataFrame, unit: str) -> tuple[float, float]:
    """The range of the value axis: from 0, except for marks, with room for intervals."""
    values = pd.concat([rows["waarde"], rows["ondergrens"], rows["bovengrens"]]).dropna()
    if values.empty:
        return 0.0, 1.0
    if unit in SCHALEN:
        return max(0.0, math.floor(values.min() * 2) / 2), min(
            10.0, math.ceil(values.max() * 2) / 2
        )
    return 0.0, float(values.max()) * 1.06 or 1.0


def _segments(rows: pd.DataFrame, cuts: Sequence[Breuk]) -> list[pd.DataFrame]:
    """The stretches of ``rows`` (one area) that may be joined by a line."""
    years: list[int] = rows["jaar"].tolist()
    part = [0]
    for before, year in itertools.pairwise(years):
        apart = year - before > 1 or any(before < cut.jaar <= year for cut in cuts)
        part.append(part[-1] + apart)
    return [group for _, group in rows.groupby(part[: len(years)])]


def teken(
    fig: go.Figure,
    rows: pd.DataFrame,
    name: str,
    number: int,
    own: bool,
    cuts: Sequence[Breuk],
    panel: str | None = None,
) -> None:
    """One area: its line in stretches, its marks, and for the municipality its interval.

    ``panel`` is the number of a small panel's axes, as plotly wants it ("" for the first).
    """
    small, axis = panel is not None, panel or ""
    rows = rows[rows["waarde"].notna()]
    colour = stijl.GEMEENTE if own else stijl.VERGELIJKING
    on: dict[str, Any] = {"xaxis": f"x{axis}", "yaxis": f"y{axis}", "showlegend": False}
    banded = own and len(rows) >= BAND_VANAF and bool(rows["ondergrens"].notna().any())
    for part in _segments(rows, cuts):
        limits = part.dropna(subset=["ondergrens", "bovengrens"])
        if banded and len(limits) > 1:
            fig.add_scatter(
                x=[*limits["jaar"], *limits["jaar"][::-1]],
                y=[*limits["bovengrens"], *limits["ondergrens"][::-1]],
                fill="toself",
                fillcolor=stijl.BAND,
                mode="none",
                hoverinfo="skip",
                **on,
            )
    hover = basis.zweeftekst(rows, [name] * len(rows)) if len(rows) else []
    texts = dict(zip(rows.index, hover, strict=True))
    for part in _segments(rows, cuts):
        single = own and (not banded or len(part) == 1)
        fig.add_scatter(
            x=part["jaar"].tolist(),
            y=part["waarde"].tolist(),
            mode="lines+markers",
            line={
                "color": colour,
                "width": 1.6 if not own else 2 if small else 3,
                "dash": "solid" if own else stijl.STREPEN[1 + number % 5],
            },
            marker={
                "symbol": [
                    f"{stijl.MARKERS[0]}-open" if status == "voorlopig" else stijl.MARKERS[0]
                    for status in part["status"]
                ],
                "size": 8 if own and not small else 5,
                "color": colour,
                "line": {"color": colour, "width": 2 if own else 1},
            },
            error_y=_error(part) if single else None,
            customdata=[texts[index] for index in part.index],
            hovertemplate="%{customdata}<extra></extra>",
            name=basis.tekst(name),
            cliponaxis=False,
            **on,
        )


def _error(part: pd.DataFrame) -> dict[str, Any]:
    return {
        "type": "data",
        "symmetric": False,
        "array": (part["bovengrens"] - part["waarde"]).fillna(0).tolist(),
        "arrayminus": (part["waarde"] - part["ondergrens"]).fillna(0).tolist(),
        "thickness": 1.5,
        "width": 4,
    }


def verloop(rows: pd.DataFrame, unit: str, places: int, *, kort: bool = False) -> str:
    """First, last, highest and lowest value in words; which years are missing."""
    everything = basis.punten(rows.sort_values("jaar"))
    known = [point for point in everything if not math.isnan(point.waarde)]
    if not known:
        return "geen cijfers."
    first, last = known[0], known[-1]
    if len(known) == 1:
        return f"{met_eenheid(last.waarde, unit, places)} in {last.jaar}."
    text = (
        f"van {getal(first.waarde, places)} in {first.jaar} naar "
        f"{getal(last.waarde, places)} in {last.jaar}"
    )
    if kort:
        return f"{text}."
    extremes = {
        "hoogste": max(known, key=lambda point: point.waarde),
        "laagste": min(known, key=lambda point: point.waarde),
    }
    for word, point in extremes.items():
        if point.waarde not in (first.waarde, last.waarde):
            text += f"; {word} {getal(point.waarde, places)} in {point.jaar}"
    missing = [str(point.jaar) for point in everything if math.isnan(point.waarde)]
    return f"{text}; geen cijfer in {opsomming(missing)}." if missing else f"{text}."
