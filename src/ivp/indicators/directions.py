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
DEVELOPMENTS = ("daling", "stijging", "geen_duidelijke_verandering")
POSITIONS = ("lager", "hoger", "geen_duidelijk_verschil")
_WORDS = {
    "omlaag": re.compile(
        r"\b(da(al|l)\w*|gedaald|afgenomen|neemt af|af(name|nam)|minder|lager)\b", re.I
    ),
    "omhoog": re.compile(
        r"\b(st(ij|ee?)g\w*|gestegen|toegenomen|neemt toe|toe(name|nam)|meer|hoger)\b", re.I
    ),
}
_SIZES = re.compile(
    r"\b(sterk|fors|flink|enorm|explosie\w*|gehalveerd|halveer\w*|verdubbel\w*|nauwelijks|licht)\b"
    r"|\b(veel|iets|ruim|bijna)\s+(meer|minder|hoger|lager)\b|\d+([.,]\d+)?\s?(%|procent)",
    re.I,
)
"""How much: a direction does not say so. ``ivp.show.sentences`` makes a sentence with a figure."""
_SIDES = {"daling": "omlaag", "lager": "omlaag", "stijging": "omhoog", "hoger": "omhoog"}


class Claim(NamedTuple):
    """A span of text with what it says it says; ``where`` is file and line."""

    where: str
    text: str
    keys: dict[str, str]


def claims(texts: Mapping[str, str]) -> list[Claim]:
    """The spans in chapters (their path and text), in order. Comments do not count."""
    found = []
    for path, text in texts.items():
        plain = _COMMENT.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), text)
        for match in _SPAN.finditer(plain):
            line = plain.count("\n", 0, match.start()) + 1
            keys = {m[1]: m[2] or m[3] or m[4] or "" for m in _KEY.finditer(match[2])}
            found.append(Claim(f"{path}, regel {line}", " ".join(match[1].split()), keys))
    return found


def check_claims(spans: list[Claim], config: Config, table: pd.DataFrame) -> list[ParamsFout]:
    """What the text says otherwise than the figures in ``table``; empty when all agree."""
    return [
        ParamsFout(
            f"{wrong} (bij: “{span.text[:80]}”)",
            waar=span.where,
            waarom="een zin mag niet meer of iets anders zeggen dan de cijfers toelaten",
            doe="pas de zin en 'richting' aan, of haal de bewering weg",
        )
        for span in spans
        if (wrong := _wrong(span, config, table))
    ]


def _wrong(span: Claim, config: Config, table: pd.DataFrame) -> str:
    """What is wrong with a claim, in words; empty when nothing is."""
    keys = span.keys
    name, says = keys.get("indicator", ""), keys.get("richting", "")
    allowed = POSITIONS if "naast" in keys else DEVELOPMENTS
    if unknown := sorted(set(keys) - _KEYS):
        return f"'{unknown[0]}' kent een bewering niet.{did_you_mean(unknown[0], _KEYS)}"
    if name not in config.indicatoren:
        return f"De indicator '{name}' bestaat niet.{did_you_mean(name, config.indicatoren)}"
    if says not in allowed:
        return f"De richting '{says}' bestaat hier niet. Mogelijk zijn: {', '.join(allowed)}."
    for side, words in _WORDS.items():
        if side != _SIDES.get(says) and (word := words.search(span.text)):
            return f"In de tekst staat '{word[0]}', maar de richting is '{says}'"
    if word := _SIZES.search(span.text):
        return f"In de tekst staat '{word[0]}', en dat zegt de richting niet"
    place = keys.get("gebied", config.gemeente.code)
    figures = _figures(table, config, name, place, keys.get("naast"))
    if figures == says:
        return ""
    said, follows = (text.replace("_", " ") for text in (says, figures))
    return f"De tekst zegt '{said}', maar uit de cijfers volgt: {follows}"


def _figures(table: pd.DataFrame, config: Config, name: str, place: str, beside: str | None) -> str:
    """The direction that follows from the figures, or why there is none."""
    from ivp.indicators.outcomes import Comparison, development, last_comparison

    if beside is None:
        course = development(table, config.indicatoren[name], name, place)
        return course.direction or "geen ontwikkeling te noemen"
    found = last_comparison(table, name, place, beside)
    return found.direction if isinstance(found, Comparison) else "geen vergelijking mogelijk"
