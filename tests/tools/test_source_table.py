"""The table in docs/bronnen.md is that of the registered data."""

from __future__ import annotations

from pathlib import Path

from ivp.data import Package
from ivp.paths import Project
from tools.source_table import BEGIN, filled_in


def test_the_table_in_the_docs_is_in_step(root: Path) -> None:
    text = (root / "docs" / "bronnen.md").read_text(encoding="utf-8")
    assert BEGIN in text
    stale = "run: python tools/source_table.py"
    assert text == filled_in(Project(root)), stale


def test_every_data_set_and_table_has_a_line(root: Path) -> None:
    lines = filled_in(Project(root)).partition(BEGIN)[2].splitlines()
    for name in Package.load(Project(root)).names:
        (line,) = [one for one in lines if one.startswith(f"| `{name}` |")]
        assert f"`expectations/{name}.json`" in line
    (people,) = [one for one in lines if one.startswith("| `cbs-inwoners` |")]
    assert "misdrijven-cbs (noemer)" in people and "1 feb, 1 aug" in people
    assert any(line.startswith("| 85146NED (") for line in lines)
