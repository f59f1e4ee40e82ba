"""The simulation's table in docs/methode.md is what the script makes."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import dekking


def rows(table: str) -> list[tuple[str, float]]:
    lines = [line.strip("| ").split(" | ") for line in table.strip().splitlines()[2:]]
    return [(name, float(reached.rstrip("%").replace(",", "."))) for name, reached in lines]


def test_the_table_in_the_docs_has_the_lines_of_the_script_and_says_what_is_promised() -> None:
    page = dekking.PAGINA.read_text(encoding="utf-8")
    stored = rows(page.partition(dekking.BEGIN)[2].partition(dekking.EIND)[0])
    made = rows(dekking.tabel(2))
    assert [name for name, _ in stored] == [name for name, _ in made]
    reached = dict(stored)
    for name, value in reached.items():
        if "Garwood" in name or name.startswith("verhouding"):
            assert value >= 94, name
        elif "verandering per jaar" in name or name.startswith(("aandeel", "gemiddelde")):
            assert value >= 93, name
        elif "95%-band" in name:
            assert value >= 91, name
        elif "met Holm" in name:
            assert value <= 8, name
    assert reached["30 toetsen van aandelen, ten minste één ten onrechte, zonder correctie"] > 50


def test_the_page_keeps_its_text_around_the_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = tmp_path / "methode.md"
    page.write_text(f"voor\n{dekking.BEGIN}\noud\n{dekking.EIND}\nna\n", encoding="utf-8")
    monkeypatch.setattr(dekking, "PAGINA", page)
    monkeypatch.setattr(dekking, "tabel", lambda times: f"tabel van {times}")
    dekking.main(7)
    expected = f"voor\n{dekking.BEGIN}\ntabel van 7\n{dekking.EIND}\nna\n"
    assert page.read_text(encoding="utf-8") == expected
