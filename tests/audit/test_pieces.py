"""JSON that a book publishes is read as the tables and texts that it holds."""

from __future__ import annotations

from ivp.audit.pieces import json_pieces

HEAD = ["Soort", "2023", "2024"]
ROWS = [["Halt", "9", "3"], ["Zorg", "8", "7"]]


def tables(data: object) -> list[tuple[tuple[str, ...], ...]]:
    return [piece.rows for piece in json_pieces("x.json", "kop", data) if piece.rows]


def test_rows_with_their_head_first_are_a_table() -> None:
    expected = (tuple(HEAD), *map(tuple, ROWS))
    assert tables([HEAD, *ROWS]) == [expected]
    assert tables({"a": {"rijen": [HEAD, *ROWS]}}) == [expected]


def test_rows_with_a_head_beside_them_are_a_table() -> None:
    assert (tuple(HEAD), *map(tuple, ROWS)) in tables({"kolommen": HEAD, "cijfers": ROWS})


def test_texts_in_lists_are_texts() -> None:
    said = [piece.text for piece in json_pieces("x.json", "kop", {"a": ["In 2024 <b>3</b>."]})]
    assert said == ["In 2024  3 ."]
