"""The units of the indicator table as readers see them."""

from __future__ import annotations

from collections.abc import Iterable

from ivp.config import model as m
from ivp.show.getal import WOORDEN, Ontbreekt, getal

NAAM: dict[str, str] = {
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

SCHALEN = ("rapportcijfer", "schaalscore_0_10")
"""Marks on a scale: they have no natural zero, so their axis need not start there."""


def hoofdeenheid(definitie: m.Indicator) -> str:
    """The unit in which an indicator is best compared: its rate when it has one."""
    return definitie.noemer.eenheid if definitie.noemer else definitie.eenheid


def decimalen(eenheid: str, waarden: Iterable[float]) -> int:
    """How many decimals a group of values needs: none for counts, two when all are below 1."""
    if eenheid == "aantal":
        return 0
    known = [abs(value) for value in waarden if value == value]
    return 2 if eenheid.startswith("per_") and known and max(known) < 1 else 1


def met_eenheid(waarde: float | Ontbreekt, eenheid: str, places: int) -> str:
    """``32,0 per 1.000 inwoners``, ``33,0%``, ``7,7``, ``1.102``; missing gives its reason."""
    text = getal(waarde, places)
    if text in WOORDEN or eenheid in ("aantal", *SCHALEN):
        return text
    return f"{text}%" if eenheid == "procent" else f"{text} {NAAM[eenheid]}"
