"""Which of plotly's scripts draws, and what a figure becomes on its way to the book."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from ivp.paths import Project
from ivp.run.browser import browser
from ivp.run.drawing import Drawer, plotly_script, stable
from ivp.run.finish import Figure
from ivp.store import Store

ROOT = Path(__file__).resolve().parents[2]
SMALL = Path("assets", "vendor", "plotly-basic.min.js")


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / SMALL).parent.mkdir(parents=True)
    shutil.copyfile(ROOT / SMALL, tmp_path / SMALL)
    return Project(tmp_path)


def test_the_small_script_for_what_it_draws(project: Project) -> None:
    small = project.root / SMALL
    assert plotly_script(project, ["bar", "scatter"]) == small
    whole = plotly_script(project, ["bar", "heatmap"])
    assert whole.name == "plotly.min.js"
    small.write_bytes(small.read_bytes()[:300].replace(b" v", b" v9", 1))
    assert plotly_script(project, ["bar"]) == whole
    small.unlink()
    assert plotly_script(project, ["bar"]) == whole


def test_a_figure_that_needs_the_whole_is_drawn_between_others(project: Project) -> None:
    if browser() is None:
        assert not os.environ.get("CI"), "CI hoort een browser te hebben; zie .ci/run"
        pytest.skip("geen Chrome, Chromium of Edge op deze machine")
    traces: list[dict[str, Any]] = [
        {"type": "bar", "x": ["a", "b"], "y": [1, 2]},
        {"type": "heatmap", "z": [[1, 2], [3, 4]]},
        {"type": "scatter", "x": [1, 2], "y": [1, 2]},
    ]
    figures = [Figure(str(trace["type"]), {"data": [trace], "layout": {}}) for trace in traces]
    notes: list[str] = []
    drawer = Drawer(project, Store(project.root / "opslag"), notes.append)
    try:
        drawn = {key: svg.decode() for key, svg in drawer.images(figures).items()}
    finally:
        drawer.close()
    assert notes == []
    assert list(drawn) == ["bar", "heatmap", "scatter"]
    assert 'class="barlayer mlayer"' in drawn["bar"] and 'class="point"' in drawn["bar"]
    assert '<image xmlns="http://www.w3.org/2000/svg"' in drawn["heatmap"]
    assert 'class="scatterlayer mlayer"' in drawn["scatter"]


def test_coordinates_are_rounded_and_texts_are_not() -> None:
    svg = '<svg><path d="M 1.23456,-7.0001"/><text x="3.14159">per 1.000 inwoners</text></svg>'
    assert stable(svg, "abcdef") == (
        '<svg><path d="M 1.23,-7"/><text x="3.14">per 1.000 inwoners</text></svg>'
    )


def test_the_empty_style_of_the_whole_goes_wherever_it_stands() -> None:
    one, two = '<svg style="" width="1">', '<svg width="1" style="">'
    text = '<text style="fill: red"> style=""</text></svg>'
    assert stable(one + text, "abcdef") == stable(two + text, "abcdef") == f'<svg width="1">{text}'
