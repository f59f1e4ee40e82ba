"""The figures of the plan: what is drawn, and what is said of it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import plotly.graph_objects as go

from ivp.chapters import plan_figures
from ivp.config import load
from ivp.paths import Project
from ivp.plan import capacity
from ivp.plan.programme import Programme
from tests.plan.village import plans, weighing


def texts(figure: go.Figure) -> str:
    return " ".join(t for trace in figure.select_traces({"mode": "text"}) for t in trace.text)


def test_the_first_are_named_and_marked() -> None:
    ranking = pd.DataFrame(
        {"naam": ["A", "B", "C"], "score": [4.26, 3.0, 1.5], "aandeel": [99.6, 60.0, 40.4]}
    )
    figure, alt = plan_figures.ranked(ranking, 2)
    assert "Bovenaan staan A (4,3) en B (3,0)." in alt
    assert list(figure.data[0].marker.color).count("white") == 1
    assert "<b>B</b>" in texts(figure)
    assert "<b>C</b>" not in texts(figure)


def test_each_group_has_its_own_mark_and_the_alt_names_where_they_differ() -> None:
    figure, alt = plan_figures.spread(weighing(), rows=2)
    groups = [trace for trace in figure.data if trace.mode == "markers"]
    assert [trace.name for trace in groups] == ["Raad", "Werkgroep"]
    assert len({trace.marker.symbol for trace in groups}) == 2
    assert "Het verst lopen de groepen uiteen bij A: 2,7 punt." in alt


def test_the_matrix_marks_what_the_params_say() -> None:
    own = load(Project(Path(__file__).parents[2]), "medemblik")
    given = own.lokaal.capaciteit.partners
    figure, alt = plan_figures.partner_matrix(capacity.partners(own.lokaal.capaciteit, own.velden))
    marks = [trace for trace in figure.data if trace.mode == "markers"]
    assert sum(len(trace.x) for trace in marks) == sum(len(p.velden) for p in given)
    assert len({trace.marker.symbol for trace in marks}) == 2
    assert "Integriteit en veiligheid 6" in alt


def test_a_team_that_lacks_hours_differs_in_fill_and_is_named() -> None:
    figure, alt = plan_figures.occupancy(Programme(plans()).occupancy, (2023, 2024))
    bars = [trace for trace in figure.data if trace.type == "bar" and not trace.showlegend]
    assert [list(trace.marker.pattern.shape) for trace in bars] == [["/"], ["/"]]
    assert "Te weinig uren: OOV 2023 (80 uur tekort); OOV 2024 (80 uur tekort)." in alt


def test_measures_stand_under_their_priority() -> None:
    own = plans()
    figure, alt = plan_figures.gantt(Programme(own).measures, {"a": "Inbraak"}, own.programma)
    assert len([trace for trace in figure.data if trace.type == "bar"]) == 3
    assert "<b>Inbraak</b>" in texts(figure)
    assert alt.startswith(
        "Planning van 3 maatregelen in 2023 tot en met 2024. Camera: januari 2023"
    )
