"""What a number in a sentence or table may be about."""

from __future__ import annotations

import pandas as pd
import pytest

from ivp.audit.mentions import Wording, mentions
from ivp.audit.pieces import Piece
from tests.audit.conftest import Attack

MONTHS = pd.DataFrame(
    [
        (f"2024-{month:02}", soort, 2 if month == 3 else 9)
        for month in range(1, 13)
        for soort in "ab"
    ],
    columns=["maand", "soort", "aantal"],
)


@pytest.mark.parametrize("when", ["2024-03", "2024MM03", "maart 2024", "mrt. 2024"])
def test_a_month_is_found_and_so_is_one_that_follows_from_its_year(
    attack: Attack, when: str
) -> None:
    chosen = {"Vechtpartijen": {"soort": ["a"]}}
    found = attack(MONTHS, chosen, f"Vechtpartijen: 2 in {when}.")
    assert [leak.what for leak in found if leak.where] == ["Vechtpartijen, GM0420, 202403"]
    others = [f"Vechtpartijen: 9 in 2024-{m:02}." for m in range(1, 13) if m != 3]
    assert attack(MONTHS, chosen, *others) == []
    found = attack(MONTHS, chosen, *others, "Vechtpartijen: 101 in 2024.")
    assert {(leak.what, leak.lowest, leak.highest) for leak in found} >= {
        ("Vechtpartijen, GM0420, 202403", 2, 2)
    }


WORDING = Wording({"halt, vernieling": "halt-v"}, {"andijk": "WK1"}, "GM1", frozenset({"halt-v"}))


def text(words: str) -> Piece:
    return Piece("a", "", text=words)


def table(above: str, *rows: tuple[str, ...]) -> Piece:
    return Piece("a", above, rows)


@pytest.mark.parametrize(
    ("piece", "said"),
    [
        (text("Halt, vernieling: 4 in 2024."), ("GM1", 2024, 4, "count")),
        (text("Halt, vernieling in Andijk: vier in 2024."), ("WK1", 2024, 4, "count")),
        (text("halt-v 2024-03: 4"), ("GM1", 202403, 4, "count")),
        (text("Halt, vernieling: 1,25 per 1.000 in 2024."), ("GM1", 2024, 1.25, "rate")),
        (table("Halt, vernieling", ("Jaar", "N"), ("2024", "1.234")), ("GM1", 2024, 1234, "count")),
        (table("", ("Soort", "2024"), ("halt-v", "4")), ("GM1", 2024, 4, "count")),
    ],
)
def test_what_is_said(piece: Piece, said: tuple[str, int, float, str]) -> None:
    found = [(m.key.area, m.key.when, m.value, m.kind) for m in mentions(piece, WORDING)]
    assert said in found


@pytest.mark.parametrize(
    "words",
    ["Halt, vernieling: 4% in 2024.", "Halt, vernieling: 4 keer.", "Halt, diefstal: 4 in 2024."],
)
def test_a_percentage_and_a_number_without_a_year_or_a_name_say_nothing(words: str) -> None:
    assert [m for m in mentions(text(words), WORDING) if m.value == 4] == []
