"""OData versions 3 and 4 as CBS and the police serve them: entities, pages, Api and Feed."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from ivp.config.sources import Dienst
from ivp.data.fetch.beleid import MIB, AntwoordFout, Beleid
from ivp.data.fetch.cache import Paginacache
from ivp.data.fetch.http import TeVeelRijen, Verbinding
from ivp.errors import BronFout

_WHY = "zonder alle bladzijden zou een deel van de tabel ongemerkt ontbreken"


@dataclass(frozen=True)
class Dialect:
    """What the two versions call the same things."""

    info: str
    dimensies: str
    dimensie_naam: str
    dimensie_soort: str
    codes: str
    sleutel: str
    volgende: str
    vraag: str
    """What every query starts with."""


DIALECTEN = {
    "odata-v3": Dialect(
        "TableInfos", "DataProperties", "Key", "Type", "{}", "Key", "odata.nextLink", "$format=json"
    ),
    "odata-v4": Dialect(
        "Properties",
        "Dimensions",
        "Identifier",
        "Kind",
        "{}Codes",
        "Identifier",
        "@odata.nextLink",
        "",
    ),
}


@dataclass(frozen=True)
class Pagina:
    """One answer: its bytes as received, the rows in it, and where the next page is."""

    ruw: bytes
    rijen: list[dict[str, Any]]
    volgende: object


class Odata:
    """One table at one service, read through the page cache (once there is one)."""

    def __init__(self, dienst: Dienst, tabel: str, verbinding: Verbinding, beleid: Beleid) -> None:
        self.dialect = DIALECTEN[dienst.protocol]
        self.cache: Paginacache | None = None
        self._dienst = dienst
        self._tabel = tabel
        self._verbinding = verbinding
        self._beleid = beleid
        self._bytes = 0

    def url(self, entiteit: str, filter_: str = "", *, feed: bool = False) -> str:
        """The address of an entity, with a filter in OData's own language."""
        base = self._dienst.feed if feed and self._dienst.feed else self._dienst.api
        wish = _wens(filter_)
        query = "&".join(part for part in (self.dialect.vraag, wish) if part)
        return f"{base}/{self._tabel}/{entiteit}" + (f"?{query}" if query else "")

    def info(self) -> tuple[bytes, dict[str, Any]]:
        """The table's own description, always asked anew."""
        try:
            answer = self._verbinding.json(self.url(self.dialect.info))
        except TeVeelRijen:
            raise self._vreemd(self.dialect.info, "het weigert de omvang van de vraag") from None
        rows = answer.inhoud.get("value", [answer.inhoud])
        if not (isinstance(rows, list) and rows and isinstance(rows[0], dict)):
            raise self._vreemd(self.dialect.info, "geen beschrijving van de tabel")
        return answer.ruw, rows[0]

    def paginas(self, entiteit: str, filter_: str = "", *, feed: bool = False) -> list[str]:
        """Get all pages of an entity into the cache; their addresses, in order.

        What the Api refuses for its size comes from the Feed.
        """
        try:
            return list(self._haal(self.url(entiteit, filter_, feed=feed)))
        except TeVeelRijen:
            if feed or self._dienst.feed is None:
                raise self._vreemd(entiteit, "de dienst weigert de omvang van deze vraag") from None
            return list(self._haal(self.url(entiteit, filter_, feed=True)))

    def lees(self, url: str) -> Pagina:
        """The page at ``url``: from the cache when it is there, else from the service."""
        raw = self.cache.lees(url) if self.cache else None
        if raw is not None:
            return self._pagina(url, raw, json.loads(raw))
        answer = self._verbinding.json(url)
        page = self._pagina(url, answer.ruw, answer.inhoud)
        if self.cache:
            self.cache.bewaar(url, answer.ruw)
        return page

    def vergeet(self, urls: Iterable[str]) -> None:
        """Remove these pages from the cache, so that they are asked again."""
        for url in urls:
            if self.cache:
                self.cache.vergeet(url)

    def aantal(self, entiteit: str, filter_: str) -> int | None:
        """How many rows the service counts; ``None`` when it does not count."""
        query = f"?{_wens(filter_)}" if filter_ else ""
        return self._verbinding.aantal(f"{self._dienst.api}/{self._tabel}/{entiteit}/$count{query}")

    def _haal(self, url: str) -> Iterator[str]:
        seen: set[str] = set()
        while True:
            if url in seen:
                raise self._vreemd(url, "de bladzijden verwijzen in een kring naar elkaar")
            seen.add(url)
            page = self.lees(url)
            self._bytes += len(page.ruw)
            if self._bytes > self._beleid.tabel_bytes:
                raise BronFout(
                    f"Deze tabel is groter dan {self._beleid.tabel_bytes // MIB} MB",
                    waar=self._tabel,
                    waarom="een te grote tabel vult de schijf",
                    doe="vraag een kleiner deel van de tabel (params/bronnen.yml)",
                )
            yield url
            if page.volgende is None:
                return
            url = self._zelfde_dienst(url, page.volgende)

    def _zelfde_dienst(self, url: str, link: object) -> str:
        target = urljoin(url, str(link))
        try:
            same = _herkomst(target) == _herkomst(url)
        except ValueError:
            same = False
        if not same:
            raise AntwoordFout(
                f"De volgende bladzijde zou van een andere server komen: {target[:200]}",
                waar=url,
                waarom="cijfers komen alleen van de server die in params/bronnen.yml staat",
                doe="meld dit bij de beheerder van de bron; het boek gebruikt de vorige opname",
            )
        return target

    def _pagina(self, url: str, raw: bytes, content: dict[str, Any]) -> Pagina:
        rows = content.get("value")
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise self._vreemd(url, "het antwoord bevat geen rijen")
        return Pagina(raw, rows, content.get(self.dialect.volgende) or None)

    def _vreemd(self, place: str, what: str) -> AntwoordFout:
        where = place if place.startswith("http") else f"{self._tabel}, {place}"
        return AntwoordFout(
            f"De dienst antwoordt anders dan de standaard voorschrijft: {what}",
            waar=where,
            waarom=_WHY,
            doe="probeer het later opnieuw; het boek blijft de vorige opname gebruiken",
        )


def _wens(filter_: str) -> str:
    return "$filter=" + quote(filter_, safe="()',") if filter_ else ""


def _herkomst(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port
