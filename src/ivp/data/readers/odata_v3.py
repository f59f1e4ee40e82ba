"""OData v3 (CBS and police): pages of ``TypedDataSet`` or ``UntypedDataSet``, and the metadata.

Source: opendata.cbs.nl and dataderden.cbs.nl; formats in docs/bronnen.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from ivp.data.readers import breed
from ivp.data.readers.metadata import Metadata, samenstel
from ivp.data.readers.odata_json import rijen
from ivp.data.readers.perioden import Periode
from ivp.data.readers.plaats import bronfout


def lees(
    paginas: Iterable[bytes],
    bestand: str,
    metadata: Metadata | None = None,
    *,
    onderwerpen: Sequence[str] | None = None,
    periode: Periode | None = None,
) -> pd.DataFrame:
    """The pages (JSON as received) as a tidy frame; ``rij`` counts the rows over all pages."""
    return van_rijen(
        rijen(paginas, bestand), bestand, metadata, onderwerpen=onderwerpen, periode=periode
    )


def van_rijen(
    rows: Sequence[Mapping[str, Any]],
    bestand: str,
    metadata: Metadata | None = None,
    *,
    onderwerpen: Sequence[str] | None = None,
    periode: Periode | None = None,
) -> pd.DataFrame:
    """The same from rows that are dicts already; all must have the columns of the first."""
    return breed.naar_tidy(
        cellen(rows, bestand), bestand, metadata, onderwerpen=onderwerpen, periode=periode
    )


def metadata(entiteiten: Mapping[str, Sequence[Mapping[str, Any]]], bestand: str) -> Metadata:
    """From the rows of TableInfos, DataProperties and the dimensions, by name of the entity."""
    return samenstel(
        {naam: cellen(rows, bestand) for naam, rows in entiteiten.items() if rows}, bestand
    )


def cellen(rows: Sequence[Mapping[str, Any]], bestand: str) -> pd.DataFrame:
    """The rows as text (``breed.NULL`` for null in a column of figures), plus ``rij`` from 1."""
    columns = list(dict.fromkeys(k for row in rows for k in row)) if _metadata(rows) else None
    names = columns or list(rows[0])
    cells: dict[str, list[str]] = {naam: [] for naam in names}
    for number, row in enumerate(rows, start=1):
        if columns is None and row.keys() != rows[0].keys():
            raise bronfout(
                "Deze rij heeft andere kolommen dan de eerste",
                bestand,
                rij=number,
                doe="haal de tabel opnieuw op (`ivp fetch`)",
            )
        for naam in names:
            cells[naam].append(_cell(row.get(naam), naam, number, bestand, columns is not None))
    return pd.DataFrame(cells, dtype="str").assign(rij=range(1, len(rows) + 1))


def _metadata(rows: Sequence[Mapping[str, Any]]) -> bool:
    """Entities of metadata leave out keys that do not apply; data sets never do."""
    return "odata.type" in rows[0] or "Title" in rows[0]


def _cell(value: object, naam: str, number: int, bestand: str, blank: bool) -> str:
    if value is None:
        return "" if blank else breed.NULL
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return str(value)
    if isinstance(value, int):
        return str(value)
    if isinstance(value, float):
        return f"{value:.10f}".rstrip("0").rstrip(".")
    raise bronfout(
        "Hier staat een lijst of een object in plaats van een waarde",
        bestand,
        rij=number,
        kolom=naam,
        doe="haal de tabel opnieuw op (`ivp fetch`)",
    )
