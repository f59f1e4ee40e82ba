"""Sentences: every branch, good Dutch, and never stronger than the interval."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivp.config import model as m
from ivp.indicators.outcomes import Comparison, Development, NoComparison, SurveyChange
from ivp.indicators.rows import Row
from ivp.show import sentences
from ivp.stats.rates import Estimate
from ivp.stats.trend import NoTrend, Trend
from tests.show.conftest import Definitie, Rijen

NAN = float("nan")
LAATSTE = Row("GM0001", "", 2024, "", "definitief", 1.04, 0.77, 1.38)


def loop(change: Any, eenheid: str = "per_1000_inwoners", **keys: Any) -> Development:
    plain = {"first": LAATSTE, "last": LAATSTE, "since": None}
    return Development("x", "GM0001", eenheid, **(plain | keys), change=change)


def trend(change: float, lower: float, upper: float) -> Trend:
    direction = (
        "daling" if upper < 0 else "stijging" if lower > 0 else "geen_duidelijke_verandering"
    )
    return Trend(change, lower, upper, direction, 10, 2015, 2024, "poisson", 1.0)  # type: ignore[arg-type]


def test_a_fall_with_its_interval_in_rising_order(definitie: Definitie) -> None:
    o = loop(trend(-0.031, -0.038, -0.024))
    assert sentences.development(o, definitie(), "geregistreerde misdrijven") == (
        "Het aantal geregistreerde misdrijven per 1.000 inwoners daalde tussen 2015 en 2024 met "
        "gemiddeld 3,1% per jaar (2,4% tot 3,8%)."
    )
    assert sentences.development(o, definitie()).startswith(
        "**Woninginbraken**: het aantal per 1.000"
    )
    assert sentences.development(o, definitie(), "").startswith(
        "Het aantal per 1.000 inwoners daalde"
    )
    assert sentences.development_short(o) == "daling, 3,1% per jaar"


def test_a_rise_of_a_count_without_a_rate(definitie: Definitie) -> None:
    o = loop(trend(0.119, 0.103, 0.135), "aantal")
    assert sentences.development(o, definitie(noemer=None), "meldingen") == (
        "Het aantal meldingen steeg tussen 2015 en 2024 met gemiddeld 11,9% per jaar "
        "(10,3% tot 13,5%)."
    )


def test_no_clear_change_is_not_called_stable(definitie: Definitie) -> None:
    text = sentences.development(loop(trend(-0.01, -0.021, 0.01)), definitie(), "inbraken")
    assert text == (
        "Het aantal inbraken per 1.000 inwoners is tussen 2015 en 2024 niet duidelijk veranderd. "
        "De verandering per jaar kan liggen tussen −2,1% en +1,0%."
    )
    assert sentences.development_short(loop(trend(0, -0.1, 0.1))) == "geen duidelijke verandering"


def test_a_break_is_told(definitie: Definitie) -> None:
    for change in (trend(-0.03, -0.04, -0.02), trend(0, -0.1, 0.1)):
        text = sentences.development(loop(change, since=2019), definitie())
        assert text.endswith("De cijfers van vóór 2019 zijn anders geteld.")


@given(st.floats(-0.5, 1), st.floats(0.0001, 0.3), st.floats(0.0001, 0.3))
def test_the_verb_follows_from_the_interval_alone(
    centre: float, below: float, above: float
) -> None:
    found = trend(centre, centre - below, centre + above)
    plain = m.Indicator(
        titel="T", omschrijving="O", soort="telling", dataset="d", kolom="k", gunstig="lager"
    )
    text = sentences.development(loop(found), plain)
    assert ("daalde" in text) == (found.upper < 0)
    assert ("steeg" in text) == (found.lower > 0)
    if "daalde" in text or "steeg" in text:
        assert "(0,0%" not in text


@pytest.mark.parametrize(
    ("keys", "change", "says"),
    [
        ({}, NoTrend("te_kort", 3, 5), "er zijn 3 vergelijkbare jaren, en er zijn er ten minste 5"),
        ({}, NoTrend("te_kort", 1, 5), "er is 1 vergelijkbaar jaar, en er zijn er ten minste 5"),
        ({}, NoTrend("te_kort", 0, 5), "er zijn geen vergelijkbare jaren"),
        (
            {"soort": "enquete", "meting": "aandeel", "eenheid": "procent"},
            NoTrend("te_kort", 1, 2),
            "er is 1 vergelijkbare meting, en er zijn er ten minste 2 nodig.",
        ),
        ({"soort": "gepubliceerd"}, NoTrend("te_kort", 0, 5), "geen marge bekend"),
        ({}, NoTrend("niet_te_schatten", 8, 5), "te klein om een ontwikkeling te schatten"),
    ],
)
def test_why_there_is_no_trend(
    definitie: Definitie, keys: dict[str, Any], change: NoTrend, says: str
) -> None:
    text = sentences.development(loop(change), definitie(**keys))
    assert text.startswith("**Woninginbraken**: ")
    assert says in text
    assert sentences.development(loop(change), definitie(**keys), "")[0].isupper()
    assert "daling" not in sentences.development_short(loop(change))


@pytest.mark.parametrize(
    ("eenheid", "meting", "change", "text"),
    [
        (
            "procent",
            "aandeel",
            SurveyChange(8.64, "stijging", 2019, 2023),
            "het percentage steeg tussen 2019 en 2023 met 8,6 procentpunt.",
        ),
        (
            "rapportcijfer",
            "gemiddelde",
            SurveyChange(-0.3, "daling", 2019, 2023),
            "het gemiddelde rapportcijfer daalde tussen 2019 en 2023 met 0,3 punt.",
        ),
        (
            "schaalscore_0_10",
            "gemiddelde",
            SurveyChange(0.04, "stijging", 2019, 2023),
            "de gemiddelde score steeg tussen 2019 en 2023 met 0,04 punt.",
        ),
        (
            "procent",
            "aandeel",
            SurveyChange(3.0, "geen_duidelijke_verandering", 2019, 2023),
            "het percentage is tussen 2019 en 2023 niet duidelijk veranderd.",
        ),
    ],
)
def test_between_two_surveys_percentages_differ_in_points(
    definitie: Definitie, eenheid: str, meting: str, change: SurveyChange, text: str
) -> None:
    kind = definitie(soort="enquete", meting=meting, eenheid=eenheid, titel="Vraag")
    assert sentences.development(loop(change, eenheid), kind) == f"**Vraag**: {text}"
    short = sentences.development_short(loop(change, eenheid))
    assert "% per jaar" not in short


def test_the_last_value(definitie: Definitie) -> None:
    change = NoTrend("te_kort", 1, 5)
    assert sentences.latest(loop(change), definitie()) == (
        "**Woninginbraken**: 1,0 per 1.000 inwoners in 2024 (0,8 tot 1,4)."
    )
    bare = Row("GM0001", "", 2021, "", "voorlopig", 7.7)
    assert sentences.latest(loop(change, "rapportcijfer", last=bare), definitie(), "cijfer") == (
        "**Cijfer**: 7,7 in 2021; dit cijfer is voorlopig."
    )
    assert sentences.latest(loop(change, last=None), definitie()) == (
        "**Woninginbraken**: er is geen cijfer."
    )


@pytest.mark.parametrize(
    ("gunstig", "change", "verdict"),
    [
        ("lager", trend(-0.1, -0.2, -0.05), "gunstig"),
        ("lager", trend(0.1, 0.05, 0.2), "ongunstig"),
        ("hoger", trend(0.1, 0.05, 0.2), "gunstig"),
        ("hoger", trend(-0.1, -0.2, -0.05), "ongunstig"),
        ("lager", trend(0, -0.1, 0.1), "gelijk"),
        ("geen", trend(0.1, 0.05, 0.2), None),
        ("lager", NoTrend("te_kort", 1, 5), None),
    ],
)
def test_for_better_or_worse(
    definitie: Definitie, gunstig: str, change: Any, verdict: str | None
) -> None:
    assert sentences.judgement(loop(change), definitie(gunstig=gunstig)) == verdict


def beside(value: float, lower: float, upper: float) -> Comparison:
    stand = "hoger" if lower > 1 else "lager" if upper < 1 else "geen_duidelijk_verschil"
    return Comparison(Estimate(value, lower, upper), stand, 2024)  # type: ignore[arg-type]


def compare(uitkomst: sentences.Compared, onderwerp: str = "inbraken") -> str:
    return sentences.comparison(
        uitkomst, "per_1000_inwoners", "Dorp", "Nederland", onderwerp, rest=True
    )


@pytest.mark.parametrize(
    ("uitkomst", "tail", "short"),
    [
        (
            beside(0.535, 0.504, 0.567),
            "47% lager dan in de rest van Nederland (43% tot 50%).",
            "47% lager",
        ),
        (
            beside(1.23, 1.08, 1.40),
            "23% hoger dan in de rest van Nederland (8% tot 40%).",
            "23% hoger",
        ),
        (
            beside(1.107, 1.001, 1.221),
            "10,7% hoger dan in de rest van Nederland (0,1% tot 22,1%).",
            "11% hoger",
        ),
        (
            beside(2.07, 1.5, 2.9),
            "ruim twee keer zo hoog als in de rest van Nederland (1,5 tot 2,9 keer).",
            "ruim twee keer zo hoog",
        ),
        (
            beside(2.5, 1.2, math.inf),
            "2,5 keer zo hoog als in de rest van Nederland (ten minste 1,2 keer).",
            "2,5 keer zo hoog",
        ),
        (
            beside(0.14, 0.0034, 0.77),
            "86% lager dan in de rest van Nederland (23% tot meer dan 99%).",
            "86% lager",
        ),
        (
            beside(math.inf, 1.2, math.inf),
            "hoger dan in de rest van Nederland, waar het 0 was.",
            "hoger",
        ),
    ],
)
def test_beside_another_area(uitkomst: sentences.Compared, tail: str, short: str) -> None:
    head = "In 2024 was het aantal inbraken per 1.000 inwoners in Dorp "
    assert compare(uitkomst) == head + tail
    assert sentences.comparison_short(uitkomst) == short


def test_no_clear_difference_has_no_direction() -> None:
    text = compare(beside(1.3, 0.9, 1.9), "")
    assert text == (
        "In 2024 was er geen duidelijk verschil in het aantal per 1.000 inwoners tussen Dorp en "
        "de rest van Nederland."
    )
    assert sentences.comparison_short(beside(1.3, 0.9, 1.9)) == "geen duidelijk verschil"


@pytest.mark.parametrize(
    ("reason", "says"),
    [
        ("geen_cijfer", "er is geen cijfer"),
        ("kleine_noemer", "groep is te klein"),
        ("onderdrukt", "verborgen"),
        ("niet_te_schatten", "te klein"),
    ],
)
def test_no_comparison_says_why(reason: Any, says: str) -> None:
    missing = NoComparison(reason, "NL00", 2024)
    assert says in compare(missing)
    assert sentences.comparison_short(missing) == "geen vergelijking"


def test_the_region_in_one_sentence() -> None:
    found: dict[str, sentences.Compared] = {
        "Hoorn": beside(0.5, 0.4, 0.6),
        "Opmeer": beside(1.1, 0.9, 1.3),
        "Enkhuizen": beside(0.6, 0.5, 0.7),
        "Weg": NoComparison("geen_cijfer", "GM9", 2024),
    }
    assert sentences.region(found, "Dorp", "de Streek") == (
        "Binnen de Streek is het cijfer van Dorp duidelijk lager dan in Hoorn en Enkhuizen en niet "
        "duidelijk anders dan in Opmeer. Van Weg is er geen cijfer."
    )
    assert "geen cijfers" in sentences.region({"Weg": found["Weg"]}, "Dorp", "de Streek")


@pytest.mark.parametrize(
    ("ratio", "words"),
    [
        (1.95, "bijna twee keer"),
        (2.0, "twee keer"),
        (2.01, "twee keer"),
        (2.15, "ruim twee keer"),
        (2.5, "2,5 keer"),
        (2.9, "bijna drie keer"),
        (7.3, "ruim 7 keer"),
    ],
)
def test_ruim_and_bijna_only_when_right(ratio: float, words: str) -> None:
    assert sentences.times(ratio) == words


@given(st.floats(1.9, 50))
def test_ruim_is_above_and_bijna_below(ratio: float) -> None:
    words = sentences.times(ratio)
    assert not (words.startswith("ruim") and ratio < round(ratio))
    assert not (words.startswith("bijna") and ratio > round(ratio))


def test_extremes(rijen: Rijen) -> None:
    rows = rijen({2015: 52.6, 2016: 26.0, 2017: 31.9, 2018: None})
    assert sentences.extremes(rows) == (
        "Het hoogste cijfer in deze jaren was 52,6 in 2015, het laagste 26,0 in 2016."
    )
    assert sentences.extremes(rijen({2015: 5.0, 2016: 5.0})) == ""


def test_example_figures_are_marked(rijen: Rijen) -> None:
    assert sentences.example_mark(rijen({2015: 1.0})) == ""
    assert sentences.example_mark(rijen({2015: 1.0}, werkelijk=False)) == " *(voorbeeldcijfers)*"


@pytest.mark.parametrize("name", ["a*b", "[x](http://y)", "{{< meta x >}}", "<script>", "a\n# b"])
def test_names_are_literal(definitie: Definitie, name: str) -> None:
    texts = [
        sentences.development(loop(trend(-0.03, -0.04, -0.02)), definitie(titel=name)),
        sentences.latest(loop(NoTrend("te_kort", 1, 5)), definitie(titel=name)),
        compare(beside(0.5, 0.4, 0.6), name),
        sentences.region({name: beside(0.5, 0.4, 0.6)}, name, name),
    ]
    for text in texts:
        assert "\n" not in text
        for raw in ("a*b", "[x](", "{{<", "<script>"):
            assert raw not in text
