"""Read one CSV file of the package strictly: UTF-8, comma, decimal point, empty is missing."""

from __future__ import annotations

import csv
import io
import math
import re

import pandas as pd

from ivp.data import tabel_snel
from ivp.errors import BronFout, did_you_mean

_PATTERNS = {
    "integer": re.compile(r"-?[0-9]{1,18}"),
    "number": re.compile(r"-?[0-9]+(\.[0-9]+)?"),
}
_KINDS = {"integer": "een geheel getal", "number": "een getal met een decimale punt"}
_WHY = "een verkeerd gelezen cel wordt ongemerkt een verkeerd cijfer in het boek"


def parse(raw: bytes, types: dict[str, str], bestand: str) -> pd.DataFrame:
    """Turn the bytes of a CSV file into a frame.

    ``types`` maps every column, in order, to ``string``, ``integer`` or ``number``; ``bestand`` is
    the file's name in messages. Raises ``BronFout`` with row (the header is row 1) and column.
    """
    if len(raw) >= tabel_snel.VANAF:
        patterns = {kind: pattern.pattern for kind, pattern in _PATTERNS.items()}
        found = tabel_snel.parse(raw, types, patterns)
        if found is not None:
            return found
    rows = _rows(_decode(raw, bestand), bestand)
    _check_header(rows[0], list(types), bestand)
    for number, row in enumerate(rows[1:], start=2):
        if len(row) != len(types):
            raise BronFout(
                f"Deze rij heeft {len(row)} cellen; dat horen er {len(types)} te zijn",
                waar=f"{bestand}, rij {number}",
                waarom="de waarden schuiven naar de verkeerde kolom",
                doe="herstel de rij; een komma binnen een tekst hoort tussen aanhalingstekens",
            )
    columns: dict[str, pd.Series] = {}
    for position, (name, kind) in enumerate(types.items()):
        cells = [row[position] for row in rows[1:]]
        columns[name] = _column(cells, name, kind, bestand)
    return pd.DataFrame(columns)


def _decode(raw: bytes, bestand: str) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        row = before.count(b"\n") + 1
        line = before.rsplit(b"\n", 1)[-1]
        position = line.count(b",")
        header = raw.split(b"\n", 1)[0].decode("utf-8", "replace").strip("\ufeff\r").split(",")
        column = header[position] if position < len(header) else str(position + 1)
        raise BronFout(
            f"Hier staat een teken dat geen UTF-8 is (byte 0x{raw[error.start]:02X})",
            waar=f"{bestand}, rij {row}, kolom {column}",
            waarom="letters met accenten zouden verkeerd in het boek komen",
            doe="bewaar het bestand opnieuw als 'CSV UTF-8'",
        ) from None


def _rows(text: str, bestand: str) -> list[list[str]]:
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise BronFout(
            f"Dit is geen geldige CSV ({error})",
            waar=bestand,
            waarom=_WHY,
            doe="controleer de aanhalingstekens in het bestand",
        ) from None
    if not rows or not any(rows[0]):
        raise BronFout(
            "Dit bestand is leeg", waar=bestand, waarom=_WHY, doe="vraag de levering opnieuw op"
        )
    return rows


def _check_header(header: list[str], columns: list[str], bestand: str) -> None:
    where = f"{bestand}, rij 1"
    if len(header) == 1 and len(columns) > 1 and (";" in header[0] or "\t" in header[0]):
        raise BronFout(
            "De kolommen zijn niet gescheiden met een komma",
            waar=where,
            waarom="het hele bestand wordt dan als een kolom gelezen",
            doe="bewaar het bestand opnieuw als CSV met komma's en decimale punten",
        )
    for name in columns:
        if name not in header:
            raise BronFout(
                f"De kolom '{name}' ontbreekt.{did_you_mean(name, set(header) - set(columns))}",
                waar=where,
                waarom="zonder deze kolom kunnen de cijfers niet worden gemaakt",
                doe="vraag de leverancier om de kolom, of herstel de naam in rij 1",
            )
    for name in header:
        if name not in columns:
            raise BronFout(
                f"De kolom '{name}' is niet geregistreerd",
                waar=where,
                waarom="van een onbekende kolom is niet te zeggen of die in het boek mag",
                doe="verwijder de kolom, of beschrijf die in data/datapackage.json",
            )
    if header != columns:
        raise BronFout(
            f"De kolommen staan in een andere volgorde: {', '.join(header)}",
            waar=where,
            waarom="een andere volgorde wijst vaak op een andere levering",
            doe=f"zet ze in deze volgorde: {', '.join(columns)}",
        )


def _column(cells: list[str], name: str, kind: str, bestand: str) -> pd.Series:
    pattern = _PATTERNS.get(kind)
    if pattern is None:
        return pd.Series([cell or None for cell in cells], dtype="str")
    for row, cell in enumerate(cells, start=2):
        if cell and not (pattern.fullmatch(cell) and math.isfinite(float(cell))):
            raise BronFout(
                f"'{cell}' is niet {_KINDS[kind]}",
                waar=f"{bestand}, rij {row}, kolom {name}",
                waarom=_WHY,
                doe="herstel de cel; is het cijfer onbekend of geheim (. of x), laat die dan leeg",
            )
    if kind == "integer":
        return pd.Series([int(cell) if cell else pd.NA for cell in cells], dtype="Int64")
    return pd.Series([float(cell) if cell else None for cell in cells], dtype="float64")
