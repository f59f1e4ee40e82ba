"""The indicators on the data sets in the repository, against published figures."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from ivp.config import Config
from ivp.data import Package
from ivp.indicators.indicator_table import build_table
from ivp.indicators.outcomes import Comparison, NoComparison, comparison
from ivp.indicators.published import contradictions
from ivp.indicators.rows import SCHEMA
from ivp.paths import Project


@pytest.fixture(scope="module")
def package() -> Package:
    return Package.load(Project(Path(__file__).parents[2]))


@pytest.fixture(scope="module")
def table(book: Config, package: Package) -> pd.DataFrame:
    return build_table(book, package)


def values(table: pd.DataFrame, indicator: str, eenheid: str = "aantal") -> dict[int, float]:
    rows = table[
        (table["indicator"] == indicator)
        & (table["eenheid"] == eenheid)
        & (table["gebied"] == "GM0420")
    ]
    return dict(zip(rows["jaar"], rows["waarde"], strict=True))


def test_every_indicator_has_rows_and_a_known_value(book: Config, table: pd.DataFrame) -> None:
    assert dict(table.dtypes.astype(str)) == SCHEMA
    assert not table.duplicated(["indicator", "eenheid", "gebied", "periode"]).any()
    known = set(table.loc[table["waarde"].notna(), "indicator"])
    # The publications on this one contradict each other, so it has no value.
    assert known == set(book.indicatoren) - {"vm-veiligheid"}
    for name, definition in book.indicatoren.items():
        units = {definition.eenheid} | ({definition.noemer.eenheid} if definition.noemer else set())
        assert set(table.loc[table["indicator"] == name, "eenheid"]) == units
    shown = table["status"].isin(["definitief", "voorlopig"])
    assert (shown == table["waarde"].notna()).all()


def test_published_totals_hold(table: pd.DataFrame) -> None:
    """CBS 83648NED for 2010–2020 (before 2011 three municipalities); police 47013NED."""
    cbs = [2245, 2120, 2015, 1995, 1785, 1520, 1350, 1160, 1155, 1385, 1440]
    assert values(table, "misdrijven-cbs") == dict(zip(range(2010, 2021), cbs, strict=True))
    assert values(table, "misdrijven-politie") == {2022: 1263, 2023: 1212, 2024: 1102}
    wijken = table[table["indicator"] == "misdrijven-wijk"]
    assert (len(wijken), wijken["waarde"].sum()) == (16, 1202)


def test_rates_are_those_that_cbs_publishes(table: pd.DataFrame, package: Package) -> None:
    """Within the rounding: of the count to fives on either side, of the rate to one decimal.

    2010 is left out for Medemblik: CBS gives the rate of the municipality before the merger.
    """
    cbs = package.dataset("cbs-misdrijven").read().dropna(subset=["per_1000_inwoners"])
    own = table[(table["indicator"] == "misdrijven-cbs") & (table["eenheid"] != "aantal")]
    both = own.merge(cbs, on=["gebied", "jaar"])
    both = both[(both["gebied"] != "GM0420") | (both["jaar"] > 2010)]
    assert len(both) >= 10
    tolerance = 0.05 + 2500 / both["noemer"]
    assert ((both["waarde"] - both["per_1000_inwoners"]).abs() <= tolerance).all()


def test_contradiction_in_the_veiligheidsmonitor_is_reported(
    book: Config, package: Package
) -> None:
    (found,) = contradictions(book.indicatoren, package)
    assert (found.indicator, found.gebied, found.jaar) == ("vm-veiligheid", "GM0420", 2021)
    assert [value for value, _ in found.bronnen] == [7.7, 7.8]


def test_fictitious_sources_are_marked(table: pd.DataFrame, package: Package) -> None:
    real = {d.name: d.resource.ivp.werkelijk for d in package.datasets}
    for bron, werkelijk in table.groupby("bron")["werkelijk"].unique().items():
        assert list(werkelijk) == [all(real[name] for name in str(bron).split("+"))]


def test_medemblik_beside_the_country_and_the_police_unit(table: pd.DataFrame) -> None:
    land = comparison(table, "misdrijven-politie", "GM0420", "NL00", 2023)
    assert isinstance(land, Comparison)
    # 1212 of 46,031 beside 805,590 - 1212 of 17,811,291 - 46,031 (inhabitants on 1 January 2023).
    assert land.ratio.value == pytest.approx((1212 / 46031) / (804378 / 17765260))
    assert land.direction == "lager"
    unit = comparison(table, "misdrijven-politie", "GM0420", "RE04", 2023)
    assert unit == NoComparison("geen_cijfer", "RE04", 2023)
