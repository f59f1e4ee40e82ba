"""The tidy frame to which every reader of figures reads: one row per figure.

==================  =======  ====================================================================
column              type
==================  =======  ====================================================================
``onderwerp``       str      key of the topic (``GeregistreerdeMisdrijven_1``), or its label in an
                             export without keys
``eenheid``         str      unit as the source gives it; missing when it gives none
``gebied``          str      area code without padding; missing when the export has names only
``gebied_naam``     str      name; missing when there is no code list
(dimensions)        str      the other dimensions in snake case (``soort_misdrijf``), keys without
                             padding; with a code list also ``soort_misdrijf_naam``
``periode``         str      ``2024``, ``2024-K1``, ``2024-01``
``periode_soort``   str      ``jaar``, ``kwartaal``, ``maand``
``jaar``            Int64
``periode_status``  str      ``definitief``, ``voorlopig``, ``nader_voorlopig``; missing: not said
``waarde``          float64  missing unless ``symbool`` is ``cijfer``, ``nihil`` or ``standaard``
``symbool``         str      see ``ivp.data.readers.values.Symbol``
``rij``             Int64    the row of the delivered file from which the figure comes
==================  =======  ====================================================================
"""

from __future__ import annotations

import re

import pandas as pd

from ivp.data.readers.cells import Cells

FIRST = ("onderwerp", "eenheid", "gebied", "gebied_naam")
LAST = ("periode", "periode_soort", "jaar", "periode_status", "waarde", "symbool", "rij")
TYPES = {"jaar": "Int64", "waarde": "float64", "rij": "Int64"}

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def snake(name: str) -> str:
    """``SoortMisdrijf`` or ``Soort misdrijf`` as ``soort_misdrijf``."""
    return re.sub(r"\W+", "_", _CAMEL.sub("_", name)).strip("_").lower()


def dimensions(frame: pd.DataFrame) -> list[str]:
    """The columns of a tidy frame that hold its own dimensions."""
    return [str(c) for c in frame.columns if c not in FIRST and c not in LAST]


def make(frame: pd.DataFrame, file: str) -> pd.DataFrame:
    """``frame`` with all columns, in order and of the right type.

    Raises ``BronFout`` when one figure (topic, area, dimensions, period) is there twice.
    """
    order = [*FIRST, *dimensions(frame), *LAST]
    result = frame.reindex(columns=order).astype({c: TYPES.get(c, "str") for c in order})
    key = ["onderwerp", "gebied", "gebied_naam", *dimensions(frame), "periode"]
    double = result.duplicated(key)
    if double.any():
        one = result[double].iloc[0][["onderwerp", "gebied", "gebied_naam", "periode"]].dropna()
        Cells(file, result).refuse(
            double,
            f"Hetzelfde cijfer staat er twee keer in ({', '.join(one)})",
            reason="een rij die er dubbel in staat, telt twee keer mee",
        )
    return result.reset_index(drop=True)
