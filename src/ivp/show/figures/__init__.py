"""The charts: one function per kind, each giving a ``Picture`` that ``show.figure`` shows."""

from ivp.show.figures.funnels import funnel, funnel_table
from ivp.show.figures.lines import outlook, panels, panels_by_area, series
from ivp.show.figures.maps import area_map
from ivp.show.figures.ranked import Reference, bars, dots, ratios
from ivp.show.figures.timelines import steps, timeline

__all__ = [
    "Reference",
    "area_map",
    "bars",
    "dots",
    "funnel",
    "funnel_table",
    "outlook",
    "panels",
    "panels_by_area",
    "ratios",
    "series",
    "steps",
    "timeline",
]
