"""What to ask: from a table's own description and the catalogue to a list of filters.

Every filter names its areas and periods one by one, exactly as the table spells them: a range on
periods would mix years, quarters and months, and keys are padded to different widths.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any
from urllib.parse import quote

import pyarrow as pa

from ivp.config.sources import BESTAND, Tabel
from ivp.data.fetch.beleid import Beleid
from ivp.data.fetch.odata import Odata
from ivp.errors import BronFout, did_you_mean

SOORTEN = {"jaar": "JJ", "kwartaal": "KW", "maand": "MM"}
LAND = frozenset({"NL00", "NL01"})
"""The Netherlands: NL00 in most tables, NL01 in some of the police."""
_GEO = {"GeoDimension", "GeoDetail"}
_TIJD = "TimeDimension"
_DIMENSIES = {"Dimension", *_GEO, _TIJD}
_GEHEEL = {"Long", "Integer", "Short", "Byte"}


@dataclass(frozen=True)
class Metagegevens:
    """Where the pages of each entity are in the cache, and what they say."""

    bladzijden: dict[str, list[str]]
    dimensies: tuple[str, ...]
    gebied: str | None
    tijd: str | None
    sleutels: dict[str, list[str]]
    """Per dimension its keys exactly as the table spells them."""
    typen: dict[str, pa.DataType] | None
    """Of a v3 table the columns; of v4 they follow from the rows."""


@dataclass(frozen=True)
class Vraag:
    """One filter, where to put it, and what may come back."""

    filter: str
    feed: bool
    gebieden: frozenset[str] | None
    perioden: frozenset[str] | None


@dataclass(frozen=True)
class Plan:
    """All that must be asked for the wanted part of a table."""

    entiteit: str
    meta: Metagegevens
    vragen: tuple[Vraag, ...]


def metagegevens(odata: Odata, tabel: Tabel) -> Metagegevens:
    """Get the code lists and column types of the table."""
    dialect = odata.dialect
    pages: dict[str, list[str]] = {}

    def rows(entity: str) -> list[dict[str, Any]]:
        pages[entity] = odata.paginas(entity)
        return [row for url in pages[entity] for row in odata.lees(url).rijen]

    described = rows(dialect.dimensies)
    kinds = {
        str(row[dialect.dimensie_naam]): str(row.get(dialect.dimensie_soort))
        for row in described
        if row.get(dialect.dimensie_soort) in _DIMENSIES
    }
    keys = {
        naam: [str(row[dialect.sleutel]) for row in rows(dialect.codes.format(naam))]
        for naam in kinds
    }
    types = None
    if dialect.dimensies == "DataProperties":
        types = {naam: pa.string() for naam in kinds}
        untyped = tabel.gegevens == "UntypedDataSet"
        for row in described:
            if row.get("Type") == "Topic":
                types[str(row["Key"])] = pa.string() if untyped else _soort(row.get("Datatype"))
    else:
        rows("MeasureCodes")
    return Metagegevens(
        bladzijden=pages,
        dimensies=tuple(kinds),
        gebied=next((naam for naam, kind in kinds.items() if kind in _GEO), None),
        tijd=next((naam for naam, kind in kinds.items() if kind == _TIJD), None),
        sleutels=keys,
        typen=types,
    )


def _soort(datatype: object) -> pa.DataType:
    if datatype in _GEHEEL:
        return pa.int64()
    return pa.string() if datatype == "String" else pa.float64()


def maak(
    naam: str,
    tabel: Tabel,
    meta: Metagegevens,
    gebieden: Collection[str],
    odata: Odata,
    beleid: Beleid,
) -> Plan:
    """The filters for this part of the table.

    ``gebieden`` are area codes without padding, the municipality's own first. Raises ``BronFout``
    for a municipality, a code or periods that the table does not have.
    """
    entity = tabel.gegevens if meta.typen is not None else "Observations"
    areas = _gebieden(naam, tabel, meta, list(gebieden))
    periods = _perioden(naam, tabel, meta)
    fixed = [
        _een_van(dimension, _gekozen(naam, meta, dimension, wanted))
        for dimension, wanted in tabel.selectie.items()
    ]
    others = prod(
        len(tabel.selectie.get(d, keys))
        for d, keys in meta.sleutels.items()
        if d not in (meta.gebied, meta.tijd)
    )
    questions: list[Vraag] = []
    room = beleid.url_tekens - len(odata.url(entity, " and ".join(fixed), feed=True))
    for some in _delen(meta.gebied, areas, room * 2 // 3):
        rows = others * (len(some) if some else len(meta.sleutels.get(meta.gebied or "", [""])))
        here = _een_van(meta.gebied, some) if some and meta.gebied else ""
        most = max(1, beleid.api_rijen // rows)
        for when in _delen(meta.tijd, periods, room - len(quote(here)), most):
            then = _een_van(meta.tijd, when) if when and meta.tijd else ""
            questions.append(
                Vraag(
                    " and ".join(part for part in (*fixed, here, then) if part),
                    rows * max(1, len(when)) > beleid.api_rijen,
                    frozenset(some) or None,
                    frozenset(when) or None,
                )
            )
    return Plan(entity, meta, tuple(questions))


def _gebieden(naam: str, tabel: Tabel, meta: Metagegevens, wanted: list[str]) -> Sequence[str]:
    """The wanted areas as the table spells them; empty for all."""
    if tabel.omvang == "land" or meta.gebied is None:
        return ()
    own = wanted[0]
    there = {key.strip(): key for key in meta.sleutels[meta.gebied]}
    if tabel.omvang == "wijken":
        found = [
            key
            for code, key in there.items()
            if code[:2] in ("GM", "WK", "BU") and code[2:6] == own[2:6]
        ]
    else:
        codes = dict.fromkeys(
            code for area in wanted for code in (sorted(LAND) if area in LAND else [area])
        )
        found = [there[code] for code in codes if code in there]
    if not any(key[2:6] == own[2:6] for key in found):
        raise BronFout(
            f"Gemeente {own} komt niet voor in tabel {naam}",
            waar=f"{naam}, {meta.gebied}",
            waarom="er zou een opname zonder de eigen gemeente ontstaan",
            doe="controleer de code in params/gemeenten en of de tabel nog wordt bijgehouden",
        )
    return found


def _perioden(naam: str, tabel: Tabel, meta: Metagegevens) -> Sequence[str]:
    if meta.tijd is None:
        return ()
    kinds = {SOORTEN[soort] for soort in tabel.perioden}
    found = [
        key
        for key in meta.sleutels[meta.tijd]
        if key[4:6] in kinds and key[:4].isdigit() and int(key[:4]) >= tabel.vanaf
    ]
    if not found:
        raise BronFout(
            f"Tabel {naam} heeft geen {' of '.join(tabel.perioden)} vanaf {tabel.vanaf}",
            waar=f"{BESTAND}, tabellen.{naam}",
            waarom="er zou een lege opname ontstaan",
            doe="pas 'perioden' of 'vanaf' aan, of zoek de opvolger van de tabel",
        )
    return found


def _gekozen(naam: str, meta: Metagegevens, dimension: str, wanted: Sequence[str]) -> list[str]:
    if dimension not in meta.sleutels:
        raise _onbekend(naam, f"de dimensie '{dimension}'", dimension, meta.sleutels)
    there = {key.strip(): key for key in meta.sleutels[dimension]}
    for code in wanted:
        if code not in there:
            raise _onbekend(naam, f"de code '{code}' van {dimension}", code, there)
    return [there[code] for code in wanted]


def _onbekend(naam: str, what: str, word: str, choices: Collection[str]) -> BronFout:
    return BronFout(
        f"Tabel {naam} heeft {what} niet.{did_you_mean(word, list(choices)[:200])}",
        waar=f"{BESTAND}, tabellen.{naam}.selectie",
        waarom="codes van een tabel veranderen soms; dan breekt de reeks",
        doe="zoek de nieuwe code op en pas de selectie aan",
    )


def _een_van(dimension: str | None, keys: Collection[str]) -> str:
    parts = [f"{dimension} eq '{key.replace(chr(39), chr(39) * 2)}'" for key in keys]
    return f"({' or '.join(parts)})"


def _delen(
    dimension: str | None, keys: Sequence[str], tekens: int, most: int = 10_000
) -> list[Sequence[str]]:
    """``keys`` in parts whose filter is at most ``tekens`` long; one empty part for no keys."""
    if not keys:
        return [()]
    longest = max(len(quote(f"{dimension} eq '{key}' or ")) for key in keys)
    size = min(most, max(1, tekens // longest))
    return [keys[start : start + size] for start in range(0, len(keys), size)]
