"""Which section of the appendix "Hoe wij rekenen" explains a figure (docs/architecture.md)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from ivp.config import model as m

Methode = Literal[
    "aantallen",
    "ontwikkeling",
    "enquete",
    "toetsen",
    "gepubliceerd",
    "vergelijken",
    "trechter",
    "rang",
    "vooruitblik",
    "rangschikking",
    "afscherming",
]

PAGINA = "/chapters/hoe-wij-rekenen.html"
"""Root-relative; post-processing makes it relative to the page, in both renderers."""

NAAM: dict[Methode, str] = {
    "aantallen": "aantallen en marges",
    "ontwikkeling": "stijging en daling",
    "enquete": "enquête",
    "toetsen": "verschil of toeval",
    "gepubliceerd": "overgenomen cijfers",
    "vergelijken": "vergelijken",
    "trechter": "trechterfiguur",
    "rang": "plaats en twijfel",
    "vooruitblik": "vooruitblik",
    "rangschikking": "prioriteiten wegen",
    "afscherming": "verborgen cijfers",
}
"""The words of the link, in the order in which links are given."""

_SOORT: dict[str, Methode] = {
    "telling": "aantallen",
    "enquete": "enquete",
    "gepubliceerd": "gepubliceerd",
}


def van(definitie: m.Indicator) -> Methode:
    """The method behind the values of an indicator."""
    return _SOORT[definitie.soort]


def anker(methode: Methode) -> str:
    """The id of the section in ``chapters/hoe-wij-rekenen.qmd``."""
    return f"sec-rekenen-{methode}"


def links(methoden: Iterable[Methode]) -> list[tuple[str, str]]:
    """Per method once, in the order of ``NAAM``: the words of the link and its address."""
    wanted = set(methoden)
    return [(NAAM[name], f"{PAGINA}#{anker(name)}") for name in NAAM if name in wanted]
