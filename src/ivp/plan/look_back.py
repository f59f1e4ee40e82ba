"""How the priorities of the previous plan went: each with its indicator over that plan's years."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from ivp.config import model as m
from ivp.indicators.outcomes import development


def look_back(
    priorities: Sequence[m.VorigePrioriteit],
    figures: pd.DataFrame,
    definitions: Mapping[str, m.Indicator],
    gemeente: str,
    start: int,
    end: int,
) -> pd.DataFrame:
    """Every priority with its indicator in ``gemeente`` over the years of its plan.

    ``figures`` is (part of) the indicator table. The change uses every year of the plan and asks
    for a definitive figure in each: four years are too few to miss one. With so few points the
    interval is wide, so only large changes are called a change. Columns: ``naam``, ``toelichting``,
    ``indicator``, ``begin`` and ``eind`` (its value in the first and the last year, if known), and
    ``development`` (``ivp.indicators.outcomes.Development``); missing without an indicator.
    """
    period = figures[figures["jaar"].between(start, end)]
    found = []
    for item in priorities:
        row = item.model_dump(include={"naam", "toelichting", "indicator"})
        if item.indicator is not None:
            definition = definitions[item.indicator]
            change = development(period, definition, item.indicator, gemeente, end - start + 1)
            known = {value.jaar: value.waarde for value in (change.first, change.last) if value}
            row |= {"begin": known.get(start), "eind": known.get(end), "development": change}
        found.append(row)
    columns = ["naam", "toelichting", "indicator", "begin", "eind", "development"]
    return pd.DataFrame(found, columns=columns).astype({"begin": float, "eind": float})
