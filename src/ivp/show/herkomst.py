"""From a figure back to the rows that it was counted from: the last link of the provenance.

Rows are named by what stands in them, not by their number: that is how a reader finds them in the
file, and in a file with a row per person it gives no count away.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from ivp.config import model as m
from ivp.show.getal import opsomming

if TYPE_CHECKING:
    import pandas as pd


def regels(
    cijfers: pd.DataFrame,
    definities: Mapping[str, m.Indicator],
    bestanden: Mapping[str, str],
    gemeente: m.Gemeente,
) -> list[str]:
    """One line per indicator in ``cijfers`` (rows of the indicator table): file, column, rows.

    ``bestanden``: data set → file, relative to the project. A frame without the columns of the
    indicator table gives nothing.
    """
    if not {"indicator", "eenheid", "gebied", "jaar"} <= set(cijfers.columns):
        return []
    return [
        _regel(definities[str(name)], rows, bestanden, gemeente)
        for name, rows in cijfers.groupby("indicator", sort=False)
        if name in definities
    ]


def _regel(
    definitie: m.Indicator,
    rows: pd.DataFrame,
    bestanden: Mapping[str, str],
    gemeente: m.Gemeente,
) -> str:
    where = ", ".join(_rijen(definitie, rows, gemeente))
    file = bestanden.get(definitie.dataset, definitie.dataset)
    text = f"{definitie.titel}: kolom {definitie.kolom} in {file}, {where}"
    noemer = definitie.noemer
    if noemer and (rows["eenheid"] == noemer.eenheid).any():
        file = bestanden.get(noemer.dataset, noemer.dataset)
        year = "van het jaar ervoor" if noemer.peil == "begin" else "van hetzelfde jaar"
        text += f"; gedeeld door kolom {noemer.kolom} in {file} {year}"
    return f"{text}."


def _rijen(definitie: m.Indicator, rows: pd.DataFrame, gemeente: m.Gemeente) -> Iterator[str]:
    for column, values in definitie.selectie.items():
        yield f"rijen met {column} {opsomming(list(values))}"
    first, last = int(rows["jaar"].min()), int(rows["jaar"].max())
    if definitie.soort != "enquete":
        areas = list(dict.fromkeys(rows["gebied"].astype(str)))
        yield f"voor gebied {opsomming(areas)}"
        merged = [v.code for v in gemeente.voorgangers if first < v.samengevoegd]
        if gemeente.code in areas and merged:
            yield f"van vóór de samenvoeging ook {opsomming(merged)}"
    yield f"over {first}" if first == last else f"over {first} tot en met {last}"
