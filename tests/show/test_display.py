"""Captions: sources are named, and examples are called that."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go
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


def test_what_an_analyst_adds_to_a_figure_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[display.Shown] = []
    monkeypatch.setattr(display, "_show", lambda one, *_: shown.append(one))
    picture = display.Picture(go.Figure(), pd.DataFrame({"Jaar": [2024]}), "Een lijn")
    picture.figure.add_hline(y=5)
    display.figure(picture, caption="Inbraken.", sources=[ECHT])
    [made] = shown
    assert made.data["layout"]["shapes"][0]["y0"] == 5
    assert made.caption == "Inbraken. Bron: CBS 83648NED."
    assert made.notes is not None
    assert (made.notes.title, made.notes.sources) == ("Inbraken", ("a",))
