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
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx
from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception_type,
    stop_after_attempt,
    wait_random_exponential,
)

from ivp.data.fetch.beleid import MIB, Beleid
from ivp.errors import BronFout

T = TypeVar("T")
_PASSES = {408, 425, 429, 500, 502, 503, 504}
_TOO_MANY = re.compile(r"\b10[.,\s]?000\b")
_WHY = "zonder volledig antwoord zou een deel van de tabel ongemerkt ontbreken"
_LATER = (
    "probeer het later opnieuw; wat al is opgehaald, wordt niet nog eens gevraagd. "
    "Het boek blijft de vorige opname gebruiken"
)


class TeVeelRijen(Exception):
    """The Api refuses a result of this size; the Feed has it in pages."""


class _Tijdelijk(Exception):
    """A fault that may pass; ``wachten`` is what the service asks for, in seconds."""

    def __init__(self, wat: str, wachten: float | None = None) -> None:
        super().__init__(wat)
        self.wachten = wachten


@dataclass(frozen=True)
class Antwoord:
    """The bytes as received and the JSON in them."""

    ruw: bytes
    inhoud: Any


class Verbinding:
    """A client for one table; ``slaap`` is replaced in tests."""

    def __init__(self, beleid: Beleid, slaap: Callable[[float], None] = time.sleep) -> None:
        self._beleid = beleid
        self._slaap = slaap
        self._eerstvolgende = 0.0
        self._client = httpx.Client(
            timeout=httpx.Timeout(beleid.stilte, connect=beleid.verbinden),
            headers={"User-Agent": f"ivp/{version('ivp')}", "Accept": "application/json"},
            follow_redirects=False,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._client.close()

    def json(self, url: str) -> Antwoord:
        """The JSON object at ``url``.

        Raises ``TeVeelRijen`` when the service refuses the size, ``BronFout`` when all attempts
        failed or the service will not answer this.
        """
        return self._met_geduld(lambda: self._json(url), url)

    def aantal(self, url: str) -> int | None:
        """The number at a ``$count`` address; ``None`` when the service does not count."""
        return self._met_geduld(lambda: self._aantal(url), url)

    def _met_geduld(self, vraag: Callable[[], T], url: str) -> T:
        try:
            return Retrying(
                stop=stop_after_attempt(self._beleid.pogingen),
                wait=self._wachten,
                retry=retry_if_exception_type(_Tijdelijk),
                sleep=self._slaap,
                reraise=True,
            )(vraag)
        except _Tijdelijk as error:
            raise BronFout(
                f"{httpx.URL(url).host} gaf na {self._beleid.pogingen} pogingen geen bruikbaar "
                f"antwoord: {error}",
                waar=url,
                waarom=_WHY,
                doe=_LATER,
            ) from None

    def _wachten(self, state: RetryCallState) -> float:
        exponential = wait_random_exponential(self._beleid.wacht_eerst, self._beleid.wacht_meest)
        own = exponential(state)
        error = state.outcome.exception() if state.outcome else None
        asked = error.wachten if isinstance(error, _Tijdelijk) else None
        return own if asked is None else asked + min(own, 1.0)

    def _json(self, url: str) -> Antwoord:
        status, body = self._get(url)
        if status >= 400:
            raise self._geweigerd(url, status, body)
        try:
            content = json.loads(body, parse_constant=_geen_getal)
        except (ValueError, RecursionError):
            raise _Tijdelijk("het antwoord is geen (volledige) JSON") from None
        if not isinstance(content, dict):
            raise _Tijdelijk("het antwoord is geen OData")
        return Antwoord(body, content)

    def _aantal(self, url: str) -> int | None:
        status, body = self._get(url)
        text = body.decode("utf-8-sig", "replace").strip()
        return int(text) if status < 400 and re.fullmatch(r"[0-9]{1,12}", text) else None

    def _get(self, url: str) -> tuple[int, bytes]:
        """Status and body; raises ``_Tijdelijk`` for whatever may pass."""
        pause = self._eerstvolgende - time.monotonic()
        if pause > 0:
            self._slaap(pause)
        self._eerstvolgende = time.monotonic() + self._beleid.tussenpoos
        try:
            with self._client.stream("GET", url) as response:
                if response.is_redirect:
                    raise self._verwezen(url, response.headers.get("location", ""))
                body = self._lees(response, url)
        except httpx.TimeoutException:
            raise _Tijdelijk("het antwoord bleef te lang uit") from None
        except httpx.TransportError as error:
            raise _Tijdelijk(f"de verbinding viel weg ({type(error).__name__})") from None
        except httpx.DecodingError:
            raise _Tijdelijk("het antwoord is beschadigd") from None
        status = response.status_code
        if status in _PASSES and not (status == 500 and _te_veel(body)):
            asked = _retry_after(response.headers.get("retry-after"))
            if asked is not None and asked > self._beleid.wacht_gevraagd:
                raise BronFout(
                    f"{httpx.URL(url).host} vraagt om over {asked / 60:.0f} minuten terug te komen",
                    waar=url,
                    waarom=_WHY,
                    doe=_LATER,
                )
            raise _Tijdelijk(f"de dienst antwoordt met foutcode {status}", asked)
        return status, body

    def _lees(self, response: httpx.Response, url: str) -> bytes:
        parts: list[bytes] = []
        size, deadline = 0, time.monotonic() + self._beleid.antwoord
        for part in response.iter_bytes(2**16):
            size += len(part)
            if size > self._beleid.antwoord_bytes:
                raise BronFout(
                    f"Dit antwoord is groter dan {self._beleid.antwoord_bytes // MIB} MB",
                    waar=url,
                    waarom="een te groot antwoord legt de computer stil",
                    doe="vraag een kleiner deel van de tabel (params/bronnen.yml)",
                )
            if time.monotonic() > deadline:
                raise _Tijdelijk("het antwoord kwam te langzaam binnen")
            parts.append(part)
        return b"".join(parts)

    def _geweigerd(self, url: str, status: int, body: bytes) -> Exception:
        if _te_veel(body):
            return TeVeelRijen()
        return BronFout(
            f"De dienst weigert deze vraag (foutcode {status}; {_melding(body) or 'geen uitleg'})",
            waar=url,
            waarom="de tabel kan vervangen of verhuisd zijn",
            doe="zoek de tabel op StatLine op en pas params/bronnen.yml aan",
        )

    def _verwezen(self, url: str, target: str) -> BronFout:
        return BronFout(
            f"De dienst verwijst door naar {target or 'een ander adres'}",
            waar=url,
            waarom="cijfers komen alleen van het adres dat in params/bronnen.yml staat",
            doe="controleer of de dienst is verhuisd en pas dan het adres aan",
        )


def _geen_getal(word: str) -> None:
    raise ValueError(word)


def _melding(body: bytes) -> str:
    """The service's own message, from an OData v3 or v4 error; empty when there is none."""
    try:
        error = json.loads(body)
        error = error.get("odata.error") or error["error"]
        message = error["message"]
        return str(message["value"] if isinstance(message, dict) else message)[:300]
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return ""


def _te_veel(body: bytes) -> bool:
    return bool(_TOO_MANY.search(_melding(body)))


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
