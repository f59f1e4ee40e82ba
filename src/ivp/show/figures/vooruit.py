"""The years that were and the years that may come, with 80% and 95% prediction intervals."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from ivp.config import model as m
from ivp.show import stijl
from ivp.show.eenheid import NAAM, decimalen, met_eenheid
from ivp.show.figures import basis
from ivp.show.getal import getal
from ivp.show.planning import Beeld
from ivp.stats.forecast import Forecast, Prediction

_PLOT = 260
_BANDEN = (("low95", "high95", "#d9e6f0", "95%"), ("low80", "high80", "#a9c6dd", "80%"))


def vooruitblik(cijfers: pd.DataFrame, uitkomst: Forecast, definitie: m.Indicator) -> Beeld:
    """The series of one area as a line, the coming years as a dashed line in two bands.

    ``cijfers`` are rows of one indicator, unit and area of the indicator table. How often the
    intervals held in the back-test stands in the figure, above the plot.
    """
    rows = cijfers[cijfers["waarde"].notna()].sort_values("jaar", ignore_index=True)
    unit = basis.eenheid_van(rows)
    values = rows["waarde"].astype(float).tolist()
    places = decimalen(unit, values)
    fig = basis.figuur(_PLOT, boven=basis.BOVEN + 18)
    last = (int(rows["jaar"].iloc[-1]), values[-1])
    for low, high, colour, _ in _BANDEN:
        ahead = uitkomst.predictions
        years = [last[0], *(p.year for p in ahead)]
        upper = [last[1], *(getattr(p, high) for p in ahead)]
        lower = [last[1], *(getattr(p, low) for p in ahead)]
        fig.add_scatter(
            x=[*years, *years[::-1]],
            y=[*upper, *lower[::-1]],
            fill="toself",
            fillcolor=colour,
            line={"width": 0},
            hoverinfo="skip",
            mode="lines",
        )
    _line(
        fig,
        rows["jaar"].tolist(),
        values,
        basis.zweeftekst(rows, rows["gebied_naam"].tolist()),
        "solid",
    )
    _line(
        fig,
        [last[0], *(p.year for p in uitkomst.predictions)],
        [last[1], *(p.value for p in uitkomst.predictions)],
        ["", *(_hover(p, unit, places) for p in uitkomst.predictions)],
        "dot",
    )
    end = uitkomst.predictions[-1]
    for value, text in ((end.high95, "95%"), (end.high80, "80%"), (end.value, "midden")):
        fig.add_annotation(
            x=end.year,
            y=value,
            text=text,
            showarrow=False,
            xanchor="left",
            xshift=6,
            font={"size": basis.KLEIN, "color": stijl.VERGELIJKING},
        )
    ticks = basis.jaarstappen([int(rows["jaar"].iloc[0]), end.year])
    fig.update_xaxes(
        range=[int(rows["jaar"].iloc[0]) - 0.3, end.year + 0.3],
        tickvals=ticks,
        ticktext=[str(year) for year in ticks],
        showgrid=False,
    )
    fig.update_yaxes(range=[0, 1.05 * max(*values, end.high95)], tickformat=",.10~g")
    fig.update_layout(margin={"r": 62})
    basis.merk(fig, rows, NAAM[unit])
    fig.update_annotations(yshift=22, selector={"yshift": 6})
    fig.add_annotation(
        xref="paper",
        yref="paper",
        x=0,
        y=1,
        yshift=4,
        text=_held(uitkomst),
        showarrow=False,
        xanchor="left",
        yanchor="bottom",
        font={"size": basis.KLEIN, "color": stijl.INKT},
    )
    table = pd.DataFrame(
        [(p.year, p.value, p.low80, p.high80, p.low95, p.high95) for p in uitkomst.predictions],
        columns=["Jaar", "Midden", "80% van", "80% tot", "95% van", "95% tot"],
    )
    alt = (
        f"Lijnfiguur, {definitie.titel.lower()}, {NAAM[unit]}: van {getal(values[0], places)} in "
        f"{rows['jaar'].iloc[0]} naar {getal(last[1], places)} in {last[0]}. Vooruitblik tot "
        f"{end.year}: met 95% kans tussen {getal(end.low95, places)} en {getal(end.high95, places)}"
        f". {_held(uitkomst)}."
    )
    return Beeld(fig, table, alt, ("vooruitblik",))


def _line(fig: go.Figure, x: list[int], y: list[float], hover: list[str], dash: str) -> None:
    fig.add_scatter(
        x=x,
        y=y,
        mode="lines+markers",
        line={"color": stijl.GEMEENTE, "width": 2.5, "dash": dash},
        marker={"size": 7, "symbol": "circle" if dash == "solid" else "circle-open"},
        customdata=hover,
        hovertemplate="%{customdata}<extra></extra>",
    )


def _hover(p: Prediction, unit: str, places: int) -> str:
    return (
        f"<b>Vooruitblik</b>, {p.year}<br>{met_eenheid(p.value, unit, places)}<br>"
        f"80%: {getal(p.low80, places)} tot {getal(p.high80, places)}<br>"
        f"95%: {getal(p.low95, places)} tot {getal(p.high95, places)}"
    )


def _held(uitkomst: Forecast) -> str:
    b = uitkomst.backtest
    return (
        f"Terugkijkend klopte de 80%-band {b.inside80} en de 95%-band {b.inside95} "
        f"van de {b.predictions} keer"
    )
