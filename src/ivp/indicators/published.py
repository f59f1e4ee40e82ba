"""Figures taken over from publications, and publications that contradict each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd

from ivp.config import Config
from ivp.config import model as m
from ivp.data import Package
from ivp.indicators.counts import select
from ivp.indicators.rows import MISSING, Row


@dataclass(frozen=True)
class Contradiction:
    """Different published values for one figure; ``bronnen`` gives each value and its document."""

    indicator: str
    gebied: str
    jaar: int
    bronnen: tuple[tuple[float, str], ...]


def published_rows(definition: m.Indicator, config: Config, source: pd.DataFrame) -> list[Row]:
    """Rows of a published indicator. Where publications differ there is no value (``onbekend``).

    With columns ``ondergrens`` and ``bovengrens`` the published 95% interval comes along.
    """
    compared = config.lokaal.vergelijking
    areas = [config.gemeente, *compared.gemeenten, compared.eenheid, compared.land]
    names = {area.code: area.naam for area in areas}
    rows = []
    limits = _limits(definition, source)
    for (gebied, jaar), published in _figures(definition, source).items():
        naam = names.get(gebied, gebied)
        values = {value for value, _ in published}
        if len(values) == 1:
            row = Row(gebied, naam, jaar, definition.eenheid, "definitief", *values)
            low, high = limits.get((gebied, jaar), (MISSING, MISSING))
            rows.append(row._replace(ondergrens=low, bovengrens=high))
        else:
            rows.append(Row(gebied, naam, jaar, definition.eenheid, "onbekend"))
    return rows


def contradictions(indicatoren: Mapping[str, m.Indicator], package: Package) -> list[Contradiction]:
    """All contradictions between publications behind the published ones of ``indicatoren``."""
    return [
        Contradiction(name, gebied, jaar, published)
        for name, definition in indicatoren.items()
        if definition.soort == "gepubliceerd"
        for (gebied, jaar), published in _figures(
            definition, package.dataset(definition.dataset).read()
        ).items()
        if len({value for value, _ in published}) > 1
    ]


def _limits(
    definition: m.Indicator, source: pd.DataFrame
) -> dict[tuple[str, int], tuple[float, float]]:
    """Per area and year the published interval, when all publications that give one agree."""
    if not {"ondergrens", "bovengrens"} <= set(source.columns):
        return {}
    rows = select(source, definition.selectie).dropna(subset=["ondergrens", "bovengrens"])
    found: dict[tuple[str, int], set[tuple[float, float]]] = {}
    for gebied, jaar, low, high in zip(
        rows["gebied"], rows["jaar"], rows["ondergrens"], rows["bovengrens"], strict=True
    ):
        found.setdefault((gebied, int(jaar)), set()).add((float(low), float(high)))
    return {key: next(iter(limits)) for key, limits in found.items() if len(limits) == 1}


def _figures(
    definition: m.Indicator, source: pd.DataFrame
) -> dict[tuple[str, int], tuple[tuple[float, str], ...]]:
    """Per area and year the known values, each with the document it stands in."""
    rows = select(source, definition.selectie)
    found: dict[tuple[str, int], list[tuple[float, str]]] = {}
    for gebied, jaar, value, document in zip(
        rows["gebied"], rows["jaar"], rows[definition.kolom], rows["bron_document"], strict=True
    ):
        published = found.setdefault((gebied, int(jaar)), [])
        if pd.notna(value):
            published.append((float(value), str(document)))
    return {key: tuple(sorted(values)) for key, values in sorted(found.items())}
