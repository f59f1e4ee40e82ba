"""StatLine's raw CSV: ``UntypedDataSet`` (padded, with symbols) and ``TypedDataSet`` as CSV.

Source: the download "CSV zonder opmaak" of opendata.cbs.nl and dataderden.cbs.nl.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import pandas as pd

from ivp.data.readers import breed
from ivp.data.readers.metadata import Metadata
from ivp.data.readers.perioden import Periode
from ivp.data.readers.plaats import bronfout, opsomming
from ivp.data.readers.tekst import open_tekst
from ivp.data.readers.waarden import schoon


def lees(
    raw: bytes,
    bestand: str,
    metadata: Metadata | None = None,
    *,
    alleen: Mapping[str, Collection[str]] | None = None,
    onderwerpen: Sequence[str] | None = None,
    periode: Periode | None = None,
) -> pd.DataFrame:
    """The file as a tidy frame (``ivp.data.readers.tidy``).

    ``alleen`` keeps the rows with one of these codes per column (``{"RegioS": {"GM0420"}}``, codes
    without padding) while reading, so that one municipality out of a national table costs memory
    for that municipality. ``onderwerpen`` and ``periode``: see ``breed.naar_tidy``. Raises
    ``BronFout`` with row and column.
    """
    return breed.naar_tidy(
        ruw(raw, bestand, alleen=alleen),
        bestand,
        metadata,
        periode=periode,
        onderwerpen=onderwerpen,
    )


def ruw(
    raw: bytes, bestand: str, *, alleen: Mapping[str, Collection[str]] | None = None
) -> pd.DataFrame:
    """The cells as delivered, all text, with the column ``rij`` (the header is row 1)."""
    text = open_tekst(raw, bestand)
    records = text.rijen()
    number, header = next(records)
    header = [schoon(naam) for naam in header]
    if not breed.is_breed(header):
        raise bronfout(
            f"Dit zijn geen kolommen van een ruwe tabel van CBS of politie: {opsomming(header)}",
            bestand,
            rij=number,
            doe="download 'CSV zonder opmaak', of laat `ivp take --dry-run` zeggen wat dit is",
        )
    double = [naam for naam in dict.fromkeys(header) if header.count(naam) > 1]
    if double:
        raise bronfout(
            f"De kolom {opsomming(double)} staat er twee keer in",
            bestand,
            rij=number,
            doe="vraag de levering opnieuw op",
        )
    keep = _positions(header, alleen or {}, bestand)
    rows, numbers = [], []
    for number, row in records:
        if len(row) != len(header):
            raise bronfout(
                f"Deze rij heeft {len(row)} cellen; dat horen er {len(header)} te zijn",
                bestand,
                rij=number,
                waarom="de waarden schuiven naar de verkeerde kolom, of het bestand is afgebroken",
                doe="vraag de levering opnieuw op",
            )
        if all(schoon(row[position]) in codes for position, codes in keep):
            rows.append(row)
            numbers.append(number)
    if not text.inhoud.endswith(("\n", "\r")):
        _whole(rows, number, bestand)
    if not rows:
        raise bronfout(
            "In dit bestand staat geen enkele rij" + (" van wat gevraagd is" if alleen else ""),
            bestand,
            doe="vraag de levering opnieuw op",
        )
    return pd.DataFrame(rows, columns=header, dtype="str").assign(rij=numbers)


def _whole(rows: list[list[str]], last: int, bestand: str) -> None:
    """Without an end of line the last cell may be cut off: padded cells are all equally wide."""
    widths = {len(row[-1]) for row in rows[:-1] if row[-1]}
    if len(widths) == 1 and len(rows[-1][-1]) < widths.pop():
        raise bronfout(
            "De laatste cel is korter dan de andere; het bestand is afgebroken",
            bestand,
            rij=last,
            waarom="een afgebroken getal is een ander getal",
            doe="vraag de levering opnieuw op",
        )


def _positions(
    header: list[str], alleen: Mapping[str, Collection[str]], bestand: str
) -> list[tuple[int, Collection[str]]]:
    missing = [naam for naam in alleen if naam not in header]
    if missing:
        raise bronfout(
            f"De kolom {opsomming(missing)} ontbreekt",
            bestand,
            rij=1,
            doe="haal de tabel opnieuw op",
        )
    return [(header.index(naam), codes) for naam, codes in alleen.items()]
