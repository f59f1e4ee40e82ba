"""What a chapter about one veld says of its thema's: what stands out, was chosen, is lacking."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from ivp.config import model as m
from ivp.indicators.outcomes import Comparison, Development
from ivp.show import count, listing, md, sentences
from ivp.show.open_chapter import OpenChapter


@dataclass(frozen=True)
class Subject:
    """One indicator of a thema with all that is said of the municipality.

    ``rows`` are the municipality's rows in the main unit; ``beside`` is the outcome beside the
    country in the last year that both know, ``None`` when there is no such year.
    """

    thema: m.Thema
    id: str
    definition: m.Indicator
    rows: pd.DataFrame
    development: Development
    beside: Comparison | None


def subjects(h: OpenChapter, veld: m.Veld) -> list[Subject]:
    """All indicators of the veld, in the order of its thema's."""
    found = []
    for thema in veld.themas:
        for name in thema.indicatoren:
            definition = h.definition(name)
            rows = h.rows(name, unit=definition.main_unit, area=h.gemeente.code)
            beside = h.comparison(name, h.vergelijking.land)
            known = beside if isinstance(beside, Comparison) else None
            found.append(Subject(thema, name, definition, rows, h.development(name), known))
    return found


def notable(found: Sequence[Subject], gemeente: str, land: str) -> str:
    """What clearly changes or differs, for the worse first; or that nothing does."""

    def judged(judgement: sentences.Judgement) -> list[Subject]:
        return [s for s in found if sentences.judgement(s.development, s.definition) == judgement]

    worse_when = {"lager": "hoger", "hoger": "lager"}
    kinds = {
        "**Ongunstige ontwikkeling**": judged("ongunstig"),
        "**Gunstige ontwikkeling**": judged("gunstig"),
        "**Duidelijke verandering die geen oordeel draagt**": [
            s
            for s in found
            if s.definition.gunstig == "geen" and s.development.direction in ("stijging", "daling")
        ],
        "**Geen duidelijke verandering**": judged("gelijk"),
        f"**Ongunstiger dan in de rest van {md(land)}**, per inwoner": [
            s
            for s in found
            if s.beside and s.beside.direction == worse_when.get(s.definition.gunstig)
        ],
        "**Geen ontwikkeling te noemen**": [s for s in found if s.development.direction is None],
    }
    if not any(kinds.values()):
        return f"Er zijn nog geen cijfers over {md(gemeente)} bij dit veld."
    lines = [f"{kind}: {_titles(these)}." for kind, these in kinds.items() if these]
    real = [s for s in found if s.rows["werkelijk"].all()]
    tail = ""
    if len(real) < len(found):
        tail = "\n\n*Alle cijfers achter deze lijst zijn voorbeeldcijfers"
        tail += f", behalve {_titles(real)}.*" if real else ".*"
    return sentences.bullets(lines) + tail


def text_by_thema(veld: m.Veld, found: Sequence[Subject], gemeente: str, land: str) -> str:
    """A heading per thema with what it is, a sentence or more per figure, and what is lacking."""
    parts = []
    for thema in veld.themas:
        own = [subject for subject in found if subject.thema.id == thema.id]
        parts.append(f"### {md(thema.naam)}\n\n{md(thema.omschrijving)}.")
        if own:
            parts.append(sentences.bullets(_told(subject, gemeente, land) for subject in own))
        else:
            parts.append("Over dit thema staat geen cijfer in dit boek.")
        if thema.leemten:
            parts.append("*Wat ontbreekt:* " + " ".join(md(text) for text in thema.leemten))
    return "\n\n".join(parts)


def choices(veld: m.Veld, keuzes: m.Plannen | None) -> str:
    """What was chosen in this veld, aimed at and undertaken, and of which thema's nothing is known.

    Markdown; what comes from plans that are an example says so.
    """
    lines = []
    if keuzes:
        own = {thema.id: thema.naam for thema in veld.themas}
        chosen = [md(own[k.thema]) for k in keuzes.prioriteiten if k.thema in own]
        goals = [doel for doel in keuzes.doelen if doel.thema in own]
        measures = [x for x in keuzes.maatregelen if x.doel in {doel.id for doel in goals}]
        mark = " *(voorbeeld)*" if keuzes.voorbeeld else ""
        what = listing(chosen) if chosen else "geen thema uit dit veld"
        lines.append(f"**Prioriteit**: {what}.{mark}")
        if goals:
            words = "; ".join(f"{md(doel.naam)} ({doel.jaar})" for doel in goals)
            lines.append(f"**{'Doel' if len(goals) == 1 else 'Doelen'}**: {words}.{mark}")
            what = count(len(measures), "maatregel", "maatregelen")
            lines.append(f"**Aanpak**: {what}; @sec-programma noemt ze.{mark}")
    bare = [md(thema.naam) for thema in veld.themas if not thema.indicatoren]
    lines.append(f"**Zonder cijfer**: {listing(bare) if bare else 'geen enkel thema'}.")
    return sentences.bullets(lines)


def gaps(veld: m.Veld) -> str:
    """The gaps of the veld, with their thema."""
    known = [f"**{md(t.naam)}**: {md(text)}" for t in veld.themas for text in t.leemten]
    if not known:
        return "Bij elk thema van dit veld staat een cijfer, en er zijn geen leemten opgegeven."
    verb = "is" if len(known) == 1 else "zijn"
    head = f"Er {verb} {count(len(known), 'leemte', 'leemten')} bekend."
    bare = [md(thema.naam) for thema in veld.themas if not thema.indicatoren]
    if bare:
        head += f" Zonder enig cijfer: {listing(bare)}."
    return f"{head}\n\n{sentences.bullets(known)}"


def _titles(found: Sequence[Subject]) -> str:
    titles = [subject.definition.titel for subject in found]
    return listing([md(title[:1].lower() + title[1:]) for title in titles])


def _told(subject: Subject, gemeente: str, land: str) -> str:
    development, definition = subject.development, subject.definition
    texts = [sentences.latest(development, definition)]
    if development.last is not None:
        texts.append(sentences.development(development, definition, ""))
    if subject.beside is not None:
        unit = development.unit
        texts.append(sentences.comparison(subject.beside, unit, gemeente, land, "", rest=True))
    return " ".join(texts) + sentences.example_mark(subject.rows)
