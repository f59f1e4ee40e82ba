"""The programme in hours and euros: what is asked, what there is, and what fits best."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pandas as pd

from ivp.config import model as m
from ivp.stats.selection import Selection, best, greedy

Floats = npt.NDArray[np.float64]


def uren(maatregel: m.Maatregel, jaar: int, team: str | None = None) -> float:
    """The hours that a measure asks in a year, of one team or of all."""
    return sum(
        inzet.uren.get(str(jaar), 0.0)
        for inzet in maatregel.inzet
        if team is None or inzet.team == team
    )


def geld(maatregel: m.Maatregel, jaren: Sequence[int]) -> float:
    """The euros that a measure asks in these years."""
    return sum(maatregel.budget.get(str(jaar), 0.0) for jaar in jaren)


def in_scenario(plannen: m.Plannen, scenario: m.Scenario) -> list[m.Maatregel]:
    """The measures of a scenario: its own and those of the leaner ones."""
    most = m.SCENARIOS.index(scenario)
    return [x for x in plannen.maatregelen if m.SCENARIOS.index(x.scenario) <= most]


def bezetting(plannen: m.Plannen, maatregelen: Sequence[m.Maatregel]) -> pd.DataFrame:
    """Hours asked of each team beside what it has, per year of the programme.

    Columns: ``team``, ``naam``, ``jaar``, ``gevraagd``, ``beschikbaar`` (hours), ``verschil``
    (available minus asked), ``gevraagd_fte``, ``fte``, ``deel`` (% of what there is; missing when
    there is nothing).
    """
    full = plannen.middelen.uren_per_fte
    rows = []
    for team in plannen.middelen.teams:
        for jaar in plannen.programma.jaren:
            asked = sum(uren(x, jaar, team.id) for x in maatregelen)
            fte = team.fte[str(jaar)]
            # Rounded, since 0.15 fte of 1,400 hours is 210 hours and not a little more.
            there = round(fte * full, 6)
            rows.append(
                {
                    "team": team.id,
                    "naam": team.naam,
                    "jaar": jaar,
                    "gevraagd": asked,
                    "beschikbaar": there,
                    "verschil": there - asked,
                    "gevraagd_fte": asked / full,
                    "fte": fte,
                    "deel": 100 * asked / there if there else np.nan,
                }
            )
    columns = ["team", "naam", "jaar", "gevraagd", "beschikbaar", "verschil", "gevraagd_fte"]
    return pd.DataFrame(rows, columns=[*columns, "fte", "deel"])


def begroting(plannen: m.Plannen, maatregelen: Sequence[m.Maatregel]) -> pd.DataFrame:
    """Euros asked beside the budget: ``jaar``, ``gevraagd``, ``beschikbaar``, ``verschil``."""
    rows = []
    for jaar in plannen.programma.jaren:
        asked = sum(geld(x, [jaar]) for x in maatregelen)
        there = plannen.middelen.budget.get(str(jaar), 0.0)
        rows.append((jaar, asked, there, there - asked))
    return pd.DataFrame(rows, columns=["jaar", "gevraagd", "beschikbaar", "verschil"])


def per_prioriteit(plannen: m.Plannen, themas: Sequence[str]) -> pd.DataFrame:
    """Hours and euros per priority and year; ``themas`` gives the order.

    Columns: ``thema``, ``jaar``, ``maatregelen`` (at work in that year), ``uren``, ``fte``,
    ``budget``. A thema without measures has 0: nothing is asked.
    """
    goals = {doel.id: doel.thema for doel in plannen.doelen}
    rows = []
    for thema in themas:
        own = [x for x in plannen.maatregelen if goals.get(x.doel) == thema]
        for jaar in plannen.programma.jaren:
            hours = sum(uren(x, jaar) for x in own)
            rows.append(
                {
                    "thema": thema,
                    "jaar": jaar,
                    "maatregelen": sum(x.van.year <= jaar <= x.tot.year for x in own),
                    "uren": hours,
                    "fte": hours / plannen.middelen.uren_per_fte,
                    "budget": sum(geld(x, [jaar]) for x in own),
                }
            )
    return pd.DataFrame(rows, columns=["thema", "jaar", "maatregelen", "uren", "fte", "budget"])


def scenarios(plannen: m.Plannen) -> pd.DataFrame:
    """The scenarios side by side, over all years of the programme.

    Columns: ``scenario``, ``maatregelen``, ``doelen`` (goals with at least one measure), ``uren``,
    ``budget``, ``bijdrage`` (sum), ``tekort_uren`` (hours beyond what teams have), ``teams``
    (tuple of names that lack hours in some year), ``tekort_budget``, ``past`` (bool).
    """
    years = plannen.programma.jaren
    rows = []
    for scenario in m.SCENARIOS:
        own = in_scenario(plannen, scenario)
        hours, money = bezetting(plannen, own), begroting(plannen, own)
        short = hours[hours["verschil"] < -1e-9]
        lacking = float((-money["verschil"]).clip(lower=0).sum())
        rows.append(
            {
                "scenario": scenario,
                "maatregelen": len(own),
                "doelen": len({x.doel for x in own}),
                "uren": sum(uren(x, jaar) for x in own for jaar in years),
                "budget": sum(geld(x, years) for x in own),
                "bijdrage": sum(x.bijdrage for x in own),
                "tekort_uren": float((-short["verschil"]).sum()),
                "teams": tuple(dict.fromkeys(short["naam"])),
                "tekort_budget": lacking,
                "past": short.empty and lacking == 0,
            }
        )
    return pd.DataFrame(rows)


@dataclass(frozen=True)
class Extra:
    """What more means would add: their name, and the contribution above that of the best set."""

    naam: str
    bijdrage: float
    erbij: tuple[str, ...]


@dataclass(frozen=True)
class Beste:
    """The best set within the means, what a simple rule would choose, and what more would add."""

    gekozen: tuple[str, ...]
    bijdrage: float
    vuistregel: float
    alles: float
    extra: tuple[Extra, ...]


def beste(plannen: m.Plannen) -> Beste:
    """The measures with the highest total ``bijdrage`` that fit each team's hours and each budget.

    ``extra`` says what one more fte in each year adds, per team, and what ``extra_budget`` adds
    when it may be spent in any year: the problem is solved again with it, since whole measures
    have no marginal price.
    """
    measures, means = plannen.maatregelen, plannen.middelen
    years = plannen.programma.jaren
    value = np.array([float(x.bijdrage) for x in measures])
    place = {x.id: i for i, x in enumerate(measures)}
    needs = [(place[x.id], place[name]) for x in measures for name in x.vraagt]
    hours = [(team, year) for team in means.teams for year in years]
    # Money that may move between years is money enough in every set of years taken together.
    spans = [span for n in range(1, len(years) + 1) for span in combinations(years, n)]
    asked = np.array(
        [
            [uren(x, year, team.id) for team, year in hours] + [geld(x, span) for span in spans]
            for x in measures
        ],
        dtype=float,
    ).reshape(len(measures), len(hours) + len(spans))

    def room(more_at: str | None = None, more_money: float = 0.0) -> Floats:
        time = [
            round((team.fte[str(year)] + (team.id == more_at)) * means.uren_per_fte, 6)
            for team, year in hours
        ]
        money = [sum(means.budget.get(str(y), 0.0) for y in span) + more_money for span in spans]
        return np.array([*time, *money])

    found = best(value, asked, room(), needs)

    def more(naam: str, there: Floats) -> Extra:
        other = best(value, asked, there, needs)
        new = set(_ids(measures, other)) - set(_ids(measures, found))
        names = tuple(x.naam for x in measures if x.id in new)
        return Extra(naam, other.value - found.value, names)

    extras = [more(f"1 fte bij {team.naam}", room(team.id)) for team in means.teams]
    extras.append(more("geld", room(more_money=means.extra_budget)))
    return Beste(
        _ids(measures, found),
        found.value,
        greedy(value, asked, room(), needs).value,
        float(value.sum()),
        tuple(extras),
    )


def _ids(measures: Sequence[m.Maatregel], selection: Selection) -> tuple[str, ...]:
    return tuple(x.id for x, on in zip(measures, selection.chosen, strict=True) if on)
