"""Chapter capaciteit: who takes part in which veld, is that enough, and what does it cost."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ivp.config import model as m
from ivp.show import stijl
from ivp.show.getal import aantal, getal, opsomming
from ivp.show.opmaak import md
from ivp.show.planning import Beeld, regels

_ROW = 28
_SOORTEN = {"extern": ("Externe partner", 1), "intern": ("Interne partner", 0)}
_TOTAAL = "<b>Aantal partners</b>"
_PARTNERS = ("partner", "partners")


def matrix(partners: Sequence[m.Partner], velden: Sequence[m.Veld]) -> Beeld:
    """Which partner takes part in which veld: a mark where it does, the number below.

    External and internal partners differ in the shape and colour of the mark; external ones first.
    """
    ordered = sorted(partners, key=lambda partner: partner.soort)
    columns = [regels(f"{veld.nummer} {veld.naam}", 22) for veld in velden]
    names = [regels(partner.naam, 21) for partner in ordered]
    fig = stijl.figuur(_ROW * (len(ordered) + 1) + 230)
    for kind, (label, style) in _SOORTEN.items():
        marks = [
            (column, name, partner.naam, veld.naam)
            for name, partner in zip(names, ordered, strict=True)
            if partner.soort == kind
            for column, veld in zip(columns, velden, strict=True)
            if veld.id in partner.velden
        ]
        fig.add_scatter(
            x=[mark[0] for mark in marks],
            y=[mark[1] for mark in marks],
            mode="markers",
            name=label,
            marker={"symbol": stijl.MARKERS[style], "color": stijl.PALET[style], "size": 14},
            customdata=[mark[2:] for mark in marks],
            hovertemplate="%{customdata[0]}<br>%{customdata[1]}<extra></extra>",
        )
    totals = [sum(veld.id in partner.velden for partner in ordered) for veld in velden]
    fig.add_scatter(
        x=columns,
        y=[_TOTAAL] * len(columns),
        mode="text",
        text=[f"<b>{total}</b>" for total in totals],
        hoverinfo="skip",
        showlegend=False,
    )
    fig.update_xaxes(
        categoryorder="array",
        categoryarray=columns,
        range=[-0.5, len(columns) - 0.5],
        side="top",
        tickangle=-90,
        tickfont={"size": 12},
        ticks="",
    )
    fig.update_yaxes(
        categoryorder="array",
        categoryarray=[*names, _TOTAAL],
        range=[len(names) + 0.6, -0.6],
        tickfont={"size": 12},
        ticks="",
    )
    fig.update_layout(
        showlegend=True,
        legend={"orientation": "h", "y": 0, "yanchor": "top", "x": 0, "font": {"size": 13}},
    )
    table = pd.DataFrame(
        {
            "Partner": [partner.naam for partner in ordered],
            "Soort": [partner.soort for partner in ordered],
            **{
                veld.naam: ["ja" if veld.id in partner.velden else "nee" for partner in ordered]
                for veld in velden
            },
        }
    )
    counts = [f"{veld.naam} {n}" for veld, n in zip(velden, totals, strict=True)]
    outside = sum(partner.soort == "extern" for partner in ordered)
    alt = (
        f"Schema van {aantal(len(ordered), 'partner', 'partners')} ({outside} van buiten en "
        f"{len(ordered) - outside} van binnen de gemeente) en "
        f"{aantal(len(velden), 'veld', 'velden')}. Aantal partners per veld: {', '.join(counts)}."
    )
    return Beeld(fig, table, alt)


def dekkingstabel(dekking: pd.DataFrame) -> pd.DataFrame:
    """``ivp.plan.dekking.dekking`` with the reader's column names."""
    return pd.DataFrame(
        {
            "Veld": dekking["naam"],
            "Partners": dekking["partners"],
            "Van buiten": dekking["extern"],
            "Van de gemeente": dekking["intern"],
            "Met zetel in werkgroep": dekking["werkgroep"],
            "Voldoet aan de norm": dekking["voldoet"].astype(object),
        }
    )


def zin_norm(norm: m.Dekking) -> str:
    """When a veld counts as covered, in words."""
    text = f"Een veld is gedekt als er ten minste {aantal(norm.minimum_partners, *_PARTNERS)} zijn"
    if norm.extern_en_intern:
        text += ", van wie een van buiten en een van de gemeente zelf"
    return f"{text}. De gemeente kan deze norm veranderen."


def zin_dekking(dekking: pd.DataFrame) -> str:
    """Which velden are covered, what the others lack, and which has the fewest partners."""
    short = dekking[~dekking["voldoet"]]
    if short.empty:
        text = f"Alle {getal(len(dekking))} velden voldoen aan deze norm."
    else:
        holes = [
            f"{md(name)} ({opsomming(list(gaps))})"
            for name, gaps in zip(short["naam"].tolist(), short["gemis"].tolist(), strict=True)
        ]
        text = (
            f"{getal(len(dekking) - len(short))} van de {getal(len(dekking))} velden voldoen aan "
            f"deze norm. Niet gedekt: {'; '.join(holes)}."
        )
    fewest = dekking[dekking["partners"] == dekking["partners"].min()]
    names = opsomming([md(name) for name in fewest["naam"]])
    number = aantal(int(fewest["partners"].iloc[0]), *_PARTNERS)
    return (
        f"{text} De minste partners {'heeft' if len(fewest) == 1 else 'hebben'} {names}: {number}."
    )


def werkgroeptabel(werkgroep: m.Werkgroep) -> pd.DataFrame:
    """The members and for which partner each of them speaks."""
    return pd.DataFrame(
        {
            "Lid": [lid.naam for lid in werkgroep.leden],
            "Spreekt namens": [lid.partner or "niet vermeld" for lid in werkgroep.leden],
        }
    )


def zin_zetels(zonder: Sequence[str]) -> str:
    """Which partners have no seat, and what to do about it."""
    if not zonder:
        return "Alle partners hebben een zetel in de werkgroep."
    names = opsomming([md(name) for name in zonder])
    verb = "heeft" if len(zonder) == 1 else "hebben"
    return (
        f"De werkgroep spreekt niet namens alle partners. {names} {verb} geen zetel. "
        "Hun kennis moet dus anders worden opgehaald, bijvoorbeeld in een apart gesprek."
    )


def urentabel(uren: pd.DataFrame) -> pd.DataFrame:
    """``ivp.plan.dekking.uren`` with a total, in the reader's column names."""
    total = {
        "activiteit": "Samen",
        "uren_per_deelnemer": uren["uren_per_deelnemer"].sum(),
        "deelnemers": uren["deelnemers"].max(),
        "uren": uren["uren"].sum(),
    }
    table = pd.concat([uren, pd.DataFrame([total])], ignore_index=True)
    table.columns = pd.Index(["Activiteit", "Uren per lid", "Leden", "Uren samen"])
    return table


def zin_uren(uren: pd.DataFrame) -> str:
    """The hours of the whole working group, and how they come about."""
    members = int(uren["deelnemers"].iloc[0])
    each = [
        f"{getal(hours, _places(hours))} uur ({md(name).lower()})"
        for name, hours in zip(
            uren["activiteit"].tolist(), uren["uren_per_deelnemer"].tolist(), strict=True
        )
    ]
    total = float(uren["uren"].sum())
    return (
        f"De werkgroep telt {aantal(members, 'lid', 'leden')}. Elk lid besteedt {opsomming(each)}. "
        f"Samen is dat {getal(total, _places(total))} uur."
    )


def lijst_stappen(stappen: Sequence[m.Stap]) -> str:
    """The steps as a numbered list: the result, and what there is to say about the planning."""
    lines = []
    for number, step in enumerate(stappen, start=1):
        extra = f" {md(step.toelichting)}" if step.toelichting else ""
        lines.append(f"{number}. **{md(step.naam)}.** Resultaat: {md(step.resultaat)}.{extra}")
    return "\n".join(lines)


def rollentabel(rollen: Sequence[m.Rol]) -> pd.DataFrame:
    """Who decides and who does the work."""
    return pd.DataFrame(
        {
            "Wie": [rol.rol for rol in rollen],
            "Soort rol": [rol.soort for rol in rollen],
            "Taak": [rol.taak for rol in rollen],
        }
    )


def racitabel(capaciteit: m.Capaciteit) -> pd.DataFrame:
    """Step × role: who does the work (R), is accountable (A), is consulted (C) or informed (I)."""
    roles = [rol.rol for rol in capaciteit.rollen]
    return pd.DataFrame(
        [
            {"Stap": row.stap, **{role: row.rollen.get(role, "–") for role in roles}}
            for row in capaciteit.raci
        ],
        columns=["Stap", *roles],
    )


def zin_raci(capaciteit: m.Capaciteit) -> str:
    """That every step has one accountable, and who that is most often."""
    if not capaciteit.raci:
        return "De rollen zijn nog niet per stap verdeeld."
    owner = {
        row.stap: next(role for role, letter in row.rollen.items() if "A" in letter)
        for row in capaciteit.raci
    }
    parts = [f"{md(step)}: {md(role)}" for step, role in owner.items()]
    return (
        f"Elk van de {getal(len(owner))} stappen heeft precies één eindverantwoordelijke "
        f"({'; '.join(parts)}). Dat is gecontroleerd."
    )


def zin_proces(uren: pd.DataFrame, uren_per_fte: int) -> str:
    """What the hours of the working group are in fte, as a worked example."""
    members = int(uren["deelnemers"].max())
    each = [getal(hours, _places(hours)) for hours in uren["uren_per_deelnemer"]]
    total = float(uren["uren"].sum())
    return (
        f"{aantal(members, 'lid', 'leden')} × ({' + '.join(each)}) uur = "
        f"{getal(total, _places(total))} uur. "
        f"Bij {getal(uren_per_fte)} uur per fte is dat {getal(total / uren_per_fte, 2)} fte."
    )


def zetelstabel(werkgroep: m.Werkgroep) -> pd.DataFrame:
    """The hours of the working group by the partner that a member speaks for."""
    each = sum(activiteit.uren_per_deelnemer for activiteit in werkgroep.activiteiten)
    seats: dict[str, int] = {}
    for lid in werkgroep.leden:
        name = lid.partner or "niet vermeld"
        seats[name] = seats.get(name, 0) + 1
    return pd.DataFrame(
        {
            "Partner": list(seats),
            "Leden": list(seats.values()),
            "Uren samen": [n * each for n in seats.values()],
        }
    )


def _places(value: float) -> int:
    return 0 if float(value).is_integer() else 1
