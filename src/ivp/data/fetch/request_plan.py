"""What to ask of a table, and what may come back.

Every filter names its areas and periods one by one, exactly as the table spells them: a range on
periods would mix years, quarters and months, and keys are padded to different widths. What comes
back has the same columns everywhere, no row twice, and none that was not asked for.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from math import prod
from typing import Any
from urllib.parse import quote

import pyarrow as pa
import pyarrow.compute as pc

from ivp.config.sources import BESTAND, Tabel
from ivp.data.fetch.connection import LATER, AnswerFault, FetchPolicy
from ivp.data.fetch.odata_service import V3, ODataTable
from ivp.data.readers.areas import COUNTRY
from ivp.errors import BronFout, did_you_mean

_PERIODS = {"jaar": "JJ", "kwartaal": "KW", "maand": "MM"}
_GEO = {"GeoDimension", "GeoDetail"}
_TIME = "TimeDimension"
_WHOLE = {"Long", "Integer", "Short", "Byte"}
_ID = {"ID", "Id"}
"""A row number within one version of the table: not a figure, and different after every change."""
_V4 = {
    "Measure": pa.string(),
    "ValueAttribute": pa.string(),
    "Value": pa.float64(),
    "StringValue": pa.string(),
}


@dataclass(frozen=True)
class TableShape:
    """Where the pages of each entity of the description are in the cache, and what they say."""

    pages: dict[str, list[str]]
    keys: dict[str, list[str]]
    """Per dimension its keys exactly as the table spells them."""
    area: str | None
    time: str | None
    types: dict[str, pa.DataType] | None
    """Of a v3 table the columns; of v4 they follow from the rows."""

    @property
    def key(self) -> list[str]:
        """The columns that together identify a row."""
        return [*self.keys, *([] if self.types is not None else ["Measure"])]


@dataclass(frozen=True)
class Question:
    """One filter, where to put it, and what may come back."""

    where: str
    feed: bool
    areas: frozenset[str] | None
    periods: frozenset[str] | None


def shape_of(odata: ODataTable, table: Tabel) -> TableShape:
    """Get the code lists and column types of the table."""
    dialect = odata.dialect
    pages: dict[str, list[str]] = {}

    def rows(entity: str) -> list[dict[str, Any]]:
        pages[entity] = odata.pages(entity)
        return [row for url in pages[entity] for row in odata.read(url).rows]

    described = rows(dialect.dimensions)
    kinds = {
        str(row[dialect.name]): str(row.get(dialect.kind))
        for row in described
        if row.get(dialect.kind) in {"Dimension", _TIME, *_GEO}
    }
    codes = {name: rows(dialect.codes.format(name)) for name in kinds}
    types = None
    if dialect is V3:
        text = table.gegevens == "UntypedDataSet"
        types = dict.fromkeys(kinds, pa.string()) | {
            str(row["Key"]): pa.string() if text else _type(row.get("Datatype"))
            for row in described
            if row.get("Type") == "Topic"
        }
    else:
        rows("MeasureCodes")
    return TableShape(
        pages=pages,
        keys={name: [str(row[dialect.key]) for row in found] for name, found in codes.items()},
        area=next((name for name, kind in kinds.items() if kind in _GEO), None),
        time=next((name for name, kind in kinds.items() if kind == _TIME), None),
        types=types,
    )


def _type(datatype: object) -> pa.DataType:
    if datatype in _WHOLE:
        return pa.int64()
    return pa.string() if datatype == "String" else pa.float64()


def questions(
    name: str,
    table: Tabel,
    shape: TableShape,
    areas: Collection[str],
    odata: ODataTable,
    policy: FetchPolicy,
) -> tuple[str, list[Question]]:
    """The entity to ask, and the filters for this part of the table.

    ``areas`` are area codes without padding, the municipality's own first. Raises ``BronFout``
    for a municipality, a code or periods that the table does not have.
    """
    entity = table.gegevens if shape.types is not None else "Observations"
    wanted = _areas(name, table, shape, list(areas))
    periods = _periods(name, table, shape)
    fixed = [
        _one_of(dimension, _chosen(name, shape, dimension, codes))
        for dimension, codes in table.selectie.items()
    ]
    others = prod(
        len(table.selectie.get(dimension, keys))
        for dimension, keys in shape.keys.items()
        if dimension not in (shape.area, shape.time)
    )
    found: list[Question] = []
    room = policy.url_length - len(odata.url(entity, " and ".join(fixed), feed=True))
    for some in _parts(shape.area, wanted, room * 2 // 3):
        rows = others * (len(some) or len(shape.keys.get(shape.area or "", [""])))
        here = _one_of(shape.area, some)
        most = max(1, policy.api_rows // rows)
        for when in _parts(shape.time, periods, room - len(quote(here)), most):
            parts = (*fixed, here, _one_of(shape.time, when))
            where = " and ".join(part for part in parts if part)
            feed = rows * max(1, len(when)) > policy.api_rows
            found.append(Question(where, feed, frozenset(some) or None, frozenset(when) or None))
    return entity, found


def _areas(name: str, table: Tabel, shape: TableShape, wanted: list[str]) -> Sequence[str]:
    """The wanted areas as the table spells them; empty for all."""
    if table.omvang == "land" or shape.area is None:
        return ()
    own = wanted[0]
    there = {key.strip(): key for key in shape.keys[shape.area]}
    if table.omvang == "wijken":
        small = [code for code in there if code[:2] in ("GM", "WK", "BU")]
        found = [there[code] for code in small if code[2:6] == own[2:6]]
    else:
        several = [sorted(COUNTRY) if area in COUNTRY else [area] for area in wanted]
        codes = dict.fromkeys(code for some in several for code in some)
        found = [there[code] for code in codes if code in there]
    if not any(key[2:6] == own[2:6] for key in found):
        raise BronFout(
            f"Gemeente {own} komt niet voor in tabel {name}",
            waar=f"{name}, {shape.area}",
            waarom="er zou een opname zonder de eigen gemeente ontstaan",
            doe="controleer de code in params/gemeenten en of de tabel nog wordt bijgehouden",
        )
    return found


def _periods(name: str, table: Tabel, shape: TableShape) -> Sequence[str]:
    if shape.time is None:
        return ()
    kinds = {_PERIODS[kind] for kind in table.perioden}
    found = [
        key
        for key in shape.keys[shape.time]
        if key[4:6] in kinds and key[:4].isdigit() and int(key[:4]) >= table.vanaf
    ]
    if not found:
        raise BronFout(
            f"Tabel {name} heeft geen {' of '.join(table.perioden)} vanaf {table.vanaf}",
            waar=f"{BESTAND}, tabellen.{name}",
            waarom="er zou een lege opname ontstaan",
            doe="pas 'perioden' of 'vanaf' aan, of zoek de opvolger van de tabel",
        )
    return found


def _chosen(name: str, shape: TableShape, dimension: str, wanted: Sequence[str]) -> list[str]:
    there = {key.strip(): key for key in shape.keys.get(dimension, ())}
    unknown = [code for code in wanted if code not in there]
    if unknown:
        what = f"de code '{unknown[0]}' van {dimension}"
        hint = did_you_mean(unknown[0], list(there)[:200])
        if dimension not in shape.keys:
            what, hint = f"de dimensie '{dimension}'", did_you_mean(dimension, shape.keys)
        raise BronFout(
            f"Tabel {name} heeft {what} niet.{hint}",
            waar=f"{BESTAND}, tabellen.{name}.selectie",
            waarom="codes van een tabel veranderen soms; dan breekt de reeks",
            doe="zoek de nieuwe code op en pas de selectie aan",
        )
    return [there[code] for code in wanted]


def _one_of(dimension: str | None, keys: Collection[str]) -> str:
    if dimension is None or not keys:
        return ""
    parts = [f"{dimension} eq '{key.replace(chr(39), chr(39) * 2)}'" for key in keys]
    return f"({' or '.join(parts)})"


def _parts(
    dimension: str | None, keys: Sequence[str], room: int, most: int = 10_000
) -> list[Sequence[str]]:
    """``keys`` in parts whose filter is at most ``room`` long; one empty part for no keys."""
    if not keys:
        return [()]
    longest = max(len(quote(f"{dimension} eq '{key}' or ")) for key in keys)
    size = min(most, max(1, room // longest))
    return [keys[start : start + size] for start in range(0, len(keys), size)]


def typed(name: str, rows: list[dict[str, Any]], shape: TableShape, number: int) -> pa.Table:
    """The rows of page ``number`` as typed columns; raises ``BronFout`` when they do not fit."""
    there = rows[0].keys() - _ID
    types = shape.types
    if types is None:
        types = dict.fromkeys(shape.keys, pa.string()) | {
            column: kind
            for column, kind in _V4.items()
            if column in there or column != "StringValue"
        }
    place = f"{name}, bladzijde {number}"
    if there != types.keys() or any(row.keys() - _ID != there for row in rows):
        raise _wrong(place, "de rijen hebben andere kolommen dan de tabel zegt te hebben")
    try:
        table = pa.Table.from_pylist(rows, schema=pa.schema(list(types.items())))
    except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError):
        raise _wrong(place, "een waarde is van een andere soort dan de tabel zegt") from None
    for column in shape.key:
        if table[column].null_count:
            raise _wrong(place, f"een rij heeft geen {column}")
    return table


def together(name: str, parts: list[pa.Table], shape: TableShape, asked: Question) -> pa.Table:
    """All rows of one question, sorted by area first.

    Raises ``BronFout`` for a row that is there twice, or that was not asked for.
    """
    table = pa.concat_tables(parts)
    for column, wanted in ((shape.area, asked.areas), (shape.time, asked.periods)):
        if column and wanted is not None:
            other = set(pc.unique(table[column]).to_pylist()) - wanted
            if other:
                raise _wrong(name, f"er kwamen rijen die niet gevraagd zijn ({min(other)})")
    if table.group_by(shape.key).aggregate([]).num_rows != table.num_rows:
        raise _wrong(name, "dezelfde rij komt twee keer voor")
    order = sorted(shape.key, key=lambda column: column != shape.area)
    return table.sort_by([(column, "ascending") for column in order]).combine_chunks()


def version_of(name: str, info: dict[str, Any]) -> str:
    """When figures and description were last modified; raises ``BronFout`` for another table."""
    known = str(info.get("Identifier") or name).strip()
    if known.lower() != name.lower():
        raise _wrong(name, f"de dienst beschrijft tabel {known}")
    parts = [str(info.get(k) or "").strip() for k in ("Modified", "MetaDataModified")]
    if not re.match(r"\d{4}-\d{2}-\d{2}", parts[0]):
        raise _wrong(name, "de tabel zegt niet wanneer die is gewijzigd")
    return parts[0] if parts[1] in ("", parts[0]) else " / ".join(parts)


def _wrong(place: str, what: str) -> AnswerFault:
    return AnswerFault(
        f"Het antwoord van de dienst klopt niet: {what}",
        waar=place,
        waarom="uit een antwoord dat niet klopt, zouden verkeerde cijfers komen",
        doe=f"{LATER}. Blijft het zo, dan is de tabel veranderd en moet params/bronnen.yml worden "
        "aangepast",
    )
