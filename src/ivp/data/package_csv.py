"""Read one CSV file of the package strictly: UTF-8, comma, decimal point, empty is missing."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from itertools import chain

import pandas as pd

from ivp.data.readers import text
from ivp.data.readers.cells import Cells
from ivp.data.readers.faults import fault

FAST_FROM = 2_000_000
"""Bytes from which pyarrow pays; a smaller file is read in about a tenth of a second either way."""
_PATTERNS = {"integer": r"-?[0-9]{1,18}", "number": r"-?[0-9]{1,308}(\.[0-9]+)?"}
"""More digits do not fit in a float."""
_MEND = "herstel de rij; een komma binnen een tekst hoort tussen aanhalingstekens"
_KINDS = {"integer": "een geheel getal", "number": "een getal met een decimale punt"}
_TEXT = pd.StringDtype("pyarrow", na_value=math.nan)
"""``str`` in a form that millions of rows fit in, whatever is chosen for short tables."""
_TWO_WAYS = (b"\r", b"\0", b"\n\n")
"""Line ends that may be within a cell, NUL, and empty lines (pyarrow makes those rows)."""
_QUOTED = re.compile(rb'(?<=[,\n])"[^"\n]*"(?=[,\n]|\Z)')
"""A cell in quotes (Moord, doodslag) that begins and ends as a cell does, on one line."""


def parse(raw: bytes, types: Mapping[str, str], file: str) -> pd.DataFrame:
    """Turn the bytes of a CSV file into a frame.

    ``types`` maps every column, in order, to ``string``, ``integer`` or ``number``; ``file`` is
    its name in messages. Raises ``BronFout`` with row (the header is row 1) and column.
    """
    if len(raw) >= FAST_FROM:
        found = parse_fast(raw, types)
        if found is not None:
            return found
    records = text.records(raw, file, separator=",", windows=False)
    number, head = next(records)
    _check_header(head, list(types), file)
    cells = Cells.of(chain([(number, head)], records), file, remedy=_MEND, blank_rows=True)
    columns = {name: _column(cells, name, kind) for name, kind in types.items()}
    return pd.DataFrame(columns)


def _check_header(head: list[str], columns: list[str], file: str) -> None:
    if head == columns:
        return
    if len(head) == 1 and len(columns) > 1 and (";" in head[0] or "\t" in head[0]):
        what = "De kolommen zijn niet gescheiden met een komma"
        raise fault(what, file, row=1, remedy="bewaar het bestand opnieuw als CSV met komma's")
    remedy = f"gebruik de kolommen van data/datapackage.json: {', '.join(columns)}"
    Cells(file, pd.DataFrame(columns=head), remedy).require(*columns, exactly=True)
    what = f"De kolommen staan in een andere volgorde, of dubbel: {', '.join(head)}"
    raise fault(what, file, row=1, remedy=f"zet ze in deze volgorde: {', '.join(columns)}")


def _column(cells: Cells, name: str, kind: str) -> pd.Series:
    found = cells.frame[name].tolist()
    if kind not in _PATTERNS:
        return pd.Series([cell or None for cell in found], dtype="str")
    fits, number = re.compile(_PATTERNS[kind]).fullmatch, int if kind == "integer" else float
    cells.refuse(
        pd.Series([bool(cell) and not fits(cell) for cell in found]),
        f"'{{}}' is niet {_KINDS[kind]}",
        name,
        remedy="herstel de cel; is het cijfer onbekend of geheim (. of x), laat die dan leeg",
    )
    values = [number(cell) if cell else None for cell in found]
    return pd.Series(values, dtype="Int64" if kind == "integer" else "float64")


def parse_fast(raw: bytes, types: Mapping[str, str]) -> pd.DataFrame | None:
    """``raw`` read with pyarrow, about three times the file in memory; ``None`` when unsure.

    Whatever could be read in two ways (quotes within a cell, carriage returns, empty lines), or is
    wrong, is left to ``parse``, which is slower and can say the row and the column.
    """
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.csv as pacsv

    body = raw.removeprefix(b"\xef\xbb\xbf")
    head = ",".join(types).encode() + b"\n"
    if len(types) < 2 or not body.startswith(head) or any(c in raw for c in _TWO_WAYS):
        return None
    # When such cells hold all quotes there are, every reader takes them for the same cells.
    if (quotes := body.count(b'"')) and quotes != 2 * sum(1 for _ in _QUOTED.finditer(body)):
        return None
    try:
        table = pacsv.read_csv(
            pa.BufferReader(body),
            read_options=pacsv.ReadOptions(column_names=list(types), skip_rows=1),
            parse_options=pacsv.ParseOptions(double_quote=False, ignore_empty_lines=False),
            convert_options=pacsv.ConvertOptions(
                column_types=dict.fromkeys(types, pa.string()),
                null_values=[""],
                strings_can_be_null=True,
            ),
        )
    except pa.ArrowInvalid:
        return None
    if not table.num_rows:
        return None
    columns = {}
    for name, kind in types.items():
        cells = table[name]
        if kind in _PATTERNS:
            fits = pc.match_substring_regex(cells, f"^(?:{_PATTERNS[kind]})$")
            if pc.all(fits, min_count=0).as_py() is False:
                return None
            cells = cells.cast(pa.int64() if kind == "integer" else pa.float64())
        if kind == "integer":
            columns[name] = cells.to_pandas(types_mapper={pa.int64(): pd.Int64Dtype()}.get)
        else:
            columns[name] = cells.to_pandas().astype("float64" if kind in _PATTERNS else _TEXT)
    return pd.DataFrame(columns)
