"""Metadata as CSV: one file with several blocks (padded with separators), or one code list.

The blocks are the entities of OData v3: TableInfos, DataProperties, and one per dimension.
"""

from __future__ import annotations

import re
from itertools import pairwise

import pandas as pd

from ivp.data.readers.metadata import Metadata, codelijst, samenstel
from ivp.data.readers.plaats import bronfout, opsomming
from ivp.data.readers.tekst import open_tekst
from ivp.data.readers.waarden import schoon

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_FIRST = ("ID", "Key", "odata.type")


def lees(raw: bytes, bestand: str) -> Metadata:
    """All blocks of a metadata file; raises ``BronFout`` when a block is shifted or cut off."""
    blocks = blokken(raw, bestand)
    for needed in ("TableInfos", "DataProperties"):
        if needed not in blocks:
            raise bronfout(
                f"Het onderdeel {needed} ontbreekt",
                bestand,
                waarom="zonder dit onderdeel zijn eenheden en codes niet te verklaren",
                doe="download de metadata van de tabel opnieuw",
            )
    return samenstel(blocks, bestand)


def lees_codelijst(raw: bytes, bestand: str) -> pd.DataFrame:
    """One code list (``Key, Title, …``) as ``code, naam, omschrijving`` and perhaps ``status``."""
    return codelijst(enkel(raw, bestand), bestand)


def enkel(raw: bytes, bestand: str, *, naamloos: bool = False) -> pd.DataFrame:
    """One entity as a file of its own: the columns as delivered, all text, plus ``rij``.

    ``naamloos`` allows a first column without a name (R writes its row numbers so).
    """
    records = list(open_tekst(raw, bestand).rijen())
    if naamloos and not schoon(records[0][1][0]):
        records[0] = (records[0][0], ["rijnummer", *records[0][1][1:]])
    return _frame(records, bestand)


def blokken(raw: bytes, bestand: str) -> dict[str, pd.DataFrame]:
    """The blocks by name, cells as text, plus ``rij``; empty when the file has no blocks."""
    records = list(open_tekst(raw, bestand).rijen())
    starts = [
        i
        for i, (_, row) in enumerate(records[:-1])
        if _NAME.fullmatch(schoon(row[0]))
        and not any(schoon(cell) for cell in row[1:])
        and schoon(records[i + 1][1][0]) in _FIRST
    ]
    blocks: dict[str, pd.DataFrame] = {}
    for start, end in pairwise([*starts, len(records)]):
        naam = schoon(records[start][1][0])
        if naam in blocks:
            raise bronfout(
                f"Het onderdeel {naam} staat er twee keer in",
                bestand,
                rij=records[start][0],
                doe="download de metadata van de tabel opnieuw",
            )
        blocks[naam] = _frame(records[start + 1 : end], bestand)
    return blocks


def _frame(records: list[tuple[int, list[str]]], bestand: str) -> pd.DataFrame:
    number, header = records[0]
    header = [schoon(cell) for cell in header]
    while header and not header[-1]:
        header.pop()
    if len(records) < 2 or not all(header):
        raise bronfout(
            "Onder deze kolomnamen staat niets" if all(header) else "Een kolom heeft geen naam",
            bestand,
            rij=number,
            doe="download de metadata van de tabel opnieuw",
        )
    double = [naam for naam in dict.fromkeys(header) if header.count(naam) > 1]
    if double:
        raise bronfout(
            f"De kolom {opsomming(double)} staat er twee keer in",
            bestand,
            rij=number,
            doe="vraag de levering opnieuw op",
        )
    for number, row in records[1:]:
        if len(row) < len(header) or any(schoon(cell) for cell in row[len(header) :]):
            raise bronfout(
                f"Deze rij heeft niet de {len(header)} cellen van haar onderdeel",
                bestand,
                rij=number,
                waarom="omschrijvingen en codes schuiven naar de verkeerde kolom",
                doe="download de metadata van de tabel opnieuw",
            )
    frame = pd.DataFrame(
        [row[: len(header)] for _, row in records[1:]], columns=header, dtype="str"
    )
    return frame.assign(rij=[number for number, _ in records[1:]])
