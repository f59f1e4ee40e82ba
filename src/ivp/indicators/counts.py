"""Counts per area and year: what is selected is summed, what is unknown stays unknown."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import pandas as pd

from ivp.config import model as m
from ivp.sources.samenvoeging import voeg_samen

COLUMNS = ["gebied", "gebied_naam", "jaar", "aantal"]


def of_municipality(frame: pd.DataFrame, gemeente: m.Gemeente) -> pd.DataFrame:
    """``frame`` with ``gebied`` and ``gebied_naam``; without those it is about the municipality."""
    if "gebied" not in frame:
        return frame.assign(gebied=gemeente.code, gebied_naam=gemeente.naam)
    if "gebied_naam" not in frame:
        return frame.assign(gebied_naam=frame["gebied"])
    return frame


def select(frame: pd.DataFrame, selectie: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    """The rows that have one of the selected codes in every selected column."""
    for column, codes in selectie.items():
        frame = frame[frame[column].isin(codes)]
    return frame


def count(
    frame: pd.DataFrame,
    kolom: str,
    selectie: Mapping[str, Sequence[str]],
    gemeente: m.Gemeente,
) -> pd.DataFrame:
    """``kolom`` of ``frame`` summed over the selection, per area and year (``COLUMNS``).

    ``aantal`` is missing as soon as one selected code has no row or no value: a sum of what happens
    to be there would be too low. Years before a merger: see
    ``ivp.sources.samenvoeging``.
    """
    frame = of_municipality(frame, gemeente)
    keys = ["gebied", "jaar"]
    frame = frame.assign(jaar=frame["jaar"].astype(int), **{kolom: frame[kolom].astype(float)})
    cells = select(frame, selectie)
    groups = cells.groupby(keys)[kolom]
    complete = groups.count() == groups.size()
    if selectie:
        combinations = cells.drop_duplicates([*keys, *selectie]).groupby(keys).size()
        complete &= combinations == math.prod(len(set(codes)) for codes in selectie.values())
    totals = groups.sum().where(complete)
    seen = pd.MultiIndex.from_frame(frame[keys].drop_duplicates())
    result = totals.reindex(seen).rename("aantal").reset_index()
    names = frame.drop_duplicates("gebied", keep="last").set_index("gebied")["gebied_naam"]
    result.insert(1, "gebied_naam", result["gebied"].map(names))
    return voeg_samen(result, gemeente, "aantal").sort_values(keys, ignore_index=True)
