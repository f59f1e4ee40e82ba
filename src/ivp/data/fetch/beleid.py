"""How we behave towards a service: patience, politeness and limits."""

from __future__ import annotations

from dataclasses import dataclass

from ivp.errors import BronFout

MIB = 2**20


@dataclass(frozen=True)
class Beleid:
    """Times in seconds, sizes in bytes."""

    pogingen: int = 6
    verbinden: float = 10.0
    stilte: float = 60.0
    """Longest silence within an answer."""
    antwoord: float = 600.0
    """Longest time for one answer, however steadily it drips."""
    wacht_eerst: float = 1.0
    wacht_meest: float = 60.0
    wacht_gevraagd: float = 300.0
    """Longest ``Retry-After`` that is waited out; a longer one ends the fetch."""
    tussenpoos: float = 0.3
    """Least time between two requests."""
    antwoord_bytes: int = 256 * MIB
    tabel_bytes: int = 64 * 1024 * MIB
    herbegin: int = 2
    """How often a table that changes during the fetch is started anew."""
    api_rijen: int = 10_000
    """The Api refuses larger results."""
    url_tekens: int = 1_800
    """Microsoft's servers refuse query strings over 2,048."""


class AntwoordFout(BronFout):
    """What the service answered cannot be right; what was kept of it must not be used again."""
