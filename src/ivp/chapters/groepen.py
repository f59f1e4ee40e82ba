"""Chapter prioritering: who scored what, how far they are apart, and what each would choose."""

from __future__ import annotations

from typing import Any

import pandas as pd

from ivp.plan import prioritering as pr
from ivp.plan.afweging import Afweging
from ivp.show import stijl
from ivp.show.getal import aantal, getal, opsomming
from ivp.show.opmaak import md
from ivp.show.planning import Beeld, opschriften

EENS = 0.5
"""Points between group means up to which groups are called to agree."""


def groepentabel(weging: Afweging, rijen: int | None = None) -> pd.DataFrame:
    """The place of each thema by all together and by each group alone."""
    table = weging.per_groep
    shown = table.head(rijen) if rijen else table
    result = pd.DataFrame({"Thema": shown["naam"], "Samen": shown["rang"]})
    for group in weging.groepen:
        result[group.naam] = shown[group.sessie]
    return result


def zin_groepen(weging: Afweging) -> str:
    """Which first thema's each group alone would choose, beside those of all together."""
    table = weging.per_groep
    together = set(weging.bovenste)
    lines = []
    for group in weging.groepen:
        own = table[table[group.sessie].notna()].sort_values([group.sessie, "rang"])
        first = own["thema"].head(weging.aantal).tolist()
        new = [md(weging.namen[thema]) for thema in first if thema not in together]
        gone = [md(weging.namen[thema]) for thema in weging.bovenste if thema not in first]
        if not first:
            text = "scoorde niet"
        elif not new:
            text = f"kiest dezelfde {getal(weging.aantal)}"
        else:
            text = f"kiest {opsomming(new)} in plaats van {opsomming(gone)}"
        lines.append(f"- **{md(group.naam)}** {text}.")
    return "\n".join(lines)


def spreiding(weging: Afweging, rijen: int) -> Beeld:
    """Per thema a line from the lowest to the highest participant of each group, with the mean.

    The thema's are the first ``rijen`` of the ranking; the table has all thema's.
    """
    table = weging.spreiding
    shown = weging.rangen["naam"].head(rijen).tolist()
    groups = weging.groepen
    fig = stijl.figuur((44 + 14 * len(groups)) * len(shown) + 90)
    opschriften(fig, [(1.0, row, f"<b>{name}</b>", "top right") for row, name in enumerate(shown)])
    ranges: list[dict[str, Any]] = []
    for g, group in enumerate(groups):
        part = table[(table["sessie"] == group.sessie) & table["naam"].isin(shown)]
        offset = 0.1 + 0.55 * (g + 0.5) / len(groups)
        colour = stijl.PALET[g % len(stijl.PALET)]
        places = [shown.index(name) + offset for name in part["naam"]]
        line = {"color": colour, "width": 2}
        ranges += [
            {"type": "line", "x0": low, "x1": high, "y0": y, "y1": y, "line": line}
            for y, low, high in zip(places, part["laagste"], part["hoogste"], strict=True)
        ]
        fig.add_scatter(
            x=part["gemiddelde"].tolist(),
            y=places,
            mode="markers",
            name=group.naam,
            showlegend=True,
            marker={
                "symbol": stijl.MARKERS[g % len(stijl.MARKERS)],
                "color": colour,
                "size": 11,
            },
            customdata=part[["naam", "laagste", "hoogste"]].to_numpy().tolist(),
            hovertemplate="%{customdata[0]}: gemiddeld %{x:.1f}<br>van %{customdata[1]:.1f} tot "
            f"%{{customdata[2]:.1f}}<extra>{group.naam}</extra>",
        )
    stijl.vormen(fig, ranges)
    fig.update_xaxes(range=[0.9, 5.1], tickvals=[1, 2, 3, 4, 5], title="Score", side="top")
    fig.update_yaxes(range=[len(shown) - 0.1, -0.5], visible=False)
    fig.update_layout(
        showlegend=True, legend={"orientation": "h", "y": 0, "yanchor": "top", "x": 0}
    )
    frame = pd.DataFrame(
        {
            "Thema": table["naam"],
            "Groep": table["groep"],
            "Deelnemers": table["deelnemers"],
            "Gemiddelde": table["gemiddelde"],
            "Laagste": table["laagste"],
            "Hoogste": table["hoogste"],
            "Spreiding": table["spreiding"],
        }
    )
    most = weging.oneens
    far = (
        f"Het verst lopen de groepen uiteen bij {most['naam'].iloc[0]}: "
        f"{getal(most['verschil'].iloc[0], 1)} punt."
        if len(most)
        else ""
    )
    names = opsomming([group.naam for group in groups])
    alt = (
        f"Per thema de laagste, gemiddelde en hoogste score van de deelnemers, voor {names}. "
        f"De figuur toont {aantal(len(shown), 'thema', 'thema’s')}. {far}"
    )
    return Beeld(fig, frame, alt.strip())


def zin_oneens(weging: Afweging) -> str:
    """Where the groups differ most, and where participants of one group differ most."""
    table = weging.oneens
    if table.empty:
        return "Er zijn geen scores uit bijeenkomsten."
    apart = table[table["verschil"] > EENS]
    if len(weging.groepen) < 2:
        text = "Er is één groep, dus groepen zijn niet te vergelijken."
    elif apart.empty:
        text = (
            f"De groepen zijn het over elk thema eens: hun gemiddelden liggen nergens meer dan "
            f"{getal(EENS, 1)} punt uiteen."
        )
    else:
        parts = [
            f"{md(row['naam'])} ({md(row['hoogste'])} {getal(row['verschil'], 1)} punt hoger dan "
            f"{md(row['laagste']).lower()})"
            for row in apart.head(3).to_dict("records")
        ]
        text = (
            f"Bij {aantal(len(apart), 'thema', 'thema’s')} liggen de gemiddelden van twee groepen "
            f"meer dan {getal(EENS, 1)} punt uiteen. Het verst: {opsomming(parts)}."
        )
    inside = table[table["binnen"].notna()].sort_values("binnen", ascending=False)
    if len(inside):
        first = inside.iloc[0]
        text += (
            f" Binnen de groepen verschillen de deelnemers het meest over {md(first['naam'])} "
            f"(spreiding {getal(first['binnen'], 1)} punt)."
        )
    return text


def verdeeltabel(weging: Afweging) -> pd.DataFrame:
    """All individual scores, counted, with the reader's column names: for the download."""
    table = weging.verdeling
    criteria = {criterium.id: criterium.naam for criterium in weging.keuze.criteria}
    result = pd.DataFrame(
        {
            "Thema": table["thema"].map(weging.namen),
            "Criterium": table["criterium"].map(criteria).fillna(table["criterium"]),
            "Groep": table["sessie"],
        }
    )
    for score in range(pr.LAAGSTE, pr.HOOGSTE + 1):
        result[f"Score {score}"] = table[str(score)]
    return result
