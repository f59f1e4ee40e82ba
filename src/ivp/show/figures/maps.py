"""The map of the wijken: within their borders when those are there, else a tile for each."""

from __future__ import annotations

import math
import re
from itertools import pairwise

import pandas as pd
import plotly.graph_objects as go

from ivp import dutch
from ivp.config.brand import TEGEL
from ivp.show import style
from ivp.show.display import Picture
from ivp.show.figures import canvas
from ivp.show.units import UNIT_NAMES, shown_values

_LIGHT = 0.06
"""How much colour the lowest value gets; the highest gets ``ivp.config.brand.TEGEL``."""
_GRID = 24
_TILE = 62
_WIDE = 9
"""Characters of a name that fit on one line of a tile on a phone."""
# The last syllable: its consonants at the front as Dutch syllables may begin, then the rest.
_SYLLABLE = re.compile(
    r"^(.{3,}?)((?:sch|s[pt]|[bdfgkptv][lr]|[bcdfghjklmnpqrstvwxz])[aeiouy]+[^aeiouy]*)$"
)


def area_map(rows: pd.DataFrame, tiles: pd.DataFrame, borders: pd.DataFrame | None) -> Picture:
    """Areas on a map, darker when their value is higher, the value written in each.

    ``rows`` are rows of one indicator, unit and year, one per area. Real borders when ``borders``
    (as ``ivp.data.readers.borders`` makes them) has those of every area; else a tile for each, of
    which ``tiles`` gives ``gebied``, ``rij`` and ``kolom`` (from 1, row 1 in the north).
    Example: ``figures.area_map(rows, tiles, None)``.
    """
    there = set() if borders is None else set(borders["gebied"])
    if borders is None or not set(rows["gebied"]) <= there:
        return tile_map(rows, tiles)
    return border_map(rows, borders)


def border_map(rows: pd.DataFrame, borders: pd.DataFrame) -> Picture:
    """Each area within its own borders, darker when its value is higher, its value written in it.

    ``rows`` and ``borders`` as for ``area_map``. Names are in the table and appear on
    hover: sixteen do not fit on a phone.
    """
    rows = rows.sort_values("gebied", ignore_index=True)
    top = float(rows["waarde"].dropna().max()) or 1.0
    borders = borders[borders["gebied"].isin(set(rows["gebied"]))]
    # Degrees of longitude are shorter than those of latitude, by the cosine of the latitude.
    shrink = math.cos(math.radians(float(borders["breedte"].mean())))
    low, high = borders[["lengte", "breedte"]].min(), borders[["lengte", "breedte"]].max()
    ratio = float((high["breedte"] - low["breedte"]) / ((high["lengte"] - low["lengte"]) * shrink))
    fig = canvas.plot_figure(round(min(max(ratio, 0.4), 1.2) * (style.WIDTH - 60)), bottom=8)
    hover = canvas.hover_texts(rows)
    for code, value, text in zip(rows["gebied"], rows["waarde"], hover, strict=True):
        x: list[float | None] = []
        y: list[float | None] = []
        for _, ring in borders[borders["gebied"] == code].groupby("ring"):
            x += [*ring["lengte"].tolist(), None]
            y += [*ring["breedte"].tolist(), None]
        fig.add_scatter(
            x=x[:-1],
            y=y[:-1],
            mode="lines",
            fill="toself",
            fillcolor=_fill(value, top),
            line={"color": style.INK, "width": 1},
            hoveron="fills",
            hoverinfo="text",
            text=text,
        )
    middle = [_middle(borders[borders["gebied"] == code]) for code in rows["gebied"]]
    fig.add_scatter(
        x=[point[0] for point in middle],
        y=[point[1] for point in middle],
        mode="text",
        text=[f"<b>{value}</b>" for value in _in_the_map(rows)],
        textfont={"size": 12, "color": style.INK},
        customdata=hover,
        hovertemplate=canvas.HOVER,
    )
    fig.update_xaxes(visible=False, showgrid=False)
    fig.update_yaxes(visible=False, showgrid=False, scaleanchor="x", scaleratio=1 / shrink)
    return _picture(fig, rows, "Kaart")


def _middle(ring: pd.DataFrame) -> tuple[float, float]:
    """The point inside an area that is farthest from its border, of a grid laid over it."""
    points = list(zip(ring["lengte"].tolist(), ring["breedte"].tolist(), strict=True))
    (left, right), (low, high) = ((min(v), max(v)) for v in zip(*points, strict=True))
    best, found = -1.0, points[0]
    for i in range(1, _GRID):
        for j in range(1, _GRID):
            spot = (left + (right - left) * i / _GRID, low + (high - low) * j / _GRID)
            if not _inside(spot, points):
                continue
            room = min(_far(spot, *side) for side in pairwise([*points, points[0]]))
            if room > best:
                best, found = room, spot
    return found


def _far(spot: tuple[float, float], a: tuple[float, float], b: tuple[float, float]) -> float:
    """The distance from ``spot`` to the line from ``a`` to ``b``."""
    length = math.dist(a, b) ** 2
    along = (spot[0] - a[0]) * (b[0] - a[0]) + (spot[1] - a[1]) * (b[1] - a[1])
    part = min(max(along / length, 0.0), 1.0) if length else 0.0
    return math.dist(spot, (a[0] + part * (b[0] - a[0]), a[1] + part * (b[1] - a[1])))


def _inside(spot: tuple[float, float], points: list[tuple[float, float]]) -> bool:
    """Whether a ray from ``spot`` crosses the border an odd number of times."""
    odd = False
    for (x1, y1), (x2, y2) in pairwise([*points, points[0]]):
        if (y1 > spot[1]) != (y2 > spot[1]):
            odd ^= spot[0] < x1 + (spot[1] - y1) / (y2 - y1) * (x2 - x1)
    return odd


def tile_map(rows: pd.DataFrame, tiles: pd.DataFrame) -> Picture:
    """A tile per area with its value; ``rows`` and ``tiles`` as for ``area_map``.

    Raises ``ValueError`` for an area without a tile or two areas on one tile.
    """
    rows = rows.merge(tiles, on="gebied", how="left", validate="one_to_one")
    if rows["rij"].isna().any() or rows.duplicated(["rij", "kolom"]).any():
        raise ValueError("every area needs a tile of its own")
    rows = rows.sort_values(["rij", "kolom"], ignore_index=True)
    top = float(rows["waarde"].dropna().max()) or 1.0
    depth = int(rows["rij"].max())
    fig = canvas.plot_figure(_TILE * depth, bottom=8)
    line = {"color": style.OTHERS, "width": 1}
    shapes = []
    for row, column, value in zip(rows["rij"], rows["kolom"], rows["waarde"], strict=True):
        sides = {"x0": column - 0.48, "x1": column + 0.48, "y0": row - 0.47, "y1": row + 0.47}
        look = {"fillcolor": _fill(value, top), "line": line, "layer": "below"}
        shapes.append({"type": "rect", **sides, **look})
    style.add_shapes(fig, shapes)
    fig.add_scatter(
        x=rows["kolom"].tolist(),
        y=rows["rij"].tolist(),
        mode="text",
        text=[
            f"{'<br>'.join(name_in_tile(name))}<br><b>{value}</b>"
            for name, value in zip(rows["gebied_naam"], _in_the_map(rows), strict=True)
        ],
        textfont={"size": 11, "color": style.INK},
        customdata=canvas.hover_texts(rows),
        hovertemplate=canvas.HOVER,
    )
    width = int(rows["kolom"].max())
    fig.update_xaxes(visible=False, range=[0.5, width + 0.5], showgrid=False)
    fig.update_yaxes(visible=False, range=[depth + 0.5, 0.5], showgrid=False, automargin=False)
    return _picture(fig, rows, "Schematische kaart")


def _in_the_map(rows: pd.DataFrame) -> list[str]:
    """What is written in each area: its value, or a question mark."""
    places = canvas.decimals_of(rows)
    values = shown_values(rows)
    return ["?" if isinstance(v, dutch.Missing) else dutch.number(v, places) for v in values]


def _picture(fig: go.Figure, rows: pd.DataFrame, kind: str) -> Picture:
    """The map with its table and its words, from high to low."""
    unit, places = UNIT_NAMES[canvas.unit_of(rows)], canvas.decimals_of(rows)
    fig.update_layout(margin={"l": 4, "r": 4})
    canvas.mark(fig, unit, real=bool(rows["werkelijk"].all()))
    ordered = rows.sort_values("waarde", ascending=False, ignore_index=True)
    names = ordered["gebied_naam"].tolist()
    pairs = zip(names, shown_values(ordered), strict=True)
    texts = [f"{name} {dutch.number(value, places)}" for name, value in pairs]
    alt = (
        f"{kind} met {dutch.count(len(rows), 'wijk', 'wijken')}, {unit}, "
        f"{ordered['jaar'].iloc[0]}. Van hoog naar laag: {'; '.join(texts)}."
    )
    return Picture(fig, canvas.reader_table(ordered, names, "Wijk"), alt)


def _fill(value: float, top: float) -> str:
    return style.WHITE if math.isnan(value) else tint(value / top)


def tint(part: float) -> str:
    """The colour for a value that is ``part`` (0 to 1) of the highest."""
    return style.TILE.format(_LIGHT + (TEGEL - _LIGHT) * part)


def name_in_tile(name: str) -> list[str]:
    """A name on as many lines as a narrow tile needs: at hyphens and spaces, else a syllable."""
    lines = []
    for part in re.findall(r"[^\s-]+-?", name):
        match = _SYLLABLE.match(part.lower()) if len(part.rstrip("-")) > _WIDE else None
        cut = len(match.group(1)) if match else 0
        lines += [f"{part[:cut]}-", part[cut:]] if cut else [part]
    return [style.literal(line) for line in lines]
