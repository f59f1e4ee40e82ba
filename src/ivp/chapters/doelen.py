"""Chapter doelen: what is aimed at, whether it can be seen, and the chain it is part of."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ivp.config import model as m
from ivp.plan.afweging import Afweging
from ivp.plan.doelen import Doelstand, Oordeel, doelstanden
from ivp.plan.keten import Breuk, Schakel
from ivp.show import eenheid
from ivp.show.getal import Ontbreekt, aantal, euro, getal, opsomming, procent
from ivp.show.hoofdstuk import Hoofdstuk
from ivp.show.opmaak import Verwijzing, kolom, md
from ivp.show.uitvoer import Bron
from ivp.stats.power import POWER

OORDEEL: dict[Oordeel, str] = {
    "aantoonbaar": "ja",
    "pas-later": "pas later",
    "niet-aantoonbaar": "nee, binnen de marge",
    "zonder-indicator": "nee, geen indicator",
    "zonder-streefwaarde": "nee, geen streefwaarde",
    "zonder-basis": "nee, geen cijfer van vóór het plan",
    "zonder-marge": "onbekend, geen marge",
    "verkeerde-kant": "nee, streefwaarde niet gunstiger",
    "al-gehaald": "nee, al gehaald",
}
DOELEN, PROGRAMMA = "/chapters/doelen.qmd", "/chapters/uitvoeringsprogramma.qmd"
PRIORITERING, HISTORIE = "/chapters/prioritering.qmd", "/chapters/historie.qmd"
CAPACITEIT = "/chapters/capaciteit.qmd"


def standen(h: Hoofdstuk) -> list[Doelstand]:
    """What can be said of each goal of a chapter's input, which declares ``plannen``."""
    names = [doel.indicator for doel in h.plannen.doelen if doel.indicator]
    return doelstanden(
        h.plannen,
        h.cijfers(*names),
        {name: h.definitie(name) for name in names},
        h.gemeente.code,
        h.plan,
    )


def bron(h: Hoofdstuk) -> Bron:
    """The plans as a source: fictitious as long as they say so."""
    return Bron(
        name="plannen",
        titel=h.plannen.bron,
        producent=f"Gemeente {h.gemeente.naam}",
        werkelijk=not h.plannen.voorbeeld,
    )


def doelentabel(found: Sequence[Doelstand]) -> pd.DataFrame:
    """Per goal the baseline, what is aimed at and who answers for it."""
    return pd.DataFrame(
        {
            "Nr": range(1, len(found) + 1),
            "Doel": kolom(Verwijzing(s.doel.naam, anker=f"doel-{s.doel.id}") for s in found),
            "Indicator": [s.titel or "geen" for s in found],
            "Uitgangswaarde": [_base(s) for s in found],
            "Streefwaarde": [_value(s, s.streef) for s in found],
            "In jaar": [s.doel.jaar for s in found],
            "Bestuurder": [s.doel.portefeuillehouder for s in found],
        }
    )


def kort(found: Sequence[Doelstand]) -> pd.DataFrame:
    """The goals for who has three minutes."""
    return pd.DataFrame(
        {
            "Doel": kolom(
                Verwijzing(s.doel.naam, doel=f"{DOELEN}#doel-{s.doel.id}") for s in found
            ),
            "Van": [_value(s, s.basis) for s in found],
            "Naar": [_value(s, s.streef) for s in found],
            "In jaar": [s.doel.jaar for s in found],
            "Aan te tonen": [_verdict(s) for s in found],
        }
    )


def meettabel(found: Sequence[Doelstand]) -> pd.DataFrame:
    """Per goal how large the change is, how large it has to be to be seen, and when it is."""
    return pd.DataFrame(
        {
            "Nr": range(1, len(found) + 1),
            "Doel": [s.doel.naam for s in found],
            "Beoogde verandering": [_relative(s, _change(s)) for s in found],
            "Kleinste zichtbare": [_relative(s, s.zichtbaar) for s in found],
            "Kans om te zien (%)": [
                Ontbreekt.ONBEKEND if s.kans is None else 100 * s.kans for s in found
            ],
            "Aan te tonen": [_verdict(s) for s in found],
            "Laatste stand": [
                f"{_number(s, s.laatste.waarde)} ({s.laatste.jaar})" if s.laatste else "onbekend"
                for s in found
            ],
        }
    )


def _verdict(s: Doelstand) -> str:
    return f"pas in {s.vanaf}" if s.oordeel == "pas-later" else OORDEEL[s.oordeel]


def _change(s: Doelstand) -> float | None:
    return None if s.streef is None or s.basis is None else s.streef - s.basis


def _relative(s: Doelstand, change: float | None) -> str:
    """A change in percent of the baseline; of a share in points."""
    if change is None or s.basis is None:
        return str(Ontbreekt.ONBEKEND)
    if s.eenheid == "procent":
        return f"{getal(change, 1, teken=change < 0)} procentpunt"
    return procent(100 * change / s.basis) if s.basis else str(Ontbreekt.ONBEKEND)


def _number(s: Doelstand, value: float | None) -> str:
    if value is None or s.eenheid is None:
        return str(Ontbreekt.ONBEKEND)
    return eenheid.met_eenheid(value, s.eenheid, eenheid.decimalen(s.eenheid, [value]))


def _value(s: Doelstand, value: float | None) -> str:
    return "geen" if value is None else _number(s, value)


def _base(s: Doelstand) -> str:
    if s.basis is None:
        return "onbekend"
    years = str(s.van) if s.van == s.tot else f"{s.van}–{s.tot}"
    return f"{_number(s, s.basis)} ({years})"


def zin_doelen(found: Sequence[Doelstand]) -> str:
    """How many goals there are, how many can be measured, and how many shown in time."""
    if not found:
        return "Er zijn nog geen doelen vastgesteld."
    measurable = sum(s.meetbaar for s in found)
    shown = sum(s.in_orde for s in found)
    return (
        f"Er {'is' if len(found) == 1 else 'zijn'} {aantal(len(found), 'doel', 'doelen')}. "
        f"{_of(measurable, 'heeft', 'hebben')} een indicator, een uitgangswaarde en een "
        f"streefwaarde. Van {getal(shown)} {'doel' if shown == 1 else 'doelen'} is de verandering "
        "in het gekozen jaar met de bron aan te tonen."
    )


def _of(n: int, one: str, more: str) -> str:
    return f"Daarvan {one if n == 1 else more} er {getal(n)}"


def lijst_doelen(found: Sequence[Doelstand]) -> str:
    """Per goal that is not in order one sentence that says what its source can and cannot show."""
    lines = []
    for s in found:
        name = f"**{md(s.doel.naam)}.**"
        extra = f" {md(s.doel.toelichting)}" if s.doel.toelichting else ""
        seen = (
            f" In {s.doel.jaar} is een verandering te zien vanaf {_relative(s, s.zichtbaar)}; "
            f"beoogd is {_relative(s, _change(s))}."
            if s.zichtbaar is not None
            else ""
        )
        match s.oordeel:
            case "aantoonbaar":
                text = f"Aan te tonen in {s.vanaf}, als de streefwaarde dan is gehaald.{seen}"
            case "pas-later":
                text = f"Dit doel is met deze bron niet aan te tonen vóór {s.vanaf}.{seen}"
            case "niet-aantoonbaar":
                text = (
                    "Dit doel is met deze bron niet aan te tonen: de verandering valt binnen de "
                    f"marge.{seen}"
                )
            case "zonder-indicator":
                text = "Dit doel heeft geen indicator en is dus niet te meten."
            case _:
                text = f"Niet aan te tonen: {OORDEEL[s.oordeel].removeprefix('nee, ')}."
        lines.append(f"- {name} {text}{extra}")
    return "\n".join(lines)


def zin_kans() -> str:
    """What counts as demonstrable."""
    return (
        f"Wij noemen een doel aantoonbaar als de verandering in ten minste {procent(100 * POWER)} "
        "van de gevallen zou opvallen."
    )


def ketentabel(schakels: Sequence[Schakel]) -> pd.DataFrame:
    """One row per goal; each cell leads to where the book tells more."""
    rows = []
    for row in schakels:
        goal = row.doel
        rows.append(
            {
                "Evaluatie": Verwijzing(row.vorige.naam, HISTORIE) if row.vorige else "nieuw",
                "Analyse": Verwijzing(
                    f"{row.thema.naam}, plaats {row.rang}" if row.rang else row.thema.naam,
                    f"/chapters/veld-{row.veld.id}.qmd",
                ),
                "Prioriteit": Verwijzing("ja" if row.prioriteit else "nee", PRIORITERING),
                "Doel": Verwijzing(goal.doel.naam, f"{DOELEN}#doel-{goal.doel.id}")
                if goal
                else "ontbreekt",
                "Aanpak": Verwijzing(
                    aantal(len(row.maatregelen), "maatregel", "maatregelen"),
                    f"{PROGRAMMA}#maatregel-{row.maatregelen[0].id}",
                )
                if row.maatregelen
                else "ontbreekt",
                "Budget": Verwijzing(euro(row.budget), CAPACITEIT)
                if row.maatregelen
                else "ontbreekt",
            }
        )
    columns = ["Evaluatie", "Analyse", "Prioriteit", "Doel", "Aanpak", "Budget"]
    return pd.DataFrame(rows, columns=columns, dtype=object)


def breuktabel(found: Sequence[Breuk]) -> pd.DataFrame:
    """Every broken link: where, what, and what helps."""
    return pd.DataFrame(
        {
            "Schakel": [f"{b.van} → {b.naar}" for b in found],
            "Waar": [b.waar for b in found],
            "Wat er mis is": [b.wat for b in found],
            "Wat helpt": [b.doe for b in found],
        }
    )


def zin_breuken(found: Sequence[Breuk]) -> str:
    """How many links are broken, and where."""
    if not found:
        return "Alle schakels sluiten op elkaar aan."
    counts: dict[str, int] = {}
    for b in found:
        counts[f"{b.van} → {b.naar}"] = counts.get(f"{b.van} → {b.naar}", 0) + 1
    parts = [f"{getal(n)} bij {name}" for name, n in counts.items()]
    return (
        f"{aantal(len(found), 'schakel sluit', 'schakels sluiten')} niet: {opsomming(parts)}."
    ).capitalize()


def lijst_prioriteiten(plannen: m.Plannen, weging: Afweging) -> str:
    """The chosen priorities with their place in the ranking and why they were chosen."""
    ranks = dict(zip(weging.rangen["thema"], weging.rangen["rang"], strict=True))
    lines = []
    for keuze in plannen.prioriteiten:
        place = f" (plaats {ranks[keuze.thema]})" if keuze.thema in ranks else ""
        lines.append(f"- **{md(weging.namen[keuze.thema])}**{place}. {md(keuze.motivering)}.")
    return "\n".join(lines) or "Er is nog niets gekozen."
