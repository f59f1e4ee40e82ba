"""Sentences computed from figures, in Dutch; never stronger than the interval allows.

Every function returns Markdown. Names from params or data are escaped. ``o`` is a ``Development``
(``h.development("geweld")``), ``definition`` that of its indicator, ``outcome`` what
``h.comparison("geweld", h.vergelijking.land)`` gives. A sentence about an indicator starts with its
title ("**Woninginbraken**: het aantal …"). It runs on when the caller
gives the words for it: ``topic="woninginbraken"`` gives "Het aantal woninginbraken …", and
``topic=""`` gives "Het aantal …" where it is clear what is spoken of.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Literal

import pandas as pd

from ivp import dutch
from ivp.config import model as m
from ivp.indicators.outcomes import Comparison, Development, NoComparison, SurveyChange
from ivp.show.tables import md
from ivp.show.units import UNIT_NAMES, decimals_for, with_unit
from ivp.stats.trend import NoTrend

Judgement = Literal["gunstig", "ongunstig", "gelijk"]
Compared = Comparison | NoComparison

_VERBS = {"daling": "daalde", "stijging": "steeg"}
_NUMERALS = {2: "twee", 3: "drie", 4: "vier", 5: "vijf", 6: "zes"}


def development(o: Development, definition: m.Indicator, topic: str | None = None) -> str:
    """How the indicator developed, with the interval; or why nothing can be said of it.

    Example: ``sentences.development(o, h.definition("geweld"), topic="geweldsmisdrijven")``.
    """
    change = o.change
    subject = _subject(o.unit, definition, topic)
    if isinstance(change, NoTrend):
        return _start(definition, None if topic else topic, _why_no_trend(change, definition))
    if isinstance(change, SurveyChange):
        return _difference(o, change, subject)
    period = f"tussen {change.first} en {change.last}"
    since = f" De cijfers van vóór {o.since} zijn anders geteld." if o.since else ""
    if change.direction == "geen_duidelijke_verandering":
        limits = [dutch.percent(100 * x, 1, sign=True) for x in (change.lower, change.upper)]
        return (
            f"{subject} is {period} niet duidelijk veranderd. De verandering per jaar kan liggen "
            f"tussen {limits[0]} en {limits[1]}.{since}"
        )
    low, high = sorted(abs(100 * x) for x in (change.lower, change.upper))
    places = _places(low)
    texts = [dutch.percent(x, places) for x in (abs(100 * change.change), low, high)]
    return (
        f"{subject} {_VERBS[change.direction]} {period} met gemiddeld {texts[0]} per jaar "
        f"({texts[1]} tot {texts[2]}).{since}"
    )


def latest(o: Development, definition: m.Indicator, topic: str | None = None) -> str:
    """The last value with its interval: "**…**: 24,0 per 1.000 inwoners in 2024 (… tot …).".

    ``definition`` and ``topic`` as for ``development``.
    """
    last = o.last
    if last is None:
        return _start(definition, topic, "er is geen cijfer.")
    places = decimals_for(o.unit, [last.waarde])
    value = with_unit(last.waarde, o.unit, places)
    limits = ""
    if not math.isnan(last.ondergrens):
        low, high = (dutch.number(x, places) for x in (last.ondergrens, last.bovengrens))
        limits = f" ({low} tot {high})"
    provisional = "; dit cijfer is voorlopig" if last.status == "voorlopig" else ""
    return _start(definition, topic, f"{value} in {last.jaar}{limits}{provisional}.")


def latest_short(o: Development) -> str:
    """For a table cell: "24,0 per 1.000 inwoners (2024)", or "onbekend"."""
    if o.last is None:
        return str(dutch.Missing.UNKNOWN)
    places = decimals_for(o.unit, [o.last.waarde])
    return f"{with_unit(o.last.waarde, o.unit, places)} ({o.last.jaar})"


def development_short(o: Development) -> str:
    """For a table cell: "daling, 3,1% per jaar", "geen duidelijke verandering", "reeks te kort"."""
    change = o.change
    if isinstance(change, NoTrend):
        return "reeks te kort" if change.reason == "te_kort" else "niet te schatten"
    if o.direction == "geen_duidelijke_verandering":
        return "geen duidelijke verandering"
    if isinstance(change, SurveyChange):
        return f"{change.direction}, {_points(abs(change.difference), o.unit)}"
    size = abs(100 * change.change)
    return f"{change.direction}, {dutch.percent(size, _places(size))} per jaar"


def judgement(o: Development, definition: m.Indicator) -> Judgement | None:
    """Whether that is for the better (``gunstig``) by ``definition``; ``None``: not to be said."""
    if definition.gunstig == "geen" or o.direction is None:
        return None
    if o.direction == "geen_duidelijke_verandering":
        return "gelijk"
    better = {"lager": "daling", "hoger": "stijging"}[definition.gunstig]
    return "gunstig" if o.direction == better else "ongunstig"


def comparison(
    outcome: Compared, unit: str, area: str, reference: str, topic: str, *, rest: bool
) -> str:
    """How ``area`` stands to ``reference`` (names) in ``unit``; ``rest``: it is part of that.

    "In 2024 was het aantal … in Medemblik 46% lager dan in de rest van Nederland (43% tot 49%)."
    ``outcome`` is that of ``h.comparison``; ``topic`` may be empty.
    """
    here = md(area)
    there = f"de rest van {md(reference)}" if rest else md(reference)
    if isinstance(outcome, NoComparison):
        return _why_not_compared(outcome, there)
    what = " ".join(word for word in ("het aantal", md(topic), UNIT_NAMES[unit]) if word)
    ratio = outcome.ratio
    if outcome.direction == "geen_duidelijk_verschil":
        return (
            f"In {outcome.year} was er geen duidelijk verschil in {what} tussen {here} en {there}."
        )
    if math.isinf(ratio.value):
        return f"In {outcome.year} was {what} in {here} hoger dan in {there}, waar het 0 was."
    if ratio.value >= 1.9:
        least = dutch.number(ratio.lower, 1)
        limits = f"ten minste {least} keer"
        if math.isfinite(ratio.upper):
            limits = f"{least} tot {dutch.number(ratio.upper, 1)} keer"
        size = f"{times(ratio.value)} zo hoog als in {there} ({limits})"
    else:
        low, high_ = sorted(abs(100 * (x - 1)) for x in (ratio.lower, ratio.upper))
        places = 0 if low >= 1 else _places(low)
        texts = [dutch.percent(x, places) for x in (abs(100 * (ratio.value - 1)), low, high_)]
        if ratio.lower > 0 and texts[2] == dutch.percent(100, places) and ratio.value < 1:
            texts[2] = "meer dan 99%"  # 100% lower would mean that it never happens
        size = f"{texts[0]} {outcome.direction} dan in {there} ({texts[1]} tot {texts[2]})"
    return f"In {outcome.year} was {what} in {here} {size}."


def comparison_short(outcome: Compared) -> str:
    """``outcome`` in a table cell: "46% lager", "ruim twee keer zo hoog", "geen vergelijking"."""
    if isinstance(outcome, NoComparison):
        return "geen vergelijking"
    if outcome.direction == "geen_duidelijk_verschil":
        return "geen duidelijk verschil"
    ratio = outcome.ratio.value
    if math.isinf(ratio):
        return "hoger"
    if ratio >= 1.9:
        return f"{times(ratio)} zo hoog"
    size = abs(100 * (ratio - 1))
    return f"{dutch.percent(size, 0 if size >= 1 else _places(size))} {outcome.direction}"


def region(outcomes: Mapping[str, Compared], area: str, name: str) -> str:
    """In how many municipalities of the region the figure is clearly lower, higher, or neither.

    ``outcomes``: per municipality (its name) how ``area`` stands to it; ``name`` is the region's.
    Example: "Binnen de regio is het cijfer van X duidelijk lager dan in Y en Z."
    """
    known = {n: u for n, u in outcomes.items() if isinstance(u, Comparison)}
    missing = [md(n) for n in outcomes if n not in known]
    parts = []
    for direction, text in (
        ("lager", "duidelijk lager dan in"),
        ("hoger", "duidelijk hoger dan in"),
        ("geen_duidelijk_verschil", "niet duidelijk anders dan in"),
    ):
        names = [md(n) for n, u in known.items() if u.direction == direction]
        if names:
            parts.append(f"{text} {dutch.listing(names)}")
    if not parts:
        return f"Binnen {md(name)} zijn er geen cijfers om {md(area)} mee te vergelijken."
    tail = f" Van {dutch.listing(missing)} is er geen cijfer." if missing else ""
    return f"Binnen {md(name)} is het cijfer van {md(area)} {dutch.listing(parts)}.{tail}"


def times(ratio: float) -> str:
    """A ratio from about 2 in words: "twee keer", "ruim drie keer", "bijna vier keer", "2,5 keer".

    *Ruim* and *bijna* are for at most a tenth above or below a whole number; within 1% it is that.
    """
    whole = round(ratio)
    off = ratio / whole - 1 if whole else math.inf
    if whole < 2 or abs(off) > 0.1:
        return f"{dutch.number(ratio, 1)} keer"
    word = _NUMERALS.get(whole, dutch.number(whole))
    if abs(off) <= 0.01:
        return f"{word} keer"
    return f"{'ruim' if off > 0 else 'bijna'} {word} keer"


def extremes(rows: pd.DataFrame) -> str:
    """The highest and lowest value in rows of one indicator, unit and area; nothing for one row."""
    known = rows[rows["waarde"].notna()]
    if known["waarde"].nunique() < 2:
        return ""
    unit = str(known["eenheid"].iloc[0])
    places = decimals_for(unit, known["waarde"])
    pairs = sorted(zip(known["waarde"].tolist(), known["jaar"].tolist(), strict=True))
    low, top = (f"{dutch.number(value, places)} in {year}" for value, year in (pairs[0], pairs[-1]))
    return f"Het hoogste cijfer in deze jaren was {top}, het laagste {low}."


def example_mark(rows: pd.DataFrame) -> str:
    """What follows a sentence when one of the ``rows`` behind it is fictitious."""
    return "" if rows["werkelijk"].all() else " *(voorbeeldcijfers)*"


def capitalised(text: str) -> str:
    """``text`` with its first letter as a capital."""
    return text[:1].upper() + text[1:]


def bullets(sentences: Iterable[str]) -> str:
    """``sentences`` as a Markdown list."""
    return "\n".join(f"- {sentence}" for sentence in sentences)


def _start(definition: m.Indicator, topic: str | None, rest: str) -> str:
    """``rest`` after the title (or the words for it) and a colon, or as a sentence by itself."""
    title = definition.titel if topic is None else topic
    return f"**{md(capitalised(title))}**: {rest}" if title else capitalised(rest)


def _subject(unit: str, definition: m.Indicator, topic: str | None) -> str:
    """What rises or falls, as the subject of a sentence."""
    words = {
        "rapportcijfer": "het gemiddelde rapportcijfer",
        "schaalscore_0_10": "de gemiddelde score",
        "procent": "het percentage",
    }.get(unit, "het aantal")
    per = f" {UNIT_NAMES[unit]}" if unit.startswith("per_") else ""
    if topic:
        return f"{capitalised(words)} {md(topic)}{per}"
    return _start(definition, topic, f"{words}{per}")


def _difference(o: Development, change: SurveyChange, subject: str) -> str:
    period = f"tussen {change.first} en {change.last}"
    if change.direction == "geen_duidelijke_verandering":
        return f"{subject} is {period} niet duidelijk veranderd."
    size = _points(abs(change.difference), o.unit)
    return f"{subject} {_VERBS[change.direction]} {period} met {size}."


def _points(size: float, unit: str) -> str:
    """A difference on a scale or between percentages, which is not itself a percentage."""
    text = dutch.number(size, _places(size))
    return f"{text} procentpunt" if unit == "procent" else f"{text} punt"


def _places(size: float) -> int:
    """One decimal, or as many as keep a size that is not zero from reading as zero."""
    return next((n for n in (1, 2, 3) if round(size, n) > 0), 1)


def _why_no_trend(change: NoTrend, definition: m.Indicator) -> str:
    if definition.soort == "gepubliceerd":
        return (
            "van dit gepubliceerde cijfer is geen marge bekend. "
            "Daarom noemen wij geen ontwikkeling."
        )
    if change.reason == "niet_te_schatten":
        return "de aantallen zijn te klein om een ontwikkeling te schatten."
    words = ("vergelijkbaar jaar", "vergelijkbare jaren")
    if definition.soort == "enquete":
        words = ("vergelijkbare meting", "vergelijkbare metingen")
    verb = "is" if change.periods == 1 else "zijn"
    return (
        f"de reeks is te kort om een ontwikkeling te noemen: er {verb} "
        f"{dutch.count(change.periods, *words)}, en er zijn er ten minste {change.minimum} nodig."
    )


def _why_not_compared(outcome: NoComparison, there: str) -> str:
    reasons = {
        "geen_cijfer": "want er is geen cijfer",
        "kleine_noemer": "want de groep is te klein voor een cijfer per 1.000",
        "onderdrukt": "want het aantal is verborgen om mensen te beschermen",
        "niet_te_schatten": "want de aantallen zijn te klein",
    }
    return (
        f"Over {outcome.year} is geen vergelijking met {there} mogelijk, {reasons[outcome.reason]}."
    )
