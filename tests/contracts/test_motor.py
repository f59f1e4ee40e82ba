"""Great Expectations asked for less gives what it gives as it comes."""

from __future__ import annotations

import contextlib
import subprocess
import sys
from itertools import islice

import pandas as pd
import pytest

from ivp.contracts import motor, suite
from ivp.contracts.eigen import Omgeving
from ivp.contracts.validate import validate
from ivp.contracts.verdict import Verdict
from ivp.data import Package
from tests.contracts.mutaties import mutaties


@pytest.mark.parametrize("name", ["halt", "gebieden", "vm-respondenten"])
def test_verdicts_are_those_of_great_expectations_as_it_comes(
    package: Package, frames: dict[str, pd.DataFrame], name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On good data, and on data of which all is spoiled that can be at the same time."""
    dataset = package.dataset(name)
    contract = suite.parse(suite.read_bytes(package.project, name), name)
    spoiled = frames[name].copy()
    for item in contract.expectations:
        for mutatie in islice(mutaties(frames[name], item), 1):
            if mutatie.rij is not None and mutatie.frame.shape == spoiled.shape and item.kolom:
                spoiled.loc[mutatie.rij, item.kolom] = mutatie.frame.loc[mutatie.rij, item.kolom]

    def outcomes() -> list[list[Verdict]]:
        around = Omgeving(frames.__getitem__, frames[name])
        return [validate(contract, frame, dataset, around) for frame in (frames[name], spoiled)]

    ours, quick = outcomes(), motor.PER_RIJ
    monkeypatch.setattr(motor, "PER_RIJ", frozenset())
    monkeypatch.setattr(motor, "configured_once", contextlib.nullcontext)
    assert ours == outcomes()
    broken = [verdict.soort for verdict in ours[1] if verdict.status != "ok"]
    assert len({*broken} & quick) > 1
    assert len({*broken} - quick) > 1
    assert {verdict.status for verdict in ours[0]} == {"ok"}


def test_a_changed_expectation_has_another_configuration() -> None:
    gx = motor.laad()
    with motor.configured_once():
        one = gx.expectations.ExpectColumnValuesToBeBetween(column="a", min_value=1)
        first = one.configuration
        assert one.configuration is first
        one.min_value = 2
        assert one.configuration.kwargs["min_value"] == 2
    assert one.configuration is not one.configuration


def test_what_no_contract_needs_is_loaded_when_it_is_used() -> None:
    code = (
        "import sys, types; from ivp.contracts import motor; gx = motor.laad();"
        "later = [type(sys.modules[n]) is not types.ModuleType for n in motor._LATER];"
        "import altair, scipy.stats; from great_expectations.expectations.core import"
        " expect_column_kl_divergence_to_be_less_than as kl;"
        "print(later, kl.stats is scipy.stats, float(kl.stats.norm.cdf(0)), kl.alt.Chart.__name__)"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout.split() == ["[True,", "True]", "True", "0.5", "Chart"]
