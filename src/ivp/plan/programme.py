"""The programme in hours and euros: what is asked, what there is, and what fits best."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pandas as pd

from ivp.config import model as m
from ivp.stats.selection import Selection, best, greedy

Floats = npt.NDArray[np.float64]
MEASURE = (
    *("maatregel", "naam", "doel", "nummer", "doel_naam", "thema", "portefeuillehouder"),
    *("instrument", "resultaat", "scenario", "bijdrage", "van", "tot", "wie", "vraagt"),
)


@dataclass(frozen=True)
class BestSet:
    """The best set within the means, what a simple rule would choose, and what more would add.

    ``chosen`` are ids of measures; ``value``, ``by_rule`` and ``everything`` the contribution of
    the best set, of what the rule chooses and of all measures. ``extra`` has a row per team, and
    one for money: ``soort`` (fte or geld), ``naam`` (of the team), ``bijdrage`` (what it adds to
    that of the best set), ``erbij`` (tuple of names of measures that come in).
    """

    chosen: tuple[str, ...]
    value: float
    by_rule: float
    everything: float
    extra: pd.DataFrame


@dataclass(frozen=True)
class Programme:
    """The measures of a plan and all that follows from them; computed once, when asked for.

    In all tables ``thema``, ``doel``, ``maatregel`` and ``team`` are ids.
    """

    plans: m.Plannen

    @property
    def years(self) -> tuple[int, ...]:
        """The years of the programme."""
        return self.plans.programma.jaren

    @property
    def themas(self) -> list[str]:
        """The thema's of the programme: the priorities as chosen, then those of other goals."""
        priorities = [item.thema for item in self.plans.prioriteiten]
        return list(dict.fromkeys([*priorities, *(doel.thema for doel in self.plans.doelen)]))

    @cached_property
    def hours(self) -> pd.DataFrame:
        """The hours that a measure asks, one row per team, measure (by start) and year.

        Columns: ``team``, ``team_naam``, ``maatregel``, ``naam``, ``van``, ``tot``, ``jaar``,
        ``uren``. A measure that asks something of a team in some year has a row in every year.
        """
        found = [
            (team.id, team.naam, x.id, x.naam, x.van, x.tot, year, inzet.uren.get(str(year), 0.0))
            for team in self.plans.middelen.teams
            for x in sorted(self.plans.maatregelen, key=lambda x: (x.van, x.id))
            for inzet in x.inzet
            for year in self.years
            if inzet.team == team.id
        ]
        columns = ["team", "team_naam", "maatregel", "naam", "van", "tot", "jaar", "uren"]
        return pd.DataFrame(found, columns=columns).astype({"uren": float})

    @cached_property
    def per_year(self) -> pd.DataFrame:
        """What a measure asks, one row per measure and year of the programme.

        Columns: ``thema``, ``maatregel``, ``jaar``, ``loopt`` (whether it is at work then),
        ``budget`` (euros), ``uren`` (of all teams together).
        """
        thema_of = {doel.id: doel.thema for doel in self.plans.doelen}
        found = [
            (
                thema_of[x.doel],
                x.id,
                year,
                x.van.year <= year <= x.tot.year,
                x.budget.get(str(year), 0.0),
            )
            for x in self.plans.maatregelen
            for year in self.years
        ]
        table = pd.DataFrame(found, columns=["thema", "maatregel", "jaar", "loopt", "budget"])
        asked = self.hours.groupby(["maatregel", "jaar"])["uren"].sum()
        return table.join(asked, on=["maatregel", "jaar"])

    @cached_property
    def measures(self) -> pd.DataFrame:
        """Every measure, by priority, goal and start.

        Columns: those of ``MEASURE``, of which ``nummer``, ``doel_naam``, ``thema`` and
        ``portefeuillehouder`` are the goal's, ``wie`` is a tuple of names of teams and ``vraagt``
        of names of measures; and ``uren`` and ``budget``, what it asks over all years.
        """
        names = {x.id: x.naam for x in self.plans.maatregelen}
        teams = {team.id: team.naam for team in self.plans.middelen.teams}
        order = self.themas
        found = []
        for number, doel in enumerate(self.plans.doelen, 1):
            for x in (x for x in self.plans.maatregelen if x.doel == doel.id):
                about = {
                    "maatregel": x.id,
                    "nummer": number,
                    "doel_naam": doel.naam,
                    "thema": doel.thema,
                    "portefeuillehouder": doel.portefeuillehouder,
                    "wie": tuple(teams[inzet.team] for inzet in x.inzet),
                    "vraagt": tuple(names[name] for name in x.vraagt),
                }
                found.append({**x.model_dump(), **about})
        found.sort(key=lambda x: (order.index(x["thema"]), x["nummer"], x["van"], x["maatregel"]))
        asked = self.per_year.groupby("maatregel")[["uren", "budget"]].sum()
        return pd.DataFrame(found, columns=list(MEASURE)).join(asked, on="maatregel")

    @cached_property
    def occupancy(self) -> pd.DataFrame:
        """Hours asked of each team beside what it has, per year of the programme.

        Columns: ``team``, ``naam``, ``jaar``, ``fte`` (that it has), ``gevraagd``, ``beschikbaar``
        (hours), ``verschil`` (available minus asked), ``gevraagd_fte``, ``deel`` (% of what there
        is that is asked; missing when there is nothing).
        """
        return self._occupancy(self.hours)

    def _occupancy(self, hours: pd.DataFrame) -> pd.DataFrame:
        full = self.plans.middelen.uren_per_fte
        found = [
            (team.id, team.naam, year, team.fte[str(year)])
            for team in self.plans.middelen.teams
            for year in self.years
        ]
        table = pd.DataFrame(found, columns=["team", "naam", "jaar", "fte"]).astype({"fte": float})
        asked = hours.groupby(["team", "jaar"])["uren"].sum().rename("gevraagd")
        table = table.join(asked, on=["team", "jaar"]).fillna({"gevraagd": 0.0})
        # Rounded, since 0.15 fte of 1,400 hours is 210 hours and not a little more.
        table["beschikbaar"] = (table["fte"] * full).round(6)
        table["verschil"] = (table["beschikbaar"] - table["gevraagd"]).round(6)
        table["gevraagd_fte"] = table["gevraagd"] / full
        there = table["beschikbaar"].where(table["beschikbaar"] > 0)
        return table.assign(deel=100 * table["gevraagd"] / there)

    @cached_property
    def balance(self) -> pd.DataFrame:
        """Euros asked beside the budget: ``jaar``, ``gevraagd``, ``beschikbaar``, ``verschil``."""
        return self._balance(self.per_year)

    def _balance(self, per_year: pd.DataFrame) -> pd.DataFrame:
        asked = per_year.groupby("jaar")["budget"].sum().reindex(self.years, fill_value=0.0)
        table = asked.rename("gevraagd").rename_axis("jaar").reset_index()
        budget = self.plans.middelen.budget
        table["beschikbaar"] = [budget.get(str(year), 0.0) for year in self.years]
        return table.assign(verschil=table["beschikbaar"] - table["gevraagd"])

    @cached_property
    def per_priority(self) -> pd.DataFrame:
        """Hours and euros per thema of the programme and year.

        Columns: ``thema``, ``jaar``, ``maatregelen`` (at work in that year), ``uren``, ``fte``,
        ``budget``. A thema without measures has 0: nothing is asked.
        """
        every = pd.MultiIndex.from_product([self.themas, self.years], names=["thema", "jaar"])
        sums = self.per_year.groupby(["thema", "jaar"])[["loopt", "uren", "budget"]].sum()
        sums = sums.reindex(every, fill_value=0).rename(columns={"loopt": "maatregelen"})
        return sums.assign(fte=sums["uren"] / self.plans.middelen.uren_per_fte).reset_index()

    @cached_property
    def scenarios(self) -> pd.DataFrame:
        """The scenarios side by side, over all years; each holds the measures of the leaner ones.

        Columns: ``scenario``, ``maatregelen``, ``doelen`` (goals with at least one measure),
        ``uren``, ``budget``, ``bijdrage`` (sum), ``tekort_uren`` (hours beyond what teams have),
        ``teams`` (tuple of names that lack hours in some year), ``tekort_budget``, ``past``.
        """
        found = []
        for most, scenario in enumerate(m.SCENARIOS, 1):
            own = self.measures[self.measures["scenario"].isin(m.SCENARIOS[:most])]
            hours, per_year = (
                table[table["maatregel"].isin(own["maatregel"])]
                for table in (self.hours, self.per_year)
            )
            time, money = self._occupancy(hours), self._balance(per_year)
            short = time[time["verschil"] < 0]
            lacking = float((-money["verschil"]).clip(lower=0).sum())
            found.append(
                {
                    "scenario": scenario,
                    "maatregelen": len(own),
                    "doelen": own["doel"].nunique(),
                    "uren": own["uren"].sum(),
                    "budget": own["budget"].sum(),
                    "bijdrage": own["bijdrage"].sum(),
                    "tekort_uren": float((-short["verschil"]).sum()),
                    "teams": tuple(dict.fromkeys(short["naam"])),
                    "tekort_budget": lacking,
                    "past": short.empty and lacking == 0,
                }
            )
        return pd.DataFrame(found)

    @cached_property
    def best(self) -> BestSet:
        """The measures with the highest total ``bijdrage`` that fit all hours and budgets.

        ``extra`` says what one more fte in each year adds, per team, and what ``extra_budget`` adds
        when it may be spent in any year: the problem is solved again with it, since whole measures
        have no marginal price.
        """
        own, means, years = self.plans.maatregelen, self.plans.middelen, self.years
        value = np.array([float(x.bijdrage) for x in own])
        place = {x.id: i for i, x in enumerate(own)}
        needs = [(place[x.id], place[name]) for x in own for name in x.vraagt]
        team_years = [(team, year) for team in means.teams for year in years]
        # Money that may move between years is money enough in every set of years taken together.
        spans = [span for n in range(1, len(years) + 1) for span in combinations(years, n)]

        def within(budget: Mapping[str, float], span: tuple[int, ...]) -> float:
            return sum(budget.get(str(year), 0.0) for year in span)

        hours = self.hours.set_index(["maatregel", "team", "jaar"])["uren"].to_dict()
        asked = np.array(
            [
                [hours.get((x.id, team.id, year), 0.0) for team, year in team_years]
                + [within(x.budget, span) for span in spans]
                for x in own
            ],
            dtype=float,
        ).reshape(len(own), len(team_years) + len(spans))

        def room(more_at: str | None = None, more_money: float = 0.0) -> Floats:
            time = [
                round((team.fte[str(year)] + (team.id == more_at)) * means.uren_per_fte, 6)
                for team, year in team_years
            ]
            return np.array([*time, *(within(means.budget, span) + more_money for span in spans)])

        def ids(selection: Selection) -> tuple[str, ...]:
            return tuple(x.id for x, on in zip(own, selection.chosen, strict=True) if on)

        found = best(value, asked, room(), needs)
        more = [("fte", team.naam, room(team.id)) for team in means.teams]
        more.append(("geld", "", room(more_money=means.extra_budget)))
        extra = []
        for kind, name, there in more:
            other = best(value, asked, there, needs)
            new = set(ids(other)) - set(ids(found))
            added = tuple(x.naam for x in own if x.id in new)
            extra.append((kind, name, other.value - found.value, added))
        by_rule = greedy(value, asked, room(), needs).value
        table = pd.DataFrame(extra, columns=["soort", "naam", "bijdrage", "erbij"])
        return BestSet(ids(found), found.value, by_rule, float(value.sum()), table)
