"""Which differences between respondents are more than chance, and by which rule."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from ivp.config import Config
from ivp.indicators.indicator_table import build_table
from ivp.indicators.survey_questions import survey_tests

from .conftest import MakeConfig, MakePackage

QUESTION = {
    "soort": "enquete",
    "dataset": "vm",
    "kolom": "onveilig",
    "eenheid": "procent",
    "meting": "aandeel",
    "referentie": "ref",
}
PUBLISHED = {
    "soort": "gepubliceerd",
    "dataset": "vm-ref",
    "kolom": "waarde",
    "eenheid": "procent",
}


@pytest.fixture
def survey(book: Config) -> pd.DataFrame:
    """In the first deelgebied 60% feels unsafe, elsewhere 20%; the last has three respondents."""
    rows: list[tuple[Any, ...]] = []
    places = [area.id for area in book.lokaal.deelgebieden]
    for number, place in enumerate(places):
        size = 3 if number == len(places) - 1 else 60 if number == 0 else 50
        yes = round(size * (0.6 if number == 0 else 0.2))
        rows += [(2021, place, 1.0 + 0.01 * (i % 7), int(i < yes)) for i in range(size)]
    return pd.DataFrame(rows, columns=["jaar", "deelgebied", "gewicht", "onveilig"])


def reference(*rows: tuple[Any, ...]) -> pd.DataFrame:
    columns = ["jaar", "gebied", "waarde", "ondergrens", "bovengrens", "bron_document"]
    return pd.DataFrame([(*row, "CBS") for row in rows], columns=columns)


NEAR, FAR, BARE = (
    ("NL00", 28.0, 27.5, 28.5),
    ("RE04", 60.0, 59.0, 61.0),
    ("GM0373", 40.0, None, None),
)


def found(
    make_config: MakeConfig, make_package: MakePackage, survey: pd.DataFrame, **boek: Any
) -> pd.DataFrame:
    config = make_config({"v": QUESTION, "ref": PUBLISHED}, drempel_respondenten=10, **boek)
    frames = {"vm": survey, "vm-ref": reference(*((2021, *row) for row in (NEAR, FAR, BARE)))}
    package = make_package(frames)
    return survey_tests(config, package, build_table(config, package))


def test_a_deelgebied_is_tested_against_the_rest(
    make_config: MakeConfig, make_package: MakePackage, survey: pd.DataFrame, book: Config
) -> None:
    tests = found(make_config, make_package, survey)
    rest = tests[tests["tegen"] == "rest"].set_index("gebied")
    places = [area.id for area in book.lokaal.deelgebieden]
    # The smallest has too few answers to be shown, and one more is hidden to protect that number:
    # what is not shown is not tested either.
    assert len(rest) == len(places) - 2 and places[-1] not in rest.index
    first = rest.loc[places[0]]
    assert first["oordeel"] == "hoger"
    assert first["verschil"] == pytest.approx(40, abs=1.5)
    assert first["ondergrens"] > 0
    assert (rest["familie"] == len(places) - 2).all()
    assert (rest["p_samen"] >= rest["p"]).all()
    [together] = tests[tests["tegen"] == "samen"].to_dict("records")
    assert together["oordeel"] == "verschillend" and together["gebied"] == "GM0420"


def test_published_margins_count_and_without_them_there_is_no_test(
    make_config: MakeConfig, make_package: MakePackage, survey: pd.DataFrame
) -> None:
    tests = found(make_config, make_package, survey)
    beside = tests[tests["tegen"] == "gepubliceerd"].set_index("gebied")
    assert beside.loc["NL00", "oordeel"] == "geen_duidelijk_verschil"
    assert beside.loc["RE04", "oordeel"] == "lager"
    assert beside.loc["GM0373", "oordeel"] == "geen_marge"
    assert np.isnan(beside["p_samen"]["GM0373"])
    width = beside["bovengrens"] - beside["ondergrens"]
    assert width["RE04"] > width["NL00"]  # a wider published margin makes the difference less sure


def test_the_rule_is_that_of_the_params(
    make_config: MakeConfig, make_package: MakePackage, survey: pd.DataFrame
) -> None:
    from ivp.config.model import Toetsing

    none = found(make_config, make_package, survey, toetsing=Toetsing(correctie="geen"))
    holm = found(make_config, make_package, survey)
    rest = none["tegen"] == "rest"
    assert none.loc[rest, "p_samen"].tolist() == none.loc[rest, "p"].tolist()
    assert (holm.loc[rest, "p_samen"] >= none.loc[rest, "p_samen"]).all()
    strict = found(make_config, make_package, survey, toetsing=Toetsing(niveau=1e-12))
    assert set(strict.loc[rest, "oordeel"]) == {"geen_duidelijk_verschil"}


def test_a_scale_over_statements_gives_its_score(
    make_config: MakeConfig, make_package: MakePackage, survey: pd.DataFrame
) -> None:
    survey = survey.assign(a=5, b=1)
    scale = QUESTION | {
        "kolom": "cohesie",
        "eenheid": "schaalscore_0_10",
        "meting": "gemiddelde",
        "referentie": None,
        "schaal": {"stellingen": ["a", "b"], "omgekeerd": ["b"]},
    }
    config = make_config({"s": scale})
    package = make_package({"vm": survey})
    table = build_table(config, package)
    whole = table[table["gebied"] == "GM0420"].iloc[0]
    assert (whole["waarde"], whole["noemer"]) == (10, len(survey))
