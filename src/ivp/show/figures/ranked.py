"""Areas or subjects in rows, each with its name above its mark and its value at the right.

So that a phone has room. Bars for counts and rates, dots for survey answers, ratios to a reference.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go

from ivp import dutch
from ivp.config import model as m
from ivp.indicators.outcomes import Comparison
from ivp.show import style
from ivp.show.display import Picture
from ivp.show.figures import canvas
from ivp.show.units import SCALES, UNIT_NAMES, shown_values

_ROW = 40
"""Pixels per row."""
_DOWN = 0.17
"""How far a mark stands below the middle of its row."""
_FILL = "#8fb3d1"
"""Of the municipality's bar: light enough for the interval to stand out on it."""
_TICKS = (0.1, 0.2, 0.5, 1, 2, 5, 10)
"""Ticks for ratios; what is beyond the first or last is drawn at the edge."""


class Reference(NamedTuple):
    """A value to hold the others against, drawn as a line; ``name`` says what it is."""

    name: str
    value: float


def bars(rows: pd.DataFrame, gemeente: m.Gemeente) -> Picture:
    """Areas as bars from high to low with their 95% interval, the municipality filled.

    ``rows`` are rows of the indicator table, of one indicator, unit and year, one per area. The
    municipality is a filled bar with a bold name, the others are hatched. A missing value keeps its
    row and says why. Raises ``ValueError`` for more than one unit or year.
    Example: ``figures.bars(rows[rows["jaar"] == 2024], h.gemeente)``.
    """
    drawn = _ranked(rows, gemeente)
    unit = canvas.unit_of(drawn)
    fig = _figure(drawn)
    known = drawn[drawn["waarde"].notna()]
    fig.add_bar(
        x=known["waarde"].tolist(),
        y=[place + _DOWN for place in known.index],
        width=0.4,
        orientation="h",
        marker={
            "color": _FILL,
            "pattern": {
                "shape": ["" if own else "/" for own in known["own"]],
                "fgcolor": style.OTHERS,
                "bgcolor": "white",
                "size": 5,
            },
            "line": {
                "color": [style.GEMEENTE if own else style.OTHERS for own in known["own"]],
                "width": 1.2,
            },
        },
        error_x=canvas.error_bar(known, color=style.INK),
        customdata=known["hover"].tolist(),
        hovertemplate=canvas.HOVER,
    )
    _add_texts(fig, drawn, 0.0)
    # A fifth of the width is for the value at the right of the longest bar.
    fig.update_xaxes(range=[0, (_ends(known).max() if len(known) else 1.0) * 1.3 or 1.3])
    canvas.mark(fig, UNIT_NAMES[unit], real=bool(drawn["werkelijk"].all()))
    alt = f"Staafdiagram, {_what(drawn, unit)}, van hoog naar laag. {_list(drawn)}"
    return Picture(fig, canvas.reader_table(drawn, drawn["gebied_naam"]), alt, ("aantallen",))


def dots(rows: pd.DataFrame, gemeente: m.Gemeente, references: Sequence[Reference] = ()) -> Picture:
    """Areas as dots from high to low with their 95% interval, and lines to hold them against.

    ``rows`` as for ``bars``; ``references`` are the lines. For survey answers: a mark has no
    natural zero, so the axis runs over the values shown; percentages start at 0. The municipality
    has a filled diamond, the areas in it a circle.
    Example: ``figures.dots(rows, h.gemeente, [figures.Reference("Nederland", 7.4)])``.
    """
    drawn = _ranked(rows, gemeente)
    unit = canvas.unit_of(drawn)
    fig = _figure(drawn, extra=24 * len(references))
    known = drawn[drawn["waarde"].notna()]
    for own in (False, True):
        _add_dots(fig, known[known["own"] == own], own)
    values = [*known["ondergrens"].fillna(known["waarde"]), *_ends(known)]
    values += [reference.value for reference in references]
    low, high = (min(values), max(values)) if values else (0.0, 1.0)
    if unit in SCALES:
        low, high = math.floor(low * 2) / 2, math.ceil(high * 2) / 2
    else:
        low, high = 0.0, high * 1.05
    _add_texts(fig, drawn, low)
    fig.update_xaxes(range=[low, high + 0.22 * (high - low)])
    for number, reference in enumerate(references):
        _add_reference(fig, reference, len(drawn) - 0.15 + number * 0.6, (low, high))
    canvas.mark(fig, UNIT_NAMES[unit], real=bool(drawn["werkelijk"].all()))
    table = canvas.reader_table(drawn, drawn["gebied_naam"])
    alt = f"Puntendiagram, {_what(drawn, unit)}, met 95%-interval, van hoog naar laag."
    alt = f"{alt} {_list(drawn)}"
    for reference in references:
        alt += f" Ter vergelijking, {reference.name}: {dutch.number(reference.value, 1)}."
        known = pd.DataFrame({"Gebied": [reference.name], table.columns[2]: [reference.value]})
        table = pd.concat([table.astype(object), known.astype(object)], ignore_index=True)
    table["Jaar"] = table["Jaar"].fillna(drawn["jaar"].iloc[0]).astype(int)
    return Picture(fig, table.astype(object).where(table.notna(), "geen"), alt, ("enquete",))


def ratios(outcomes: Mapping[str, Comparison], reference: str, *, real: bool) -> Picture:
    """Per subject how many times the rate of the reference the municipality's is, with interval.

    ``outcomes`` maps the subject's title to its outcome. The axis is logarithmic, so that half
    and twice are equally far from the line at 1. ``real``: no figure is fictitious.
    Example: ``figures.ratios({"Geweld": found}, "de rest van Nederland", real=True)``.
    """
    table = pd.DataFrame(
        [
            (title, one.year, one.ratio.value, one.ratio.lower, one.ratio.upper)
            for title, one in outcomes.items()
        ],
        columns=["Onderwerp", "Jaar", "Verhouding", "Ondergrens", "Bovengrens"],
    )
    if table.empty:
        text = "Er zijn geen cijfers om te vergelijken."
        return Picture(canvas.says_why(text), table, text)
    found = sorted(outcomes.items(), key=lambda item: -item[1].ratio.value)
    drawn = pd.DataFrame(
        {
            "gebied_naam": [title for title, _ in found],
            "waarde": [one.ratio.value for _, one in found],
            "ondergrens": [one.ratio.lower for _, one in found],
            "bovengrens": [one.ratio.upper for _, one in found],
            "own": False,
            "text": [_endless(one.ratio.value) for _, one in found],
            "hover": [_ratio_hover(title, one, real) for title, one in found],
        }
    )
    # A logarithmic axis has no place for 0 and infinity, and very wide intervals hide the rest.
    low = max(_TICKS[0], min(0.5, drawn["ondergrens"].min())) / 1.1
    high = min(_TICKS[-1], max(2.0, drawn["bovengrens"].max())) * 1.1
    limits = ["waarde", "ondergrens", "bovengrens"]
    drawn[limits] = drawn[limits].clip(low, high)
    fig = _figure(drawn)
    _add_dots(fig, drawn, True)
    _add_texts(fig, drawn, math.log10(low), log=True)
    ticks = [tick for tick in _TICKS if low <= tick <= high]
    fig.update_xaxes(
        type="log",
        range=[math.log10(low), math.log10(high) + 0.16 * math.log10(high / low)],
        tickvals=ticks,
        tickangle=0,
        ticktext=[f"{dutch.number(t, 0 if t >= 1 else 1)}×" for t in ticks],
    )
    fig.add_vline(x=1, line={"color": style.INK, "width": 1.5}, layer="below")
    canvas.mark(fig, "1× is even hoog", real=real)
    for column in ("Verhouding", "Bovengrens"):
        values = [x if math.isfinite(x) else "onbegrensd" for x in table[column]]
        table[column] = pd.Series(values, dtype=object)
    alt = (
        f"Puntendiagram van {dutch.count(len(drawn), 'verhouding', 'verhoudingen')} tot "
        f"{reference}, met 95%-interval; 1 betekent gelijk. {_list(drawn)}"
    )
    return Picture(fig, table, alt, ("vergelijken",))


def _ratio_hover(title: str, one: Comparison, real: bool) -> str:
    limits = f"95%-interval {dutch.number(one.ratio.lower, 2)} tot {_endless(one.ratio.upper)}"
    text = f"<b>{style.literal(title)}</b>, {one.year}<br>{_endless(one.ratio.value)} keer"
    return f"{text}<br>{limits}" + ("" if real else "<br>voorbeeldcijfer")


def _ranked(rows: pd.DataFrame, gemeente: m.Gemeente) -> pd.DataFrame:
    """The rows from high to low (missing last), with ``own``, ``hover`` and ``text`` to show."""
    if rows["jaar"].nunique() > 1:
        raise ValueError("areas are put beside each other for one year")
    drawn = rows.sort_values("waarde", ascending=False, na_position="last", ignore_index=True)
    places, sign = canvas.decimals_of(drawn), "%" if canvas.unit_of(drawn) == "procent" else ""
    return drawn.assign(
        own=drawn["gebied"] == gemeente.code,
        hover=canvas.hover_texts(drawn),
        text=[
            str(value)
            if isinstance(value, dutch.Missing)
            else f"{dutch.number(value, places)}{sign}"
            for value in shown_values(drawn)
        ],
    )


def _figure(drawn: pd.DataFrame, extra: int = 0) -> go.Figure:
    fig = canvas.plot_figure(_ROW * len(drawn) + extra)
    bottom = len(drawn) - 0.45 + extra / _ROW
    fig.update_yaxes(range=[bottom, -0.55], visible=False, automargin=False)
    return fig


def _ends(drawn: pd.DataFrame) -> pd.Series[float]:
    """Where the mark of each row ends: at its upper limit, or at its value when it has none."""
    return drawn["bovengrens"].fillna(drawn["waarde"])


def _add_dots(fig: go.Figure, some: pd.DataFrame, own: bool) -> None:
    if some.empty:
        return
    fig.add_scatter(
        x=some["waarde"].tolist(),
        y=[place + _DOWN for place in some.index],
        mode="markers",
        marker={
            "symbol": "diamond" if own else "circle",
            "size": 11 if own else 9,
            "color": style.GEMEENTE if own else style.OTHERS,
        },
        error_x=canvas.error_bar(some, color=style.INK),
        customdata=some["hover"].tolist(),
        hovertemplate=canvas.HOVER,
        cliponaxis=False,
    )


def _add_texts(fig: go.Figure, drawn: pd.DataFrame, left: float, *, log: bool = False) -> None:
    """The name above each mark, from ``left``, and the value at its right."""
    look = {"xanchor": "left", "bgcolor": "white", "borderpad": 0}
    names = [style.literal(name) for name in drawn["gebied_naam"]]
    bold = [
        f"<b>{name}</b>" if own else name for name, own in zip(names, drawn["own"], strict=True)
    ]
    texts = [
        style.note(name, left, place - 0.04, yanchor="bottom", font={"size": 13}, **look)
        for place, name in enumerate(bold)
    ]
    for place, (end, text) in enumerate(zip(_ends(drawn).fillna(0.0), drawn["text"], strict=True)):
        font = {"size": 13, "color": style.INK}
        x = math.log10(end) if log else end
        texts.append(style.note(text, x, place + _DOWN, xshift=6, font=font, **look))
    style.annotate(fig, texts)


def _add_reference(
    fig: go.Figure, reference: Reference, y: float, axis: tuple[float, float]
) -> None:
    part = (reference.value - axis[0]) / (axis[1] - axis[0])
    line = {"color": style.PALETTE[1], "width": 1.5, "dash": "dash"}
    fig.add_vline(x=reference.value, line=line, layer="below")
    text = f"{style.literal(reference.name)}: {dutch.number(reference.value, 1)}"
    side = "left" if part < 0.35 else "right" if part > 0.65 else "center"
    font = {"size": canvas.SMALL, "color": style.PALETTE[1]}
    fig.add_annotation(
        style.note(text, reference.value, y, xanchor=side, bgcolor="white", font=font)
    )


def _what(rows: pd.DataFrame, unit: str) -> str:
    areas = dutch.count(len(rows), "gebied", "gebieden")
    return f"{UNIT_NAMES[unit]}, {rows['jaar'].iloc[0]}, {areas}"


def _list(drawn: pd.DataFrame) -> str:
    pairs = zip(drawn["gebied_naam"], drawn["text"], strict=True)
    return f"{'; '.join(f'{name} {text}' for name, text in pairs)}."


def _endless(value: float) -> str:
    return dutch.number(value, 2) if math.isfinite(value) else "onbegrensd"
