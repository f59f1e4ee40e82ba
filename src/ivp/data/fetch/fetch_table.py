"""Fetch one table into a new snapshot, or find that nothing changed.

Order: the table's own description, its code lists, all pages (into the cache), the description
again. Only when it is still the same version is the snapshot made, from the cache alone; so a fault
at any moment leaves either no snapshot or a whole one.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any, Literal

from ivp import store
from ivp.config.sources import Bronnen
from ivp.data import snapshots
from ivp.data.fetch.fetch_cache import LookedAt, PageCache
from ivp.data.fetch.odata_service import (
    LATER,
    AnswerFault,
    Connection,
    FetchPolicy,
    ODataTable,
)
from ivp.data.fetch.request_plan import Question, TableShape, version_of
from ivp.data.package import now
from ivp.data.snapshots import Snapshot, SnapshotBuilder, SnapshotOrigin
from ivp.errors import BronFout
from ivp.paths import Project

Progressed = Callable[[int, int], None]
"""Called with the number of questions answered, and how many there are."""


class _Changed(Exception):
    """The table was replaced while it was being fetched."""


@dataclass(frozen=True)
class Fetched:
    """What came of a fetch: a new snapshot, or the one that is still right."""

    status: Literal["nieuw", "ongewijzigd"]
    snapshot: Snapshot


@dataclass(frozen=True)
class Fetcher:
    """How to fetch; time and waiting can be replaced in tests."""

    project: Project
    catalogue: Bronnen
    areas: Sequence[str]
    """Area codes without padding, the municipality's own first."""
    policy: FetchPolicy = field(default_factory=FetchPolicy)
    sleep: Callable[[float], None] = time.sleep

    def table(
        self, name: str, progress: Progressed = lambda done, total: None, again: bool = False
    ) -> Fetched:
        """Fetch the table; ``again`` asks for everything although the table did not change.

        Raises ``BronFout`` when it cannot be had whole; then there is no new snapshot.
        """
        service = self.catalogue.diensten[self.catalogue.tabel(name).dienst]
        with closing(Connection(self.policy, self.sleep)) as connection:
            odata = ODataTable(service, name, connection, self.policy)
            for _ in range(self.policy.restarts + 1):
                try:
                    return self._try(name, odata, progress, again)
                except _Changed:
                    continue
                except AnswerFault:
                    if odata.cache:
                        odata.cache.clear()
                    raise
        raise BronFout(
            f"Tabel {name} veranderde steeds terwijl die werd opgehaald",
            waar=name,
            waarom="bladzijden van twee versies door elkaar geven verkeerde cijfers",
            doe=LATER,
        )

    def _try(self, name: str, odata: ODataTable, progress: Progressed, again: bool) -> Fetched:
        _, info = odata.info()
        version, asked = version_of(name, info), self._digest(name)
        looked = LookedAt(self.project.cache)
        last = snapshots.newest(self.project, name)
        if last is not None and last.origin.vraag != asked:
            last = None
        if last and not again and version in (last.origin.gewijzigd, looked.version(last)):
            looked.note(last, version, now())
            return Fetched("ongewijzigd", last)
        odata.cache = PageCache(self.project.cache, name, version)
        odata.cache.begin()
        shape = TableShape.ask(name, self.catalogue.tabellen[name], odata)
        questions = shape.questions(self.areas, self.policy)
        answers: list[tuple[Question, list[str]]] = []
        for question in questions:
            progress(len(answers), len(questions))
            answers.append((question, _answer(shape, question)))
        progress(len(answers), len(questions))
        raw, info = odata.info()
        if version_of(name, info) != version:
            odata.cache.clear()
            raise _Changed
        with snapshots.build(self.project, name) as builder:
            builder.add_page(odata.dialect.info, 1, raw)
            _fill(builder, shape, answers)
            if last and builder.content == last.origin.inhoud:
                found = Fetched("ongewijzigd", last)
            else:
                origin = self._origin(info, shape, version=version, asked=asked)
                found = Fetched("nieuw", builder.finish(origin))
        looked.note(found.snapshot, version, now())
        odata.cache.clear()
        return found

    def _digest(self, name: str) -> str:
        """Digest of what is asked: another question needs another snapshot."""
        table = self.catalogue.tabellen[name]
        scope = table.model_dump(mode="json", exclude={"titel", "kalender"})
        counted = {"land": 0, "wijken": 1}.get(table.omvang)
        areas = list(self.areas)[:counted]
        return store.digest([self.catalogue.diensten[table.dienst].api, scope, areas])

    def _origin(
        self, info: dict[str, Any], shape: TableShape, *, version: str, asked: str
    ) -> SnapshotOrigin:
        service = self.catalogue.diensten[shape.table.dienst]
        return SnapshotOrigin(
            tabel=shape.name,
            titel=str(info.get("Title") or shape.table.titel).strip(),
            producent=service.producent,
            licentie=service.licentie.model_dump(mode="json"),
            url=shape.odata.url(shape.entity).partition("?")[0],
            protocol=service.protocol,
            entiteit=shape.entity,
            opgehaald=now(),
            gewijzigd=version,
            vraag=asked,
            nieuwe_cijfers=_next_figures(info),
            sleutel=tuple(shape.key),
            gebied=shape.area,
            tijd=shape.time,
            metagegevens=(shape.odata.dialect.info, *shape.pages),
        )


def _answer(shape: TableShape, question: Question) -> list[str]:
    """The addresses of the pages that answer, with as many rows as are counted."""
    odata = shape.odata
    for _ in range(2):
        pages = odata.pages(shape.entity, question.where, feed=question.feed)
        rows = sum(len(odata.read(url).rows) for url in pages)
        count = odata.count(shape.entity, question.where)
        if count is None or count == rows:
            return pages
        for url in pages:
            if odata.cache:
                odata.cache.forget(url)
    raise AnswerFault(
        f"De dienst telt {count} rijen, maar geeft er {rows}",
        waar=f"{shape.name}, {question.where[:120]}",
        waarom="een ontbrekend deel lijkt in het boek op een daling",
        doe=LATER,
    )


def _fill(
    builder: SnapshotBuilder, shape: TableShape, answers: list[tuple[Question, list[str]]]
) -> None:
    """Put the code lists and all rows into the snapshot, from the cache."""
    for entity, urls in shape.pages.items():
        rows: list[dict[str, Any]] = []
        for number, url in enumerate(urls, start=1):
            page = shape.odata.read(url)
            builder.add_page(entity, number, page.raw)
            rows += page.rows
        builder.add_codes(entity, rows)
    number = 0
    for question, urls in answers:
        parts = []
        for url in urls:
            number += 1
            page = shape.odata.read(url)
            builder.add_page(shape.entity, number, page.raw)
            if page.rows:
                parts.append(shape.typed(page.rows, number))
        if parts:
            builder.add_rows(shape.together(parts, question))
    if builder.count == 0:
        raise BronFout(
            "De dienst geeft geen enkele rij",
            waar=shape.name,
            waarom="een lege opname zou alle cijfers uit deze bron laten verdwijnen",
            doe=LATER,
        )


def _next_figures(info: dict[str, Any]) -> str:
    """What the table says itself under "Wanneer komen er nieuwe cijfers?"; empty when nothing."""
    text = str(info.get("ShortDescription") or "") + "\n\n" + str(info.get("Description") or "")
    found = re.search(r"Wanneer komen er nieuwe cijfers\?\s*(.+?)(?:\n\s*\n|$)", text, re.S)
    return " ".join(found[1].split())[:500] if found else ""
