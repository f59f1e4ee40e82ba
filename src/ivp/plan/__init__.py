"""The plan: from scores and ranking to goals, programme and means, each as a table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, get_type_hints

import pandas as pd

_DTYPES = {
    str: "str",
    str | None: "str",
    int: "int64",
    int | None: "Int64",
    float: "float64",
    bool: "bool",
}


def frame(rows: Iterable[NamedTuple], schema: type[NamedTuple]) -> pd.DataFrame:
    """``rows`` as a table with the fields of ``schema`` as columns, also when there are none.

    The annotations of ``schema`` give the dtypes, so that an empty table has them too.
    """
    hints = get_type_hints(schema)
    types = {name: _DTYPES.get(hints[name], "object") for name in schema._fields}
    return pd.DataFrame(list(rows), columns=list(types)).astype(types)
