"""Municipalities side by side: who is comparable, who has a figure, and the order."""

from __future__ import annotations

import pandas as pd
import pytest

from ivp.config import model as m
from ivp.indicators.outcomes import comparable_group, side_by_side
from ivp.indicators.rows import SCHEMA

AREAS = [
    ("GM0001", "Eigen", 40_000, 3),
    ("GM0002", "Klein", 15_000, 4),
    ("GM0003", "Net zo", 50_000, 3),
    ("GM0004", "Stad", 60_000, 1),
    ("GM0005", "Onbekend", 45_000, 3),
]


def area(code: str, naam: str, stedelijkheid: int) -> m.Gebied:
    return m.Vergelijkingsgemeente.model_validate(
        {"code": code, "naam": naam, "stedelijkheid": stedelijkheid}
    )


@pytest.fixture
def gebieden() -> list[m.Gebied]:
    return [area(code, naam, urban) for code, naam, _, urban in AREAS]


@pytest.fixture
def table() -> pd.DataFrame:
    rows = []
    for number, (code, naam, size, _) in enumerate(AREAS):
        known = naam != "Onbekend"
        value = 20.0 + number if known else float("nan")
        rows.append(
            ("x", "per_1000_inwoners", code, naam, 2024, "2024", value, value - 1, value + 1,
             value * size / 1000, float(size), "definitief" if known else "onbekend", "b", True)
        )  # fmt: skip
    return pd.DataFrame(rows, columns=list(SCHEMA)).astype(SCHEMA)


def vergelijking(gebieden: list[m.Gebied], **rule: object) -> m.Vergelijking:
    return m.Vergelijking.model_validate(
        {
            "naam": "Regio",
            "gemeenten": [g.model_dump() for g in gebieden[1:]],
            "eenheid": {"code": "RE01", "naam": "Eenheid"},
            "land": {"code": "NL00", "naam": "Nederland"},
            "vergelijkbaar": rule,
        }
    )


def names(found: list[m.Gebied]) -> list[str]:
    return [area.naam for area in found]


def test_comparable_is_by_inhabitants_and_urbanity(
    table: pd.DataFrame, gebieden: list[m.Gebied]
) -> None:
    here = gebieden[0]
    wide = comparable_group(table, "x", here, vergelijking(gebieden, inwoners_factor=1.6), 2024)
    assert names(wide) == ["Eigen", "Net zo", "Stad", "Onbekend"]
    rule = vergelijking(gebieden, inwoners_factor=1.6, stedelijkheid=[2, 3])
    assert names(comparable_group(table, "x", here, rule, 2024)) == ["Eigen", "Net zo", "Onbekend"]
    assert names(comparable_group(table, "x", here, rule, 1999)) == ["Eigen"]


def test_only_known_rates_take_part_from_high_to_low(
    table: pd.DataFrame, gebieden: list[m.Gebied]
) -> None:
    found = side_by_side(table, "x", gebieden, 2024, 420)
    assert found is not None
    assert found.rows["gebied_naam"].tolist() == ["Stad", "Net zo", "Klein", "Eigen"]
    assert found.missing == ("Onbekend",)
    assert [rank.rank for rank in found.ranks] == [1, 2, 3, 4]
    assert len(found.funnel.points) == 4
    assert side_by_side(table, "x", gebieden, 1999, 420) is None
    assert side_by_side(table, "x", [gebieden[0], gebieden[4]], 2024, 420) is None


def test_a_hidden_rate_takes_no_part(table: pd.DataFrame, gebieden: list[m.Gebied]) -> None:
    table.loc[table["gebied_naam"] == "Klein", "status"] = "onderdrukt"
    found = side_by_side(table, "x", gebieden, 2024, 420)
    assert found is not None
    assert "Klein" in found.missing and "Klein" not in found.rows["gebied_naam"].tolist()
