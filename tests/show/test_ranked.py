"""Values beside each other: order, interval, who stands out, and what is missing."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest

from ivp.config import model as m
from ivp.indicators.outcomes import Comparison
from ivp.show import figures
from ivp.stats.rates import Estimate
from tests.show.conftest import Rijen


@pytest.fixture
def naast(rijen: Rijen) -> pd.DataFrame:
    return pd.concat(
        [
            rijen({2024: 24.0}),
            rijen({2024: 45.7}, gebied="GM0405", gebied_naam="Hoorn"),
            rijen({2024: None}, gebied="GM0009", gebied_naam="Nergens"),
        ],
        ignore_index=True,
    )


def texts(fig: Any) -> list[str]:
    return [note.text for note in fig.layout.annotations]


def test_bars_run_from_high_to_low_and_the_municipality_stands_out(
    naast: pd.DataFrame, gemeente: m.Gemeente
) -> None:
    picture = figures.bars(naast, gemeente)
    (bar,) = picture.figure.data
    assert list(bar.x) == [45.7, 24.0]
    assert list(bar.marker.pattern.shape) == ["/", ""]
    assert "<b>Proefdorp</b>" in texts(picture.figure)
    assert "Hoorn" in texts(picture.figure)
    assert bar.error_x.array == pytest.approx([4.57, 2.4])
    assert picture.figure.layout.xaxis.range[0] == 0
    assert picture.table["Gebied"].tolist() == ["Hoorn", "Proefdorp", "Nergens"]


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        ("onbekend", "onbekend"),
        ("onderdrukt", "verborgen"),
        ("kleine_noemer", "te kleine groep"),
    ],
)
def test_a_missing_value_keeps_its_row_and_says_why(
    naast: pd.DataFrame, gemeente: m.Gemeente, status: str, reason: str
) -> None:
    naast.loc[2, "status"] = status
    for picture in (figures.bars(naast, gemeente), figures.dots(naast, gemeente)):
        assert {"Nergens", reason} <= set(texts(picture.figure))
        assert picture.alt.endswith(f"Nergens {reason}.")
        assert sum(len(trace.x) for trace in picture.figure.data) == 2


def test_one_year_at_a_time(rijen: Rijen, gemeente: m.Gemeente) -> None:
    with pytest.raises(ValueError, match="one year"):
        figures.bars(rijen({2023: 1.0, 2024: 2.0}), gemeente)


def test_dots_show_a_published_value_as_a_line(rijen: Rijen, gemeente: m.Gemeente) -> None:
    marks = pd.concat(
        [
            rijen({2021: 7.7}, eenheid="rapportcijfer"),
            rijen({2021: 8.0}, eenheid="rapportcijfer", gebied="noord", gebied_naam="Noord"),
        ]
    )
    published = figures.Reference("gepubliceerd", 7.7)
    picture = figures.dots(marks, gemeente, [published])
    assert picture.figure.layout.shapes[0].x0 == 7.7
    assert "gepubliceerd: 7,7" in texts(picture.figure)
    assert {trace.marker.symbol for trace in picture.figure.data} == {"circle", "diamond"}
    last = picture.table.iloc[-1]
    assert (last["Gebied"], last["Jaar"], last["Rapportcijfer"]) == ("gepubliceerd", 2021, 7.7)
    assert last["Ondergrens"] == "geen"
    assert "Ter vergelijking, gepubliceerd: 7,7" in picture.alt


def test_percentages_start_at_zero_and_marks_do_not(rijen: Rijen, gemeente: m.Gemeente) -> None:
    share = figures.dots(rijen({2021: 33.0}, eenheid="procent"), gemeente)
    mark = figures.dots(rijen({2021: 7.7}, eenheid="rapportcijfer"), gemeente)
    assert share.figure.layout.xaxis.range[0] == 0
    assert "33,0%" in texts(share.figure)
    assert 0 < mark.figure.layout.xaxis.range[0] <= 7.7 * 0.9


def outcome(value: float, lower: float, upper: float) -> Comparison:
    return Comparison(Estimate(value, lower, upper), "lager", 2024)


def test_ratios_stay_inside_the_axis_whatever_their_limits() -> None:
    given = {
        "nul": outcome(0.0, 0.0, 0.9),
        "gewoon": outcome(0.5, 0.4, 0.6),
        "oneindig": outcome(math.inf, 1.5, math.inf),
    }
    picture = figures.ratios(given, "de rest", real=False)
    (dots,) = picture.figure.data
    low, high = (10**x for x in picture.figure.layout.xaxis.range)
    assert all(math.isfinite(x) and low * 0.999 <= x <= high for x in dots.x)
    assert all(math.isfinite(x) and x >= 0 for x in [*dots.error_x.array, *dots.error_x.arrayminus])
    assert picture.table["Onderwerp"].tolist() == ["nul", "gewoon", "oneindig"]
    assert picture.table["Bovengrens"].tolist()[2] == "onbegrensd"
    assert "<i>voorbeeldcijfers</i>" in texts(picture.figure)


def test_no_ratios_say_so() -> None:
    picture = figures.ratios({}, "Nederland", real=True)
    assert picture.alt == "Er zijn geen cijfers om te vergelijken."
    assert next(iter(picture.table.columns)) == "Onderwerp"
