"""Captions: sources are named, and examples are called that."""

from __future__ import annotations

import pytest

from ivp.show import uitvoer
from ivp.show.uitvoer import Bron

ECHT = Bron(name="a", titel="Misdrijven", producent="CBS", tabel="83648NED", werkelijk=True)
NEP = Bron(name="b", titel="Halt", producent="Halt", tabel="", werkelijk=False)


@pytest.mark.parametrize(
    ("bronnen", "text"),
    [
        ([], ""),
        ([ECHT], "Bron: CBS 83648NED."),
        ([ECHT, ECHT], "Bron: CBS 83648NED."),
        ([NEP], "Bron: Halt. Voorbeeldcijfers."),
    ],
)
def test_the_end_of_a_caption(bronnen: list[Bron], text: str) -> None:
    assert uitvoer.bronregel(bronnen) == text
