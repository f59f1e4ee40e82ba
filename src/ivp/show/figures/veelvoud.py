"""Small multiples: one small panel per indicator, or per area."""

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
from ivp.show.figures.lijn import (
    BAND_VANAF,
    bereik,
    teken,
    verloop,
)
from ivp.show.figures.rangorde import staven
from ivp.show.getal import aantal, getal, opsomming
from ivp.show.planning import Beeld


def kleine_veelvouden(
    cijfers: pd.DataFrame,
    definities: Mapping[str, m.Indicator],
    gemeente: m.Gemeente,
    *,
    kolommen: int = 2,
    zelfde_schaal: bool = False,
) -> Beeld:
    """One small panel per indicator, with the first and last value written at the line.

    ``cijfers`` are rows of one area, one unit per indicator; ``definities`` are those of the
    indicators to be shown, in order. Every panel starts at 0 and has its own scale, unless
    ``zelfde_schaal``; the unit is in the panel's title. Panels share the years; a line is cut, with
    a dotted upright, where its series breaks.
    """
    groups = {
        name: cijfers[cijfers["indicator"] == name].sort_values("jaar", ignore_index=True)
        for name in definities
    }
    groups = {name: rows for name, rows in groups.items() if not rows.empty}
    if not groups:
        empty = pd.DataFrame(columns=["Onderwerp", "Jaar", "Waarde", "Eenheid"])
        text = "Er is geen reeks die lang genoeg is om te tekenen."
        return Beeld(basis.leeg(text), empty, text)
    shown = pd.concat(groups.values())
    cuts = {
        name: basis.breuken_in(rows["jaar"], definities[name], gemeente)
        for name, rows in groups.items()
    }
    rows_of_panels = -(-len(groups) // kolommen)
    heads = {
        name: _panel_title(definities[name].titel, rows, kolommen) for name, rows in groups.items()
    }
    plot, head = 68, 14 * max(text.count("<br>") + 1 for text in heads.values()) + 10
    fig = basis.figuur(rows_of_panels * (plot + head), boven=24, onder=26)
    fig.update_layout(margin={"l": 8, "r": 8})
    years = (int(shown["jaar"].min()), int(shown["jaar"].max()))
    tops = {name: 1.25 * bereik(rows, basis.eenheid_van(rows))[1] for name, rows in groups.items()}
    inner = rows_of_panels * (plot + head)
    axes: dict[str, Any] = {}
    texts: list[dict[str, Any]] = []
    uprights: list[dict[str, Any]] = []
    base = stijl.opmaak(100).xaxis.to_plotly_json()
    for number, (name, rows) in enumerate(groups.items()):
        row, column = divmod(number, kolommen)
        y1 = 1 - (row * (plot + head) + head) / inner
        x0 = column / kolommen + (0.03 if column else 0)
        x1 = (column + 1) / kolommen - (0.03 if column < kolommen - 1 else 0)
        axis = "" if number == 0 else str(number + 1)
        high = max(tops.values()) if zelfde_schaal else tops[name]
        bottom = row == rows_of_panels - 1 or number + kolommen >= len(groups)
        axes[f"xaxis{axis}"] = _panel_axis(base, (x0, x1), f"y{axis}") | {
            "range": [years[0] - 0.6, years[1] + 0.6],
            "tickvals": list(years),
            "tickfont": {"size": basis.KLEIN},
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
        texts += _panel(fig, rows, definities[name].titel, axis, cuts[name])
        texts.append(
            {
                "xref": "paper",
                "yref": "paper",
                "x": x0,
                "y": y1,
                "text": heads[name],
                "showarrow": False,
                "xanchor": "left",
                "yanchor": "bottom",
                "align": "left",
                "font": {"size": 11},
            }
        )
    for name, axis in axes.items():
        fig.layout[name] = axis  # whole axes: to update them would go through each property
    if uprights:
        fig.layout.shapes = uprights
    basis.schrijf(fig, texts)
    basis.merk(fig, shown, "")
    frame = pd.concat(
        [
            basis.tabel(rows, [definities[name].titel] * len(rows), "Onderwerp")
            .rename(columns={NAAM[basis.eenheid_van(rows)].capitalize(): "Waarde"})
            .assign(Eenheid=NAAM[basis.eenheid_van(rows)])
            for name, rows in groups.items()
        ],
        ignore_index=True,
    )
    used = tuple(methode.van(definities[name]) for name in groups)
    return Beeld(fig, _ordered(frame), _alt(groups, definities, cuts), used)


def per_gebied(
    cijfers: pd.DataFrame, definitie: m.Indicator, gemeente: m.Gemeente, *, kolommen: int = 3
) -> Beeld:
    """One small panel per area, all on one scale; for a single year bars from high to low.

    ``cijfers`` are rows of one indicator and unit. A panel of one point says less than a bar.
    """
    if cijfers["jaar"].nunique() < 2:
        return staven(cijfers, gemeente)
    names = dict(zip(cijfers["gebied"], cijfers["gebied_naam"], strict=True))
    beeld = kleine_veelvouden(
        cijfers.assign(indicator=cijfers["gebied"]),
        {
            code: definitie.model_copy(update={"titel": str(name)})
            for code, name in sorted(names.items())
        },
        gemeente,
        kolommen=kolommen,
        zelfde_schaal=True,
    )
    return beeld._replace(tabel=beeld.tabel.rename(columns={"Onderwerp": "Gebied"}))


def _ordered(frame: pd.DataFrame) -> pd.DataFrame:
    first = ["Onderwerp", "Jaar", "Eenheid", "Waarde"]
    frame = frame[[*first, *(name for name in frame.columns if name not in first)]].astype(object)
    for name in ("Ondergrens", "Bovengrens", "Status"):
        if name in frame:
            frame[name] = frame[name].where(frame[name].notna(), "geen")
    return frame


def _panel_axis(axis: dict[str, Any], domain: tuple[float, float], anchor: str) -> dict[str, Any]:
    return axis | {"domain": list(domain), "anchor": anchor, "automargin": False}


def _panel_title(title: str, rows: pd.DataFrame, kolommen: int) -> str:
    lines = basis.regels(title, 44 // kolommen)
    return f"<b>{'<br>'.join(lines)}</b><br>{NAAM[basis.eenheid_van(rows)]}"


def _panel(
    fig: go.Figure, rows: pd.DataFrame, title: str, axis: str, cuts: Sequence[Breuk]
) -> list[dict[str, Any]]:
    """Draws the line of one panel; its first and last value are to be written above it."""
    places = basis.decimalen_van(rows)
    teken(fig, rows, title, 0, True, cuts, axis)
    known = [point for point in basis.punten(rows) if not math.isnan(point.waarde)]
    barred = len(known) < BAND_VANAF
    return [
        {
            "xref": f"x{axis}",
            "yref": f"y{axis}",
            "x": point.jaar,
            "y": point.boven if barred and not math.isnan(point.boven) else point.waarde,
            "text": getal(point.waarde, places),
            "showarrow": False,
            "yanchor": "bottom",
            "yshift": 4,
            "font": {"size": basis.KLEIN, "color": stijl.GEMEENTE},
        }
        for point in dict.fromkeys([*known[:1], *known[-1:]])
    ]


def _upright(cut: Breuk, axis: str) -> dict[str, Any]:
    """The dotted line in a panel where its series breaks."""
    return {
        "type": "line",
        "xref": f"x{axis}",
        "yref": f"y{axis} domain",
        "x0": cut.jaar - 0.5,
        "x1": cut.jaar - 0.5,
        "y0": 0,
        "y1": 1,
        "line": {"color": stijl.VERGELIJKING, "width": 1, "dash": "dot"},
    }


def _alt(
    groups: Mapping[str, pd.DataFrame],
    definities: Mapping[str, m.Indicator],
    cuts: Mapping[str, Sequence[Breuk]],
) -> str:
    parts = []
    for name, rows in groups.items():
        unit = basis.eenheid_van(rows)
        course = verloop(rows, unit, basis.decimalen_van(rows), kort=True)
        parts.append(f"{definities[name].titel}, {NAAM[unit]}: {course}")
    text = f"{aantal(len(parts), 'lijnfiguur', 'kleine lijnfiguren')}. {' '.join(parts)}"
    broken = sorted({cut.jaar for found in cuts.values() for cut in found})
    if broken:
        text += f" Lijnen zijn onderbroken bij {opsomming([str(year) for year in broken])}."
    return text
