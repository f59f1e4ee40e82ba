"""The schematic map: one tile per wijk, roughly where it lies, with its name and value in it."""

from __future__ import annotations

import math
import re

import pandas as pd

from ivp.config.merk import TEGEL
from ivp.show import stijl
from ivp.show.eenheid import NAAM
from ivp.show.getal import Ontbreekt, aantal, getal
from ivp.show.grafiek import basis
from ivp.show.hoofdstuk import waarden
from ivp.show.planning import Beeld

_LICHT = 0.06
"""How much colour the lowest value gets; the highest gets ``ivp.config.merk.TEGEL``."""
_TEGEL = 62
_BREED = 9
"""Characters of a name that fit on one line of a tile on a phone."""
# The last syllable: its consonants at the front as Dutch syllables may begin, then the rest.
_SYLLABE = re.compile(
    r"^(.{3,}?)((?:sch|s[pt]|[bdfgkptv][lr]|[bcdfghjklmnpqrstvwxz])[aeiouy]+[^aeiouy]*)$"
)


def tegelkaart(cijfers: pd.DataFrame, tegels: pd.DataFrame) -> Beeld:
    """A tile per area with its value, darker when it is higher.

    ``cijfers`` are rows of one indicator, unit and year, one per wijk; ``tegels`` has ``gebied``
    (the same codes), ``rij`` and ``kolom`` (from 1, row 1 in the north). A missing value says why.
    Raises ``ValueError`` for an area without a tile or two areas on one tile.
    """
    rows = cijfers.merge(tegels, on="gebied", how="left", validate="one_to_one")
    if rows["rij"].isna().any() or rows.duplicated(["rij", "kolom"]).any():
        raise ValueError("every area needs a tile of its own")
    rows = rows.sort_values(["rij", "kolom"], ignore_index=True)
    unit, places = basis.eenheid_van(rows), basis.decimalen_van(rows)
    top = float(rows["waarde"].max()) or 1.0
    depth = int(rows["rij"].max())
    fig = basis.figuur(_TEGEL * depth, onder=8)
    tiles = zip(rows["rij"].tolist(), rows["kolom"].tolist(), rows["waarde"], strict=True)
    for row, column, value in tiles:
        fig.add_shape(
            type="rect",
            x0=column - 0.48,
            x1=column + 0.48,
            y0=row - 0.47,
            y1=row + 0.47,
            fillcolor=stijl.WIT if math.isnan(value) else tint(value / top),
            line={"color": stijl.VERGELIJKING, "width": 1},
            layer="below",
        )
    values = [
        "?" if isinstance(value, Ontbreekt) else getal(value, places) for value in waarden(rows)
    ]
    fig.add_scatter(
        x=rows["kolom"].tolist(),
        y=rows["rij"].tolist(),
        mode="text",
        text=[
            f"{'<br>'.join(naam_in_tegel(name))}<br><b>{value}</b>"
            for name, value in zip(rows["gebied_naam"], values, strict=True)
        ],
        textfont={"size": 11, "color": stijl.INKT},
        customdata=basis.zweeftekst(rows, rows["gebied_naam"].tolist()),
        hovertemplate="%{customdata}<extra></extra>",
    )
    width = int(rows["kolom"].max())
    fig.update_xaxes(visible=False, range=[0.5, width + 0.5], showgrid=False)
    fig.update_yaxes(visible=False, range=[depth + 0.5, 0.5], showgrid=False, automargin=False)
    fig.update_layout(margin={"l": 4, "r": 4})
    basis.merk(fig, rows, NAAM[unit])
    ordered = rows.sort_values("waarde", ascending=False, ignore_index=True)
    names = ordered["gebied_naam"].tolist()
    texts = [
        f"{name} {value if isinstance(value, Ontbreekt) else getal(value, places)}"
        for name, value in zip(names, waarden(ordered), strict=True)
    ]
    alt = (
        f"Schematische kaart met {aantal(len(rows), 'wijk', 'wijken')}, {NAAM[unit]}, "
        f"{ordered['jaar'].iloc[0]}. Van hoog naar laag: {'; '.join(texts)}."
    )
    return Beeld(fig, basis.tabel(ordered, names, "Wijk"), alt)


def tint(deel: float) -> str:
    """The colour for a value that is ``deel`` (0 to 1) of the highest."""
    return stijl.TEGEL.format(_LICHT + (TEGEL - _LICHT) * deel)


def naam_in_tegel(naam: str) -> list[str]:
    """A name on as many lines as a narrow tile needs: at hyphens and spaces, else a syllable."""
    lines = []
    for part in re.findall(r"[^\s-]+-?", naam):
        match = _SYLLABE.match(part.lower()) if len(part.rstrip("-")) > _BREED else None
        cut = len(match.group(1)) if match else 0
        lines += [f"{part[:cut]}-", part[cut:]] if cut else [part]
    return [basis.tekst(line) for line in lines]
