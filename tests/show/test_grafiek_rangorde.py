"""Values beside each other: order, interval, who stands out, and what is missing."""

from __future__ import annotations

import math
from typing import Any

import pandas as pd
import pytest

from ivp.config import model as m
from ivp.indicators.uitkomst import Vergelijkingsuitkomst
from ivp.show import figures as grafiek
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
    beeld = grafiek.staven(naast, gemeente)
    (bar,) = beeld.fig.data
    assert list(bar.x) == [45.7, 24.0]
    assert list(bar.marker.pattern.shape) == ["/", ""]
    assert "<b>Proefdorp</b>" in texts(beeld.fig)
    assert "Hoorn" in texts(beeld.fig)
    assert bar.error_x.array == pytest.approx([4.57, 2.4])
    assert beeld.fig.layout.xaxis.range[0] == 0
    assert beeld.tabel["Gebied"].tolist() == ["Hoorn", "Proefdorp", "Nergens"]


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
    for beeld in (grafiek.staven(naast, gemeente), grafiek.punten(naast, gemeente)):
        assert {"Nergens", reason} <= set(texts(beeld.fig))
        assert beeld.alt.endswith(f"Nergens {reason}.")
        assert sum(len(trace.x) for trace in beeld.fig.data) == 2


def test_one_year_at_a_time(rijen: Rijen, gemeente: m.Gemeente) -> None:
    with pytest.raises(ValueError, match="one year"):
        grafiek.staven(rijen({2023: 1.0, 2024: 2.0}), gemeente)


def test_dots_show_a_published_value_as_a_line(rijen: Rijen, gemeente: m.Gemeente) -> None:
    marks = pd.concat(
        [
            rijen({2021: 7.7}, eenheid="rapportcijfer"),
            rijen({2021: 8.0}, eenheid="rapportcijfer", gebied="noord", gebied_naam="Noord"),
        ]
    )
    published = grafiek.Referentie("gepubliceerd", 7.7)
    beeld = grafiek.punten(marks, gemeente, [published])
    assert beeld.fig.layout.shapes[0].x0 == 7.7
    assert "gepubliceerd: 7,7" in texts(beeld.fig)
    assert {trace.marker.symbol for trace in beeld.fig.data} == {"circle", "diamond"}
    last = beeld.tabel.iloc[-1]
    assert (last["Gebied"], last["Jaar"], last["Rapportcijfer"]) == ("gepubliceerd", 2021, 7.7)
    assert last["Ondergrens"] == "geen"
    assert "Ter vergelijking, gepubliceerd: 7,7" in beeld.alt


def test_percentages_start_at_zero_and_marks_do_not(rijen: Rijen, gemeente: m.Gemeente) -> None:
    share = grafiek.punten(rijen({2021: 33.0}, eenheid="procent"), gemeente)
    mark = grafiek.punten(rijen({2021: 7.7}, eenheid="rapportcijfer"), gemeente)
    assert share.fig.layout.xaxis.range[0] == 0
    assert "33,0%" in texts(share.fig)
    assert 0 < mark.fig.layout.xaxis.range[0] <= 7.7 * 0.9


def outcome(value: float, lower: float, upper: float) -> Vergelijkingsuitkomst:
    return Vergelijkingsuitkomst(Estimate(value, lower, upper), "lager", 2024)


def test_ratios_stay_inside_the_axis_whatever_their_limits() -> None:
    given = {
        "nul": outcome(0.0, 0.0, 0.9),
        "gewoon": outcome(0.5, 0.4, 0.6),
        "oneindig": outcome(math.inf, 1.5, math.inf),
    }
    beeld = grafiek.verhoudingen(given, "de rest", werkelijk=False)
    (dots,) = beeld.fig.data
    low, high = (10**x for x in beeld.fig.layout.xaxis.range)
    assert all(math.isfinite(x) and low * 0.999 <= x <= high for x in dots.x)
    assert all(math.isfinite(x) and x >= 0 for x in [*dots.error_x.array, *dots.error_x.arrayminus])
    assert beeld.tabel["Onderwerp"].tolist() == ["nul", "gewoon", "oneindig"]
    assert beeld.tabel["Bovengrens"].tolist()[2] == "onbegrensd"
    assert "<i>voorbeeldcijfers</i>" in texts(beeld.fig)


def test_no_ratios_say_so() -> None:
    beeld = grafiek.verhoudingen({}, "Nederland", werkelijk=True)
    assert beeld.alt == "Er zijn geen cijfers om te vergelijken."
    assert next(iter(beeld.tabel.columns)) == "Onderwerp"
