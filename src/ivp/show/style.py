"""One look for all figures: palette, fonts, margins, Dutch number format.

Every colour has at least 4.5:1 contrast on white, so that text may have it too; meaning is never
in the colour alone (markers, dashes and direct labels differ as well).

The colours here are names as much as colours: a notebook draws with them, and ``in_brand`` puts the
municipality's own (``_brand.yml``) in their place, so that another look runs no notebook again.
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ivp.config import colours
from ivp.config.brand import Merk

if TYPE_CHECKING:
    import plotly.graph_objects as go

GEMEENTE = "#00508f"
"""The municipality itself; everything it is compared with is grey or lighter in weight."""
OTHERS = "#5f6b76"
PALETTE = ("#00508f", "#a34700", "#2b6e2f", "#7a2b8f", "#9c1c2e", "#4d5b66")
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
MARKERS = ("circle", "square", "diamond", "triangle-up", "x", "cross")
INK = "#1b2733"
GRID = "#d9dee3"
WHITE = "white"
BAND = "rgba(0, 80, 143, 0.16)"
TILE = "rgba(0, 81, 143, {:.3f})"
"""The fill of an area on the map: how much of the colour, from 0 to ``ivp.config.brand.TEGEL``."""
FONT = '"Source Sans 3", "Segoe UI", "Helvetica Neue", Arial, sans-serif'
WIDTH = 680
"""Width in CSS pixels of the static figure: the text width of an A4 page."""

Label = tuple[Any, float, str, str]
"""A text in a figure: x, y, the text, and its place as plotly's ``textposition``."""


def empty_figure(height: int = 360) -> go.Figure:
    """An empty figure in the book's style; ``height`` in CSS pixels."""
    import plotly.graph_objects as go

    return go.Figure(layout=layout(height))


def add_shapes(fig: go.Figure, shapes: Sequence[Mapping[str, Any]]) -> None:
    """Adds ``shapes`` to ``fig``, all at once: plotly copies those that are there for each added.

    Example: ``style.add_shapes(fig, [{"type": "line", "x0": 1, "x1": 5, "y0": 0, "y1": 0}])``.
    """
    if shapes:
        fig.layout.shapes = [*fig.layout.shapes, *map(dict, shapes)]


def note(text: str, x: float, y: float, **more: Any) -> dict[str, Any]:
    """A text without an arrow at a point of a figure; ``more`` as plotly's annotations have it.

    Example: ``style.annotate(fig, [style.note("norm", 2024, 5.0, xanchor="left")])``.
    """
    return {"text": text, "x": x, "y": y, "showarrow": False, **more}


def annotate(fig: go.Figure, texts: Sequence[Mapping[str, Any]]) -> None:
    """Adds ``texts`` (``note``) to ``fig``, all at once, for the reason of ``add_shapes``."""
    if texts:
        fig.layout.annotations = [*fig.layout.annotations, *map(dict, texts)]


def add_labels(fig: go.Figure, labels: Sequence[Label]) -> None:
    """Adds ``labels`` to ``fig``: texts at points, in one trace.

    A trace and not annotations: plotly places an annotation by the width of its text as measured
    in one font, and the PDF has another, so that left sides would not line up.
    """
    if not labels:
        return
    x, y, texts, places = map(list, zip(*labels, strict=True))
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


def literal(text: str) -> str:
    """``text`` from params or data as literal text in a figure, which would read HTML in it."""
    return html.escape(" ".join(str(text).split()), quote=False)


def lines_of(text: str, width: int) -> list[str]:
    """``text`` as literal lines of at most ``width`` characters (a longer word stays whole)."""
    lines = [""]
    for word in str(text).split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return [literal(line) for line in lines]


def wrapped(text: str, width: int) -> str:
    """``text`` in lines of at most ``width`` as one label: ``Veilig<br>ondernemen``."""
    return "<br>".join(lines_of(text, width))


def layout(height: int) -> go.Layout:
    """The layout that every figure starts from, ``height`` pixels high.

    Titles are captions, so figures have none.
    """
    import plotly.graph_objects as go

    axis = {
        "gridcolor": GRID,
        "linecolor": INK,
        "zerolinecolor": INK,
        "ticks": "outside",
        "tickcolor": INK,
        "title": {"standoff": 8},
        "automargin": True,
    }
    return go.Layout(
        template={},  # plotly's own look is 7 kB in every figure, and none of it is used
        height=height,
        font={"family": FONT, "size": 14, "color": INK},
        paper_bgcolor="white",
        plot_bgcolor="white",
        colorway=list(PALETTE),
        separators=",.",
        margin={"l": 8, "r": 16, "t": 16, "b": 8},
        xaxis=axis,
        yaxis=axis,
        showlegend=False,
        hovermode="closest",
        dragmode=False,
    )


_RGBA = re.compile(r"rgba\((\d+), (\d+), (\d+),")


def brand_colours(brand: Merk) -> dict[str, str]:
    """Per colour of this module, in hexadecimal notation, the colour that ``brand`` has for it."""
    names = {
        **dict(zip(PALETTE, brand.grafiek, strict=True)),
        OTHERS: brand.vergelijking,
        INK: brand.foreground,
        GRID: colours.meng(brand.foreground, brand.background, 0.83),
        WHITE: brand.background,
        "#00518f": brand.tegel,
    }
    found: dict[str, str] = {}
    for name, colour in names.items():
        # A hair's breadth apart when two are the same: on a dark page they may not be.
        while colour in found.values():
            colour = f"#{(int(colour[1:], 16) + 1) % 0x1000000:06x}"
        found[name] = colour
    return found


def in_brand(data: Any, replace: Mapping[str, str]) -> Any:
    """``data`` (a figure as JSON) with this module's colours replaced as ``brand_colours`` says."""
    if isinstance(data, str):
        if found := _RGBA.match(data):
            old = "#" + "".join(f"{int(part):02x}" for part in found.groups())
            red, green, blue = colours.rgb(replace.get(old, old))
            return f"rgba({red}, {green}, {blue},{data[found.end() :]}"
        return replace.get(data, data)
    if isinstance(data, list):
        return [in_brand(item, replace) for item in data]
    if isinstance(data, dict):
        return {key: in_brand(value, replace) for key, value in data.items()}
    return data
