"""Sentences computed from figures, in Dutch; never stronger than the interval allows.

Every function returns Markdown. Names from params or data are escaped. A sentence about an
indicator starts with its title ("**Woninginbraken**: het aantal …"). It runs on when the caller
gives the words for it: ``onderwerp="woninginbraken"`` gives "Het aantal woninginbraken …", and
``onderwerp=""`` gives "Het aantal …" where it is clear what is spoken of.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Literal

import pandas as pd

from ivp.config import model as m
from ivp.indicators.uitkomst import GeenVergelijking, Ontwikkeling, Vergelijkingsuitkomst, Verschil
from ivp.show.eenheid import NAAM, decimalen, met_eenheid
from ivp.show.getal import aantal, getal, opsomming, procent
from ivp.show.opmaak import md
from ivp.stats.trend import NoTrend

Oordeel = Literal["gunstig", "ongunstig", "gelijk"]
Uitkomst = Vergelijkingsuitkomst | GeenVergelijking

_WERKWOORD = {"daling": "daalde", "stijging": "steeg"}
_TELWOORD = {2: "twee", 3: "drie", 4: "vier", 5: "vijf", 6: "zes"}


def ontwikkeling(o: Ontwikkeling, definitie: m.Indicator, onderwerp: str | None = None) -> str:
    """How the indicator developed, with the interval; or why nothing can be said of it."""
    change = o.verandering
    subject = _subject(o.eenheid, definitie, onderwerp)
    if isinstance(change, NoTrend):
        return _start(definitie, None if onderwerp else onderwerp, _why_no_trend(change, definitie))
    if isinstance(change, Verschil):
        return _difference(o, change, subject)
    period = f"tussen {change.first} en {change.last}"
    since = f" De cijfers van vóór {o.sinds} zijn anders geteld." if o.sinds else ""
    if change.direction == "geen_duidelijke_verandering":
        limits = [procent(100 * x, 1, teken=True) for x in (change.lower, change.upper)]
        return (
            f"{subject} is {period} niet duidelijk veranderd. De verandering per jaar kan liggen "
            f"tussen {limits[0]} en {limits[1]}.{since}"
        )
    low, high = sorted(abs(100 * x) for x in (change.lower, change.upper))
    places = _places(low)
    texts = [procent(x, places) for x in (abs(100 * change.change), low, high)]
    return (
        f"{subject} {_WERKWOORD[change.direction]} {period} met gemiddeld {texts[0]} per jaar "
        f"({texts[1]} tot {texts[2]}).{since}"
    )


def stand(o: Ontwikkeling, definitie: m.Indicator, onderwerp: str | None = None) -> str:
    """The last value with its interval: "**…**: 24,0 per 1.000 inwoners in 2024 (… tot …)."."""
    last = o.laatste
    if last is None:
        return _start(definitie, onderwerp, "er is geen cijfer.")
    places = decimalen(o.eenheid, [last.waarde])
    value = met_eenheid(last.waarde, o.eenheid, places)
    limits = ""
    if not math.isnan(last.ondergrens):
        low, high = (getal(x, places) for x in (last.ondergrens, last.bovengrens))
        limits = f" ({low} tot {high})"
    provisional = "; dit cijfer is voorlopig" if last.status == "voorlopig" else ""
    return _start(definitie, onderwerp, f"{value} in {last.jaar}{limits}{provisional}.")


def ontwikkeling_kort(o: Ontwikkeling) -> str:
    """For a table cell: "daling, 3,1% per jaar", "geen duidelijke verandering", "reeks te kort"."""
    change = o.verandering
    if isinstance(change, NoTrend):
        return "reeks te kort" if change.reason == "te_kort" else "niet te schatten"
    if o.richting == "geen_duidelijke_verandering":
        return "geen duidelijke verandering"
    if isinstance(change, Verschil):
        return f"{change.richting}, {_points(abs(change.verschil), o.eenheid)}"
    size = abs(100 * change.change)
    return f"{change.direction}, {procent(size, _places(size))} per jaar"


def oordeel(o: Ontwikkeling, definitie: m.Indicator) -> Oordeel | None:
    """Whether the development is for the better; ``None`` when that cannot be said."""
    if definitie.gunstig == "geen" or o.richting is None:
        return None
    if o.richting == "geen_duidelijke_verandering":
        return "gelijk"
    better = {"lager": "daling", "hoger": "stijging"}[definitie.gunstig]
    return "gunstig" if o.richting == better else "ongunstig"


def vergelijking(
    uitkomst: Uitkomst, eenheid: str, gebied: str, referentie: str, onderwerp: str, *, rest: bool
) -> str:
    """How ``gebied`` stands to ``referentie`` (names); ``rest``: the reference contains the area.

    "In 2024 was het aantal … in Medemblik 46% lager dan in de rest van Nederland (43% tot 49%)."
    ``onderwerp`` may be empty.
    """
    here = md(gebied)
    there = f"de rest van {md(referentie)}" if rest else md(referentie)
    if isinstance(uitkomst, GeenVergelijking):
        return _why_not_compared(uitkomst, there)
    what = " ".join(word for word in ("het aantal", md(onderwerp), NAAM[eenheid]) if word)
    ratio = uitkomst.verhouding
    if uitkomst.richting == "geen_duidelijk_verschil":
        return (
            f"In {uitkomst.jaar} was er geen duidelijk verschil in {what} tussen {here} en {there}."
        )
    if math.isinf(ratio.value):
        return f"In {uitkomst.jaar} was {what} in {here} hoger dan in {there}, waar het 0 was."
    if ratio.value >= 1.9:
        least = getal(ratio.lower, 1)
        limits = f"ten minste {least} keer"
        if math.isfinite(ratio.upper):
            limits = f"{least} tot {getal(ratio.upper, 1)} keer"
        size = f"{keer(ratio.value)} zo hoog als in {there} ({limits})"
    else:
        low, high_ = sorted(abs(100 * (x - 1)) for x in (ratio.lower, ratio.upper))
        places = 0 if low >= 1 else _places(low)
        texts = [procent(x, places) for x in (abs(100 * (ratio.value - 1)), low, high_)]
        if ratio.lower > 0 and texts[2] == procent(100, places) and ratio.value < 1:
            texts[2] = "meer dan 99%"  # 100% lower would mean that it never happens
        size = f"{texts[0]} {uitkomst.richting} dan in {there} ({texts[1]} tot {texts[2]})"
    return f"In {uitkomst.jaar} was {what} in {here} {size}."


def vergelijking_kort(uitkomst: Uitkomst) -> str:
    """For a table cell: "46% lager", "ruim twee keer zo hoog", "geen duidelijk verschil"."""
    if isinstance(uitkomst, GeenVergelijking):
        return "geen vergelijking"
    if uitkomst.richting == "geen_duidelijk_verschil":
        return "geen duidelijk verschil"
    ratio = uitkomst.verhouding.value
    if math.isinf(ratio):
        return "hoger"
    if ratio >= 1.9:
        return f"{keer(ratio)} zo hoog"
    size = abs(100 * (ratio - 1))
    return f"{procent(size, 0 if size >= 1 else _places(size))} {uitkomst.richting}"


def regio(uitkomsten: Mapping[str, Uitkomst], gebied: str, naam: str) -> str:
    """In how many municipalities of the region the figure is clearly lower, higher, or neither.

    ``uitkomsten``: per municipality (its name) how ``gebied`` stands to it.
    """
    known = {n: u for n, u in uitkomsten.items() if isinstance(u, Vergelijkingsuitkomst)}
    missing = [md(n) for n in uitkomsten if n not in known]
    parts = []
    for direction, text in (
        ("lager", "duidelijk lager dan in"),
        ("hoger", "duidelijk hoger dan in"),
        ("geen_duidelijk_verschil", "niet duidelijk anders dan in"),
    ):
        names = [md(n) for n, u in known.items() if u.richting == direction]
        if names:
            parts.append(f"{text} {opsomming(names)}")
    if not parts:
        return f"Binnen {md(naam)} zijn er geen cijfers om {md(gebied)} mee te vergelijken."
    tail = f" Van {opsomming(missing)} is er geen cijfer." if missing else ""
    return f"Binnen {md(naam)} is het cijfer van {md(gebied)} {opsomming(parts)}.{tail}"


def keer(verhouding: float) -> str:
    """A ratio from about 2 in words: "twee keer", "ruim drie keer", "bijna vier keer", "2,5 keer".

    *Ruim* and *bijna* are for at most a tenth above or below a whole number; within 1% it is that.
    """
    whole = round(verhouding)
    off = verhouding / whole - 1 if whole else math.inf
    if whole < 2 or abs(off) > 0.1:
        return f"{getal(verhouding, 1)} keer"
    word = _TELWOORD.get(whole, getal(whole))
    if abs(off) <= 0.01:
        return f"{word} keer"
    return f"{'ruim' if off > 0 else 'bijna'} {word} keer"


def uitersten(cijfers: pd.DataFrame) -> str:
    """The highest and lowest value in rows of one indicator, unit and area; nothing for one row."""
    known = cijfers[cijfers["waarde"].notna()]
    if known["waarde"].nunique() < 2:
        return ""
    unit = str(known["eenheid"].iloc[0])
    places = decimalen(unit, known["waarde"])
    pairs = sorted(zip(known["waarde"].tolist(), known["jaar"].tolist(), strict=True))
    low, top = (f"{getal(value, places)} in {year}" for value, year in (pairs[0], pairs[-1]))
    return f"Het hoogste cijfer in deze jaren was {top}, het laagste {low}."


def voorbeeld(cijfers: pd.DataFrame) -> str:
    """What follows a sentence when a figure behind it is fictitious."""
    return "" if cijfers["werkelijk"].all() else " *(voorbeeldcijfers)*"


def hoofdletter(text: str) -> str:
    """``text`` with its first letter as a capital."""
    return text[:1].upper() + text[1:]


def lijst(zinnen: Iterable[str]) -> str:
    """Sentences as a Markdown list."""
    return "\n".join(f"- {zin}" for zin in zinnen)


def _start(definitie: m.Indicator, onderwerp: str | None, rest: str) -> str:
    """``rest`` after the title (or the words for it) and a colon, or as a sentence by itself."""
    title = definitie.titel if onderwerp is None else onderwerp
    return f"**{md(hoofdletter(title))}**: {rest}" if title else hoofdletter(rest)


def _subject(eenheid: str, definitie: m.Indicator, onderwerp: str | None) -> str:
    """What rises or falls, as the subject of a sentence."""
    words = {
        "rapportcijfer": "het gemiddelde rapportcijfer",
        "schaalscore_0_10": "de gemiddelde score",
        "procent": "het percentage",
    }.get(eenheid, "het aantal")
    per = f" {NAAM[eenheid]}" if eenheid.startswith("per_") else ""
    if onderwerp:
        return f"{hoofdletter(words)} {md(onderwerp)}{per}"
    return _start(definitie, onderwerp, f"{words}{per}")


def _difference(o: Ontwikkeling, change: Verschil, subject: str) -> str:
    period = f"tussen {change.van} en {change.tot}"
    if change.richting == "geen_duidelijke_verandering":
        return f"{subject} is {period} niet duidelijk veranderd."
    size = _points(abs(change.verschil), o.eenheid)
    return f"{subject} {_WERKWOORD[change.richting]} {period} met {size}."


def _points(size: float, eenheid: str) -> str:
    """A difference on a scale or between percentages, which is not itself a percentage."""
    text = getal(size, _places(size))
    return f"{text} procentpunt" if eenheid == "procent" else f"{text} punt"


def _places(size: float) -> int:
    """One decimal, or as many as keep a size that is not zero from reading as zero."""
    return next((n for n in (1, 2, 3) if round(size, n) > 0), 1)


def _why_no_trend(change: NoTrend, definitie: m.Indicator) -> str:
    if definitie.soort == "gepubliceerd":
        return (
            "van dit gepubliceerde cijfer is geen marge bekend. "
            "Daarom noemen wij geen ontwikkeling."
        )
    if change.reason == "niet_te_schatten":
        return "de aantallen zijn te klein om een ontwikkeling te schatten."
    words = ("vergelijkbaar jaar", "vergelijkbare jaren")
    if definitie.soort == "enquete":
        words = ("vergelijkbare meting", "vergelijkbare metingen")
    verb = "is" if change.periods == 1 else "zijn"
    return (
        f"de reeks is te kort om een ontwikkeling te noemen: er {verb} "
        f"{aantal(change.periods, *words)}, en er zijn er ten minste {change.minimum} nodig."
    )


def _why_not_compared(uitkomst: GeenVergelijking, there: str) -> str:
    reasons = {
        "geen_cijfer": "want er is geen cijfer",
        "kleine_noemer": "want de groep is te klein voor een cijfer per 1.000",
        "onderdrukt": "want het aantal is verborgen om mensen te beschermen",
        "niet_te_schatten": "want de aantallen zijn te klein",
    }
    return (
        f"Over {uitkomst.jaar} is geen vergelijking met {there} mogelijk, "
        f"{reasons[uitkomst.reden]}."
    )
