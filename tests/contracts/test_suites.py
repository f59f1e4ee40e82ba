"""Every contract holds for the committed data and fails on the bad data it exists for."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from ivp.contracts import suite
from ivp.contracts.check_datasets import check, raise_if_broken
from ivp.contracts.own_checks import Delivery
from ivp.contracts.run_suite import run_suite
from ivp.contracts.suite import Suite
from ivp.data import Package
from ivp.paths import Project
from tests.contracts.mutations import MUTATIONS, mutations

ROOT = Path(__file__).resolve().parents[2]
NAMES = Package.load(Project(ROOT)).names


def contract(package: Package, name: str) -> Suite:
    return suite.parse(suite.read_bytes(package.project, name), name)


def test_committed_data_meets_all_contracts(package: Package) -> None:
    verdicts = check(package)
    assert [str(verdict.error()) for verdict in verdicts if verdict.status != "ok"] == []
    raise_if_broken(verdicts)
    assert {verdict.dataset for verdict in verdicts} == set(package.names)


def test_every_type_can_be_explained_and_spoiled() -> None:
    assert set(MUTATIONS) == suite.TYPES


@pytest.mark.parametrize("name", NAMES)
def test_suite_covers_what_every_data_set_needs(package: Package, name: str) -> None:
    types = {item.type for item in contract(package, name).expectations}
    assert "expect_table_columns_to_match_ordered_list" in types
    assert types & {
        "expect_table_row_count_to_equal",
        "expect_table_row_count_to_be_between",
    }
    assert "expect_column_values_to_not_be_null" in types
    assert types & {"expect_column_values_to_be_unique", "expect_compound_columns_to_be_unique"}


@pytest.mark.parametrize("name", NAMES)
def test_every_expectation_fails_on_its_bad_data(
    package: Package, frames: dict[str, pd.DataFrame], name: str
) -> None:
    """One expectation at a time, so that a failure is its own; rows as in the delivered file."""
    dataset = package.dataset(name)
    whole = contract(package, name)
    for item in whole.expectations:
        single = Suite(name=name, meta={}, expectations=(item,))
        spoiled = mutations(frames[name], item)
        assert spoiled, f"geen mutatie voor {item.type} {item.kwargs}"
        for mutation in spoiled:
            delivery = Delivery(mutation.frame, frames.__getitem__, frames[name], mutation.age)
            (verdict,) = run_suite(single, delivery, dataset)
            place = f"{name}: {item.type} {item.kwargs}"
            assert verdict.status == "kapot", place
            assert verdict.severity == item.severity
            assert item.meta.uitleg.rstrip(".") in str(verdict.error())
            assert dataset.resource.ivp.contact in str(verdict.error())
            fout = verdict.error()
            assert fout.waar is not None
            assert fout.waar.startswith(f"data/{dataset.resource.path}"), place
            if item.column:
                assert fout.waar.endswith(f"kolom {item.column}")
            if mutation.row is not None:
                row = mutation.row + 2
                assert row in [number for number, _ in verdict.examples], place
                assert f"rij {row} (" in str(verdict.error())


def test_missing_column_is_said(package: Package, frames: dict[str, pd.DataFrame]) -> None:
    dataset = package.dataset("halt")
    delivery = Delivery(frames["halt"].drop(columns="jaar"), frames.__getitem__)
    verdicts = run_suite(contract(package, "halt"), delivery, dataset)
    broken = [verdict for verdict in verdicts if "'jaar' ontbreekt" in verdict.wat]
    assert len(broken) >= 4
    assert all(verdict.status == "kapot" for verdict in broken)


def test_count_of_bad_rows_is_whole_and_examples_are_few(
    package: Package, frames: dict[str, pd.DataFrame]
) -> None:
    dataset = package.dataset("halt")
    bad = frames["halt"].assign(aantal=pd.Series([-1] * 35, dtype="Int64"))
    verdicts = run_suite(contract(package, "halt"), Delivery(bad, frames.__getitem__), dataset)
    (verdict,) = [v for v in verdicts if "aantal is 0" in v.rule]
    assert verdict.count == 35
    assert [row for row, _ in verdict.examples] == [2, 3, 4, 5, 6]
    assert "en nog 30" in str(verdict.error())


def test_a_delivery_that_is_wrong_throughout_is_said_too(
    package: Package, frames: dict[str, pd.DataFrame]
) -> None:
    """Great Expectations keeps 200 bad values at most."""
    name = "politie-misdrijven-soort"
    whole = contract(package, name)
    item = next(e for e in whole.expectations if (e.column, "set" in e.type) == ("gebied", True))
    single = Suite(name=name, meta={}, expectations=(item,))
    bad = frames[name].assign(gebied="GM9999")
    delivery = Delivery(bad, frames.__getitem__)
    (verdict,) = run_suite(single, delivery, package.dataset(name))
    assert verdict.count == len(bad) > 200
    assert verdict.examples[0] == (2, "GM9999")
