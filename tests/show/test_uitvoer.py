"""Downloads and captions: nothing runs in a spreadsheet, and examples are called that."""

from __future__ import annotations

import csv
import io

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivp.show import uitvoer
from ivp.show.getal import Ontbreekt
from ivp.show.uitvoer import Bron

ECHT = Bron(name="a", titel="Misdrijven", producent="CBS", tabel="83648NED", werkelijk=True)
NEP = Bron(name="b", titel="Halt", producent="Halt", tabel="", werkelijk=False)


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


@given(st.text(alphabet=st.characters(exclude_characters="\r\0", codec="utf-8"), max_size=30))
def test_no_cell_or_head_starts_a_formula(text: str) -> None:
    head, row = read(uitvoer.csv(pd.DataFrame({text or "kop": [text]})))
    for cell in (head[0], row[0] if row else ""):
        assert not cell.startswith(("=", "+", "-", "@", "\t"))
    assert (row[0] if row else "").removeprefix("'") == text.removeprefix("'")


def test_numbers_stay_numbers_and_missing_says_why() -> None:
    frame = pd.DataFrame({"Jaar": [2020, 2021], "Aantal": [-1.5, Ontbreekt.ONDERDRUKT]})
    assert read(uitvoer.csv(frame)) == [
        ["Jaar", "Aantal"],
        ["2020", "-1.5"],
        ["2021", "te klein om te tonen"],
    ]


def test_every_row_of_a_download_carries_its_source() -> None:
    rows = read(uitvoer.csv(pd.DataFrame({"Jaar": [2020, 2021]}), [ECHT, NEP]))
    assert rows[0][-1] == "Bron en status"
    assert {row[-1] for row in rows[1:]} == {"Bron: CBS 83648NED; Halt. Voorbeeldcijfers."}


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
