"""What is kept of the indicators is used again exactly when what it follows from is the same."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from ivp.config import Chapter, Config
from ivp.config import model as m
from ivp.indicators.chapter_input import build_input
from ivp.indicators.indicator_table import build_table
from ivp.store import digest

from .conftest import MakeConfig, MakePackage

PLACES = ["andijk", "abbekerk-twisk", "medemblik-opperdoes", "midwoud-benningbroek"]
FRAMES = {
    "cbs": pd.DataFrame(
        {"gebied": "GM0420", "gebied_naam": "Medemblik", "jaar": range(2012, 2016)}
    ).assign(soort="1.1", aantal=[1410, 1510, 1390, 1405]),
    "mensen": pd.DataFrame({"gebied": "GM0420", "jaar": range(2011, 2015), "inwoners": 43_000}),
    "halt": pd.DataFrame({"jaar": range(2012, 2016), "aantal": [3, 12, 4, 18]}),
    "vm": pd.DataFrame(
        {"jaar": 2021, "deelgebied": PLACES * 20, "gewicht": 1.5, "veilig": [1, 0, 1, 1, 0] * 16}
    ),
    "ref": pd.DataFrame(
        {"gebied": ["NL00"], "jaar": 2021, "waarde": 61.0, "bron_document": "CBS"}
    ).assign(ondergrens=60.0, bovengrens=62.0),
}
RATE = {"dataset": "mensen", "kolom": "inwoners", "eenheid": "per_1000_inwoners"}
SURVEY = {"soort": "enquete", "dataset": "vm", "eenheid": "procent", "meting": "aandeel"}
INDICATORS: dict[str, dict[str, Any]] = {
    "misdrijf": {"dataset": "cbs", "noemer": RATE, "selectie": {"soort": ["1.1"]}},
    "halt": {"dataset": "halt"},
    "veilig": SURVEY | {"kolom": "veilig", "referentie": "elders"},
    "elders": {"soort": "gepubliceerd", "dataset": "ref", "kolom": "waarde", "eenheid": "procent"},
}
LEEST = m.Leest.model_validate({"indicatoren": ["veilig", "elders"], "onderdelen": ["toetsen"]})


class Kept:
    """Remembers by content, as the store does; ``made`` counts what was not there."""

    def __init__(self) -> None:
        self.there: dict[str, Any] = {}
        self.made = 0

    def __call__(self, given: Any, make: Callable[[], Any]) -> Any:
        key = digest(given)
        if key not in self.there:
            self.there[key] = make()
            self.made += 1
        return self.there[key]


def local(config: Config, **changes: Any) -> Config:
    return dataclasses.replace(config, lokaal=config.lokaal.model_copy(update=changes))


def book(config: Config, **changes: Any) -> Config:
    return dataclasses.replace(config, boek=config.boek.model_copy(update=changes))


def defined(config: Config, name: str, **changes: Any) -> Config:
    changed = config.indicatoren[name].model_copy(update=changes)
    return dataclasses.replace(config, indicatoren=config.indicatoren | {name: changed})


def renamed_area(config: Config) -> Config:
    first, *rest = config.lokaal.deelgebieden
    return local(config, deelgebieden=(first.model_copy(update={"naam": "Anders"}), *rest))


def renamed_country(config: Config) -> Config:
    compared = config.lokaal.vergelijking
    land = compared.land.model_copy(update={"naam": "Het land"})
    return local(config, vergelijking=compared.model_copy(update={"land": land}))


CONFIGS: dict[str, Callable[[Config], Config]] = {
    "gemeente": lambda c: local(c, gemeente=c.gemeente.model_copy(update={"naam": "Anders"})),
    "deelgebied": renamed_area,
    "land": renamed_country,
    "personen": lambda c: book(c, drempel_personen=15),
    "respondenten": lambda c: book(c, drempel_respondenten=30),
    "inwoners": lambda c: book(c, drempel_inwoners=50_000),
    "toetsing": lambda c: book(c, toetsing=c.boek.toetsing.model_copy(update={"niveau": 0.5})),
    "selectie": lambda c: defined(c, "misdrijf", selectie={"soort": ("1.1", "1.2")}),
    "vanaf": lambda c: defined(c, "halt", vanaf=2014),
    "meting": lambda c: defined(c, "veilig", meting="gemiddelde", eenheid="rapportcijfer"),
}
DATA: dict[str, tuple[str, dict[str, Any]]] = {
    "telling": ("cbs", {"aantal": 1500}),
    "noemer": ("mensen", {"inwoners": 44_000}),
    "personen": ("halt", {"aantal": [3, 12, 40, 18]}),
    "enquete": ("vm", {"gewicht": [1.0, 2.0] * 40}),
    "gepubliceerd": ("ref", {"waarde": 50.0}),
}


def outcome(config: Config, package: Any, kept: Any) -> tuple[str, bytes]:
    chapter = Chapter("x", "x.qmd", "x.ipynb", {}, LEEST)
    table = build_table(config, package, kept) if kept else build_table(config, package)
    more = [kept] if kept else []
    return table.to_csv(), build_input(chapter, config, package, table, (), *more).to_json()


@pytest.mark.parametrize("change", [*CONFIGS, *(f"data {name}" for name in DATA), "echt"])
def test_any_change_gives_what_a_run_without_memory_gives(
    change: str, make_config: MakeConfig, make_package: MakePackage
) -> None:
    config, kept = make_config(INDICATORS), Kept()
    before = outcome(config, make_package(FRAMES, personen=("halt",)), kept)
    frames, fictional = FRAMES, set[str]()
    if change in CONFIGS:
        config = CONFIGS[change](config)
    elif change == "echt":
        fictional = {"mensen"}
    else:
        name, columns = DATA[change.removeprefix("data ")]
        frames = FRAMES | {name: FRAMES[name].assign(**columns)}
    package = make_package(frames, personen=("halt",), fictief=fictional)
    found = outcome(config, package, kept)
    assert found == outcome(config, package, None)
    assert found != before


def test_only_what_follows_from_a_revised_source_is_made_again(
    make_config: MakeConfig, make_package: MakePackage
) -> None:
    config, kept = make_config(INDICATORS), Kept()
    before = outcome(config, make_package(FRAMES, personen=("halt",)), kept)
    kept.made = 0
    assert outcome(config, make_package(FRAMES, personen=("halt",)), kept) == before
    assert kept.made == 0
    changed = FRAMES | {"mensen": FRAMES["mensen"].assign(inwoners=44_000)}
    outcome(config, make_package(changed, personen=("halt",)), kept)
    assert kept.made == 1
