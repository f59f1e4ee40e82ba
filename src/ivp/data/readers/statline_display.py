"""StatLine's display export: what people download by hand, laid out for reading, with labels.

Three layouts occur, with semicolons or commas:

- *header in rows*: title rows, then one row per dimension (``Onderwerp``, ``Perioden``), then a row
  with the name of the row dimension and the units, then the figures, then ``Bron: …``;
- *header in columns*: title rows, a row that only names the dimension across (``;;;Perioden``),
  then the names of the row dimensions and the periods, then the figures, then ``Bron: …``;
- *tilted*: one header row whose names join the dimensions (``Nederland_Onderwerp_2017*``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple

import pandas as pd

from ivp.data.readers import periods, text, tidy, values
from ivp.data.readers.cells import Cells, Record
from ivp.data.readers.faults import fault
from ivp.data.readers.metadata import PERIOD, Metadata
from ivp.data.readers.values import label, strip
from ivp.errors import BronFout

_MARGINS = {"Waarde", "Marges", "Ondergrens 95%-interval", "Bovengrens 95%-interval"}
_FOOTER = re.compile(r"(Bron:|©|\(c\))", re.IGNORECASE)
_AREA = re.compile(r"Nederland|.+ \((LD|PV|CR|RE|GM|WK|BU|gemeente)\)")
_AREA_NAMES = ("regio's", "regio", "regios", "wijken en buurten", "gemeenten")
_AGAIN = "download de tabel opnieuw, het liefst als 'CSV zonder opmaak' (met codes)"


class _Layout(NamedTuple):
    """Names of the leading columns, dimension → label of every other one, rows, fixed labels."""

    row_heads: list[str]
    columns: list[dict[str, str]]
    data: list[Record]
    fixed: Mapping[str, str] = {}


def read(raw: bytes, file: str, metadata: Metadata | None = None) -> pd.DataFrame:
    """The export as a tidy frame (``ivp.data.readers.tidy``).

    An export has names of areas, no codes: ``gebied`` is only filled from the list of areas in
    ``metadata``; a name that is not in it, or has several codes, is a ``BronFout``. ``onderwerp``
    is the label. Raises ``BronFout`` with row for an unknown layout or a file that was cut off.
    """
    frame = _melt(_layout(list(text.records(raw, file)), file), file)
    if metadata is not None and "gebied_naam" in frame:
        found = metadata.area_codes(frame["gebied_naam"].dropna().unique(), file)
        frame["gebied"] = frame["gebied_naam"].map(found)
    return tidy.make(frame, file)


def _layout(records: list[Record], file: str) -> _Layout:
    start = next((i for i, (_, row) in enumerate(records) if any(map(strip, row[1:]))), None)
    if start is None:
        raise fault("Hier staan geen cijfers in", file, remedy=_AGAIN)
    titles = [title for _, row in records[:start] if (title := strip(row[0]))]
    body = records[start:]
    if not titles:
        return _tilted(body, file)
    body = _without_footer(body, file)
    fixed = dict(t.split(": ", 1) for t in titles[1:] if ": " in t)
    in_rows = strip(body[0][1][0])
    layout = _in_rows(body, PERIOD in fixed, file) if in_rows else _in_columns(body, file)
    return layout._replace(fixed=fixed)


def _without_footer(body: list[Record], file: str) -> list[Record]:
    """The records up to ``Bron: …``; without that last line the file is not whole."""
    for position, (_, row) in enumerate(body):
        if _FOOTER.match(strip(row[0])) and not any(map(strip, row[1:])):
            rest = [n for n, r in body[position + 1 :] if any(map(strip, r))]
            if rest:
                what = f"Onder '{strip(row[0])}' staat nog meer; er zijn exports samengevoegd"
                remedy = "lever elke tabel als een eigen bestand"
                raise fault(what, file, row=rest[0], remedy=remedy)
            return body[:position]
    raise fault(
        "De laatste regel ('Bron: …') ontbreekt; het bestand is afgebroken of bewerkt",
        file,
        row=body[-1][0],
        reason="een ontbrekend deel lijkt in het boek op een daling",
        remedy=_AGAIN,
    )


def _in_rows(body: list[Record], dated: bool, file: str) -> _Layout:
    """``Onderwerp;a;a`` / ``Perioden;2022;2023`` / ``Regio's;aantal;aantal`` / figures."""
    end = next((i for i, (_, row) in enumerate(body) if i and _is_data(row)), None)
    head = body[:end]
    names = [label(row[0]) for _, row in head]
    if end is None or len(head) < 2 or not (dated or PERIOD in names):
        raise _unknown(file, body[0])
    for record in head:
        if len(record[1]) != len(head[-1][1]):
            raise _unknown(file, record)
    keys = [*names[:-1], "eenheid"]
    across = zip(*(row[1:] for _, row in head), strict=True)
    columns = [dict(zip(keys, labels, strict=True)) for labels in across]
    return _Layout([names[-1]], columns, body[end:])


def _is_data(row: list[str]) -> bool:
    """A row of figures: all cells are values, and it is not the row with the periods."""
    cells = row[1:]
    return label(row[0]) != PERIOD and any(map(strip, cells)) and all(map(values.is_value, cells))


def _in_columns(body: list[Record], file: str) -> _Layout:
    """``;;;Perioden`` / ``Regio's;Onderwerp;;2002;2003`` / figures."""
    across = body[0][1]
    at = [i for i, cell in enumerate(across) if strip(cell)]
    if len(at) != 1 or len(body) < 3:
        raise _unknown(file, body[0])
    dimension, head = label(across[at[0]]), body[1][1]
    rows = [label(cell) for cell in head[: at[0]]]
    if rows[-1:] == [""]:
        rows[-1] = "eenheid"
    if "" in rows or len(set(rows)) < len(rows) or not any(map(strip, head[at[0] :])):
        raise _unknown(file, body[1])
    return _Layout(rows, [{dimension: cell} for cell in head[at[0] :]], body[2:])


def _tilted(body: list[Record], file: str) -> _Layout:
    """``Soort Misdrijf,Nederland_Totaal_2014,…``: what each part is, its labels tell."""
    head = body[0][1]
    split = [cell.split("_") for cell in head]
    lead = next((i for i, parts in enumerate(split) if len(parts) > 1), 0)
    if not lead or len({len(parts) for parts in split[lead:]}) != 1 or len(body) < 2:
        raise _unknown(file, body[0])
    names = [_part_name(labels) for labels in zip(*split[lead:], strict=True)]
    if len(set(names)) < len(names) or PERIOD not in names:
        raise _unknown(file, body[0])
    rows = [label(cell) for cell in head[:lead]]
    # The row with the units comes out of the tilted export under the name of the periods.
    rows = ["eenheid" if name == PERIOD else name for name in rows]
    return _Layout(rows, [dict(zip(names, parts, strict=True)) for parts in split[lead:]], body[1:])


def _part_name(labels: Sequence[str]) -> str:
    different = {label(cell) for cell in labels}
    if all(map(periods.from_label, different)):
        return PERIOD
    if different <= _MARGINS:
        return "Marges"
    return "Regio's" if all(map(_AREA.fullmatch, different)) else "Onderwerp"


def _melt(layout: _Layout, file: str) -> pd.DataFrame:
    """One row per figure, columns under the names of the tidy frame."""
    row_heads, columns, data, fixed = layout
    names = [" / ".join(map(strip, about.values())) for about in columns]
    head = (data[0][0] - 1 if data else 1, [*row_heads, *names])
    cells = Cells.of([head, *data], file, remedy=_AGAIN)
    decimal = values.decimal_sign(pd.unique(cells.frame[names].to_numpy().ravel()), file)
    heads = cells.frame[["rij", *row_heads]].copy()
    for name in row_heads:
        heads[name] = heads[name].map(label)
    parts = []
    for name, about in zip(names, columns, strict=True):
        numbers, symbols = cells.numbers(name, decimal)
        labels = {key: label(words) for key, words in {**fixed, **about}.items()}
        parts.append(heads.assign(waarde=numbers, symbool=symbols).assign(**labels))
    frame = pd.concat(parts, ignore_index=True)
    if PERIOD not in frame:
        raise fault("Er zijn geen perioden in deze export", file, remedy=_AGAIN)
    found = Cells(file, frame.assign(rij=None), _AGAIN).periods(PERIOD)
    frame = frame.drop(columns=PERIOD).rename(columns=_column).join(found)
    if "eenheid" in frame:
        frame["eenheid"] = frame["eenheid"].replace("", None)
    return frame


def _column(name: str) -> str:
    """The name in the tidy frame of a dimension as the export calls it."""
    if name.lower() in _AREA_NAMES:
        return "gebied_naam"
    return name if name in tidy.LAST else tidy.snake(name)


def _unknown(file: str, record: Record) -> BronFout:
    return fault(
        "De opmaak van deze export kennen we niet",
        file,
        row=record[0],
        reason="zonder de kop is niet te zeggen bij welk onderwerp en jaar een cijfer hoort",
        remedy=f"{_AGAIN}. Een goede kop heeft rijen met 'Onderwerp' en 'Perioden'",
    )
