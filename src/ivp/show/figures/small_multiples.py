"""Small multiples: one small panel per indicator, or per area."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from ivp.config import model as m
from ivp.indicators.rows import rows_of
from ivp.show import style
from ivp.show.display import Picture
from ivp.show.figures import canvas
from ivp.show.figures.canvas import SeriesBreak
from ivp.show.figures.lines import BAND_FROM, course, draw_line, value_range
from ivp.show.figures.ranked import bars
from ivp.show.getal import aantal, getal, opsomming
from ivp.show.provenance import method_of
from ivp.show.units import UNIT_NAMES


def panels(
    table: pd.DataFrame,
    definitions: Mapping[str, m.Indicator],
    gemeente: m.Gemeente,
    *,
    columns: int = 2,
    same_scale: bool = False,
) -> Picture:
    """One small panel per indicator, with the first and last value written at the line.

    ``table`` are rows of one area, one unit per indicator; ``definitions`` are those of the
    indicators to be shown, in order. Every panel starts at 0 and has its own scale, unless
    ``same_scale``; the unit is in the panel's title. Panels share the years; a line is cut, with
    a dotted upright, where its series breaks.
    """
    groups = {
        name: table[table["indicator"] == name].sort_values("jaar", ignore_index=True)
        for name in definitions
    }
    groups = {name: rows for name, rows in groups.items() if not rows.empty}
    if not groups:
        empty = pd.DataFrame(columns=["Onderwerp", "Jaar", "Waarde", "Eenheid"])
        text = "Er is geen reeks die lang genoeg is om te tekenen."
        return Picture(canvas.says_why(text), empty, text)
    shown = pd.concat(groups.values())
    cuts = {
        name: canvas.series_breaks(rows["jaar"], definitions[name], gemeente)
        for name, rows in groups.items()
    }
    rows_of_panels = -(-len(groups) // columns)
    heads = {
        name: _panel_title(definitions[name].titel, rows, columns) for name, rows in groups.items()
    }
    plot, head = 68, 14 * max(text.count("<br>") + 1 for text in heads.values()) + 10
    fig = canvas.plot_figure(rows_of_panels * (plot + head), top=24, bottom=26)
    fig.update_layout(margin={"l": 8, "r": 8})
    years = (int(shown["jaar"].min()), int(shown["jaar"].max()))
    tops = {
        name: 1.25 * value_range(rows, canvas.unit_of(rows))[1] for name, rows in groups.items()
    }
    inner = rows_of_panels * (plot + head)
    axes: dict[str, Any] = {}
    texts: list[dict[str, Any]] = []
    uprights: list[dict[str, Any]] = []
    base = style.layout(100).xaxis.to_plotly_json()
    for number, (name, rows) in enumerate(groups.items()):
        row, column = divmod(number, columns)
        y1 = 1 - (row * (plot + head) + head) / inner
        x0 = column / columns + (0.03 if column else 0)
        x1 = (column + 1) / columns - (0.03 if column < columns - 1 else 0)
        axis = "" if number == 0 else str(number + 1)
        high = max(tops.values()) if same_scale else tops[name]
        bottom = row == rows_of_panels - 1 or number + columns >= len(groups)
        axes[f"xaxis{axis}"] = _panel_axis(base, (x0, x1), f"y{axis}") | {
            "range": [years[0] - 0.6, years[1] + 0.6],
            "tickvals": list(years),
            "tickfont": {"size": canvas.SMALL},
            "showticklabels": bottom,
            "showgrid": False,
        }
        axes[f"yaxis{axis}"] = _panel_axis(base, (max(y1 - plot / inner, 0), y1), f"x{axis}") | {
            "range": [0, high],
            "showticklabels": False,
            "ticks": "",
            "showgrid": False,
        }
        uprights += [_upright(cut, axis) for cut in cuts[name]]
        texts += _panel(fig, rows, definitions[name].titel, axis, cuts[name])
        at = {"xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom"}
        font = {"size": 11}
        texts.append(style.note(heads[name], x0, y1, align="left", font=font, **at))
    for name, axis in axes.items():
        fig.layout[name] = axis  # whole axes: to update them would go through each property
    if uprights:
        fig.layout.shapes = uprights
    style.annotate(fig, texts)
    canvas.mark(fig, "", real=bool(shown["werkelijk"].all()))
    frame = pd.concat(
        [
            canvas.reader_table(rows, [definitions[name].titel] * len(rows), "Onderwerp")
            .rename(columns={UNIT_NAMES[canvas.unit_of(rows)].capitalize(): "Waarde"})
            .assign(Eenheid=UNIT_NAMES[canvas.unit_of(rows)])
            for name, rows in groups.items()
        ],
        ignore_index=True,
    )
    used = tuple(method_of(definitions[name]) for name in groups)
    return Picture(fig, _ordered(frame), _alt(groups, definitions, cuts), used)


def panels_by_area(
    table: pd.DataFrame, definition: m.Indicator, gemeente: m.Gemeente, *, columns: int = 3
) -> Picture:
    """One small panel per area, all on one scale; for a single year bars from high to low.

    ``table`` are rows of one indicator and unit. A panel of one point says less than a bar.
    """
    if table["jaar"].nunique() < 2:
        return bars(table, gemeente)
    names = dict(zip(table["gebied"], table["gebied_naam"], strict=True))
    picture = panels(
        table.assign(indicator=table["gebied"]),
        {
            code: definition.model_copy(update={"titel": str(name)})
            for code, name in sorted(names.items())
        },
        gemeente,
        columns=columns,
        same_scale=True,
    )
    return replace(picture, table=picture.table.rename(columns={"Onderwerp": "Gebied"}))


def _ordered(frame: pd.DataFrame) -> pd.DataFrame:
    first = ["Onderwerp", "Jaar", "Eenheid", "Waarde"]
    frame = frame[[*first, *(name for name in frame.columns if name not in first)]].astype(object)
    for name in ("Ondergrens", "Bovengrens", "Status"):
        if name in frame:
            frame[name] = frame[name].where(frame[name].notna(), "geen")
    return frame


def _panel_axis(axis: dict[str, Any], domain: tuple[float, float], anchor: str) -> dict[str, Any]:
    return axis | {"domain": list(domain), "anchor": anchor, "automargin": False}


def _panel_title(title: str, rows: pd.DataFrame, columns: int) -> str:
    return f"<b>{style.wrapped(title, 44 // columns)}</b><br>{UNIT_NAMES[canvas.unit_of(rows)]}"


def _panel(
    fig: go.Figure, rows: pd.DataFrame, title: str, axis: str, cuts: Sequence[SeriesBreak]
) -> list[dict[str, Any]]:
    """Draws the line of one panel; its first and last value are to be written above it."""
    places = canvas.decimals_of(rows)
    draw_line(fig, rows, title, 0, True, cuts, axis)
    known = [point for point in rows_of(rows) if not math.isnan(point.waarde)]
    barred = len(known) < BAND_FROM
    at = {"xref": f"x{axis}", "yref": f"y{axis}", "yanchor": "bottom", "yshift": 4}
    font = {"size": canvas.SMALL, "color": style.GEMEENTE}
    return [
        style.note(
            getal(point.waarde, places),
            point.jaar,
            point.bovengrens if barred and not math.isnan(point.bovengrens) else point.waarde,
            font=font,
            **at,
        )
        for point in dict.fromkeys([*known[:1], *known[-1:]])
    ]


def _upright(cut: SeriesBreak, axis: str) -> dict[str, Any]:
    """The dotted line in a panel where its series breaks."""
    return {
        "type": "line",
        "xref": f"x{axis}",
        "yref": f"y{axis} domain",
        "x0": cut.year - 0.5,
        "x1": cut.year - 0.5,
        "y0": 0,
        "y1": 1,
        "line": {"color": style.OTHERS, "width": 1, "dash": "dot"},
    }


def _alt(
    groups: Mapping[str, pd.DataFrame],
    definitions: Mapping[str, m.Indicator],
    cuts: Mapping[str, Sequence[SeriesBreak]],
) -> str:
    parts = []
    for name, rows in groups.items():
        unit = canvas.unit_of(rows)
        words = course(rows, unit, canvas.decimals_of(rows), short=True)
        parts.append(f"{definitions[name].titel}, {UNIT_NAMES[unit]}: {words}")
    text = f"{aantal(len(parts), 'lijnfiguur', 'kleine lijnfiguren')}. {' '.join(parts)}"
    broken = sorted({cut.year for found in cuts.values() for cut in found})
    if broken:
        text += f" Lijnen zijn onderbroken bij {opsomming([str(year) for year in broken])}."
    return text
