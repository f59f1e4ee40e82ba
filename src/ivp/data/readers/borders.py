"""Borders of areas, as the CBS and the Kadaster deliver them: GeoJSON in WGS 84.

They become a data set like any other (``wijken-grenzen``), with its origin in
``data/datapackage.json``.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from functools import partial
from typing import Any

import pandas as pd

from ivp.data.readers.faults import fault

COLUMNS = ("gebied", "ring", "punt", "lengte", "breedte")
"""Area code, number of the ring, number of the point in it, degrees east, degrees north."""
_CODES = ("statcode", "wijkcode", "buurtcode", "gebied")
_CODE = re.compile(r"(GM\d{4}|WK\d{6}|BU\d{8})")
_error = partial(
    fault,
    reason="zonder grenzen kan de kaart niet worden getekend",
    remedy="vraag de wijkgrenzen als GeoJSON in WGS 84 (EPSG:4326) op bij CBS of Kadaster",
)
_DECIMALS = 5
"""A metre, more or less: more is not seen on a page."""


def read(raw: bytes, file: str) -> pd.DataFrame:
    """A GeoJSON ``FeatureCollection`` of polygons as a frame with ``COLUMNS``.

    Only outer rings: a hole in a wijk is not drawn. Raises ``BronFout`` that names the feature.
    """
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError):
        raise _error("Dit is geen JSON", file) from None
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list) or not features:
        raise _error("Hier staan geen gebieden in (features)", file)
    rows = [row for i, one in enumerate(features, 1) for row in _rows(one, f"{file}, gebied {i}")]
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    return frame.sort_values(["gebied", "ring", "punt"], ignore_index=True)


def _rows(feature: Any, where: str) -> Iterator[tuple[str, int, int, float, float]]:
    one = feature if isinstance(feature, dict) else {}
    properties = one.get("properties") or {}
    code = next((str(properties[key]) for key in _CODES if key in properties), "")
    if not _CODE.fullmatch(code):
        raise _error(f"De gebiedscode '{code[:20]}' is er geen van het CBS", where)
    geometry = one.get("geometry") or {}
    kind, shape = geometry.get("type"), geometry.get("coordinates")
    polygons = shape if kind == "MultiPolygon" else [shape] if kind == "Polygon" else None
    if not isinstance(polygons, list):
        raise _error(f"Dit gebied is geen vlak maar {kind!r}", where)
    for ring, polygon in enumerate(polygons, 1):
        for point, (east, north) in enumerate(_outer(polygon, where), 1):
            yield code, ring, point, round(east, _DECIMALS), round(north, _DECIMALS)


def _outer(polygon: Any, where: str) -> list[tuple[float, float]]:
    try:
        points = [(float(p[0]), float(p[1])) for p in polygon[0]]
    except (TypeError, ValueError, IndexError):
        raise _error("De punten van dit vlak zijn niet te lezen", where) from None
    inside = all(
        math.isfinite(x) and math.isfinite(y) and -180 <= x <= 180 and -90 <= y <= 90
        for x, y in points
    )
    if len(points) < 4 or not inside:
        raise _error("Dit vlak heeft te weinig punten, of punten buiten de aarde (WGS 84)", where)
    return points
