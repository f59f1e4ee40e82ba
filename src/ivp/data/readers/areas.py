"""Areas: their codes without padding, and names to codes through a declared list only."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from ivp.data.readers.faults import fault, quoted
from ivp.data.readers.values import strip
from ivp.errors import nearest

COUNTRY = frozenset({"NL00", "NL01"})
"""The Netherlands: NL00 in most tables, NL01 in 47013NED and other tables of municipalities."""
WRONG_AREA = "een cijfer bij het verkeerde gebied is een verkeerd cijfer"

_CODE = re.compile(r"[A-Z]{2}[0-9A-Z]{2,8}")
_LENGTH = {"GM": 6, "WK": 8, "BU": 10}


def code(text: str) -> str | None:
    """The code without padding (``GM0420``), or ``None`` when this is no area code."""
    bare = strip(text)
    right = _CODE.fullmatch(bare) and len(bare) == _LENGTH.get(bare[:2], len(bare))
    return bare if right else None


def label(text: str) -> str:
    """A label without the ``|||`` that StatLine puts before it for its level, nor blanks."""
    return unicodedata.normalize("NFC", strip(strip(text).lstrip("|")))


def find(
    names: Iterable[str], listed: Iterable[tuple[str, str]], origin: str, file: str
) -> dict[str, str]:
    """The code of every name, from a declared list of codes and names; ``origin`` names the list.

    Raises ``BronFout`` that says which names are unknown or have several codes.
    """
    codes: dict[str, dict[str, None]] = {}
    for area, name in listed:
        codes.setdefault(label(name), {})[strip(area)] = None
    found = {name: list(codes.get(label(name), ())) for name in names}
    unknown = [name for name, some in found.items() if not some]
    several = [f"{name} ({' of '.join(some)})" for name, some in found.items() if len(some) > 1]
    parts = []
    if unknown:
        hint = nearest(unknown[0], codes)
        meant = f" (bedoelt u '{hint}'?)" if hint else ""
        parts.append(f"niet in de lijst: {quoted(unknown)}{meant}")
    if several:
        parts.append(f"meer dan een code: {quoted(several)}")
    if parts:
        raise fault(
            f"Niet elk gebied is te vinden in {origin}: " + "; ".join(parts),
            file,
            reason=WRONG_AREA,
            remedy="vul de lijst aan, of vraag een levering met gebiedscodes",
        )
    return {name: some[0] for name, some in found.items()}
