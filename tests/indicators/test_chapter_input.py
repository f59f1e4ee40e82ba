"""A chapter's input: only what is declared, the same bytes, the same frames back."""

from __future__ import annotations

import json
import re

import pandas as pd
import pytest

from ivp.config import Chapter
from ivp.config import model as m
from ivp.contracts import Verdict
from ivp.errors import IvpFout, ParamsFout
from ivp.indicators.chapter_input import ChapterInput, Frame, build_input, make_input
from ivp.indicators.indicator_table import build_table
from ivp.paths import Project

from .conftest import ROOT, MakeConfig, MakePackage

DATA = pd.DataFrame(
    {
        "code": ["1.1.1", "1.1.1", None],
        "jaar": pd.array([2022, 2023, 2024], dtype="Int64"),
        "aantal": pd.array([3, None, 1], dtype="Int64"),
        "deel": [0.1, None, 0.3333333333333333],
    }
)


MET = Verdict(
    dataset="een",
    file="data/een.csv",
    kind="expect_x",
    column=None,
    rule="jaar is overal ingevuld",
    severity="critical",
    status="ok",
)


def chapter(**leest: tuple[str, ...]) -> Chapter:
    return Chapter("h", "chapters/h.qmd", "notebooks/h.ipynb", {}, m.Leest.model_validate(leest))


def made(
    make_config: MakeConfig, make_package: MakePackage, **leest: tuple[str, ...]
) -> ChapterInput:
    config = make_config({"a": {"dataset": "een"}, "b": {"dataset": "twee"}})
    package = make_package({"een": DATA, "twee": DATA, "drie": DATA}, fictief=("drie",))
    table = build_table(config, package)
    return build_input(chapter(**leest), config, package, table, [MET])


def test_holds_exactly_what_is_declared(make_config: MakeConfig, make_package: MakePackage) -> None:
    invoer = made(
        make_config,
        make_package,
        indicatoren=("a",),
        datasets=("drie",),
        onderdelen=("contracten",),
    )
    assert set(invoer.table.frame()["indicator"]) == {"a"}
    assert set(invoer.definitions) == {"a"}
    assert set(invoer.datasets) == {"drie"}
    assert invoer.parts == {"contracten": [MET.model_dump(mode="json")]}
    assert [bron.name for bron in invoer.sources] == ["drie", "een"]
    assert [bron.werkelijk for bron in invoer.sources] == [False, True]
    assert not {"opgehaald", "sha256"} & set(invoer.sources[0])


def test_the_part_bronnen_lists_all_sources(
    make_config: MakeConfig, make_package: MakePackage
) -> None:
    invoer = made(make_config, make_package, onderdelen=("bronnen",))
    assert [bron.name for bron in invoer.sources] == ["drie", "een", "twee"]


def test_deliveries_are_told_to_who_asks(
    make_config: MakeConfig, make_package: MakePackage
) -> None:
    invoer = made(make_config, make_package, indicatoren=("a",), onderdelen=("leveringen",))
    [(name, levering)] = invoer.parts["leveringen"].items()
    assert name == "een"
    assert levering["opgehaald"] == "2026-11-23"
    assert re.fullmatch("[0-9a-f]{64}", levering["sha256"])


def test_same_bytes_and_same_frames_again(
    make_config: MakeConfig, make_package: MakePackage
) -> None:
    leest = {"indicatoren": ("b", "a"), "datasets": ("een",)}
    invoer = made(make_config, make_package, **leest)
    raw = invoer.to_json()
    assert raw == made(make_config, make_package, **leest).to_json()
    assert b"NaN" not in raw
    back = ChapterInput.from_json(raw)
    assert back.to_json() == raw
    pd.testing.assert_frame_equal(back.table.frame(), invoer.table.frame())
    config = make_config({"a": {"dataset": "een"}, "b": {"dataset": "twee"}})
    package = make_package({"een": DATA, "twee": DATA})
    pd.testing.assert_frame_equal(back.table.frame(), build_table(config, package))
    pd.testing.assert_frame_equal(back.dataset("een"), package.dataset("een").read())


def test_an_empty_frame_comes_back_with_its_types(make_package: MakePackage) -> None:
    empty = make_package({"een": DATA}).dataset("een").read().iloc[:0]
    pd.testing.assert_frame_equal(Frame.of(empty).frame(), empty)


def test_persons_row_by_row_are_refused(make_config: MakeConfig, make_package: MakePackage) -> None:
    package = make_package({"halt": DATA}, personen=("halt",))
    config = make_config({})
    with pytest.raises(ParamsFout, match="telt personen") as caught:
        build_input(chapter(datasets=("halt",)), config, package, build_table(config, package))
    assert caught.value.waar == "params/boek.yml, hoofdstuk h, leest.datasets"


@pytest.mark.parametrize("raw", [b"", b"[]", b'{"id": "x"}', b"\xff"])
def test_anything_else_is_not_an_input(raw: bytes) -> None:
    with pytest.raises(IvpFout, match="niet te lezen"):
        ChapterInput.from_json(raw)


def test_every_run_of_the_book_gets_its_input() -> None:
    project = Project(ROOT)
    invoer = make_input(project, "veiligheidsbeeld")
    assert [t.indicator for t in invoer.contradictions] == ["vm-veiligheid"]
    assert ChapterInput.from_json(invoer.to_json()) == invoer
    assert json.loads(invoer.to_json())["id"] == "veiligheidsbeeld"
    with pytest.raises(ParamsFout, match="Bedoelt u 'veiligheidsbeeld'"):
        make_input(project, "veiligheidsbelt")
