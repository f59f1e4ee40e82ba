"""What all figures of indicators share: labels, hover text, marks, and the table beside them."""

from __future__ import annotations

import html
import math
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from ivp.config import model as m
from ivp.show import stijl
from ivp.show.eenheid import NAAM, decimalen, met_eenheid
from ivp.show.getal import getal
from ivp.show.hoofdstuk import waarden

BOVEN, ONDER = 30, 34
"""Room above a plot (unit, mark of example figures) and below it (the axis), in pixels."""
KLEIN = 12


class Breuk(NamedTuple):
    """A line is not drawn from before this year to it."""

    jaar: int
    naam: str


class Punt(NamedTuple):
    """One row of the indicator table, as far as a figure needs it; missing values are NaN."""

    gebied: str
    naam: str
    jaar: int
    waarde: float
    onder: float
    boven: float
    status: str
    werkelijk: bool


_KOLOMMEN = [
    "gebied",
    "gebied_naam",
    "jaar",
    "waarde",
    "ondergrens",
    "bovengrens",
    "status",
    "werkelijk",
]


def punten(cijfers: pd.DataFrame) -> list[Punt]:
    """The rows of ``cijfers`` (part of the indicator table) one by one, in their order."""
    columns = [cijfers[name].tolist() for name in _KOLOMMEN]
    return [Punt(*values) for values in zip(*columns, strict=True)]


def breuken(definitie: m.Indicator, gemeente: m.Gemeente) -> list[Breuk]:
    """Where the series of an indicator breaks: another way of counting, or a merger."""
    found = [Breuk(breuk.jaar, "andere telling") for breuk in definitie.reeksbreuken]
    found += [
        Breuk(jaar, "samenvoeging") for jaar in {v.samengevoegd for v in gemeente.voorgangers}
    ]
    return sorted(found)


def breuken_in(jaren: Iterable[int], definitie: m.Indicator, gemeente: m.Gemeente) -> list[Breuk]:
    """Those of ``breuken`` that lie between the first and last of ``jaren``."""
    years = list(jaren)
    return [b for b in breuken(definitie, gemeente) if min(years) < b.jaar <= max(years)]


def tekst(text: str) -> str:
    """``text`` from params or data as literal text in a figure, which would read HTML in it."""
    return html.escape(" ".join(str(text).split()), quote=False)


def regels(text: str, breedte: int) -> list[str]:
    """``text`` as literal lines of at most ``breedte`` characters (a longer word stays whole)."""
    lines = [""]
    for word in str(text).split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > breedte:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return [tekst(line) for line in lines]


def eenheid_van(cijfers: pd.DataFrame) -> str:
    """The one unit of ``cijfers``. Raises ``ValueError`` when there is not exactly one."""
    units = cijfers["eenheid"].unique()
    if len(units) != 1:
        raise ValueError(f"a figure shows one unit, not {sorted(units)}")
    return str(units[0])


def decimalen_van(cijfers: pd.DataFrame) -> int:
    """The decimals for all values in ``cijfers``, which have one unit."""
    return decimalen(eenheid_van(cijfers), cijfers["waarde"])


def zweeftekst(cijfers: pd.DataFrame, namen: Sequence[str]) -> list[str]:
    """For each row what appears on hover: name, year, value, interval, and whether provisional."""
    unit, places = eenheid_van(cijfers), decimalen_van(cijfers)
    found = []
    for name, row in zip(namen, punten(cijfers), strict=True):
        lines = [f"<b>{tekst(name)}</b>, {row.jaar}", met_eenheid(row.waarde, unit, places)]
        if not math.isnan(row.onder):
            limits = f"{getal(row.onder, places)} tot {getal(row.boven, places)}"
            lines.append(f"95%-interval {limits}")
        lines += ["voorlopig"] if row.status == "voorlopig" else []
        lines += [] if row.werkelijk else ["voorbeeldcijfer"]
        found.append("<br>".join(lines))
    return found


def tabel(cijfers: pd.DataFrame, namen: Sequence[str] = (), kop: str = "Gebied") -> pd.DataFrame:
    """The rows as readers see them: ``kop`` (with ``namen``), year, value, limits, status.

    A column that says the same or nothing for all rows (limits, status) is left out.
    """
    table = pd.DataFrame({kop: list(namen)} if namen else {})
    table["Jaar"] = cijfers["jaar"].tolist()
    value = NAAM[eenheid_van(cijfers)].capitalize()
    table[value] = pd.Series(waarden(cijfers), dtype=object)
    if cijfers["ondergrens"].notna().any():
        known = cijfers["ondergrens"].notna().tolist()
        for head, column in (("Ondergrens", "ondergrens"), ("Bovengrens", "bovengrens")):
            limits = cijfers[column].tolist()
            table[head] = pd.Series(
                [x if there else "geen" for x, there in zip(limits, known, strict=True)],
                dtype=object if not all(known) else float,
            )
    if (cijfers["status"] == "voorlopig").any():
        table["Status"] = cijfers["status"].tolist()
    return table


def figuur(plot: int, *, boven: int = BOVEN, onder: int = ONDER) -> go.Figure:
    """An empty figure whose plot area is ``plot`` pixels high; hover shows ``customdata``."""
    fig = stijl.figuur(plot + boven + onder)
    fig.update_layout(margin={"l": 8, "r": 16, "t": boven, "b": onder})
    fig.update_xaxes(automargin=False)
    return fig


def schrijf(fig: go.Figure, teksten: Sequence[Mapping[str, Any]]) -> None:
    """Annotations, all at once: plotly copies those that are there for each that is added."""
    if teksten:
        fig.layout.annotations = [*fig.layout.annotations, *map(dict, teksten)]


def merk(fig: go.Figure, cijfers: pd.DataFrame, eenheid: str = "") -> None:
    """Above the plot: left the unit, right that the figures are examples when they are."""
    texts = [("left", 0.0, eenheid)]
    if not cijfers["werkelijk"].all():
        texts.append(("right", 1.0, "<i>voorbeeldcijfers</i>"))
    right = fig.layout.margin.r - 8
    schrijf(
        fig,
        [
            {
                "xref": "paper" if side == "right" else "x domain",
                "yref": "paper",
                "x": x,
                "y": 1,
                "yshift": 6,
                "text": text,
                "showarrow": False,
                "xanchor": side,
                "xshift": right if side == "right" else 0,
                "yanchor": "bottom",
                "font": {"size": KLEIN, "color": stijl.VERGELIJKING},
            }
            for side, x, text in texts
            if text
        ],
    )


def leeg(text: str) -> go.Figure:
    """A figure that says why there is nothing to draw."""
    fig = stijl.figuur(90)
    fig.update_xaxes(visible=False)
    fig.update_yaxes(visible=False)
    fig.add_annotation(xref="paper", yref="paper", x=0.5, y=0.5, text=tekst(text), showarrow=False)
    return fig


def jaarstappen(jaren: Sequence[int], hoogstens: int = 6) -> list[int]:
    """The years that get a tick label: evenly spaced, the last one always among them."""
    first, last = min(jaren), max(jaren)
    step = -(-(last - first + 1) // hoogstens)
    return list(range(last, first - 1, -step))[::-1]
