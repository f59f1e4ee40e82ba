"""The figures of a stand: kept per chapter, and the same as when nothing was kept."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from ivp.config import Chapter, Config, load
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


def chapters(config: Config, package: Package, table: pd.DataFrame, folder: Path) -> list[Chapter]:
    """What ``ivp.run.prepare`` hands on: chapters, with their input in a file that it names."""
    found = []
    for one in config.chapters:
        if one.id in CHAPTERS:
            raw = build_input(one, config, package, table).to_json()
            path = folder / f"{one.id}-{sha256(raw)[:12]}.json"
            path.write_bytes(raw)
            found.append(replace(one, input=path))
    return found


def test_only_a_chapter_whose_figures_changed_is_worked_out_again(
    made: tuple[Config, Package, pd.DataFrame], tmp_path: Path
) -> None:
    config, package, table = made
    place, kept = config.gemeente.code, Store(tmp_path / "bewaard")

    def outcome(table: pd.DataFrame, store: Store) -> Any:
        return record._figures(place, chapters(config, package, table, tmp_path), store)

    def entries() -> int:
        return len(list(kept.folder.glob("indicators/*")))

    rows, development = outcome(table, kept)
    assert outcome(table, kept) == (rows, development) == outcome(table, Store(tmp_path / "leeg"))
    assert entries() == len(CHAPTERS)
    assert {row[0] for row in rows} == set(development)
    assert list(rows) == sorted(rows)

    (first, _) = (one for one in config.chapters if one.id in CHAPTERS)
    names = list(first.reads.indicatoren)
    revised = table.copy()
    chosen = (revised["indicator"] == names[0]) & (revised["gebied"] == place)
    revised.loc[chosen & revised["waarde"].notna(), "waarde"] += 1
    found = outcome(revised, kept)
    assert found == outcome(revised, Store(tmp_path / "ook-leeg"))
    assert found != (rows, development)
    assert entries() == len(CHAPTERS) + 1
