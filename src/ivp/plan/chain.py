"""The chain evaluatie → analyse → prioriteit → doel → aanpak → budget, and where it is broken."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

import pandas as pd

from ivp.config import model as m
from ivp.plan.programme import Programme
from ivp.plan.weighing import Weighing, chosen


class Break(NamedTuple):
    """A link that does not hold: between which two steps, at what, what is wrong, what helps."""

    van: str
    naar: str
    waar: str
    wat: str
    doe: str


def chain(
    weighing: Weighing, plans: m.Plannen, goals: pd.DataFrame, history: m.Historie
) -> pd.DataFrame:
    """The goals of priorities in the order of choice, then those of other thema's, one per row.

    A priority without a goal has a row too. Columns: ``veld``, ``thema``, ``thema_naam``;
    ``vorige``, the name of the previous plan's priority on this thema; ``rang``, its place in the
    analysis; ``prioriteit``, whether it was chosen; ``doel``, ``naam``, ``jaar``, ``oordeel`` and
    ``vanaf`` as in ``Goal``; ``maatregel``, the first of the measures, ``maatregelen``, how many,
    ``uren`` and ``budget``, what they ask. What is not there is missing, or 0.
    """
    priorities = chosen(plans, weighing.first)
    velden = {thema.id: veld.id for veld in weighing.velden for thema in veld.themas}
    before: dict[str, str] = {}
    for old in history.prioriteiten:
        for thema in _themas_of(old, weighing):
            before.setdefault(thema, old.naam)
    own = (
        Programme(plans)
        .measures.groupby("doel", as_index=False)
        .agg(
            maatregel=("maatregel", "first"),
            maatregelen=("maatregel", "size"),
            uren=("uren", "sum"),
            budget=("budget", "sum"),
        )
    )
    themas = dict.fromkeys([*priorities, *goals["thema"]])
    about = goals[["thema", "doel", "naam", "jaar", "oordeel", "vanaf"]]
    table = (
        pd.DataFrame({"thema": list(themas)}, dtype="str")
        .merge(about, how="left")
        .merge(own, how="left")
    )
    table = table.fillna({"maatregelen": 0, "uren": 0.0, "budget": 0.0})
    of = table["thema"]
    return table.assign(
        veld=of.map(velden),
        thema_naam=of.map(weighing.names),
        vorige=of.map(before),
        rang=of.map(weighing.ranking.set_index("thema")["rang"]).astype("Int64"),
        prioriteit=of.isin(priorities),
        jaar=table["jaar"].astype("Int64"),
        maatregelen=table["maatregelen"].astype(int),
    )


def _themas_of(old: m.VorigePrioriteit, weighing: Weighing) -> list[str]:
    """The thema's that have the indicator of a priority of the previous plan."""
    themas = (thema for veld in weighing.velden for thema in veld.themas)
    return [thema.id for thema in themas if old.indicator in thema.indicatoren]


def breaks(
    links: pd.DataFrame, weighing: Weighing, plans: m.Plannen, history: m.Historie, plan: m.Plan
) -> pd.DataFrame:
    """Every broken link (``Break``) of ``chain``, in the order of the chain."""
    found = [
        *_evaluation(links, weighing, history),
        *_choice(weighing, plans),
        *_goals(links, plan),
        *_approach(links),
        *_means(plans),
    ]
    return pd.DataFrame(found, columns=Break._fields)


def _evaluation(links: pd.DataFrame, weighing: Weighing, history: m.Historie) -> Iterator[Break]:
    priorities = set(links[links["prioriteit"]]["thema"])
    ranks = dict(zip(weighing.ranking["thema"], weighing.ranking["rang"], strict=True))
    for old in history.prioriteiten:
        themas = _themas_of(old, weighing)
        if not themas:
            what = "hoort bij geen enkel thema met dit cijfer, dus is niet te volgen"
            fix = "geef de oude prioriteit een indicator die ook bij een thema staat"
            yield Break("evaluatie", "analyse", old.naam, what, fix)
        elif priorities.isdisjoint(themas):
            places = [ranks[thema] for thema in themas if thema in ranks]
            place = f"staat op plaats {min(places)} en " if places else ""
            what = f"was prioriteit, {place}komt niet terug"
            fix = "leg in het plan uit wie dit werk voortzet of waarom het stopt"
            yield Break("evaluatie", "prioriteit", old.naam, what, fix)


def _choice(weighing: Weighing, plans: m.Plannen) -> Iterator[Break]:
    broken = partial(Break, "analyse", "prioriteit")
    if not plans.prioriteiten:
        yield broken(
            "alle thema’s",
            "er is nog niets gekozen; het boek gaat uit van de eerste thema’s van de volgorde",
            "vul in params/plannen de gekozen prioriteiten in",
        )
    priorities = chosen(plans, weighing.first)
    for thema in (t for t in priorities if t not in weighing.first):
        yield broken(
            weighing.names[thema],
            "is gekozen, maar hoort niet bij de eerste thema’s van de volgorde",
            "controleer of de motivering de keuze draagt",
        )
    for thema in (t for t in weighing.first if t not in priorities):
        yield broken(
            weighing.names[thema],
            "hoort bij de eerste thema’s van de volgorde, maar is niet gekozen",
            "leg uit waarom dit thema geen prioriteit is",
        )


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


def _goals(links: pd.DataFrame, plan: m.Plan) -> Iterator[Break]:
    broken = partial(Break, "prioriteit", "doel")
    for link in links.to_dict("records"):
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
        if not plan.van <= link["jaar"] <= plan.tot:
            what = f"is voor {link['jaar']}, buiten de looptijd van het plan"
            yield broken(name, what, f"kies een jaar van {plan.van} tot en met {plan.tot}")


def _approach(links: pd.DataFrame) -> Iterator[Break]:
    fix = "voeg een maatregel toe, of schrap het doel"
    for name in links[links["doel"].notna() & (links["maatregelen"] == 0)]["naam"]:
        yield Break("doel", "aanpak", name, "heeft geen maatregel", fix)


def _means(plans: m.Plannen) -> Iterator[Break]:
    """Measures that ask nothing, teams and budgets that are asked for more than they have."""
    broken = partial(Break, "aanpak", "budget")
    programme = Programme(plans)
    for measure in programme.measures.to_dict("records"):
        if not measure["uren"]:
            what = "vraagt in de jaren van het programma geen enkel uur"
            yield broken(measure["naam"], what, "vul bij de maatregel in wie eraan werkt")
    for row in programme.occupancy.to_dict("records"):
        if row["verschil"] < 0:
            what = f"komt {-row['verschil']:.0f} uur tekort als alle maatregelen doorgaan"
            fix = "maak uren vrij, of kies minder maatregelen"
            yield broken(f"{row['naam']}, {row['jaar']}", what, fix)
    for row in programme.balance.to_dict("records"):
        if row["verschil"] < 0:
            short = f"{-row['verschil']:,.0f}".replace(",", ".")
            what = f"komt € {short} tekort als alle maatregelen doorgaan"
            fix = "maak geld vrij, of kies minder maatregelen"
            yield broken(f"begroting {row['jaar']}", what, fix)
