"""Goals and the chain in words: what is aimed at, and no more than their source can show."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd

from ivp import dutch
from ivp.show import units
from ivp.show.tables import links, md

VERDICTS = {
    "aantoonbaar": "ja",
    "pas-later": "pas in {vanaf}",
    "niet-aantoonbaar": "nee, binnen de marge",
    "zonder-indicator": "nee, geen indicator",
    "zonder-streefwaarde": "nee, geen streefwaarde",
    "zonder-basis": "nee, geen cijfer van vóór het plan",
    "zonder-marge": "onbekend, geen marge",
    "verkeerde-kant": "nee, streefwaarde niet gunstiger",
    "al-gehaald": "nee, al gehaald",
}
"""Whether a goal can be shown to be reached, by its verdict."""
GOALS = "/chapters/doelen.qmd"
_UNKNOWN = str(dutch.Missing.UNKNOWN)


def worded(goals: pd.DataFrame) -> pd.DataFrame:
    """``goals`` (``ivp.plan.goals.Goal``) with texts for the reader, each with its unit.

    Adds ``link`` (the name, leading to the goal), ``anker`` (the name, where links lead to),
    ``uitgangswaarde`` (with its years), ``van_waarde``, ``streefwaarde``, ``laatste_stand``,
    ``beoogd`` and ``kleinste`` (changes in percent of the baseline; of a share in points),
    ``kans_procent`` and ``aan_te_tonen``.
    """
    records = goals.to_dict("records")
    return goals.assign(
        titel=goals["titel"].fillna("geen"),
        link=links(goals["naam"], to=f"{GOALS}#doel-" + goals["doel"]),
        anker=links(goals["naam"], anchor="doel-" + goals["doel"]),
        uitgangswaarde=[_baseline(g) for g in records],
        van_waarde=[_value(g, g["basis"]) for g in records],
        streefwaarde=[_value(g, g["streef"]) for g in records],
        laatste_stand=[_latest(g) for g in records],
        beoogd=[_relative(g, g["streef"] - g["basis"]) for g in records],
        kleinste=[_relative(g, g["zichtbaar"]) for g in records],
        kans_procent=(100 * goals["kans"]).astype(object).where(goals["kans"].notna(), _UNKNOWN),
        aan_te_tonen=[VERDICTS[g["oordeel"]].format(vanaf=g["vanaf"]) for g in records],
    )


def _relative(goal: dict[Any, Any], change: float) -> str:
    if math.isnan(change) or goal["basis"] == 0:
        return _UNKNOWN
    if goal["eenheid"] == "procent":
        return f"{dutch.number(change, 1, sign=change < 0)} procentpunt"
    return dutch.percent(100 * change / goal["basis"])


def _value(goal: dict[Any, Any], value: float) -> str:
    if math.isnan(value):
        return "geen"
    unit = goal["eenheid"]
    return units.with_unit(value, unit, units.decimals_for(unit, [value]))


def _baseline(goal: dict[Any, Any]) -> str:
    if math.isnan(goal["basis"]):
        return _UNKNOWN
    first, last = goal["van"], goal["tot"]
    return f"{_value(goal, goal['basis'])} ({first if first == last else f'{first}–{last}'})"


def _latest(goal: dict[Any, Any]) -> str:
    if math.isnan(goal["laatste"]):
        return _UNKNOWN
    return f"{_value(goal, goal['laatste'])} ({goal['laatste_jaar']})"


def how_many(goals: pd.DataFrame) -> str:
    """How many goals there are, how many can be measured, and how many shown in time."""
    if goals.empty:
        return "Er zijn nog geen doelen vastgesteld."
    measurable = int((goals["basis"].notna() & goals["streef"].notna()).sum())
    shown = int((goals["oordeel"] == "aantoonbaar").sum())
    return (
        f"Er {'is' if len(goals) == 1 else 'zijn'} {dutch.count(len(goals), 'doel', 'doelen')}. "
        f"Daarvan {'heeft' if measurable == 1 else 'hebben'} er {dutch.number(measurable)} een "
        f"indicator, een uitgangswaarde en een streefwaarde. Van {dutch.number(shown)} "
        f"{'doel' if shown == 1 else 'doelen'} is de verandering in het gekozen jaar met de bron "
        "aan te tonen."
    )


_SHOWS = {
    "aantoonbaar": "Aan te tonen in {vanaf}, als de streefwaarde dan is gehaald.{seen}",
    "pas-later": "Dit doel is met deze bron niet aan te tonen vóór {vanaf}.{seen}",
    "niet-aantoonbaar": "Dit doel is met deze bron niet aan te tonen: "
    "de verandering valt binnen de marge.{seen}",
    "zonder-indicator": "Dit doel heeft geen indicator en is dus niet te meten.",
}
_SEEN = " In {jaar} is een verandering te zien vanaf {kleinste}; beoogd is {beoogd}."


def what_each_can_show(goals: pd.DataFrame) -> str:
    """Per goal one sentence that says what its source can and cannot show."""
    lines = []
    for goal in worded(goals).to_dict("records"):
        seen = "" if math.isnan(goal["zichtbaar"]) else _SEEN.format_map(goal)
        short = goal["aan_te_tonen"].removeprefix("nee, ")
        text = _SHOWS.get(goal["oordeel"], "Niet aan te tonen: {short}.")
        text = text.format(vanaf=goal["vanaf"], seen=seen, short=short)
        extra = f" {md(goal['toelichting'])}" if not pd.isna(goal["toelichting"]) else ""
        lines.append(f"- **{md(goal['naam'])}.** {text}{extra}")
    return "\n".join(lines)


def broken_links(breaks: pd.DataFrame) -> str:
    """How many links are broken, and where."""
    if breaks.empty:
        return "Alle schakels sluiten op elkaar aan."
    counts = (breaks["van"] + " → " + breaks["naar"]).value_counts(sort=False)
    parts = [f"{dutch.number(n)} bij {name}" for name, n in counts.items()]
    many = dutch.count(len(breaks), "schakel sluit", "schakels sluiten")
    return f"{many} niet: {dutch.listing(parts)}.".capitalize()
