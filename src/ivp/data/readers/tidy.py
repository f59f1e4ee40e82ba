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
``symbool``         str      see ``ivp.data.readers.waarden.Symbool``
``rij``             Int64    the row of the delivered file from which the figure comes
==================  =======  ====================================================================
"""

from __future__ import annotations

import re

import pandas as pd

from ivp.data.readers.perioden import Periode
from ivp.data.readers.plaats import bronfout, eerste

VOOR = ("onderwerp", "eenheid", "gebied", "gebied_naam")
NA = ("periode", "periode_soort", "jaar", "periode_status", "waarde", "symbool", "rij")
TYPES = {"jaar": "Int64", "waarde": "float64", "rij": "Int64"}

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


def slang(naam: str) -> str:
    """``SoortMisdrijf`` or ``Soort misdrijf`` as ``soort_misdrijf``."""
    return re.sub(r"\W+", "_", _CAMEL.sub("_", naam)).strip("_").lower()


def dimensies(frame: pd.DataFrame) -> list[str]:
    """The columns of a tidy frame that hold its own dimensions."""
    return [str(c) for c in frame.columns if c not in VOOR and c not in NA]


def maak(frame: pd.DataFrame, bestand: str) -> pd.DataFrame:
    """``frame`` with all columns, in order and of the right type.

    Raises ``BronFout`` when one figure (topic, area, dimensions, period) is there twice.
    """
    result = frame.copy()
    for naam in (*VOOR, *NA):
        if naam not in result:
            result[naam] = None
    order = [*VOOR, *dimensies(frame), *NA]
    result = result[order].astype({naam: TYPES.get(naam, "str") for naam in order})
    key = ["onderwerp", "gebied", "gebied_naam", *dimensies(frame), "periode"]
    double = result.duplicated(key)
    if double.any():
        row = result.iloc[eerste(double)]
        place = row["gebied"] if pd.notna(row["gebied"]) else row["gebied_naam"]
        raise bronfout(
            f"Hetzelfde cijfer staat er twee keer in ({row['onderwerp']}, {place}, "
            f"{row['periode']})",
            bestand,
            rij=int(row["rij"]),
            waarom="een rij die er dubbel in staat, telt twee keer mee",
            doe="vraag de levering opnieuw op",
        )
    return result.reset_index(drop=True)


def periodekolommen(perioden: pd.Series) -> pd.DataFrame:
    """The four columns about the period, from a series of ``Periode``."""
    different: list[Periode] = list(perioden.unique())
    columns: dict[str, dict[Periode, str | int | None]] = {
        "periode": {p: p.tekst for p in different},
        "periode_soort": {p: p.soort for p in different},
        "jaar": {p: p.jaar for p in different},
        "periode_status": {p: p.status for p in different},
    }
    return pd.DataFrame({naam: perioden.map(values) for naam, values in columns.items()})
