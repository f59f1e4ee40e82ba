"""Borders of areas: what is read, what is refused, and the real file when it is there."""

from __future__ import annotations

import contextlib
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivp.data.readers.borders import COLUMNS, read
from ivp.errors import BronFout

REAL = Path(__file__).parents[4] / "shared/data/geo/wijken_GM0420_2024_wgs84_cartomap.geojson"
RING = [[5.0, 52.7], [5.1, 52.7], [5.1, 52.8], [5.0, 52.7]]


def feature(code: str = "WK042001", kind: str = "Polygon", shape: Any = None) -> dict[str, Any]:
    geometry = {"type": kind, "coordinates": [RING] if shape is None else shape}
    return {"type": "Feature", "properties": {"statcode": code}, "geometry": geometry}


def raw(*features: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(features)}).encode()


def test_polygons_and_islands_become_rows() -> None:
    frame = read(raw(feature("WK042002", "MultiPolygon", [[RING], [RING]]), feature()), "g.geojson")
    assert tuple(frame.columns) == COLUMNS
    assert frame.groupby(["gebied", "ring"]).size().to_dict() == {
        ("WK042001", 1): 4,
        ("WK042002", 1): 4,
        ("WK042002", 2): 4,
    }
    assert frame.iloc[1].tolist() == ["WK042001", 1, 2, 5.1, 52.7]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"{", "geen JSON"),
        (b"[]", "geen gebieden"),
        (raw(), "geen gebieden"),
        (raw(feature("=1+1")), "gebied 1"),
        (raw(feature(), feature(kind="Point", shape=[5, 52])), "gebied 2"),
        (raw(feature(shape=[[[5, 52], [5, 53]]])), "te weinig punten"),
        (raw(feature(shape=[[[130000, 520000]] * 5])), "buiten de aarde"),
        (raw(feature(shape=[[["x", 1]] * 5])), "niet te lezen"),
        (raw(None), "gebiedscode"),
    ],
)
def test_what_is_no_border_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(BronFout) as caught:
        read(content, "g.geojson")
    assert said in str(caught.value)


@given(st.recursive(st.none() | st.integers() | st.text(max_size=5), st.lists, max_leaves=8))
def test_any_shape_is_read_or_refused(shape: Any) -> None:
    with contextlib.suppress(BronFout):
        read(raw(feature(shape=shape)), "g.geojson")


def test_the_real_borders_of_the_sixteen_wijken() -> None:
    if not REAL.is_file():
        pytest.skip("de geleverde wijkgrenzen staan niet naast het project")
    frame = read(REAL.read_bytes(), REAL.name)
    assert frame["gebied"].nunique() == 16
    assert frame["lengte"].between(4.9, 5.4).all() and frame["breedte"].between(52.6, 52.9).all()
