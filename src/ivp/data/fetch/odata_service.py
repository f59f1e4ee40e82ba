"""OData versions 3 and 4 as CBS and the police serve them: entities, pages, Api and Feed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

from ivp.config.sources import Dienst
from ivp.data.fetch.connection import (
    ASK_LESS,
    AnswerFault,
    Connection,
    FetchPolicy,
    TooManyRows,
    wrong_answer,
)
from ivp.data.fetch.fetch_cache import PageCache
from ivp.data.readers.faults import check_size


@dataclass(frozen=True)
class Dialect:
    """What the two versions call the same things."""

    info: str
    dimensions: str
    """The entity that describes the dimensions; in v3 the topics too."""
    kind: str
    key: str
    codes: str
    """What the names of code lists end with."""
    following: str
    query: str
    """What every query starts with."""


V3 = Dialect("TableInfos", "DataProperties", "Type", "Key", "", "odata.nextLink", "$format=json")
V4 = Dialect("Properties", "Dimensions", "Kind", "Identifier", "Codes", "@odata.nextLink", "")


@dataclass(frozen=True)
class Page:
    """One answer: its bytes as received, the rows in it, and where the next page is."""

    raw: bytes
    rows: list[dict[str, Any]]
    following: object


class ODataTable:
    """One table at one service, read through the page cache (once there is one)."""

    def __init__(
        self, service: Dienst, table: str, connection: Connection, policy: FetchPolicy
    ) -> None:
        self.dialect = V3 if service.protocol == "odata-v3" else V4
        self.cache: PageCache | None = None
        self._service = service
        self._table = table
        self._connection = connection
        self._policy = policy
        self._bytes = 0

    def url(self, entity: str, where: str = "", *, feed: bool = False) -> str:
        """The address of an entity, with a filter in OData's own language."""
        base = self._service.feed if feed and self._service.feed else self._service.api
        query = "&".join(part for part in (self.dialect.query, _filter(where)) if part)
        return f"{base}/{self._table}/{entity}" + (f"?{query}" if query else "")

    def info(self) -> tuple[bytes, dict[str, Any]]:
        """The table's own description, always asked anew."""
        try:
            raw, content = self._connection.json(self.url(self.dialect.info))
        except TooManyRows:
            raise self._strange(self.dialect.info, "het weigert de omvang van de vraag") from None
        rows = content.get("value", [content])
        if not (isinstance(rows, list) and rows and isinstance(rows[0], dict)):
            raise self._strange(self.dialect.info, "geen beschrijving van de tabel")
        return raw, rows[0]

    def pages(self, entity: str, where: str = "", *, feed: bool = False) -> list[str]:
        """Get all pages of an entity into the cache; their addresses, in order.

        What the Api refuses for its size comes from the Feed.
        """
        try:
            return list(self._follow(self.url(entity, where, feed=feed)))
        except TooManyRows:
            if feed or self._service.feed is None:
                what = "de dienst weigert de omvang van deze vraag"
                raise self._strange(entity, what) from None
            return list(self._follow(self.url(entity, where, feed=True)))

    def read(self, url: str) -> Page:
        """The page at ``url``: from the cache when it is there, else from the service."""
        raw = self.cache.read(url) if self.cache else None
        kept = raw is not None
        raw, content = (raw, json.loads(raw)) if raw is not None else self._connection.json(url)
        rows = content.get("value")
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            raise self._strange(url, "het antwoord bevat geen rijen")
        if self.cache and not kept:
            self.cache.keep(url, raw)
        return Page(raw, rows, content.get(self.dialect.following) or None)

    def count(self, entity: str, where: str) -> int | None:
        """How many rows the service counts; ``None`` when it does not count."""
        query = f"?{_filter(where)}" if where else ""
        return self._connection.count(f"{self._service.api}/{self._table}/{entity}/$count{query}")

    def _follow(self, url: str) -> Iterator[str]:
        seen: set[str] = set()
        while True:
            if url in seen:
                raise self._strange(url, "de bladzijden verwijzen in een kring naar elkaar")
            seen.add(url)
            page = self.read(url)
            self._bytes += len(page.raw)
            check_size(self._bytes, self._policy.table_bytes, self._table, ASK_LESS)
            yield url
            if page.following is None:
                return
            target = urljoin(url, str(page.following))
            if not _same_server(target, url):
                raise AnswerFault(
                    f"De volgende bladzijde zou van een andere server komen: {target[:200]}",
                    waar=url,
                    waarom="cijfers komen alleen van de server die in params/bronnen.yml staat",
                    doe="meld dit bij de beheerder van de bron; het boek gebruikt de vorige opname",
                )
            url = target

    def _strange(self, place: str, what: str) -> AnswerFault:
        return wrong_answer(place if place.startswith("http") else f"{self._table}, {place}", what)


def _filter(where: str) -> str:
    return "$filter=" + quote(where, safe="()',") if where else ""


def _same_server(one: str, other: str) -> bool:
    """Whether two addresses have the same scheme, host and port, spelled the same."""
    try:
        return urlsplit(one)[:2] == urlsplit(other)[:2]
    except ValueError:
        return False
