"""One GET at a time: polite, bounded, and again when the fault may pass.

Whatever comes out is a complete JSON document; anything less is retried, and in the end refused.
"""

from __future__ import annotations

import email.utils
import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any, TypeVar

import httpx
from tenacity import (
    Retrying,
    retry_if_exception_type,
    stop_after_attempt,
    wait_exception,
    wait_random_exponential,
)

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
