"""Hand-written text that names a direction, held against the figures.

In a chapter: ``[het aantal inbraken daalt]{.bewering indicator=woninginbraak richting=daling}`` or,
beside another area, ``[…]{.bewering indicator=geweld richting=lager naast=NL00}``. ``gebied``
is the municipality unless given. The words may not say more, or other, than the interval allows.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from ivp.config import Config
from ivp.errors import ParamsFout, did_you_mean

if TYPE_CHECKING:
    import pandas as pd

_SPAN = re.compile(r"\[((?:[^\[\]]|\[[^\]]*\])*)\]\{([^{}]*\.bewering[^{}]*)\}")
_KEY = re.compile(r"""([\w-]+)=(?:"([^"]*)"|'([^']*)'|([^\s"']+))""")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_KEYS = {"indicator", "richting", "gebied", "naast"}
ONTWIKKELING = ("daling", "stijging", "geen_duidelijke_verandering")
STAND = ("lager", "hoger", "geen_duidelijk_verschil")
_WOORDEN = {
    "omlaag": re.compile(
        r"\b(da(al|l)\w*|gedaald|afgenomen|neemt af|af(name|nam)|minder|lager)\b", re.I
    ),
    "omhoog": re.compile(
        r"\b(st(ij|ee?)g\w*|gestegen|toegenomen|neemt toe|toe(name|nam)|meer|hoger)\b", re.I
    ),
}
_MATE = re.compile(
    r"\b(sterk|fors|flink|enorm|explosie\w*|gehalveerd|halveer\w*|verdubbel\w*|nauwelijks|licht)\b"
    r"|\b(veel|iets|ruim|bijna)\s+(meer|minder|hoger|lager)\b|\d+([.,]\d+)?\s?(%|procent)",
    re.I,
)
"""How much: a direction does not say so. A sentence with a figure comes from ``ivp.show.zin``."""
_KANT = {"daling": "omlaag", "lager": "omlaag", "stijging": "omhoog", "hoger": "omhoog"}


class Bewering(NamedTuple):
    """A span of text with what it says it says; ``waar`` is file and line."""

    waar: str
    tekst: str
    sleutels: dict[str, str]


def beweringen(teksten: Mapping[str, str]) -> list[Bewering]:
    """The spans in chapters (their path and text), in order. Comments do not count."""
    found = []
    for path, text in teksten.items():
        plain = _COMMENT.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), text)
        for match in _SPAN.finditer(plain):
            line = plain.count("\n", 0, match.start()) + 1
            keys = {m[1]: m[2] or m[3] or m[4] or "" for m in _KEY.finditer(match[2])}
            found.append(Bewering(f"{path}, regel {line}", " ".join(match[1].split()), keys))
    return found


def controleer(spans: list[Bewering], config: Config, table: pd.DataFrame) -> list[ParamsFout]:
    """What the text says otherwise than the figures in ``table``; empty when all agree."""
    return [error for span in spans if (error := _check(span, config, table))]


def _check(span: Bewering, config: Config, table: pd.DataFrame) -> ParamsFout | None:
    keys = span.sleutels
    name, says = keys.get("indicator", ""), keys.get("richting", "")
    allowed = STAND if "naast" in keys else ONTWIKKELING
    if unknown := sorted(set(keys) - _KEYS):
        return _error(
            span, f"'{unknown[0]}' kent een bewering niet.{did_you_mean(unknown[0], _KEYS)}"
        )
    if name not in config.indicatoren:
        return _error(
            span, f"De indicator '{name}' bestaat niet.{did_you_mean(name, config.indicatoren)}"
        )
    if says not in allowed:
        return _error(
            span, f"De richting '{says}' bestaat hier niet. Mogelijk zijn: {', '.join(allowed)}."
        )
    place = keys.get("gebied", config.gemeente.code)
    other = {"omlaag": "omhoog", "omhoog": "omlaag"}.get(_KANT.get(says, ""))
    wrong = [side for side in _WOORDEN if side == other or _KANT.get(says) is None]
    for side in wrong:
        if word := _WOORDEN[side].search(span.tekst):
            return _error(span, f"In de tekst staat '{word[0]}', maar de richting is '{says}'")
    if word := _MATE.search(span.tekst):
        return _error(span, f"In de tekst staat '{word[0]}', en dat zegt de richting niet")
    figures = _figures(table, config, name, place, keys.get("naast"))
    if figures != says:
        return _error(
            span,
            f"De tekst zegt '{says.replace('_', ' ')}', maar uit de cijfers volgt: "
            f"{figures.replace('_', ' ')}",
        )
    return None


def _figures(table: pd.DataFrame, config: Config, name: str, place: str, beside: str | None) -> str:
    from ivp.indicators.uitkomst import Vergelijkingsuitkomst, ontwikkeling, vergelijking

    definition = config.indicatoren[name]
    if beside is None:
        return (
            ontwikkeling(table, definition, name, place).richting or "geen ontwikkeling te noemen"
        )
    rates = table[(table["indicator"] == name) & table["eenheid"].str.startswith("per_")]
    rates = rates[rates["waarde"].notna()]
    years = [set(rates.loc[rates["gebied"] == area, "jaar"]) for area in (place, beside)]
    if not years[0] & years[1]:
        return "geen vergelijking mogelijk"
    found = vergelijking(table, name, place, beside, max(years[0] & years[1]))
    return (
        found.richting if isinstance(found, Vergelijkingsuitkomst) else "geen vergelijking mogelijk"
    )


def _error(span: Bewering, what: str) -> ParamsFout:
    return ParamsFout(
        f"{what} (bij: “{span.tekst[:80]}”)",
        waar=span.waar,
        waarom="een zin mag niet meer of iets anders zeggen dan de cijfers toelaten",
        doe="pas de zin en 'richting' aan, of haal de bewering weg",
    )
