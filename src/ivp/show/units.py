"""The values and units of the indicator table as readers see them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from ivp.config import model as m
from ivp.show.getal import VOOR_STATUS, WOORDEN, Ontbreekt, getal

if TYPE_CHECKING:
    import pandas as pd

UNIT_NAMES: dict[str, str] = {
    "aantal": "aantal",
    "per_1000_inwoners": "per 1.000 inwoners",
    "per_1000_jongeren": "per 1.000 jongeren",
    "per_1000_huishoudens": "per 1.000 huishoudens",
    "per_1000_bedrijven": "per 1.000 bedrijven",
    "procent": "procent",
    "rapportcijfer": "rapportcijfer",
    "schaalscore_0_10": "score van 0 tot 10",
}
"""For axes and column heads; every unit of ``ivp.config.model.Eenheid``."""

SCALES = ("rapportcijfer", "schaalscore_0_10")
"""Marks on a scale: they have no natural zero, so their axis need not start there."""


def main_unit(definition: m.Indicator) -> str:
    """The unit in which an indicator is best compared: its rate when it has one."""
    return definition.noemer.eenheid if definition.noemer else definition.eenheid


def decimals_for(unit: str, values: Iterable[float]) -> int:
    """How many decimals a group of values needs: none for counts, two when all are below 1."""
    if unit == "aantal":
        return 0
    known = [abs(value) for value in values if value == value]
    return 2 if unit.startswith("per_") and known and max(known) < 1 else 1


def with_unit(value: float | Ontbreekt, unit: str, places: int) -> str:
    """``32,0 per 1.000 inwoners``, ``33,0%``, ``7,7``, ``1.102``; missing gives its reason."""
    text = getal(value, places)
    if text in WOORDEN or unit in ("aantal", *SCALES):
        return text
    return f"{text}%" if unit == "procent" else f"{text} {UNIT_NAMES[unit]}"


def shown_values(rows: pd.DataFrame) -> list[float | Ontbreekt]:
    """The values of rows of the indicator table, with the reason where there is none.

    Example: ``[24.0, Ontbreekt.ONDERDRUKT]``, of which a table shows ``24,0`` and ``verborgen``.
    """
    pairs = zip(rows["waarde"].tolist(), rows["status"].tolist(), strict=True)
    return [VOOR_STATUS.get(status, value) for value, status in pairs]
