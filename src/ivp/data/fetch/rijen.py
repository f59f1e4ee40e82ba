"""From delivered rows to checked columns: the same everywhere, no row twice, none unasked."""

from __future__ import annotations

import re
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from ivp.data.fetch.beleid import AntwoordFout
from ivp.data.fetch.plan import Metagegevens, Vraag

_ID = frozenset({"ID", "Id"})
"""A row number within one version of the table: not a figure, and different after every change."""
_V4 = {
    "Measure": pa.string(),
    "ValueAttribute": pa.string(),
    "Value": pa.float64(),
    "StringValue": pa.string(),
}
_WAAROM = "uit een antwoord dat niet klopt, zouden verkeerde cijfers komen"
_LATER = (
    "probeer het later opnieuw; blijft het zo, dan is de tabel veranderd en moet "
    "params/bronnen.yml worden aangepast. Het boek blijft de vorige opname gebruiken"
)


def sleutel(meta: Metagegevens) -> list[str]:
    """The columns that together identify a row."""
    return [*meta.dimensies, *([] if meta.typen is not None else ["Measure"])]


def kolommen(naam: str, rows: list[dict[str, Any]], meta: Metagegevens, nummer: int) -> pa.Table:
    """The rows of page ``nummer`` as typed columns; raises ``BronFout`` when they do not fit."""
    there = rows[0].keys() - _ID
    if meta.typen is not None:
        types = meta.typen
        fits = there == types.keys()
    else:
        types = {d: pa.string() for d in meta.dimensies} | {
            name: kind for name, kind in _V4.items() if name in there or name != "StringValue"
        }
        fits = there == types.keys()
    if not fits or any(row.keys() - _ID != there for row in rows):
        raise _fout(naam, nummer, "de rijen hebben andere kolommen dan de tabel zegt te hebben")
    try:
        table = pa.Table.from_pylist(rows, schema=pa.schema(list(types.items())))
    except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError):
        raise _fout(naam, nummer, "een waarde is van een andere soort dan de tabel zegt") from None
    for name in sleutel(meta):
        if table[name].null_count:
            raise _fout(naam, nummer, f"een rij heeft geen {name}")
    return table


def samen(naam: str, parts: list[pa.Table], meta: Metagegevens, vraag: Vraag) -> pa.Table:
    """All rows of one question, sorted by area first.

    Raises ``BronFout`` for a row that is there twice, or that was not asked for.
    """
    table = pa.concat_tables(parts)
    for name, asked in ((meta.gebied, vraag.gebieden), (meta.tijd, vraag.perioden)):
        if name and asked is not None:
            other = set(pc.unique(table[name]).to_pylist()) - asked
            if other:
                raise _fout(naam, None, f"er kwamen rijen die niet gevraagd zijn ({min(other)})")
    key = sleutel(meta)
    order = sorted(key, key=lambda name: name != meta.gebied)
    if table.group_by(key).aggregate([]).num_rows != table.num_rows:
        raise _fout(naam, None, "dezelfde rij komt twee keer voor")
    return table.sort_by([(name, "ascending") for name in order]).combine_chunks()


def versie(naam: str, info: dict[str, Any]) -> str:
    """When figures and description were last modified; raises ``BronFout`` for another table."""
    known = str(info.get("Identifier") or naam).strip()
    if known.lower() != naam.lower():
        raise _fout(naam, None, f"de dienst beschrijft tabel {known}")
    parts = [str(info.get(k) or "").strip() for k in ("Modified", "MetaDataModified")]
    if not re.match(r"\d{4}-\d{2}-\d{2}", parts[0]):
        raise _fout(naam, None, "de tabel zegt niet wanneer die is gewijzigd")
    return parts[0] if parts[1] in ("", parts[0]) else " / ".join(parts)


def _fout(naam: str, nummer: int | None, what: str) -> AntwoordFout:
    place = f"{naam}, bladzijde {nummer}" if nummer else naam
    return AntwoordFout(
        f"Het antwoord van de dienst klopt niet: {what}", waar=place, waarom=_WAAROM, doe=_LATER
    )
