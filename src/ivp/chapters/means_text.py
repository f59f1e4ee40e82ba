"""People and means in words: who covers what, what is asked of whom, whether it fits."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ivp import dutch
from ivp.plan.programme import Programme
from ivp.show.tables import md

_PARTNERS = ("partner", "partners")
_MEASURES = ("maatregel", "maatregelen")
_LOOSE = 75
"""A team of which less than this part of the hours (%) is asked has hours left."""


def covered(coverage: pd.DataFrame) -> str:
    """Which velden are covered, what the others lack, and which has the fewest partners."""
    short = coverage[~coverage["voldoet"]]
    if short.empty:
        text = f"Alle {dutch.number(len(coverage))} velden voldoen aan deze norm."
    else:
        holes = [
            f"{md(row['naam'])} ({dutch.listing(row['gemis'])})" for row in short.to_dict("records")
        ]
        text = (
            f"{dutch.number(len(coverage) - len(short))} van de {dutch.number(len(coverage))} "
            f"velden voldoen aan deze norm. Niet gedekt: {'; '.join(holes)}."
        )
    fewest = coverage[coverage["partners"] == coverage["partners"].min()]
    names = dutch.listing([md(name) for name in fewest["naam"]])
    number = dutch.count(int(fewest["partners"].iloc[0]), *_PARTNERS)
    verb = "heeft" if len(fewest) == 1 else "hebben"
    return f"{text} De minste partners {verb} {names}: {number}."


def without_seat(partners: Sequence[str]) -> str:
    """Which partners have no seat in the working group, and what to do about it."""
    if not len(partners):
        return "Alle partners hebben een zetel in de werkgroep."
    names = dutch.listing([md(name) for name in partners])
    verb = "heeft" if len(partners) == 1 else "hebben"
    return (
        f"De werkgroep spreekt niet namens alle partners. {names} {verb} geen zetel. "
        "Hun kennis moet dus anders worden opgehaald, bijvoorbeeld in een apart gesprek."
    )


def fits(programme: Programme) -> str:
    """Who is asked too much, who has hours left, and whether the money is enough."""
    table = programme.occupancy
    if table.empty:
        return "Er zijn nog geen teams met uren ingevuld."
    teams = table.groupby("naam", sort=False).agg(least=("verschil", "min"), most=("deel", "max"))
    short = [md(str(name)) for name in teams[teams["least"] < 0].index]
    loose = [md(str(name)) for name in teams[teams["most"] < _LOOSE].index]
    if not short:
        text = "Alle teams hebben in elk jaar genoeg uren voor alle maatregelen."
    else:
        verb = "komt" if len(short) == 1 else "komen"
        text = f"Als alle maatregelen doorgaan, {verb} {dutch.listing(short)} uren tekort."
    if loose:
        verb = "houdt" if len(loose) == 1 else "houden"
        text += f" {dutch.listing(loose)} {verb} in elk jaar ten minste een kwart van de uren over."
    for row in programme.balance.to_dict("records"):
        if row["verschil"] < 0:
            text += f" In {row['jaar']} ontbreekt {dutch.euro(-row['verschil'])}."
    return text


def which_scenarios_fit(programme: Programme) -> str:
    """Which scenarios fit, and what the others lack."""
    lines = []
    for row in programme.scenarios.to_dict("records"):
        lacks = []
        if row["tekort_uren"] > 0:
            teams = dutch.listing([md(name) for name in row["teams"]])
            lacks.append(f"{dutch.number(row['tekort_uren'])} uur tekort (bij {teams})")
        if row["tekort_budget"] > 0:
            lacks.append(f"{dutch.euro(row['tekort_budget'])} tekort")
        text = f"past niet: {dutch.listing(lacks)}" if lacks else "past binnen de uren en het geld"
        lines.append(f"- **{row['scenario'].capitalize()}** {text}.")
    return "\n".join(lines)


def best_choice(programme: Programme) -> str:
    """The best set in words: what is in, what is not, and what a simple rule would have given."""
    measures, found = programme.plans.maatregelen, programme.best
    if not measures:
        return "Er zijn nog geen maatregelen om uit te kiezen."
    inside = [md(x.naam) for x in measures if x.id in found.chosen]
    outside = [md(x.naam) for x in measures if x.id not in found.chosen]
    gain = found.value - found.by_rule
    points = "punt" if gain == 1 else "punten"
    rule = f"Dat is {dutch.number(gain)} {points} meer dan" if gain else "Dat is evenveel als"
    return (
        "Binnen de uren en het geld die er zijn, is de hoogste bijdrage "
        f"{dutch.number(found.value)} van de {dutch.number(found.everything)} punten, met "
        f"{dutch.count(len(inside), *_MEASURES)}."
        f"\n\n- **Erin:** {dutch.listing(inside) or 'niets'}."
        f"\n- **Eruit:** {dutch.listing(outside) or 'niets'}."
        f"\n\n{rule} met de vuistregel om steeds de maatregel te kiezen die per uur en euro "
        "het meest bijdraagt."
    )


def what_more_adds(programme: Programme) -> str:
    """Where one more fte, or more money, helps most."""
    extra = programme.best.extra.sort_values("bijdrage", ascending=False, kind="stable")
    people, money = (extra[extra["soort"] == kind].to_dict("records") for kind in ("fte", "geld"))
    text = "Eén fte erbij, bij welk team ook, voegt op zichzelf niets toe."
    if people and people[0]["bijdrage"] > 0:
        most = people[0]
        points = _points(most["bijdrage"])
        text = f"Eén fte extra bij {md(most['naam'])} voegt het meest toe: {points}."
    amount = dutch.euro(programme.plans.middelen.extra_budget)
    return f"{text} {amount} erbij voegt {_points(money[0]['bijdrage'])} toe."


def _points(value: float) -> str:
    return "niets" if not value else dutch.count(round(value), "punt", "punten")


def asked_of_each(programme: Programme) -> str:
    """ "Wat vragen wij van u": one paragraph per team or partner, and whether it fits."""
    plans, asked, table = programme.plans, programme.hours, programme.occupancy
    lines = []
    for team in plans.middelen.teams:
        own = asked[asked["team"] == team.id]["maatregel"].unique()
        names = [md(x.naam) for x in plans.maatregelen if x.id in own]
        if not names:
            lines.append(f"- **{md(team.naam)}.** Wij vragen in dit programma niets van u.")
            continue
        years = table[table["team"] == team.id].to_dict("records")
        each = [f"{dutch.count(round(y['gevraagd']), 'uur', 'uur')} in {y['jaar']}" for y in years]
        short = [
            f"{dutch.number(-y['verschil'])} uur in {y['jaar']}" for y in years if y["verschil"] < 0
        ]
        said = "Dat past binnen de uren die er zijn."
        if short:
            said = f"Dat is meer dan er nu beschikbaar is: er ontbreken {dutch.listing(short)}."
        lines.append(
            f"- **{md(team.naam)}.** Wij vragen {dutch.listing(each)}, voor "
            f"{dutch.count(len(names), *_MEASURES)}: {dutch.listing(names)}. {said}"
        )
    return "\n".join(lines)


def plain(value: float) -> str:
    """A number of hours, with a decimal only when it is not whole."""
    return dutch.number(value, 0 if float(value).is_integer() else 1)
