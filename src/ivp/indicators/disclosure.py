"""Hide small counts of persons, and the figures from which a single hidden count follows."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from ivp.config import model as m

HIDDEN = ["waarde", "ondergrens", "bovengrens", "teller"]


def suppress(
    table: pd.DataFrame, persons: Mapping[str, m.Indicator], threshold: int
) -> pd.DataFrame:
    """``table`` with every count from 1 to ``threshold`` - 1 of the ``persons`` indicators hidden.

    Hidden means status ``onderdrukt`` without figures, in all units: a rate gives the count away.
    A count of 0 is shown. An indicator that takes in exactly one hidden count of the same data set
    is hidden too, since it minus the shown parts would be the hidden one.
    """
    cells = table[table["indicator"].isin(persons) & (table["eenheid"] == "aantal")]
    small = cells[(cells["waarde"] > 0) & (cells["waarde"] < threshold)]
    hidden = set(zip(small["indicator"], small["gebied"], small["periode"], strict=True))
    for total, place, period in zip(
        cells["indicator"], cells["gebied"], cells["periode"], strict=True
    ):
        parts = [
            name
            for name in persons
            if name != total
            and (name, place, period) in hidden
            and _takes_in(persons[total], persons[name])
        ]
        if len(parts) == 1:
            hidden.add((total, place, period))
    keys = zip(table["indicator"], table["gebied"], table["periode"], strict=True)
    chosen = pd.Series([key in hidden for key in keys], index=table.index, dtype=bool)
    table = table.copy()
    table.loc[chosen, HIDDEN] = float("nan")
    table.loc[chosen, "status"] = "onderdrukt"
    return table


def _takes_in(total: m.Indicator, part: m.Indicator) -> bool:
    """Whether every row that ``part`` counts is also counted by ``total``."""
    return (
        total.dataset == part.dataset
        and total.kolom == part.kolom
        and all(
            column in part.selectie and set(part.selectie[column]) <= set(codes)
            for column, codes in total.selectie.items()
        )
    )
