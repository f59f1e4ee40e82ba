"""What only shows when another data set is spoiled, or when nothing may be said."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ivp.config.sources import Bronnen
from ivp.contracts import own_checks as own
from ivp.contracts import suite
from ivp.contracts.check_datasets import check
from ivp.contracts.run_suite import run_suite
from ivp.contracts.suite import Suite
from ivp.contracts.verdict import Verdict
from ivp.data import Package
from ivp.data.readers.known_tables import HIDDEN_PER_MONTH

Frames = dict[str, pd.DataFrame]


def alone(frame: pd.DataFrame) -> own.Delivery:
    return own.Delivery(frame, lambda name: pd.DataFrame())


def run(package: Package, frames: Frames, name: str, type_: str) -> Verdict:
    """The first expectation of this type in the contract of ``name``, on these frames."""
    whole = suite.parse(suite.read_bytes(package.project, name), name)
    item = next(e for e in whole.expectations if e.type == type_)
    single = Suite(name=name, meta={}, expectations=(item,))
    delivery = own.Delivery(frames[name], frames.__getitem__)
    (found,) = run_suite(single, delivery, package.dataset(name))
    return found


SUM = "expect_parts_to_sum_to_total"


def test_the_row_is_that_of_the_total_when_a_part_is_wrong(
    package: Package, frames: Frames
) -> None:
    kinds = frames["politie-misdrijven-soort"].copy()
    at = kinds.index[(kinds["gebied"] == "GM0420") & (kinds["jaar"] == 2023)][0]
    kinds.loc[at, "aantal"] += 1
    broken = run(package, {**frames, "politie-misdrijven-soort": kinds}, "politie-misdrijven", SUM)
    totals = frames["politie-misdrijven"]
    row = totals.index[(totals["gebied"] == "GM0420") & (totals["jaar"] == 2023)][0] + 2
    assert broken.examples == ((row, "delen samen 1213, totaal 1212"),)


def test_a_whole_year_without_parts_is_seen(package: Package, frames: Frames) -> None:
    kinds = frames["politie-misdrijven-soort"]
    spoiled = {**frames, "politie-misdrijven-soort": kinds[kinds["jaar"] != 2024]}
    assert run(package, spoiled, "politie-misdrijven", SUM).count == 8


def test_months_of_a_year_that_has_no_total_yet_are_no_error(
    package: Package, frames: Frames
) -> None:
    months = frames["politie-misdrijven-maand"]
    later = months[months["maand"] == "2024-01"].assign(maand="2025-01")
    spoiled = {**frames, "politie-misdrijven-maand": pd.concat([months, later], ignore_index=True)}
    assert run(package, spoiled, "politie-misdrijven-maand", SUM).status == "ok"


def test_what_the_police_hide_per_month_is_no_error(package: Package, frames: Frames) -> None:
    months = frames["politie-misdrijven-maand"]
    hidden = months["soort_misdrijf"].isin(HIDDEN_PER_MONTH)
    assert hidden.any()
    spoiled = {
        **frames,
        "politie-misdrijven-maand": months.assign(aantal=months["aantal"].mask(hidden)),
    }
    assert run(package, spoiled, "politie-misdrijven-maand", SUM).status == "ok"
    null = "expect_column_values_to_not_be_null"
    whole = suite.parse(
        suite.read_bytes(package.project, "politie-misdrijven-maand"), "politie-misdrijven-maand"
    )
    items = tuple(e for e in whole.expectations if (e.type, e.column) == (null, "aantal"))
    frame = spoiled["politie-misdrijven-maand"]
    dataset = package.dataset("politie-misdrijven-maand")
    single = Suite(name="politie-misdrijven-maand", meta={}, expectations=items)
    assert [v.status for v in run_suite(single, alone(frame), dataset)] == ["ok"]


@pytest.mark.parametrize("change", ["gone", "more"])
def test_a_wijk_too_few_or_too_many(package: Package, frames: Frames, change: str) -> None:
    wijken = frames["politie-misdrijven-wijk"]
    spoiled = wijken.iloc[1:] if change == "gone" else pd.concat([wijken, wijken.iloc[[0]]])
    found = run(
        package,
        {**frames, "politie-misdrijven-wijk": spoiled.reset_index(drop=True)},
        "politie-misdrijven-wijk",
        SUM,
    )
    assert found.status == "kapot"
    assert "1212" in found.wat


@settings(max_examples=40)
@given(
    st.lists(st.lists(st.integers(0, 50), min_size=1, max_size=4), min_size=1, max_size=4),
    st.integers(-3, 3),
)
def test_sums_agree_exactly_when_they_do(years: list[list[int]], off: int) -> None:
    parts = pd.DataFrame(
        [("GM0001", 2000 + y, n) for y, counts in enumerate(years) for n in counts],
        columns=["gebied", "jaar", "aantal"],
    )
    totals = parts.groupby(["gebied", "jaar"], as_index=False)[["aantal"]].sum()
    totals["aantal"] += [off] + [0] * (len(totals) - 1)
    delivery = own.Delivery(totals, lambda name: parts)
    found = own.expect_parts_to_sum_to_total(
        delivery, column="aantal", per=["gebied", "jaar"], parts="x"
    )
    assert found.well == (off == 0)


@settings(max_examples=40)
@given(st.lists(st.integers(1990, 2010), min_size=1, unique=True))
def test_a_gap_is_seen_exactly_when_there_is_one(years: list[int]) -> None:
    found = own.expect_periods_to_be_contiguous(alone(pd.DataFrame({"jaar": years})), period="jaar")
    assert found.well == (max(years) - min(years) + 1 == len(years))


def test_no_period_at_all_is_no_whole_series() -> None:
    found = own.expect_periods_to_be_contiguous(
        alone(pd.DataFrame({"jaar": [None]})), period="jaar"
    )
    assert (found.well, found.seen) == (False, "er is geen enkele periode")


def test_a_real_zero_is_no_error() -> None:
    frame = pd.DataFrame(
        {"gebied": "GM0420", "jaar": [2020, 2021, 2022, 2023], "aantal": [3, 0, 25, 30]}
    )
    kwargs: dict[str, Any] = {
        "column": "aantal",
        "per": ["gebied"],
        "period": "jaar",
        "min_neighbours": 20,
    }
    assert own.expect_zeros_to_be_real(alone(frame), **kwargs).well
    frame["aantal"] = [30, 0, 25, 30]
    assert own.expect_zeros_to_be_real(alone(frame), **kwargs).rows == [(3, "0, ernaast 25")]


def test_a_municipality_filled_with_zeros_after_its_merger_is_seen() -> None:
    """Published panels do this: the first zero stands beside a real count."""
    frame = pd.DataFrame(
        {"gebied": "GM0364", "jaar": range(2008, 2014), "aantal": [300, 310, 310, 0, 0, 0]}
    )
    found = own.expect_zeros_to_be_real(
        alone(frame), column="aantal", per=["gebied"], period="jaar", min_neighbours=20
    )
    assert [row for row, _ in found.rows] == [5, 6, 7]


def test_without_a_delivery_before_nothing_is_said(package: Package, frames: Frames) -> None:
    found = run(package, frames, "halt", "expect_revisions_to_be_small")
    assert found.status == "ok"
    assert "geen vorige levering" in found.seen


def test_freshness_follows_the_calendar_and_the_date_of_the_edition(package: Package) -> None:
    catalogue = Bronnen.model_validate(
        {
            "diensten": {},
            "tabellen": {},
            "leveringen": {
                "cbs-misdrijven": {"kalender": {"maanden": [10], "achterstand": 1}},
                "halt": {"kalender": {"maanden": [4], "achterstand": 1}},
            },
        }
    )

    def fresh(name: str, day: dt.date) -> Verdict:
        verdicts = check(package, [name], bronnen=catalogue, peildatum=day)
        return next(v for v in verdicts if v.kind == "expect_figures_to_be_fresh")

    assert fresh("cbs-misdrijven", dt.date(2021, 11, 1)).status == "ok"
    old = fresh("cbs-misdrijven", dt.date(2026, 11, 1))
    assert (old.status, old.severity) == ("kapot", "warning")
    assert "tot en met 2020; verwacht tot en met 2025 op 01-10-2026" in old.wat
    assert "ivp fetch 83648NED" in old.doe and "CBS" in old.doe
    assert fresh("halt", dt.date(2026, 11, 1)).status == "ok", "examples are never called old"


def test_a_contract_that_compares_with_nothing_is_refused(package: Package) -> None:
    text = suite.read_bytes(package.project, "rud").decode()
    whole = suite.parse(text.encode(), "rud")
    assert whole.others == ()
    names = suite.parse(suite.read_bytes(package.project, "halt"), "halt").others
    assert names == ("jongeren",)
    error = suite.unknown_other("halt", "jongern", package.names)
    assert "Bedoelt u 'jongeren'?" in str(error)
