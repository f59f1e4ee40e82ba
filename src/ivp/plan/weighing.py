"""From scores to a ranking, and what stands behind it: other weights, other methods, the groups."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from ivp.config import model as m
from ivp.plan import scoring
from ivp.stats.mcdm import promethee, topsis
from ivp.stats.ranking import stability, weighted
from ivp.stats.tipping import tipping

FIRM, OUT = 80.0, 20.0
"""Share of the weightings (%) from which a place in the top is firm, and below which it is out."""


@dataclass(frozen=True)
class Weighing:
    """The scores of one book and all that follows from them; computed once, when asked for.

    ``scores`` as from ``ivp.plan.scoring``, ``sessions`` the delivery with a row per participant,
    thema and criterium. In all tables ``thema`` and ``criterium`` are ids and ``naam`` is a name.
    """

    velden: tuple[m.Veld, ...]
    choice: m.Prioritering
    scores: pd.DataFrame
    sessions: pd.DataFrame
    seed: int

    @property
    def top(self) -> int:
        """How many priorities there are to be."""
        return self.choice.aantal_prioriteiten

    @cached_property
    def names(self) -> dict[str, str]:
        """The name of each thema."""
        return {thema.id: thema.naam for veld in self.velden for thema in veld.themas}

    @cached_property
    def weights(self) -> dict[str, float]:
        """The weight of each criterium, as the params have it."""
        return {criterium.id: criterium.gewicht for criterium in self.choice.criteria}

    @cached_property
    def criteria(self) -> pd.DataFrame:
        """The criteria, as the params have them; ``aandeel`` is the % of all weight."""
        table = pd.DataFrame([criterium.model_dump() for criterium in self.choice.criteria])
        return table.assign(aandeel=100 * table["gewicht"] / table["gewicht"].sum())

    @cached_property
    def wide(self) -> pd.DataFrame:
        """The scores as thema × criterium, both in the order of the params: sums depend on it."""
        wide = self.scores.pivot(index="thema", columns="criterium", values="score")
        return wide.loc[self.scores["thema"].drop_duplicates().tolist(), list(self.weights)]

    @cached_property
    def groups(self) -> list[m.Groep]:
        """The groups that scored."""
        return scoring.groups_of(self.choice, self.sessions)

    @cached_property
    def ranking(self) -> pd.DataFrame:
        """Thema's from high to low weighted score, with what other weights would do to their place.

        Columns: ``thema``, ``naam``, ``score`` (1 to 5), ``dekking`` (% of the weight that has a
        score), ``rang``, ``aandeel`` (% of the weightings with the thema in the top), ``rang_laag``
        and ``rang_hoog`` (places between which 90% of the weightings put it), ``oordeel``:
        ``stevig``, ``keuze`` or ``buiten``. A thema without any score is left out.
        """
        table = weighted(self.wide, self.weights).join(
            stability(self.wide, self.weights, top=self.top, seed=self.seed)
        )
        table = table[table["score"].notna()].rename(columns={"aandeel_top": "aandeel"})
        table = table.reset_index(names="thema")
        table[["dekking", "aandeel"]] *= 100
        table["naam"] = table["thema"].map(self.names)
        table["oordeel"] = [
            "stevig" if share >= FIRM else "keuze" if share >= OUT else "buiten"
            for share in table["aandeel"]
        ]
        order = {"rang": True, "aandeel": False, "naam": True}
        return table.sort_values(list(order), ascending=list(order.values()), ignore_index=True)

    @property
    def first(self) -> list[str]:
        """The thema's in the top."""
        return self.ranking["thema"].head(self.top).tolist()

    @cached_property
    def tipping_points(self) -> pd.DataFrame:
        """At which weight the top changes, one row per criterium and side.

        Columns: ``criterium``, ``naam``, ``aandeel`` (its share of the weight now, %), ``kant``
        ("minder" or "meer" weight), ``grens`` (%), ``komt`` and ``gaat``: the names of the thema
        that comes in beyond that limit and of the one that goes. These three are missing when no
        weight on that side changes the top.
        """
        found = []
        for one in tipping(self.wide, self.weights, self.top):
            for side, tip in (("minder", one.below), ("meer", one.above)):
                row = {"criterium": one.criterion, "aandeel": 100 * one.share, "kant": side}
                if tip:
                    row |= {"grens": 100 * tip.share, "komt": tip.enters, "gaat": tip.leaves}
                found.append(row)
        columns = ["criterium", "naam", "aandeel", "kant", "grens", "komt", "gaat"]
        table = pd.DataFrame(found, columns=columns)
        return table.assign(
            naam=table["criterium"].map(self.criteria.set_index("id")["naam"]),
            komt=table["komt"].map(self.names),
            gaat=table["gaat"].map(self.names),
        )

    @cached_property
    def methods(self) -> pd.DataFrame:
        """The rank of each thema by three methods, in the order of the weighted sum.

        Columns: ``thema``, ``naam``, ``gewogen``, ``topsis``, ``promethee`` (places), ``eens``
        (the three agree on whether it is in the top).
        """
        table = self.ranking[["thema", "naam", "rang"]].rename(columns={"rang": "gewogen"})
        for name, method in (("topsis", topsis), ("promethee", promethee)):
            value = method(self.wide, self.weights).round(9)
            ranks = value.rank(ascending=False, method="min").astype(int)
            table[name] = ranks.loc[table["thema"]].tolist()
        inside = table[["gewogen", "topsis", "promethee"]] <= self.top
        return table.assign(eens=inside.all(axis=1) | ~inside.any(axis=1))

    @cached_property
    def _in_meetings(self) -> list[str]:
        """The criteria that are scored in meetings."""
        return [c.id for c in self.choice.criteria if c.score_uit == "sessies"]

    @cached_property
    def by_group(self) -> pd.DataFrame:
        """Each thema's place when one group alone gave the scores of the meetings.

        The criteria that are scored from figures or agendas stay as they are; a group's own scores
        stand for all criteria that are scored in meetings. Columns: ``thema``, ``naam``, ``rang``
        (of all together) and one per group (its ``sessie``); a thema that the group did not score
        at all has a missing place.
        """
        means = scoring.group_means(self.sessions).unstack("criterium")
        means = means.reindex(columns=self._in_meetings)
        table = self.ranking[["thema", "naam", "rang"]].copy()
        for group in self.groups:
            given = means[means.index.get_level_values("sessie") == group.sessie]
            given = given.droplevel("sessie").reindex(self.wide.index)
            own = self.wide.copy()
            own[self._in_meetings] = given
            if self._in_meetings:
                own = own[given.notna().any(axis=1)]
            ranks = weighted(own, self.weights)["rang"]
            table[group.sessie] = table["thema"].map(ranks).astype("Int64")
        return table

    @cached_property
    def spread(self) -> pd.DataFrame:
        """How the participants of each group scored each thema, one row per thema and group.

        A participant's score of a thema is the mean over the criteria that he scored. Columns:
        ``thema``, ``naam``, ``groep`` (name), ``sessie``, ``deelnemers``, ``gemiddelde``,
        ``laagste``, ``hoogste``, ``spreiding`` (standard deviation; missing with one participant).
        """
        scored = self.sessions["criterium"].isin(self._in_meetings)
        given = self.sessions[self.sessions["score"].notna() & scored]
        own = given.groupby(["thema", "sessie", "deelnemer"])["score"].mean()
        per_group = own.groupby(["thema", "sessie"]).agg(
            deelnemers="count", gemiddelde="mean", laagste="min", hoogste="max", spreiding="std"
        )
        order = [
            (thema, group.sessie)
            for thema in self.ranking["thema"]
            for group in self.groups
            if (thema, group.sessie) in per_group.index
        ]
        table = per_group.loc[order].reset_index()
        table.insert(1, "naam", table["thema"].map(self.names))
        table.insert(2, "groep", table["sessie"].map({g.sessie: g.naam for g in self.groups}))
        return table

    @cached_property
    def distribution(self) -> pd.DataFrame:
        """All individual scores, counted: one row per thema, criterium and group.

        Columns: ``thema``, ``naam``, ``criterium`` (name), ``groep`` (name), and ``1`` to ``5``:
        how often that score was given.
        """
        groups = {group.sessie: group.naam for group in self.groups}
        criteria = dict(zip(self.criteria["id"], self.criteria["naam"], strict=True))
        given = self.sessions[self.sessions["score"].notna() & self.sessions["sessie"].isin(groups)]
        table = pd.crosstab([given["thema"], given["criterium"], given["sessie"]], given["score"])
        table = table.reindex(columns=range(scoring.LOWEST, scoring.HIGHEST + 1), fill_value=0)
        table = table.rename(columns=str).reset_index()
        table.insert(1, "naam", table["thema"].map(self.names))
        table["criterium"] = table["criterium"].replace(criteria)
        table.insert(3, "groep", table.pop("sessie").map(groups))
        return table

    @cached_property
    def disagreement(self) -> pd.DataFrame:
        """How far the groups are apart per thema, most disagreement first.

        Columns: ``thema``, ``naam``, ``verschil`` (highest minus lowest group mean), ``hoogste``
        and ``laagste`` (names of those groups), ``binnen`` (mean standard deviation within groups).
        """
        themas = self.spread.sort_values("gemiddelde", kind="stable").groupby("thema")
        low, high = themas.first(), themas.last()
        table = low[["naam"]].assign(
            verschil=high["gemiddelde"] - low["gemiddelde"],
            hoogste=high["groep"],
            laagste=low["groep"],
            binnen=themas["spreiding"].mean(),
        )
        table = table.reset_index()
        return table.sort_values(["verschil", "naam"], ascending=[False, True], ignore_index=True)

    @cached_property
    def fallen(self) -> pd.DataFrame:
        """Every thema that is not in the top, and on which criteria it lost.

        It is put beside the thema in the last place that counts, on the criteria that both have;
        what is missing in one of them cannot be compared. Columns: ``thema``, ``naam``, ``rang``,
        ``tekort`` (points behind), ``oordeel``, ``criteria`` (tuple of names of criteria, at most
        two, that cost it most; empty when it lost on none).
        """
        names = self.criteria.set_index("id")["naam"]
        last = self.ranking.iloc[min(self.top, len(self.ranking)) - 1]
        losses = (self.wide.loc[last["thema"]] - self.wide) * pd.Series(self.weights)
        table = self.ranking.iloc[self.top :].reset_index(drop=True)
        worst = []
        for thema in table["thema"]:
            loss = losses.loc[thema].sort_values(ascending=False, kind="stable")
            worst.append(tuple(names[loss[loss > 0].index[:2]]))
        table = table.assign(
            tekort=last["score"] - table["score"], criteria=pd.Series(worst, dtype=object)
        )
        return table[["thema", "naam", "rang", "tekort", "oordeel", "criteria"]]
