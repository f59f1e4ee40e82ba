"""What is more than chance in a survey: in tables and sentences, with the number of tests."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import pandas as pd

from ivp.show import sentences
from ivp.show.getal import aantal, getal, interval, opsomming
from ivp.show.open_chapter import OpenChapter
from ivp.show.tables import md
from ivp.show.units import SCALES, UNIT_NAMES

_OORDEEL = {
    "hoger": "hoger",
    "lager": "lager",
    "verschillend": "hangt samen",
    "geen_duidelijk_verschil": "geen duidelijk verschil",
    "geen_marge": "niet te toetsen",
}
_CORRECTIE = {
    "holm": "De uitspraken houden daar rekening mee (correctie van Holm).",
    "bonferroni": "De uitspraken houden daar rekening mee (correctie van Bonferroni).",
    "benjamini-hochberg": (
        "De uitspraken houden daar rekening mee (correctie van Benjamini en Hochberg): van de "
        "genoemde verschillen is naar verwachting een klein deel toeval."
    ),
    "geen": "De uitspraken houden daar geen rekening mee. Een deel ervan kan dus toeval zijn.",
}


def referentietabel(h: OpenChapter) -> pd.DataFrame:
    """The municipality beside each published area: both values, their difference, the verdict."""
    tests, here = h.tests, h.gemeente
    rows = []
    for test in tests[tests["tegen"] == "gepubliceerd"].to_dict("records"):
        definition = h.definition(test["indicator"])
        own = h.rows(test["indicator"], area=here.code)
        value = float(own.loc[own["jaar"] == test["jaar"], "waarde"].iloc[0])
        places = _places(definition.eenheid)
        rows.append(
            {
                "Vraag": definition.titel,
                "Eenheid": UNIT_NAMES[definition.eenheid],
                "Naast": test["gebied_naam"],
                here.naam: getal(value, places),
                "Daar": _published(h, test, places),
                "Verschil": _difference(test, places),
                f"{here.naam} is": _OORDEEL[test["oordeel"]],
            }
        )
    names = ["Vraag", "Eenheid", "Naast", here.naam, "Daar", "Verschil", f"{here.naam} is"]
    return pd.DataFrame(rows, columns=names)


def deelgebiedtabel(h: OpenChapter) -> pd.DataFrame:
    """Each question in each deelgebied against the rest of the municipality."""
    tests = h.tests
    rows = []
    for test in tests[tests["tegen"] == "rest"].to_dict("records"):
        definition = h.definition(test["indicator"])
        places = _places(definition.eenheid)
        rows.append(
            {
                "Vraag": definition.titel,
                "Deelgebied": test["gebied_naam"],
                "Uitkomst": getal(test["waarde"], places),
                "Verschil met de rest": _difference(test, places),
                "Het deelgebied is": _OORDEEL[test["oordeel"]],
            }
        )
    names = ["Vraag", "Deelgebied", "Uitkomst", "Verschil met de rest", "Het deelgebied is"]
    return pd.DataFrame(rows, columns=names)


def zin_deelgebieden(h: OpenChapter) -> str:
    """Which deelgebieden stand out, out of how many tests, and what was done about that number."""
    tests = h.tests
    rest = tests[tests["tegen"] == "rest"]
    tested = rest[rest["p"].notna()]
    if tested.empty:
        return "Er zijn te weinig antwoorden om deelgebieden te toetsen."
    rule = h.toetsing
    chance = f"{getal(100 * rule.niveau)} van de 100 keer"
    many = int(tested["familie"].iloc[0])
    text = (
        f"Er {_are(many, 'toets', 'toetsen')} gedaan: elke vraag in elk deelgebied, tegen "
        f"de rest van de gemeente. Zonder echt verschil wijst één toets toch {chance} op een "
        "verschil. "
        f"{_CORRECTIE[rule.correctie]} "
    )
    clear = tested[tested["oordeel"].isin(["hoger", "lager"])]
    if clear.empty:
        text += "Geen enkel deelgebied verschilt duidelijk van de rest."
    for direction, rows in clear.groupby("oordeel"):
        found = [
            f"{md(str(name))} ({md(h.definition(str(question)).titel.lower())})"
            for name, question in zip(rows["gebied_naam"], rows["indicator"], strict=True)
        ]
        text += f"Duidelijk {direction} dan in de rest is de uitkomst in {opsomming(found)}. "
    real = sentences.example_mark(h.rows(*tested["indicator"].unique()))
    return f"{text.strip()} {_together(h, tests)}".strip() + real


def _together(h: OpenChapter, tests: pd.DataFrame) -> str:
    """Whether answers hang together with the deelgebied at all."""
    whole = tests[(tests["tegen"] == "samen") & tests["p"].notna()]
    if whole.empty:
        return ""
    clear = whole[whole["oordeel"] == "verschillend"]
    start = (
        f"Van {aantal(len(whole), 'ja-neevraag', 'ja-neevragen')} is ook getoetst of het antwoord "
        "samenhangt met het deelgebied (Rao-Scott). "
    )
    if clear.empty:
        return f"{start}Bij geen van die vragen is dat duidelijk zo."
    names = [md(h.definition(name).titel.lower()) for name in clear["indicator"]]
    return f"{start}Dat is duidelijk zo bij: {opsomming(names)}."


def _published(h: OpenChapter, test: Mapping[Any, Any], places: int) -> str:
    """The published value with its own margins."""
    name = h.definition(test["indicator"]).referentie
    assert name is not None  # only such a question has a test of this kind
    rows = h.rows(name, area=test["gebied"])
    row = rows[rows["jaar"] == test["jaar"]].iloc[0]
    limits = interval(row["ondergrens"], row["bovengrens"], places)
    return f"{getal(row['waarde'], places)} {limits}".strip()


def _are(n: int, one: str, more: str) -> str:
    return f"{'is' if n == 1 else 'zijn'} {aantal(n, one, more)}"


def _difference(test: Mapping[Any, Any], places: int) -> str:
    """``+0,3 (0,1 tot 0,5)``, or why there is none."""
    value = float(test["verschil"])
    if math.isnan(value):
        return "marge onbekend"
    limits = [getal(test[limit], places, teken=True) for limit in ("ondergrens", "bovengrens")]
    return f"{getal(value, places, teken=True)} ({' tot '.join(limits)})"


def _places(eenheid: str) -> int:
    """Marks on a scale differ by tenths: their differences and margins need two decimals."""
    return 2 if eenheid in SCALES else 1
