"""Read a large CSV file of the package with pyarrow: the same frame as ``tabel``, or none at all.

Whatever could be read in two ways (quotes within a cell, carriage returns, empty lines), or is
wrong, is left to ``tabel``, which is slower and can say the row and the column. Memory: about three
times the file.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

VANAF = 2_000_000
"""Bytes from which this pays; a smaller file is read in about a tenth of a second either way."""
_TEXT = pd.StringDtype("pyarrow", na_value=math.nan)
"""``str`` in a form that millions of rows fit in, whatever is chosen for short tables."""
_BOM = b"\xef\xbb\xbf"
_NIET = (b"\r", b"\0", b"\n\n")
"""Line ends that may be within a cell, NUL, and empty lines (pyarrow makes those rows)."""
_QUOTED = re.compile(rb'(?<=[,\n])"[^"\n]*"(?=[,\n]|\Z)')
"""A cell in quotes (Moord, doodslag) that begins and ends as a cell does, on one line."""


def parse(raw: bytes, types: Mapping[str, str], patronen: Mapping[str, str]) -> pd.DataFrame | None:
    """``raw`` as a frame (see ``tabel.parse``); ``None`` when ``tabel`` should look at it.

    ``patronen`` are the regular expressions that the cells of each kind of number match in whole.
    """
    body = raw.removeprefix(_BOM)
    head = ",".join(types).encode() + b"\n"
    if len(types) < 2 or not body.startswith(head) or any(c in raw for c in _NIET):
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
    columns = {}
    for name, kind in types.items():
        cells = table[name]
        if kind in patronen:
            fits = pc.match_substring_regex(cells, f"^(?:{patronen[kind]})$")
            if pc.all(fits, min_count=0).as_py() is False:
                return None
            cells = cells.cast(pa.int64() if kind == "integer" else pa.float64())
            if kind == "number" and pc.all(pc.is_finite(cells), min_count=0).as_py() is False:
                return None
        if kind == "integer":
            columns[name] = cells.to_pandas(types_mapper={pa.int64(): pd.Int64Dtype()}.get)
        else:
            columns[name] = cells.to_pandas().astype("float64" if kind in patronen else _TEXT)
    return pd.DataFrame(columns)
