"""How many times the rate of a reference the municipality's rates are."""

from __future__ import annotations

import math
from collections.abc import Mapping

import pandas as pd

from ivp.indicators.uitkomst import Vergelijkingsuitkomst
from ivp.show import stijl
from ivp.show.figures import basis
from ivp.show.figures.rijen import (
    Rij,
    getalwaarde,
    namen,
    stippen,
    vlak,
    waardelabels,
)
from ivp.show.getal import aantal, getal
from ivp.show.planning import Beeld

_VERHOUDING = (0.1, 0.2, 0.5, 1, 2, 5, 10)
"""Ticks for ratios; what is beyond the first or last is drawn at the edge."""


def verhoudingen(
    uitkomsten: Mapping[str, Vergelijkingsuitkomst], referentie: str, *, werkelijk: bool
) -> Beeld:
    """Per subject how many times the rate of the reference the municipality's is, with interval.

    ``uitkomsten`` maps the subject's title to its outcome. The axis is logarithmic, so that half
    and twice are equally far from the line at 1. ``werkelijk``: no figure is fictitious.
    """
    columns = ["Onderwerp", "Jaar", "Verhouding", "Ondergrens", "Bovengrens"]
    if not uitkomsten:
        text = "Er zijn geen cijfers om te vergelijken."
        return Beeld(basis.leeg(text), pd.DataFrame(columns=columns), text)
    items = []
    for title, found in sorted(uitkomsten.items(), key=lambda item: -item[1].verhouding.value):
        ratio = found.verhouding
        text = _endless(ratio.value)
        limits = f"{getal(ratio.lower, 2)} tot {_endless(ratio.upper)}"
        hover = f"<b>{basis.tekst(title)}</b>, {found.jaar}<br>{text} keer<br>95%-interval {limits}"
        hover += "" if werkelijk else "<br>voorbeeldcijfer"
        items.append(Rij(title, ratio.value, ratio.lower, ratio.upper, False, hover, text))
    fig = vlak(items)
    # A logarithmic axis has no place for 0 and infinity, and very wide intervals hide the rest.
    low = max(_VERHOUDING[0], min(0.5, *(item.onder for item in items))) / 1.1
    high = min(_VERHOUDING[-1], max(2.0, *(item.boven for item in items))) * 1.1
    inside = [
        item._replace(
            waarde=min(max(getalwaarde(item), low), high),
            onder=max(item.onder, low),
            boven=min(item.boven, high),
        )
        for item in items
    ]
    stippen(fig, list(enumerate(inside)), True)
    namen(fig, items, math.log10(low))
    waardelabels(fig, inside, 0.17, log=True)
    end = math.log10(high) + 0.16 * math.log10(high / low)
    ticks = [tick for tick in _VERHOUDING if low <= tick <= high]
    fig.update_xaxes(
        type="log",
        range=[math.log10(low), end],
        tickvals=ticks,
        tickangle=0,
        ticktext=[f"{getal(t, 0 if t >= 1 else 1)}×" for t in ticks],
    )
    fig.add_vline(x=1, line={"color": stijl.INKT, "width": 1.5}, layer="below")
    mark = pd.DataFrame({"werkelijk": [werkelijk]})
    basis.merk(fig, mark, "1× is even hoog")
    table = pd.DataFrame(
        [
            (title, u.jaar, u.verhouding.value, u.verhouding.lower, u.verhouding.upper)
            for title, u in uitkomsten.items()
        ],
        columns=columns,
    )
    for column in ("Verhouding", "Bovengrens"):
        values = [x if math.isfinite(x) else "onbegrensd" for x in table[column]]
        table[column] = pd.Series(values, dtype=object)
    parts = [f"{item.naam} {item.tekst}" for item in items]
    alt = (
        f"Puntendiagram van {aantal(len(items), 'verhouding', 'verhoudingen')} tot {referentie}, "
        f"met 95%-interval; 1 betekent gelijk. {'; '.join(parts)}."
    )
    return Beeld(fig, table, alt, ("vergelijken",))


def _endless(value: float) -> str:
    return getal(value, 2) if math.isfinite(value) else "onbegrensd"
