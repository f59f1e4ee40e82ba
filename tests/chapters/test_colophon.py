"""What the book is made of: sources, version, drawings."""

from __future__ import annotations

import pytest

from ivp.chapters import colophon
from ivp.show import Source

HALT = Source(name="halt", titel="Halt", producent="Voorbeeld", werkelijk=False)
MISDRIJVEN = Source(name="misdrijven", titel="Misdrijven", producent="CBS", werkelijk=True)


@pytest.mark.parametrize(
    ("sources", "expected"),
    [
        ([MISDRIJVEN], "Dit boek gebruikt 1 bron. Alle cijfers zijn echt."),
        ([HALT], "Dit boek gebruikt 1 bron. Echt: geen bronnen. Voorbeeld: 1 bron."),
        ([HALT, MISDRIJVEN], "Dit boek gebruikt 2 bronnen. Echt: 1 bron. Voorbeeld: 1 bron."),
    ],
)
def test_the_sentence_says_what_is_fictitious(sources: list[Source], expected: str) -> None:
    assert colophon.real_and_example(sources).startswith(expected)


@pytest.mark.parametrize(
    ("commit", "known", "reproducible"),
    [
        ("", False, False),
        ("onbekend", False, False),
        ("onbekend met niet-vastgelegde wijzigingen", False, False),
        ("0a1b2c", True, True),
        ("0a1b2c met niet-vastgelegde wijzigingen", True, False),
    ],
)
def test_the_commit_and_whether_it_is_all(commit: str, known: bool, reproducible: bool) -> None:
    text = colophon.made_from(commit)
    assert ("`0a1b2c`" in text) == known
    assert ("niet" not in text) == reproducible


def test_how_the_static_figures_were_drawn() -> None:
    assert "chromium" in colophon.drawn_with("chromium")
    assert "tabel" in colophon.drawn_with("geen browser: tabellen in plaats van figuren in de PDF")
    assert "niet vastgelegd" in colophon.drawn_with("")
