"""What is said of the ranking: no firmer than the weightings and the groups behind it allow."""

from __future__ import annotations

import pandas as pd

from ivp import dutch
from ivp.plan.weighing import FIRM, OUT, Weighing
from ivp.show.tables import md

VERDICTS = {"stevig": "stevig", "keuze": "politieke keuze", "buiten": "valt af"}
"""The verdict of ``Weighing.ranking`` in the reader's words."""
APART = 0.5
"""Points between group means up to which groups are called to agree."""
_THEMAS = ("thema", "thema’s")


def advice(ranking: pd.DataFrame, top: int, *, example: bool) -> str:
    """The advice in short: which thema's are firm, and between which the council has to choose.

    ``ranking`` as from ``Weighing``, of which ``naam``, ``oordeel`` and ``dekking`` are used;
    ``example``: scores are fictitious, and so the advice is; it says so.
    """
    firm, open_ = _named(ranking, "stevig"), _named(ranking, "keuze")
    left = top - len(firm)
    often = f"in ten minste {dutch.percent(FIRM)} van de wegingen bij de eerste {top}"
    if firm:
        text = f"**{dutch.listing(firm)}** {'staat' if len(firm) == 1 else 'staan'} {often}."
    else:
        text = f"Geen enkel thema staat {often}."
    if open_ and left > 0:
        places, come = f"de {dutch.number(left)} plaatsen die overblijven", "komen"
        if left == 1:
            places, come = "de plaats die overblijft", "komt" if len(open_) == 1 else "komen"
        text += (
            f" Voor {places}, {come} in aanmerking: {dutch.listing(open_)}. Wat het wordt, hangt "
            "af van wat de raad het zwaarst vindt wegen. Dat is een politieke keuze."
        )
    thin = ranking[(ranking["oordeel"] != "buiten") & (ranking["dekking"] < 100)]["naam"]
    if len(thin):
        names = dutch.listing([md(name) for name in thin])
        text += f" Let op: bij {names} ontbreekt een deel van de scores."
    if example:
        text += " **Dit advies is een voorbeeld:** scores waarop het rust, zijn niet echt."
    return text


def verdicts(ranking: pd.DataFrame, top: int) -> str:
    """What the percentages mean: firm, a choice, or out, with the thema's in each group."""
    texts = {
        "stevig": f"Stevig (in ten minste {dutch.percent(FIRM)} van de wegingen bij de eerste",
        "keuze": f"Politieke keuze (in {dutch.percent(OUT)} tot {dutch.percent(FIRM)} bij de "
        "eerste",
    }
    lines = []
    for verdict, text in texts.items():
        found = dutch.listing(_named(ranking, verdict)) or "geen enkel thema"
        lines.append(f"- **{text} {dutch.number(top)}):** {found}.")
    out = dutch.count(int((ranking["oordeel"] == "buiten").sum()), *_THEMAS)
    lines.append(
        f"- **Minder vaak:** de andere {out}. Andere gewichten veranderen daar weinig aan."
    )
    return "\n".join(lines)


def _named(ranking: pd.DataFrame, verdict: str) -> list[str]:
    return [md(name) for name in ranking[ranking["oordeel"] == verdict]["naam"]]


def missing_scores(scores: pd.DataFrame, criteria: pd.DataFrame) -> str:
    """How many scores are missing, for which criteria, and why."""
    gone = scores[scores["score"].isna()]
    if gone.empty:
        return "Alle scores zijn bekend."
    lines = []
    for criterium, name in zip(criteria["id"], criteria["naam"], strict=True):
        reasons = gone[gone["criterium"] == criterium]["reden"].value_counts()
        if len(reasons):
            parts = [f"{reason} ({dutch.number(n)})" for reason, n in sorted(reasons.items())]
            many = dutch.count(int(reasons.sum()), *_THEMAS)
            lines.append(f"- {md(name)}: bij {many}, namelijk {dutch.listing(parts)}.")
    verb = "ontbreekt" if len(gone) == 1 else "ontbreken"
    return (
        f"Van de {dutch.number(len(scores))} scores {verb} er {dutch.number(len(gone))}:\n\n"
        + "\n".join(lines)
    )


def runners_up(weighing: Weighing, rows: int = 3) -> str:
    """Why the next thema's are not in the top."""
    parts = []
    for row in weighing.fallen.head(rows).to_dict("records"):
        why = [md(name).lower() for name in row["criteria"]]
        cause = f", vooral door {dutch.listing(why)}" if why else ""
        parts.append(f"{md(row['naam'])} ({dutch.number(row['tekort'], 2)} punt tekort{cause})")
    if not parts:
        return "Alle thema’s zijn prioriteit."
    verb = "valt" if len(parts) == 1 else "vallen"
    return f"Net buiten de eerste {dutch.number(weighing.top)} {verb}: {'; '.join(parts)}."


def nearest_tipping_point(weighing: Weighing) -> str:
    """The criterium whose weight has to change least for another choice."""
    tips = weighing.tipping_points.dropna(subset=["grens"])
    if tips.empty:
        return "Geen enkel gewicht afzonderlijk verandert welke thema’s vooraan staan."
    nearest = tips.iloc[int((tips["aandeel"] - tips["grens"]).abs().argmin())]
    return (
        f"Het minst is nodig bij {md(nearest['naam']).lower()}: gaat het gewicht van "
        f"{dutch.percent(nearest['aandeel'])} naar {dutch.percent(nearest['grens'])}, dan komt "
        f"{md(nearest['komt'])} in plaats van {md(nearest['gaat'])}."
    )


def other_methods(weighing: Weighing) -> str:
    """On which thema's the methods differ about the top."""
    table = weighing.methods
    differ = [md(name) for name in table[~table["eens"]]["naam"]]
    first = dutch.number(weighing.top)
    if not differ:
        return f"De drie manieren van rekenen geven dezelfde eerste {first} thema’s."
    verb = "hoort" if len(differ) == 1 else "horen"
    return (
        f"Over {dutch.count(len(differ), *_THEMAS)} zijn de drie manieren het niet eens: "
        f"{dutch.listing(differ)} {verb} niet bij alle drie bij de eerste {first}."
    )


def choices_by_group(weighing: Weighing) -> str:
    """Which thema's each group alone would put in the top, beside those of all together."""
    table, together = weighing.by_group, weighing.first
    lines = []
    for group in weighing.groups:
        own = table.dropna(subset=[group.sessie]).sort_values([group.sessie, "rang"])
        first = own["thema"].head(weighing.top).tolist()
        new = [md(weighing.names[thema]) for thema in first if thema not in together]
        gone = [md(weighing.names[thema]) for thema in together if thema not in first]
        text = f"kiest {dutch.listing(new)} in plaats van {dutch.listing(gone)}"
        if not first:
            text = "scoorde niet"
        elif not new:
            text = f"kiest dezelfde {dutch.number(weighing.top)}"
        lines.append(f"- **{md(group.naam)}** {text}.")
    return "\n".join(lines)


def disagreement(weighing: Weighing) -> str:
    """Where the groups differ most, and where participants of one group differ most."""
    table = weighing.disagreement
    if table.empty:
        return "Er zijn geen scores uit bijeenkomsten."
    apart = table[table["verschil"] > APART]
    if len(weighing.groups) < 2:
        text = "Er is één groep, dus groepen zijn niet te vergelijken."
    elif apart.empty:
        text = (
            f"De groepen zijn het over elk thema eens: hun gemiddelden liggen nergens meer dan "
            f"{dutch.number(APART, 1)} punt uiteen."
        )
    else:
        parts = [
            f"{md(row['naam'])} ({md(row['hoogste'])} {dutch.number(row['verschil'], 1)} punt "
            f"hoger dan {md(row['laagste']).lower()})"
            for row in apart.head(3).to_dict("records")
        ]
        text = (
            f"Bij {dutch.count(len(apart), *_THEMAS)} liggen de gemiddelden van twee groepen "
            f"meer dan {dutch.number(APART, 1)} punt uiteen. Het verst: {dutch.listing(parts)}."
        )
    inside = table.dropna(subset=["binnen"]).sort_values("binnen", ascending=False)
    if len(inside):
        first = inside.iloc[0]
        text += (
            f" Binnen de groepen verschillen de deelnemers het meest over {md(first['naam'])} "
            f"(spreiding {dutch.number(first['binnen'], 1)} punt)."
        )
    return text


def on_agendas(ranking: pd.DataFrame, agendas: pd.DataFrame, top: int) -> str:
    """Which of the first thema's are on an agenda that counts, at least in part.

    ``agendas`` as ``ivp.plan.scoring.agendas``.
    """
    linked = agendas[agendas["telt"] & agendas["past"].isin(["ja", "deels"])]["thema"]
    first = ranking.head(top)
    names = [md(name) for name in first[first["thema"].isin(linked)]["naam"]]
    if not names:
        return (
            f"Van de eerste {dutch.number(top)} thema’s staat er geen op deze agenda’s. "
            "Voor hulp van politie en Openbaar Ministerie zijn dan eigen afspraken nodig."
        )
    verb = "past" if len(names) == 1 else "passen"
    return (
        f"Van de eerste {dutch.number(top)} thema’s {verb} er {dutch.number(len(names))} geheel of "
        f"voor een deel bij de agenda’s die meetellen: {dutch.listing(names)}."
    )
