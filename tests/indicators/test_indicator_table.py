"""The indicator table: schema, units, denominators, statuses, thresholds and reality."""

from __future__ import annotations

import math
from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ivp.data import Dataset
from ivp.errors import BronFout
from ivp.indicators.indicator_table import build_table
from ivp.indicators.published import contradictions
from ivp.indicators.rows import SCHEMA

from .conftest import MakeConfig, MakePackage

AREA = ["gebied", "gebied_naam"]
INHABITANTS = pd.DataFrame(
    [
        ("GM0420", "Medemblik", 2009, 27384),
        ("GM0364", "Andijk", 2009, 6504),
        ("GM0459", "Wervershoof", 2009, 8780),
        ("GM0420", "Medemblik", 2010, 27627),
        ("GM0364", "Andijk", 2010, 6518),
        ("GM0459", "Wervershoof", 2010, 8746),
        ("GM0420", "Medemblik", 2011, 43117),
        ("WK042099", "Bedrijventerrein", 2010, 30),
    ],
    columns=[*AREA, "jaar", "inwoners"],
)
CRIMES = pd.DataFrame(
    [
        ("GM0420", "Medemblik", 2010, 1410),
        ("GM0364", "Andijk", 2010, 310),
        ("GM0459", "Wervershoof", 2010, 525),
        ("GM0420", "Medemblik", 2011, 2120),
        ("GM0420", "Medemblik", 2012, 2015),
        ("GM0420", "Medemblik", 2013, 1995),
        ("WK042099", "Bedrijventerrein", 2011, 53),
    ],
    columns=[*AREA, "jaar", "aantal"],
)
RATE = {"dataset": "cbs-inwoners", "kolom": "inwoners", "eenheid": "per_1000_inwoners"}


def row(table: pd.DataFrame, **key: object) -> pd.Series:
    for column, value in key.items():
        table = table[table[column] == value]
    assert len(table) == 1
    return table.iloc[0]


def test_rates_use_the_stand_at_the_begin_of_the_year_of_the_present_area(
    make_config: MakeConfig, make_package: MakePackage
) -> None:
    config = make_config({"m": {"dataset": "cbs", "noemer": RATE, "voorlopig_vanaf": 2012}})
    package = make_package({"cbs": CRIMES, "cbs-inwoners": INHABITANTS})
    table = build_table(config, package)
    assert dict(table.dtypes.astype(str)) == SCHEMA
    assert not table.duplicated(["indicator", "eenheid", "gebied", "periode"]).any()
    rates = table[table["eenheid"] == "per_1000_inwoners"]
    merged = row(rates, gebied="GM0420", jaar=2011)
    assert merged["noemer"] == 27627 + 6518 + 8746
    assert round(merged["waarde"], 1) == 49.4  # what CBS publishes
    before = row(rates, gebied="GM0420", jaar=2010)
    assert (before["teller"], before["noemer"]) == (2245, 27384 + 6504 + 8780)
    assert before["ondergrens"] < before["waarde"] < before["bovengrens"]
    assert row(rates, gebied="GM0420", jaar=2012)["status"] == "voorlopig"
    unknown = row(rates, gebied="GM0420", jaar=2013)
    assert unknown["status"] == "onbekend" and math.isnan(unknown["waarde"])
    assert unknown["teller"] == 1995
    small = row(rates, jaar=2011, gebied="WK042099")
    assert small["status"] == "kleine_noemer" and math.isnan(small["waarde"])
    assert row(table, eenheid="aantal", gebied="WK042099")["waarde"] == 53


def test_status_and_value_agree_and_reality_follows_every_source(
    make_config: MakeConfig, make_package: MakePackage
) -> None:
    config = make_config({"m": {"dataset": "cbs", "noemer": RATE, "vanaf": 2011}})
    frames = {"cbs": CRIMES, "cbs-inwoners": INHABITANTS}
    table = build_table(config, make_package(frames, fictief=("cbs-inwoners",)))
    assert table["jaar"].min() == 2011
    shown = table["status"].isin(["definitief", "voorlopig"])
    assert (shown == table["waarde"].notna()).all()
    counts = table["eenheid"] == "aantal"
    assert (table["werkelijk"] == counts).all()
    assert set(table.loc[counts, "bron"]) == {"cbs"}
    assert set(table.loc[~counts, "bron"]) == {"cbs+cbs-inwoners"}


def test_small_counts_of_persons_are_hidden_with_what_gives_them_away(
    make_config: MakeConfig, make_package: MakePackage
) -> None:
    soorten = [("a", 2021, 4), ("b", 2021, 9), ("a", 2022, 0), ("b", 2022, 9), ("a", 2023, 5)]
    frame = pd.DataFrame([*soorten, ("b", 2023, 9)], columns=["soort", "jaar", "aantal"])
    youth = pd.DataFrame(
        [("GM0420", 2020, 3400), ("GM0420", 2021, 3400), ("GM0420", 2022, 3400)],
        columns=["gebied", "jaar", "aantal"],
    )
    noemer = {"dataset": "jongeren", "kolom": "aantal", "eenheid": "per_1000_jongeren"}
    config = make_config(
        {
            "deel": {"dataset": "halt", "selectie": {"soort": ["a"]}, "noemer": noemer},
            "rest": {"dataset": "halt", "selectie": {"soort": ["b"]}},
            "totaal": {"dataset": "halt"},
        },
        drempel_personen=5,
    )
    table = build_table(
        config, make_package({"halt": frame, "jongeren": youth}, personen=("halt",))
    )
    hidden = table[table["status"] == "onderdrukt"]
    assert set(zip(hidden["indicator"], hidden["eenheid"], hidden["jaar"], strict=True)) == {
        ("deel", "aantal", 2021),
        ("deel", "per_1000_jongeren", 2021),
        ("rest", "aantal", 2021),
    }
    assert hidden[["waarde", "ondergrens", "bovengrens", "teller"]].isna().all(axis=None)
    assert row(table, indicator="deel", eenheid="aantal", jaar=2022)["waarde"] == 0
    assert row(table, indicator="deel", eenheid="aantal", jaar=2023)["waarde"] == 5


def test_contradicting_publications_give_no_value_and_are_reported(
    make_config: MakeConfig, make_package: MakePackage
) -> None:
    frame = pd.DataFrame(
        [
            (2021, "GM0420", "veiligheid", 7.8, "samenvatting"),
            (2021, "GM0420", "veiligheid", 7.7, "voorwoord"),
            (2021, "NL00", "veiligheid", 7.5, "CBS"),
            (2019, "NL00", "veiligheid", None, "CBS"),
        ],
        columns=["jaar", "gebied", "vraag", "waarde", "bron_document"],
    )
    config = make_config(
        {
            "v": {
                "soort": "gepubliceerd",
                "dataset": "vm",
                "kolom": "waarde",
                "selectie": {"vraag": ["veiligheid"]},
                "eenheid": "rapportcijfer",
            }
        }
    )
    package = make_package({"vm": frame})
    table = build_table(config, package)
    assert row(table, gebied="GM0420")["status"] == "onbekend"
    assert row(table, gebied="NL00", jaar=2019)["status"] == "onbekend"
    land = row(table, gebied="NL00", jaar=2021)
    assert (land["waarde"], land["gebied_naam"]) == (7.5, "Nederland")
    (found,) = contradictions(config.indicatoren, package)
    assert found.bronnen == ((7.7, "voorwoord"), (7.8, "samenvatting"))
    assert (found.indicator, found.gebied, found.jaar) == ("v", "GM0420", 2021)


def test_survey_gives_the_municipality_and_each_deelgebied(
    make_config: MakeConfig, make_package: MakePackage
) -> None:
    people = pd.DataFrame(
        {
            "jaar": 2021,
            "deelgebied": ["andijk"] * 12
            + ["Wervershoof, Onderdijk en Zwaagdijk-Oost"] * 9
            + ["abbekerk-twisk"] * 15
            + ["medemblik-opperdoes"] * 18,
            "gewicht": 1.5,
            "veilig": [1, 0, 1] * 18,
        }
    )
    config = make_config(
        {
            "v": {
                "soort": "enquete",
                "dataset": "vm",
                "kolom": "veilig",
                "eenheid": "procent",
                "meting": "aandeel",
            }
        }
    )
    table = build_table(config, make_package({"vm": people}))
    total = row(table, gebied="GM0420")
    assert total["waarde"] == pytest.approx(200 / 3)
    assert total["noemer"] == 54
    assert 0 < total["ondergrens"] < total["waarde"] < total["bovengrens"] < 100
    assert row(table, gebied="abbekerk-twisk")["status"] == "definitief"
    # Hidden too, else its 12 and the others taken from 54 would leave the 9 answers below.
    assert row(table, gebied="andijk")["status"] == "onderdrukt"
    few = row(table, gebied="wervershoof-onderdijk")
    assert few["status"] == "onderdrukt" and math.isnan(few["noemer"])
    wrong = people.assign(deelgebied="Andyk")
    with pytest.raises(BronFout, match="Bedoelt u 'Andijk'"):
        build_table(config, make_package({"vm": wrong}))


def test_unknown_column_is_named_with_the_nearest(
    make_config: MakeConfig, make_package: MakePackage
) -> None:
    config = make_config({"m": {"dataset": "cbs", "kolom": "aantl"}})
    with pytest.raises(BronFout, match="Bedoelt u 'aantal'") as caught:
        build_table(config, make_package({"cbs": CRIMES}))
    assert caught.value.waar == "params/indicatoren.yml, indicatoren.m"


@pytest.mark.parametrize("last", [2010, 2011, 2012])
def test_a_later_period_never_changes_earlier_rows(
    make_config: MakeConfig, make_package: MakePackage, last: int
) -> None:
    config = make_config({"m": {"dataset": "cbs", "noemer": RATE}})
    full = build_table(config, make_package({"cbs": CRIMES, "cbs-inwoners": INHABITANTS}))
    shorter = {
        name: frame[frame["jaar"] <= last]
        for name, frame in {"cbs": CRIMES, "cbs-inwoners": INHABITANTS}.items()
    }
    earlier = build_table(config, make_package(shorter))
    pd.testing.assert_frame_equal(earlier, full[full["jaar"] <= last].reset_index(drop=True))


def test_a_provisional_period_of_a_source_travels_with_the_figures(
    make_package: MakePackage, make_config: MakeConfig
) -> None:
    """Also that of the denominator: a rate of 2013 rests on the inhabitants at the end of 2012."""
    place = {"gebied": "GM0420", "gebied_naam": "Medemblik"}
    counts = pd.DataFrame([{**place, "jaar": j, "aantal": 100} for j in (2012, 2013, 2014)])
    people = pd.DataFrame([{**place, "jaar": j, "inwoners": 40000} for j in (2011, 2012, 2013)])
    package = make_package({"cbs": counts, "inw": people})
    late = {"cbs": ("2014", "2014-01"), "inw": ("2012",)}

    def provisional(dataset: Dataset) -> Dataset:
        facts = dataset.resource.ivp.model_copy(update={"voorlopig": late[dataset.name]})
        return replace(dataset, resource=dataset.resource.model_copy(update={"ivp": facts}))

    package = replace(package, datasets=tuple(map(provisional, package.datasets)))
    noemer = {"dataset": "inw", "kolom": "inwoners", "eenheid": "per_1000_inwoners"}
    table = build_table(make_config({"m": {"dataset": "cbs", "noemer": noemer}}), package)
    found = table.set_index(["eenheid", "jaar"])["status"].to_dict()
    assert found == {
        ("aantal", 2012): "definitief",
        ("aantal", 2013): "definitief",
        ("aantal", 2014): "voorlopig",
        ("per_1000_inwoners", 2012): "definitief",
        ("per_1000_inwoners", 2013): "voorlopig",
        ("per_1000_inwoners", 2014): "voorlopig",
    }


@pytest.mark.parametrize("of", ["huishoudens", "bedrijven", "jongeren"])
def test_the_denominator_and_its_minimum_belong_to_the_indicator(
    make_config: MakeConfig, make_package: MakePackage, of: str
) -> None:
    units = pd.DataFrame(
        [("GM0420", "Medemblik", 2011, 19_000), ("WK042099", "Bedrijventerrein", 2010, 150)],
        columns=[*AREA, "jaar", of],
    )
    noemer = {"dataset": "eenheden", "kolom": of, "eenheid": f"per_1000_{of}"}
    package = make_package({"cbs": CRIMES, "eenheden": units})
    table = build_table(make_config({"m": {"dataset": "cbs", "noemer": noemer}}), package)
    rates = table[table["eenheid"] == f"per_1000_{of}"]
    assert row(rates, gebied="GM0420", jaar=2012)["waarde"] == pytest.approx(2015 / 19)
    # Without a minimum of its own that of the book counts (200), for whatever is divided by.
    assert row(rates, gebied="WK042099", jaar=2011)["status"] == "kleine_noemer"
    own = make_config({"m": {"dataset": "cbs", "noemer": noemer | {"minimum": 100}}})
    rates = build_table(own, package).query(f"eenheid == 'per_1000_{of}'")
    small = row(rates, gebied="WK042099", jaar=2011)
    assert (small["status"], round(small["waarde"], 1)) == ("definitief", 353.3)


@given(
    later=st.dictionaries(st.integers(2014, 2030), st.integers(0, 5000), max_size=4),
    people=st.dictionaries(st.integers(2013, 2029), st.integers(1, 90_000), max_size=4),
)
@settings(
    max_examples=8,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_adding_a_period_never_changes_an_earlier_rate(
    make_config: MakeConfig,
    make_package: MakePackage,
    later: dict[int, int],
    people: dict[int, int],
) -> None:
    config = make_config({"m": {"dataset": "cbs", "noemer": RATE}})

    def longer(frame: pd.DataFrame, more: dict[int, int]) -> pd.DataFrame:
        rows = [("GM0420", "Medemblik", year, value) for year, value in more.items()]
        return pd.concat([frame, pd.DataFrame(rows, columns=frame.columns)], ignore_index=True)

    before = build_table(config, make_package({"cbs": CRIMES, "cbs-inwoners": INHABITANTS}))
    frames = {"cbs": longer(CRIMES, later), "cbs-inwoners": longer(INHABITANTS, people)}
    after = build_table(config, make_package(frames))
    known = before[before["jaar"] < 2013]
    pd.testing.assert_frame_equal(
        known.reset_index(drop=True), after[after["jaar"] < 2013].reset_index(drop=True)
    )
