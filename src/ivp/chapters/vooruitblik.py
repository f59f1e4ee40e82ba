"""What the book says about the coming years: a table, and why some figures have no outlook."""

from __future__ import annotations

import pandas as pd

from ivp.config import model as m
from ivp.indicators.outcomes import outlook
from ivp.show.getal import getal
from ivp.show.open_chapter import OpenChapter
from ivp.show.tables import md
from ivp.show.units import UNIT_NAMES, decimals_for, main_unit
from ivp.stats.forecast import Forecast, NoForecast


def vooruitblikken(h: OpenChapter) -> dict[str, Forecast | NoForecast]:
    """The outlook of each counted indicator of the chapter, for the municipality."""
    return {
        name: outlook(h.rows(name), definition, name, h.gemeente.code)
        for name, definition in h.definitions.items()
        if definition.soort == "telling"
    }


def vooruitbliktabel(
    uitkomsten: dict[str, Forecast | NoForecast], definities: dict[str, m.Indicator]
) -> pd.DataFrame:
    """One row per outlook: its last year, middle, both intervals, and the back-test."""
    rows = []
    for name, found in uitkomsten.items():
        if isinstance(found, NoForecast):
            continue
        end, test = found.predictions[-1], found.backtest
        unit = main_unit(definities[name])
        places = decimals_for(unit, [end.value])
        rows.append(
            (
                definities[name].titel,
                UNIT_NAMES[unit],
                end.year,
                getal(end.value, places),
                f"{getal(end.low80, places)} tot {getal(end.high80, places)}",
                f"{getal(end.low95, places)} tot {getal(end.high95, places)}",
                f"{test.inside80} en {test.inside95} van {test.predictions}",
            )
        )
    columns = ["Cijfer", "Eenheid", "Jaar", "Midden", "80%", "95%", "Klopte (80% en 95%)"]
    return pd.DataFrame(rows, columns=columns)


def zin_zonder(
    uitkomsten: dict[str, Forecast | NoForecast], definities: dict[str, m.Indicator]
) -> str:
    """Which figures have no outlook, with the number of years that they lack."""
    short = {n: u for n, u in uitkomsten.items() if isinstance(u, NoForecast)}
    if not short:
        return "Van elk cijfer in deze tabel is de reeks lang genoeg."
    names = [f"- {md(definities[n].titel)} ({u.periods} jaren)" for n, u in short.items()]
    least = next(iter(short.values())).minimum
    return (
        f"Een vooruitblik vraagt ten minste {least} vergelijkbare jaren achter elkaar. Van deze "
        "cijfers is de reeks korter. Daarom staat er geen vooruitblik.\n\n" + "\n".join(names)
    )
