"""The sliders: what the page needs to weigh again by itself, and what it shows without a script."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from ivp.plan.afweging import Afweging
from ivp.show import opmaak
from ivp.show.uitvoer import onderdeel
from ivp.stats.ranking import DRAWS

DECIMALEN = {"Gewogen score": 2}


def gegevens(weging: Afweging, *, voorbeeld: bool) -> dict[str, Any]:
    """Everything that ``assets/weging.js`` computes with: scores thema × criterium (missing is
    ``None``), the chosen weights, the seed and the number of weightings."""
    names = {criterium.id: criterium for criterium in weging.keuze.criteria}
    return {
        "zaad": weging.zaad,
        "trekkingen": DRAWS,
        "aantal": weging.aantal,
        "voorbeeld": voorbeeld,
        "criteria": [
            {"id": str(c), "naam": names[str(c)].naam, "gewicht": names[str(c)].gewicht}
            for c in weging.breed.columns
        ],
        "themas": [
            {
                "id": str(thema),
                "naam": weging.namen[str(thema)],
                "scores": [None if math.isnan(value) else value for value in values],
            }
            for thema, values in zip(weging.breed.index, weging.breed.to_numpy(), strict=True)
        ],
    }


def rangtabel(weging: Afweging) -> pd.DataFrame:
    """The ranking with the chosen weights, as the page shows it."""
    table = weging.rangen
    return pd.DataFrame(
        {
            "Thema": table["naam"],
            "Plaats": table["rang"],
            "Gewogen score": table["score"],
            _share(weging): table["aandeel"],
        }
    )


def gewichtentabel(weging: Afweging) -> pd.DataFrame:
    """The chosen weights, as given and as share of the whole."""
    criteria = weging.keuze.criteria
    total = sum(criterium.gewicht for criterium in criteria)
    return pd.DataFrame(
        {
            "Criterium": [c.naam for c in criteria],
            "Gewicht (%)": [100 * c.gewicht / total for c in criteria],
        }
    )


def toon(weging: Afweging, *, voorbeeld: bool) -> None:
    """Show the sliders; without a script and on paper, the chosen weights and their ranking."""
    weights, ranks = gewichtentabel(weging), rangtabel(weging)
    caption = "De volgorde bij de gekozen gewichten"
    # On paper the ranking is a figure on the next page already: the weights will do.
    onderdeel(
        "weging",
        gegevens(weging, voorbeeld=voorbeeld),
        html=opmaak.html_table(weights, "De gekozen gewichten", 1)
        + opmaak.html_table(ranks, caption, DECIMALEN),
        markdown="In het boek op internet kunt u hier zelf met de gewichten schuiven. De gekozen "
        "gewichten zijn:\n\n" + opmaak.markdown_table(weights, 1),
    )


def _share(weging: Afweging) -> str:
    return f"Bij de eerste {weging.aantal} (%)"
