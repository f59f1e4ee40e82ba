"""The tile map: a tile for every wijk, text that can be read on it, names that fit."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivp.config import colours
from ivp.config.brand import TEGEL, Merk
from ivp.show import style
from ivp.show.figures import maps
from tests.show.conftest import Rijen


@given(st.floats(0, 1))
def test_the_text_can_be_read_on_every_tile(share: float) -> None:
    for look in (Merk(), Merk().donker):
        fill = style.in_brand(maps.tint(share), style.brand_colours(look))
        *parts, alpha = fill.removeprefix("rgba(").removesuffix(")").split(", ")
        shade = "#" + "".join(f"{int(part):02x}" for part in parts)
        tile = colours.meng(look.background, shade, float(alpha))
        assert colours.contrast(tile, look.foreground) >= 4.5


@pytest.mark.parametrize("colour", [*style.PALETTE, style.GEMEENTE, style.OTHERS, style.INK])
def test_every_colour_of_the_style_may_be_text(colour: str) -> None:
    assert colours.contrast(colour, "#ffffff") >= 4.5
    for look in (Merk(), Merk().donker):
        assert colours.contrast(style.brand_colours(look)[colour], look.background) >= 4.5


def test_a_figure_takes_the_colours_of_the_brand() -> None:
    naar = style.brand_colours(Merk(primary="#7a0019", background="#fffaf0"))
    figure = {"line": {"color": style.GEMEENTE}, "fill": [style.BAND], "bg": style.WHITE, "n": 1}
    assert style.in_brand(figure, naar) == {
        "line": {"color": "#7a0019"},
        "fill": ["rgba(122, 0, 25, 0.16)"],
        "bg": "#fffaf0",
        "n": 1,
    }
    assert len(set(naar.values())) == len(naar)


@pytest.mark.parametrize(
    ("name", "lines"),
    [
        ("Andijk", ["Andijk"]),
        ("Medemblik", ["Medemblik"]),
        ("Lambertschaag", ["Lambert-", "schaag"]),
        ("Benningbroek", ["Benning-", "broek"]),
        ("Zwaagdijk-Oost", ["Zwaagdijk-", "Oost"]),
        ("De Weere", ["De", "Weere"]),
        ("<b>", ["&lt;b&gt;"]),
    ],
)
def test_a_name_breaks_where_dutch_may(name: str, lines: list[str]) -> None:
    assert maps.name_in_tile(name) == lines


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=24))
def test_no_letter_of_a_name_is_lost(name: str) -> None:
    assert "".join(maps.name_in_tile(name)).replace("-", "") == name


def wijken(rijen: Rijen) -> tuple[pd.DataFrame, pd.DataFrame]:
    rows = pd.concat(
        [
            rijen({2023: value}, eenheid="aantal", gebied=code, gebied_naam=name)
            for code, name, value in [
                ("WK1", "Noord", 319.0),
                ("WK2", "Zuid", 5.0),
                ("WK3", "Meer", None),
            ]
        ],
        ignore_index=True,
    )
    return rows, pd.DataFrame(
        {"gebied": ["WK1", "WK2", "WK3"], "rij": [1, 2, 2], "kolom": [1, 1, 2]}
    )


def test_every_wijk_has_a_tile_with_name_and_value(rijen: Rijen) -> None:
    picture = maps.tile_map(*wijken(rijen))
    (trace,) = picture.figure.data
    assert list(trace.text) == ["Noord<br><b>319</b>", "Zuid<br><b>5</b>", "Meer<br><b>?</b>"]
    fills: list[Any] = [shape.fillcolor for shape in picture.figure.layout.shapes]
    assert len(fills) == 3
    assert fills[2] == "white"
    most, least = (float(fill[:-1].split(", ")[3]) for fill in fills[:2])
    assert most == TEGEL and least < 0.1
    assert picture.table["Wijk"].tolist() == ["Noord", "Zuid", "Meer"]
    assert picture.alt.endswith("Van hoog naar laag: Noord 319; Zuid 5; Meer onbekend.")


@pytest.mark.parametrize("spoil", [lambda t: t.drop(index=1), lambda t: t.assign(rij=2, kolom=1)])
def test_a_wijk_without_a_tile_of_its_own_is_refused(rijen: Rijen, spoil: Any) -> None:
    rows, tiles = wijken(rijen)
    with pytest.raises(ValueError, match="tile of its own"):
        maps.tile_map(rows, spoil(tiles))


def square(code: str, left: float, low: float) -> pd.DataFrame:
    corners = [(0, 0), (0.1, 0), (0.1, 0.1), (0, 0.1), (0, 0)]
    return pd.DataFrame(
        [(code, 1, i, left + x, low + y) for i, (x, y) in enumerate(corners, 1)],
        columns=["gebied", "ring", "punt", "lengte", "breedte"],
    )


def test_with_borders_every_wijk_is_drawn_within_them(rijen: Rijen) -> None:
    rows, tiles = wijken(rijen)
    places = [("WK1", 5.0, 52.7), ("WK2", 5.1, 52.7), ("WK3", 5.0, 52.6)]
    borders = pd.concat([square(*place) for place in places], ignore_index=True)
    picture = maps.area_map(rows, tiles, borders)
    *shapes, labels = picture.figure.data
    assert [len(shape.x) for shape in shapes] == [5, 5, 5]
    assert list(labels.text) == ["<b>319</b>", "<b>5</b>", "<b>?</b>"]
    for (_, left, low), x, y in zip(places, labels.x, labels.y, strict=True):
        assert left < x < left + 0.1 and low < y < low + 0.1
    assert shapes[2].fillcolor == style.WHITE
    assert picture.alt.startswith("Kaart met 3 wijken")
    assert picture.alt.endswith("Van hoog naar laag: Noord 319; Zuid 5; Meer onbekend.")
    assert picture.table.equals(maps.tile_map(rows, tiles).table)


def test_without_the_borders_of_every_wijk_there_are_tiles(rijen: Rijen) -> None:
    rows, tiles = wijken(rijen)
    for borders in (None, square("WK1", 5.0, 52.7)):
        assert maps.area_map(rows, tiles, borders).alt.startswith("Schematische kaart")
