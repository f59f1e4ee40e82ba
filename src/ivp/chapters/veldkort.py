"""The page that opens a chapter about a veld: what who has one page of time should know."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from ivp.chapters.veldbeeld import Onderwerp, overzicht
from ivp.config import model as m
from ivp.show.getal import Ontbreekt, aantal, opsomming
from ivp.show.sentences import bullets
from ivp.show.tables import md


def kern(items: Sequence[Onderwerp]) -> list[Onderwerp]:
    """The first figure of each thema: the one that weighs in the order of the thema's."""
    first: dict[str, Onderwerp] = {}
    for item in items:
        first.setdefault(item.thema.id, item)
    return list(first.values())


def kerntabel(veld: m.Veld, items: Sequence[Onderwerp], land: str) -> pd.DataFrame:
    """One row per thema: its first figure as ``overzicht`` says it, or that there is none."""
    known = overzicht(kern(items), land)
    rows = {row[0]: list(row) for row in known.itertuples(index=False, name=None)}
    bare = ["geen cijfer", *[str(Ontbreekt.ONBEKEND)] * 3]
    found = [rows.get(thema.naam, [thema.naam, *bare]) for thema in veld.themas]
    return pd.DataFrame(found, columns=known.columns)


def lijst_keuzes(veld: m.Veld, keuzes: m.Plannen | None) -> str:
    """What was chosen in this veld, aimed at and undertaken, and of which thema's nothing is known.

    Markdown; what comes from plans that are an example says so.
    """
    lines = []
    if keuzes:
        own = {thema.id: thema.naam for thema in veld.themas}
        chosen = [own[k.thema] for k in keuzes.prioriteiten if k.thema in own]
        goals = [doel for doel in keuzes.doelen if doel.thema in own]
        measures = [x for x in keuzes.maatregelen if x.doel in {doel.id for doel in goals}]
        mark = " *(voorbeeld)*" if keuzes.voorbeeld else ""
        if chosen:
            lines.append(f"**Prioriteit**: {opsomming([md(name) for name in chosen])}.{mark}")
        else:
            lines.append(f"**Prioriteit**: geen thema uit dit veld.{mark}")
        if goals:
            words = [f"{md(doel.naam)} ({doel.jaar})" for doel in goals]
            lines.append(
                f"**{'Doel' if len(goals) == 1 else 'Doelen'}**: {'; '.join(words)}.{mark}"
            )
            what = aantal(len(measures), "maatregel", "maatregelen")
            lines.append(f"**Aanpak**: {what}; @sec-programma noemt ze.{mark}")
    bare = [md(thema.naam) for thema in veld.themas if not thema.indicatoren]
    lines.append(f"**Zonder cijfer**: {opsomming(bare) if bare else 'geen enkel thema'}.")
    return bullets(lines)
