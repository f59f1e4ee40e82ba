"""The official table buurt → wijk → kern → deelgebied, from the code list and our own divisions.

CBS knows buurten and wijken; kernen and deelgebieden are the municipality's. A wijk that holds two
kernen is divided by buurt (Onderdijk: BU04201506, BU04201507 and BU04201508 of wijk Wervershoof).
"""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from ivp.data.readers.plaats import opsomming
from ivp.errors import BronFout

KOLOMMEN = ["buurt", "buurt_naam", "wijk", "wijk_naam", "gemeente", "kern", "deelgebied"]


def indeling(
    codes: pd.DataFrame,
    gemeente: str,
    kernen: pd.DataFrame,
    deelgebieden: pd.DataFrame,
    buurt_kern: Mapping[str, str],
) -> pd.DataFrame:
    """One row per buurt of ``gemeente`` (``KOLOMMEN``), in the order of the codes.

    ``codes``: a code list (``code``, ``naam``) of 47018NED or the kerncijfers. ``kernen``:
    ``kern``, ``wijk``. ``deelgebieden``: ``kern``, ``deelgebied``. ``buurt_kern``: the buurten of
    a wijk with several kernen that lie in another than its namesake. Raises ``BronFout`` when a
    buurt has no kern, when it could have several, or when a kern has no deelgebied.
    """
    number = gemeente.removeprefix("GM")
    names = dict(zip(codes["code"], codes["naam"], strict=True))
    buurten = [code for code in names if code.startswith(f"BU{number}")]
    per_wijk = kernen.groupby("wijk")["kern"].agg(list).to_dict()
    per_kern = dict(zip(deelgebieden["kern"], deelgebieden["deelgebied"], strict=True))
    unknown = sorted(set(buurt_kern) - set(buurten))
    if unknown or not buurten:
        raise _error(
            f"De buurten {opsomming(unknown)} staan niet in de codelijst"
            if unknown
            else f"De codelijst heeft geen buurten van {gemeente}"
        )
    moved = set(buurt_kern.values())
    rows = []
    for buurt in sorted(buurten):
        wijk = f"WK{buurt[2:8]}"
        options = [k for k in per_wijk.get(wijk, []) if k not in moved]
        kern = buurt_kern.get(buurt) or (options[0] if len(options) == 1 else None)
        if kern is None:
            raise _error(
                f"Bij buurt {buurt} ({names[buurt]}) hoort "
                + (f"een van {opsomming(options)}" if options else "geen kern")
            )
        if kern not in per_kern:
            raise _error(f"De kern {kern} heeft geen deelgebied")
        row = (buurt, names[buurt], wijk, names.get(wijk), gemeente, kern, per_kern[kern])
        rows.append(row)
    return pd.DataFrame(rows, columns=KOLOMMEN, dtype="str")


def _error(wat: str) -> BronFout:
    return BronFout(
        wat,
        waarom="een buurt zonder plaats valt uit de cijfers van haar deelgebied weg",
        doe="vul data/gemeente/gebieden.csv en gebieden-deelgebied.csv aan",
    )
