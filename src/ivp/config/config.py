"""All parameters of one book together, and the runs that follow from them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cached_property
from typing import Any

from ivp.config import model as m


@dataclass(frozen=True)
class Run:
    """One execution of a notebook: what the runner runs and a chapter embeds."""

    id: str
    tekst: str
    notitieboek: str
    parameters: dict[str, str | int | float | bool]
    leest: m.Leest


@dataclass(frozen=True)
class Config:
    """All parameters of one book, checked; ``bestand`` is the municipality's file in params/.

    ``plannen`` is ``None`` as long as the municipality has no file for them.
    """

    boek: m.Boek
    lokaal: m.Gemeentebestand
    indicatoren: dict[str, m.Indicator]
    velden: tuple[m.Veld, ...]
    bestand: str = ""
    plannen: m.Plannen | None = None

    def parts(self) -> dict[str, str]:
        """The params by part, as text: what a checksum is made of. Comments do not count."""
        return {
            field.name: json.dumps(getattr(self, field.name), default=_plain)
            for field in fields(self)
        }

    @property
    def gemeente(self) -> m.Gemeente:
        return self.lokaal.gemeente

    @cached_property
    def themas(self) -> dict[str, m.Thema]:
        return {thema.id: thema for veld in self.velden for thema in veld.themas}

    def veld(self, veld_id: str) -> m.Veld:
        """The veld with this id; ``KeyError`` when there is none."""
        return {veld.id: veld for veld in self.velden}[veld_id]

    @cached_property
    def runs(self) -> tuple[Run, ...]:
        """The notebooks to run, in book order; a chapter ``per: veld`` gives one run per veld."""
        return tuple(run for chapter in self.boek.hoofdstukken for run in self.runs_of(chapter))

    def runs_of(self, chapter: m.Hoofdstuk) -> Iterator[Run]:
        """The run of one chapter in ``params/boek.yml``, or one per veld."""
        parameters, reads = chapter.parameters, self._with_implied(chapter.leest)
        if chapter.per is None:
            yield Run(chapter.id, chapter.tekst, chapter.notitieboek, dict(parameters), reads)
            return
        for veld in self.velden:
            own = [i for thema in veld.themas for i in thema.indicatoren]
            parts = [n for n, d in self.indicatoren.items() if d.deel_van in own]
            names = tuple(dict.fromkeys([*reads.indicatoren, *own, *parts]))
            yield Run(
                chapter.id.replace("veld", f"veld-{veld.id}"),
                chapter.tekst.replace("{veld}", veld.id),
                chapter.notitieboek,
                {**parameters, "veld": veld.id},
                reads.model_copy(update={"indicatoren": names}),
            )

    def _with_implied(self, reads: m.Leest) -> m.Leest:
        """Who weighs the thema's reads the figure of each; who reads the goals, theirs.

        ``keuzes`` are the same plans for who only names what was chosen: no figures come with it.
        """
        names = list(reads.indicatoren)
        if "prioritering" in reads.onderdelen:
            names += [i for thema in self.themas.values() for i in thema.indicatoren[:1]]
        if "plannen" in reads.onderdelen and self.plannen:
            names += [doel.indicator for doel in self.plannen.doelen if doel.indicator]
        return reads.model_copy(update={"indicatoren": tuple(dict.fromkeys(names))})

    def onderdeel(self, name: str) -> Any:
        """A part of the params as plain data, for a chapter's input."""
        if name == "velden":
            return [veld.model_dump(mode="json") for veld in self.velden]
        if name in ("plannen", "keuzes"):
            return (self.plannen or _none(self.lokaal.plan)).model_dump(mode="json")
        return getattr(self.lokaal, name).model_dump(mode="json")


def _none(plan: m.Plan) -> m.Plannen:
    """No plans yet: nothing chosen, no goals, no means; the programme is the first two years."""
    return m.Plannen(
        voorbeeld=False,
        bron="nog niet ingevuld",
        programma=m.Periode(van=plan.van, tot=min(plan.van + 1, plan.tot)),
        middelen=m.Middelen(uren_per_fte=1400),
    )


def _plain(value: Any) -> Any:
    return value.model_dump(mode="json") if hasattr(value, "model_dump") else str(value)
