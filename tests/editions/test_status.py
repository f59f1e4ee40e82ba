"""A concept may be anything; what is vastgesteld may not."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from ivp.config.model import Editie
from ivp.editions import status
from ivp.errors import Fouten, IvpFout
from ivp.paths import Project
from ivp.sources import Package


def editie(kind: str, reviewed: bool = False) -> Editie:
    return Editie(
        nummer="1.0", datum=dt.date(2026, 11, 23), status=kind, onderdrukking_beoordeeld=reviewed
    )


@pytest.fixture
def package(root: Path) -> Package:
    return Package.load(Project(root))


def test_a_concept_may_be_anything(package: Package) -> None:
    status.controleer(editie("concept"), package, {"halt": ["jaar is niet leeg"]})


def test_every_reason_is_named_at_once(package: Package, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(status, "commit", lambda _: "a" * 40 + " met niet-vastgelegde wijzigingen")
    with pytest.raises(Fouten) as caught:
        status.controleer(editie("vastgesteld"), package, {"halt": ["jaar is niet leeg"]})
    said = str(caught.value)
    for words in ("voorbeeldcijfers", "afspraken", "kleine aantallen", "in git"):
        assert words in said


def test_each_reason_goes_when_it_is_mended(
    package: Package, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(status, "commit", lambda _: "a" * 40)
    with pytest.raises(IvpFout, match="voorbeeldcijfers") as caught:
        status.controleer(editie("vastgesteld", reviewed=True), package, {})
    assert not isinstance(caught.value, Fouten)
    real = [one for one in package.datasets if one.resource.ivp.werkelijk]
    only_real = cast(Package, SimpleNamespace(project=package.project, datasets=real))
    status.controleer(editie("vastgesteld", reviewed=True), only_real, {})
