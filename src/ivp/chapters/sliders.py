"""The sliders: what the page needs to weigh again by itself, and what it shows without a script."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from ivp.plan.weighing import Weighing
from ivp.show import tables
from ivp.show.display import part
from ivp.stats.ranking import DRAWS

DECIMALS = {"Gewogen score": 2}


def data(weighing: Weighing, *, example: bool) -> dict[str, Any]:
    """Everything that ``assets/weging.js`` computes with: scores thema × criterium (missing is
    ``None``), the chosen weights, the seed and the number of weightings."""
    criteria = weighing.criteria[["id", "naam", "gewicht"]]
    return {
        "zaad": weighing.seed,
        "trekkingen": DRAWS,
        "aantal": weighing.top,
        "voorbeeld": example,
        "criteria": criteria.to_dict("records"),
        "themas": [
            {
                "id": str(thema),
                "naam": weighing.names[str(thema)],
                "scores": [None if math.isnan(value) else value for value in values],
            }
            for thema, values in zip(weighing.wide.index, weighing.wide.to_numpy(), strict=True)
        ],
    }


def show_sliders(
    weighing: Weighing, weights: pd.DataFrame, ranking: pd.DataFrame, *, example: bool
) -> None:
    """Show the sliders. Without a script the reader sees the two tables: the chosen weights, and
    their ranking with the columns that the script gives it. On paper the weights will do: the
    ranking is a figure on the next page already."""
    part(
        "weging",
        data(weighing, example=example),
        html=tables.html_table(weights, "De gekozen gewichten", 1)
        + tables.html_table(ranking, "De volgorde bij de gekozen gewichten", DECIMALS),
        markdown="In het boek op internet kunt u hier zelf met de gewichten schuiven. De gekozen "
        "gewichten zijn:\n\n" + tables.markdown_table(weights, 1),
    )
