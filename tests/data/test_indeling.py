"""Buurt → wijk → kern → deelgebied."""

from __future__ import annotations

import pandas as pd
import pytest

from ivp.data import Package
from ivp.data.indeling import KOLOMMEN, indeling
from ivp.errors import BronFout

CODES = pd.DataFrame(
    [
        ("GM0420", "Medemblik"),
        ("WK042015", "Wervershoof"),
        ("BU04201501", "Wervershoof"),
        ("BU04201506", "Onderdijk"),
        ("WK042016", "Andijk"),
        ("BU04201601", "Andijk"),
        ("BU04051000", "Binnenstad"),
    ],
    columns=["code", "naam"],
)
ONDERDIJK = {f"BU0420150{i}": "Onderdijk" for i in (6, 7, 8)}


def test_onderdijk_is_not_wervershoof(package: Package) -> None:
    kernen = package.dataset("gebieden").read()
    delen = package.dataset("gebieden-deelgebied").read()
    found = indeling(CODES, "GM0420", kernen, delen, {"BU04201506": "Onderdijk"})
    assert list(found.columns) == KOLOMMEN
    assert found.set_index("buurt")["kern"].to_dict() == {
        "BU04201501": "Wervershoof",
        "BU04201506": "Onderdijk",
        "BU04201601": "Andijk",
    }
    assert set(found["wijk_naam"]) == {"Wervershoof", "Andijk"}
    assert found["deelgebied"].iloc[-1] == "andijk"


def test_nothing_is_guessed(package: Package) -> None:
    kernen = package.dataset("gebieden").read()
    delen = package.dataset("gebieden-deelgebied").read()
    with pytest.raises(BronFout, match="een van 'Wervershoof', 'Onderdijk'"):
        indeling(CODES, "GM0420", kernen, delen, {})
    with pytest.raises(BronFout, match="'BU04201507'"):
        indeling(CODES, "GM0420", kernen, delen, ONDERDIJK)
    with pytest.raises(BronFout, match="geen kern"):
        indeling(CODES, "GM0405", kernen, delen, {})
    with pytest.raises(BronFout, match="geen buurten van GM0999"):
        indeling(CODES, "GM0999", kernen, delen, {})
    with pytest.raises(BronFout, match="geen deelgebied"):
        rest = delen[delen["kern"] != "Andijk"]
        indeling(CODES, "GM0420", kernen, rest, {"BU04201506": "Onderdijk"})
