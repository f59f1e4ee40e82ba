"""The example data: the same seed gives the same bytes, and they add up to the real totals."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from ivp.data import Package
from ivp.paths import Project
from tools.example_data import MEDEMBLIK, Calibration, make, write_all
from tools.example_data.calibration import Deelgebied, Setup


@pytest.fixture(scope="module")
def package(root: Path) -> Package:
    return Package.load(Project(root))


@pytest.fixture(scope="module")
def frames(package: Package) -> dict[str, pd.DataFrame]:
    return make(Calibration.from_package(package, MEDEMBLIK))


def test_running_it_gives_the_committed_bytes(root: Path, tmp_path: Path) -> None:
    shutil.copytree(root / "data", tmp_path / "data")
    made = list(write_all(Project(tmp_path), MEDEMBLIK))
    package = Package.load(Project(root))
    assert sorted(made) == sorted(d.name for d in package.datasets if not d.resource.ivp.werkelijk)
    for path in (root / "data").rglob("*.*"):
        assert (tmp_path / path.relative_to(root)).read_bytes() == path.read_bytes(), path.name


def test_kinds_sum_to_the_real_police_totals(
    package: Package, frames: dict[str, pd.DataFrame]
) -> None:
    kinds = frames["politie-misdrijven-soort"].groupby(["gebied", "jaar"])["aantal"].sum()
    real = package.dataset("politie-misdrijven").read()
    compared = 0
    for gebied, jaar, aantal in zip(real["gebied"], real["jaar"], real["aantal"], strict=True):
        if gebied != "RE04":
            assert kinds[gebied, jaar] == aantal
            compared += 1
    assert compared == 24


def test_months_sum_to_the_year(frames: dict[str, pd.DataFrame]) -> None:
    months = frames["politie-misdrijven-maand"]
    by_year = months.groupby(["soort_misdrijf", months["maand"].str[:4].astype(int)])[
        "aantal"
    ].sum()
    kinds = frames["politie-misdrijven-soort"]
    own = kinds[(kinds["gebied"] == "GM0420") & (kinds["jaar"] >= 2022)]
    year = own.set_index(["soort_misdrijf", "jaar"])["aantal"]
    assert (by_year.sort_index().to_numpy() == year.sort_index().to_numpy()).all()


def test_the_assumed_direction_is_in_the_figures(frames: dict[str, pd.DataFrame]) -> None:
    kinds = frames["politie-misdrijven-soort"]
    own = kinds[kinds["gebied"] == "GM0420"].pivot(
        index="soort_misdrijf", columns="jaar", values="aantal"
    )
    for falling in ("1.1.1", "1.2.3", "2.5.1"):
        assert own[2024][falling] < own[2015][falling]
    for rising in ("3.7.4", "3.9.1"):
        assert own[2024][rising] > 2 * own[2015][rising]


def test_survey_is_calibrated(package: Package, frames: dict[str, pd.DataFrame]) -> None:
    answers = frames["vm-respondenten"]
    edition = answers[answers["jaar"] == 2021]
    assert len(edition) == 420
    assert edition.groupby("deelgebied").size().tolist() == [70] * 6
    given = edition["rapportcijfer_leefbaarheid"].notna()
    marks = edition.loc[given, "rapportcijfer_leefbaarheid"].astype(float)
    mean = np.average(marks, weights=edition.loc[given, "gewicht"])
    assert mean == pytest.approx(7.7, abs=0.05)
    people = package.dataset("cbs-inwoners").read()
    start = people[(people["gebied"] == "GM0420") & (people["jaar"] == 2020)]["inwoners"].item()
    assert edition["gewicht"].sum() == pytest.approx(0.84 * start, rel=0.001)


def test_scores_cover_every_thema_and_leave_some_open(frames: dict[str, pd.DataFrame]) -> None:
    scores = frames["scores"]
    assert scores["thema"].nunique() == 26
    assert 0 < scores["score"].isna().mean() < 0.1
    assert scores["score"].dropna().between(1, 5).all()


def test_halt_has_counts_that_must_be_suppressed(frames: dict[str, pd.DataFrame]) -> None:
    assert (frames["halt"]["aantal"].between(1, 4)).any()


def test_another_seed_gives_other_figures_with_the_same_totals(
    package: Package, frames: dict[str, pd.DataFrame]
) -> None:
    other = make(Calibration.from_package(package, replace(MEDEMBLIK, seed=1)))
    name = "politie-misdrijven-soort"
    assert not other[name].equals(frames[name])
    late = [frame[frame["jaar"] >= 2022] for frame in (other[name], frames[name])]
    sums = [frame.groupby(["gebied", "jaar"])["aantal"].sum() for frame in late]
    assert sums[0].equals(sums[1])


def test_another_municipality_needs_only_another_calibration(package: Package) -> None:
    setup = Setup(7, "GM0405", (Deelgebied("stad", "Stad", 1.0, ("Hoorn",)),))
    made = make(Calibration.from_package(package, setup))
    assert set(made["halt"]["gebied"]) == {"GM0405"}
    assert made["politie-misdrijven-maand"]["aantal"].sum() == 3421 + 3518 + 3460
