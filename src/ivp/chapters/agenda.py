"""Chapter prioritering: the thema's beside the agendas of others."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ivp.config import model as m
from ivp.show.opmaak import md


def agendatabel(
    keuze: m.Prioritering, velden: Sequence[m.Veld], kaders: Sequence[m.Kader]
) -> pd.DataFrame:
    """All thema's × all agendas: ja, deels, nee or onbekend."""
    names = _names(kaders)
    mate = {(link.thema, link.kader): link.mate for link in keuze.aansluiting}
    return pd.DataFrame(
        [
            {
                "Thema": thema.naam,
                **{
                    names[agenda.kader]: "onbekend"
                    if agenda.onbekend
                    else mate.get((thema.id, agenda.kader), "nee")
                    for agenda in keuze.agendas
                },
            }
            for veld in velden
            for thema in veld.themas
        ],
        columns=["Thema", *(names[agenda.kader] for agenda in keuze.agendas)],
    )


def verwijzingstabel(
    keuze: m.Prioritering, velden: Sequence[m.Veld], kaders: Sequence[m.Kader]
) -> pd.DataFrame:
    """Where it is written that a thema is on an agenda, in the order of the thema's."""
    names = _names(kaders)
    return pd.DataFrame(
        [
            (thema.naam, names[link.kader], link.mate, link.verwijzing)
            for veld in velden
            for thema in veld.themas
            for link in keuze.aansluiting
            if link.thema == thema.id
        ],
        columns=["Thema", "Agenda", "Past", "Waar dit staat"],
    )


def _names(kaders: Sequence[m.Kader]) -> dict[str, str]:
    return {kader.id: kader.kort or kader.document for kader in kaders}


def lijst_agendas(keuze: m.Prioritering, kaders: Sequence[m.Kader]) -> str:
    """Per agenda whether it counts, and if its content is not known, why."""
    documents = {kader.id: kader for kader in kaders}
    lines = []
    for agenda in keuze.agendas:
        kader = documents[agenda.kader]
        if agenda.onbekend:
            text = f"onbekend. {md(agenda.onbekend)}"
        elif agenda.telt_mee:
            text = f"telt mee in de score ({md(kader.bron)})"
        else:
            text = f"staat erbij, maar telt niet mee in de score ({md(kader.bron)})"
        lines.append(f"- **{md(kader.document)}**: {text}.")
    return "\n".join(lines)
