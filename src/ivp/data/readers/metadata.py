"""What a source says about its own table: topics with units, and the code lists of dimensions.

It comes as OData entities, as one CSV with several blocks (padded with separators), or as a code
list of its own. Blocks and entities have the same names and columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

import pandas as pd

from ivp.data.readers import periods, text, tidy
from ivp.data.readers.cells import Cells
from ivp.data.readers.faults import FETCH_AGAIN, fault, quoted
from ivp.data.readers.values import NULL, WRONG_AREA, label, strip
from ivp.errors import nearest

AREA = ("RegioS", "WijkenEnBuurten", "Regio", "Regios", "RegionaleEenheden")
"""Names that CBS and police give to the dimension with areas."""
PERIOD = "Perioden"
_BLOCK = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_FIRST = ("ID", "Key", "odata.type")
_NO_LISTS = ("TableInfos", "DataProperties", "CategoryGroups", "MeasureCodes")
_AGAIN = "download de metadata van de tabel opnieuw"
_UNEXPLAINED = "zonder dit zijn codes en eenheden niet te verklaren"


class Topic(NamedTuple):
    """A column of figures: ``zero_if_absent`` says that a record that is not there means 0."""

    title: str
    unit: str | None
    is_text: bool
    zero_if_absent: bool


@dataclass(frozen=True)
class Metadata:
    """Table id, topics by key, and per dimension a frame of codes.

    A code list has the columns ``code`` (no padding), ``naam``, ``omschrijving`` and, for periods,
    ``status``.
    """

    table: str = ""
    topics: Mapping[str, Topic] = field(default_factory=dict)
    lists: Mapping[str, pd.DataFrame] = field(default_factory=dict)

    def names(self, dimension: str) -> dict[str, str] | None:
        """Code → name of a dimension; ``None`` when there is no list of it."""
        known = self.lists.get(dimension)
        return None if known is None else dict(zip(known["code"], known["naam"], strict=True))

    def statuses(self) -> dict[str, str]:
        """Period code → ``definitief``, ``voorlopig``, ``nader_voorlopig``; only those known."""
        known = self.lists.get(PERIOD)
        if known is None or "status" not in known:
            return {}
        known = known.dropna(subset="status")
        return dict(zip(known["code"], known["status"], strict=True))

    def area_codes(self, names: Iterable[str], file: str) -> dict[str, str]:
        """The code of every name of an area, from the list of this table and nothing else.

        Raises ``BronFout`` that says which names are unknown or have several codes.
        """
        codes: dict[str, dict[str, None]] = {}
        listed = next((self.lists[name] for name in AREA if name in self.lists), None)
        if listed is not None:
            for area, name in zip(listed["code"], listed["naam"], strict=True):
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
            origin = f"de gebiedenlijst van tabel {self.table or '?'}"
            raise fault(
                f"Niet elk gebied is te vinden in {origin}: " + "; ".join(parts),
                file,
                reason=WRONG_AREA,
                remedy="vul de lijst aan, of vraag een levering met gebiedscodes",
            )
        return {name: some[0] for name, some in found.items()}


def column_of(dimension: str) -> str:
    """The column of the tidy frame in which a dimension comes."""
    if dimension in AREA:
        return "gebied"
    return "periode" if dimension == PERIOD else tidy.snake(dimension)


def read(raw: bytes, file: str) -> Metadata:
    """All blocks of a metadata file; raises ``BronFout`` when a block is shifted or cut off."""
    blocks = _blocks(raw, file)
    for needed in ("TableInfos", "DataProperties"):
        if needed not in blocks:
            what = f"Het onderdeel {needed} ontbreekt"
            raise fault(what, file, reason=_UNEXPLAINED, remedy=_AGAIN)
    return assemble(blocks)


def read_codes(raw: bytes, file: str) -> pd.DataFrame:
    """One code list (``Key, Title, …``) as ``code, naam, omschrijving`` and perhaps ``status``."""
    return code_list(text.cells(raw, file))


def assemble(parts: Mapping[str, Cells], table: str = "") -> Metadata:
    """Metadata from entities of OData v3 or v4 by name; what is not given stays unknown."""
    v4 = "MeasureCodes" in parts
    described = parts.get("MeasureCodes" if v4 else "DataProperties")
    if "TableInfos" in parts:
        table = table or parts["TableInfos"].optional("Identifier").fillna("").iloc[0]
    return Metadata(
        table=table,
        topics=_topics(described, v4) if described else {},
        lists={
            name.removesuffix("Codes") if v4 else name: code_list(cells)
            for name, cells in parts.items()
            if name not in _NO_LISTS
        },
    )


def code_list(cells: Cells) -> pd.DataFrame:
    """A code list (``Key`` or ``Identifier``, ``Title``, …) in our columns (see ``Metadata``).

    Raises ``BronFout`` for a code that is there twice or is empty.
    """
    key = "Identifier" if "Identifier" in cells.names else "Key"
    cells.require(key, "Title", reason=_UNEXPLAINED)
    codes = cells[key]
    cells.refuse(codes == "", "Een code is leeg", key)
    cells.refuse(codes.duplicated(), "De code '{}' staat twee keer in de codelijst", key)
    result = pd.DataFrame({"code": codes, "naam": cells["Title"].map(label)})
    result["omschrijving"] = cells.optional("Description").fillna("")
    if "Status" in cells.names:
        result["status"] = cells["Status"].map(periods.status)
    return result.astype("str").reset_index(drop=True)


def from_rows(rows: Iterable[Mapping[str, Any]], file: str) -> Cells:
    """The rows of an OData entity as cells, ``rij`` from 1.

    Entities of metadata leave out keys that do not apply; data sets never do, and there null is
    ``NULL``. Raises ``BronFout`` for other columns than the first row has, or a nested value.
    """
    rows = list(rows)
    loose = "odata.type" in rows[0] or "Title" in rows[0]
    names = list(dict.fromkeys(k for row in rows for k in row)) if loose else list(rows[0])
    columns: dict[str, list[str]] = {name: [] for name in names}
    for number, row in enumerate(rows, start=1):
        if not loose and row.keys() != rows[0].keys():
            what = "Deze rij heeft andere kolommen dan de eerste"
            raise fault(what, file, row=number, remedy=FETCH_AGAIN)
        for name in names:
            value = row.get(name)
            if isinstance(value, float):
                cell = f"{value:.10f}".rstrip("0").rstrip(".")
            elif value is None or isinstance(value, str | int):
                cell = str(value) if value is not None else "" if loose else NULL
            else:
                what = "Hier staat een lijst of een object in plaats van een waarde"
                raise fault(what, file, row=number, column=name, remedy=FETCH_AGAIN)
            columns[name].append(cell)
    frame = pd.DataFrame(columns, dtype="str").assign(rij=range(1, len(rows) + 1))
    return Cells(file, frame, FETCH_AGAIN)


def _topics(cells: Cells, v4: bool) -> dict[str, Topic]:
    key = "Identifier" if v4 else "Key"
    cells.require(key, "Title", *([] if v4 else ["Type"]), reason=_UNEXPLAINED)
    wanted = cells.optional("Type").fillna("Topic") == "Topic"
    kinds, defaults = cells.optional("Datatype"), cells.optional("Default")
    columns = (cells[key], cells["Title"].map(label), cells.optional("Unit"), kinds, defaults)
    return {
        name: Topic(title, None if pd.isna(unit) else unit, kind == "String", default == "Zero")
        for name, title, unit, kind, default in zip(*(c[wanted] for c in columns), strict=True)
    }


def _blocks(raw: bytes, file: str) -> dict[str, Cells]:
    """The blocks by name; none when the file has no blocks."""
    records = list(text.records(raw, file))
    starts = [
        i
        for i, (_, row) in enumerate(records[:-1])
        if _BLOCK.fullmatch(strip(row[0]))
        and not any(map(strip, row[1:]))
        and strip(records[i + 1][1][0]) in _FIRST
    ]
    blocks: dict[str, Cells] = {}
    for start, end in pairwise([*starts, len(records)]):
        name = strip(records[start][1][0])
        if name in blocks:
            what = f"Het onderdeel {name} staat er twee keer in"
            raise fault(what, file, row=records[start][0], remedy=_AGAIN)
        blocks[name] = Cells.of(records[start + 1 : end], file, remedy=_AGAIN)
    return blocks
