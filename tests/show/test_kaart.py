"""The tile map: a tile for every wijk, text that can be read on it, names that fit."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivp.show import kaart, stijl
from tests.show.conftest import Rijen


def luminance(colour: tuple[int, ...]) -> float:
    """WCAG 2.1, relative luminance."""
    parts = [c / 255 for c in colour]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def rgb(text: str) -> tuple[int, ...]:
    if text.startswith("#"):
        return tuple(int(text[i : i + 2], 16) for i in (1, 3, 5))
    return tuple(int(part) for part in text[4:-1].split(","))


@given(st.floats(0, 1))
def test_the_text_can_be_read_on_every_tile(share: float) -> None:
    assert contrast(rgb(kaart.tint(share)), rgb(stijl.INKT)) >= 4.5


@pytest.mark.parametrize("colour", [*stijl.PALET, stijl.GEMEENTE, stijl.VERGELIJKING, stijl.INKT])
def test_every_colour_of_the_style_may_be_text(colour: str) -> None:
    assert contrast(rgb(colour), (255, 255, 255)) >= 4.5


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
    assert kaart.naam_in_tegel(name) == lines


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=24))
def test_no_letter_of_a_name_is_lost(name: str) -> None:
    assert "".join(kaart.naam_in_tegel(name)).replace("-", "") == name


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
    beeld = kaart.tegelkaart(*wijken(rijen))
    (trace,) = beeld.fig.data
    assert list(trace.text) == ["Noord<br><b>319</b>", "Zuid<br><b>5</b>", "Meer<br><b>?</b>"]
    fills: list[Any] = [shape.fillcolor for shape in beeld.fig.layout.shapes]
    assert len(fills) == 3
    assert fills[2] == "white"
    assert luminance(rgb(fills[0])) < luminance(rgb(fills[1]))
    assert beeld.tabel["Wijk"].tolist() == ["Noord", "Zuid", "Meer"]
    assert beeld.alt.endswith("Van hoog naar laag: Noord 319; Zuid 5; Meer onbekend.")


@pytest.mark.parametrize("spoil", [lambda t: t.drop(index=1), lambda t: t.assign(rij=2, kolom=1)])
def test_a_wijk_without_a_tile_of_its_own_is_refused(rijen: Rijen, spoil: Any) -> None:
    rows, tiles = wijken(rijen)
    with pytest.raises(ValueError, match="tile of its own"):
        kaart.tegelkaart(rows, spoil(tiles))
