"""Series: what is joined, what is cut, what is marked, and what the words say."""

from __future__ import annotations

import itertools
import json
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ivp.config import model as m
from ivp.indicators.rows import SCHEMA
from ivp.show import figures
from ivp.show.figures import canvas
from tests.show.conftest import Definitie, Rijen


def lines(fig: Any) -> list[Any]:
    return [trace for trace in fig.data if trace.mode == "lines+markers"]


def years(fig: Any) -> list[list[int]]:
    return [list(trace.x) for trace in lines(fig)]


def texts(fig: Any) -> str:
    return " | ".join(note.text for note in fig.layout.annotations)


def test_a_missing_year_is_a_gap_and_never_zero(
    rijen: Rijen, gemeente: m.Gemeente, definitie: Definitie
) -> None:
    rows = rijen({2018: 5.0, 2019: 6.0, 2020: None, 2021: 4.0, 2022: 4.5})
    picture = figures.series(rows, gemeente, definitie())
    assert years(picture.figure) == [[2018, 2019], [2021, 2022]]
    assert all(0 not in trace.y for trace in lines(picture.figure))
    assert str(picture.table["Per 1.000 inwoners"].tolist()[2]) == "onbekend"
    assert "geen cijfer in 2020" in picture.alt


@pytest.mark.parametrize("missing", [{}, {2013: None}])
def test_the_line_is_cut_at_a_merger_and_at_another_way_of_counting(
    rijen: Rijen, gemeente: m.Gemeente, definitie: Definitie, missing: dict[int, None]
) -> None:
    broken = definitie(reeksbreuken=[{"jaar": 2014, "uitleg": "anders"}])
    rows = rijen({year: 5.0 for year in range(2009, 2017) if year not in missing})
    picture = figures.series(rows, gemeente, broken)
    for part in years(picture.figure):
        assert not (min(part) < 2011 <= max(part))
        assert not (min(part) < 2014 <= max(part))
    assert "samenvoeging 2011" in texts(picture.figure)
    assert "andere telling 2014" in texts(picture.figure)
    assert "onderbroken bij 2011 (samenvoeging)" in picture.alt


def test_no_mark_for_a_break_outside_the_series(
    rijen: Rijen, gemeente: m.Gemeente, definitie: Definitie
) -> None:
    picture = figures.series(rijen({2011: 5.0, 2012: 6.0}), gemeente, definitie())
    assert years(picture.figure) == [[2011, 2012]]
    assert "samenvoeging" not in texts(picture.figure)


def test_provisional_years_have_an_open_mark_and_say_so(
    rijen: Rijen, gemeente: m.Gemeente, definitie: Definitie
) -> None:
    rows = rijen({2020: 5.0, 2021: 6.0})
    rows.loc[1, "status"] = "voorlopig"
    picture = figures.series(rows, gemeente, definitie())
    (line,) = lines(picture.figure)
    assert list(line.marker.symbol) == ["circle", "circle-open"]
    assert "voorlopig" not in line.customdata[0]
    assert "voorlopig" in line.customdata[1]
    assert picture.table["Status"].tolist() == ["definitief", "voorlopig"]


def test_fictitious_figures_are_marked_in_the_figure_and_on_hover(
    rijen: Rijen, gemeente: m.Gemeente, definitie: Definitie
) -> None:
    real = figures.series(rijen({2020: 5.0, 2021: 6.0}), gemeente, definitie())
    fake = figures.series(rijen({2020: 5.0, 2021: 6.0}, werkelijk=False), gemeente, definitie())
    assert "voorbeeldcijfers" not in texts(real.figure)
    assert "voorbeeldcijfers" in texts(fake.figure)
    assert "voorbeeldcijfer" in lines(fake.figure)[0].customdata[0]


def test_the_municipality_is_drawn_last_and_thickest_with_its_interval(
    rijen: Rijen, gemeente: m.Gemeente, definitie: Definitie
) -> None:
    span = dict.fromkeys(range(2015, 2021), 5.0)
    rows = pd.concat([rijen(span), rijen(span, gebied="NL00", gebied_naam="Nederland")])
    picture = figures.series(rows, gemeente, definitie())
    drawn = lines(picture.figure)
    assert [trace.name for trace in drawn] == ["Nederland", "Proefdorp"]
    assert drawn[1].line.width > drawn[0].line.width
    assert drawn[0].line.dash != "solid"
    assert sum(trace.fill == "toself" for trace in picture.figure.data) == 1
    assert "<b>Proefdorp</b>" in texts(picture.figure)


def test_few_points_have_error_bars_instead_of_a_band(
    rijen: Rijen, gemeente: m.Gemeente, definitie: Definitie
) -> None:
    picture = figures.series(rijen({2020: 5.0, 2021: 6.0}), gemeente, definitie())
    (line,) = picture.figure.data
    assert line.error_y.array == pytest.approx([0.5, 0.6])


@given(
    st.lists(st.floats(0, 50), min_size=2, max_size=8),
    st.lists(st.floats(0, 50), min_size=2, max_size=8),
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
def test_the_axis_begins_at_zero_and_holds_every_interval(
    rijen: Rijen,
    gemeente: m.Gemeente,
    definitie: Definitie,
    ours: list[float],
    theirs: list[float],
) -> None:
    here = rijen(dict(enumerate(ours, 2011)))
    there = rijen(dict(enumerate(theirs, 2011)), gebied="NL00", gebied_naam="Nederland")
    picture = figures.series(pd.concat([here, there]), gemeente, definitie())
    low, high = picture.figure.layout.yaxis.range
    assert low == 0
    assert high >= max(*ours, *theirs) * 1.1 or max(*ours, *theirs) == 0


def test_end_labels_do_not_overlap(
    rijen: Rijen, gemeente: m.Gemeente, definitie: Definitie
) -> None:
    areas = [
        rijen(
            {2020: 5.0, 2021: 5.0 + step / 100}, gebied=f"GM{step:04}", gebied_naam=f"Dorp {step}"
        )
        for step in range(1, 5)
    ]
    picture = figures.series(pd.concat(areas), gemeente, definitie())
    low, high = picture.figure.layout.yaxis.range
    scale = 250 / (high - low)
    labels = [n for n in picture.figure.layout.annotations if "Dorp" in n.text]
    places = sorted((high - n.y) * scale - n.yshift for n in labels)
    assert len(places) == 4
    assert all(b - a >= 14 for a, b in itertools.pairwise(places))


def test_a_figure_shows_one_unit(rijen: Rijen, gemeente: m.Gemeente, definitie: Definitie) -> None:
    both = pd.concat([rijen({2020: 1.0}), rijen({2020: 10.0}, eenheid="aantal")])
    with pytest.raises(ValueError, match="one unit"):
        figures.series(both, gemeente, definitie())


def test_the_words_say_range_and_extremes(
    rijen: Rijen, gemeente: m.Gemeente, definitie: Definitie
) -> None:
    rows = rijen({2015: 52.55, 2016: 60.0, 2017: 25.0, 2018: 31.9})
    assert figures.series(rows, gemeente, definitie()).alt == (
        "Lijnfiguur, per 1.000 inwoners, 2015 tot en met 2018, voor Proefdorp. Proefdorp: van 52,6 "
        "in 2015 naar 31,9 in 2018; hoogste 60,0 in 2016; laagste 25,0 in 2017."
    )


@pytest.mark.parametrize(
    ("span", "ticks"),
    [
        ((2022, 2024), [2022, 2023, 2024]),
        ((2010, 2020), [2010, 2012, 2014, 2016, 2018, 2020]),
        ((2015, 2024), [2016, 2018, 2020, 2022, 2024]),
        ((2020, 2020), [2020]),
    ],
)
def test_year_ticks_are_few_and_end_with_the_last(span: tuple[int, int], ticks: list[int]) -> None:
    fig = canvas.plot_figure(100)
    canvas.year_axis(fig, *span, side=0.1)
    assert list(fig.layout.xaxis.tickvals) == ticks


HOSTILE = ['<a href="x">a', "</script>", "%{x}", "{{< meta x >}}", "a|b", "=1+1", "a\nb", "&amp;"]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_literal_text(
    rijen: Rijen, gemeente: m.Gemeente, definitie: Definitie, name: str
) -> None:
    rows = pd.concat(
        [rijen({2020: 1.0, 2021: 2.0}), rijen({2020: 1.0, 2021: 2.0}, gebied="X", gebied_naam=name)]
    )
    pictures = [
        figures.series(rows, gemeente, definitie()),
        figures.bars(rows[rows["jaar"] == 2020], gemeente),
        figures.dots(rows[rows["jaar"] == 2020], gemeente),
        figures.panels(rijen({2020: 1.0}), {"woninginbraak": definitie(titel=name)}, gemeente),
    ]
    for picture in pictures:
        figure = json.dumps(json.loads(picture.figure.to_json()))
        assert "<a href" not in figure
        assert "</script" not in figure
        templates = {trace.hovertemplate for trace in picture.figure.data}
        assert templates <= {"%{customdata}<extra></extra>", None}


def test_small_multiples_keep_to_their_scale_and_their_breaks(
    rijen: Rijen, gemeente: m.Gemeente, definitie: Definitie
) -> None:
    rows = pd.concat(
        [
            rijen({2017: 1.0, 2018: 2.0, 2019: 3.0}, indicator="a"),
            rijen({2017: 10.0, 2018: 20.0, 2019: 30.0}, indicator="b"),
        ]
    )
    definities = {
        "b": definitie(titel="Bee", reeksbreuken=[{"jaar": 2019, "uitleg": "anders"}]),
        "a": definitie(titel="Aa"),
        "leeg": definitie(titel="Leeg"),
    }
    own = figures.panels(rows, definities, gemeente)
    assert own.figure.layout.yaxis.range[1] > own.figure.layout.yaxis2.range[1]
    assert years(own.figure) == [[2017, 2018], [2019], [2017, 2018, 2019]]
    assert "Leeg" not in texts(own.figure)
    assert own.table["Onderwerp"].unique().tolist() == ["Bee", "Aa"]
    assert own.alt.startswith("2 kleine lijnfiguren. Bee, per 1.000 inwoners: van 10,0 in 2017")
    assert own.alt.endswith("Lijnen zijn onderbroken bij 2019.")
    same = figures.panels(rows, definities, gemeente, same_scale=True)
    assert same.figure.layout.yaxis.range == same.figure.layout.yaxis2.range


def test_areas_get_a_panel_each_on_one_scale_and_bars_when_there_is_one_year(
    rijen: Rijen, gemeente: m.Gemeente, definitie: Definitie
) -> None:
    rows = pd.concat(
        [
            rijen({2022: 30.0, 2023: 31.0}, gebied="WK02", gebied_naam="Dorp"),
            rijen({2022: 3.0, 2023: 2.0}, gebied="WK01", gebied_naam="Buurtschap"),
        ]
    )
    several = figures.panels_by_area(rows, definitie(), gemeente)
    assert several.figure.layout.yaxis.range == several.figure.layout.yaxis2.range
    assert several.figure.layout.yaxis.range[0] == 0
    assert several.table["Gebied"].unique().tolist() == ["Buurtschap", "Dorp"]
    assert several.alt.startswith("2 kleine lijnfiguren. Buurtschap, per 1.000 inwoners")
    single = figures.panels_by_area(rows[rows["jaar"] == 2023], definitie(), gemeente)
    assert single.alt.startswith("Staafdiagram")
    assert single.table["Gebied"].tolist() == ["Dorp", "Buurtschap"]


def test_small_multiples_of_nothing_say_so(gemeente: m.Gemeente, definitie: Definitie) -> None:
    picture = figures.panels(pd.DataFrame(columns=list(SCHEMA)), {"a": definitie()}, gemeente)
    assert "geen reeks" in picture.alt
    assert picture.table.empty
    assert "geen reeks" in texts(picture.figure)
