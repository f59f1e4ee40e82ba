"""What differs between two stands, and how it is said."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivp.editions import change_report
from ivp.editions.compare import ChangedCell, ChangedParagraph, changed_series, compare
from ivp.editions.manifest import EditionSource
from ivp.editions.record import EditionRecord, Series
from ivp.errors import IvpFout
from ivp.paths import Project


def row(
    value: str, low: str = "8", high: str = "12", status: str = "definitief"
) -> tuple[str, ...]:
    return ("brand", "aantal", "GM0001", "2024", "Voorbeeldstad", value, low, high, status)


def stand(**changes: object) -> EditionRecord:
    fields: dict[str, object] = {
        "nummer": "1.0",
        "datum": "2026-01-01",
        "status": "concept",
        "titel": "Integraal Veiligheidsplan Voorbeeldstad",
        "gemeente": "Voorbeeldstad",
        "bronnen": {},
        "versies": {"Python": "3.13.1"},
        "instellingen": {"params/boek.yml": {"editie.nummer": "1.0", "zaad": "1"}},
        "cijfers": (row("10"),),
        "ontwikkeling": {"brand": {"titel": "Branden", "eenheid": "aantal",
                                   "richting": "geen_duidelijke_verandering"}},
        "rangorde": ("Brand", "Inbraak", "Overlast"),
        "top": 2,
        "alineas": {"index.html": ("Er waren 10 branden.",)},
        "gegevens": {},
    }  # fmt: skip
    return EditionRecord.model_validate({**fields, **changes})


def tiers(project: Project, **changes: object) -> dict[str, list[str]]:
    found = compare(project, stand(), stand(**changes), history=False).tiers()
    return {title: [str(line) for line in lines] for part in found.values()
            for title, lines in part.items()}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "title", "line"),
    [
        ({"cijfers": (row("13"),)}, "Cijfers die meer verschillen dan de marge",
         "Branden, Voorbeeldstad 2024 (aantal): 10 → 13; groter dan de marge"),
        ({"cijfers": (row("11"),)}, "Andere cijfers",
         "Branden, Voorbeeldstad 2024 (aantal): 10 → 11; binnen de marge"),
        ({"cijfers": (row("", status="onderdrukt"),)}, "Cijfers die er niet meer zijn",
         "Branden, Voorbeeldstad 2024 (aantal): 10 → geen cijfer"),
        ({"ontwikkeling": {"brand": {"titel": "Branden", "eenheid": "aantal",
                                     "richting": "stijging"}}}, "Andere conclusies",
         "Branden: van “geen duidelijke verandering” naar “stijging”"),
        ({"instellingen": {"params/boek.yml": {"editie.nummer": "2.0", "zaad": "2"}}},
         "Instellingen", "params/boek.yml, zaad: 1 → 2"),
        ({"alineas": {"index.html": ("Er waren 13 branden.",)}}, "Zinnen",
         "index.html: Er waren [-10-]{+13+} branden."),
        ({"versies": {"Python": "3.14.0"}}, "Programma's", "Python: 3.13.1 → 3.14.0"),
    ],
)  # fmt: skip
def test_one_change_is_named_once_and_nothing_else(
    root: Path, changes: dict[str, object], title: str, line: str
) -> None:
    assert tiers(Project(root), **changes) == {title: [line]}


def test_themes_that_enter_and_leave_the_first(root: Path) -> None:
    assert tiers(Project(root), rangorde=("Brand", "Overlast", "Inbraak")) == {
        "Andere conclusies": ["Overlast komt bij de eerste 2 thema’s",
                              "Inbraak valt buiten de eerste 2 thema’s"]
    }  # fmt: skip


def test_a_source_that_came_or_went(root: Path) -> None:
    bron = EditionSource(titel="Bron", bestand="data/x.csv", sha256="a" * 64, producent="P",
                         tabel="", opgehaald="2026-01-01", url="", licentie="L",
                         werkelijk=True)  # fmt: skip
    assert tiers(Project(root), bronnen={"x": bron}) == {"Bronnen": ["Bron: nieuwe bron"]}


def series(*rows: tuple[str, ...]) -> dict[str, Series]:
    rijen = (("Onderwerp", "Jaar", "Waarde"), *rows)
    return {"a-fig-x": Series(titel="X", plek="chapters/a.qmd#fig-x", rijen=rijen)}


def test_the_series_of_a_figure_side_by_side() -> None:
    before = series(("Brand", "2023", "1.5"), ("Brand", "2024", "2.0"))
    after = series(("Brand", "2024", "2.5"), ("Brand", "2025", "3.0"))
    [found] = changed_series(before, after)
    assert found.cells == (
        ChangedCell("Brand, 2023", "Waarde", "1,50", "–"),
        ChangedCell("Brand, 2024", "Waarde", "2", "2,50"),
        ChangedCell("Brand, 2025", "Waarde", "–", "3"),
    )
    assert [one.what for one in changed_series({}, after)] == ["nieuw"]
    assert [one.what for one in changed_series(before, {})] == ["vervallen"]
    assert list(changed_series(before, before)) == []


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_word_diff_holds_both_sentences_and_no_markup(one: str, two: str) -> None:
    zin = ChangedParagraph("index.html", one, two)
    parts = list(zin.parts())
    assert "".join(text for kind, text in parts if kind in "=-") == one
    assert "".join(text for kind, text in parts if kind in "=+") == two
    assert "\n" not in zin.markdown() and "{{<" not in zin.markdown()


def test_the_editions_before_this_one(tmp_path: Path) -> None:
    """By date, then by number as people count: 1.9 before 1.10; never itself or a later one."""
    folder = tmp_path / "edities"
    folder.mkdir()
    for number in ("1.9", "1.10", "1.11", "2.0"):
        (folder / f"{number}-x.json").write_bytes(stand(nummer=number, id=f"{number}-x").to_json())
    found = change_report._before(Project(tmp_path), stand(nummer="1.11"))
    assert [one.nummer for one in found] == ["1.9", "1.10"]


def test_a_stand_comes_back_as_it_was_and_a_broken_one_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "stand.json"
    path.write_bytes(stand().to_json())
    assert EditionRecord.read(path) == stand()
    for raw in (b"", b"{}", b"[" * 9000, b"\xff", stand().to_json().replace(b"concept", b"klaar")):
        path.write_bytes(raw)
        with pytest.raises(IvpFout, match="stand van een editie"):
            EditionRecord.read(path)


def test_the_feed_is_the_same_each_time_and_links_where_the_book_stands(root: Path) -> None:
    one, two = stand(id="1.0-x"), stand(nummer="2.0", datum="2026-06-01", cijfers=(row("13"),))
    found = compare(Project(root), one, two, history=False)
    editions = [(one, None), (two, found)]
    made = change_report.atom(editions, "https://voorbeeld.nl/plan/")
    assert made == change_report.atom(editions, "https://voorbeeld.nl/plan/")
    text = made.decode()
    assert text.index("Editie 2.0") < text.index("Editie 1.0")
    assert 'href="https://voorbeeld.nl/plan/edities/1.0-x/"' in text
    assert "2026-06-01T00:00:00" in text and "groter dan de marge" in text
