"""The chain evaluatie → analyse → prioriteit → doel → aanpak → budget, and where it is broken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, partial
from typing import NamedTuple

import pandas as pd

from ivp.config import model as m
from ivp.plan.programme import Programme
from ivp.plan.weighing import Weighing


class Break(NamedTuple):
    """A link that does not hold: between which two steps, at what, what is wrong, what helps."""

    van: str
    naar: str
    waar: str
    wat: str
    doe: str


_VERDICTS = {
    "zonder-indicator": ("heeft geen indicator, dus is niet te meten", "kies een indicator"),
    "zonder-streefwaarde": ("heeft geen streefwaarde", "vul een streefwaarde in"),
    "zonder-basis": (
        "heeft een indicator zonder cijfer van vóór het plan",
        "kies een andere indicator, of begin met een nulmeting",
    ),
    "zonder-marge": (
        "heeft een indicator waarvan de marge niet bekend is",
        "vraag de leverancier om marges, of kies een andere indicator",
    ),
    "verkeerde-kant": (
        "heeft een streefwaarde die niet gunstiger is dan nu",
        "controleer de streefwaarde",
    ),
    "al-gehaald": (
        "was bij het begin van het plan al gehaald",
        "kies een streefwaarde die verder gaat",
    ),
    "pas-later": (
        "is met deze bron niet aan te tonen vóór {vanaf}",
        "kies een grotere verandering, een latere datum of een bron met meer waarnemingen",
    ),
    "niet-aantoonbaar": (
        "is met deze bron niet aan te tonen: de verandering valt binnen de marge",
        "kies een grotere verandering of een bron met meer waarnemingen",
    ),
}
"""What is wrong with a goal by its verdict, and what helps."""


@dataclass(frozen=True)
class Chain:
    """What was weighed, chosen and planned, linked from evaluation to budget.

    ``goals`` as from ``ivp.plan.goals``; ``history`` has the priorities of the previous plan.
    """

    weighing: Weighing
    programme: Programme
    goals: pd.DataFrame
    history: m.Historie
    plan: m.Plan

    @cached_property
    def priorities(self) -> list[str]:
        """The thema's that are priority: what was chosen, else the first of the ranking."""
        chosen = [item.thema for item in self.programme.plans.prioriteiten]
        return chosen or self.weighing.first

    @cached_property
    def _ranks(self) -> pd.Series:
        return self.weighing.ranking.set_index("thema")["rang"]

    def _themas_of(self, old: m.VorigePrioriteit) -> list[str]:
        """The thema's that have the indicator of a priority of the previous plan."""
        themas = (thema for veld in self.weighing.velden for thema in veld.themas)
        return [thema.id for thema in themas if old.indicator in thema.indicatoren]

    @cached_property
    def links(self) -> pd.DataFrame:
        """The goals of priorities in the order of choice, then those of other thema's, one per row.

        A priority without a goal has a row too. Columns: ``veld``, ``thema``, ``thema_naam``;
        ``vorige``, the name of the previous plan's priority on this thema; ``rang``, its place in
        the analysis; ``prioriteit``, whether it was chosen; ``doel``, ``naam``, ``jaar``,
        ``oordeel`` and ``vanaf`` as in ``goals``; ``maatregel``, the first of the measures,
        ``maatregelen``, how many, ``uren`` and ``budget``, what they ask. What is not there is
        missing, or 0.
        """
        velden = {thema.id: veld.id for veld in self.weighing.velden for thema in veld.themas}
        before: dict[str, str] = {}
        for old in self.history.prioriteiten:
            for thema in self._themas_of(old):
                before.setdefault(thema, old.naam)
        asked = self.programme.measures.groupby("doel", as_index=False).agg(
            maatregel=("maatregel", "first"),
            maatregelen=("maatregel", "size"),
            uren=("uren", "sum"),
            budget=("budget", "sum"),
        )
        about = self.goals[["thema", "doel", "naam", "jaar", "oordeel", "vanaf"]]
        themas = list(dict.fromkeys([*self.priorities, *about["thema"]]))
        table = pd.DataFrame({"thema": themas}, dtype="str").merge(about, how="left")
        table = table.merge(asked, how="left")
        table = table.fillna({"maatregelen": 0, "uren": 0.0, "budget": 0.0})
        of = table["thema"]
        return table.assign(
            veld=of.map(velden),
            thema_naam=of.map(self.weighing.names),
            vorige=of.map(before),
            rang=of.map(self._ranks).astype("Int64"),
            prioriteit=of.isin(self.priorities),
            jaar=table["jaar"].astype("Int64"),
            maatregelen=table["maatregelen"].astype(int),
        )

    @cached_property
    def breaks(self) -> pd.DataFrame:
        """Every broken link (``Break``), in the order of the chain."""
        found = [
            *self._evaluation(),
            *self._choice(),
            *self._goals(),
            *self._approach(),
            *self._means(),
        ]
        return pd.DataFrame(found, columns=Break._fields)

    def _evaluation(self) -> Iterator[Break]:
        for old in self.history.prioriteiten:
            themas = self._themas_of(old)
            if not themas:
                what = "hoort bij geen enkel thema met dit cijfer, dus is niet te volgen"
                fix = "geef de oude prioriteit een indicator die ook bij een thema staat"
                yield Break("evaluatie", "analyse", old.naam, what, fix)
            elif not set(themas) & set(self.priorities):
                places = [self._ranks[thema] for thema in themas if thema in self._ranks]
                place = f"staat op plaats {min(places)} en " if places else ""
                what = f"was prioriteit, {place}komt niet terug"
                fix = "leg in het plan uit wie dit werk voortzet of waarom het stopt"
                yield Break("evaluatie", "prioriteit", old.naam, what, fix)

    def _choice(self) -> Iterator[Break]:
        broken = partial(Break, "analyse", "prioriteit")
        names, first = self.weighing.names, self.weighing.first
        if not self.programme.plans.prioriteiten:
            yield broken(
                "alle thema’s",
                "er is nog niets gekozen; het boek gaat uit van de eerste thema’s van de volgorde",
                "vul in params/plannen de gekozen prioriteiten in",
            )
        for thema in (t for t in self.priorities if t not in first):
            what = "is gekozen, maar hoort niet bij de eerste thema’s van de volgorde"
            yield broken(names[thema], what, "controleer of de motivering de keuze draagt")
        for thema in (t for t in first if t not in self.priorities):
            what = "hoort bij de eerste thema’s van de volgorde, maar is niet gekozen"
            yield broken(names[thema], what, "leg uit waarom dit thema geen prioriteit is")

    def _goals(self) -> Iterator[Break]:
        broken = partial(Break, "prioriteit", "doel")
        for link in self.links.to_dict("records"):
            name, thema = link["naam"], link["thema_naam"]
            if pd.isna(link["doel"]):
                yield broken(thema, "heeft geen doel", "stel een doel vast")
                continue
            if not link["prioriteit"]:
                what = f"hoort bij {thema}, en dat is geen prioriteit"
                yield broken(name, what, "schrap het doel, of maak het thema prioriteit")
            if link["oordeel"] in _VERDICTS:
                what, fix = _VERDICTS[link["oordeel"]]
                yield Break("analyse", "doel", name, what.format(vanaf=link["vanaf"]), fix)
            if not self.plan.van <= link["jaar"] <= self.plan.tot:
                what = f"is voor {link['jaar']}, buiten de looptijd van het plan"
                yield broken(
                    name, what, f"kies een jaar van {self.plan.van} tot en met {self.plan.tot}"
                )

    def _approach(self) -> Iterator[Break]:
        fix = "voeg een maatregel toe, of schrap het doel"
        for link in self.links.to_dict("records"):
            if not pd.isna(link["doel"]) and not link["maatregelen"]:
                yield Break("doel", "aanpak", link["naam"], "heeft geen maatregel", fix)

    def _means(self) -> Iterator[Break]:
        """Measures that ask nothing, teams and budgets that are asked for more than they have."""
        broken = partial(Break, "aanpak", "budget")
        for measure in self.programme.measures.to_dict("records"):
            if not measure["uren"]:
                what = "vraagt in de jaren van het programma geen enkel uur"
                yield broken(measure["naam"], what, "vul bij de maatregel in wie eraan werkt")
        for row in self.programme.occupancy.to_dict("records"):
            if row["verschil"] < 0:
                what = f"komt {-row['verschil']:.0f} uur tekort als alle maatregelen doorgaan"
                fix = "maak uren vrij, of kies minder maatregelen"
                yield broken(f"{row['naam']}, {row['jaar']}", what, fix)
        for row in self.programme.balance.to_dict("records"):
            if row["verschil"] < 0:
                short = f"{-row['verschil']:,.0f}".replace(",", ".")
                what = f"komt € {short} tekort als alle maatregelen doorgaan"
                fix = "maak geld vrij, of kies minder maatregelen"
                yield broken(f"begroting {row['jaar']}", what, fix)
