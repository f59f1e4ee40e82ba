"""Scores of every thema on every criterium, by rules that the book states.

A score runs from 1 (little reason to choose this thema) to 5 (much reason). There are five rules,
one of which each criterium names (``score_uit``); a score that no rule can give is missing and
says why. The rules are ours: no official weighing is known (VNG Kernbeleid Veiligheid names the
step, not the arithmetic).
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from ivp.config import model as m
from ivp.indicators.outcomes import development
from ivp.indicators.rows import summable

LOWEST, HIGHEST = 1, 5
YEARS = 3
"""The level of a count is that of its last years together: single years jump too much."""
MATCH = {"ja": 1.0, "deels": 0.5, "nee": 0.0}
BETTER, EQUAL, WORSE = 1.0, 3.0, 5.0
COLUMNS = ["veld", "thema", "naam", "criterium", "score", "reden"]


class Score(NamedTuple):
    """A score of 1 to 5, or NaN with the reason in Dutch."""

    score: float
    reden: str = ""


def _missing(reason: str) -> Score:
    return Score(math.nan, reason)


def scores(
    velden: Sequence[m.Veld],
    choice: m.Prioritering,
    figures: pd.DataFrame,
    definitions: Mapping[str, m.Indicator],
    sessions: pd.DataFrame,
    gemeente: str,
    land: str,
) -> pd.DataFrame:
    """Every thema × criterium, in the order of the params.

    ``figures`` is (part of) the indicator table; of each thema the first indicator in ``velden``
    speaks for it, when ``definitions`` has it. ``sessions`` has ``sessie``, ``thema``,
    ``criterium`` and ``score`` per participant. ``gemeente`` and ``land`` are area codes. Columns:
    ``COLUMNS``; ``naam`` is the thema's, ``score`` 1 to 5 or NaN, ``reden`` why it is missing.
    """
    groups = groups_of(choice, sessions)
    means = group_means(sessions)

    def score(thema: m.Thema, criterium: m.Criterium) -> Score:
        match criterium.score_uit:
            case "sessies":
                return _sessions(means, groups, thema.id, criterium)
            case "kaders":
                return agenda_score(choice, thema.id)
            case "uren":
                return _hours(choice, thema.id)
        name = next(iter(thema.indicatoren), "")
        if name not in definitions:
            return _missing("geen cijfer")
        definition = definitions[name]
        if definition.gunstig == "geen":
            return _missing("meer is niet beter of slechter")
        rows = figures[figures["indicator"] == name]
        if criterium.score_uit == "indicator-niveau":
            return _level(rows, definition, choice, gemeente, land)
        return _trend(rows, definition, name, gemeente)

    found = [
        (veld.id, thema.id, thema.naam, criterium.id, *score(thema, criterium))
        for veld in velden
        for thema in veld.themas
        for criterium in choice.criteria
    ]
    return pd.DataFrame(found, columns=COLUMNS).astype({"score": float})


def ratio_to_country(
    rows: pd.DataFrame, gemeente: str, land: str, years: int = YEARS
) -> float | None:
    """The municipality's level divided by the country's, over the last years that both know.

    ``rows`` are of one indicator and one unit. Rates are pooled: counts and denominators of the
    last ``years`` common years are summed first. A value without a count (survey, published) is
    taken from the last common year. ``None`` when there is no common year or the country has 0.
    """
    known = rows[rows["waarde"].notna()]
    own = known[known["gebied"] == gemeente].set_index("jaar")
    other = known[known["gebied"] == land].set_index("jaar")
    common = own.index.intersection(other.index).sort_values()
    if common.empty:
        return None
    counted = rows["eenheid"].iloc[0].startswith("per_")
    used = common[-years:] if counted else common[-1:]
    ours, theirs = (_together(part.loc[used], counted) for part in (own, other))
    return ours / theirs if theirs > 0 else None


def _together(rows: pd.DataFrame, counted: bool) -> float:
    if counted:
        return float(summable(rows, "teller").sum() / rows["noemer"].sum())
    return float(rows["waarde"].iloc[-1])


def step(value: float, limits: Sequence[float]) -> float:
    """1 plus the number of limits that ``value`` exceeds: 1 to 5 with four limits."""
    return float(LOWEST + sum(value > limit for limit in limits))


def groups_of(choice: m.Prioritering, sessions: pd.DataFrame) -> list[m.Groep]:
    """The groups that scored: as the params name them, else every meeting in the delivery."""
    if choice.groepen:
        return list(choice.groepen)
    return [m.Groep(sessie=name, naam=name.capitalize()) for name in sessions["sessie"].unique()]


def group_means(sessions: pd.DataFrame) -> pd.Series:
    """The mean of the scores that were given, by ``sessie``, ``thema`` and ``criterium``."""
    given = sessions[sessions["score"].notna()]
    return given.groupby(["sessie", "thema", "criterium"], sort=True)["score"].mean()


def agenda_score(choice: m.Prioritering, thema: str) -> Score:
    """1 without any link to the agendas, 5 with a full link to all of them, in proportion.

    The agendas that count are those that are known and ``telt_mee``; a thema without a link to one
    of them has "nee" there.
    """
    kaders = [agenda.kader for agenda in choice.agendas if counts(agenda)]
    if not kaders:
        return _missing("geen bekende agenda")
    degree = {link.kader: MATCH[link.mate] for link in choice.aansluiting if link.thema == thema}
    found = sum(degree.get(kader, 0.0) for kader in kaders)
    return Score(LOWEST + (HIGHEST - LOWEST) * found / len(kaders))


def counts(agenda: m.Agenda) -> bool:
    """Whether an agenda counts in the score: it is known, and the municipality wants it to."""
    return agenda.telt_mee and not agenda.onbekend


def agendas(
    choice: m.Prioritering, velden: Sequence[m.Veld], kaders: Sequence[m.Kader]
) -> pd.DataFrame:
    """Every thema × agenda, in the order of the params.

    Columns: ``thema``, ``naam`` (of the thema), ``agenda``, ``telt`` (whether it counts in the
    score), ``past`` (ja, deels, nee or onbekend), ``verwijzing`` (where that is written).
    """
    short = {kader.id: kader.kort or kader.document for kader in kaders}
    links = {(link.thema, link.kader): link for link in choice.aansluiting}
    found = []
    for thema in (thema for veld in velden for thema in veld.themas):
        for agenda in choice.agendas:
            link = links.get((thema.id, agenda.kader))
            match = "onbekend" if agenda.onbekend else link.mate if link else "nee"
            where = link.verwijzing if link else None
            name, counted = short[agenda.kader], counts(agenda)
            found.append((thema.id, thema.naam, name, counted, match, where))
    columns = ["thema", "naam", "agenda", "telt", "past", "verwijzing"]
    return pd.DataFrame(found, columns=columns).astype({"telt": bool})


def _hours(choice: m.Prioritering, thema: str) -> Score:
    hours = {item.thema: item.uren for item in choice.uren}.get(thema)
    if hours is None:
        return _missing("geen inschatting van uren")
    return Score(HIGHEST + LOWEST - step(hours, choice.uren_grenzen))


def _level(
    rows: pd.DataFrame, definition: m.Indicator, choice: m.Prioritering, gemeente: str, land: str
) -> Score:
    unit = definition.main_unit
    if unit == "aantal":
        return _missing("niet per inwoner te tellen")
    rows = rows[rows["eenheid"] == unit]
    ratio = None if rows.empty else ratio_to_country(rows, gemeente, land)
    if ratio is None:
        return _missing("geen landelijk cijfer")
    if definition.gunstig == "hoger":
        ratio = math.inf if ratio == 0 else 1 / ratio
    return Score(step(ratio, choice.niveau_grenzen))


def _trend(rows: pd.DataFrame, definition: m.Indicator, indicator: str, gemeente: str) -> Score:
    match development(rows, definition, indicator, gemeente).direction:
        case None:
            return _missing("te weinig jaren")
        case "geen_duidelijke_verandering":
            return Score(EQUAL)
        case direction:
            worse = (direction == "stijging") == (definition.gunstig == "lager")
            return Score(WORSE if worse else BETTER)


def _sessions(
    means: pd.Series, groups: Sequence[m.Groep], thema: str, criterium: m.Criterium
) -> Score:
    """The mean of the groups' means, so that a large group counts no heavier than its weight."""
    total = weight = 0.0
    for group in groups:
        mean = means.get((group.sessie, thema, criterium.id))
        if mean is not None and (not criterium.groepen or group.sessie in criterium.groepen):
            total += group.gewicht * float(mean)
            weight += group.gewicht
    return Score(total / weight) if weight else _missing("niet gescoord in de sessies")
