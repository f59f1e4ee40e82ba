"""The summary's sentences: never stronger than the figures, and examples are marked."""

from __future__ import annotations

import pandas as pd

from ivp.chapters import samenvatting
from ivp.config import model as m
from ivp.indicators.rows import SCHEMA
from ivp.stats.rates import poisson_interval

GEMEENTE = m.Gebied(code="GM0420", naam="Medemblik")
NAAST = m.Vergelijking(
    naam="West-Friesland",
    gemeenten=(
        m.Vergelijkingsgemeente(code="GM0405", naam="Hoorn"),
        m.Vergelijkingsgemeente(code="GM0432", naam="Opmeer"),
    ),
    eenheid=m.Gebied(code="RE04", naam="Eenheid"),
    land=m.Gebied(code="NL00", naam="Nederland"),
)
INBRAAK = m.Indicator(
    titel="Inbraken",
    omschrijving="x",
    soort="telling",
    dataset="d",
    kolom="aantal",
    noemer=m.Noemer(dataset="n", kolom="inwoners", eenheid="per_1000_inwoners"),
    gunstig="lager",
)
GEVOEL = m.Indicator(
    titel="Voelt zich onveilig",
    omschrijving="x",
    soort="gepubliceerd",
    dataset="d",
    kolom="waarde",
    eenheid="procent",
    gunstig="lager",
)


def rates(
    counts: dict[tuple[str, int], int], people: int = 40_000, real: bool = True
) -> pd.DataFrame:
    rows = []
    for (area, year), count in counts.items():
        low, high = (1000 * x / people for x in poisson_interval(count))
        rows.append(
            ("inbraak", "per_1000_inwoners", area, area, year, str(year), 1000 * count / people,
             low, high, count, people, "definitief", "d", real)
        )  # fmt: skip
    return pd.DataFrame(rows, columns=list(SCHEMA)).astype(SCHEMA)


def falling(start: int = 400) -> dict[tuple[str, int], int]:
    return {("GM0420", 2018 + i): start - 50 * i for i in range(6)}


def test_a_clear_fall_is_said_once_with_the_last_figure() -> None:
    text = samenvatting.punt(rates(falling()), INBRAAK, "inbraak", "GM0420")
    assert text.startswith("**Inbraken**: 3,8 per 1.000 inwoners in 2023 (")
    assert " Het aantal per 1.000 inwoners daalde tussen 2018 en 2023 " in text
    assert text.count("**Inbraken**") == 1
    assert "voorbeeld" not in text


def test_without_a_clear_change_no_direction_is_named() -> None:
    steady = {("GM0420", year): 100 + (year % 2) for year in range(2018, 2024)}
    text = samenvatting.punt(rates(steady), INBRAAK, "inbraak", "GM0420")
    assert "niet duidelijk veranderd" in text
    assert "daalde" not in text and "steeg" not in text


def test_a_short_series_says_so() -> None:
    text = samenvatting.punt(rates({("GM0420", 2024): 80}), INBRAAK, "inbraak", "GM0420")
    assert "De reeks is te kort" in text


def test_fictitious_figures_are_marked() -> None:
    text = samenvatting.punt(rates(falling(), real=False), INBRAAK, "inbraak", "GM0420")
    assert text.endswith(samenvatting.VOORBEELD)


def test_of_published_figures_both_values_are_named_but_no_change() -> None:
    rows = [
        ("gevoel", "procent", "NL00", "Nederland", year, str(year), value, None, None, None, None,
         "definitief", "d", True)
        for year, value in ((2012, 33.0), (2022, 45.0))
    ]  # fmt: skip
    frame = pd.DataFrame(rows, columns=list(SCHEMA)).astype(SCHEMA)
    text = samenvatting.punt(frame, GEVOEL, "gevoel", "NL00")
    assert text == "**Voelt zich onveilig**: 45,0% in 2022. In 2012 was dat 33,0%."


def test_a_missing_figure_is_said_to_be_missing() -> None:
    text = samenvatting.punt(rates({}), INBRAAK, "inbraak", "GM0420")
    assert "er is geen cijfer" in text


def test_comparison_with_the_country_and_each_neighbour() -> None:
    table = rates({("GM0420", 2024): 100, ("GM0405", 2024): 300, ("NL00", 2024): 400})
    table.loc[table["gebied"] == "NL00", "noemer"] = 80_000
    (text,) = samenvatting.vergelijkingen(table, INBRAAK, "inbraak", GEMEENTE, NAAST, "inbraken")
    assert "lager dan in de rest van Nederland" in text
    assert "duidelijk lager dan in Hoorn" in text
    assert "Van Opmeer is er geen cijfer." in text


def test_no_common_year_gives_no_comparison() -> None:
    table = rates({("GM0420", 2024): 100, ("NL00", 2023): 400})
    assert samenvatting.vergelijkingen(table, INBRAAK, "inbraak", GEMEENTE, NAAST, "x") == []
