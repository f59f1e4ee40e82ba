"""Timeline and steps: what is drawn, what the table and the words say."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivp.config import Config, load
from ivp.config import model as m
from ivp.paths import Project
from ivp.show import Picture, style
from ivp.show.figures import timelines


@pytest.fixture(scope="module")
def medemblik() -> Config:
    return load(Project(Path(__file__).parents[2]), "medemblik")


def event(datum: str, titel: str = "Iets", **extra: object) -> m.Gebeurtenis:
    base = {"datum": dt.date.fromisoformat(datum), "soort": "besluit", "titel": titel}
    return m.Gebeurtenis.model_validate({**base, "toelichting": "…", "bron": "§1", **extra})


def texts(picture: Picture) -> str:
    return " ".join(
        t for trace in picture.figure.select_traces({"mode": "text"}) for t in trace.text
    )


def test_time_is_worded_as_the_source_does() -> None:
    assert timelines.event_time(event("2019-02-19")) == "19 februari 2019"
    assert timelines.event_time(event("2021-09-01", wanneer="najaar 2021")) == "najaar 2021"
    period = event("2021-09-01", tot=dt.date(2021, 9, 2))
    assert timelines.event_time(period) == "1 september 2021 tot en met 2 september 2021"


def test_timeline_goes_from_old_to_new_and_tells_all() -> None:
    picture = timelines.timeline([event("2021-01-01", "Later"), event("2019-01-01", "Eerder")])
    assert picture.table["Wat"].tolist() == ["Eerder", "Later"]
    assert picture.alt == (
        "Tijdlijn met 2 gebeurtenissen. 1 januari 2019: Eerder; 1 januari 2021: Later."
    )
    assert "Eerder" in texts(picture)
    assert "Later" in texts(picture)


def test_timeline_of_one_day_can_be_drawn() -> None:
    picture = timelines.timeline([event("2022-12-31")])
    start, end = picture.figure.layout.xaxis.range
    assert str(start) == "2022-01-01"
    assert str(end) == "2023-01-01"


def test_steps_of_medemblik(medemblik: Config) -> None:
    picture = timelines.steps(medemblik.lokaal.capaciteit)
    when = dict(zip(picture.table["Onderdeel"], picture.table["Wanneer"], strict=True))
    assert when["1. Startnotitie"] == "februari tot en met juni 2022"
    assert when["2. Veiligheidsbeeld en veiligheidsanalyse"] == "geen eigen planning"
    assert when["5. Vaststellen door de raad"] == "december 2022"
    bars = [trace for trace in picture.figure.data if trace.type == "bar"]
    assert len(bars) == len(when) - 1
    assert "geen eigen planning" in texts(picture)


def test_a_bar_ends_where_its_last_day_ends(medemblik: Config) -> None:
    picture = timelines.steps(medemblik.lokaal.capaciteit)
    first = next(trace for trace in picture.figure.data if trace.type == "bar")
    days = first.x[0] / 86_400_000
    assert first.base[0] == dt.date(2022, 2, 1)
    assert days == (dt.date(2022, 7, 1) - dt.date(2022, 2, 1)).days


@given(st.text(alphabet="abc de", max_size=60), st.integers(1, 30))
def test_breaking_lines_loses_no_word(text: str, breedte: int) -> None:
    lines = style.wrapped(text, breedte).split("<br>")
    assert " ".join(lines).split() == text.split()
    assert all(len(line) <= breedte or " " not in line for line in lines)
