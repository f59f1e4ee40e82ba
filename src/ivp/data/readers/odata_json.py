"""OData pages as JSON, read without trust: size, depth, numbers, and whether all are there."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable
from typing import Any

from ivp.data.readers.plaats import bronfout
from ivp.data.readers.tekst import decodeer

_AGAIN = "haal de tabel opnieuw op (`ivp fetch`)"


def pagina(raw: bytes, bestand: str) -> dict[str, Any]:
    """One page as a dict with the list ``value``; raises ``BronFout`` for anything else."""
    text, _ = decodeer(raw, bestand)
    try:
        page = json.loads(text, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise bronfout(
            f"Dit is geen geldige JSON (regel {error.lineno}, teken {error.colno}); misschien is "
            "het ophalen afgebroken",
            bestand,
            doe=_AGAIN,
        ) from None
    except (RecursionError, ValueError):
        raise bronfout("Deze JSON is niet te lezen", bestand, doe=_AGAIN) from None
    if isinstance(page, dict) and ("odata.error" in page or "error" in page):
        raise bronfout(
            "De bron antwoordde met een foutmelding in plaats van cijfers", bestand, doe=_AGAIN
        )
    rows = page.get("value") if isinstance(page, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise bronfout("Dit is geen antwoord van een OData-dienst", bestand, doe=_AGAIN)
    return dict(page)


def rijen(paginas: Iterable[bytes], bestand: str) -> list[dict[str, Any]]:
    """The rows of all pages in order.

    Raises ``BronFout`` when the last page still points to a next one: then rows are missing.
    """
    rows: list[dict[str, Any]] = []
    following = None
    for raw in paginas:
        page = pagina(raw, bestand)
        rows += page["value"]
        following = page.get("odata.nextLink") or page.get("@odata.nextLink")
    if following:
        raise bronfout(
            f"Dit zijn de eerste {len(rows)} rijen; de volgende bladzijde ontbreekt",
            bestand,
            waarom="een ontbrekend deel lijkt in het boek op een daling",
            doe=_AGAIN,
        )
    if not rows:
        raise bronfout("De bron gaf geen enkele rij", bestand, doe=_AGAIN)
    return rows


def getal(value: object) -> float | None:
    """A JSON number as float; ``None`` for null; ``ValueError`` for anything else."""
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError(value)
    number = float(value)
    if not math.isfinite(number):
        raise ValueError(value)
    return number


def _no_constant(name: str) -> float:
    raise ValueError(name)
