"""Captions: sources are named, and examples are called that."""

from __future__ import annotations

import pytest

from ivp.indicators.book_sources import Source
from ivp.show import display

ECHT = Source(name="a", titel="Misdrijven", producent="CBS", tabel="83648NED", werkelijk=True)
NEP = Source(name="b", titel="Halt", producent="Halt", tabel="", werkelijk=False)


@pytest.mark.parametrize(
    ("bronnen", "text"),
    [
        ([], ""),
        ([ECHT], "Bron: CBS 83648NED."),
        ([ECHT, ECHT], "Bron: CBS 83648NED."),
        ([NEP], "Bron: Halt. Voorbeeldcijfers."),
    ],
)
def test_the_end_of_a_caption(bronnen: list[Source], text: str) -> None:
    assert display.source_line(bronnen) == text
