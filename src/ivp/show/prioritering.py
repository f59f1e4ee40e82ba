"""Chapter prioritering: scores, ranking and the link to the policy frameworks."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ivp.config import model as m
from ivp.show import stijl
from ivp.show.getal import Ontbreekt, aantal, getal, opsomming, procent
from ivp.show.planning import Beeld


def agenda(
    koppelingen: Sequence[m.Aansluiting], velden: Sequence[m.Veld], kaders: Sequence[m.Kader]
) -> pd.DataFrame:
    """Thema × policy framework: whether they meet, and where that is written.

    One row per thema with a link; a thema that a framework does not name has "nee" there. Columns:
    ``Thema``, one per framework that is linked to (its document), ``Waar dit staat``.
    """
    used = [kader for kader in kaders if any(link.kader == kader.id for link in koppelingen)]
    rows = []
    for thema in (thema for veld in velden for thema in veld.themas):
        links = {link.kader: link for link in koppelingen if link.thema == thema.id}
        if links:
            found = {k.document: links[k.id].mate if k.id in links else "nee" for k in used}
            places = dict.fromkeys(link.verwijzing for link in links.values())
            rows.append({"Thema": thema.naam, **found, "Waar dit staat": "; ".join(places)})
    return pd.DataFrame(rows, columns=["Thema", *(k.document for k in used), "Waar dit staat"])


def scoretabel(scores: pd.DataFrame, criteria: Sequence[m.Criterium]) -> pd.DataFrame:
    """Scores (``ivp.indicators.prioritering.scores``) as thema × criterium; missing says so."""
    wide = scores.pivot(index="thema", columns="criterium", values="score")
    names = scores.drop_duplicates("thema")[["thema", "naam"]]
    table = pd.DataFrame({"Thema": names["naam"].tolist()})
    for criterium in criteria:
        values = wide.loc[names["thema"], criterium.id].tolist()
        table[criterium.naam] = pd.Series(
            [Ontbreekt.ONBEKEND if pd.isna(value) else value for value in values], dtype=object
        )
    return table


def ranglijst(rangen: pd.DataFrame, aantal_prioriteiten: int) -> Beeld:
    """Thema's from high to low weighted score, with how often each is in the top.

    ``rangen`` has, best first, ``naam``, ``score`` (1 to 5) and ``aandeel`` (0 to 100: the share of
    the weightings that put the thema among the first ``aantal_prioriteiten``). The line is drawn
    below the first ``aantal_prioriteiten``; those are dark, the others light with a dark edge.
    """
    n = aantal_prioriteiten
    names, values = rangen["naam"].tolist(), rangen["score"].tolist()
    shares = rangen["aandeel"].tolist()
    fig = stijl.figuur(32 * len(names) + 60)
    first = [row < n for row in range(len(names))]
    fig.add_bar(
        x=values,
        y=[row + 0.18 for row in range(len(names))],
        width=0.36,
        orientation="h",
        marker={
            "color": [stijl.GEMEENTE if top else "white" for top in first],
            "line": {"color": stijl.GEMEENTE, "width": 1.5},
        },
        customdata=[[name, procent(share)] for name, share in zip(names, shares, strict=True)],
        hovertemplate="%{customdata[0]}: %{x:.1f}<br>bij de eerste "
        f"{n} in %{{customdata[1]}}<extra></extra>",
    )
    for row, (name, value, share) in enumerate(zip(names, values, shares, strict=True)):
        fig.add_annotation(
            x=0,
            y=row,
            text=f"{row + 1}. {'<b>' if first[row] else ''}{name}{'</b>' if first[row] else ''}",
            showarrow=False,
            xanchor="left",
            yanchor="bottom",
            font={"size": 12},
        )
        fig.add_annotation(
            x=value,
            y=row + 0.18,
            text=f"{getal(value, 1)} · {procent(share)}",
            showarrow=False,
            xanchor="left",
            xshift=4,
            font={"size": 12},
        )
    if n < len(names):
        fig.add_hline(y=n - 0.52, line={"color": stijl.INKT, "width": 1.5, "dash": "dash"})
    fig.update_xaxes(range=[0, 6.4], tickvals=[1, 2, 3, 4, 5], title="Gewogen score", side="top")
    fig.update_yaxes(range=[len(names) - 0.5, -0.7], visible=False)
    column = f"Bij de eerste {n} (% van de wegingen)"
    table = pd.DataFrame(
        {
            "Plaats": range(1, len(names) + 1),
            "Thema": names,
            "Gewogen score": values,
            column: shares,
        }
    )
    top = [f"{name} ({getal(value, 1)})" for name, value in zip(names[:n], values, strict=False)]
    alt = (
        f"Staafdiagram van {aantal(len(names), 'thema', 'thema’s')} op volgorde van gewogen score. "
        f"Bovenaan staan {opsomming(top)}. De laagste score heeft {names[-1]} "
        f"({getal(values[-1], 1)})."
    )
    return Beeld(fig, table, alt)
