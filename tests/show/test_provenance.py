"""Every method that a figure can name is explained in the appendix."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ivp.show.provenance import METHOD_PAGE, METHODS, method_links

ROOT = Path(__file__).parents[2]


def test_every_method_has_a_name_and_a_section() -> None:
    page = (ROOT / METHOD_PAGE.lstrip("/")).with_suffix(".qmd").read_text(encoding="utf-8")
    sections = set(re.findall(r"\{#(sec-rekenen-[a-z]+)\}", page))
    assert {link.partition("#")[2] for _, link in method_links(METHODS)} <= sections


def test_links_name_each_method_once_in_a_fixed_order() -> None:
    found = method_links(["vergelijken", "aantallen", "vergelijken"])
    assert found == [
        ("aantallen en marges", f"{METHOD_PAGE}#sec-rekenen-aantallen"),
        ("vergelijken", f"{METHOD_PAGE}#sec-rekenen-vergelijken"),
    ]


def test_a_method_that_is_nowhere_explained_is_refused() -> None:
    with pytest.raises(ValueError, match="no such method"):
        method_links(["gevoel"])
