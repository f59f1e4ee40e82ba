"""Areas or subjects in rows, each with its name above its mark and its value at the right.

So that a phone has room. Bars for counts and rates, dots for survey answers, ratios to a reference.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go

from ivp.config import model as m
from ivp.indicators.outcomes import Comparison
from ivp.indicators.rows import rows_of
from ivp.show import style
from ivp.show.display import Picture
from ivp.show.figures import canvas
from ivp.show.getal import Ontbreekt, aantal, getal
from ivp.show.units import SCALES, UNIT_NAMES, shown_values

ROW = 40
"""Pixels per row."""


class DrawnRow(NamedTuple):
    """What is drawn of one row; ``own`` is the municipality, ``hover`` and ``text`` are shown."""

    name: str
    value: float | Ontbreekt
    low: float
    high: float
    own: bool
    hover: str
    text: str


def rows_figure(items: Sequence[DrawnRow], extra: int = 0) -> go.Figure:
    plot = ROW * len(items) + extra
    fig = canvas.plot_figure(plot)
    fig.update_yaxes(
        range=[len(items) - 0.45 + extra / ROW, -0.55], visible=False, automargin=False
    )
    return fig


def lowest(item: DrawnRow) -> float:
    if isinstance(item.value, Ontbreekt):
        return math.nan
    return item.value if math.isnan(item.low) else item.low


def highest(item: DrawnRow) -> float:
    if isinstance(item.value, Ontbreekt):
        return math.nan
    return item.value if math.isnan(item.high) else item.high


def number_of(item: DrawnRow) -> float:
    """The value of an item that has one; raises ``TypeError`` for one that has not."""
    if isinstance(item.value, Ontbreekt):
        raise TypeError(f"{item.name} has no value to draw: {item.value}")
    return item.value


def error_bar(items: Sequence[DrawnRow]) -> dict[str, object]:
    centre = [number_of(item) for item in items]
    return {
        "type": "data",
        "symmetric": False,
        "array": [highest(i) - c for i, c in zip(items, centre, strict=True)],
        "arrayminus": [c - lowest(i) for i, c in zip(items, centre, strict=True)],
        "color": style.INK,
        "thickness": 1.5,
        "width": 4,
    }


def add_dots(fig: go.Figure, some: Sequence[tuple[int, DrawnRow]], own: bool) -> None:
    if not some:
        return
    fig.add_scatter(
        x=[item.value for _, item in some],
        y=[place + 0.17 for place, _ in some],
        mode="markers",
        marker={
            "symbol": "diamond" if own else "circle",
            "size": 11 if own else 9,
            "color": style.GEMEENTE if own else style.OTHERS,
        },
        error_x=error_bar([item for _, item in some]),
        customdata=[item.hover for _, item in some],
        hovertemplate="%{customdata}<extra></extra>",
        cliponaxis=False,
    )


def add_names(fig: go.Figure, items: Sequence[DrawnRow], left: float) -> None:
    names = [style.literal(item.name) for item in items]
    style.annotate(
        fig,
        [
            {
                "x": left,
                "y": place - 0.04,
                "text": f"<b>{name}</b>" if item.own else name,
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


def add_values(fig: go.Figure, items: Sequence[DrawnRow], down: float, log: bool = False) -> None:
    places = [0.0 if isinstance(i.value, Ontbreekt) else highest(i) for i in items]
    style.annotate(
        fig,
        [
            {
                "x": math.log10(at) if log else at,
                "y": place + down,
                "text": item.text,
                "showarrow": False,
                "xanchor": "left",
                "xshift": 6,
                "bgcolor": "white",
                "borderpad": 0,
                "font": {"size": 13, "color": style.INK},
            }
            for place, (at, item) in enumerate(zip(places, items, strict=True))
        ],
    )


_FILL = "#8fb3d1"
"""Of the municipality's bar: light enough for the interval to stand out on it."""


class Reference(NamedTuple):
    """A value to hold the others against, drawn as a line; ``name`` says what it is."""

    name: str
    value: float


def bars(rows: pd.DataFrame, gemeente: m.Gemeente) -> Picture:
    """Areas as bars from high to low with their 95% interval, the municipality filled.

    ``rows`` are rows of one indicator, unit and year, one per area. The municipality is a
    filled bar with a bold name, the others are hatched. A missing value keeps its row and says why.
    """
    rows, items = _items(rows, gemeente)
    unit = canvas.unit_of(rows)
    fig = rows_figure(items)
    numbers = [
        (place, item) for place, item in enumerate(items) if not isinstance(item.value, Ontbreekt)
    ]
    high = max((highest(item) for _, item in numbers), default=1.0) or 1.0
    fig.add_bar(
        x=[item.value for _, item in numbers],
        y=[place + 0.17 for place, _ in numbers],
        width=0.4,
        orientation="h",
        marker={
            "color": _FILL,
            "pattern": {
                "shape": ["" if item.own else "/" for _, item in numbers],
                "fgcolor": style.OTHERS,
                "bgcolor": "white",
                "size": 5,
            },
            "line": {
                "color": [style.GEMEENTE if i.own else style.OTHERS for _, i in numbers],
                "width": 1.2,
            },
        },
        error_x=error_bar([item for _, item in numbers]),
        customdata=[item.hover for _, item in numbers],
        hovertemplate="%{customdata}<extra></extra>",
    )
    add_names(fig, items, 0.0)
    add_values(fig, items, 0.17)
    # A fifth of the width is for the value at the right of the longest bar.
    fig.update_xaxes(range=[0, high * 1.3])
    canvas.mark(fig, UNIT_NAMES[unit], real=bool(rows["werkelijk"].all()))
    alt = f"Staafdiagram, {_what(rows, unit)}, van hoog naar laag. {_list(items)}"
    return Picture(
        fig, canvas.reader_table(rows, rows["gebied_naam"].tolist()), alt, ("aantallen",)
    )


def dots(rows: pd.DataFrame, gemeente: m.Gemeente, references: Sequence[Reference] = ()) -> Picture:
    """Areas as dots from high to low with their 95% interval, and lines to hold them against.

    For survey answers: a mark has no natural zero, so the axis runs over the values shown;
    percentages start at 0. The municipality has a filled diamond, the areas in it a circle.
    """
    rows, items = _items(rows, gemeente)
    unit = canvas.unit_of(rows)
    fig = rows_figure(items, extra=24 * len(references))
    for own in (False, True):
        some = [
            (place, item)
            for place, item in enumerate(items)
            if item.own == own and not isinstance(item.value, Ontbreekt)
        ]
        add_dots(fig, some, own)
    values = [v for i in items for v in (lowest(i), highest(i)) if not math.isnan(v)]
    values += [reference.value for reference in references]
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    if unit in SCALES:
        low, high = math.floor(low * 2) / 2, math.ceil(high * 2) / 2
    else:
        low, high = 0.0, high * 1.05
    add_names(fig, items, low)
    add_values(fig, items, 0.17)
    fig.update_xaxes(range=[low, high + 0.22 * (high - low)])
    for number, reference in enumerate(references):
        _reference(fig, reference, len(items) - 0.15 + number * 0.6, (low, high))
    canvas.mark(fig, UNIT_NAMES[unit], real=bool(rows["werkelijk"].all()))
    table = canvas.reader_table(rows, rows["gebied_naam"].tolist())
    alt = (
        f"Puntendiagram, {_what(rows, unit)}, met 95%-interval, van hoog naar laag. {_list(items)}"
    )
    for reference in references:
        alt += f" Ter vergelijking, {reference.name}: {getal(reference.value, 1)}."
        known = pd.DataFrame({"Gebied": [reference.name], table.columns[2]: [reference.value]})
        table = pd.concat([table.astype(object), known.astype(object)], ignore_index=True)
    year = rows["jaar"].iloc[0]
    table["Jaar"] = [int(value) if pd.notna(value) else int(year) for value in table["Jaar"]]
    table = table.astype(object).where(table.notna(), "geen")
    return Picture(fig, table, alt, ("enquete",))


def _items(rows: pd.DataFrame, gemeente: m.Gemeente) -> tuple[pd.DataFrame, list[DrawnRow]]:
    """The rows from high to low (missing last) and what is drawn of each."""
    if rows["jaar"].nunique() > 1:
        raise ValueError("areas are put beside each other for one year")
    rows = rows.sort_values("waarde", ascending=False, na_position="last", ignore_index=True)
    unit, places = canvas.unit_of(rows), canvas.decimals_of(rows)
    hover = canvas.hover_texts(rows, rows["gebied_naam"].tolist())
    sign = "%" if unit == "procent" else ""
    items = [
        DrawnRow(
            point.gebied_naam,
            value,
            point.ondergrens,
            point.bovengrens,
            point.gebied == gemeente.code,
            text,
            str(value) if isinstance(value, Ontbreekt) else f"{getal(value, places)}{sign}",
        )
        for point, value, text in zip(rows_of(rows), shown_values(rows), hover, strict=True)
    ]
    return rows, items


def _reference(fig: go.Figure, reference: Reference, y: float, axis: tuple[float, float]) -> None:
    part = (reference.value - axis[0]) / (axis[1] - axis[0])
    fig.add_vline(
        x=reference.value,
        line={"color": style.PALETTE[1], "width": 1.5, "dash": "dash"},
        layer="below",
    )
    fig.add_annotation(
        x=reference.value,
        y=y,
        text=f"{style.literal(reference.name)}: {getal(reference.value, 1)}",
        showarrow=False,
        xanchor="left" if part < 0.35 else "right" if part > 0.65 else "center",
        bgcolor="white",
        font={"size": canvas.SMALL, "color": style.PALETTE[1]},
    )


def _what(rows: pd.DataFrame, unit: str) -> str:
    return f"{UNIT_NAMES[unit]}, {rows['jaar'].iloc[0]}, {aantal(len(rows), 'gebied', 'gebieden')}"


def _list(items: Sequence[DrawnRow]) -> str:
    return f"{'; '.join(f'{item.name} {item.text}' for item in items)}."


_TICKS = (0.1, 0.2, 0.5, 1, 2, 5, 10)
"""Ticks for ratios; what is beyond the first or last is drawn at the edge."""


def ratios(outcomes: Mapping[str, Comparison], reference: str, *, real: bool) -> Picture:
    """Per subject how many times the rate of the reference the municipality's is, with interval.

    ``outcomes`` maps the subject's title to its outcome. The axis is logarithmic, so that half
    and twice are equally far from the line at 1. ``real``: no figure is fictitious.
    """
    columns = ["Onderwerp", "Jaar", "Verhouding", "Ondergrens", "Bovengrens"]
    if not outcomes:
        text = "Er zijn geen cijfers om te vergelijken."
        return Picture(canvas.says_why(text), pd.DataFrame(columns=columns), text)
    items = []
    for title, found in sorted(outcomes.items(), key=lambda item: -item[1].ratio.value):
        ratio = found.ratio
        text = _endless(ratio.value)
        limits = f"{getal(ratio.lower, 2)} tot {_endless(ratio.upper)}"
        hover = f"<b>{style.literal(title)}</b>, {found.year}<br>{text} keer"
        hover += f"<br>95%-interval {limits}"
        hover += "" if real else "<br>voorbeeldcijfer"
        items.append(DrawnRow(title, ratio.value, ratio.lower, ratio.upper, False, hover, text))
    fig = rows_figure(items)
    # A logarithmic axis has no place for 0 and infinity, and very wide intervals hide the rest.
    low = max(_TICKS[0], min(0.5, *(item.low for item in items))) / 1.1
    high = min(_TICKS[-1], max(2.0, *(item.high for item in items))) * 1.1
    inside = [
        item._replace(
            value=min(max(number_of(item), low), high),
            low=max(item.low, low),
            high=min(item.high, high),
        )
        for item in items
    ]
    add_dots(fig, list(enumerate(inside)), True)
    add_names(fig, items, math.log10(low))
    add_values(fig, inside, 0.17, log=True)
    end = math.log10(high) + 0.16 * math.log10(high / low)
    ticks = [tick for tick in _TICKS if low <= tick <= high]
    fig.update_xaxes(
        type="log",
        range=[math.log10(low), end],
        tickvals=ticks,
        tickangle=0,
        ticktext=[f"{getal(t, 0 if t >= 1 else 1)}×" for t in ticks],
    )
    fig.add_vline(x=1, line={"color": style.INK, "width": 1.5}, layer="below")
    canvas.mark(fig, "1× is even hoog", real=real)
    table = pd.DataFrame(
        [
            (title, one.year, one.ratio.value, one.ratio.lower, one.ratio.upper)
            for title, one in outcomes.items()
        ],
        columns=columns,
    )
    for column in ("Verhouding", "Bovengrens"):
        values = [x if math.isfinite(x) else "onbegrensd" for x in table[column]]
        table[column] = pd.Series(values, dtype=object)
    parts = [f"{item.name} {item.text}" for item in items]
    alt = (
        f"Puntendiagram van {aantal(len(items), 'verhouding', 'verhoudingen')} tot {reference}, "
        f"met 95%-interval; 1 betekent gelijk. {'; '.join(parts)}."
    )
    return Picture(fig, table, alt, ("vergelijken",))


def _endless(value: float) -> str:
    return getal(value, 2) if math.isfinite(value) else "onbegrensd"
