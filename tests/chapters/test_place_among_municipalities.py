"""A place in a row is never told without its doubt, nor a point in a funnel without its limits."""

from __future__ import annotations

import pandas as pd
import pytest

from ivp.chapters import place_among_municipalities as places
from ivp.config import model as m
from ivp.indicators.outcomes import SideBySide
from ivp.show import figures
from ivp.show.figures.funnels import funnel_table, position_in_funnel
from ivp.stats.funnel import Funnel, FunnelPoint, Rank, funnel, ranks

from ..show.conftest import Rijen

HERE = m.Gebied.model_validate({"code": "GM0001", "naam": "Proef*dorp"})


def beside(rijen: Rijen, *found_ranks: Rank, outside: float = 0, between: float = 0) -> SideBySide:
    rows = rijen({2024: 24.0})
    other = rijen({2024: 20.0}, gebied="GM0002", gebied_naam="Elders")
    both = pd.concat([rows, other], ignore_index=True)
    points = (FunnelPoint(24.0, 2.5, outside), FunnelPoint(20.0, -1.0, 0))
    found = Funnel(22.0, 1 + between, between, points, 1000)
    return SideBySide(both, found, found_ranks, 2024, ("Nergens|huizen",))


@pytest.mark.parametrize(
    ("point", "says"),
    [
        (FunnelPoint(1, 0.5, 0), "binnen de grenzen"),
        (FunnelPoint(1, 2.5, 95), "mogelijk hoger"),
        (FunnelPoint(1, -2.5, 95), "mogelijk lager"),
        (FunnelPoint(1, 4.0, 99.8), "duidelijk hoger"),
        (FunnelPoint(1, -4.0, 99.8), "duidelijk lager"),
    ],
)
def test_words_for_the_funnel(point: FunnelPoint, says: str) -> None:
    assert position_in_funnel(point) == says


def test_an_unsure_place_is_told_as_a_range(rijen: Rijen) -> None:
    text = places.place(beside(rijen, Rank(2, 1, 3), Rank(1, 1, 1)), HERE, "inbraken")
    assert "ergens tussen plaats 1 en 3 van 2 gemeenten" in text
    assert "Proef\\*dorp" in text and "Nergens\\|huizen" in text
    assert "binnen de grenzen van de trechter" in text and "op plaats" not in text
    sure = places.place(beside(rijen, Rank(1, 1, 1), Rank(2, 2, 2), outside=95), HERE, "inbraken")
    assert "op plaats 1 van 2 gemeenten" in sure and "waarschijnlijk niet" in sure
    assert "mogelijk hoger dan de andere" in sure


def test_spread_beyond_chance_is_told(rijen: Rijen) -> None:
    ranks_ = (Rank(1, 1, 1), Rank(2, 2, 2))
    assert "niet duidelijk meer dan toeval" in places.spread(beside(rijen, *ranks_))
    assert "2,5 per 1.000" in places.spread(beside(rijen, *ranks_, between=2.5))


def test_the_rule_for_comparable_is_in_the_text() -> None:
    rule = m.Vergelijkbaar(inwoners_factor=2, stedelijkheid=(3, 4))
    other = m.Gebied.model_validate({"code": "GM0002", "naam": "Elders"})
    text = places.comparable([HERE, other], rule)
    assert "2,0 keer" in text and "3 en 4" in text and text.endswith("Dat zijn Elders.")
    assert "Zo’n gemeente is er" in places.comparable([HERE], rule)


def test_the_table_and_the_chart_say_the_same(rijen: Rijen, gemeente: m.Gemeente) -> None:
    rows = rijen({2024: 24.0})
    for number in range(2, 8):
        more = rijen({2024: 24.0 - number}, gebied=f"GM000{number}", gebied_naam=f"Dorp {number}")
        rows = pd.concat([rows, more], ignore_index=True)
    counts, sizes = rows["teller"].tolist(), rows["noemer"].tolist()
    found = SideBySide(rows, funnel(counts, sizes), tuple(ranks(counts, sizes, 1)), 2024, ())
    table = funnel_table(found)
    assert table["Gemeente"].tolist()[0] == "Proefdorp" and len(table) == 7
    assert "(" in table["Plaats van hoog naar laag"].tolist()[3]
    picture = figures.funnel(found, gemeente)
    assert set(picture.methods) == {"trechter", "rang"}
    for name, verdict in zip(table["Gemeente"], table["In de trechter"], strict=True):
        assert f"{name} " in picture.alt and verdict in picture.alt
    lines = [trace for trace in picture.figure.data if trace.mode == "lines"]
    assert len(lines) == 4  # both limits, on both sides
