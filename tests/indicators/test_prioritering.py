"""Scores per thema and criterium: each rule, and missing scores with their reason."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivp.config import model as m
from ivp.indicators.prioritering import aansluiting, klasse, scores, verhouding

GM, NL = "GM0420", "NL00"
GRENZEN = (0.67, 0.9, 1.11, 1.5)


def rate_rows(gebied: str, counts: dict[int, float], people: float) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "indicator": "inbraak",
            "eenheid": "per_1000_inwoners",
            "gebied": gebied,
            "jaar": list(counts),
            "waarde": [1000 * count / people for count in counts.values()],
            "teller": list(counts.values()),
            "noemer": people,
        }
    )


def indicator(**extra: object) -> m.Indicator:
    base = {
        "titel": "Inbraak",
        "omschrijving": "…",
        "soort": "telling",
        "dataset": "bron",
        "kolom": "aantal",
        "gunstig": "lager",
        "noemer": {"dataset": "inwoners", "kolom": "inwoners", "eenheid": "per_1000_inwoners"},
    }
    return m.Indicator.model_validate({**base, **extra})


def prioritering(score_uit: str, links: tuple[m.Aansluiting, ...] = ()) -> m.Prioritering:
    return m.Prioritering.model_validate(
        {
            "aantal_prioriteiten": 1,
            "score_dataset": "scores",
            "niveau_grenzen": GRENZEN,
            "criteria": [
                {"id": "x", "naam": "X", "gewicht": 1, "uitleg": "…", "score_uit": score_uit}
            ],
            "aansluiting": links,
        }
    )


def veld(indicatoren: tuple[str, ...] = ("inbraak",)) -> m.Veld:
    thema = m.Thema(
        id="thema", naam="Thema", omschrijving="…", indicatoren=indicatoren, leemten=("geen",)
    )
    return m.Veld(id="veld", nummer=1, naam="Veld", omschrijving="…", themas=(thema,))


def one_score(
    score_uit: str,
    *,
    cijfers: pd.DataFrame | None = None,
    definitie: m.Indicator | None = None,
    indicatoren: tuple[str, ...] = ("inbraak",),
    richtingen: dict[str, str | None] | None = None,
    sessies: pd.DataFrame | None = None,
    links: tuple[m.Aansluiting, ...] = (),
) -> tuple[float, str]:
    empty = pd.DataFrame(columns=["thema", "criterium", "score"])
    table = scores(
        [veld(indicatoren)],
        prioritering(score_uit, links),
        rate_rows(GM, {}, 1) if cijfers is None else cijfers,
        {"inbraak": definitie or indicator()},
        richtingen or {},
        empty if sessies is None else sessies,
        GM,
        NL,
    )
    assert len(table) == 1
    return table.loc[0, "score"], table.loc[0, "reden"]


def both(own: dict[int, float], land: dict[int, float]) -> pd.DataFrame:
    return pd.concat([rate_rows(GM, own, 45_000), rate_rows(NL, land, 17_000_000)])


def test_level_pools_the_last_three_common_years() -> None:
    table = both(
        {2019: 900, 2020: 45, 2021: 0, 2022: 45},  # per 1000: 20, 1, 0, 1
        {2019: 17_000, 2020: 17_000, 2021: 17_000, 2022: 17_000, 2023: 0},  # 1 each
    )
    assert verhouding(table, GM, NL) == pytest.approx(2 / 3)


def test_level_beside_the_country_becomes_a_score() -> None:
    assert one_score("indicator-niveau", cijfers=both({2022: 90}, {2022: 17_000})) == (5.0, "")
    assert one_score("indicator-niveau", cijfers=both({2022: 45}, {2022: 17_000})) == (3.0, "")


def test_level_where_more_is_better_is_turned_round() -> None:
    high = one_score(
        "indicator-niveau",
        cijfers=both({2022: 90}, {2022: 17_000}),
        definitie=indicator(gunstig="hoger"),
    )
    assert high == (1.0, "")


@pytest.mark.parametrize(
    ("cijfers", "definitie", "reden"),
    [
        (both({2022: 5}, {}), None, "geen landelijk cijfer"),
        (both({2022: 5}, {2021: 5}), None, "geen landelijk cijfer"),
        (both({2022: 5}, {2022: 0}), None, "geen landelijk cijfer"),
        (None, None, "geen landelijk cijfer"),
        (both({2022: 5}, {2022: 5}), indicator(gunstig="geen"), "meer is niet beter of slechter"),
        (both({2022: 5}, {2022: 5}), indicator(noemer=None), "niet per inwoner te tellen"),
    ],
)
def test_level_that_cannot_be_given_says_why(
    cijfers: pd.DataFrame | None, definitie: m.Indicator | None, reden: str
) -> None:
    score, why = one_score("indicator-niveau", cijfers=cijfers, definitie=definitie)
    assert math.isnan(score)
    assert why == reden


@pytest.mark.parametrize(
    ("richting", "score"), [("ongunstig", 5.0), ("gelijk", 3.0), ("gunstig", 1.0)]
)
def test_trend_follows_the_direction(richting: str, score: float) -> None:
    assert one_score("indicator-trend", richtingen={"inbraak": richting}) == (score, "")


def test_trend_without_judgement_is_missing() -> None:
    score, why = one_score("indicator-trend", richtingen={"inbraak": None})
    assert math.isnan(score)
    assert why == "reeks te kort of zonder oordeel"


@pytest.mark.parametrize("rule", ["indicator-niveau", "indicator-trend"])
def test_a_thema_without_a_declared_indicator_has_no_score(rule: str) -> None:
    for names in ((), ("niet-opgegeven", "inbraak")):
        score, why = one_score(rule, indicatoren=names, richtingen={"inbraak": "gelijk"})
        assert math.isnan(score)
        assert why == "geen cijfer"


def test_sessions_give_the_mean_of_who_answered() -> None:
    given_scores = pd.DataFrame(
        {"thema": ["thema"] * 3 + ["ander"], "criterium": "x", "score": [2, 5, None, 1]}
    )
    assert one_score("sessies", sessies=given_scores) == (3.5, "")


def test_what_was_not_scored_in_the_sessions_is_missing_not_low() -> None:
    score, why = one_score("sessies")
    assert math.isnan(score)
    assert why == "niet gescoord in de sessies"


def link(kader: str, mate: str, thema: str = "thema") -> m.Aansluiting:
    return m.Aansluiting.model_validate(
        {"thema": thema, "kader": kader, "mate": mate, "verwijzing": "…"}
    )


@pytest.mark.parametrize(
    ("links", "score"),
    [
        ((link("a", "ja"), link("b", "ja")), 5.0),
        ((link("a", "ja"), link("b", "nee")), 3.0),
        ((link("a", "deels"), link("b", "ja", "ander")), 2.0),
        ((link("a", "ja", "ander"),), 1.0),
    ],
)
def test_frameworks_count_in_proportion(links: tuple[m.Aansluiting, ...], score: float) -> None:
    assert one_score("kaders", links=links) == (score, "")


def test_without_any_framework_there_is_no_score() -> None:
    assert aansluiting((), "thema").waarde is None


@given(st.floats(0, 100), st.floats(0, 100))
def test_a_higher_ratio_never_scores_lower(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert 1 <= klasse(low, GRENZEN) <= klasse(high, GRENZEN) <= 5


@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.sampled_from(["ja", "deels", "nee"])),
        min_size=1,
        unique_by=lambda pair: pair[0],
    )
)
def test_framework_scores_stay_on_the_scale(pairs: list[tuple[str, str]]) -> None:
    found = aansluiting([link(kader, mate) for kader, mate in pairs], "thema").waarde
    assert found is not None
    assert 1 <= found <= 5
