"""A chapter's input as a notebook sees it: typed, and nothing that was not declared."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any, Self

import pandas as pd
from pydantic import ConfigDict

from ivp.config import model as m
from ivp.contracts import VERDICTS, Verdict
from ivp.errors import NotitieboekFout, OndeclareerdeInvoer, did_you_mean
from ivp.indicators.book_sources import Source
from ivp.indicators.chapter_input import ChapterInput, Frame, make_input
from ivp.indicators.outcomes import (
    Comparison,
    Development,
    NoComparison,
    comparison,
    development,
    last_comparison,
)
from ivp.paths import Project
from ivp.show.provenance import row_provenance


class OpenChapter(ChapterInput):
    """The declared input of one chapter. Asking for more raises ``OndeclareerdeInvoer``.

    Beside what is below it has ``gemeente``, ``plan``, ``editie``, ``deelgebieden``, ``zaad`` and
    ``drempels`` from params, ``definitions`` (the declared indicators by id), ``sources`` (all
    sources behind the chapter) and ``contradictions`` (published figures that differ).
    """

    model_config = ConfigDict(extra="forbid", frozen=True, ignored_types=(cached_property,))

    @classmethod
    def of(cls, made: ChapterInput) -> Self:
        """The input ``made``, opened."""
        return cls.from_json(made.to_json())

    def definition(self, indicator: str) -> m.Indicator:
        """How the indicator is made; only of declared ones: ``h.definition("geweld").titel``."""
        return self.definitions[self._declared(indicator, self.definitions, "indicatoren")]

    def rows(
        self,
        *indicators: str,
        unit: str | None = None,
        area: str | Iterable[str] | None = None,
    ) -> pd.DataFrame:
        """Rows of the indicator table (``ivp.indicators.rows.SCHEMA``), by default of all areas.

        Example: ``h.rows("woninginbraak", unit="per_1000_inwoners", area=["GM0420", "NL00"])``.
        """
        for name in indicators:
            self._declared(name, self.definitions, "indicatoren")
        if len(indicators) == 1:
            frame = self._by_indicator.get(indicators[0], self._whole_table.iloc[:0])
        else:
            frame = self._whole_table[self._whole_table["indicator"].isin(indicators)]
        if unit is not None:
            frame = frame[frame["eenheid"] == unit]
        if area is not None:
            frame = frame[frame["gebied"].isin([area] if isinstance(area, str) else list(area))]
        return frame.reset_index(drop=True)

    @cached_property
    def _whole_table(self) -> pd.DataFrame:
        return self.table.frame()

    @cached_property
    def _by_indicator(self) -> dict[str, pd.DataFrame]:
        groups = self._whole_table.groupby("indicator", sort=False)
        return {str(name): rows for name, rows in groups}

    def development(self, indicator: str, area: str | None = None) -> Development:
        """How the indicator developed in ``area`` (a code; else the municipality).

        Example: ``sentences.development(h.development("geweld"), h.definition("geweld"))``.
        """
        definition = self.definition(indicator)
        return development(self.rows(indicator), definition, indicator, area or self.gemeente.code)

    def comparison(
        self, indicator: str, other: m.Gebied, year: int | None = None
    ) -> Comparison | NoComparison | None:
        """How the municipality's rate of ``indicator`` stands to that of ``other`` in ``year``.

        Without a year: the last in which both have a rate, and ``None`` when there is none.
        Example: ``h.comparison("geweld", h.vergelijking.land)``.
        """
        rows, here = self.rows(indicator), self.gemeente.code
        if year is None:
            return last_comparison(rows, indicator, here, other.code)
        return comparison(rows, indicator, here, other.code, year)

    def dataset(self, name: str) -> pd.DataFrame:
        """The declared data set ``name`` as a frame: ``h.dataset("gebieden")``."""
        return super().dataset(self._declared(name, self.datasets, "datasets"))

    def sources_of(self, *named: str | pd.DataFrame) -> list[Source]:
        """The sources ``named`` by data set, or all in the ``bron`` column of a frame.

        Of a frame they also carry which rows of the files its figures come from.
        Example: ``show.table(frame, caption="…", sources=h.sources_of(rows, "gebieden"))``.
        """
        known = {source.name: source for source in self.sources}
        files = {source.name: source.bestand for source in self.sources}
        wanted: list[str] = []
        lines: dict[str, list[str]] = {}  # by the data set that is counted, which is named first
        for item in named:
            if isinstance(item, str):
                wanted.append(item)
                continue
            wanted += [part for bron in item["bron"].unique() for part in bron.split("+")]
            for name, rows in item.groupby(item["bron"].str.split("+").str[0], sort=False):
                found = row_provenance(rows, self.definitions, files, self.gemeente)
                lines.setdefault(str(name), []).extend(found)
        return [
            known[self._declared(name, known, "datasets")].model_copy(
                update={"herkomst": tuple(lines.get(name, ()))}
            )
            for name in dict.fromkeys(wanted)
        ]

    @property
    def historie(self) -> m.Historie:
        """Part ``historie`` of the params."""
        return m.Historie.model_validate(self._part("historie"))

    @property
    def prioritering(self) -> m.Prioritering:
        """Part ``prioritering`` of the params."""
        return m.Prioritering.model_validate(self._part("prioritering"))

    @property
    def capaciteit(self) -> m.Capaciteit:
        """Part ``capaciteit`` of the params."""
        return m.Capaciteit.model_validate(self._part("capaciteit"))

    @property
    def plannen(self) -> m.Plannen:
        """The plans: as ``plannen`` with each goal's figure declared, as ``keuzes`` without."""
        return self.keuzes or m.Plannen.model_validate(self._part("plannen"))

    @property
    def keuzes(self) -> m.Plannen | None:
        """The plans without the figures behind them; ``None`` when not declared."""
        found = self.parts.get("keuzes")
        return None if found is None else m.Plannen.model_validate(found)

    @property
    def vergelijking(self) -> m.Vergelijking:
        """Part ``vergelijking`` of the params: whom the municipality is compared with."""
        return m.Vergelijking.model_validate(self._part("vergelijking"))

    @property
    def velden(self) -> tuple[m.Veld, ...]:
        """Part ``velden`` of the params."""
        return tuple(m.Veld.model_validate(veld) for veld in self._part("velden"))

    def veld(self, veld_id: str) -> m.Veld:
        """The veld with id ``veld_id``. Raises ``NotitieboekFout`` with the nearest if unknown."""
        found = {veld.id: veld for veld in self.velden}
        if veld_id not in found:
            raise NotitieboekFout(
                f"Veld '{veld_id}' bestaat niet." + did_you_mean(veld_id, found),
                waar=self.id,
                waarom="het notitieboek weet niet over welk veld het gaat",
                doe="herstel de parameter veld",
            )
        return found[veld_id]

    @property
    def contracts(self) -> list[Verdict]:
        """The verdicts of the data contracts, one per expectation."""
        return VERDICTS.validate_python(self._part("contracten"))

    @property
    def tests(self) -> pd.DataFrame:
        """The tests of the declared survey questions (``ivp.indicators.survey_questions``)."""
        return Frame.model_validate(self._part("toetsen")["uitkomsten"]).frame()

    @property
    def toetsing(self) -> m.Toetsing:
        """By which rule the tests call something a difference; of the params."""
        return m.Toetsing.model_validate(self._part("toetsen")["regel"])

    @property
    def uses(self) -> dict[str, dict[str, list[str]]]:
        """What the book does with each data set (``ivp.indicators.book_sources.uses``)."""
        return dict(self._part("bronnen"))

    @property
    def deliveries(self) -> list[dict[str, Any]]:
        """The ``sources``, each with when it was taken over (``opgehaald``) and its ``sha256``."""
        found = self._part("leveringen")
        return [{**source.model_dump(), **found[source.name]} for source in self.sources]

    def _part(self, name: str) -> Any:
        return self.parts[self._declared(name, self.parts, "onderdelen")]

    def _declared(self, name: str, declared: Iterable[str], kind: str) -> str:
        declared = list(declared)
        if name not in declared:
            raise OndeclareerdeInvoer(
                f"Het notitieboek vraagt om '{name}', maar dat is niet opgegeven."
                + did_you_mean(name, declared),
                waar=f"params/boek.yml, hoofdstuk {self.id}, leest.{kind}",
                waarom="dan is niet bekend wanneer dit hoofdstuk opnieuw gemaakt moet worden",
                doe=f"zet '{name}' in params/boek.yml bij leest.{kind} van dit hoofdstuk",
            )
        return name


def open_chapter(path: str, run_id: str) -> OpenChapter:
    """See ``ivp.show.chapter``, which imports this only when a notebook asks for it."""
    if path:
        return OpenChapter.from_json(Path(path).read_bytes())
    return OpenChapter.of(make_input(Project.find(), run_id))
