"""OData versions 3 and 4 as CBS and the police serve them: entities, pages, Api and Feed.

One GET at a time: polite, bounded, and again when the fault may pass. Whatever comes out is a
complete JSON document; anything less is retried, and in the end refused.
"""

from __future__ import annotations

import email.utils
import json
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any, TypeVar
from urllib.parse import quote, urljoin, urlsplit

import httpx
from tenacity import (
    Retrying,
    retry_if_exception_type,
    stop_after_attempt,
    wait_exception,
    wait_random_exponential,
)

from ivp.config.sources import Dienst
from ivp.data.fetch.fetch_cache import PageCache
from ivp.data.readers.faults import check_size
from ivp.errors import BronFout

T = TypeVar("T")
MIB = 2**20
_PASSES = {408, 425, 429, 500, 502, 503, 504}
_TOO_MANY = re.compile(r"\b10[.,\s]?000\b")
ASK_LESS = "vraag een kleiner deel van de tabel (params/bronnen.yml)"
LATER = "probeer het later opnieuw; het boek blijft de vorige opname gebruiken"
INCOMPLETE = "zonder volledig antwoord zou een deel van de tabel ongemerkt ontbreken"


@dataclass(frozen=True)
class FetchPolicy:
    """How we behave towards a service. Times in seconds, sizes in bytes."""

    attempts: int = 6
    connect: float = 10.0
    silence: float = 60.0
    """Longest silence within an answer."""
    answer: float = 600.0
    """Longest time for one answer, however steadily it drips."""
    wait_first: float = 1.0
    wait_most: float = 60.0
    wait_asked: float = 300.0
    """Longest ``Retry-After`` that is waited out; a longer one ends the fetch."""
    pause: float = 0.3
    """Least time between two requests."""
    answer_bytes: int = 256 * MIB
    table_bytes: int = 64 * 1024 * MIB
    restarts: int = 2
    """How often a table that changes during the fetch is started anew."""
    api_rows: int = 10_000
    """The Api refuses larger results."""
    url_length: int = 1_800
    """Microsoft's servers refuse query strings over 2,048."""


class AnswerFault(BronFout):
    """What the service answered cannot be right; what was kept of it must not be used again."""


def wrong_answer(place: str, what: str) -> AnswerFault:
    """The error for an answer that is not as the standard or the table itself says."""
    return AnswerFault(
        f"Het antwoord van de dienst klopt niet: {what}",
        waar=place,
        waarom="uit een antwoord dat niet klopt, zouden verkeerde cijfers komen",
        doe=f"{LATER}. Blijft het zo, dan is de tabel veranderd: pas params/bronnen.yml aan",
    )


class TooManyRows(Exception):
    """The Api refuses a result of this size; the Feed has it in pages."""


class _Passing(Exception):
    """A fault that may pass; ``wait`` is what the service asks for, in seconds."""

    def __init__(self, what: str, wait: float | None = None) -> None:
        super().__init__(what)
        self.wait = wait or 0.0


class Connection:
    """A client for one table, to be closed; ``sleep`` is replaced in tests."""

    def __init__(self, policy: FetchPolicy, sleep: Callable[[float], None] = time.sleep) -> None:
        self._policy = policy
        self._sleep = sleep
        self._next = 0.0
        self._client = httpx.Client(
            timeout=httpx.Timeout(policy.silence, connect=policy.connect),
            headers={"User-Agent": f"ivp/{version('ivp')}", "Accept": "application/json"},
            follow_redirects=False,
        )
        self.close = self._client.close

    def json(self, url: str) -> tuple[bytes, dict[str, Any]]:
        """The bytes at ``url`` as received, and the JSON object in them.

        Raises ``TooManyRows`` when the service refuses the size, ``BronFout`` when all attempts
        failed or the service will not answer this.
        """
        return self._patiently(lambda: self._json(url), url)

    def count(self, url: str) -> int | None:
        """The number at a ``$count`` address; ``None`` when the service does not count."""
        status, body = self._patiently(lambda: self._get(url), url)
        text = body.decode("utf-8-sig", "replace").strip()
        return int(text) if status < 400 and re.fullmatch(r"[0-9]{1,12}", text) else None

    def _patiently(self, ask: Callable[[], T], url: str) -> T:
        try:
            return Retrying(
                stop=stop_after_attempt(self._policy.attempts),
                wait=wait_random_exponential(self._policy.wait_first, self._policy.wait_most)
                + wait_exception(lambda error: getattr(error, "wait", 0.0)),
                retry=retry_if_exception_type(_Passing),
                sleep=self._sleep,
                reraise=True,
            )(ask)
        except _Passing as error:
            what = f"gaf na {self._policy.attempts} pogingen geen bruikbaar antwoord: {error}"
            raise _gave_up(url, what) from None

    def _json(self, url: str) -> tuple[bytes, dict[str, Any]]:
        status, body = self._get(url)
        if status >= 400:
            if _too_many(body):
                raise TooManyRows
            said = _message(body) or "geen uitleg"
            raise BronFout(
                f"De dienst weigert deze vraag (foutcode {status}; {said})",
                waar=url,
                waarom="de tabel kan vervangen of verhuisd zijn",
                doe="zoek de tabel op StatLine op en pas params/bronnen.yml aan",
            )
        try:
            content = json.loads(body, parse_constant=_no_number)
        except (ValueError, RecursionError):
            raise _Passing("het antwoord is geen (volledige) JSON") from None
        if not isinstance(content, dict):
            raise _Passing("het antwoord is geen OData")
        return body, content

    def _get(self, url: str) -> tuple[int, bytes]:
        """Status and body; raises ``_Passing`` for whatever may pass."""
        pause = self._next - time.monotonic()
        if pause > 0:
            self._sleep(pause)
        self._next = time.monotonic() + self._policy.pause
        try:
            with self._client.stream("GET", url) as response:
                if response.is_redirect:
                    raise BronFout(
                        f"De dienst verwijst door naar {response.headers.get('location', '')}",
                        waar=url,
                        waarom="cijfers komen alleen van het adres dat in params/bronnen.yml staat",
                        doe="controleer of de dienst is verhuisd en pas dan het adres aan",
                    )
                body = self._body(response, url)
        except httpx.TimeoutException:
            raise _Passing("het antwoord bleef te lang uit") from None
        except (httpx.TransportError, httpx.DecodingError) as error:
            raise _Passing(f"de verbinding viel weg ({type(error).__name__})") from None
        status = response.status_code
        if status in _PASSES and not (status == 500 and _too_many(body)):
            asked = _retry_after(response.headers.get("retry-after"))
            if asked is not None and asked > self._policy.wait_asked:
                raise _gave_up(url, f"vraagt om over {asked / 60:.0f} minuten terug te komen")
            raise _Passing(f"de dienst antwoordt met foutcode {status}", asked)
        return status, body

    def _body(self, response: httpx.Response, url: str) -> bytes:
        parts: list[bytes] = []
        size, deadline = 0, time.monotonic() + self._policy.answer
        for part in response.iter_bytes(2**16):
            size += len(part)
            check_size(size, self._policy.answer_bytes, url, ASK_LESS)
            if time.monotonic() > deadline:
                raise _Passing("het antwoord kwam te langzaam binnen")
            parts.append(part)
        return b"".join(parts)


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


def _gave_up(url: str, what: str) -> BronFout:
    kept = "wat al is opgehaald, wordt niet nog eens gevraagd"
    host = httpx.URL(url).host
    return BronFout(f"{host} {what}", waar=url, waarom=INCOMPLETE, doe=f"{LATER}; {kept}")


def _no_number(word: str) -> None:
    raise ValueError(word)


def _message(body: bytes) -> str:
    """The service's own message, from an OData v3 or v4 error; empty when there is none."""
    try:
        error = json.loads(body)
        message = (error.get("odata.error") or error["error"])["message"]
        return str(message["value"] if isinstance(message, dict) else message)[:300]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return ""


def _too_many(body: bytes) -> bool:
    return bool(_TOO_MANY.search(_message(body)))


def _retry_after(value: str | None) -> float | None:
    """Seconds from a ``Retry-After`` header: a number, or a date."""
    if not value:
        return None
    if value.strip().isdigit():
        return float(value)
    try:
        moment = email.utils.parsedate_to_datetime(value)
    except ValueError:
        return None
    return max(0.0, moment.timestamp() - time.time())


def _filter(where: str) -> str:
    return "$filter=" + quote(where, safe="()',") if where else ""


def _same_server(one: str, other: str) -> bool:
    """Whether two addresses have the same scheme, host and port, spelled the same."""
    try:
        return urlsplit(one)[:2] == urlsplit(other)[:2]
    except ValueError:
        return False
