"""A hand-written sentence that says more or other than its figure fails the build."""

from __future__ import annotations

import dataclasses

import pandas as pd
import pytest

from ivp.config import Config
from ivp.indicators.directions import check_claims, claims
from ivp.indicators.indicator_table import build_table

from .conftest import MakeConfig, MakePackage

YEARS = range(2015, 2023)


@pytest.fixture
def made(make_config: MakeConfig, make_package: MakePackage) -> tuple[Config, pd.DataFrame]:
    rows = [("GM0420", "Medemblik", y, 200 - 15 * i) for i, y in enumerate(YEARS)]
    rows += [("NL00", "Nederland", y, 90_000) for y in YEARS]
    crimes = pd.DataFrame(rows, columns=["gebied", "gebied_naam", "jaar", "aantal"])
    people = crimes.assign(aantal=[45_000] * 8 + [17_000_000] * 8, jaar=crimes["jaar"] - 1)
    noemer = {"dataset": "mensen", "kolom": "aantal", "eenheid": "per_1000_inwoners"}
    config = make_config({"inbraak": {"dataset": "a", "noemer": noemer}})
    return config, build_table(config, make_package({"a": crimes, "mensen": people}))


@pytest.mark.parametrize(
    ("span", "problem"),
    [
        ("[daalt]{.bewering indicator=inbraak richting=daling}", None),
        ('[neemt af]{.bewering indicator="inbraak" richting="daling"}', None),
        ("[lager]{.bewering indicator=inbraak richting=lager naast=NL00}", None),
        ("<!-- [stijgt]{.bewering indicator=inbraak richting=stijging} -->", None),
        ("[nieuws]{.nadruk}", None),
        ("[stijgt]{.bewering indicator=inbraak richting=stijging}", "volgt: daling"),
        ("[is gestegen]{.bewering indicator=inbraak richting=daling}", "'gestegen'"),
        ("[hoger]{.bewering indicator=inbraak richting=hoger naast=NL00}", "volgt: lager"),
        ("[daalt]{.bewering indicator=inbrak richting=daling}", "Bedoelt u 'inbraak'"),
        ("[daalt]{.bewering indicator=inbraak richting=omlaag}", "bestaat hier niet"),
        ("[daalt]{.bewering indicator=inbraak richting=daling plek=x}", "'plek'"),
        (
            "[minder]{.bewering indicator=inbraak richting=geen_duidelijke_verandering}",
            "'minder'",
        ),
        ("[daalt]{.bewering indicator=inbraak richting=daling gebied=GM0405}", "geen ontwikkeling"),
        ("[daalt sterk]{.bewering indicator=inbraak richting=daling}", "'sterk'"),
        ("[halveerde]{.bewering indicator=inbraak richting=daling}", "'halveerde'"),
        ("[daalt met 12%]{.bewering indicator=inbraak richting=daling}", "'12%'"),
        ("[veel lager]{.bewering indicator=inbraak richting=lager naast=NL00}", "'veel lager'"),
    ],
)
def test_text_and_figures(
    span: str, problem: str | None, made: tuple[Config, pd.DataFrame]
) -> None:
    found = check_claims(claims({"chapters/a.qmd": f"# Kop\n\nHet {span}.\n"}), *made)
    if problem is None:
        assert found == []
    else:
        [error] = found
        assert problem in str(error) and error.waar == "chapters/a.qmd, regel 3"


def test_it_holds_for_a_figure_that_changes(made: tuple[Config, pd.DataFrame]) -> None:
    """The same sentence fails when the years behind it no longer say so."""
    config, table = made
    spans = claims({"a.qmd": "[daalt]{.bewering indicator=inbraak richting=daling}"})
    assert check_claims(spans, config, table) == []
    assert check_claims(spans, config, table[table["jaar"] < 2018])
    other = dataclasses.replace(config, indicatoren={})
    assert check_claims(spans, other, table)
