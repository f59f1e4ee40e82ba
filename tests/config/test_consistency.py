from __future__ import annotations

import copy
from pathlib import Path

import pytest

from ivp.config import load
from ivp.config.consistency import check
from ivp.errors import IvpFout
from ivp.paths import Project
from tests.config.conftest import Files, Make, notebook


def errors(make: Make, files: Files) -> list[IvpFout]:
    project = make(files)
    return check(project, load(project))


def only(make: Make, files: Files) -> IvpFout:
    """The one error that there is."""
    found = errors(make, files)
    assert len(found) == 1, "\n".join(map(str, found))
    return found[0]


def test_the_small_book_agrees(make: Make, files: Files) -> None:
    assert errors(make, files) == []


def test_the_real_book_agrees(root: Path) -> None:
    project = Project(root)
    assert [str(error) for error in check(project, load(project, "medemblik"))] == []


def test_a_chapter_that_is_not_listed(make: Make, files: Files) -> None:
    files["_quarto.yml"]["book"]["chapters"].pop(1)
    error = only(make, files)
    assert "chapters/historie.qmd staat niet in _quarto.yml" in error.wat
    assert error.waar is not None
    assert "params/boek.yml, regel 9, hoofdstukken.0.tekst" in error.waar
    assert "_quarto.yml, regel 6, book.chapters" in error.waar


def test_a_chapter_that_does_not_exist(make: Make, files: Files) -> None:
    files["chapters/histori.qmd"] = files.pop("chapters/historie.qmd")
    error = only(make, files)
    assert error.wat == (
        "Het hoofdstuk chapters/historie.qmd bestaat niet. Bedoelt u 'chapters/histori.qmd'?"
    )


def test_a_listed_file_that_does_not_exist(make: Make, files: Files) -> None:
    files["_quarto.yml"]["book"]["chapters"].append("chapters/colofonn.qmd")
    files["chapters/colofon.qmd"] = "# Colofon\n"
    error = only(make, files)
    assert "Bedoelt u 'chapters/colofon.qmd'?" in error.wat
    assert error.waar == "_quarto.yml, regel 12, book.chapters.3"


def test_a_notebook_that_does_not_exist(make: Make, files: Files) -> None:
    files["notebooks/histori.ipynb"] = files.pop("notebooks/historie.ipynb")
    error = only(make, files)
    assert "Bedoelt u 'notebooks/histori.ipynb'?" in error.wat
    assert error.waar == "params/boek.yml, regel 10, hoofdstukken.0.notitieboek"


def test_a_veld_without_a_chapter(make: Make, files: Files) -> None:
    veld = copy.deepcopy(files["params/velden.yml"]["velden"][1])
    veld |= {"id": "fysiek", "nummer": 3}
    veld["themas"][0]["id"] = "brand"
    files["params/velden.yml"]["velden"].append(veld)
    error = only(make, files)
    assert "chapters/veld-fysiek.qmd bestaat niet" in error.wat


@pytest.mark.parametrize("listed", [True, False])
def test_a_chapter_without_a_veld(make: Make, files: Files, listed: bool) -> None:
    files["chapters/veld-woonen.qmd"] = "# Wonen\n"
    if listed:
        files["_quarto.yml"]["book"]["chapters"].append("chapters/veld-woonen.qmd")
    error = only(make, files)
    assert "bij een veld 'woonen' dat er niet is. Bedoelt u 'wonen'?" in error.wat
    assert error.waar is not None
    assert error.waar.startswith("_quarto.yml, regel 12" if listed else "chapters/veld-woonen.qmd")


@pytest.mark.parametrize(
    ("embed", "says"),
    [
        ("../_executed/histori.ipynb#fig-tijdlijn", "Bedoelt u 'historie'?"),
        ("../_executed/historie.ipynb#fig-tijdlijm", "Bedoelt u 'fig-tijdlijn'?"),
        ("../_executed/historie.ipynb#fig-tijdlijn,tbl-x", "label: tbl-x"),
        ("_executed/historie.ipynb#fig-tijdlijn", "Schrijf ../_executed/historie.ipynb"),
        ("../notebooks/historie.ipynb#fig-tijdlijn", "Schrijf ../_executed/historie.ipynb"),
    ],
)
def test_an_embed_that_leads_nowhere(make: Make, files: Files, embed: str, says: str) -> None:
    files["chapters/historie.qmd"] = f"# Historie\n\nTekst.\n\n{{{{< embed {embed} >}}}}\n"
    error = only(make, files)
    assert says in error.wat
    assert error.waar == "chapters/historie.qmd, regel 5"


@pytest.mark.parametrize(
    "text",
    [
        "{{< embed ../_executed/historie.ipynb >}}",
        "{{< embed /_executed/historie.ipynb#fig-tijdlijn >}}",
        '{{< embed ../_executed/historie.ipynb#fig-tijdlijn echo="true" >}}',
        "<!--\n{{< embed ../_executed/weg.ipynb#fig-weg >}}\n-->",
        "{{{< embed ../_executed/weg.ipynb >}}}",
    ],
)
def test_an_embed_that_is_right_or_no_embed(make: Make, files: Files, text: str) -> None:
    files["chapters/historie.qmd"] = f"# Historie\n\n{text}\n"
    assert errors(make, files) == []


def test_a_fragment_is_no_chapter(make: Make, files: Files) -> None:
    files["chapters/_veld-oud.qmd"] = "{{< embed ../_executed/weg.ipynb >}}"
    assert errors(make, files) == []


def test_a_notebook_without_labels(make: Make, files: Files) -> None:
    files["notebooks/veld.ipynb"] = notebook("tbl-veld").replace("label", "echo")
    assert [e.waar for e in errors(make, files)] == [
        "chapters/veld-jeugd.qmd, regel 3",
        "chapters/veld-wonen.qmd, regel 3",
    ]


def test_a_label_that_holds_a_parameter(make: Make, files: Files) -> None:
    files["notebooks/veld.ipynb"] = notebook("tbl-{veld}")
    for veld in ("jeugd", "wonen"):
        files[f"chapters/veld-{veld}.qmd"] = (
            f"# Veld\n\n{{{{< embed ../_executed/veld-{veld}.ipynb#tbl-jeugd >}}}}\n"
        )
    assert [e.waar for e in errors(make, files)] == ["chapters/veld-wonen.qmd, regel 3"]


def test_the_title_on_the_cover(make: Make, files: Files) -> None:
    files["_quarto.yml"]["book"]["title"] = "Plan van Ergens"
    del files["_quarto.yml"]["book"]["subtitle"]
    title, subtitle = errors(make, files)
    assert "'Plan van Ergens', die van het plan 'Plan van Proefdorp'" in title.wat
    assert title.waar == (
        "_quarto.yml, regel 4, book.title en params/gemeenten/proefdorp.yml, regel 5, plan.titel"
    )
    assert "'leeg'" in subtitle.wat


@pytest.mark.parametrize("quarto", ["book: x\n", "book:\n  chapters: x\n", "- a\n", "x: 1\n", ""])
def test_a_quarto_file_that_is_no_book(make: Make, files: Files, quarto: str) -> None:
    files["_quarto.yml"] = quarto
    assert any("staat niet in _quarto.yml" in error.wat for error in errors(make, files))
