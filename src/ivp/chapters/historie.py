"""Chapter historie: the policy frameworks, and what became of the previous plan's priorities."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ivp.config import model as m
from ivp.plan.terugblik import Terugblik
from ivp.show import sentences
from ivp.show.getal import Ontbreekt, getal
from ivp.show.tables import md
from ivp.show.units import UNIT_NAMES, decimals_for, main_unit

_GEEN_BRON = "niet te zeggen: er is geen cijfer"


def kadertabel(kaders: Sequence[m.Kader]) -> pd.DataFrame:
    """The frameworks in the order of the params: document, adoption, meaning, source."""
    return pd.DataFrame(
        {
            "Document": [f"{k.document} ({k.niveau}; {k.periode})" for k in kaders],
            "Vastgesteld": [kader.vastgesteld for kader in kaders],
            "Wat het betekent voor dit plan": [kader.betekenis for kader in kaders],
            "Bron": [kader.bron for kader in kaders],
        }
    )


def prioriteitentabel(terugblik: Sequence[Terugblik], van: int, tot: int) -> pd.DataFrame:
    """Each priority with its indicator in the plan's first and last year, and the conclusion."""
    return pd.DataFrame(
        {
            "Prioriteit": [item.prioriteit.naam for item in terugblik],
            "Cijfer": [_cijfer(item) for item in terugblik],
            f"Begin ({van})": [_waarde(item, van) for item in terugblik],
            f"Eind ({tot})": [_waarde(item, tot) for item in terugblik],
            "Conclusie": [conclusie(item) for item in terugblik],
        }
    )


def conclusie(item: Terugblik) -> str:
    """What the interval allows to say, or why nothing can be said."""
    return sentences.development_short(item.development) if item.development else _GEEN_BRON


def lijst_prioriteiten(terugblik: Sequence[Terugblik], *, voorbeeld: bool) -> str:
    """One item per priority: how its figure developed, and what that figure leaves out.

    ``voorbeeld``: some figures are fictitious; the text says so.
    """
    text = sentences.bullets(
        f"*{md(item.prioriteit.naam)}*. {_zin(item)} {md(item.prioriteit.toelichting)}"
        for item in terugblik
    )
    return f"{text}\n\nOnder deze cijfers zijn voorbeeldcijfers." if voorbeeld else text


def _zin(item: Terugblik) -> str:
    if item.development is None or item.definitie is None:
        return "Er is geen bron die laat zien hoe dit ging."
    return sentences.development(item.development, item.definitie)


def _cijfer(item: Terugblik) -> str:
    if item.definitie is None:
        return "geen bron"
    return f"{item.definitie.titel} ({UNIT_NAMES[main_unit(item.definitie)]})"


def _waarde(item: Terugblik, jaar: int) -> str:
    """As text: the rows have different units, and so different numbers of decimals."""
    value = item.waarde(jaar)
    if value is None or item.definitie is None:
        return str(Ontbreekt.ONBEKEND)
    return getal(value, decimals_for(main_unit(item.definitie), [value]))
