"""How the priorities of the previous plan went: each with its indicator over that plan's years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from ivp.config import model as m
from ivp.indicators.outcomes import Development, development


@dataclass(frozen=True)
class Terugblik:
    """A priority and the development of its indicator; without an indicator both are ``None``."""

    prioriteit: m.VorigePrioriteit
    definitie: m.Indicator | None = None
    development: Development | None = None

    def waarde(self, jaar: int) -> float | None:
        """The value in the first or last known year of the period when that is ``jaar``."""
        if self.development:
            for meting in (self.development.first, self.development.last):
                if meting and meting.jaar == jaar:
                    return meting.waarde
        return None


def terugblik(
    prioriteiten: Sequence[m.VorigePrioriteit],
    cijfers: pd.DataFrame,
    definities: Mapping[str, m.Indicator],
    gemeente: str,
    van: int,
    tot: int,
) -> list[Terugblik]:
    """Every priority with its indicator in ``gemeente`` from ``van`` to ``tot``, the plan's years.

    ``cijfers`` is (part of) the indicator table. The change uses every year of the plan and asks
    for a definitive figure in each: four years are too few to miss one. With so few points the
    interval is wide, so only large changes are called a change.
    """
    period = cijfers[cijfers["jaar"].between(van, tot)]
    found = []
    for item in prioriteiten:
        if item.indicator is None:
            found.append(Terugblik(item))
            continue
        definition = definities[item.indicator]
        change = development(period, definition, item.indicator, gemeente, tot - van + 1)
        found.append(Terugblik(item, definition, change))
    return found
