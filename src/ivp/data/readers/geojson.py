"""Borders of areas, as the CBS and the Kadaster deliver them: GeoJSON in WGS 84.

``python -m ivp.data.readers.geojson grenzen.geojson > data/geo/wijken-grenzen.csv`` makes the
table that the book reads: a data set like any other, with its origin in ``data/datapackage.json``.
"""

from __future__ import annotations

import json
import math
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pandas as pd

from ivp.errors import BronFout

KOLOMMEN = ("gebied", "ring", "punt", "lengte", "breedte")
"""Area code, number of the ring, number of the point in it, degrees east, degrees north."""
_CODES = ("statcode", "wijkcode", "buurtcode", "gebied")
_CODE = re.compile(r"(GM\d{4}|WK\d{6}|BU\d{8})")
_DECIMALS = 5
"""A metre, more or less: more is not seen on a page."""


def lees(raw: bytes, bestand: str) -> pd.DataFrame:
    """A GeoJSON ``FeatureCollection`` of polygons as a frame with ``KOLOMMEN``.

    Only outer rings: a hole in a wijk is not drawn. Raises ``BronFout`` that names the feature.
    """
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError):
        raise _error("Dit is geen JSON", bestand) from None
    features = data.get("features") if isinstance(data, dict) else None
    if not isinstance(features, list) or not features:
        raise _error("Hier staan geen gebieden in (features)", bestand)
    rows = [
        row for i, one in enumerate(features, 1) for row in _rows(one, f"{bestand}, gebied {i}")
    ]
    frame = pd.DataFrame(rows, columns=list(KOLOMMEN))
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


def _error(what: str, where: str) -> BronFout:
    return BronFout(
        what,
        waar=where,
        waarom="zonder grenzen kan de kaart niet worden getekend",
        doe="vraag de wijkgrenzen als GeoJSON in WGS 84 (EPSG:4326) op bij CBS of Kadaster",
    )


if __name__ == "__main__":
    path = Path(sys.argv[1])
    sys.stdout.write(lees(path.read_bytes(), path.name).to_csv(index=False, lineterminator="\n"))
