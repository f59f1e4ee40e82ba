"""The outlook of an indicator: what the coming years may bring when nothing else changes."""

from __future__ import annotations

import pandas as pd

from ivp.config import model as m
from ivp.stats.forecast import MIN_PERIODS, Forecast, NoForecast, forecast


def vooruitblik(
    table: pd.DataFrame, definition: m.Indicator, indicator: str, gebied: str
) -> Forecast | NoForecast:
    """The outlook of ``indicator`` in ``gebied``, from rows of the indicator table.

    In its rate when it has one, else in counts; without provisional years and years before the last
    break. Only counted indicators have one.
    """
    if definition.soort != "telling":
        return NoForecast(0, MIN_PERIODS)
    unit = definition.noemer.eenheid if definition.noemer else definition.eenheid
    rows = table[
        (table["indicator"] == indicator)
        & (table["gebied"] == gebied)
        & (table["eenheid"] == unit)
        & (table["status"] == "definitief")
    ].sort_values("jaar")
    years = rows["jaar"].tolist()
    counts = rows["teller" if definition.noemer else "waarde"].tolist()
    breaks = [b.jaar for b in definition.reeksbreuken if b.jaar in years]
    since = max(breaks, default=None)
    if definition.noemer is None:
        return forecast(years, counts, since=since)
    return forecast(years, counts, rows["noemer"].tolist(), per=definition.noemer.per, since=since)
