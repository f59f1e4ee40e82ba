"""One look for all figures: palette, fonts, margins, Dutch number format.

Every colour has at least 4.5:1 contrast on white, so that text may have it too; meaning is never
in the colour alone (markers, dashes and direct labels differ as well).
"""

from __future__ import annotations

import plotly.graph_objects as go

GEMEENTE = "#00508f"
"""The municipality itself; everything it is compared with is grey or lighter in weight."""
VERGELIJKING = "#5f6b76"
PALET = ("#00508f", "#a34700", "#2b6e2f", "#7a2b8f", "#9c1c2e", "#4d5b66")
STREPEN = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot")
MARKERS = ("circle", "square", "diamond", "triangle-up", "x", "cross")
INKT = "#1b2733"
RASTER = "#d9dee3"
BAND = "rgba(0, 80, 143, 0.16)"
LETTER = '"Source Sans 3", "Segoe UI", "Helvetica Neue", Arial, sans-serif'
BREEDTE = 680
"""Width in CSS pixels of the static figure: the text width of an A4 page."""


def figuur(hoogte: int = 360) -> go.Figure:
    """An empty figure in the book's style; ``hoogte`` in CSS pixels."""
    return go.Figure(layout=opmaak(hoogte))


def opmaak(hoogte: int) -> go.Layout:
    """The layout that every figure starts from. Titles are captions, so figures have none."""
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
