"""OData v4 of CBS: ``Observations`` (one row per figure) with ``MeasureCodes`` and code lists.

Source: datasets.cbs.nl/odata/v1; formats in docs/bronnen.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import pandas as pd

from ivp.data.readers import metadata as md
from ivp.data.readers import perioden, regios, tidy
from ivp.data.readers.metadata import Metadata, Onderwerp, codelijst
from ivp.data.readers.odata_json import getal, rijen
from ivp.data.readers.odata_v3 import cellen
from ivp.data.readers.perioden import Periode
from ivp.data.readers.plaats import bronfout, eerste
from ivp.data.readers.waarden import Symbool, schoon

_FIXED = ("Id", "Measure", "ValueAttribute", "Value", "StringValue")
_SYMBOLS = {
    "None": Symbool.ontbreekt,
    "": Symbool.ontbreekt,
    "Confidential": Symbool.geheim,
    "Impossible": Symbool.leeg,
}


def lees(paginas: Iterable[bytes], bestand: str, metadata: Metadata | None = None) -> pd.DataFrame:
    """The pages of ``Observations`` (JSON as received) as a tidy frame.

    A value is only a value when ``ValueAttribute`` is "None"; any attribute that we do not know
    makes the figure ``onbekend``, whatever value stands beside it. Raises ``BronFout`` with row.
    """
    return van_rijen(rijen(paginas, bestand), bestand, metadata)


def van_rijen(
    rows: Sequence[Mapping[str, Any]], bestand: str, metadata: Metadata | None = None
) -> pd.DataFrame:
    """The same from rows that are dicts already."""
    metadata = metadata or Metadata()
    dimensions = [naam for naam in rows[0] if naam not in _FIXED]
    values, signs = [], []
    for number, row in enumerate(rows, start=1):
        if "Measure" not in row or any(not isinstance(row.get(d), str) for d in dimensions):
            raise bronfout(
                "Deze rij mist een maat of een dimensie",
                bestand,
                rij=number,
                doe="haal de tabel opnieuw op (`ivp fetch`)",
            )
        value, sign = _figure(row, number, bestand)
        values.append(value)
        signs.append(sign.value)
    frame = pd.DataFrame(
        {
            "onderwerp": [schoon(str(row["Measure"])) for row in rows],
            "waarde": values,
            "symbool": signs,
            "rij": range(1, len(rows) + 1),
        }
    )
    units = {sleutel: topic.eenheid for sleutel, topic in metadata.onderwerpen.items()}
    frame["eenheid"] = frame["onderwerp"].map(units)
    for dimension in dimensions:
        cells = pd.Series([row[dimension] for row in rows], dtype="str")
        frame = _dimension(frame, dimension, cells, metadata, bestand)
    return tidy.maak(frame, bestand)


def metadata(
    maten: Sequence[Mapping[str, Any]],
    lijsten: Mapping[str, Sequence[Mapping[str, Any]]],
    bestand: str,
    *,
    tabel: str = "",
) -> Metadata:
    """From the rows of ``MeasureCodes`` and, by dimension, of ``<Dim>Codes``."""
    measures = cellen(maten, bestand)
    topics = {}
    for row in measures.to_dict("records"):
        key = schoon(row["Identifier"])
        unit = schoon(row.get("Unit", "")) or None
        topics[key] = Onderwerp(key, regios.label(row["Title"]), unit, False, False)
    lists = {
        naam: codelijst(cellen(rows, bestand), bestand) for naam, rows in lijsten.items() if rows
    }
    return Metadata(tabel=tabel, onderwerpen=topics, lijsten=lists)


def _figure(row: Mapping[str, Any], number: int, bestand: str) -> tuple[float | None, Symbool]:
    attribute = row.get("ValueAttribute")
    sign = _SYMBOLS.get("" if attribute is None else str(attribute), Symbool.onbekend)
    try:
        value = getal(row.get("Value"))
    except (ValueError, OverflowError):
        raise bronfout(
            f"'{row.get('Value')}' is geen getal",
            bestand,
            rij=number,
            kolom="Value",
            doe="haal de tabel opnieuw op (`ivp fetch`)",
        ) from None
    if sign is Symbool.ontbreekt and value is not None:
        return value, Symbool.cijfer
    return None, sign


def _dimension(
    frame: pd.DataFrame, dimension: str, cells: pd.Series, metadata: Metadata, bestand: str
) -> pd.DataFrame:
    naam = md.kolomnaam(dimension)
    if naam == "periode":
        statuses = metadata.statussen()
        read = {}
        for text in cells.unique():
            row = int(frame["rij"].iloc[eerste(cells == text)])
            found = perioden.lees(text, bestand, rij=row, kolom=dimension)
            status = statuses.get(schoon(text), found.status)
            read[text] = Periode(found.jaar, found.soort, found.nummer, status)
        return frame.join(tidy.periodekolommen(cells.map(read)))
    if naam == "gebied":
        frame[naam] = regios.kolom(cells, dimension, bestand, frame["rij"])
    else:
        frame[naam] = cells.map(schoon)
    names = md.met_namen(frame, naam, dimension, metadata, bestand)
    return frame if names is None else frame.assign(**{f"{naam}_naam": names})
