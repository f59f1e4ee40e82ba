"""The outlook: agrees with statsmodels, widens, respects breaks, and tests itself."""

from __future__ import annotations

import math
import warnings
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.tsa.exponential_smoothing.ets import ETSModel

from ivp.stats.forecast import Forecast, NoForecast, forecast

YEARS = list(range(2010, 2021))
CRIMES = [2245, 2120, 2015, 1995, 1785, 1520, 1350, 1160, 1155, 1385, 1440]
"""Medemblik in CBS 83648NED, 2010 summed over the three municipalities of then."""


def test_level_and_smoothing_are_those_of_statsmodels() -> None:
    found = forecast(YEARS, CRIMES)
    assert isinstance(found, Forecast)
    y = np.log(np.array(CRIMES) + 0.5)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fit = ETSModel(y, error="add", trend=None).fit(disp=False)
    assert found.smoothing == pytest.approx(fit.smoothing_level, abs=5e-3)
    assert math.log(found.predictions[0].value + 0.5) == pytest.approx(fit.forecast(1)[0], abs=2e-3)


def test_a_textbook_case_without_memory() -> None:
    """With no pattern the level is the mean and the interval that of a new observation."""
    counts = [100, 120, 100, 120, 100, 120, 100, 120]
    found = forecast(range(2010, 2018), counts)
    assert isinstance(found, Forecast)
    assert found.smoothing == pytest.approx(0, abs=0.02)
    assert found.predictions[0].value == pytest.approx(math.sqrt(100.5 * 120.5) - 0.5, rel=0.01)


def test_four_years_with_intervals_that_widen() -> None:
    found = forecast(YEARS, CRIMES, [43_000.0] * 11)
    assert isinstance(found, Forecast)
    assert [p.year for p in found.predictions] == [2021, 2022, 2023, 2024]
    for p in found.predictions:
        assert p.low95 < p.low80 < p.value < p.high80 < p.high95
    widths = [p.high95 / p.low95 for p in found.predictions]
    assert widths == sorted(widths)
    assert found.backtest.inside80 <= found.backtest.inside95 <= found.backtest.predictions
    assert found.backtest.predictions == 4 * 3 + 3 + 2 + 1


@pytest.mark.parametrize(
    ("changes", "periods"),
    [({"since": 2015}, 6), ({"exclude": {2020, 2019, 2018, 2017}}, 7)],
)
def test_a_short_series_gives_none(changes: dict[str, Any], periods: int) -> None:
    assert forecast(YEARS, CRIMES, **changes) == NoForecast(periods, 8)


def test_only_consecutive_years_count() -> None:
    counts = [*CRIMES[:5], math.nan, *CRIMES[6:]]
    assert forecast(YEARS, counts) == NoForecast(5, 8)


@given(st.lists(st.integers(0, 300), min_size=8, max_size=14), st.integers(2, 50))
@settings(max_examples=25)
def test_scale_does_not_matter(counts: list[int], factor: int) -> None:
    years = range(2000, 2000 + len(counts))
    one = forecast(years, counts, [1000.0] * len(counts), per=1000)
    other = forecast(years, counts, [1000.0 * factor] * len(counts), per=1000 * factor)
    assert isinstance(one, Forecast) and isinstance(other, Forecast)
    for a, b in zip(one.predictions, other.predictions, strict=True):
        assert a.high95 == pytest.approx(b.high95)
        assert 0 <= a.low95 <= a.value <= a.high95


def test_impossible_input_is_refused() -> None:
    with pytest.raises(ValueError):
        forecast(YEARS, [-1.0] * 11)
