"""A snapshot of a public table (``ivp fetch``) as a tidy frame, with its own names and units."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import pandas as pd

from ivp.data.readers import odata_v3, odata_v4
from ivp.data.readers.metadata import Metadata
from ivp.data.readers.perioden import Periode
from ivp.data.snapshots import Snapshot

_V4 = "odata-v4"
_CODES = "Codes"


def lees(
    opname: Snapshot,
    gebieden: Collection[str] | None = None,
    *,
    onderwerpen: Sequence[str] | None = None,
    periode: Periode | None = None,
) -> pd.DataFrame:
    """The rows of ``gebieden`` (codes without padding; all when not given) as a tidy frame.

    Only these areas are read into memory. ``onderwerpen`` and ``periode``: see
    ``breed.naar_tidy``. ``rij`` counts the rows that were read. Raises ``BronFout``.
    """
    about = metadata(opname)
    rows: list[dict[str, Any]] = opname.rijen(gebieden).to_pylist()
    if opname.herkomst.protocol == _V4:
        return odata_v4.van_rijen(rows, opname.bestand, about)
    return odata_v3.van_rijen(rows, opname.bestand, about, onderwerpen=onderwerpen, periode=periode)


def metadata(opname: Snapshot) -> Metadata:
    """What the table said about itself when it was fetched."""
    lists = {naam: opname.lijst(naam) for naam in opname.herkomst.metagegevens}
    if opname.herkomst.protocol == _V4:
        dimensions = {
            naam.removesuffix(_CODES): rows
            for naam, rows in lists.items()
            if naam.endswith(_CODES) and naam != "MeasureCodes"
        }
        measures = lists.get("MeasureCodes", [])
        return odata_v4.metadata(measures, dimensions, opname.bestand, tabel=opname.tabel)
    return odata_v3.metadata(lists, opname.bestand)
