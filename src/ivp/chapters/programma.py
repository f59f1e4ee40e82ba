"""Chapter uitvoeringsprogramma: who does what, when, with which money; and what we ask of whom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pandas as pd

from ivp.chapters.doelen import DOELEN
from ivp.config import model as m
from ivp.plan.programma import bezetting, geld, uren
from ivp.show import stijl
from ivp.show.getal import aantal, euro, getal, opsomming
from ivp.show.opmaak import Verwijzing, md
from ivp.show.planning import (
    Beeld,
    Opschrift,
    balk,
    kort,
    maanden,
    opschriften,
    regels,
    tijdas,
)

_ROW = 46
_UUR = ("uur", "uur")


def volgorde(plannen: m.Plannen) -> list[str]:
    """The thema's of the programme: the priorities as chosen, then those of other goals."""
    chosen = [keuze.thema for keuze in plannen.prioriteiten]
    return list(dict.fromkeys([*chosen, *(doel.thema for doel in plannen.doelen)]))


def op_volgorde(plannen: m.Plannen, themas: Sequence[str]) -> list[tuple[str, m.Maatregel]]:
    """The measures with their thema, by priority, goal and start; ``themas`` gives the order."""
    goals = {doel.id: (n, doel.thema) for n, doel in enumerate(plannen.doelen)}
    order = {thema: n for n, thema in enumerate(themas)}
    found = [(goals[x.doel][1], x) for x in plannen.maatregelen]
    return sorted(
        found,
        key=lambda pair: (
            order.get(pair[0], len(order)),
            goals[pair[1].doel][0],
            pair[1].van,
            pair[1].id,
        ),
    )


def programmatabel(plannen: m.Plannen, themas: Sequence[str]) -> pd.DataFrame:
    """Per measure the number of its goal, what it yields, who does it, when, and what it costs."""
    numbers = {doel.id: str(n) for n, doel in enumerate(plannen.doelen, 1)}
    return pd.DataFrame(
        [
            {
                "Doel": Verwijzing(numbers[x.doel], f"{DOELEN}#doel-{x.doel}"),
                "Maatregel": Verwijzing(x.naam, anker=f"maatregel-{x.id}"),
                "Resultaat": x.resultaat,
                "Wie": opsomming(_actors(plannen, x)),
                "Wanneer": kort(x.van, x.tot),
                "Budget": _money(geld(x, plannen.programma.jaren)),
            }
            for _, x in op_volgorde(plannen, themas)
        ],
        columns=["Doel", "Maatregel", "Resultaat", "Wie", "Wanneer", "Budget"],
        dtype=object,
    )


def programma_download(
    plannen: m.Plannen, themas: Sequence[str], namen: dict[str, str]
) -> pd.DataFrame:
    """The programme in full, one row per measure, for a spreadsheet."""
    goals = {doel.id: doel for doel in plannen.doelen}
    measures = {x.id: x.naam for x in plannen.maatregelen}
    rows = []
    for thema, x in op_volgorde(plannen, themas):
        row: dict[str, object] = {
            "Prioriteit": namen[thema],
            "Doel": goals[x.doel].naam,
            "Portefeuillehouder": goals[x.doel].portefeuillehouder,
            "Maatregel": x.naam,
            "Instrument": x.instrument,
            "Resultaat": x.resultaat,
            "Wie": opsomming(_actors(plannen, x)),
            "Van": x.van,
            "Tot en met": x.tot,
            "Scenario": x.scenario,
            "Bijdrage (1-10)": x.bijdrage,
            "Vraagt": opsomming([measures[name] for name in x.vraagt]),
        }
        for year in plannen.programma.jaren:
            row[f"Uren {year}"] = uren(x, year)
            row[f"Budget {year} (euro)"] = geld(x, [year])
        rows.append(row)
    return pd.DataFrame(rows)


def _actors(plannen: m.Plannen, maatregel: m.Maatregel) -> list[str]:
    names = {team.id: team.naam for team in plannen.middelen.teams}
    return [names[inzet.team] for inzet in maatregel.inzet]


def _money(euros: float) -> str:
    return euro(euros) if euros else "geen"


def gantt(plannen: m.Plannen, themas: Sequence[str], namen: dict[str, str]) -> Beeld:
    """The measures as bars on a time axis, under the name of their priority."""
    ordered = op_volgorde(plannen, themas)
    start = dt.date(plannen.programma.van, 1, 1)
    end = dt.date(plannen.programma.tot + 1, 1, 1)
    last_day = end - dt.timedelta(days=1)
    left = start + dt.timedelta(days=6)
    used = list(dict.fromkeys(thema for thema, _ in ordered))
    fig = stijl.figuur(_ROW * (len(ordered) + len(used)) + 70)
    row = 0
    labels: list[Opschrift] = []
    for number, thema in enumerate(used):
        labels.append((left, row + 0.3, f"<b>{namen[thema]}</b>", "middle right"))
        row += 1
        for own, x in ordered:
            if own != thema:
                continue
            labels.append((left, row - 0.02, regels(x.naam, 60), "top right"))
            # A bar ends where the programme ends; the table has the true dates.
            balk(
                fig,
                row,
                max(x.van, start),
                min(x.tot, last_day),
                stijl.PALET[number % len(stijl.PALET)],
                ("", "/", ".", "x", "-", "|")[number % 6],
            )
            row += 1
    opschriften(fig, labels)
    tijdas(fig, start, end, yearly=True)
    fig.update_yaxes(range=[row - 0.4, -0.6], visible=False)
    table = pd.DataFrame(
        {
            "Maatregel": [x.naam for _, x in ordered],
            "Prioriteit": [namen[thema] for thema, _ in ordered],
            "Van": [x.van.isoformat() for _, x in ordered],
            "Tot en met": [x.tot.isoformat() for _, x in ordered],
        }
    )
    parts = [f"{x.naam}: {maanden(x.van, x.tot)}" for _, x in ordered]
    alt = (
        f"Planning van {aantal(len(ordered), 'maatregel', 'maatregelen')} in "
        f"{plannen.programma.van} tot en met {plannen.programma.tot}. {'; '.join(parts)}."
    )
    return Beeld(fig, table, alt)


def partnertabel(plannen: m.Plannen) -> pd.DataFrame:
    """What is asked of each team and partner, measure by measure."""
    rows = []
    for team in plannen.middelen.teams:
        for x in sorted(plannen.maatregelen, key=lambda x: (x.van, x.id)):
            if team.id in {inzet.team for inzet in x.inzet}:
                rows.append(
                    {
                        "Wie": team.naam,
                        "Maatregel": x.naam,
                        "Wanneer": kort(x.van, x.tot),
                        **{
                            f"Uren {year}": uren(x, year, team.id)
                            for year in plannen.programma.jaren
                        },
                    }
                )
    years = [f"Uren {year}" for year in plannen.programma.jaren]
    return pd.DataFrame(rows, columns=["Wie", "Maatregel", "Wanneer", *years])


def lijst_partners(plannen: m.Plannen) -> str:
    """ "Wat vragen wij van u": one paragraph per team or partner."""
    table = bezetting(plannen, plannen.maatregelen)
    lines = []
    for team in plannen.middelen.teams:
        own = [x for x in plannen.maatregelen if team.id in {inzet.team for inzet in x.inzet}]
        if not own:
            lines.append(f"- **{md(team.naam)}.** Wij vragen in dit programma niets van u.")
            continue
        part = table[table["team"] == team.id]
        hours = [
            f"{aantal(round(asked), *_UUR)} in {year}"
            for year, asked in zip(part["jaar"], part["gevraagd"], strict=True)
        ]
        names = opsomming([md(x.naam) for x in own])
        short = [
            f"{getal(-left)} uur in {year}"
            for year, left in zip(part["jaar"], part["verschil"], strict=True)
            if left < -1e-9
        ]
        fits = (
            f"Dat is meer dan er nu beschikbaar is: er ontbreken {opsomming(short)}."
            if short
            else "Dat past binnen de uren die er zijn."
        )
        lines.append(
            f"- **{md(team.naam)}.** Wij vragen {opsomming(hours)}, voor "
            f"{aantal(len(own), 'maatregel', 'maatregelen')}: {names}. {fits}"
        )
    return "\n".join(lines)


def zin_programma(plannen: m.Plannen) -> str:
    """How many measures there are, and what they ask together."""
    if not plannen.maatregelen:
        return "Er zijn nog geen maatregelen."
    years = plannen.programma.jaren
    hours = sum(uren(x, year) for x in plannen.maatregelen for year in years)
    money = sum(geld(x, years) for x in plannen.maatregelen)
    return (
        f"Het programma loopt van {years[0]} tot en met {years[-1]} en telt "
        f"{aantal(len(plannen.maatregelen), 'maatregel', 'maatregelen')}. Samen vragen die "
        f"{getal(hours)} uur en {euro(money)}."
    )
