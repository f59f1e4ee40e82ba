"""Figures of time: what happened when, and which step of the process takes how long.

Every builder returns a ``Beeld``: the figure, its content as a table, and what it shows in words.
Labels stand above or beside their mark inside the plot, so that a phone has room for both.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from ivp.config import model as m
from ivp.show import stijl
from ivp.show.getal import MAANDEN, aantal, datum, opsomming
from ivp.show.methode import Methode

SOORTEN = {
    "besluit": ("Besluit", 0),
    "onderzoek": ("Onderzoek", 1),
    "overleg": ("Overleg", 2),
    "planning": ("Planning van het plan", 3),
}
"""Kind of event: its name for the reader, and its place in palette and markers."""
_KORT = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_ROW = 52
_AXIS = 70


class Beeld(NamedTuple):
    """What ``show.figuur`` needs from a builder; the notebook adds caption and sources."""

    fig: go.Figure
    tabel: pd.DataFrame
    alt: str
    methoden: tuple[Methode, ...] = ()


Opschrift = tuple[Any, float, str, str]
"""A text in a figure: x, y, the text, and its place as plotly's ``textposition``."""


def wanneer(gebeurtenis: m.Gebeurtenis) -> str:
    """The time of an event as its source words it: a day, or a phrase such as "najaar 2021"."""
    if gebeurtenis.wanneer:
        return gebeurtenis.wanneer
    if gebeurtenis.tot is None:
        return datum(gebeurtenis.datum)
    return f"{datum(gebeurtenis.datum)} tot en met {datum(gebeurtenis.tot)}"


def maanden(van: dt.date, tot: dt.date) -> str:
    """A period in whole months: ``februari tot en met juni 2022``, ``december 2022``."""
    first, last = MAANDEN[van.month - 1], MAANDEN[tot.month - 1]
    if (van.year, van.month) == (tot.year, tot.month):
        return f"{first} {van.year}"
    year = "" if van.year == tot.year else f" {van.year}"
    return f"{first}{year} tot en met {last} {tot.year}"


def kort(van: dt.date, tot: dt.date) -> str:
    """The same for a narrow column: ``feb–jun 2022``, ``apr 2023–dec 2024``, ``dec 2022``."""
    first, last = _KORT[van.month - 1], f"{_KORT[tot.month - 1]} {tot.year}"
    if (van.year, van.month) == (tot.year, tot.month):
        return last
    return f"{first}–{last}" if van.year == tot.year else f"{first} {van.year}–{last}"


def tijdlijn(gebeurtenissen: Sequence[m.Gebeurtenis]) -> Beeld:
    """Events from old to new, one per row on a true time axis; a period is a bar with its marker.

    The kind of event is in the marker's shape, its colour and the table.
    """
    events = sorted(gebeurtenissen, key=lambda event: (event.datum, event.tot or event.datum))
    start = min(event.datum for event in events)
    end = max(event.tot or event.datum for event in events)
    gap = dt.timedelta(days=(end - start).days // 30)
    fig = stijl.figuur(_ROW * len(events) + _AXIS)
    periods: list[dict[str, Any]] = []
    marks: list[tuple[dt.date, str, str, str]] = []
    labels: list[Opschrift] = []
    for row, event in enumerate(events):
        name, style = SOORTEN[event.soort]
        colour = stijl.PALET[style]
        last = event.tot or event.datum
        middle = event.datum + (last - event.datum) / 2
        if event.tot:
            periods.append(
                {
                    "type": "line",
                    "x0": event.datum,
                    "x1": last,
                    "y0": row,
                    "y1": row,
                    "line": {"color": colour, "width": 6},
                    "opacity": 0.45,
                }
            )
        marks.append((middle, stijl.MARKERS[style], colour, f"{wanneer(event)}<br>{name}"))
        # The text goes to the side that has room: events run from upper left to lower right.
        early = middle - start < (end - start) / 2
        text = f"{wanneer(event)}<br><b>{regels(event.titel, 30)}</b>"
        if early:
            labels.append((last + gap, row, text, "middle right"))
        else:
            labels.append((event.datum - gap, row, text, "middle left"))
    middles, symbols, colours, hovers = map(list, zip(*marks, strict=True))
    fig.add_scatter(
        x=middles,
        y=list(range(len(events))),
        mode="markers",
        marker={"symbol": symbols, "color": colours, "size": 12},
        customdata=hovers,
        hovertemplate="%{customdata}<extra></extra>",
        cliponaxis=False,
        showlegend=False,
    )
    stijl.vormen(fig, periods)
    opschriften(fig, labels)
    tijdas(fig, dt.date(start.year, 1, 1), dt.date(end.year + 1, 1, 1), yearly=True)
    _kinds(fig, [event.soort for event in events])
    fig.update_yaxes(range=[len(events) - 0.5, -0.6], visible=False)
    table = pd.DataFrame(
        {
            "Wanneer": [wanneer(event) for event in events],
            "Wat": [event.titel for event in events],
            "Soort": [SOORTEN[event.soort][0] for event in events],
            "Toelichting": [event.toelichting for event in events],
            "Bron": [event.bron for event in events],
        }
    )
    story = "; ".join(f"{wanneer(event)}: {event.titel}" for event in events)
    alt = f"Tijdlijn met {aantal(len(events), 'gebeurtenis', 'gebeurtenissen')}. {story}."
    return Beeld(fig, table, alt)


def stappenplan(capaciteit: m.Capaciteit) -> Beeld:
    """The steps of the process and the meetings in it as bars on a time axis (a Gantt chart).

    A step without its own planning keeps its row and says so, since it is part of the process.
    """
    steps, meetings = capaciteit.stappen, capaciteit.bijeenkomsten
    dates = [day for step in steps for day in (step.van, step.tot) if day]
    dates += [day for meeting in meetings for day in (meeting.van, meeting.tot)]
    if not dates:
        raise ValueError("geen enkele stap of bijeenkomst heeft een datum")
    start = min(dates).replace(day=1)
    last = max(dates)
    end = dt.date(last.year + last.month // 12, last.month % 12 + 1, 1)
    left = start + dt.timedelta(days=2)
    fig = stijl.figuur(_ROW * (len(steps) + len(meetings)) + _AXIS)
    rows: list[dict[str, str]] = []
    labels: list[Opschrift] = []
    for row, step in enumerate(steps):
        when = maanden(step.van, step.tot) if step.van and step.tot else "geen eigen planning"
        name = f"{row + 1}. {step.naam}"
        labels.append((left, row, f"<b>{name}</b><br>{when}", "top right"))
        balk(fig, row, step.van, step.tot, stijl.GEMEENTE, "")
        rows.append({"Onderdeel": name, "Wanneer": when, "Resultaat": step.resultaat})
    for row, meeting in enumerate(meetings, start=len(steps)):
        labels.append((left, row, f"<b>{meeting.naam}</b><br>{meeting.wanneer}", "top right"))
        balk(fig, row, meeting.van, meeting.tot, stijl.PALET[1], "/")
        rows.append(
            {"Onderdeel": meeting.naam, "Wanneer": meeting.wanneer, "Resultaat": "bijeenkomst"}
        )
    opschriften(fig, labels)
    tijdas(fig, start, end, yearly=False)
    fig.update_yaxes(range=[len(rows) - 0.4, -0.6], visible=False)
    parts = [f"{row['Onderdeel']}: {row['Wanneer']}" for row in rows]
    counts = [aantal(len(steps), "stap", "stappen")]
    if meetings:
        counts.append(aantal(len(meetings), "bijeenkomst", "bijeenkomsten"))
    alt = f"Planning met {opsomming(counts)}. {'; '.join(parts)}."
    return Beeld(fig, pd.DataFrame(rows), alt)


def regels(text: str, breedte: int) -> str:
    """``text`` broken into lines of at most ``breedte`` characters, for a label in a figure."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > breedte:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return "<br>".join(lines)


def opschriften(fig: go.Figure, alle: Sequence[Opschrift]) -> None:
    """Texts at points, in one trace.

    A trace and not annotations: plotly places an annotation by the width of its text as measured
    in one font, and the PDF has another, so that left sides would not line up.
    """
    if not alle:
        return
    x, y, texts, places = map(list, zip(*alle, strict=True))
    fig.add_scatter(
        x=x,
        y=y,
        mode="text",
        text=texts,
        textposition=places,
        textfont={"size": 12},
        cliponaxis=False,
        hoverinfo="skip",
        showlegend=False,
    )


def balk(
    fig: go.Figure, row: int, van: dt.date | None, tot: dt.date | None, colour: str, pattern: str
) -> None:
    """A bar under the label of ``row`` from the first day to the end of the last; or none."""
    if van is None or tot is None:
        return
    fig.add_bar(
        base=[van],
        x=[(tot + dt.timedelta(days=1) - van).total_seconds() * 1000],
        y=[row + 0.22],
        width=0.3,
        orientation="h",
        marker={
            "color": colour,
            "pattern": {"shape": pattern, "fgcolor": "white", "size": 6},
            "line": {"color": colour, "width": 1},
        },
        hovertemplate=f"{datum(van)} tot en met {datum(tot)}<extra></extra>",
    )


def tijdas(fig: go.Figure, start: dt.date, end: dt.date, *, yearly: bool) -> None:
    """Dutch names in the middle of each year or month, a line where it begins.

    Plotly's own names would be English. ``start`` and ``end`` are first days.
    """
    begins, texts = [], []
    for year in range(start.year, end.year + 1):
        for month in [1] if yearly else range(1, 13):
            day = dt.date(year, month, 1)
            if start <= day <= end:
                begins.append(day)
                texts.append(str(year) if yearly else _KORT[month - 1])
    middles = [a + (b - a) / 2 for a, b in itertools.pairwise(begins)]
    fig.update_xaxes(
        type="date",
        range=[start, end],
        tickvals=middles,
        ticktext=texts[:-1],
        tickangle=0,
        ticks="",
        showgrid=False,
        minor={"tickvals": begins, "showgrid": True, "gridcolor": stijl.RASTER, "ticks": ""},
        side="top",
    )


def _kinds(fig: go.Figure, used: Sequence[str]) -> None:
    """The legend: one entry per kind of event that occurs."""
    for kind, (name, style) in SOORTEN.items():
        if kind in used:
            fig.add_scatter(
                x=[None],
                y=[None],
                mode="markers",
                name=name,
                showlegend=True,
                marker={
                    "symbol": stijl.MARKERS[style],
                    "color": stijl.PALET[style],
                    "size": 12,
                },
            )
    fig.update_layout(
        showlegend=True,
        legend={"orientation": "h", "y": 0, "yanchor": "top", "x": 0, "font": {"size": 13}},
    )
