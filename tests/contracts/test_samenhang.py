"""Every check between data sets passes on the committed data and fails on what it is for."""

from __future__ import annotations

from collections.abc import Callable

import pandas as pd
import pytest

from ivp.contracts.samenhang import CONTROLES, Controle, verdict
from ivp.sources import Package

Frames = dict[str, pd.DataFrame]


def plus(frame: pd.DataFrame, row: int, column: str, more: float) -> None:
    frame.loc[row, column] = frame.loc[row, column] + more


def _kinds(frames: Frames, name: str) -> None:
    kinds = frames["politie-misdrijven-soort"]
    plus(kinds, kinds.index[kinds["jaar"] == 2023][0], "aantal", 1)


def _total(frames: Frames, name: str) -> None:
    plus(frames["cbs-misdrijven-soort"], 0, "aantal", 100)


def _breach(frames: Frames, name: str) -> None:
    plus(frames["rud"], 1, "aantal", 1000)


def _first(column: str, value: object) -> Callable[[Frames, str], None]:
    def spoil(frames: Frames, name: str) -> None:
        frames[name].loc[0, column] = value

    return spoil


def _wijk_gone(frames: Frames, name: str) -> None:
    frames[name] = frames[name].iloc[1:].reset_index(drop=True)


def _swapped(frames: Frames, name: str) -> None:
    frames[name].loc[0, "gebied_naam"] = "Zwolle"


def _people_gone(frames: Frames, name: str) -> None:
    people = frames["cbs-inwoners"]
    frames["cbs-inwoners"] = people[people["jaar"] < 2023].reset_index(drop=True)


def _mean_one(frames: Frames, name: str) -> None:
    frame = frames[name]
    frames[name] = frame.assign(gewicht=frame["gewicht"] / frame["gewicht"].mean())


SPOIL: dict[str, Callable[[Frames, str], None]] = {
    "soorten_tellen_op": _kinds,
    "maanden_tellen_op": _kinds,
    "wijken_binnen_gemeente": _wijk_gone,
    "hoofdgroepen_tellen_op": _total,
    "zelfde_totaal": _total,
    "afgerond_op_vijftallen": lambda frames, name: plus(frames[name], 0, "aantal", 1),
    "gewichten_tellen_op": _mean_one,
    "deelgebied_bekend": _first("deelgebied", "onbekend"),
    "kern_bekend": _first("kern", "Medemblick"),
    "kern_ingedeeld": _first("kern", "Medemblick"),
    "naam_bij_code": _swapped,
    "inwoners_bekend": _people_gone,
    "overtredingen_binnen_controles": _breach,
}


@pytest.mark.parametrize("controle", CONTROLES, ids=lambda c: f"{c.soort}-{c.datasets[0]}")
def test_passes_on_good_and_fails_on_bad(
    package: Package, frames: Frames, controle: Controle
) -> None:
    datasets = {name: package.dataset(name) for name in controle.datasets}
    good = {name: frames[name].copy() for name in controle.datasets}
    assert verdict(controle, good, datasets).status == "ok"
    SPOIL[controle.soort](good, controle.datasets[0])
    broken = verdict(controle, good, datasets)
    assert broken.status == "kapot"
    assert broken.aantal_fout
    assert broken.voorbeelden
    assert f"rij {broken.voorbeelden[0][0]} (" in broken.boodschap
    assert controle.waarom in broken.boodschap
    for other in controle.datasets[1:]:
        assert datasets[other].bestand in broken.wat


def test_row_of_the_delivered_file(package: Package, frames: Frames) -> None:
    """The check says which row of the totals does not agree, not which row of the parts."""
    (controle,) = [c for c in CONTROLES if c.soort == "soorten_tellen_op"]
    spoiled = {name: frames[name].copy() for name in controle.datasets}
    _kinds(spoiled, controle.datasets[0])
    datasets = {name: package.dataset(name) for name in controle.datasets}
    broken = verdict(controle, spoiled, datasets)
    totals = frames["politie-misdrijven"]
    row = totals.index[(totals["gebied"] == "GM0420") & (totals["jaar"] == 2023)][0] + 2
    assert broken.voorbeelden == ((row, "1213 tegenover 1212"),)


def test_a_wijk_too_many_is_seen_too(package: Package, frames: Frames) -> None:
    (controle,) = [c for c in CONTROLES if c.soort == "wijken_binnen_gemeente"]
    spoiled = {name: frames[name].copy() for name in controle.datasets}
    plus(spoiled["politie-misdrijven-wijk"], 0, "aantal", 11)
    datasets = {name: package.dataset(name) for name in controle.datasets}
    assert verdict(controle, spoiled, datasets).status == "kapot"


def test_a_whole_year_without_kinds_is_seen(package: Package, frames: Frames) -> None:
    (controle,) = [c for c in CONTROLES if c.soort == "soorten_tellen_op"]
    spoiled = {name: frames[name].copy() for name in controle.datasets}
    kinds = spoiled["politie-misdrijven-soort"]
    spoiled["politie-misdrijven-soort"] = kinds[kinds["jaar"] != 2024].reset_index(drop=True)
    datasets = {name: package.dataset(name) for name in controle.datasets}
    assert verdict(controle, spoiled, datasets).aantal_fout == 8
