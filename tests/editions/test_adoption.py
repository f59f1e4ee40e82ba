"""A concept may be anything; what is vastgesteld may not."""

from __future__ import annotations

import datetime as dt
from contextlib import nullcontext
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from ivp.cli import main
from ivp.config.model import Editie
from ivp.data import Package
from ivp.editions import adoption
from ivp.errors import Fouten, IvpFout
from ivp.paths import Project
from ivp.run import pipeline


def editie(kind: str, reviewed: bool = False) -> Editie:
    return Editie(
        nummer="1.0", datum=dt.date(2026, 11, 23), status=kind, onderdrukking_beoordeeld=reviewed
    )


@pytest.fixture
def package(root: Path) -> Package:
    return Package.load(Project(root))


def test_a_concept_may_be_anything(root: Path) -> None:
    adoption.check(Project(root), {"halt": ["jaar is niet leeg"]})


def test_every_reason_is_named_at_once(package: Package, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        adoption, "commit", lambda _: "a" * 40 + " met niet-vastgelegde wijzigingen"
    )
    with pytest.raises(Fouten) as caught:
        adoption.judge(editie("vastgesteld"), package, {"halt": ["jaar is niet leeg"]})
    said = str(caught.value)
    for words in ("voorbeeldcijfers", "afspraken", "kleine aantallen", "in git"):
        assert words in said


def test_each_reason_goes_when_it_is_mended(
    package: Package, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(adoption, "commit", lambda _: "a" * 40)
    with pytest.raises(IvpFout, match="voorbeeldcijfers") as caught:
        adoption.judge(editie("vastgesteld", reviewed=True), package, {})
    assert not isinstance(caught.value, Fouten)
    real = [one for one in package.datasets if one.resource.ivp.werkelijk]
    only_real = cast(Package, SimpleNamespace(project=package.project, datasets=real))
    adoption.judge(editie("vastgesteld", reviewed=True), only_real, {})


@pytest.mark.parametrize("verb", [["check"], ["render"], ["book", "--renderer", "ingebouwd"]])
def test_every_verb_says_so_before_the_work(
    root: Path,
    verb: list[str],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(adoption, "load", lambda _: SimpleNamespace(
        boek=SimpleNamespace(editie=editie("vastgesteld"))))  # fmt: skip
    for stage in ("check", "contracts"):
        monkeypatch.setattr(pipeline, stage, lambda *_: [])
    for stage in ("prepare", "run"):
        monkeypatch.setattr(pipeline, stage, lambda *_: pytest.fail("dit is te laat"))
    monkeypatch.setattr("ivp.run.unchanged.holds", lambda *_: False)
    monkeypatch.setattr("ivp.book.lock", lambda _: nullcontext())
    monkeypatch.setattr("sys.argv", ["ivp", *verb])
    monkeypatch.chdir(root)
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == 1
    said = capsys.readouterr().err
    assert "voorbeeldcijfers" in said and "kleine aantallen" in said
