"""The chain evaluatie → analyse → prioriteit → doel → aanpak → budget, and where it is broken."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ivp.config import model as m
from ivp.plan.afweging import Afweging, prioriteiten
from ivp.plan.doelen import Doelstand
from ivp.plan.programma import (
    begroting,
    bezetting,
    geld,
    uren,
)


@dataclass(frozen=True)
class Schakel:
    """One row: a goal of a priority, or a priority without a goal (``doel`` is ``None``).

    ``vorige`` is the priority of the previous plan on the same thema; ``rang`` the place in the
    analysis, ``None`` for a thema that has no score; ``prioriteit`` whether the thema was chosen.
    """

    veld: m.Veld
    thema: m.Thema
    vorige: m.VorigePrioriteit | None
    rang: int | None
    prioriteit: bool
    doel: Doelstand | None
    maatregelen: tuple[m.Maatregel, ...]
    uren: float
    budget: float


@dataclass(frozen=True)
class Breuk:
    """A link that does not hold: between which two steps, at what, what is wrong, what helps."""

    van: str
    naar: str
    waar: str
    wat: str
    doe: str


def keten(
    afweging: Afweging,
    plannen: m.Plannen,
    standen: Sequence[Doelstand],
    historie: m.Historie,
) -> list[Schakel]:
    """The rows: priorities in the order of choice, then goals of other thema's."""
    chosen = prioriteiten(plannen, afweging.bovenste)
    themas = {thema.id: (veld, thema) for veld in afweging.velden for thema in veld.themas}
    ranks = dict(zip(afweging.rangen["thema"], afweging.rangen["rang"], strict=True))
    before = _vorige(afweging, historie)
    others = [stand.doel.thema for stand in standen if stand.doel.thema not in chosen]
    rows = []
    for name in dict.fromkeys([*chosen, *others]):
        veld, thema = themas[name]
        goals: list[Doelstand | None] = [s for s in standen if s.doel.thema == name]
        for stand in goals or [None]:
            own = tuple(
                x for x in plannen.maatregelen if stand is not None and x.doel == stand.doel.id
            )
            years = plannen.programma.jaren
            rows.append(
                Schakel(
                    veld,
                    thema,
                    before.get(name),
                    int(ranks[name]) if name in ranks else None,
                    name in chosen,
                    stand,
                    own,
                    sum(uren(x, year) for x in own for year in years),
                    sum(geld(x, years) for x in own),
                )
            )
    return rows


def _vorige(afweging: Afweging, historie: m.Historie) -> dict[str, m.VorigePrioriteit]:
    """The previous plan's priorities by thema: the thema that has the priority's indicator."""
    found: dict[str, m.VorigePrioriteit] = {}
    for prioriteit in historie.prioriteiten:
        for veld in afweging.velden:
            for thema in veld.themas:
                if prioriteit.indicator in thema.indicatoren:
                    found.setdefault(thema.id, prioriteit)
    return found


def breuken(
    afweging: Afweging,
    plannen: m.Plannen,
    schakels: Sequence[Schakel],
    historie: m.Historie,
    plan: m.Plan,
) -> list[Breuk]:
    """Every broken link, in the order of the chain."""
    return [
        *_evaluatie(afweging, schakels, historie),
        *_keuze(afweging, plannen),
        *_doelen(schakels, plan),
        *_aanpak(schakels),
        *_middelen(plannen),
    ]


def _evaluatie(
    afweging: Afweging, schakels: Sequence[Schakel], historie: m.Historie
) -> Iterator[Breuk]:
    themas = {id(old): thema for thema, old in _vorige(afweging, historie).items()}
    chosen = {row.thema.id for row in schakels if row.prioriteit}
    ranks = dict(zip(afweging.rangen["thema"], afweging.rangen["rang"], strict=True))
    for old in historie.prioriteiten:
        thema = themas.get(id(old))
        if thema is None:
            yield Breuk(
                "evaluatie",
                "analyse",
                old.naam,
                "hoort bij geen enkel thema met dit cijfer, dus is niet te volgen",
                "geef de oude prioriteit een indicator die ook bij een thema staat",
            )
        elif thema not in chosen:
            place = f"staat op plaats {ranks[thema]} en " if thema in ranks else ""
            yield Breuk(
                "evaluatie",
                "prioriteit",
                old.naam,
                f"was prioriteit, {place}komt niet terug",
                "leg in het plan uit wie dit werk voortzet of waarom het stopt",
            )


def _keuze(afweging: Afweging, plannen: m.Plannen) -> Iterator[Breuk]:
    chosen = prioriteiten(plannen, afweging.bovenste)
    if not plannen.prioriteiten:
        yield Breuk(
            "analyse",
            "prioriteit",
            "alle thema’s",
            "er is nog niets gekozen; het boek gaat uit van de eerste thema’s van de volgorde",
            "vul in params/plannen de gekozen prioriteiten in",
        )
    for thema in (t for t in chosen if t not in afweging.bovenste):
        yield Breuk(
            "analyse",
            "prioriteit",
            afweging.namen[thema],
            "is gekozen, maar hoort niet bij de eerste thema’s van de volgorde",
            "controleer of de motivering de keuze draagt",
        )
    for thema in (t for t in afweging.bovenste if t not in chosen):
        yield Breuk(
            "analyse",
            "prioriteit",
            afweging.namen[thema],
            "hoort bij de eerste thema’s van de volgorde, maar is niet gekozen",
            "leg uit waarom dit thema geen prioriteit is",
        )


_GOAL = {
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
}


def _doelen(schakels: Sequence[Schakel], plan: m.Plan) -> Iterator[Breuk]:
    for row in schakels:
        if row.doel is None:
            yield Breuk(
                "prioriteit", "doel", row.thema.naam, "heeft geen doel", "stel een doel vast"
            )
            continue
        name = row.doel.doel.naam
        if not row.prioriteit:
            yield Breuk(
                "prioriteit",
                "doel",
                name,
                f"hoort bij {row.thema.naam}, en dat is geen prioriteit",
                "schrap het doel, of maak het thema prioriteit",
            )
        if row.doel.oordeel in _GOAL:
            what, fix = _GOAL[row.doel.oordeel]
            yield Breuk("analyse", "doel", name, what, fix)
        elif row.doel.oordeel == "pas-later":
            yield Breuk(
                "analyse",
                "doel",
                name,
                f"is met deze bron niet aan te tonen vóór {row.doel.vanaf}",
                "kies een grotere verandering, een latere datum of een bron met meer waarnemingen",
            )
        elif row.doel.oordeel == "niet-aantoonbaar":
            yield Breuk(
                "analyse",
                "doel",
                name,
                "is met deze bron niet aan te tonen: de verandering valt binnen de marge",
                "kies een grotere verandering of een bron met meer waarnemingen",
            )
        if not plan.van <= row.doel.doel.jaar <= plan.tot:
            yield Breuk(
                "prioriteit",
                "doel",
                name,
                f"is voor {row.doel.doel.jaar}, buiten de looptijd van het plan",
                f"kies een jaar van {plan.van} tot en met {plan.tot}",
            )


def _aanpak(schakels: Sequence[Schakel]) -> Iterator[Breuk]:
    for row in schakels:
        if row.doel is not None and not row.maatregelen:
            yield Breuk(
                "doel",
                "aanpak",
                row.doel.doel.naam,
                "heeft geen maatregel",
                "voeg een maatregel toe, of schrap het doel",
            )


def _middelen(plannen: m.Plannen) -> Iterator[Breuk]:
    """Measures that ask nothing, teams and budgets that are asked for more than they have."""
    for measure in plannen.maatregelen:
        if not any(uren(measure, year) for year in plannen.programma.jaren):
            yield Breuk(
                "aanpak",
                "budget",
                measure.naam,
                "vraagt in de jaren van het programma geen enkel uur",
                "vul bij de maatregel in wie eraan werkt",
            )
    for row in bezetting(plannen, plannen.maatregelen).to_dict("records"):
        if row["verschil"] < -1e-9:
            yield Breuk(
                "aanpak",
                "budget",
                f"{row['naam']}, {row['jaar']}",
                f"komt {-row['verschil']:.0f} uur tekort als alle maatregelen doorgaan",
                "maak uren vrij, of kies minder maatregelen",
            )
    for row in begroting(plannen, plannen.maatregelen).to_dict("records"):
        if row["verschil"] < 0:
            short = f"{-row['verschil']:,.0f}".replace(",", ".")
            yield Breuk(
                "aanpak",
                "budget",
                f"begroting {row['jaar']:.0f}",
                f"komt € {short} tekort als alle maatregelen doorgaan",
                "maak geld vrij, of kies minder maatregelen",
            )
