"""The kit of the notebooks: open the chapter's input, show figures, tables and computed text.

``ivp.show.figures`` draws, ``ivp.show.sentences`` words outcomes, ``ivp.show.tables`` and
``ivp.show.units`` write cells; ``ivp.show.style`` has the colours for a figure of one's own.
"""

from ivp.dutch import Missing, count, date, euro, interval, listing, number, percent, period, span
from ivp.indicators.book_sources import Source
from ivp.show.display import Picture, chapter, figure, files, part, table, text
from ivp.show.tables import links, md
from ivp.show.units import shown_values, wide

__all__ = [
    "Missing",
    "Picture",
    "Source",
    "chapter",
    "count",
    "date",
    "euro",
    "figure",
    "files",
    "interval",
    "links",
    "listing",
    "md",
    "number",
    "part",
    "percent",
    "period",
    "shown_values",
    "span",
    "table",
    "text",
    "wide",
]
