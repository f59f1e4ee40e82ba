"""The figures of a stand: kept per chapter, and the same as when nothing was kept."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pandas as pd
import pytest

from ivp.config import Config, load
from ivp.data import Package
from ivp.editions import record
from ivp.indicators.chapter_input import build_input
from ivp.indicators.indicator_table import build_table
from ivp.paths import Project
from ivp.store import Store, sha256

CHAPTERS = ("veld-jeugd", "veld-fysiek")


@pytest.fixture(scope="module")
def made(root: Path) -> tuple[Config, Package, pd.DataFrame]:
    config, package = load(Project(root)), Package.load(Project(root))
    return config, package, build_table(config, package)


def plans(config: Config, package: Package, table: pd.DataFrame, folder: Path) -> list[Any]:
    """What ``ivp.run.plan`` hands on: a run, and its input in a file that its content names."""
    found = []
    for run in config.runs:
        if run.id in CHAPTERS:
            raw = build_input(run, config, package, table).to_json()
            path = folder / f"{run.id}-{sha256(raw)[:12]}.json"
            path.write_bytes(raw)
            found.append(SimpleNamespace(run=run, invoer=path))
    return found


def test_only_a_chapter_whose_figures_changed_is_worked_out_again(
    made: tuple[Config, Package, pd.DataFrame], tmp_path: Path
) -> None:
    config, package, table = made
    place, kept = config.gemeente.code, Store(tmp_path / "bewaard")

    def outcome(table: pd.DataFrame, store: Store) -> Any:
        return record._figures(place, plans(config, package, table, tmp_path), store)

    def entries() -> int:
        return len(list(kept.folder.glob("stand/*")))

    rows, development = outcome(table, kept)
    assert outcome(table, kept) == (rows, development) == outcome(table, Store(tmp_path / "leeg"))
    assert entries() == len(CHAPTERS)
    assert {row[0] for row in rows} == set(development)
    assert list(rows) == sorted(rows)

    (first, _) = (run for run in config.runs if run.id in CHAPTERS)
    names = list(first.leest.indicatoren)
    revised = table.copy()
    chosen = (revised["indicator"] == names[0]) & (revised["gebied"] == place)
    revised.loc[chosen & revised["waarde"].notna(), "waarde"] += 1
    found = outcome(revised, kept)
    assert found == outcome(revised, Store(tmp_path / "ook-leeg"))
    assert found != (rows, development)
    assert entries() == len(CHAPTERS) + 1
