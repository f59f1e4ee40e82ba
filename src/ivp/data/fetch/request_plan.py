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
from ivp.data.fetch.odata_service import V3, FetchPolicy, ODataTable, wrong_answer
from ivp.data.readers.values import COUNTRY
from ivp.errors import BronFout, did_you_mean

_PERIODS = {"jaar": "JJ", "kwartaal": "KW", "maand": "MM"}
_GEO = {"GeoDimension", "GeoDetail"}
_TIME = "TimeDimension"
_TYPES = dict.fromkeys(("Long", "Integer", "Short", "Byte"), pa.int64()) | {"String": pa.string()}
_ID = {"ID", "Id"}
"""A row number within one version of the table: not a figure, and different after every change."""
_V4 = {
    "Measure": pa.string(),
    "ValueAttribute": pa.string(),
    "Value": pa.float64(),
    "StringValue": pa.string(),
}


@dataclass(frozen=True)
class Question:
    """One filter, where to put it, and what may come back."""

    where: str
    feed: bool
    areas: frozenset[str]
    periods: frozenset[str]


@dataclass(frozen=True)
class TableShape:
    """What a table says of itself: its dimensions, their keys, and the types of its columns."""

    odata: ODataTable
    name: str
    table: Tabel
    pages: dict[str, list[str]]
    """Per entity of the description where its pages are in the cache."""
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

    @property
    def entity(self) -> str:
        """Where the rows are."""
        return self.table.gegevens if self.types is not None else "Observations"

    @classmethod
    def ask(cls, name: str, table: Tabel, odata: ODataTable) -> TableShape:
        """Get the code lists and column types of the table."""
        dialect = odata.dialect
        pages: dict[str, list[str]] = {}

        def rows(entity: str) -> list[dict[str, Any]]:
            pages[entity] = odata.pages(entity)
            return [row for url in pages[entity] for row in odata.read(url).rows]

        described = rows(dialect.dimensions)
        kinds = {
            str(row[dialect.key]): str(row.get(dialect.kind))
            for row in described
            if row.get(dialect.kind) in {"Dimension", _TIME, *_GEO}
        }
        keys = {n: [str(row[dialect.key]) for row in rows(n + dialect.codes)] for n in kinds}
        types = None
        if dialect is V3:
            text = table.gegevens == "UntypedDataSet"
            types = dict.fromkeys(kinds, pa.string())
            for row in described:
                if row.get("Type") == "Topic":
                    kind = _TYPES.get(row.get("Datatype"), pa.float64())
                    types[str(row["Key"])] = pa.string() if text else kind
        else:
            rows("MeasureCodes")
        area = next((n for n, kind in kinds.items() if kind in _GEO), None)
        time = next((n for n, kind in kinds.items() if kind == _TIME), None)
        return cls(odata, name, table, pages, keys, area, time, types)

    def questions(self, areas: Collection[str], policy: FetchPolicy) -> list[Question]:
        """The filters for the wanted part of the table.

        ``areas`` are area codes without padding, the municipality's own first. Raises ``BronFout``
        for a municipality, a code or periods that the table does not have.
        """
        selected = {name: self._chosen(name, codes) for name, codes in self.table.selectie.items()}
        fixed = [_one_of(name, keys) for name, keys in selected.items()]
        wanted, periods = self._areas(list(areas)), self._periods()
        others = prod(
            len(selected.get(name, keys))
            for name, keys in self.keys.items()
            if name not in (self.area, self.time)
        )
        found: list[Question] = []
        room = policy.url_length - len(self.odata.url(self.entity, " and ".join(fixed), feed=True))
        for some in _parts(self.area, wanted, room * 2 // 3):
            rows = others * (len(some) or len(self.keys.get(self.area or "", [""])))
            here = _one_of(self.area, some)
            most = max(1, policy.api_rows // rows)
            for when in _parts(self.time, periods, room - len(quote(here)), most):
                parts = (*fixed, here, _one_of(self.time, when))
                where = " and ".join(part for part in parts if part)
                feed = rows * max(1, len(when)) > policy.api_rows
                found.append(Question(where, feed, frozenset(some), frozenset(when)))
        return found

    def _areas(self, wanted: list[str]) -> Sequence[str]:
        """The wanted areas as the table spells them; empty for all."""
        if self.table.omvang == "land" or self.area is None:
            return ()
        own = wanted[0]
        there = {key.strip(): key for key in self.keys[self.area]}
        if self.table.omvang == "wijken":
            wanted = [c for c in there if c[:2] in ("GM", "WK", "BU") and c[2:6] == own[2:6]]
        elif COUNTRY & set(wanted):
            wanted = [*wanted, *sorted(COUNTRY)]
        found = [there[code] for code in dict.fromkeys(wanted) if code in there]
        if not any(key[2:6] == own[2:6] for key in found):
            raise BronFout(
                f"Gemeente {own} komt niet voor in tabel {self.name}",
                waar=f"{self.name}, {self.area}",
                waarom="er zou een opname zonder de eigen gemeente ontstaan",
                doe="controleer de code in params/gemeenten en of de tabel nog wordt bijgehouden",
            )
        return found

    def _periods(self) -> Sequence[str]:
        if self.time is None:
            return ()
        kinds = {_PERIODS[kind] for kind in self.table.perioden}
        found = [
            key
            for key in self.keys[self.time]
            if key[4:6] in kinds and key[:4].isdigit() and int(key[:4]) >= self.table.vanaf
        ]
        if not found:
            wanted = f"{' of '.join(self.table.perioden)} vanaf {self.table.vanaf}"
            raise BronFout(
                f"Tabel {self.name} heeft geen {wanted}",
                waar=f"{BESTAND}, tabellen.{self.name}",
                waarom="er zou een lege opname ontstaan",
                doe="pas 'perioden' of 'vanaf' aan, of zoek de opvolger van de tabel",
            )
        return found

    def _chosen(self, dimension: str, wanted: Sequence[str]) -> list[str]:
        there = {key.strip(): key for key in self.keys.get(dimension, ())}
        unknown = [code for code in wanted if code not in there]
        if unknown:
            what = f"de code '{unknown[0]}' van {dimension}"
            hint = did_you_mean(unknown[0], list(there)[:200])
            if dimension not in self.keys:
                what, hint = f"de dimensie '{dimension}'", did_you_mean(dimension, self.keys)
            raise BronFout(
                f"Tabel {self.name} heeft {what} niet.{hint}",
                waar=f"{BESTAND}, tabellen.{self.name}.selectie",
                waarom="codes van een tabel veranderen soms; dan breekt de reeks",
                doe="zoek de nieuwe code op en pas de selectie aan",
            )
        return [there[code] for code in wanted]

    def typed(self, rows: list[dict[str, Any]], number: int) -> pa.Table:
        """The rows of page ``number`` as typed columns; raises ``BronFout`` if they do not fit."""
        there = rows[0].keys() - _ID
        types = self.types
        if types is None:
            given = {c: kind for c, kind in _V4.items() if c in there or c != "StringValue"}
            types = dict.fromkeys(self.keys, pa.string()) | given
        place = f"{self.name}, bladzijde {number}"
        if there != types.keys() or any(row.keys() - _ID != there for row in rows):
            raise wrong_answer(place, "de rijen hebben andere kolommen dan de tabel zegt te hebben")
        try:
            table = pa.Table.from_pylist(rows, schema=pa.schema(list(types.items())))
        except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError):
            raise wrong_answer(
                place, "een waarde is van een andere soort dan de tabel zegt"
            ) from None
        for column in self.key:
            if table[column].null_count:
                raise wrong_answer(place, f"een rij heeft geen {column}")
        return table

    def together(self, parts: list[pa.Table], asked: Question) -> pa.Table:
        """All rows of one question, sorted by area first.

        Raises ``BronFout`` for a row that is there twice, or that was not asked for.
        """
        table = pa.concat_tables(parts)
        for column, wanted in ((self.area, asked.areas), (self.time, asked.periods)):
            if column and wanted:
                other = set(pc.unique(table[column]).to_pylist()) - wanted
                if other:
                    what = f"er kwamen rijen die niet gevraagd zijn ({min(other)})"
                    raise wrong_answer(self.name, what)
        if table.group_by(self.key).aggregate([]).num_rows != table.num_rows:
            raise wrong_answer(self.name, "dezelfde rij komt twee keer voor")
        order = sorted(self.key, key=lambda column: column != self.area)
        return table.sort_by([(column, "ascending") for column in order]).combine_chunks()


def version_of(name: str, info: dict[str, Any]) -> str:
    """When figures and description were last modified; raises ``BronFout`` for another table."""
    known = str(info.get("Identifier") or name).strip()
    if known.lower() != name.lower():
        raise wrong_answer(name, f"de dienst beschrijft tabel {known}")
    parts = [str(info.get(k) or "").strip() for k in ("Modified", "MetaDataModified")]
    if not re.match(r"\d{4}-\d{2}-\d{2}", parts[0]):
        raise wrong_answer(name, "de tabel zegt niet wanneer die is gewijzigd")
    return parts[0] if parts[1] in ("", parts[0]) else " / ".join(parts)


def _one_of(dimension: str | None, keys: Collection[str]) -> str:
    """The filter for these keys; empty for none, which is all."""
    parts = [f"{dimension} eq '{key.replace(chr(39), chr(39) * 2)}'" for key in keys]
    return f"({' or '.join(parts)})" if parts else ""


def _parts(
    dimension: str | None, keys: Sequence[str], room: int, most: int = 10_000
) -> list[Sequence[str]]:
    """``keys`` in parts whose filter is at most ``room`` long; one empty part for no keys."""
    if not keys:
        return [()]
    longest = max(len(quote(f"{dimension} eq '{key}' or ")) for key in keys)
    size = min(most, max(1, room // longest))
    return [keys[start : start + size] for start in range(0, len(keys), size)]
