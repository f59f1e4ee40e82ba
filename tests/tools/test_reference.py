"""The reference for analysts has the whole kit and loads nothing from elsewhere."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from ivp import show
from ivp.book.book_checks import findings
from ivp.show import figures, sentences
from ivp.show.open_chapter import OpenChapter
from tools import reference


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("een map") / "naslag"
    reference.build(folder)
    return folder


def functions(owner: Any) -> list[str]:
    """The public functions and properties that a module or class defines itself."""
    home = getattr(owner, "__module__", owner.__name__)
    found = {name: getattr(one, "fget", one) for name, one in vars(owner).items()}
    return [n for n, one in found.items() if n[0] != "_" and getattr(one, "__module__", "") == home]


@pytest.mark.parametrize(
    ("page", "names"),
    [
        ("show", show.__all__),
        ("show/figures", figures.__all__),
        ("show/sentences", functions(sentences)),
        ("show/open_chapter", [f"OpenChapter.{name}" for name in functions(OpenChapter)]),
    ],
)
def test_the_whole_kit_is_in_it(built: Path, page: str, names: list[str]) -> None:
    text = (built / f"ivp/{page}.html").read_text("utf-8")
    assert len(names) > 8
    assert [name for name in names if f'id="{name}"' not in text] == []


def test_the_gallery_draws_every_kind_of_chart_beside_its_code(built: Path) -> None:
    text = (built / "gallery.html").read_text("utf-8")
    drawn = dict(reference.examples())
    assert len(drawn) > 8
    for name in drawn:
        assert f'Plotly.newPlot("figure-{name}", {{"data":' in text
        assert f'href="ivp/show/figures.html#{name}"' in text
    assert text.count("codehilite") >= len(drawn)


def test_nothing_is_loaded_from_another_host_and_every_link_leads_somewhere(built: Path) -> None:
    assert [str(one) for one in findings(built)] == []
    for page in built.rglob("*.html"):
        text = page.read_text("utf-8")
        assert not re.search(r"(?:src|@import|url\()\s*=?\s*[\"']?(?:https?:)?//", text), page
        assert str(reference.ROOT) not in text, "a path of this machine"
