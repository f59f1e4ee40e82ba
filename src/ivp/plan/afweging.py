"""What stands behind the ranking: the groups apart, other methods, tipping points, who fell out."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from ivp.config import model as m
from ivp.plan import prioritering as pr
from ivp.stats.mcdm import promethee, topsis
from ivp.stats.ranking import weighted
from ivp.stats.tipping import Tipping, tipping


@dataclass(frozen=True)
class Afweging:
    """The scores of one book and all that follows from them; computed once, when asked for."""

    velden: tuple[m.Veld, ...]
    keuze: m.Prioritering
    scores: pd.DataFrame
    sessies: pd.DataFrame
    zaad: int

    @property
    def aantal(self) -> int:
        """How many priorities there are to be."""
        return self.keuze.aantal_prioriteiten

    @cached_property
    def rangen(self) -> pd.DataFrame:
        """``prioritering.rangorde`` of these scores."""
        return pr.rangorde(self.scores, self.keuze, self.zaad)

    @cached_property
    def breed(self) -> pd.DataFrame:
        """Thema × criterium."""
        return pr.breed(self.scores, self.keuze)

    @cached_property
    def namen(self) -> dict[str, str]:
        return {thema.id: thema.naam for veld in self.velden for thema in veld.themas}

    @cached_property
    def groepen(self) -> list[m.Groep]:
        return pr.groepen(self.keuze, self.sessies)

    @property
    def bovenste(self) -> list[str]:
        return pr.bovenste(self.rangen, self.aantal)

    @cached_property
    def kantelpunten(self) -> list[Tipping]:
        """Per criterium the share of the weight at which the first thema's become others."""
        return tipping(self.breed, pr.gewichten(self.keuze), self.aantal)

    @cached_property
    def methoden(self) -> pd.DataFrame:
        """The rank of each thema by three methods, in the order of the weighted sum.

        Columns: ``thema``, ``naam``, ``gewogen``, ``topsis``, ``promethee`` (places), ``eens``
        (the three agree on whether it is among the first).
        """
        weights = pr.gewichten(self.keuze)
        table = self.rangen[["thema", "naam", "rang"]].rename(columns={"rang": "gewogen"})
        for name, method in (("topsis", topsis), ("promethee", promethee)):
            value = method(self.breed, weights).round(9)
            ranks = value.rank(ascending=False, method="min").astype(int)
            table[name] = ranks.loc[table["thema"]].tolist()
        inside = table[["gewogen", "topsis", "promethee"]] <= self.aantal
        return table.assign(eens=inside.all(axis=1) | ~inside.any(axis=1))

    @cached_property
    def per_groep(self) -> pd.DataFrame:
        """Each thema's place when one group alone gave the scores of the meetings.

        The criteria that are scored from figures or agendas stay as they are; a group's own scores
        stand for all criteria that are scored in meetings. Columns: ``thema``, ``naam``, ``rang``
        (of all together) and one per group (its ``sessie``); a thema that the group did not score
        at all has a missing place.
        """
        means = pr.groepsgemiddelden(self.sessies)
        scored = [c.id for c in self.keuze.criteria if c.score_uit == "sessies"]
        table = self.rangen[["thema", "naam", "rang"]].copy()
        for group in self.groepen:
            own = self.breed.copy()
            for thema in own.index:
                for criterium in scored:
                    own.loc[thema, criterium] = means.get(
                        (group.sessie, str(thema), criterium), math.nan
                    )
            silent = own[scored].isna().all(axis=1) if scored else pd.Series(False, index=own.index)
            ranks = weighted(own[~silent], pr.gewichten(self.keuze))["rang"]
            table[group.sessie] = pd.array(
                [ranks.get(thema, pd.NA) for thema in table["thema"]], dtype="Int64"
            )
        return table

    @cached_property
    def spreiding(self) -> pd.DataFrame:
        """How the participants of each group scored each thema, one row per thema and group.

        A participant's score of a thema is the mean over the criteria that he scored. Columns:
        ``thema``, ``naam``, ``groep`` (name), ``sessie``, ``deelnemers``, ``gemiddelde``,
        ``laagste``, ``hoogste``, ``spreiding`` (standard deviation; missing with one participant).
        """
        scored = [c.id for c in self.keuze.criteria if c.score_uit == "sessies"]
        given = self.sessies[self.sessies["score"].notna() & self.sessies["criterium"].isin(scored)]
        own = given.groupby(["sessie", "thema", "deelnemer"], sort=True)["score"].mean()
        rows = []
        for thema in self.rangen["thema"]:
            for group in self.groepen:
                if (group.sessie, thema) not in own.index:
                    continue
                values = own.loc[(group.sessie, thema)]
                rows.append(
                    {
                        "thema": thema,
                        "naam": self.namen[thema],
                        "groep": group.naam,
                        "sessie": group.sessie,
                        "deelnemers": len(values),
                        "gemiddelde": float(values.mean()),
                        "laagste": float(values.min()),
                        "hoogste": float(values.max()),
                        "spreiding": float(values.std(ddof=1)) if len(values) > 1 else math.nan,
                    }
                )
        columns = ["thema", "naam", "groep", "sessie", "deelnemers", "gemiddelde"]
        return pd.DataFrame(rows, columns=[*columns, "laagste", "hoogste", "spreiding"])

    @cached_property
    def verdeling(self) -> pd.DataFrame:
        """All individual scores, counted: thema × criterium × group, and how many gave 1 to 5."""
        names = {group.sessie: group.naam for group in self.groepen}
        given = self.sessies[self.sessies["score"].notna() & self.sessies["sessie"].isin(names)]
        counts = (
            given.groupby(["thema", "criterium", "sessie", "score"], sort=True)
            .size()
            .unstack("score", fill_value=0)
            .reindex(columns=range(pr.LAAGSTE, pr.HOOGSTE + 1), fill_value=0)
            .reset_index()
        )
        counts.columns = pd.Index([str(name) for name in counts.columns])
        return counts.assign(sessie=counts["sessie"].map(names))

    @cached_property
    def oneens(self) -> pd.DataFrame:
        """How far the groups are apart per thema, most disagreement first.

        Columns: ``thema``, ``naam``, ``verschil`` (highest minus lowest group mean), ``hoogste``
        and ``laagste`` (names of those groups), ``binnen`` (mean standard deviation within groups).
        """
        rows = []
        for thema, part in self.spreiding.groupby("thema", sort=False):
            ordered = part.sort_values("gemiddelde", kind="stable")
            low, high = ordered.iloc[0], ordered.iloc[-1]
            rows.append(
                {
                    "thema": thema,
                    "naam": self.namen[str(thema)],
                    "verschil": high["gemiddelde"] - low["gemiddelde"],
                    "hoogste": high["groep"],
                    "laagste": low["groep"],
                    "binnen": part["spreiding"].mean(),
                }
            )
        columns = ["thema", "naam", "verschil", "hoogste", "laagste", "binnen"]
        table = pd.DataFrame(rows, columns=columns)
        return table.sort_values(["verschil", "naam"], ascending=[False, True], ignore_index=True)

    @cached_property
    def afgevallen(self) -> pd.DataFrame:
        """Every thema that is not among the first, and on which criteria it lost.

        It is put beside the thema in the last place that counts, on the criteria that both have;
        what is missing in one of them cannot be compared. Columns: ``thema``, ``naam``, ``rang``,
        ``tekort`` (points behind), ``oordeel``, ``criteria`` (tuple of names of criteria, at most
        two, that cost it most; empty when it lost on none).
        """
        last = self.rangen.iloc[min(self.aantal, len(self.rangen)) - 1]
        weights = pr.gewichten(self.keuze)
        names = {criterium.id: criterium.naam for criterium in self.keuze.criteria}
        border = self.breed.loc[last["thema"]]
        rows = []
        for row in self.rangen.iloc[self.aantal :].to_dict("records"):
            own = self.breed.loc[row["thema"]]
            loss = {c: weights[c] * (border[c] - own[c]) for c in weights}
            worst = sorted((c for c in weights if loss[c] > 0), key=lambda c: -loss[c])
            rows.append(
                {
                    "thema": row["thema"],
                    "naam": row["naam"],
                    "rang": row["rang"],
                    "tekort": last["score"] - row["score"],
                    "oordeel": row["oordeel"],
                    "criteria": tuple(names[c] for c in worst[:2]),
                }
            )
        columns = ["thema", "naam", "rang", "tekort", "oordeel", "criteria"]
        return pd.DataFrame(rows, columns=columns)


def prioriteiten(plannen: m.Plannen, voorstel: Sequence[str]) -> list[str]:
    """The thema's that are priority: what was chosen, else the first of the ranking."""
    return [keuze.thema for keuze in plannen.prioriteiten] or list(voorstel)
