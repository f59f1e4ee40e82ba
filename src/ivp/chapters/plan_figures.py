"""The figures of the plan's chapters, each with what it shows in words."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from ivp import dutch
from ivp.config import model as m
from ivp.plan.weighing import Weighing
from ivp.show import style
from ivp.show.figures.timelines import add_bar, time_axis
from ivp.show.style import Label, add_labels

Drawn = tuple[go.Figure, str]
"""A figure, and what it shows in words (its ``alt``)."""
_THEMAS = ("thema", "thema’s")
_KINDS = {"extern": ("Externe partner", 1), "intern": ("Interne partner", 0)}
"""Kind of partner: its name in the legend, and its place in palette and markers."""
_LEGEND = {"orientation": "h", "y": 0, "yanchor": "top", "x": 0}


def ranked(ranking: pd.DataFrame, top: int) -> Drawn:
    """Thema's from high to low weighted score, with how often each is in the top.

    Of ``ranking`` (``Weighing``) are used ``naam``, ``score`` and ``aandeel``. The line is drawn
    below the first ``top``; those bars are filled, the others open.
    """
    names, values = ranking["naam"].tolist(), ranking["score"].tolist()
    shares = [dutch.percent(share) for share in ranking["aandeel"]]
    fig = style.empty_figure(34 * len(names) + 60)
    fig.add_bar(
        x=values,
        y=[row + 0.18 for row in range(len(names))],
        width=0.36,
        orientation="h",
        marker={
            "color": [style.GEMEENTE if row < top else "white" for row in range(len(names))],
            "line": {"color": style.GEMEENTE, "width": 1.5},
        },
        customdata=[list(pair) for pair in zip(names, shares, strict=True)],
        hovertemplate="%{customdata[0]}: %{x:.1f}<br>bij de eerste "
        f"{top} in %{{customdata[1]}}<extra></extra>",
    )
    labels: list[Label] = []
    for row, (name, value, share) in enumerate(zip(names, values, shares, strict=True)):
        bold = f"<b>{name}</b>" if row < top else name
        labels += [
            (0.03, row - 0.02, f"{row + 1}. {bold}", "top right"),
            (value + 0.06, row + 0.18, f"{dutch.number(value, 1)} · {share}", "middle right"),
        ]
    add_labels(fig, labels)
    if top < len(names):
        fig.add_hline(y=top - 0.57, line={"color": style.INK, "width": 1.5, "dash": "dash"})
    fig.update_xaxes(range=[0, 6.4], tickvals=[1, 2, 3, 4, 5], title="Gewogen score", side="top")
    fig.update_yaxes(range=[len(names) - 0.5, -0.7], visible=False)
    said = [f"{name} ({dutch.number(value, 1)})" for name, value in zip(names, values, strict=True)]
    alt = (
        f"Staafdiagram van {dutch.count(len(names), *_THEMAS)} op volgorde van gewogen score. "
        f"Bovenaan staan {dutch.listing(said[:top])}. De laagste score heeft {said[-1]}."
    )
    return fig, alt


def spread(weighing: Weighing, rows: int) -> Drawn:
    """Per thema a line from the lowest to the highest participant of each group, with the mean.

    The thema's are the first ``rows`` of the ranking.
    """
    table, groups = weighing.spread, weighing.groups
    shown = weighing.ranking["naam"].head(rows).tolist()
    fig = style.empty_figure((44 + 14 * len(groups)) * len(shown) + 90)
    add_labels(fig, [(1.0, row, f"<b>{name}</b>", "top right") for row, name in enumerate(shown)])
    ranges: list[dict[str, Any]] = []
    for g, group in enumerate(groups):
        part = table[(table["sessie"] == group.sessie) & table["naam"].isin(shown)]
        offset = 0.1 + 0.55 * (g + 0.5) / len(groups)
        colour = style.PALETTE[g % len(style.PALETTE)]
        places = [shown.index(name) + offset for name in part["naam"]]
        line = {"color": colour, "width": 2}
        ranges += [
            {"type": "line", "x0": low, "x1": high, "y0": y, "y1": y, "line": line}
            for y, low, high in zip(places, part["laagste"], part["hoogste"], strict=True)
        ]
        fig.add_scatter(
            x=part["gemiddelde"].tolist(),
            y=places,
            mode="markers",
            name=group.naam,
            showlegend=True,
            marker={"symbol": style.MARKERS[g % len(style.MARKERS)], "color": colour, "size": 11},
            customdata=part[["naam", "laagste", "hoogste"]].to_numpy().tolist(),
            hovertemplate="%{customdata[0]}: gemiddeld %{x:.1f}<br>van %{customdata[1]:.1f} tot "
            f"%{{customdata[2]:.1f}}<extra>{group.naam}</extra>",
        )
    style.add_shapes(fig, ranges)
    fig.update_xaxes(range=[0.9, 5.1], tickvals=[1, 2, 3, 4, 5], title="Score", side="top")
    fig.update_yaxes(range=[len(shown) - 0.1, -0.5], visible=False)
    fig.update_layout(showlegend=True, legend=_LEGEND)
    alt = (
        "Per thema de laagste, gemiddelde en hoogste score van de deelnemers, voor "
        f"{dutch.listing([group.naam for group in groups])}. "
        f"De figuur toont {dutch.count(len(shown), *_THEMAS)}."
    )
    for most in weighing.disagreement.head(1).to_dict("records"):
        apart = dutch.number(most["verschil"], 1)
        alt += f" Het verst lopen de groepen uiteen bij {most['naam']}: {apart} punt."
    return fig, alt


def partner_matrix(partners: pd.DataFrame) -> Drawn:
    """Which partner takes part in which veld: a mark where it does, the number below.

    ``partners`` as ``ivp.plan.capacity.partners``. External and internal partners differ in the
    shape and colour of the mark; external ones first.
    """
    total = "<b>Aantal partners</b>"
    labels = partners.assign(
        column=[
            style.wrapped(f"{number} {name}", 22)
            for number, name in zip(partners["nummer"], partners["naam"], strict=True)
        ],
        row=[style.wrapped(name, 21) for name in partners["partner"]],
    )
    taking_part = labels[labels["hoort"]]
    columns, names = labels["column"].unique().tolist(), labels["row"].unique().tolist()
    fig = style.empty_figure(28 * (len(names) + 1) + 230)
    for kind, (label, look) in _KINDS.items():
        own = taking_part[taking_part["soort"] == kind]
        fig.add_scatter(
            x=own["column"].tolist(),
            y=own["row"].tolist(),
            mode="markers",
            name=label,
            marker={"symbol": style.MARKERS[look], "color": style.PALETTE[look], "size": 14},
            customdata=own[["partner", "naam"]].to_numpy().tolist(),
            hovertemplate="%{customdata[0]}<br>%{customdata[1]}<extra></extra>",
        )
    totals = labels.groupby(["column", "naam"], sort=False)["hoort"].sum().reset_index()
    fig.add_scatter(
        x=columns,
        y=[total] * len(columns),
        mode="text",
        text=[f"<b>{n}</b>" for n in totals["hoort"]],
        hoverinfo="skip",
        showlegend=False,
    )
    axis = {"categoryorder": "array", "tickfont": {"size": 12}, "ticks": ""}
    fig.update_xaxes(axis, categoryarray=columns, range=[-0.5, len(columns) - 0.5])
    fig.update_xaxes(side="top", tickangle=-90)
    fig.update_yaxes(axis, categoryarray=[*names, total], range=[len(names) + 0.6, -0.6])
    fig.update_layout(showlegend=True, legend=_LEGEND | {"font": {"size": 13}})
    kinds = partners.drop_duplicates("partner")["soort"].value_counts()
    outside, inside = kinds.get("extern", 0), kinds.get("intern", 0)
    counts = [f"{name} {n}" for name, n in zip(totals["naam"], totals["hoort"], strict=True)]
    alt = (
        f"Schema van {dutch.count(len(names), 'partner', 'partners')} ({outside} van buiten en "
        f"{inside} van binnen de gemeente) en {dutch.count(len(columns), 'veld', 'velden')}. "
        f"Aantal partners per veld: {', '.join(counts)}."
    )
    return fig, alt


def occupancy(table: pd.DataFrame, years: Sequence[int]) -> Drawn:
    """Per team and year a bar of what is asked and a mark at what there is.

    ``table`` as ``ivp.plan.programme.occupancy``. What does not fit differs in fill and colour.
    """
    names = table["naam"].unique().tolist()
    fig = style.empty_figure((70 + 20 * (len(years) - 2)) * len(names) + 90)
    size = 0.56 / len(years)
    add_labels(
        fig, [(0, row - 0.04, f"<b>{name}</b>", "top right") for row, name in enumerate(names)]
    )
    for n, year in enumerate(years):
        part = table[table["jaar"] == year]
        y = [names.index(name) + 0.1 + size * n for name in part["naam"]]
        over = (part["verschil"] < 0).tolist()
        edges = [style.PALETTE[1] if o else style.PALETTE[0] for o in over]
        fig.add_bar(
            x=part["gevraagd"].tolist(),
            y=y,
            width=size * 0.9,
            orientation="h",
            marker={
                "color": ["white" if o else style.PALETTE[0] for o in over],
                "pattern": {
                    "shape": ["/" if o else "" for o in over],
                    "fgcolor": style.PALETTE[1],
                    "size": 6,
                },
                "line": {"color": edges, "width": 1.5},
            },
            showlegend=False,
            customdata=part[["naam", "beschikbaar"]].to_numpy().tolist(),
            hovertemplate=f"%{{customdata[0]}}, {year}<br>gevraagd %{{x:.0f}} uur, er is "
            "%{customdata[1]:.0f} uur<extra></extra>",
        )
        fig.add_scatter(
            x=part["beschikbaar"].tolist(),
            y=y,
            mode="markers",
            marker={"symbol": "line-ns-open", "color": style.INK, "size": 16, "line": {"width": 3}},
            name="Uren die er zijn",
            showlegend=n == 0,
            hoverinfo="skip",
        )
    kinds = (
        ("", style.PALETTE[0], "Gevraagd, past"),
        ("/", style.PALETTE[1], "Gevraagd, past niet"),
    )
    for shape, colour, name in kinds:
        fig.add_bar(
            x=[None],
            y=[None],
            name=name,
            showlegend=True,
            marker={
                "color": "white" if shape else colour,
                "pattern": {"shape": shape, "fgcolor": colour, "size": 6},
                "line": {"color": colour, "width": 1.5},
            },
        )
    most = max([1.0, *table["gevraagd"], *table["beschikbaar"]])
    fig.update_xaxes(range=[0, most * 1.08], title="Uren per jaar", side="top")
    fig.update_yaxes(
        range=[len(names) - 0.2, -0.5],
        tickvals=[row + 0.1 + size * n for row in range(len(names)) for n in range(len(years))],
        ticktext=[str(year) for year in years] * len(names),
        tickfont={"size": 12},
        ticks="",
        showgrid=False,
        zeroline=False,
    )
    fig.update_layout(showlegend=True, barmode="overlay", legend=_LEGEND)
    short = [
        f"{row['naam']} {row['jaar']} ({dutch.number(-row['verschil'])} uur tekort)"
        for row in table[table["verschil"] < 0].to_dict("records")
    ]
    alt = (
        "Per team de gevraagde en de beschikbare uren in "
        f"{dutch.listing([str(year) for year in years])}, van boven naar beneden per team. "
        + (f"Te weinig uren: {'; '.join(short)}." if short else "Alle teams hebben genoeg uren.")
    )
    return fig, alt


def gantt(measures: pd.DataFrame, names: Mapping[str, str], programme: m.Periode) -> Drawn:
    """The measures as bars on a time axis, under the name of their priority.

    ``measures`` as ``ivp.plan.programme.measures``; ``names`` are those of the thema's.
    """
    start, end = dt.date(programme.van, 1, 1), dt.date(programme.tot + 1, 1, 1)
    left, last = start + dt.timedelta(days=6), end - dt.timedelta(days=1)
    used = measures["thema"].unique().tolist()
    fig = style.empty_figure(46 * (len(measures) + len(used)) + 70)
    labels: list[Label] = []
    row = 0
    for number, thema in enumerate(used):
        labels.append((left, row + 0.3, f"<b>{names[thema]}</b>", "middle right"))
        colour = style.PALETTE[number % len(style.PALETTE)]
        pattern = ("", "/", ".", "x", "-", "|")[number % 6]
        for x in measures[measures["thema"] == thema].to_dict("records"):
            row += 1
            labels.append((left, row - 0.02, style.wrapped(x["naam"], 60), "top right"))
            # A bar ends where the programme ends; the table has the true dates.
            add_bar(fig, row, max(x["van"], start), min(x["tot"], last), colour, pattern)
        row += 1
    add_labels(fig, labels)
    time_axis(fig, start, end, yearly=True)
    fig.update_yaxes(range=[row - 0.4, -0.6], visible=False)
    parts = [
        f"{x['naam']}: {dutch.period(x['van'], x['tot'])}" for x in measures.to_dict("records")
    ]
    alt = (
        f"Planning van {dutch.count(len(measures), 'maatregel', 'maatregelen')} in "
        f"{programme.van} tot en met {programme.tot}. {'; '.join(parts)}."
    )
    return fig, alt
