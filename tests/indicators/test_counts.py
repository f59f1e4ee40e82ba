"""Counting: selections, missing values and merged municipalities."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest

from ivp.config import Config
from ivp.config import model as m
from ivp.indicators.counts import Choice, counts
from ivp.indicators.rows import Row

# CBS 83648NED, total crimes; inhabitants on 31 December from CBS 37230ned.
CRIMES = pd.DataFrame(
    [
        ("GM0420", "Medemblik", 2010, 1410),
        ("GM0364", "Andijk", 2010, 310),
        ("GM0459", "Wervershoof", 2010, 525),
        ("GM0420", "Medemblik", 2011, 2120),
        ("NL00", "Nederland", 2010, 1_194_000),
    ],
    columns=["gebied", "gebied_naam", "jaar", "aantal"],
)


def count(frame: pd.DataFrame, selectie: dict[str, Any], gemeente: m.Gemeente) -> list[Row]:
    other = Choice("aantal", {})  # counted at once, and not mixed up with
    return counts(frame, {"x": Choice("aantal", selectie), "y": other}, gemeente)["x"]


def values(found: list[Row], gebied: str = "GM0420") -> dict[int, float]:
    return {one.jaar: one.waarde for one in found if one.gebied == gebied}


@pytest.fixture
def gemeente(book: Config) -> m.Gemeente:
    return book.gemeente


def test_predecessors_are_summed_before_the_merger(gemeente: m.Gemeente) -> None:
    found = count(CRIMES, {}, gemeente)
    assert values(found) == {2010: 2245, 2011: 2120}
    assert {one.gebied for one in found} == {"GM0420", "NL00"}


@pytest.mark.parametrize("gone", ["GM0364", "GM0459", "GM0420"])
def test_series_starts_at_the_merger_when_a_part_is_unknown(
    gemeente: m.Gemeente, gone: str
) -> None:
    before = (CRIMES["gebied"] == gone) & (CRIMES["jaar"] == 2010)
    assert values(count(CRIMES[~before], {}, gemeente)) == {2011: 2120}
    unknown = CRIMES.assign(aantal=CRIMES["aantal"].astype("Int64").mask(before))
    assert values(count(unknown, {}, gemeente)) == {2011: 2120}


def test_new_code_does_not_need_its_own_figure_and_ignores_false_zeros() -> None:
    gemeente = m.Gemeente.model_validate(
        {
            "code": "GM1980",
            "naam": "Dijk en Waard",
            "code_sinds": 2022,
            "voorgangers": [
                {"code": "GM0398", "naam": "Heerhugowaard", "samengevoegd": 2022},
                {"code": "GM0416", "naam": "Langedijk", "samengevoegd": 2022},
            ],
        }
    )
    frame = pd.DataFrame(
        [("GM0398", 2021, 10), ("GM0416", 2021, 5), ("GM1980", 2021, 0), ("GM1980", 2022, 14)],
        columns=["gebied", "jaar", "aantal"],
    )
    assert values(count(frame, {}, gemeente), "GM1980") == {2021: 15, 2022: 14}


def test_missing_or_absent_code_makes_the_sum_unknown(gemeente: m.Gemeente) -> None:
    frame = pd.DataFrame(
        [
            ("1.4.6", 2021, 3),
            ("1.4.7", 2021, 0),
            ("1.4.6", 2022, 4),
            ("1.4.7", 2022, None),
            ("1.4.6", 2023, 5),
            ("9.9.9", 2024, 5),
        ],
        columns=["soort", "jaar", "aantal"],
    )
    rows = count(frame, {"soort": ("1.4.6", "1.4.7")}, gemeente)
    found = values(rows)
    assert found[2021] == 3
    assert all(math.isnan(found[year]) for year in (2022, 2023, 2024))
    assert {one.gebied_naam for one in rows} == {"Medemblik"}


def test_order_of_rows_does_not_matter(gemeente: m.Gemeente) -> None:
    shuffled = CRIMES.sample(frac=1, random_state=1)
    assert count(CRIMES, {}, gemeente) == count(shuffled, {}, gemeente)


def test_nothing_selected_and_a_missing_code_count_for_nothing(gemeente: m.Gemeente) -> None:
    frame = pd.DataFrame({"soort": ["1.1", None], "jaar": [2021, 2022], "aantal": [3, 4]})
    assert all(math.isnan(one.waarde) for one in count(frame, {"soort": ()}, gemeente))
    found = values(count(frame, {"soort": ("1.1",)}, gemeente))
    assert found[2021] == 3
    assert math.isnan(found[2022])
    empty = frame.assign(soort=pd.Series([None, None], dtype="str"))
    assert all(math.isnan(one.waarde) for one in count(empty, {"soort": ("1.1",)}, gemeente))
