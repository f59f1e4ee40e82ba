"""Chapters bronnen and colofon: the sources, and what the book was made with.

The functions take what the chapter's input holds as plain data and give frames whose columns carry
the reader's names. Nothing here looks at the clock, the file system or the machine.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from ivp.config import model as m
from ivp.indicators.chapter_input import Thresholds
from ivp.show.getal import aantal, datum, opsomming
from ivp.show.tables import md
from ivp.versies import PROGRAMMAS, versies

Bronnen = Sequence[Mapping[str, Any]]
"""Sources as ``OpenChapter.deliveries`` gives them, or ``OpenChapter.sources`` as plain data."""


def _geordend(bronnen: Bronnen) -> list[Mapping[str, Any]]:
    """Real sources first, then by producer and title."""
    return sorted(bronnen, key=lambda b: (not b["werkelijk"], b["producent"], b["titel"]))


def bronnentabel(bronnen: Bronnen) -> pd.DataFrame:
    """All ``leveringen``, in as few columns as fit: what, from whom and when, kind, licence."""
    return pd.DataFrame(
        [
            {
                "Titel": bron["titel"],
                "Van wie, overgenomen op": f"{_van_wie(bron)}, {_dag(bron)}",
                "Soort": _soort(bron) + ("; personen" if bron["persoonsregistratie"] else ""),
                "Licentie": bron["licentie"],
            }
            for bron in _geordend(bronnen)
        ]
    )


def bronnenlijst(bronnen: Bronnen) -> pd.DataFrame:
    """All that is known of the ``leveringen``, for the download."""
    return pd.DataFrame(
        [
            {
                "Titel": bron["titel"],
                "Omschrijving": bron["omschrijving"],
                "Van wie": _van_wie(bron),
                "Overgenomen op": bron["opgehaald"],
                "Soort": _soort(bron),
                "Personen": "ja" if bron["persoonsregistratie"] else "nee",
                "Licentie": bron["licentie"],
                "Adres": bron["url"] or "",
                "Bestand": bron["bestand"],
                "Contact": bron["contact"],
            }
            for bron in _geordend(bronnen)
        ]
    )


def _van_wie(bron: Mapping[str, Any]) -> str:
    return f"{bron['producent']} {bron['tabel'] or ''}".strip()


def _dag(bron: Mapping[str, Any]) -> str:
    return f"{dt.date.fromisoformat(bron['opgehaald']):%d-%m-%Y}"


def _soort(bron: Mapping[str, Any]) -> str:
    return "echt" if bron["werkelijk"] else "voorbeeld"


def gebruikstabel(
    bronnen: Bronnen, gebruik: Mapping[str, Mapping[str, Sequence[str]]]
) -> pd.DataFrame:
    """What the book does with each source (``ivp.indicators.book_sources.uses``)."""
    return pd.DataFrame(
        [
            {"Bron": bron["titel"], "Cijfers in dit boek": _gebruik(gebruik[bron["name"]])}
            for bron in _geordend(bronnen)
        ]
    )


def _gebruik(used: Mapping[str, Sequence[str]]) -> str:
    parts = list(used["cijfers"])
    if used["noemer_bij"]:
        parts.append(f"deler bij {aantal(len(used['noemer_bij']), 'cijfer', 'cijfers')} per 1.000")
    if used["hoofdstukken"]:
        parts.append(f"rechtstreeks in {opsomming(list(used['hoofdstukken']))}")
    return "; ".join(parts) or "nog niet gebruikt"


def zin_bronnen(bronnen: Bronnen) -> str:
    """How many sources there are, and how many of them are real."""
    real = [bron for bron in bronnen if bron["werkelijk"]]
    examples = len(bronnen) - len(real)
    text = f"Dit boek gebruikt {aantal(len(bronnen), 'bron', 'bronnen')}."
    if not examples:
        return f"{text} Alle cijfers zijn echt."
    return (
        f"{text} Echt: {aantal(len(real), 'bron', 'bronnen')}. "
        f"Voorbeeld: {aantal(examples, 'bron', 'bronnen')}. De cijfers in een voorbeeldbron zijn "
        "verzonnen, omdat de echte cijfers nog niet zijn overgenomen of geleverd."
    )


def lijst_echt(bronnen: Bronnen) -> str:
    """The real sources as a Markdown list, one item per producer."""
    real = [bron for bron in _geordend(bronnen) if bron["werkelijk"]]
    producers = dict.fromkeys(bron["producent"] for bron in real)
    return "\n".join(
        f"- {md(who)}: {md('; '.join(b['titel'] for b in real if b['producent'] == who))}."
        for who in producers
    )


def leemtentabel(velden: Iterable[m.Veld]) -> pd.DataFrame:
    """What is not known per thema, as ``params/velden.yml`` says it."""
    return pd.DataFrame(
        [
            {"Thema": thema.naam, "Wat ontbreekt": text}
            for veld in velden
            for thema in veld.themas
            for text in thema.leemten
        ],
        columns=["Thema", "Wat ontbreekt"],
    )


def instellingentabel(
    gemeente: m.Gemeente, plan: m.Plan, editie: m.Editie, zaad: int, drempels: Thresholds
) -> pd.DataFrame:
    """The settings from ``params/`` that decide what the whole book shows."""
    settings = {
        "Gemeente": f"{gemeente.naam} ({gemeente.code})",
        "Plan": plan.titel,
        "Looptijd": f"{plan.van} tot en met {plan.tot}",
        "Editie": f"{editie.nummer}, {editie.status}",
        "Datum van de editie": datum(editie.datum),
        "Zaad": str(zaad),
        "Kleinste aantal personen dat wordt getoond": str(drempels.personen),
        "Kleinste aantal antwoorden in een enquête": str(drempels.respondenten),
        "Kleinste aantal inwoners voor een cijfer per 1.000": str(drempels.inwoners),
    }
    return pd.DataFrame({"Instelling": list(settings), "Waarde": list(settings.values())})


def invoertabel(bronnen: Bronnen, tekens: int | None = None) -> pd.DataFrame:
    """Each of the ``leveringen`` with its SHA-256, all of it or the first ``tekens`` characters.

    A file that counts persons has none that may be published.
    """
    files = sorted(bronnen, key=lambda bron: bron["bestand"])
    return pd.DataFrame(
        {
            "Bestand": [bron["bestand"] for bron in files],
            "Controlegetal (SHA-256)": [
                bron["sha256"][:tekens] or "niet openbaar: telt personen" for bron in files
            ],
        }
    )


def versietabel() -> pd.DataFrame:
    """``versies`` with what each is for."""
    purpose = {"Python": "alle berekeningen", "ivp": "dit boek", **PROGRAMMAS}
    return pd.DataFrame(
        [(name, purpose[name], number) for name, number in versies().items()],
        columns=["Programma", "Waarvoor", "Versie"],
    )


def zin_versie(commit: str) -> str:
    """From which commit the book was made; ``commit`` as the runner gives it."""
    head, _, changed = commit.partition(" ")
    if head in ("", "onbekend"):
        return (
            "Van welke versie van de bestanden dit boek is gemaakt, is niet bekend: het is "
            "gemaakt buiten git om."
        )
    text = f"Dit boek is gemaakt van versie `{head}` van de bestanden in git."
    if changed:
        text += (
            " Op dat moment waren er wijzigingen die nog niet in git stonden. Van deze versie is "
            "het boek daarom niet precies zo opnieuw te maken."
        )
    return text


def zin_figuren(statische_figuren: str) -> str:
    """How the figures of the PDF were drawn; ``statische_figuren`` as the runner gives it."""
    if not statische_figuren:
        return "Hoe de figuren in de PDF zijn getekend, is niet vastgelegd."
    if statische_figuren.startswith("geen browser"):
        return (
            "Er was geen browser om figuren voor de PDF te tekenen. Daar staat in plaats van elke "
            "figuur de tabel met dezelfde cijfers."
        )
    return f"De figuren in de PDF zijn getekend met de browser {md(statische_figuren)}."
