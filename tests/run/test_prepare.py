"""The outcome of the contracts, kept as a whole for the stages after the figures."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from ivp.config import load
from ivp.contracts import VERDICTS, Verdict
from ivp.paths import Project
from ivp.run import prepare
from ivp.store import Store


@pytest.mark.parametrize(
    ("changed", "before", "after"),
    [
        ("expectations/halt.json", '"min_value": 2000', '"min_value": 2001'),
        ("data/datapackage.json", '"werkelijk": false', '"werkelijk": true'),
        ("params/bronnen.yml", "dag: 1", "dag: 2"),
        ("params/boek.yml", "datum: 20", "datum: 19"),
        ("data/partners/halt.csv", "2023", "2024"),
    ],
)
def test_the_outcome_is_kept_until_what_it_follows_from_changes(
    root: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    changed: str,
    before: str,
    after: str,
) -> None:
    for folder in ("data", "expectations", "params"):
        shutil.copytree(root / folder, tmp_path / folder)
    monkeypatch.delenv("IVP_OPSLAG", raising=False)
    monkeypatch.setattr(prepare, "verdicts", lambda _: [])
    project = Project(tmp_path)
    config = load(project)
    kept = [
        Verdict(
            dataset="halt",
            file="data/partners/halt.csv",
            kind="expect_x",
            column=None,
            rule="jaar is overal ingevuld",
            severity="critical",
            status="ok",
        )
    ]
    store = Store.of(project)
    store.put("verdicts", prepare._Preparation(project, config).key, VERDICTS.dump_json(kept))
    assert prepare.outcome(project, config) == kept
    path = tmp_path / changed
    text = path.read_text("utf-8")
    assert before in text
    path.write_text(text.replace(before, after, 1), "utf-8")
    assert prepare.outcome(project, load(project)) == []
