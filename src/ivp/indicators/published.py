"""Figures taken over from publications, and publications that contradict each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from ivp.config import Config
from ivp.config import model as m
from ivp.data import Package
from ivp.indicators.counts import select
from ivp.indicators.rows import Row


@dataclass(frozen=True)
class Contradiction:
    """Different published values for one figure; ``bronnen`` gives each value and its document."""

    indicator: str
    gebied: str
    jaar: int
    bronnen: tuple[tuple[float, str], ...]


def published_rows(definition: m.Indicator, config: Config, source: pd.DataFrame) -> list[Row]:
    """Rows of a published indicator. Where publications differ there is no value (``onbekend``).

    With columns ``ondergrens`` and ``bovengrens`` the published 95% interval comes along, when all
    publications that give one agree.
    """
    compared = config.lokaal.vergelijking
    areas = [config.gemeente, *compared.gemeenten, compared.eenheid, compared.land]
    names = {area.code: area.naam for area in areas}
    rows = []
    for (gebied, jaar), published in _published(definition, source):
        row = Row(gebied, names.get(gebied, gebied), jaar, definition.eenheid, "onbekend")
        values = set(published["waarde"].dropna())
        if len(values) == 1:
            pairs = published[["ondergrens", "bovengrens"]].dropna().drop_duplicates()
            limits = pairs.to_numpy(dtype=float).tolist()
            row = row.known(float(*values), *(limits[0] if len(limits) == 1 else ()))
        rows.append(row)
    return rows


def contradictions(indicatoren: Mapping[str, m.Indicator], package: Package) -> list[Contradiction]:
    """All contradictions between publications behind the published ones of ``indicatoren``."""
    found = []
    for name, definition in indicatoren.items():
        if definition.soort == "gepubliceerd":
            source = package.dataset(definition.dataset).read()
            for (gebied, jaar), published in _published(definition, source):
                known = published.dropna(subset="waarde")
                if known["waarde"].nunique() > 1:
                    pairs = zip(known["waarde"].tolist(), known["bron_document"], strict=True)
                    found.append(Contradiction(name, gebied, jaar, tuple(sorted(pairs))))
    return found


def _published(
    definition: m.Indicator, source: pd.DataFrame
) -> Iterator[tuple[tuple[str, int], pd.DataFrame]]:
    """Per area and year what was published: ``waarde``, its limits if any, ``bron_document``."""
    rows = select(source, definition.selectie).rename(columns={definition.kolom: "waarde"})
    columns = ["gebied", "jaar", "waarde", "ondergrens", "bovengrens", "bron_document"]
    rows = rows.reindex(columns=columns).astype({"jaar": int, "waarde": float})
    for (gebied, jaar), some in rows.groupby(["gebied", "jaar"]):
        yield (str(gebied), int(str(jaar))), some
