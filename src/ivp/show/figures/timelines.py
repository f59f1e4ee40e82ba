"""Figures of time: what happened when, and which step of the process takes how long.

Labels stand above or beside their mark inside the plot, so that a phone has room for both.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from ivp import dutch
from ivp.config import model as m
from ivp.show import style
from ivp.show.display import Picture
from ivp.show.figures import canvas

EVENT_KINDS = {
    "besluit": ("Besluit", 0),
    "onderzoek": ("Onderzoek", 1),
    "overleg": ("Overleg", 2),
    "planning": ("Planning van het plan", 3),
}
"""Kind of event: its name for the reader, and its place in palette and markers."""
_ROW = 52
_AXIS = 70


def event_time(event: m.Gebeurtenis) -> str:
    """The time of an event as its source words it: a day, or a phrase such as "najaar 2021"."""
    if event.wanneer:
        return event.wanneer
    if event.tot is None:
        return dutch.date(event.datum)
    return f"{dutch.date(event.datum)} tot en met {dutch.date(event.tot)}"


def timeline(events: Sequence[m.Gebeurtenis]) -> Picture:
    """Events from old to new, one per row on a true time axis; a period is a bar with its marker.

    ``events`` are those of ``h.historie``; the kind is in a marker's shape, colour and the table.
    Example: ``figures.timeline(h.historie.gebeurtenissen)``.
    """
    events = sorted(events, key=lambda event: (event.datum, event.tot or event.datum))
    start = min(event.datum for event in events)
    end = max(event.tot or event.datum for event in events)
    gap = dt.timedelta(days=(end - start).days // 30)
    fig = style.empty_figure(_ROW * len(events) + _AXIS)
    periods: list[dict[str, Any]] = []
    marks: list[tuple[dt.date, str, str, str]] = []
    labels: list[style.Label] = []
    for row, event in enumerate(events):
        name, place = EVENT_KINDS[event.soort]
        colour = style.PALETTE[place]
        last = event.tot or event.datum
        middle = event.datum + (last - event.datum) / 2
        if event.tot:
            line, ends = {"color": colour, "width": 6}, {"x0": event.datum, "x1": last}
            periods.append(
                {"type": "line", "y0": row, "y1": row, "line": line, "opacity": 0.45} | ends
            )
        marks.append((middle, style.MARKERS[place], colour, f"{event_time(event)}<br>{name}"))
        # The text goes to the side that has room: events run from upper left to lower right.
        early = middle - start < (end - start) / 2
        text = f"{event_time(event)}<br><b>{style.wrapped(event.titel, 30)}</b>"
        at = last + gap if early else event.datum - gap
        labels.append((at, row, text, "middle right" if early else "middle left"))
    middles, symbols, colours, hovers = map(list, zip(*marks, strict=True))
    fig.add_scatter(
        x=middles,
        y=list(range(len(events))),
        mode="markers",
        marker={"symbol": symbols, "color": colours, "size": 12},
        customdata=hovers,
        hovertemplate=canvas.HOVER,
        cliponaxis=False,
        showlegend=False,
    )
    style.add_shapes(fig, periods)
    style.add_labels(fig, labels)
    time_axis(fig, dt.date(start.year, 1, 1), dt.date(end.year + 1, 1, 1), yearly=True)
    _kinds(fig, [event.soort for event in events])
    fig.update_yaxes(range=[len(events) - 0.5, -0.6], visible=False)
    table = pd.DataFrame(
        {
            "Wanneer": [event_time(event) for event in events],
            "Wat": [event.titel for event in events],
            "Soort": [EVENT_KINDS[event.soort][0] for event in events],
            "Toelichting": [event.toelichting for event in events],
            "Bron": [event.bron for event in events],
        }
    )
    story = "; ".join(f"{event_time(event)}: {event.titel}" for event in events)
    alt = f"Tijdlijn met {dutch.count(len(events), 'gebeurtenis', 'gebeurtenissen')}. {story}."
    return Picture(fig, table, alt)


def steps(capaciteit: m.Capaciteit) -> Picture:
    """The steps of the process and the meetings in it as bars on a time axis (a Gantt chart).

    ``capaciteit`` has both. A step without its own planning keeps its row and says so, since it is
    part of the process. Raises ``ValueError`` when nothing has a date.
    Example: ``figures.steps(h.capaciteit)``.
    """
    own, meetings = capaciteit.stappen, capaciteit.bijeenkomsten
    dates = [day for step in own for day in (step.van, step.tot) if day]
    dates += [day for meeting in meetings for day in (meeting.van, meeting.tot)]
    if not dates:
        raise ValueError("geen enkele stap of bijeenkomst heeft een datum")
    start = min(dates).replace(day=1)
    last = max(dates)
    end = dt.date(last.year + last.month // 12, last.month % 12 + 1, 1)
    left = start + dt.timedelta(days=2)
    fig = style.empty_figure(_ROW * (len(own) + len(meetings)) + _AXIS)
    rows: list[tuple[str, str, str]] = []
    labels: list[style.Label] = []
    for row, step in enumerate(own):
        name, when = f"{row + 1}. {step.naam}", "geen eigen planning"
        if step.van and step.tot:
            when = dutch.period(step.van, step.tot)
            add_bar(fig, row, step.van, step.tot, style.GEMEENTE)
        labels.append((left, row, f"<b>{name}</b><br>{when}", "top right"))
        rows.append((name, when, step.resultaat))
    for row, meeting in enumerate(meetings, start=len(own)):
        labels.append((left, row, f"<b>{meeting.naam}</b><br>{meeting.wanneer}", "top right"))
        add_bar(fig, row, meeting.van, meeting.tot, style.PALETTE[1], "/")
        rows.append((meeting.naam, meeting.wanneer, "bijeenkomst"))
    style.add_labels(fig, labels)
    time_axis(fig, start, end, yearly=False)
    fig.update_yaxes(range=[len(rows) - 0.4, -0.6], visible=False)
    parts = [f"{name}: {when}" for name, when, _ in rows]
    counts = [dutch.count(len(own), "stap", "stappen")]
    if meetings:
        counts.append(dutch.count(len(meetings), "bijeenkomst", "bijeenkomsten"))
    alt = f"Planning met {dutch.listing(counts)}. {'; '.join(parts)}."
    return Picture(fig, pd.DataFrame(rows, columns=["Onderdeel", "Wanneer", "Resultaat"]), alt)


def add_bar(
    fig: go.Figure, row: int, first: dt.date, last: dt.date, colour: str, pattern: str = ""
) -> None:
    """A bar under the label of ``row`` from the first day to the end of the last."""
    fig.add_bar(
        base=[first],
        x=[(last + dt.timedelta(days=1) - first).total_seconds() * 1000],
        y=[row + 0.22],
        width=0.3,
        orientation="h",
        marker={
            "color": colour,
            "pattern": {"shape": pattern, "fgcolor": "white", "size": 6},
            "line": {"color": colour, "width": 1},
        },
        hovertemplate=f"{dutch.date(first)} tot en met {dutch.date(last)}<extra></extra>",
    )


def time_axis(fig: go.Figure, start: dt.date, end: dt.date, *, yearly: bool) -> None:
    """Dutch names in the middle of each year or month, a line where it begins.

    Plotly's own names would be English. ``start`` and ``end`` are first days.
    """
    begins, texts = [], []
    for year in range(start.year, end.year + 1):
        for month in [1] if yearly else range(1, 13):
            day = dt.date(year, month, 1)
            if start <= day <= end:
                begins.append(day)
                texts.append(str(year) if yearly else dutch.months(short=True)[month - 1])
    middles = [a + (b - a) / 2 for a, b in itertools.pairwise(begins)]
    fig.update_xaxes(
        type="date",
        range=[start, end],
        tickvals=middles,
        ticktext=texts[:-1],
        tickangle=0,
        ticks="",
        showgrid=False,
        minor={"tickvals": begins, "showgrid": True, "gridcolor": style.GRID, "ticks": ""},
        side="top",
    )


def _kinds(fig: go.Figure, used: Sequence[str]) -> None:
    """The legend: one entry per kind of event that occurs."""
    for kind, (name, look) in EVENT_KINDS.items():
        if kind in used:
            marker = {"symbol": style.MARKERS[look], "color": style.PALETTE[look], "size": 12}
            point = {"x": [None], "y": [None], "mode": "markers", "marker": marker}
            fig.add_scatter(**point, name=name, showlegend=True)
    fig.update_layout(
        showlegend=True,
        legend={"orientation": "h", "y": 0, "yanchor": "top", "x": 0, "font": {"size": 13}},
    )
