"""Chapter capaciteit: hours and euros asked beside what there is, and what would fit best."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ivp.config import model as m
from ivp.plan.programma import (
    Beste,
    begroting,
    beste,
    bezetting,
    per_prioriteit,
    scenarios,
)
from ivp.show import stijl
from ivp.show.getal import Ontbreekt, aantal, euro, getal, opsomming, procent
from ivp.show.opmaak import md
from ivp.show.planning import Beeld, opschriften

_ROW = 70
HELE = (
    "Gevraagd (uur)",
    "Er is (uur)",
    "Over of tekort (uur)",
    "Bezetting (%)",
    "Uren",
    "Budget (€)",
)
"""Columns of whole hours, euros and percents."""


def bezettingsbeeld(plannen: m.Plannen) -> Beeld:
    """Per team and year a bar of what is asked and a mark at what there is."""
    table = bezetting(plannen, plannen.maatregelen)
    names = list(dict.fromkeys(table["naam"]))
    years = plannen.programma.jaren
    fig = stijl.figuur((_ROW + 20 * (len(years) - 2)) * len(names) + 90)
    size = 0.56 / len(years)
    opschriften(
        fig, [(0, row - 0.04, f"<b>{name}</b>", "top right") for row, name in enumerate(names)]
    )
    for n, year in enumerate(years):
        part = table[table["jaar"] == year]
        y = [names.index(name) + 0.1 + size * n for name in part["naam"]]
        over = part["verschil"] < -1e-9
        fig.add_bar(
            x=part["gevraagd"].tolist(),
            y=y,
            width=size * 0.9,
            orientation="h",
            marker={
                "color": ["white" if o else stijl.PALET[0] for o in over],
                "pattern": {
                    "shape": ["/" if o else "" for o in over],
                    "fgcolor": stijl.PALET[1],
                    "size": 6,
                },
                "line": {
                    "color": [stijl.PALET[1] if o else stijl.PALET[0] for o in over],
                    "width": 1.5,
                },
            },
            showlegend=False,
            customdata=part[["naam", "beschikbaar"]].to_numpy().tolist(),
            hovertemplate=f"%{{customdata[0]}}, {year}<br>gevraagd %{{x:.0f}} uur, er is "
            "%{customdata[1]:.0f} uur<extra></extra>",
        )
        fig.add_scatter(
            x=part["beschikbaar"].tolist(),
            y=y,
            mode="markers",
            marker={
                "symbol": "line-ns-open",
                "color": stijl.INKT,
                "size": 16,
                "line": {"width": 3},
            },
            name="Uren die er zijn",
            showlegend=n == 0,
            hoverinfo="skip",
        )
    kinds = (("", stijl.PALET[0], "Gevraagd, past"), ("/", stijl.PALET[1], "Gevraagd, past niet"))
    for shape, colour, name in kinds:
        fig.add_bar(
            x=[None],
            y=[None],
            name=name,
            showlegend=True,
            marker={
                "color": "white" if shape else colour,
                "pattern": {"shape": shape, "fgcolor": colour, "size": 6},
                "line": {"color": colour, "width": 1.5},
            },
        )
    most = max([1.0, *table["gevraagd"], *table["beschikbaar"]])
    fig.update_xaxes(range=[0, most * 1.08], title="Uren per jaar", side="top")
    places = [
        (row + 0.1 + size * n, str(year))
        for row in range(len(names))
        for n, year in enumerate(years)
    ]
    fig.update_yaxes(
        range=[len(names) - 0.2, -0.5],
        tickvals=[place for place, _ in places],
        ticktext=[text for _, text in places],
        tickfont={"size": 12},
        ticks="",
        showgrid=False,
        zeroline=False,
    )
    fig.update_layout(
        showlegend=True,
        barmode="overlay",
        legend={"orientation": "h", "y": 0, "yanchor": "top", "x": 0},
    )
    short = table[table["verschil"] < -1e-9]
    alt = (
        f"Per team de gevraagde en de beschikbare uren in {opsomming([str(y) for y in years])}, "
        f"van boven naar beneden per team. "
        + (
            "Te weinig uren: "
            + "; ".join(
                f"{name} {year} ({getal(-left)} uur tekort)"
                for name, year, left in zip(
                    short["naam"], short["jaar"], short["verschil"], strict=True
                )
            )
            + "."
            if len(short)
            else "Alle teams hebben genoeg uren."
        )
    )
    return Beeld(fig, bezettingstabel(plannen), alt)


def bezettingstabel(plannen: m.Plannen) -> pd.DataFrame:
    """Hours and fte asked and available, per team and year."""
    table = bezetting(plannen, plannen.maatregelen)
    return pd.DataFrame(
        {
            "Team": table["naam"],
            "Jaar": table["jaar"],
            "Gevraagd (uur)": table["gevraagd"],
            "Er is (uur)": table["beschikbaar"],
            "Over of tekort (uur)": table["verschil"],
            "Gevraagd (fte)": table["gevraagd_fte"],
            "Er is (fte)": table["fte"],
            "Bezetting (%)": pd.Series(
                [Ontbreekt.ONBEKEND if pd.isna(v) else v for v in table["deel"]], dtype=object
            ),
        }
    )


def zin_bezetting(plannen: m.Plannen) -> str:
    """Who is asked too much, who has hours left, and whether the money is enough."""
    table = bezetting(plannen, plannen.maatregelen)
    if table.empty:
        return "Er zijn nog geen teams met uren ingevuld."
    total = table.groupby("naam", sort=False)["verschil"].agg(["min", "sum"])
    short = [md(str(name)) for name in total[total["min"] < -1e-9].index]
    ample = table.groupby("naam", sort=False)["deel"].max()
    loose = [md(str(name)) for name in ample[ample < 75].index]
    if not short:
        text = "Alle teams hebben in elk jaar genoeg uren voor alle maatregelen."
    else:
        verb = "komt" if len(short) == 1 else "komen"
        text = f"Als alle maatregelen doorgaan, {verb} {opsomming(short)} uren tekort."
    if loose:
        verb = "houdt" if len(loose) == 1 else "houden"
        text += f" {opsomming(loose)} {verb} in elk jaar ten minste een kwart van de uren over."
    for row in begroting(plannen, plannen.maatregelen).to_dict("records"):
        if row["verschil"] < 0:
            text += f" In {row['jaar']:.0f} ontbreekt {euro(-row['verschil'])}."
    return text


def prioriteitentabel(
    plannen: m.Plannen, themas: Sequence[str], namen: dict[str, str]
) -> pd.DataFrame:
    """Hours, fte and euros per priority and year."""
    table = per_prioriteit(plannen, themas)
    return pd.DataFrame(
        {
            "Prioriteit": [namen[thema] for thema in table["thema"]],
            "Jaar": table["jaar"],
            "Maatregelen": table["maatregelen"],
            "Uren": table["uren"],
            "Fte": table["fte"],
            "Budget (€)": table["budget"],
        }
    )


def scenariotabel(plannen: m.Plannen) -> pd.DataFrame:
    """The three scenarios side by side."""
    table = scenarios(plannen)
    goals = len(plannen.doelen)
    return pd.DataFrame(
        {
            "Scenario": table["scenario"],
            "Maatregelen": table["maatregelen"],
            f"Doelen met aanpak (van {goals})": table["doelen"],
            "Uren": table["uren"],
            "Budget (€)": table["budget"],
            "Bijdrage": table["bijdrage"],
            "Tekort (uur)": table["tekort_uren"],
            "Tekort (€)": table["tekort_budget"],
            "Past": table["past"].astype(object),
        }
    )


def zin_scenarios(plannen: m.Plannen) -> str:
    """Which scenarios fit, and what the others lack."""
    lines = []
    for row in scenarios(plannen).to_dict("records"):
        if row["past"]:
            text = "past binnen de uren en het geld"
        else:
            lacks = []
            if row["tekort_uren"] > 0:
                teams = opsomming([md(name) for name in row["teams"]])
                lacks.append(f"{getal(row['tekort_uren'])} uur tekort (bij {teams})")
            if row["tekort_budget"] > 0:
                lacks.append(f"{euro(row['tekort_budget'])} tekort")
            text = f"past niet: {opsomming(lacks)}"
        lines.append(f"- **{row['scenario'].capitalize()}** {text}.")
    return "\n".join(lines)


def tekst_beste(plannen: m.Plannen, found: Beste) -> str:
    """The best set in words: what is in, what is not, and what a simple rule would have given."""
    if not plannen.maatregelen:
        return "Er zijn nog geen maatregelen om uit te kiezen."
    names = {x.id: x.naam for x in plannen.maatregelen}
    inside = [md(names[key]) for key in names if key in found.gekozen]
    outside = [md(names[key]) for key in names if key not in found.gekozen]
    text = (
        f"Binnen de uren en het geld die er zijn, is de hoogste bijdrage "
        f"{getal(found.bijdrage)} van de {getal(found.alles)} punten, met "
        f"{aantal(len(inside), 'maatregel', 'maatregelen')}."
    )
    text += f"\n\n- **Erin:** {opsomming(inside) or 'niets'}."
    text += f"\n- **Eruit:** {opsomming(outside) or 'niets'}."
    gain = found.bijdrage - found.vuistregel
    rule = (
        f"Dat is {getal(gain)} {'punt' if gain == 1 else 'punten'} meer dan"
        if gain
        else "Dat is evenveel als"
    )
    return (
        f"{text}\n\n{rule} met de vuistregel om steeds de maatregel te kiezen die per uur en euro "
        "het meest bijdraagt."
    )


def extratabel(plannen: m.Plannen, found: Beste) -> pd.DataFrame:
    """What more means would add."""
    money = f"{euro(plannen.middelen.extra_budget)}, vrij te verdelen over de jaren"
    added = [opsomming(list(e.erbij)) or "geen" for e in found.extra]
    return pd.DataFrame(
        {
            "Erbij": [money if e.naam == "geld" else e.naam for e in found.extra],
            "Extra bijdrage": [e.bijdrage for e in found.extra],
            "Maatregelen die er dan bij komen": added,
        }
    )


def zin_extra(plannen: m.Plannen, found: Beste) -> str:
    """Where one more fte, or more money, helps most."""
    people = [e for e in found.extra if e.naam != "geld"]
    money = next(e for e in found.extra if e.naam == "geld")
    best = max(people, key=lambda e: e.bijdrage, default=None)
    amount = euro(plannen.middelen.extra_budget)
    if best is None or best.bijdrage == 0:
        text = "Eén fte erbij, bij welk team ook, voegt op zichzelf niets toe."
    else:
        text = (
            f"{md(best.naam).replace('1 fte', 'Eén fte extra')} voegt het meest toe: "
            f"{_points(best.bijdrage)}."
        )
    return f"{text} {amount} erbij voegt {_points(money.bijdrage)} toe."


def _points(value: float) -> str:
    return "niets" if not value else aantal(round(value), "punt", "punten")


def kort(plannen: m.Plannen) -> str:
    """The means in three sentences: what is asked, whether it fits, and the best within it."""
    if not plannen.maatregelen:
        return "Er zijn nog geen maatregelen."
    found = beste(plannen)
    part = 100 * found.bijdrage / found.alles
    return (
        f"{zin_bezetting(plannen)} Binnen wat er is, kan {procent(part)} van de totale bijdrage "
        f"worden gehaald, met {getal(len(found.gekozen))} van de "
        f"{aantal(len(plannen.maatregelen), 'maatregel', 'maatregelen')}."
    )
