"""What is more than chance in a survey, with the margins and the number of tests."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Literal

import pandas as pd

from ivp.show import count, interval, listing, md, number, sentences
from ivp.show.open_chapter import OpenChapter
from ivp.show.units import SCALES

_VERDICTS = {
    "hoger": "hoger",
    "lager": "lager",
    "verschillend": "hangt samen",
    "geen_duidelijk_verschil": "geen duidelijk verschil",
    "geen_marge": "niet te toetsen",
}
_CORRECTIONS = {
    "holm": "De uitspraken houden daar rekening mee (correctie van Holm).",
    "bonferroni": "De uitspraken houden daar rekening mee (correctie van Bonferroni).",
    "benjamini-hochberg": (
        "De uitspraken houden daar rekening mee (correctie van Benjamini en Hochberg): van de "
        "genoemde verschillen is naar verwachting een klein deel toeval."
    ),
    "geen": "De uitspraken houden daar geen rekening mee. Een deel ervan kan dus toeval zijn.",
}


def differences_in_words(h: OpenChapter, against: Literal["gepubliceerd", "rest"]) -> pd.DataFrame:
    """The tests against published values, or of each deelgebied against the rest, as readers see
    them.

    Columns: ``indicator``, ``gebied_naam``, and as text ``waarde`` (of that area; published with
    its margins), ``hier`` (of the municipality), ``verschil`` (with its margins) and ``oordeel``.
    """
    shown = []
    for test in h.tests[h.tests["tegen"] == against].to_dict("records"):
        definition = h.definition(test["indicator"])
        places = _places(definition.eenheid)
        here = _row(h, test["indicator"], h.gemeente.code, test["jaar"])["waarde"]
        value = number(test["waarde"], places)
        if against == "gepubliceerd" and definition.referentie:
            row = _row(h, definition.referentie, test["gebied"], test["jaar"])
            limits = interval(row["ondergrens"], row["bovengrens"], places)
            value = f"{number(row['waarde'], places)} {limits}".strip()
        shown.append(
            {
                "indicator": test["indicator"],
                "gebied_naam": test["gebied_naam"],
                "waarde": value,
                "hier": number(here, places),
                "verschil": _difference(test, places),
                "oordeel": _VERDICTS[test["oordeel"]],
            }
        )
    columns = ["indicator", "gebied_naam", "waarde", "hier", "verschil", "oordeel"]
    return pd.DataFrame(shown, columns=columns)


def deelgebieden_that_differ(h: OpenChapter) -> str:
    """Which deelgebieden stand out, out of how many tests, and what was done about that number."""
    rest = h.tests[h.tests["tegen"] == "rest"]
    tested = rest[rest["p"].notna()]
    if tested.empty:
        return "Er zijn te weinig antwoorden om deelgebieden te toetsen."
    many = int(tested["familie"].iloc[0])
    text = (
        f"Er {'is' if many == 1 else 'zijn'} {count(many, 'toets', 'toetsen')} gedaan: elke vraag "
        "in elk deelgebied, tegen de rest van de gemeente. Zonder echt verschil wijst één toets "
        f"toch {number(100 * h.toetsing.niveau)} van de 100 keer op een verschil. "
        f"{_CORRECTIONS[h.toetsing.correctie]} "
    )
    clear = tested[tested["oordeel"].isin(["hoger", "lager"])]
    if clear.empty:
        text += "Geen enkel deelgebied verschilt duidelijk van de rest. "
    for direction, rows in clear.groupby("oordeel"):
        found = [
            f"{md(str(name))} ({_question(h, question)})"
            for name, question in zip(rows["gebied_naam"], rows["indicator"], strict=True)
        ]
        text += f"Duidelijk {direction} dan in de rest is de uitkomst in {listing(found)}. "
    mark = sentences.example_mark(h.rows(*tested["indicator"].unique()))
    return f"{text}{_related_answers(h)}".strip() + mark


def _related_answers(h: OpenChapter) -> str:
    """Whether answers hang together with the deelgebied at all."""
    whole = h.tests[(h.tests["tegen"] == "samen") & h.tests["p"].notna()]
    if whole.empty:
        return ""
    start = (
        f"Van {count(len(whole), 'ja-neevraag', 'ja-neevragen')} is ook getoetst of het antwoord "
        "samenhangt met het deelgebied (Rao-Scott). "
    )
    clear = whole.loc[whole["oordeel"] == "verschillend", "indicator"]
    if clear.empty:
        return f"{start}Bij geen van die vragen is dat duidelijk zo."
    return f"{start}Dat is duidelijk zo bij: {listing([_question(h, q) for q in clear])}."


def _question(h: OpenChapter, indicator: Any) -> str:
    return md(h.definition(indicator).titel.lower())


def _row(h: OpenChapter, indicator: str, area: str, year: int) -> pd.Series:
    rows = h.rows(indicator, area=area)
    return rows[rows["jaar"] == year].iloc[0]


def _difference(test: Mapping[Any, Any], places: int) -> str:
    """``+0,3 (+0,1 tot +0,5)``, or why there is none."""
    if math.isnan(test["verschil"]):
        return "marge onbekend"
    value, low, high = (
        number(test[name], places, sign=True) for name in ("verschil", "ondergrens", "bovengrens")
    )
    return f"{value} ({low} tot {high})"


def _places(unit: str) -> int:
    """Marks on a scale differ by tenths: their differences and margins need two decimals."""
    return 2 if unit in SCALES else 1
