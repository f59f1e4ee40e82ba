"""Fetch one table into a new snapshot, or find that nothing changed.

Order: the table's own description, its code lists, all pages (into the cache), the description
again. Only when it is still the same version is the snapshot made, from the cache alone; so a fault
at any moment leaves either no snapshot or a whole one.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from ivp.config.sources import Bronnen
from ivp.data import snapshots
from ivp.data.fetch import plan as p
from ivp.data.fetch import rijen as r
from ivp.data.fetch.beleid import AntwoordFout, Beleid
from ivp.data.fetch.bouwer import Bouwer
from ivp.data.fetch.cache import Paginacache
from ivp.data.fetch.gezien import Gezien
from ivp.data.fetch.http import Verbinding
from ivp.data.fetch.odata import Odata
from ivp.data.snapshots import Snapshot
from ivp.errors import BronFout
from ivp.paths import Project

Voortgang = Callable[[int, int], None]
"""Called with the number of questions answered, and how many there are."""
_LATER = "probeer het later opnieuw; het boek blijft de vorige opname gebruiken"


class _Veranderd(Exception):
    """The table was replaced while it was being fetched."""


@dataclass(frozen=True)
class Uitkomst:
    """What came of a fetch: a new snapshot, or the one that is still right."""

    status: Literal["nieuw", "ongewijzigd"]
    snapshot: Snapshot


@dataclass(frozen=True)
class Ophalen:
    """How to fetch; time and waiting can be replaced in tests."""

    project: Project
    bronnen: Bronnen
    gebieden: Sequence[str]
    """Area codes without padding, the municipality's own first."""
    beleid: Beleid = field(default_factory=Beleid)
    slaap: Callable[[float], None] = time.sleep

    def tabel(
        self, naam: str, voortgang: Voortgang = lambda gedaan, totaal: None, opnieuw: bool = False
    ) -> Uitkomst:
        """Fetch the table; ``opnieuw`` asks for everything although the table did not change.

        Raises ``BronFout`` when it cannot be had whole; then there is no new snapshot.
        """
        tabel = self.bronnen.tabel(naam)
        dienst = self.bronnen.diensten[tabel.dienst]
        with Verbinding(self.beleid, self.slaap) as verbinding:
            odata = Odata(dienst, naam, verbinding, self.beleid)
            for _ in range(self.beleid.herbegin + 1):
                try:
                    return self._probeer(naam, odata, voortgang, opnieuw)
                except _Veranderd:
                    continue
                except AntwoordFout:
                    if odata.cache:
                        odata.cache.wis()
                    raise
        raise BronFout(
            f"Tabel {naam} veranderde steeds terwijl die werd opgehaald",
            waar=naam,
            waarom="bladzijden van twee versies door elkaar geven verkeerde cijfers",
            doe=_LATER,
        )

    def _probeer(self, naam: str, odata: Odata, voortgang: Voortgang, opnieuw: bool) -> Uitkomst:
        _, info = odata.info()
        version = r.versie(naam, info)
        asked = self._vraag(naam)
        seen = Gezien(self.project.cache)
        last = snapshots.nieuwste(self.project, naam)
        if last is not None and last.herkomst.vraag != asked:
            last = None
        if last and not opnieuw and version in (last.herkomst.gewijzigd, seen.versie(last)):
            seen.noteer(last, version, nu())
            return Uitkomst("ongewijzigd", last)
        odata.cache = Paginacache(self.project.cache, naam, version)
        odata.cache.begin()
        tabel = self.bronnen.tabellen[naam]
        meta = p.metagegevens(odata, tabel)
        wanted = p.maak(naam, tabel, meta, self.gebieden, odata, self.beleid)
        answered = []
        for number, vraag in enumerate(wanted.vragen):
            voortgang(number, len(wanted.vragen))
            answered.append(self._antwoord(naam, odata, wanted, vraag))
        voortgang(len(wanted.vragen), len(wanted.vragen))
        again, info = odata.info()
        if r.versie(naam, info) != version:
            odata.cache.wis()
            raise _Veranderd
        with Bouwer(self.project, naam) as bouwer:
            entity = odata.dialect.info
            bouwer.bladzijde(entity, 1, again)
            self._bouw(naam, bouwer, odata, wanted, answered)
            if last and bouwer.inhoud == last.herkomst.inhoud:
                found = Uitkomst("ongewijzigd", last)
            else:
                sidecar = self._herkomst(naam, odata, info, version, asked, wanted)
                found = Uitkomst("nieuw", bouwer.klaar(sidecar))
        seen.noteer(found.snapshot, version, nu())
        odata.cache.wis()
        return found

    def _antwoord(self, naam: str, odata: Odata, plan: p.Plan, vraag: p.Vraag) -> list[str]:
        """The addresses of the pages that answer ``vraag``, with as many rows as are counted."""
        count = None
        for _ in range(2):
            pages = odata.paginas(plan.entiteit, vraag.filter, feed=vraag.feed)
            rows = sum(len(odata.lees(url).rijen) for url in pages)
            count = odata.aantal(plan.entiteit, vraag.filter)
            if count is None or count == rows:
                return pages
            odata.vergeet(pages)
        raise AntwoordFout(
            f"De dienst telt {count} rijen, maar geeft er {rows}",
            waar=f"{naam}, {vraag.filter[:120]}",
            waarom="een ontbrekend deel lijkt in het boek op een daling",
            doe=_LATER,
        )

    def _bouw(
        self,
        naam: str,
        bouwer: Bouwer,
        odata: Odata,
        plan: p.Plan,
        answered: list[list[str]],
    ) -> None:
        for entity, urls in plan.meta.bladzijden.items():
            rows: list[dict[str, Any]] = []
            for number, url in enumerate(urls, start=1):
                page = odata.lees(url)
                bouwer.bladzijde(entity, number, page.ruw)
                rows += page.rijen
            bouwer.codelijst(entity, rows)
        number = 0
        for vraag, urls in zip(plan.vragen, answered, strict=True):
            parts = []
            for url in urls:
                number += 1
                page = odata.lees(url)
                bouwer.bladzijde(plan.entiteit, number, page.ruw)
                if page.rijen:
                    parts.append(r.kolommen(naam, page.rijen, plan.meta, number))
            if parts:
                bouwer.rijen(r.samen(naam, parts, plan.meta, vraag))
        if bouwer.aantal == 0:
            raise BronFout(
                "De dienst geeft geen enkele rij",
                waar=naam,
                waarom="een lege opname zou alle cijfers uit deze bron laten verdwijnen",
                doe=_LATER,
            )

    def _vraag(self, naam: str) -> str:
        tabel = self.bronnen.tabellen[naam]
        scope = tabel.model_dump(mode="json", exclude={"titel", "kalender"})
        areas = [] if tabel.omvang == "land" else list(self.gebieden)
        if tabel.omvang == "wijken":
            areas = areas[:1]
        address = self.bronnen.diensten[tabel.dienst].api
        text = json.dumps([address, scope, areas], sort_keys=True)
        return hashlib.sha256(text.encode()).hexdigest()

    def _herkomst(
        self,
        naam: str,
        odata: Odata,
        info: dict[str, Any],
        version: str,
        asked: str,
        plan: p.Plan,
    ) -> dict[str, Any]:
        dienst = self.bronnen.diensten[self.bronnen.tabellen[naam].dienst]
        return {
            "tabel": naam,
            "titel": str(info.get("Title") or self.bronnen.tabellen[naam].titel).strip(),
            "producent": dienst.producent,
            "licentie": dienst.licentie.model_dump(mode="json"),
            "url": odata.url(plan.entiteit).partition("?")[0],
            "protocol": dienst.protocol,
            "entiteit": plan.entiteit,
            "opgehaald": nu(),
            "gewijzigd": version,
            "vraag": asked,
            "nieuwe_cijfers": nieuwe_cijfers(info),
            "sleutel": r.sleutel(plan.meta),
            "gebied": plan.meta.gebied,
            "tijd": plan.meta.tijd,
            "metagegevens": [odata.dialect.info, *plan.meta.bladzijden],
        }


def nu() -> dt.datetime:
    """Now, or the moment that ``SOURCE_DATE_EPOCH`` fixes; in UTC, whole seconds."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    moment = int(epoch) if epoch else int(time.time())
    return dt.datetime.fromtimestamp(moment, tz=dt.UTC)


def nieuwe_cijfers(info: dict[str, Any]) -> str:
    """What the table says itself under "Wanneer komen er nieuwe cijfers?"; empty when nothing."""
    text = str(info.get("ShortDescription") or "") + "\n\n" + str(info.get("Description") or "")
    found = re.search(r"Wanneer komen er nieuwe cijfers\?\s*(.+?)(?:\n\s*\n|$)", text, re.S)
    return " ".join(found[1].split())[:500] if found else ""
