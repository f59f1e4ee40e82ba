"""StatLine's display export: what people download by hand, laid out for reading, with labels.

Three layouts occur, with semicolons or commas:

- *kop in rijen*: title rows, then one row per dimension (``Onderwerp``, ``Perioden``), then a row
  with the name of the row dimension and the units, then the figures, then ``Bron: …``;
- *kop in kolommen*: title rows, a row that only names the dimension across (``;;;Perioden``), then
  the names of the row dimensions and the periods, then the figures, then ``Bron: …``;
- *gekanteld*: one header row whose names join the dimensions (``Nederland_Onderwerp_2017*``).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from ivp.data.readers import perioden, tidy, waarden
from ivp.data.readers.perioden import Periode
from ivp.data.readers.plaats import bronfout, opsomming
from ivp.data.readers.regios import Namenlijst, label
from ivp.data.readers.tekst import open_tekst
from ivp.data.readers.waarden import schoon

MARGES = frozenset({"Waarde", "Marges", "Ondergrens 95%-interval", "Bovengrens 95%-interval"})
_FOOTER = re.compile(r"(Bron:|©|\(c\))", re.IGNORECASE)
_REGION = re.compile(r"Nederland|.+ \((LD|PV|CR|RE|GM|WK|BU|gemeente)\)")
_REGION_NAMES = frozenset({"regio's", "regio", "regios", "wijken en buurten", "gemeenten"})
_AGAIN = "download de tabel opnieuw, het liefst als 'CSV zonder opmaak' (met codes)"
_Record = tuple[int, list[str]]


@dataclass
class _Layout:
    """Where everything stands: what each row and each column of figures is about."""

    titel: str
    vast: dict[str, str]
    """Dimensions that the title rows fix for the whole file (``Soort misdrijf: …``)."""
    rijkoppen: list[str]
    """The names of the leading columns."""
    kolommen: list[dict[str, str]]
    """For every column of figures: dimension → label."""
    data: list[_Record]


def lees(raw: bytes, bestand: str, namen: Namenlijst | None = None) -> pd.DataFrame:
    """The export as a tidy frame (``ivp.data.readers.tidy``).

    An export has names of areas, no codes: ``gebied`` is only filled from the declared list
    ``namen``; a name that is not in it, or has several codes, is a ``BronFout``. ``onderwerp`` is
    the label. Raises ``BronFout`` with row for an unknown layout or a file that was cut off.
    """
    records = list(open_tekst(raw, bestand).rijen())
    layout = _layout(records, bestand)
    width = len(layout.rijkoppen) + len(layout.kolommen)
    for number, row in layout.data:
        if len(row) != width:
            raise bronfout(
                f"Deze rij heeft {len(row)} cellen; dat horen er {width} te zijn",
                bestand,
                rij=number,
                waarom="de waarden schuiven naar de verkeerde kolom, of het bestand is afgebroken",
                doe=_AGAIN,
            )
    frame = _melt(layout, bestand)
    if namen is not None:
        found = namen.zoek(frame["gebied_naam"].dropna().unique())
        frame["gebied"] = frame["gebied_naam"].map(found.eis(namen, bestand))
    return tidy.maak(frame, bestand)


def titel(raw: bytes, bestand: str) -> str:
    """The title of the table, empty for a layout without title rows."""
    return _layout(list(open_tekst(raw, bestand).rijen()), bestand).titel


def _layout(records: list[_Record], bestand: str) -> _Layout:
    start = next((i for i, (_, row) in enumerate(records) if any(map(schoon, row[1:]))), None)
    if start is None:
        raise bronfout("Hier staan geen cijfers in", bestand, doe=_AGAIN)
    titles = [schoon(row[0]) for _, row in records[:start] if schoon(row[0])]
    body = records[start:]
    if not titles:
        return _tilted(body, bestand)
    body = _without_footer(body, bestand)
    fixed = dict(t.split(": ", 1) for t in titles[1:] if ": " in t)
    if schoon(body[0][1][0]):
        layout = _header_in_rows(body, "Perioden" in fixed, bestand)
    else:
        layout = _header_in_columns(body, bestand)
    layout.titel, layout.vast = titles[0], fixed
    return layout


def _without_footer(body: list[_Record], bestand: str) -> list[_Record]:
    """The records up to ``Bron: …``; without that last line the file is not whole."""
    for position, (_, row) in enumerate(body):
        if _FOOTER.match(schoon(row[0])) and not any(map(schoon, row[1:])):
            rest = [n for n, r in body[position + 1 :] if any(map(schoon, r))]
            if rest:
                raise bronfout(
                    f"Onder '{schoon(row[0])}' staat nog meer; er zijn exports samengevoegd",
                    bestand,
                    rij=rest[0],
                    doe="lever elke tabel als een eigen bestand",
                )
            return body[:position]
    number, _ = body[-1]
    raise bronfout(
        "De laatste regel ('Bron: …') ontbreekt; het bestand is afgebroken of bewerkt",
        bestand,
        rij=number,
        waarom="een ontbrekend deel lijkt in het boek op een daling",
        doe=_AGAIN,
    )


def _header_in_rows(body: list[_Record], dated: bool, bestand: str) -> _Layout:
    """``Onderwerp;a;a`` / ``Perioden;2022;2023`` / ``Regio's;aantal;aantal`` / figures."""
    end = next((i for i, (_, row) in enumerate(body) if i and _is_data(row)), None)
    head = body[:end]
    names = [label(row[0]) for _, row in head]
    if end is None or len(head) < 2 or not (dated or "Perioden" in names):
        raise _unknown(bestand, body[0][0])
    width = len(head[-1][1])
    for number, row in head:
        if len(row) != width:
            raise _unknown(bestand, number)
    columns = [
        {naam: row[i] for naam, (_, row) in zip([*names[:-1], "eenheid"], head, strict=True)}
        for i in range(1, width)
    ]
    return _Layout("", {}, [names[-1]], columns, body[end:])


def _is_data(row: list[str]) -> bool:
    """A row of figures: all cells are values, and it is not the row with the periods."""
    return (
        label(row[0]) != "Perioden"
        and any(schoon(cell) for cell in row[1:])
        and all(waarden.is_waarde(cell) for cell in row[1:])
    )


def _header_in_columns(body: list[_Record], bestand: str) -> _Layout:
    """``;;;Perioden`` / ``Regio's;Onderwerp;;2002;2003`` / figures."""
    number, across = body[0]
    at = [i for i, cell in enumerate(across) if schoon(cell)]
    if len(at) != 1 or len(body) < 3:
        raise _unknown(bestand, number)
    dimension, head = label(across[at[0]]), body[1][1]
    rows = [label(cell) for cell in head[: at[0]]]
    if rows[-1:] == [""]:
        rows[-1] = "eenheid"
    if "" in rows or len(set(rows)) < len(rows) or not any(map(schoon, head[at[0] :])):
        raise _unknown(bestand, body[1][0])
    columns = [{dimension: cell} for cell in head[at[0] :]]
    return _Layout("", {}, rows, columns, body[2:])


def _tilted(body: list[_Record], bestand: str) -> _Layout:
    """``Soort Misdrijf,Nederland_Totaal_2014,…``: what each part is, its labels tell."""
    number, head = body[0]
    split = [cell.split("_") for cell in head]
    lead = next((i for i, parts in enumerate(split) if len(parts) > 1), 0)
    depths = {len(parts) for parts in split[lead:]}
    if not lead or len(depths) != 1 or len(body) < 2:
        raise _unknown(bestand, number)
    names = _part_names(list(zip(*split[lead:], strict=True)), bestand, number)
    columns = [dict(zip(names, parts, strict=True)) for parts in split[lead:]]
    rows = [label(cell) for cell in head[:lead]]
    # The row with the units comes out of the tilted export under the name of the periods.
    rows = ["eenheid" if naam == "Perioden" and "Perioden" in names else naam for naam in rows]
    return _Layout("", {}, rows, columns, body[1:])


def _part_names(parts: Sequence[Sequence[str]], bestand: str, number: int) -> list[str]:
    names = []
    for labels in parts:
        different = {label(cell) for cell in labels}
        if all(perioden.uit_label(cell) for cell in different):
            names.append("Perioden")
        elif different <= MARGES:
            names.append("Marges")
        elif all(_REGION.fullmatch(cell) for cell in different):
            names.append("Regio's")
        else:
            names.append("Onderwerp")
    if len(set(names)) < len(names) or "Perioden" not in names:
        raise _unknown(bestand, number)
    return names


def _melt(layout: _Layout, bestand: str) -> pd.DataFrame:
    lead = len(layout.rijkoppen)
    cells = pd.DataFrame([row[lead:] for _, row in layout.data], dtype="str")
    numbers = pd.Series([number for number, _ in layout.data])
    heads = pd.DataFrame(
        [[label(c) for c in row[:lead]] for _, row in layout.data], columns=layout.rijkoppen
    )
    manner = waarden.schrijfwijze(pd.unique(cells.to_numpy().ravel()), bestand)
    parts = []
    for position, about in enumerate(layout.kolommen):
        naam = " / ".join(schoon(text) for text in about.values())
        values, signs = waarden.kolom(cells[position], naam, manner, bestand, numbers)
        part = heads.assign(waarde=values, symbool=signs, rij=numbers)
        parts.append(part.assign(**{k: schoon(v) for k, v in (layout.vast | about).items()}))
    frame = pd.concat(parts, ignore_index=True)
    return _named(frame, bestand)


def _named(frame: pd.DataFrame, bestand: str) -> pd.DataFrame:
    """The columns under the names of the tidy frame; periods typed, labels without pipes."""
    if "Perioden" not in frame:
        raise bronfout("Er zijn geen perioden in deze export", bestand, doe=_AGAIN)
    read: dict[str, Periode] = {}
    for text in frame["Perioden"].unique():
        found = perioden.uit_label(text)
        if found is None:
            raise bronfout(
                f"'{text}' is geen periode die we kennen", bestand, kolom="Perioden", doe=_AGAIN
            )
        read[text] = found
    frame = frame.join(tidy.periodekolommen(frame["Perioden"].map(read))).drop(columns="Perioden")
    names = {}
    for column in frame.columns:
        key = str(column).lower()
        if key in _REGION_NAMES:
            names[column] = "gebied_naam"
        elif column == "Onderwerp":
            names[column] = "onderwerp"
        elif column not in tidy.NA:
            names[column] = tidy.slang(str(column))
    frame = frame.rename(columns=names)
    for column in ("onderwerp", "gebied_naam"):
        if column in frame:
            frame[column] = frame[column].map(label)
    if "eenheid" in frame:
        frame["eenheid"] = frame["eenheid"].replace("", None)
    return frame


def _unknown(bestand: str, rij: int) -> Exception:
    return bronfout(
        "De opmaak van deze export kennen we niet",
        bestand,
        rij=rij,
        waarom="zonder de kop is niet te zeggen bij welk onderwerp en jaar een cijfer hoort",
        doe=f"{_AGAIN}. Een goede kop heeft rijen met {opsomming(['Onderwerp', 'Perioden'])}",
    )
