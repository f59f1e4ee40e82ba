"""Chapter prioritering: scores, ranking and the link to the policy frameworks."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ivp.config import model as m
from ivp.plan.prioritering import (
    JAREN,
    KANSLOOS,
    OORDEEL,
    STEVIG,
)
from ivp.show import stijl
from ivp.show.getal import Ontbreekt, aantal, getal, opsomming, procent
from ivp.show.opmaak import md
from ivp.show.planning import Beeld, Opschrift, opschriften

_HERKOMST = {
    "indicator-niveau": "cijfer naast Nederland",
    "indicator-trend": "ontwikkeling van het cijfer",
    "sessies": "gemiddelde van de groepen",
    "kaders": "landelijke en regionale agenda",
    "uren": "inschatting van de uren",
}
_THEMAS = ("thema", "thema’s")


def scoretabel(scores: pd.DataFrame, criteria: Sequence[m.Criterium]) -> pd.DataFrame:
    """Scores (``ivp.plan.prioritering.scores``) as thema × criterium; missing says so."""
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

    ``rangen`` as ``ivp.plan.prioritering.rangorde``; of it are used ``naam``, ``score`` and
    ``aandeel``. The line is drawn below the first ``aantal_prioriteiten``; those bars are filled,
    the others open.
    """
    n = aantal_prioriteiten
    names, values = rangen["naam"].tolist(), rangen["score"].tolist()
    shares = rangen["aandeel"].tolist()
    fig = stijl.figuur(34 * len(names) + 60)
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
    labels: list[Opschrift] = []
    for row, (name, value, share) in enumerate(zip(names, values, shares, strict=True)):
        bold = f"<b>{name}</b>" if first[row] else name
        said = f"{getal(value, 1)} · {procent(share)}"
        labels += [
            (0.03, row - 0.02, f"{row + 1}. {bold}", "top right"),
            (value + 0.06, row + 0.18, said, "middle right"),
        ]
    opschriften(fig, labels)
    if n < len(names):
        fig.add_hline(y=n - 0.57, line={"color": stijl.INKT, "width": 1.5, "dash": "dash"})
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
        f"Staafdiagram van {aantal(len(names), *_THEMAS)} op volgorde van gewogen score. "
        f"Bovenaan staan {opsomming(top)}. De laagste score heeft {names[-1]} "
        f"({getal(values[-1], 1)})."
    )
    return Beeld(fig, table, alt, ("rangschikking",))


def criteriatabel(prioritering: m.Prioritering) -> pd.DataFrame:
    """The criteria with their share of the weight and where the score comes from."""
    total = sum(criterium.gewicht for criterium in prioritering.criteria)
    return pd.DataFrame(
        {
            "Criterium": [c.naam for c in prioritering.criteria],
            "Gewicht (%)": [100 * c.gewicht / total for c in prioritering.criteria],
            "De vraag": [c.uitleg for c in prioritering.criteria],
            "Score uit": [_HERKOMST[c.score_uit] for c in prioritering.criteria],
        }
    )


def zin_grenzen(grenzen: Sequence[float]) -> str:
    """From which ratio to the country which score is given."""
    parts = [f"{score} boven {getal(grens, 2)}" for score, grens in enumerate(grenzen, start=2)]
    return (
        f"De laatste {getal(JAREN)} jaren tellen samen. Een verhouding van 1 betekent: evenveel "
        f"als Nederland. De score is {opsomming(parts)}. Daaronder is de score 1."
    )


def zin_uren(grenzen: Sequence[float]) -> str:
    """From how many hours a year which score is given."""
    parts = [
        f"{score} boven {getal(grens)} uur"
        for score, grens in zip((4, 3, 2, 1), grenzen, strict=True)
    ]
    return (
        f"Hoe minder uren een thema per jaar vraagt, hoe hoger de score: 5 tot en met "
        f"{getal(grenzen[0])} uur, {opsomming(parts)}."
    )


def zin_ontbreekt(scores: pd.DataFrame, criteria: Sequence[m.Criterium]) -> str:
    """How many scores are missing, for which criteria, and why."""
    gone = scores[scores["score"].isna()]
    if gone.empty:
        return "Alle scores zijn bekend."
    lines = []
    for criterium in criteria:
        reasons = gone[gone["criterium"] == criterium.id]["reden"].value_counts()
        if len(reasons):
            parts = [f"{reason} ({getal(n)})" for reason, n in sorted(reasons.items())]
            lines.append(
                f"- {md(criterium.naam)}: bij {aantal(int(reasons.sum()), *_THEMAS)}, "
                f"namelijk {opsomming(parts)}."
            )
    return (
        f"Van de {getal(len(scores))} scores {'ontbreekt' if len(gone) == 1 else 'ontbreken'} er "
        f"{getal(len(gone))}:\n\n" + "\n".join(lines)
    )


def advies(rangen: pd.DataFrame, aantal_prioriteiten: int, *, voorbeeld: bool) -> str:
    """The advice in short: which thema's are firm, and between which the council has to choose.

    ``voorbeeld``: scores are fictitious, and so the advice is; it says so.
    """
    firm, open_ = (_named(rangen, verdict) for verdict in ("stevig", "keuze"))
    left = aantal_prioriteiten - len(firm)
    often = f"in ten minste {procent(STEVIG)} van de wegingen bij de eerste {aantal_prioriteiten}"
    if firm:
        text = f"**{opsomming(firm)}** {'staat' if len(firm) == 1 else 'staan'} {often}."
    else:
        text = f"Geen enkel thema staat {often}."
    if open_ and left > 0:
        if left == 1:
            places, come = "de plaats die overblijft", "komt" if len(open_) == 1 else "komen"
        else:
            places, come = f"de {getal(left)} plaatsen die overblijven", "komen"
        text += (
            f" Voor {places}, {come} in aanmerking: {opsomming(open_)}. Wat het wordt, hangt af "
            "van wat de raad het zwaarst vindt wegen. Dat is een politieke keuze."
        )
    thin = rangen[(rangen["oordeel"] != "buiten") & (rangen["dekking"] < 100)]["naam"]
    if len(thin):
        names = opsomming([md(name) for name in thin])
        text += f" Let op: bij {names} ontbreekt een deel van de scores."
    if voorbeeld:
        text += " **Dit advies is een voorbeeld:** scores waarop het rust, zijn niet echt."
    return text


def lijst_advies(rangen: pd.DataFrame, aantal_prioriteiten: int) -> str:
    """What the percentages mean: firm, a choice, or out, with the thema's in each group."""
    texts = {
        "stevig": f"Stevig (in ten minste {procent(STEVIG)} van de wegingen bij de eerste",
        "keuze": f"Politieke keuze (in {procent(KANSLOOS)} tot {procent(STEVIG)} bij de eerste",
    }
    lines = []
    for verdict, text in texts.items():
        names = _named(rangen, verdict)
        found = opsomming(names) if names else "geen enkel thema"
        lines.append(f"- **{text} {getal(aantal_prioriteiten)}):** {found}.")
    out = int((rangen["oordeel"] == "buiten").sum())
    lines.append(
        f"- **Minder vaak:** de andere {aantal(out, *_THEMAS)}. Andere gewichten veranderen daar "
        "weinig aan."
    )
    return "\n".join(lines)


def robuusttabel(rangen: pd.DataFrame, aantal_prioriteiten: int, rijen: int) -> pd.DataFrame:
    """The first ``rijen`` thema's: score, how much is known, places with other weights."""
    top = rangen.head(rijen)
    return pd.DataFrame(
        {
            "Plaats": top["rang"],
            "Thema": top["naam"],
            "Gewogen score": top["score"],
            "Gewicht met een score (%)": top["dekking"],
            f"Bij de eerste {aantal_prioriteiten} (%)": top["aandeel"],
            "Plaats bij andere gewichten": [
                f"{low}" if low == high else f"{low} tot en met {high}"
                for low, high in zip(top["rang_laag"], top["rang_hoog"], strict=True)
            ],
        }
    )


def zin_agenda(rangen: pd.DataFrame, keuze: m.Prioritering, aantal_prioriteiten: int) -> str:
    """Which of the first thema's are on an agenda that counts, at least in part."""
    counted = {a.kader for a in keuze.agendas if a.telt_mee and not a.onbekend}
    linked = {
        link.thema for link in keuze.aansluiting if link.mate != "nee" and link.kader in counted
    }
    top = rangen.head(aantal_prioriteiten)
    names = [md(name) for name in top[top["thema"].isin(linked)]["naam"]]
    if not names:
        return (
            f"Van de eerste {getal(aantal_prioriteiten)} thema’s staat er geen op deze agenda’s. "
            "Voor hulp van politie en Openbaar Ministerie zijn dan eigen afspraken nodig."
        )
    verb = "past" if len(names) == 1 else "passen"
    return (
        f"Van de eerste {getal(aantal_prioriteiten)} thema’s {verb} "
        f"er {getal(len(names))} geheel of voor een deel bij de agenda’s die meetellen: "
        f"{opsomming(names)}."
    )


def kort(
    rangen: pd.DataFrame, aantal_prioriteiten: int, rijen: int, gekozen: Sequence[str]
) -> pd.DataFrame:
    """The ranking for who has three minutes, and which thema's were chosen in the end."""
    top = rangen.head(rijen)
    return pd.DataFrame(
        {
            "Plaats": top["rang"],
            "Thema": top["naam"],
            f"Bij de eerste {aantal_prioriteiten} (% van de wegingen)": top["aandeel"],
            "Oordeel": [OORDEEL[verdict] for verdict in top["oordeel"]],
            "Gekozen": [thema in gekozen for thema in top["thema"]],
        }
    )


def _named(rangen: pd.DataFrame, verdict: str) -> list[str]:
    return [md(name) for name in rangen[rangen["oordeel"] == verdict]["naam"]]
