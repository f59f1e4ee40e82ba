"""One look for all figures: palette, fonts, margins, Dutch number format.

Every colour has at least 4.5:1 contrast on white, so that text may have it too; meaning is never
in the colour alone (markers, dashes and direct labels differ as well).

The colours here are names as much as colours: a notebook draws with them, and ``in_merk`` puts the
municipality's own (``_brand.yml``) in their place, so that another look runs no notebook again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ivp.config import colours
from ivp.config.brand import Merk

if TYPE_CHECKING:
    import plotly.graph_objects as go

GEMEENTE = "#00508f"
"""The municipality itself; everything it is compared with is grey or lighter in weight."""
VERGELIJKING = "#5f6b76"
PALET = ("#00508f", "#a34700", "#2b6e2f", "#7a2b8f", "#9c1c2e", "#4d5b66")
STREPEN = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
MARKERS = ("circle", "square", "diamond", "triangle-up", "x", "cross")
INKT = "#1b2733"
RASTER = "#d9dee3"
WIT = "white"
BAND = "rgba(0, 80, 143, 0.16)"
TEGEL = "rgba(0, 81, 143, {:.3f})"
"""The fill of an area on the map: how much of the colour, from 0 to ``ivp.config.brand.TEGEL``."""
LETTER = '"Source Sans 3", "Segoe UI", "Helvetica Neue", Arial, sans-serif'
BREEDTE = 680
"""Width in CSS pixels of the static figure: the text width of an A4 page."""


def figuur(hoogte: int = 360) -> go.Figure:
    """An empty figure in the book's style; ``hoogte`` in CSS pixels."""
    import plotly.graph_objects as go

    return go.Figure(layout=opmaak(hoogte))


def vormen(fig: go.Figure, alle: Sequence[Mapping[str, Any]]) -> None:
    """Shapes, all at once: plotly copies those that are there for each that is added."""
    if alle:
        fig.layout.shapes = [*fig.layout.shapes, *map(dict, alle)]


def opmaak(hoogte: int) -> go.Layout:
    """The layout that every figure starts from. Titles are captions, so figures have none."""
    import plotly.graph_objects as go

    axis = {
        "gridcolor": RASTER,
        "linecolor": INKT,
        "zerolinecolor": INKT,
        "ticks": "outside",
        "tickcolor": INKT,
        "title": {"standoff": 8},
        "automargin": True,
    }
    return go.Layout(
        template={},  # plotly's own look is 7 kB in every figure, and none of it is used
        height=hoogte,
        font={"family": LETTER, "size": 14, "color": INKT},
        paper_bgcolor="white",
        plot_bgcolor="white",
        colorway=list(PALET),
        separators=",.",
        margin={"l": 8, "r": 16, "t": 16, "b": 8},
        xaxis=axis,
        yaxis=axis,
        showlegend=False,
        hovermode="closest",
        dragmode=False,
    )


_RGBA = re.compile(r"rgba\((\d+), (\d+), (\d+),")


def kleuren(merk: Merk) -> dict[str, str]:
    """Per colour of this module, in hexadecimal notation, the colour that ``merk`` has for it."""
    names = {
        **dict(zip(PALET, merk.grafiek, strict=True)),
        VERGELIJKING: merk.vergelijking,
        INKT: merk.foreground,
        RASTER: colours.meng(merk.foreground, merk.background, 0.83),
        WIT: merk.background,
        "#00518f": merk.tegel,
    }
    found: dict[str, str] = {}
    for name, colour in names.items():
        # A hair's breadth apart when two are the same: on a dark page they may not be.
        while colour in found.values():
            colour = f"#{(int(colour[1:], 16) + 1) % 0x1000000:06x}"
        found[name] = colour
    return found


def in_merk(data: Any, naar: Mapping[str, str]) -> Any:
    """``data`` (a figure as JSON) with the colours of this module replaced as ``kleuren`` says."""
    if isinstance(data, str):
        if found := _RGBA.match(data):
            old = "#" + "".join(f"{int(part):02x}" for part in found.groups())
            red, green, blue = colours.rgb(naar.get(old, old))
            return f"rgba({red}, {green}, {blue},{data[found.end() :]}"
        return naar.get(data, data)
    if isinstance(data, list):
        return [in_merk(item, naar) for item in data]
    if isinstance(data, dict):
        return {key: in_merk(value, naar) for key, value in data.items()}
    return data
