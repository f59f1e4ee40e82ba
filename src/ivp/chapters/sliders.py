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


def chosen_weights(weighing: Weighing) -> pd.DataFrame:
    """The chosen weights as share of the whole."""
    table = weighing.criteria[["naam", "aandeel"]]
    return table.rename(columns={"naam": "Criterium", "aandeel": "Gewicht (%)"})


def chosen_ranking(weighing: Weighing) -> pd.DataFrame:
    """The ranking with the chosen weights, with the columns of the script."""
    names = {
        "naam": "Thema",
        "rang": "Plaats",
        "score": "Gewogen score",
        "aandeel": f"Bij de eerste {weighing.top} (%)",
    }
    return weighing.ranking[list(names)].rename(columns=names)


def show_sliders(weighing: Weighing, *, example: bool) -> None:
    """Show the sliders; without a script and on paper, the chosen weights and their ranking."""
    weights = chosen_weights(weighing)
    ranking = tables.html_table(
        chosen_ranking(weighing), "De volgorde bij de gekozen gewichten", DECIMALS
    )
    # On paper the ranking is a figure on the next page already: the weights will do.
    part(
        "weging",
        data(weighing, example=example),
        html=tables.html_table(weights, "De gekozen gewichten", 1) + ranking,
        markdown="In het boek op internet kunt u hier zelf met de gewichten schuiven. De gekozen "
        "gewichten zijn:\n\n" + tables.markdown_table(weights, 1),
    )
