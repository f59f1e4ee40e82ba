"""What all figures of indicators share: labels, hover text, marks, and the table beside them."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from ivp import dutch
from ivp.config import model as m
from ivp.indicators.rows import rows_of
from ivp.show import style
from ivp.show.units import UNIT_NAMES, decimals_for, shown_values, with_unit

TOP, BOTTOM = 30, 34
"""Room above a plot (unit, mark of example figures) and below it (the axis), in pixels."""
SMALL = 12
SMALL_GREY = {"size": SMALL, "color": style.OTHERS}
HOVER = "%{customdata}<extra></extra>"
"""What appears on hover is the text in ``customdata``."""


class SeriesBreak(NamedTuple):
    """A line is not drawn from before this year to it; ``name`` says why."""

    year: int
    name: str


def series_breaks(
    years: Iterable[int], definition: m.Indicator, gemeente: m.Gemeente
) -> list[SeriesBreak]:
    """Where a series breaks within ``years``: another way of counting, or a merger."""
    span = list(years)
    found = {SeriesBreak(one.jaar, "andere telling") for one in definition.reeksbreuken}
    found |= {SeriesBreak(one.samengevoegd, "samenvoeging") for one in gemeente.voorgangers}
    return sorted(one for one in found if min(span) < one.year <= max(span))


def unit_of(rows: pd.DataFrame) -> str:
    """The one unit of ``rows``. Raises ``ValueError`` when there is not exactly one."""
    units = rows["eenheid"].unique()
    if len(units) != 1:
        raise ValueError(f"a figure shows one unit, not {sorted(units)}")
    return str(units[0])


def decimals_of(rows: pd.DataFrame) -> int:
    """The decimals for all values in ``rows``, which have one unit."""
    return decimals_for(unit_of(rows), rows["waarde"])


def hover_texts(rows: pd.DataFrame, name: str | None = None) -> list[str]:
    """What appears on hover over each row: ``name`` or its area, year, value, interval, status."""
    unit, places = unit_of(rows), decimals_of(rows)
    found = []
    for row in rows_of(rows):
        title = f"<b>{style.literal(name or row.gebied_naam)}</b>, {row.jaar}"
        lines = [title, with_unit(row.waarde, unit, places)]
        if not math.isnan(row.ondergrens):
            limits = (
                f"{dutch.number(row.ondergrens, places)} tot {dutch.number(row.bovengrens, places)}"
            )
            lines.append(f"95%-interval {limits}")
        lines += ["voorlopig"] if row.status == "voorlopig" else []
        lines += [] if row.werkelijk else ["voorbeeldcijfer"]
        found.append("<br>".join(lines))
    return found


def reader_table(
    rows: pd.DataFrame, names: Iterable[str] = (), head: str = "Gebied"
) -> pd.DataFrame:
    """The rows as readers see them: ``head`` (with ``names``), year, value, limits, status.

    A column that says the same or nothing for all rows (limits, status) is left out.
    """
    shown = list(names)
    table = pd.DataFrame({head: shown} if shown else {})
    table["Jaar"] = rows["jaar"].tolist()
    value = UNIT_NAMES[unit_of(rows)].capitalize()
    table[value] = pd.Series(shown_values(rows), dtype=object)
    limits = rows[["ondergrens", "bovengrens"]].reset_index(drop=True)
    known = limits["ondergrens"].notna()
    if not known.all():
        limits = limits.astype(object).where(known, "geen", axis=0)
    if known.any():
        table[["Ondergrens", "Bovengrens"]] = limits
    if (rows["status"] == "voorlopig").any():
        table["Status"] = rows["status"].tolist()
    return table


def error_bar(rows: pd.DataFrame, **look: Any) -> dict[str, Any]:
    """The intervals of ``rows`` as plotly draws them; of length 0 where there is none."""
    return {
        "type": "data",
        "symmetric": False,
        "array": (rows["bovengrens"] - rows["waarde"]).fillna(0).tolist(),
        "arrayminus": (rows["waarde"] - rows["ondergrens"]).fillna(0).tolist(),
        "thickness": 1.5,
        "width": 4,
        **look,
    }


def plot_figure(plot: int, *, top: int = TOP, bottom: int = BOTTOM) -> go.Figure:
    """An empty figure whose plot area is ``plot`` pixels high; hover shows ``customdata``."""
    fig = style.empty_figure(plot + top + bottom)
    fig.update_layout(margin={"l": 8, "r": 16, "t": top, "b": bottom})
    fig.update_xaxes(automargin=False)
    return fig


def mark(fig: go.Figure, unit: str, *, real: bool, up: int = 6) -> None:
    """Above the plot: left the unit, right that the figures are examples unless ``real``.

    ``up`` is how many pixels above, where something else stands there as well.
    """
    right = fig.layout.margin.r - 8
    at = {"yref": "paper", "yshift": up, "yanchor": "bottom", "font": SMALL_GREY}
    left = style.note(unit, 0.0, 1, xref="x domain", xanchor="left", xshift=0, **at)
    text = "<i>voorbeeldcijfers</i>"
    example = style.note(text, 1.0, 1, xref="paper", xanchor="right", xshift=right, **at)
    style.annotate(fig, [*([left] if unit else []), *([] if real else [example])])


def says_why(text: str) -> go.Figure:
    """A figure that says why there is nothing to draw."""
    fig = style.empty_figure(90)
    fig.update_xaxes(visible=False)
    fig.update_yaxes(visible=False)
    fig.add_annotation(style.note(style.literal(text), 0.5, 0.5, xref="paper", yref="paper"))
    return fig


def year_axis(fig: go.Figure, first: int, last: int, side: float) -> None:
    """Six labels at most, evenly spaced, the last year among them; ``side`` years of room."""
    step = -(-(last - first + 1) // 6)
    ticks = list(range(last, first - 1, -step))[::-1]
    texts = [str(year) for year in ticks]
    fig.update_xaxes(
        range=[first - side, last + side], tickvals=ticks, ticktext=texts, showgrid=False
    )
