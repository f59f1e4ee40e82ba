"""Names in the funnel: none over another, over a dot, or over the line of all together."""

from __future__ import annotations

import itertools
from typing import Any

from ivp.show.figures.funnels import _NARROW, _PLOT, _label_places, _overlap

NAMES = ["Hoorn", "Enkhuizen", "Stede Broec", "Koggenland", "Drechterland", "Opmeer"]
X = [0.88, 0.27, 0.34, 0.36, 0.31, 0.08]
Y = [0.6, 0.5, 0.38, 0.31, 0.29, 0.28]


def box(number: int, place: dict[str, Any]) -> tuple[float, float, float, float]:
    x, y = X[number] * _NARROW, Y[number] * _PLOT
    wide = 6.3 * len(NAMES[number])
    left = {"left": x + 8, "right": x - 8 - wide}.get(place.get("xanchor", ""), x - wide / 2)
    middle = y + place.get("yshift", 0)
    return left, left + wide, middle - 7.5, middle + 7.5


def test_crowded_names_do_not_cover_each_other() -> None:
    boxes = [box(i, place) for i, place in enumerate(_label_places(X, Y, NAMES, 0.43))]
    assert not any(_overlap(a, b) for a, b in itertools.combinations(boxes, 2))
    line = (0.0, float(_NARROW), 0.43 * _PLOT - 1, 0.43 * _PLOT + 1)
    assert not any(_overlap(one, line) for one in boxes)


def test_where_nothing_is_free_every_name_is_still_there() -> None:
    places = _label_places([0.5] * 6, [0.43] * 6, NAMES, 0.43)
    assert len(places) == 6 and {"yshift": 14} in places
