"""Chapter prioritering: what stands behind the ranking, in tables and sentences."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ivp.plan import prioritering as pr
from ivp.plan.afweging import Afweging
from ivp.show.getal import aantal, getal, opsomming, procent
from ivp.show.hoofdstuk import Hoofdstuk
from ivp.show.opmaak import md
from ivp.stats.tipping import Tip, Tipping


def afweging(h: Hoofdstuk) -> Afweging:
    """All thema's of a chapter's input scored. It declares ``prioritering``, ``velden``,
    ``vergelijking`` and the data set of the scores."""
    keuze, velden, sessies = h.prioritering, h.velden, h.dataset(h.prioritering.score_dataset)
    names = [i for veld in velden for thema in veld.themas for i in thema.indicatoren[:1]]
    table = pr.scores(
        velden,
        keuze,
        h.cijfers(*names),
        {name: h.definitie(name) for name in names},
        sessies,
        h.gemeente.code,
        h.vergelijking.land.code,
    )
    return Afweging(velden, keuze, table, sessies, h.invoer.zaad)


def methodentabel(weging: Afweging, rijen: int | None = None) -> pd.DataFrame:
    """The place of each thema by three methods, and whether they agree on the first."""
    table = weging.methoden.head(rijen) if rijen else weging.methoden
    return pd.DataFrame(
        {
            "Thema": table["naam"],
            "Gewogen score": table["gewogen"],
            "TOPSIS": table["topsis"],
            "PROMETHEE II": table["promethee"],
            f"Eens over de eerste {weging.aantal}": table["eens"].astype(object),
        }
    )


def zin_methoden(weging: Afweging) -> str:
    """On which thema's the methods differ about the first places."""
    table = weging.methoden
    differ = [md(name) for name in table[~table["eens"]]["naam"]]
    first = getal(weging.aantal)
    if not differ:
        return f"De drie manieren van rekenen geven dezelfde eerste {first} thema’s."
    verb = "hoort" if len(differ) == 1 else "horen"
    return (
        f"Over {aantal(len(differ), 'thema', 'thema’s')} zijn de drie manieren het niet eens: "
        f"{opsomming(differ)} {verb} niet bij alle drie bij de eerste {first}."
    )


def kanteltabel(weging: Afweging) -> pd.DataFrame:
    """Per criterium the weight at which the first thema's become others."""
    names = {criterium.id: criterium.naam for criterium in weging.keuze.criteria}
    rows = []
    for tip in weging.kantelpunten:
        rows.append(
            {
                "Criterium": names[tip.criterion],
                "Gewicht nu (%)": 100 * tip.share,
                "Bij minder gewicht": _tip(weging, tip.below, "onder"),
                "Bij meer gewicht": _tip(weging, tip.above, "boven"),
            }
        )
    return pd.DataFrame(rows)


def _tip(weging: Afweging, tip: Tip | None, word: str) -> str:
    if tip is None:
        return "geen verandering"
    enters, leaves = weging.namen[tip.enters], weging.namen[tip.leaves]
    return f"{word} {procent(100 * tip.share)}: {enters} komt in plaats van {leaves}"


def zin_kantel(weging: Afweging) -> str:
    """The criterium whose weight has to change least for another choice."""
    names = {criterium.id: criterium.naam for criterium in weging.keuze.criteria}
    nearest = _by_distance(weging.kantelpunten)
    if not nearest:
        return "Geen enkel gewicht afzonderlijk verandert welke thema’s vooraan staan."
    found, tip = nearest[0]
    return (
        f"Het minst is nodig bij {md(names[found.criterion]).lower()}: gaat het gewicht van "
        f"{procent(100 * found.share)} naar {procent(100 * tip.share)}, dan komt "
        f"{md(weging.namen[tip.enters])} in plaats van {md(weging.namen[tip.leaves])}."
    )


def _by_distance(found: Sequence[Tipping]) -> list[tuple[Tipping, Tip]]:
    pairs = [(one, tip) for one in found for tip in (one.below, one.above) if tip is not None]
    return sorted(pairs, key=lambda pair: abs(pair[0].share - pair[1].share))


def afvaltabel(weging: Afweging, rijen: int | None = None) -> pd.DataFrame:
    """The thema's that fell out: how far behind, and on what."""
    table = weging.afgevallen
    shown = table.head(rijen) if rijen else table
    return pd.DataFrame(
        {
            "Plaats": shown["rang"],
            "Thema": shown["naam"],
            "Punten tekort": shown["tekort"],
            "Vooral door": [
                opsomming(list(criteria)) if criteria else "nergens duidelijk lager"
                for criteria in shown["criteria"]
            ],
            "Oordeel": [pr.OORDEEL[verdict] for verdict in shown["oordeel"]],
        }
    )


def zin_afgevallen(weging: Afweging, rijen: int = 3) -> str:
    """Why the next thema's are not among the first."""
    parts = []
    for row in weging.afgevallen.head(rijen).to_dict("records"):
        why = [md(name).lower() for name in row["criteria"]]
        cause = f", vooral door {opsomming(why)}" if why else ""
        parts.append(f"{md(row['naam'])} ({getal(row['tekort'], 2)} punt tekort{cause})")
    if not parts:
        return "Alle thema’s zijn prioriteit."
    verb = "valt" if len(parts) == 1 else "vallen"
    return f"Net buiten de eerste {getal(weging.aantal)} {verb}: {'; '.join(parts)}."
