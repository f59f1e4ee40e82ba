"""Scores per thema and criterium: each rule, and missing scores with their reason."""

from __future__ import annotations

import math
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivp.config import load
from ivp.config import model as m
from ivp.paths import Project
from ivp.plan.scoring import COLUMNS, agenda_score, agendas, ratio_to_country, scores, step
from ivp.plan.weighing import Weighing
from tests.plan.village import counted, indicator

GM, NL = "GM0420", "NL00"
GRENZEN = (0.67, 0.9, 1.11, 1.5)


def prioritering(
    score_uit: str, links: tuple[m.Aansluiting, ...] = (), **extra: object
) -> m.Prioritering:
    return m.Prioritering.model_validate(
        {
            "aantal_prioriteiten": 1,
            "score_dataset": "scores",
            "niveau_grenzen": GRENZEN,
            "criteria": [
                {"id": "x", "naam": "X", "gewicht": 1, "uitleg": "…", "score_uit": score_uit}
            ],
            "aansluiting": links,
            "agendas": [{"kader": kader} for kader in sorted({link.kader for link in links})],
            **extra,
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
    sessies: pd.DataFrame | None = None,
    links: tuple[m.Aansluiting, ...] = (),
    **extra: object,
) -> tuple[float, str]:
    empty = pd.DataFrame(columns=["sessie", "thema", "criterium", "score"])
    table = scores(
        [veld(indicatoren)],
        prioritering(score_uit, links, **extra),
        counted({}, GM) if cijfers is None else cijfers,
        {"inbraak": definitie or indicator()},
        empty if sessies is None else sessies,
        GM,
        NL,
    )
    assert len(table) == 1
    [score], [reason] = table["score"].tolist(), table["reden"].tolist()
    return score, reason


def both(own: dict[int, float], land: dict[int, float]) -> pd.DataFrame:
    return pd.concat([counted(own, GM, 45_000), counted(land, NL, 17_000_000)])


def test_level_pools_the_last_three_common_years() -> None:
    table = both(
        {2019: 900, 2020: 45, 2021: 0, 2022: 45},  # per 1000: 20, 1, 0, 1
        {2019: 17_000, 2020: 17_000, 2021: 17_000, 2022: 17_000, 2023: 0},  # 1 each
    )
    assert ratio_to_country(table, GM, NL) == pytest.approx(2 / 3)


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


RISING = {2015 + n: 100.0 * 1.3**n for n in range(8)}
FALLING = {2015 + n: 1000.0 * 0.7**n for n in range(8)}
STEADY = dict.fromkeys(range(2015, 2023), 100.0)


@pytest.mark.parametrize(
    ("counts", "gunstig", "score"),
    [
        (RISING, "lager", 5.0),
        (FALLING, "lager", 1.0),
        (STEADY, "lager", 3.0),
        (RISING, "hoger", 1.0),
        (FALLING, "hoger", 5.0),
    ],
)
def test_trend_follows_the_direction(counts: dict[int, float], gunstig: str, score: float) -> None:
    found = one_score(
        "indicator-trend",
        cijfers=counted(counts, GM, 45_000),
        definitie=indicator(gunstig=gunstig),
    )
    assert found == (score, "")


@pytest.mark.parametrize(
    ("counts", "gunstig", "reden"),
    [
        ({2021: 5.0, 2022: 6.0}, "lager", "te weinig jaren"),
        (RISING, "geen", "meer is niet beter of slechter"),
    ],
)
def test_trend_without_judgement_is_missing(
    counts: dict[int, float], gunstig: str, reden: str
) -> None:
    score, why = one_score(
        "indicator-trend",
        cijfers=counted(counts, GM, 45_000),
        definitie=indicator(gunstig=gunstig),
    )
    assert math.isnan(score)
    assert why == reden


@pytest.mark.parametrize("rule", ["indicator-niveau", "indicator-trend"])
def test_a_thema_without_a_declared_indicator_has_no_score(rule: str) -> None:
    for names in ((), ("niet-opgegeven", "inbraak")):
        score, why = one_score(rule, indicatoren=names, cijfers=counted(STEADY, GM, 45_000))
        assert math.isnan(score)
        assert why == "geen cijfer"


SESSIES = pd.DataFrame(
    {
        "sessie": ["groot"] * 3 + ["klein", "klein"],
        "thema": ["thema"] * 4 + ["ander"],
        "criterium": "x",
        "score": [2, 5, None, 1, 1],
    }
)


def test_sessions_give_the_mean_of_who_answered_and_groups_count_alike() -> None:
    assert one_score("sessies", sessies=SESSIES.head(3)) == (3.5, "")
    assert one_score("sessies", sessies=SESSIES) == ((3.5 + 1) / 2, "")


def test_a_group_counts_by_its_weight() -> None:
    groups = [
        {"sessie": "groot", "naam": "Groot", "gewicht": 3.0},
        {"sessie": "klein", "naam": "Klein"},
    ]
    assert one_score("sessies", sessies=SESSIES, groepen=groups) == ((3 * 3.5 + 1) / 4, "")


def test_a_criterion_can_be_for_some_groups_only() -> None:
    groups = [{"sessie": "groot", "naam": "Groot"}, {"sessie": "klein", "naam": "Klein"}]
    criteria = [
        {
            "id": "x",
            "naam": "X",
            "gewicht": 1,
            "uitleg": "…",
            "score_uit": "sessies",
            "groepen": ["klein"],
        }
    ]
    found = one_score("sessies", sessies=SESSIES, groepen=groups, criteria=criteria)
    assert found == (1.0, "")


@pytest.mark.parametrize(("hours", "score"), [(0, 5), (150, 5), (151, 4), (600, 3), (901, 1)])
def test_fewer_hours_score_higher(hours: float, score: float) -> None:
    found = one_score(
        "uren",
        uren=[{"thema": "thema", "uren": float(hours)}],
        uren_grenzen=(150.0, 300.0, 600.0, 900.0),
    )
    assert found == (score, "")


def test_hours_that_nobody_estimated_are_missing() -> None:
    score, why = one_score("uren")
    assert math.isnan(score)
    assert why == "geen inschatting van uren"


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


def test_without_any_known_agenda_there_is_no_score() -> None:
    assert math.isnan(agenda_score(prioritering("kaders"), "thema").score)
    unknown = [{"kader": "a", "onbekend": "niet gepubliceerd"}, {"kader": "b", "telt_mee": False}]
    params = prioritering("kaders", (link("b", "ja"),), agendas=unknown)
    assert math.isnan(agenda_score(params, "thema").score)


def test_each_agenda_says_yes_no_or_unknown_for_every_thema() -> None:
    own = load(Project(Path(__file__).parents[2]), "medemblik")
    local = own.lokaal
    table = agendas(local.prioritering, own.velden, local.historie.kaders)
    assert table["thema"].nunique() == len(own.themas)
    by_thema = table.groupby("naam")["past"].agg(list)
    assert by_thema["Ondermijnende criminaliteit"] == ["ja", "ja", "onbekend", "onbekend", "ja"]
    assert by_thema["Overlast door verward gedrag"][0] == "nee"
    known = table.dropna(subset=["verwijzing"])
    assert len(known) == len(local.prioritering.aansluiting)
    assert known["verwijzing"].str.startswith("startnotitie").all()


@given(st.floats(0, 100), st.floats(0, 100))
def test_a_higher_ratio_never_scores_lower(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert 1 <= step(low, GRENZEN) <= step(high, GRENZEN) <= 5


@given(
    st.lists(
        st.tuples(st.sampled_from("abc"), st.sampled_from(["ja", "deels", "nee"])),
        min_size=1,
        unique_by=lambda pair: pair[0],
    )
)
def test_framework_scores_stay_on_the_scale(pairs: list[tuple[str, str]]) -> None:
    links = tuple(link(kader, mate) for kader, mate in pairs)
    assert 1 <= agenda_score(prioritering("kaders", links), "thema").score <= 5


def ranked(
    given_scores: dict[str, list[float]], weights: tuple[float, ...] = (1, 1)
) -> pd.DataFrame:
    criteria = [
        {"id": f"c{i}", "naam": "C", "gewicht": w, "uitleg": "…", "score_uit": "sessies"}
        for i, w in enumerate(weights)
    ]
    params = m.Prioritering.model_validate(
        {
            "aantal_prioriteiten": 1,
            "score_dataset": "scores",
            "niveau_grenzen": GRENZEN,
            "criteria": criteria,
        }
    )
    rows = [
        ("veld", name, name.upper(), f"c{i}", value, "")
        for name, values in given_scores.items()
        for i, value in enumerate(values)
    ]
    [thema] = veld().themas
    themas = [thema.model_copy(update={"id": name, "naam": name.upper()}) for name in given_scores]
    own = veld().model_copy(update={"themas": themas})
    table = pd.DataFrame(rows, columns=COLUMNS)
    return Weighing((own,), params, table, pd.DataFrame(columns=["sessie"]), seed=1).ranking


def test_a_thema_that_wins_on_everything_is_firm_whatever_the_weights() -> None:
    table = ranked({"a": [5, 5], "b": [1, 1]}).set_index("thema")
    assert table.loc["a", ["rang", "aandeel", "oordeel"]].tolist() == [1, 100.0, "stevig"]
    assert table.loc["b", ["rang", "aandeel", "oordeel"]].tolist() == [2, 0.0, "buiten"]


def test_a_choice_that_depends_on_the_weights_is_called_a_choice() -> None:
    table = ranked({"a": [5, 1], "b": [1, 5]})
    assert table["oordeel"].tolist() == ["keuze", "keuze"]
    assert table["aandeel"].sum() == pytest.approx(100, abs=1)


def test_a_missing_score_is_not_a_low_score() -> None:
    table = ranked({"a": [4, math.nan], "b": [3, 3], "c": [math.nan, math.nan]}).set_index("thema")
    assert table.index.tolist() == ["a", "b"]
    assert table.loc["a", ["score", "dekking"]].tolist() == [4.0, 50.0]


def test_the_order_does_not_depend_on_chance() -> None:
    given_scores = {"a": [5.0, 1.0], "b": [1.0, 5.0], "c": [3.0, 3.0]}
    pd.testing.assert_frame_equal(ranked(given_scores), ranked(given_scores))
