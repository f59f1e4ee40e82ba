"""Lines over the years: of one or a few areas, of many in small panels, and of what may come."""

from __future__ import annotations

import itertools
import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from ivp import dutch
from ivp.config import model as m
from ivp.indicators.rows import rows_of
from ivp.show import style
from ivp.show.display import Picture
from ivp.show.figures import canvas
from ivp.show.figures.canvas import SeriesBreak
from ivp.show.figures.ranked import bars
from ivp.show.provenance import method_of
from ivp.show.units import SCALES, UNIT_NAMES, decimals_for, with_unit
from ivp.stats.forecast import Forecast, Prediction

BAND_FROM = 5
"""From this many points on the interval is a band; fewer get an error bar each."""


def value_range(rows: pd.DataFrame, unit: str) -> tuple[float, float]:
    """The range of the value axis: from 0, except for marks, with room for intervals."""
    values = pd.concat([rows["waarde"], rows["ondergrens"], rows["bovengrens"]]).dropna()
    if values.empty:
        return 0.0, 1.0
    if unit in SCALES:
        return max(0.0, math.floor(values.min() * 2) / 2), min(
            10.0, math.ceil(values.max() * 2) / 2
        )
    return 0.0, float(values.max()) * 1.06 or 1.0


def _segments(rows: pd.DataFrame, cuts: Sequence[SeriesBreak]) -> list[pd.DataFrame]:
    """The stretches of ``rows`` (one area) that may be joined by a line."""
    years: list[int] = rows["jaar"].tolist()
    part = [0]
    for before, year in itertools.pairwise(years):
        apart = year - before > 1 or any(before < cut.year <= year for cut in cuts)
        part.append(part[-1] + apart)
    return [group for _, group in rows.groupby(part[: len(years)])]


def draw_line(
    fig: go.Figure,
    rows: pd.DataFrame,
    name: str,
    number: int,
    own: bool,
    cuts: Sequence[SeriesBreak],
    panel: str | None = None,
) -> None:
    """One area: its line in stretches, its marks, and for the municipality its interval.

    ``panel`` is the number of a small panel's axes, as plotly wants it ("" for the first).
    """
    small, axis = panel is not None, panel or ""
    rows = rows[rows["waarde"].notna()]
    colour = style.GEMEENTE if own else style.OTHERS
    on: dict[str, Any] = {"xaxis": f"x{axis}", "yaxis": f"y{axis}", "showlegend": False}
    banded = own and len(rows) >= BAND_FROM and bool(rows["ondergrens"].notna().any())
    for part in _segments(rows, cuts):
        limits = part.dropna(subset=["ondergrens", "bovengrens"])
        if banded and len(limits) > 1:
            fig.add_scatter(
                x=[*limits["jaar"], *limits["jaar"][::-1]],
                y=[*limits["bovengrens"], *limits["ondergrens"][::-1]],
                fill="toself",
                fillcolor=style.BAND,
                mode="none",
                hoverinfo="skip",
                **on,
            )
    hover = canvas.hover_texts(rows, name) if len(rows) else []
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
                "dash": "solid" if own else style.DASHES[1 + number % 5],
            },
            marker={
                "symbol": [
                    f"{style.MARKERS[0]}-open" if status == "voorlopig" else style.MARKERS[0]
                    for status in part["status"]
                ],
                "size": 8 if own and not small else 5,
                "color": colour,
                "line": {"color": colour, "width": 2 if own else 1},
            },
            error_y=canvas.error_bar(part) if single else None,
            customdata=[texts[index] for index in part.index],
            hovertemplate=canvas.HOVER,
            name=style.literal(name),
            cliponaxis=False,
            **on,
        )


def course(rows: pd.DataFrame, unit: str, places: int, *, short: bool = False) -> str:
    """First, last, highest and lowest value in words; which years are missing."""
    everything = rows_of(rows.sort_values("jaar"))
    known = [point for point in everything if not math.isnan(point.waarde)]
    if not known:
        return "geen cijfers."
    first, last = known[0], known[-1]
    if len(known) == 1:
        return f"{with_unit(last.waarde, unit, places)} in {last.jaar}."
    text = (
        f"van {dutch.number(first.waarde, places)} in {first.jaar} naar "
        f"{dutch.number(last.waarde, places)} in {last.jaar}"
    )
    if short:
        return f"{text}."
    extremes = {
        "hoogste": max(known, key=lambda point: point.waarde),
        "laagste": min(known, key=lambda point: point.waarde),
    }
    for word, point in extremes.items():
        if point.waarde not in (first.waarde, last.waarde):
            text += f"; {word} {dutch.number(point.waarde, places)} in {point.jaar}"
    missing = [str(point.jaar) for point in everything if math.isnan(point.waarde)]
    return f"{text}; geen cijfer in {dutch.listing(missing)}." if missing else f"{text}."


_PLOT = 250
_CHARACTER = 8
"""Pixels per character of a label at the line's end: room enough for a wide font in bold."""
_LINE = 15


def series(rows: pd.DataFrame, gemeente: m.Gemeente, definition: m.Indicator) -> Picture:
    """One indicator over the years: ``gemeente`` thick with its interval, other areas grey.

    ``rows`` are rows of one indicator in one unit, one per area and year; ``definition`` says where
    its series breaks.
    The line is cut where the series breaks, where areas merged, and where a figure is missing;
    provisional years have an open mark. Each line has its name at the end. Counts, rates and
    percentages start at 0.
    Example: ``figures.series(rows, h.gemeente, h.definition("woninginbraak"))``.
    """
    rows = rows.sort_values(["gebied", "jaar"], ignore_index=True)
    unit = canvas.unit_of(rows)
    names = _areas(rows, gemeente)
    years = sorted(rows["jaar"].unique().tolist())
    cuts = canvas.series_breaks(years, definition, gemeente)
    fig = canvas.plot_figure(_PLOT, top=canvas.TOP + (16 if cuts else 0))
    low, high = value_range(rows, unit)
    ends: dict[str, float] = {}
    for number, (code, name) in enumerate(names.items()):
        own = rows[rows["gebied"] == code]
        draw_line(fig, own, name, number, code == gemeente.code, cuts)
        known = own[own["waarde"].notna()]
        if not known.empty:
            ends[code] = float(known["waarde"].iloc[-1])
    canvas.year_axis(fig, years[0], years[-1], max(0.04 * (years[-1] - years[0]), 0.1))
    fig.update_yaxes(range=[low, high], tickformat=",.10~g")
    _end_labels(fig, ends, names, gemeente.code, (low, high))
    for cut in cuts:
        _cut(fig, cut)
    real = bool(rows["werkelijk"].all())
    canvas.mark(fig, UNIT_NAMES[unit], real=real, up=20 if cuts else 6)
    several = [str(name) for name in rows["gebied_naam"]] if len(names) > 1 else []
    table, alt = canvas.reader_table(rows, several), _alt(rows, names, unit, cuts)
    return Picture(fig, table, alt, (method_of(definition),))


def _areas(rows: pd.DataFrame, gemeente: m.Gemeente) -> dict[str, str]:
    """The areas with their names, the municipality last so that it is drawn on top."""
    names = dict(zip(rows["gebied"], rows["gebied_naam"], strict=True))
    return dict(sorted(names.items(), key=lambda item: item[0] == gemeente.code))


def _end_labels(
    fig: go.Figure,
    ends: Mapping[str, float],
    names: Mapping[str, str],
    own: str,
    limits: tuple[float, float],
) -> None:
    """The areas' names to the right of their last value, moved apart where they would overlap."""
    lines = {code: style.lines_of(names[code], 14) for code in ends}
    widest = max((len(line) for text in lines.values() for line in text), default=0)
    margin = max(16, int(widest * _CHARACTER) + 16) if len(ends) > 1 else 16
    fig.update_layout(margin={"r": margin})
    if len(ends) < 2:
        return
    scale = _PLOT / (limits[1] - limits[0])
    wanted = sorted(ends, key=lambda code: -ends[code])
    below = -math.inf
    texts: list[dict[str, Any]] = []
    for code in wanted:
        half = len(lines[code]) * _LINE / 2
        place = (limits[1] - ends[code]) * scale
        place = max(place, below + half)
        below = place + half
        text = "<br>".join(lines[code])
        texts.append(
            style.note(
                f"<b>{text}</b>" if code == own else text,
                1,
                ends[code],
                xref="paper",
                yshift=(limits[1] - ends[code]) * scale - place,
                xshift=3,
                xanchor="left",
                align="left",
                font={"size": 13, "color": style.GEMEENTE if code == own else style.OTHERS},
            )
        )
    style.annotate(fig, texts)


def _upright(cut: SeriesBreak, width: float, **axes: str) -> dict[str, Any]:
    """The dotted line where a series breaks, from the bottom of the plot to its top."""
    x, line = cut.year - 0.5, {"color": style.OTHERS, "width": width, "dash": "dot"}
    return {"type": "line", "x0": x, "x1": x, "y0": 0, "y1": 1, "line": line, **axes}


def _cut(fig: go.Figure, cut: SeriesBreak) -> None:
    fig.add_shape(_upright(cut, 1.5, yref="paper"))
    text = f"{cut.name} {cut.year}"
    at = {"yref": "paper", "xanchor": "left", "xshift": -4, "yanchor": "bottom", "yshift": 2}
    fig.add_annotation(style.note(text, cut.year - 0.5, 1, font=canvas.SMALL_GREY, **at))


def _alt(
    rows: pd.DataFrame, names: Mapping[str, str], unit: str, cuts: Sequence[SeriesBreak]
) -> str:
    years = rows["jaar"]
    text = (
        f"Lijnfiguur, {UNIT_NAMES[unit]}, {years.min()} tot en met {years.max()}, "
        f"voor {dutch.listing(list(names.values())[::-1])}."
    )
    places = canvas.decimals_of(rows)
    for code, name in list(names.items())[::-1]:
        text += f" {name}: {course(rows[rows['gebied'] == code], unit, places)}"
    for cut in cuts:
        text += f" De lijn is onderbroken bij {cut.year} ({cut.name})."
    return text


_OUTLOOK_PLOT = 260
_BANDS = (("low95", "high95", "#d9e6f0"), ("low80", "high80", "#a9c6dd"))


def outlook(rows: pd.DataFrame, forecast: Forecast, definition: m.Indicator) -> Picture:
    """The series of one area as a line, the coming years as a dashed line in two bands.

    ``rows`` are rows of one indicator (``definition``), unit and area; ``forecast`` is that of
    ``outcomes.outlook``. How often the intervals held in the back-test stands above the plot.
    Example: ``figures.outlook(rows, forecast, h.definition("misdrijven-cbs"))``.
    """
    rows = rows[rows["waarde"].notna()].sort_values("jaar", ignore_index=True)
    unit = canvas.unit_of(rows)
    values = rows["waarde"].astype(float).tolist()
    places = decimals_for(unit, values)
    fig = canvas.plot_figure(_OUTLOOK_PLOT, top=canvas.TOP + 18)
    last, ahead = (int(rows["jaar"].iloc[-1]), values[-1]), forecast.predictions
    for low, high, colour in _BANDS:
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
    past = (rows["jaar"].tolist(), values, canvas.hover_texts(rows))
    coming = (
        [last[0], *(p.year for p in ahead)],
        [last[1], *(p.value for p in ahead)],
        ["", *(_hover(p, unit, places) for p in ahead)],
    )
    for (x, y, hover), dash, symbol in ((past, "solid", "circle"), (coming, "dot", "circle-open")):
        fig.add_scatter(
            x=x,
            y=y,
            mode="lines+markers",
            line={"color": style.GEMEENTE, "width": 2.5, "dash": dash},
            marker={"size": 7, "symbol": symbol},
            customdata=hover,
            hovertemplate=canvas.HOVER,
        )
    end = ahead[-1]
    look = {"xanchor": "left", "xshift": 6, "font": canvas.SMALL_GREY}
    for value, text in ((end.high95, "95%"), (end.high80, "80%"), (end.value, "midden")):
        fig.add_annotation(style.note(text, end.year, value, **look))
    canvas.year_axis(fig, int(rows["jaar"].iloc[0]), end.year, 0.3)
    fig.update_yaxes(range=[0, 1.05 * max(*values, end.high95)], tickformat=",.10~g")
    fig.update_layout(margin={"r": 62})
    canvas.mark(fig, UNIT_NAMES[unit], real=bool(rows["werkelijk"].all()), up=22)
    at = {"xref": "paper", "yref": "paper", "xanchor": "left", "yanchor": "bottom", "yshift": 4}
    font = {"size": canvas.SMALL, "color": style.INK}
    fig.add_annotation(style.note(_held(forecast), 0, 1, font=font, **at))
    table = pd.DataFrame(
        [(p.year, p.value, p.low80, p.high80, p.low95, p.high95) for p in ahead],
        columns=["Jaar", "Midden", "80% van", "80% tot", "95% van", "95% tot"],
    )
    alt = (
        f"Lijnfiguur, {definition.titel.lower()}, {UNIT_NAMES[unit]}: van "
        f"{dutch.number(values[0], places)} in {rows['jaar'].iloc[0]} naar "
        f"{dutch.number(last[1], places)} in {last[0]}. Vooruitblik tot {end.year}: met 95% kans "
        f"tussen {dutch.number(end.low95, places)} en {dutch.number(end.high95, places)}. "
        f"{_held(forecast)}."
    )
    return Picture(fig, table, alt, ("vooruitblik",))


def _hover(p: Prediction, unit: str, places: int) -> str:
    return (
        f"<b>Vooruitblik</b>, {p.year}<br>{with_unit(p.value, unit, places)}<br>"
        f"80%: {dutch.number(p.low80, places)} tot {dutch.number(p.high80, places)}<br>"
        f"95%: {dutch.number(p.low95, places)} tot {dutch.number(p.high95, places)}"
    )


def _held(forecast: Forecast) -> str:
    b = forecast.backtest
    return (
        f"Terugkijkend klopte de 80%-band {b.inside80} en de 95%-band {b.inside95} "
        f"van de {b.predictions} keer"
    )


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
    indicators to be shown, in order, ``columns`` panels beside each other. Every panel starts at 0
    and has its own scale, unless ``same_scale``; the unit is in its title. Panels share the years;
    a line is cut, with a dotted upright, where its series breaks (``gemeente``: where it merged).
    Example: ``figures.panels(rows, h.definitions, h.gemeente, same_scale=True)``.
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
    units = {name: canvas.unit_of(rows) for name, rows in groups.items()}
    titles = {name: style.wrapped(definitions[name].titel, 44 // columns) for name in groups}
    heads = {name: f"<b>{text}</b><br>{UNIT_NAMES[units[name]]}" for name, text in titles.items()}
    plot, head = 68, 14 * max(text.count("<br>") + 1 for text in heads.values()) + 10
    fig = canvas.plot_figure(rows_of_panels * (plot + head), top=24, bottom=26)
    fig.update_layout(margin={"l": 8, "r": 8})
    years = (int(shown["jaar"].min()), int(shown["jaar"].max()))
    tops = {name: 1.25 * value_range(rows, units[name])[1] for name, rows in groups.items()}
    inner = rows_of_panels * (plot + head)
    axes: dict[str, Any] = {}
    texts: list[dict[str, Any]] = []
    uprights: list[dict[str, Any]] = []
    base = style.layout(100).xaxis.to_plotly_json() | {"automargin": False, "showgrid": False}
    for number, (name, rows) in enumerate(groups.items()):
        row, column = divmod(number, columns)
        y1 = 1 - (row * (plot + head) + head) / inner
        x0 = column / columns + (0.03 if column else 0)
        x1 = (column + 1) / columns - (0.03 if column < columns - 1 else 0)
        axis = "" if number == 0 else str(number + 1)
        high = max(tops.values()) if same_scale else tops[name]
        bottom = row == rows_of_panels - 1 or number + columns >= len(groups)
        axes[f"xaxis{axis}"] = base | {
            "domain": [x0, x1],
            "anchor": f"y{axis}",
            "range": [years[0] - 0.6, years[1] + 0.6],
            "tickvals": list(years),
            "tickfont": {"size": canvas.SMALL},
            "showticklabels": bottom,
        }
        axes[f"yaxis{axis}"] = base | {
            "domain": [max(y1 - plot / inner, 0), y1],
            "anchor": f"x{axis}",
            "range": [0, high],
            "showticklabels": False,
            "ticks": "",
        }
        at = {"xref": f"x{axis}", "yref": f"y{axis} domain"}
        uprights += [_upright(cut, 1, **at) for cut in cuts[name]]
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
            .rename(columns={UNIT_NAMES[units[name]].capitalize(): "Waarde"})
            .assign(Eenheid=UNIT_NAMES[units[name]])
            for name, rows in groups.items()
        ],
        ignore_index=True,
    )
    used = tuple(method_of(definitions[name]) for name in groups)
    return Picture(fig, _ordered(frame), _panels_alt(groups, definitions, cuts), used)


def panels_by_area(
    table: pd.DataFrame, definition: m.Indicator, gemeente: m.Gemeente, *, columns: int = 3
) -> Picture:
    """One small panel per area, all on one scale; for a single year bars from high to low.

    ``table`` are rows of one indicator (``definition``) and unit; ``gemeente`` and ``columns`` as
    for ``panels``. A panel of one point says less than a bar.
    Example: ``figures.panels_by_area(rows, h.definition("misdrijven-wijk"), h.gemeente)``.
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
            dutch.number(point.waarde, places),
            point.jaar,
            point.bovengrens if barred and not math.isnan(point.bovengrens) else point.waarde,
            font=font,
            **at,
        )
        for point in dict.fromkeys([*known[:1], *known[-1:]])
    ]


def _panels_alt(
    groups: Mapping[str, pd.DataFrame],
    definitions: Mapping[str, m.Indicator],
    cuts: Mapping[str, Sequence[SeriesBreak]],
) -> str:
    parts = []
    for name, rows in groups.items():
        unit = canvas.unit_of(rows)
        words = course(rows, unit, canvas.decimals_of(rows), short=True)
        parts.append(f"{definitions[name].titel}, {UNIT_NAMES[unit]}: {words}")
    text = f"{dutch.count(len(parts), 'lijnfiguur', 'kleine lijnfiguren')}. {' '.join(parts)}"
    broken = sorted({cut.year for found in cuts.values() for cut in found})
    if broken:
        text += f" Lijnen zijn onderbroken bij {dutch.listing([str(year) for year in broken])}."
    return text
