"""The Veiligheidsmonitor by region (85146NED): estimates with their 95% interval.

85146NED has the bounds as values of the dimension ``Marges``; exports of older tables (81877NED)
have the margin, half the width of the interval, beside the value.
"""

from __future__ import annotations

import pandas as pd

from ivp.data.readers.breed import stam
from ivp.data.readers.plaats import bronfout, eerste
from ivp.data.readers.waarden import MET_WAARDE

_VALUE, _LOWER, _UPPER, _HALF = "waarde", "ondergrens", "bovengrens", "marge"
MARGES = {
    "MW00000": _VALUE,
    "MOG0095": _LOWER,
    "MBG0095": _UPPER,
    "Waarde": _VALUE,
    "Ondergrens 95%-interval": _LOWER,
    "Bovengrens 95%-interval": _UPPER,
    "Marges": _HALF,
}
_ROUNDING = 0.051
"""Value and bounds are each rounded to one decimal."""


def uitkomsten(cijfers: pd.DataFrame, bestand: str) -> pd.DataFrame:
    """One row per question, area and period, from a tidy frame with the dimension ``marges``.

    Columns: ``vraag`` (topic without its number, which moves between editions), ``eenheid``,
    ``gebied``, ``gebied_naam``, ``periode``, ``periode_soort``, ``jaar``, ``periode_status``,
    ``waarde``, ``ondergrens``, ``bovengrens`` (float64), ``symbool`` (of the value), ``rij``.
    Raises ``BronFout`` when a bound has no value, or when the value is not between its bounds.
    """
    if "marges" not in cijfers:
        raise bronfout(
            "De dimensie Marges ontbreekt",
            bestand,
            waarom="zonder marges is niet te zeggen of een verschil meer is dan toeval",
            doe="haal de tabel op met waarde, ondergrens en bovengrens",
        )
    kind = cijfers["marges"].map(MARGES)
    if kind.isna().any():
        first = eerste(kind.isna())
        raise bronfout(
            f"'{cijfers['marges'].iloc[first]}' is geen marge die we kennen",
            bestand,
            rij=int(cijfers["rij"].iloc[first]),
            kolom="Marges",
            doe="haal de tabel op met waarde, ondergrens en bovengrens",
        )
    frame = cijfers.assign(vraag=cijfers["onderwerp"].map(stam), soort=kind)
    # Missing names or codes must still match between value and bounds.
    key = ["vraag", "gebied", "gebied_naam", "periode"]
    keyed = frame.assign(**{k: frame[k].fillna("") for k in key})
    double = keyed.duplicated([*key, "soort"])
    if double.any():
        raise bronfout(
            f"De vraag {keyed['vraag'].iloc[eerste(double)]} staat er twee keer in",
            bestand,
            rij=int(keyed["rij"].iloc[eerste(double)]),
            doe="haal de tabel opnieuw op; twee onderwerpen verschillen alleen in hun nummer",
        )
    values = keyed[keyed["soort"] == _VALUE].set_index(key)
    for naam in (_LOWER, _UPPER, _HALF):
        part = keyed[keyed["soort"] == naam].set_index(key)["waarde"]
        lonely = part.index.difference(values.index)
        if len(lonely):
            raise bronfout(
                f"Van {lonely[0][0]} ({lonely[0][1] or lonely[0][2]}, {lonely[0][3]}) is er wel "
                "een marge, maar geen waarde",
                bestand,
                doe="haal de tabel op met waarde, ondergrens en bovengrens",
            )
        values[naam] = part.reindex(values.index)
    result = values.drop(columns=["onderwerp", "marges", "soort"]).reset_index()
    result[_LOWER] = result[_LOWER].fillna(result["waarde"] - result[_HALF])
    result[_UPPER] = result[_UPPER].fillna(result["waarde"] + result[_HALF])
    without = ~result["symbool"].isin([s.value for s in MET_WAARDE])
    result.loc[without, [_LOWER, _UPPER]] = float("nan")
    _between(result, bestand)
    order = ["vraag", "eenheid", "gebied", "gebied_naam", "periode", "periode_soort", "jaar"]
    order += ["periode_status", _VALUE, _LOWER, _UPPER, "symbool", "rij"]
    blank = {"gebied": result["gebied"].replace("", None)}
    blank["gebied_naam"] = result["gebied_naam"].replace("", None)
    return result.assign(**blank)[order]


def _between(result: pd.DataFrame, bestand: str) -> None:
    low = result["waarde"] < result[_LOWER] - _ROUNDING
    high = result["waarde"] > result[_UPPER] + _ROUNDING
    wrong = low | high
    if wrong.any():
        row = result.iloc[eerste(wrong)]
        raise bronfout(
            f"De waarde {row['waarde']:g} van {row['vraag']} ligt niet tussen haar marges "
            f"({row[_LOWER]:g} en {row[_UPPER]:g})",
            bestand,
            rij=int(row["rij"]),
            doe="controleer of waarde en marges uit dezelfde tabel komen",
        )
