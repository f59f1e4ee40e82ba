"""Each promise about the finished book, broken: the build says which, where, and what to do."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from typer.testing import CliRunner

from ivp.book import check
from ivp.cli import book_verbs as verbs
from ivp.cli.app import app
from ivp.errors import Fouten, RenderFout
from ivp.paths import Project
from ivp.run.progress import Progress
from tests.book.conftest import page, said


def test_every_dead_end_is_named(folder: Path) -> None:
    page(folder, '<p id="hier">x</p>', name="chapters/b.html")
    (folder / "map").mkdir()
    page(folder, "x", name="map/index.html")
    page(
        folder,
        '<a href="b.html#hier">1</a><a href="b.html#daar">2</a><a href="#m">3</a><a name="m"></a>'
        '<a href="#n">4</a><a href="#">5</a><a href="weg.html">6</a><a href="../map/">7</a>'
        '<img src="weg%20ook.png" alt=""><img srcset="b.html 1x, klein.png 2x" alt="">'
        '<a href="https://x.nl/y#z">8</a><a href="mailto:a@b.nl">9</a><a href="/b.html">10</a>',
    )
    assert said(folder) == [
        ("chapters/a.html", "#n leidt nergens heen: die plek is er niet"),
        ("chapters/a.html", "/b.html leidt nergens heen: dat bestand is er niet"),
        ("chapters/a.html", "b.html#daar leidt nergens heen: die plek is er niet"),
        ("chapters/a.html", "klein.png leidt nergens heen: dat bestand is er niet"),
        ("chapters/a.html", "weg%20ook.png leidt nergens heen: dat bestand is er niet"),
        ("chapters/a.html", "weg.html leidt nergens heen: dat bestand is er niet"),
    ]


def test_what_a_style_sheet_names_is_there(folder: Path) -> None:
    (folder / "a.css").write_text(
        "/* url(toelichting.png) */ @font-face { src: url('letter.woff2?v=1') }"
        " p { background: url(data:image/png;base64,AA==) } b { background: url(chapters/a.html) }"
    )
    page(folder, "<p style=\"background: url('vlak.png')\">x</p>")
    assert said(folder) == [
        ("chapters/a.html", "vlak.png leidt nergens heen: dat bestand is er niet"),
        ("a.css", "letter.woff2?v=1 leidt nergens heen: dat bestand is er niet"),
    ]


def test_the_same_on_many_pages_is_one_finding(folder: Path) -> None:
    for number in range(7):
        page(folder, '<a href="weg.html">x</a>', name=f"chapters/{number}.html")
    [(where, _)] = said(folder)
    assert where == "; ".join(f"chapters/{n}.html" for n in range(4)) + " en nog 3 pagina's"


def test_a_label_stands_once_in_the_book(folder: Path) -> None:
    page(folder, '<div id="fig-een"></div><div id="tbl-twee"></div><p id="los"></p>')
    page(
        folder,
        '<div id="fig-een"></div><h2 id="sec-drie"></h2><h2 id="sec-drie"></h2><p id="los"></p>',
        name="chapters/b.html",
    )
    assert said(folder) == [
        (
            "chapters/a.html; chapters/b.html",
            "Het label fig-een staat meer dan één keer in het boek",
        ),
        ("chapters/b.html", "Het label sec-drie staat meer dan één keer in het boek"),
    ]


def test_a_reference_that_quarto_could_not_resolve(folder: Path) -> None:
    page(folder, '<p><span class="quarto-unresolved-ref"><strong>?@fig-x</strong></span></p>')
    assert said(folder) == [("chapters/a.html", "De verwijzing ?@fig-x wijst naar niets")]


@pytest.mark.parametrize(
    "foreign",
    [
        '<script src="https://cdn.example/x.js"></script>',
        '<script src="//cdn.example/x.js"></script>',
        '<link rel="stylesheet" href="https://cdn.example/x.css">',
        '<link rel="preconnect" href="https://cdn.example">',
        '<img src="https://cdn.example/x.png" alt="">',
        '<img srcset="#m 1x, https://cdn.example/x.png 2x" alt="" id="m">',
        '<iframe src="HTTPS://cdn.example/x"></iframe>',
        '<video poster="https://cdn.example/x.png"></video>',
        '<object data="https://cdn.example/x.svg"></object>',
        '<svg><image href="https://cdn.example/x.png"/></svg>',
        '<svg><use xlink:href="https://cdn.example/x.svg#a"/></svg>',
        "<style>@import 'https://cdn.example/x.css';</style>",
        '<p style="background: url(https://cdn.example/x.png)">x</p>',
    ],
)
def test_loading_from_elsewhere_is_refused(folder: Path, foreign: str) -> None:
    page(folder, foreign)
    [(where, what)] = said(folder)
    assert where == "chapters/a.html"
    assert "laadt iets van een andere website" in what and "cdn.example" in what.lower()


def test_a_style_sheet_that_loads_from_elsewhere_is_refused(folder: Path) -> None:
    (folder / "a.css").write_text("@font-face { src: url('https://fonts.example/a.woff2') }")
    (folder / "b.css").write_text("@import url(//fonts.example/b.css);")
    assert [where for where, _ in said(folder)] == ["a.css", "b.css"]


def test_links_and_data_that_load_nothing_are_fine(folder: Path) -> None:
    page(
        folder,
        '<a href="https://www.cbs.nl">CBS</a><svg><a href="https://www.cbs.nl">x</a></svg>'
        '<script type="application/json">{"x": "<img src=https://cdn.example/a.png>"}</script>',
        head='<link rel="license" href="https://creativecommons.org/licenses/by/4.0/">',
    )
    assert said(folder) == []


def test_all_that_is_wrong_is_said_at_once_with_what_to_do(folder: Path) -> None:
    project = Project(folder.parent)
    page(folder, '<a href="weg.html">x</a><img src="https://cdn.example/x.png" alt="">')
    with pytest.raises(Fouten) as errors:
        check(project, folder)
    assert len(errors.value.fouten) == 2
    assert str(errors.value).count("Wat u kunt doen:") == 2
    page(folder, '<a href="weg.html">x</a>')
    with pytest.raises(RenderFout, match="weg"):
        check(project, folder)
    page(folder, "x")
    check(project, folder)


def embedded(project: Project, write: Callable[[Path], None], patch: pytest.MonkeyPatch) -> None:
    def render(project: Project, folder: Path, **_: Any) -> Any:
        write(folder)
        return SimpleNamespace(pages=[])

    patch.setattr("ivp.book.render", render)
    verbs._render(project, None, Progress(quiet=True), None)


def by_quarto(project: Project, write: Callable[[Path], None], patch: pytest.MonkeyPatch) -> None:
    patch.setattr("ivp.cli.quarto.render", lambda *given: write(project.root / given[2]))
    verbs._render(project, "quarto", Progress(quiet=True), None)


@pytest.mark.parametrize("build", [embedded, by_quarto])
def test_a_book_that_fails_a_check_does_not_replace_the_last_good_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, build: Callable[..., None]
) -> None:
    project = _project(tmp_path, monkeypatch)
    build(project, lambda new: page(new, "goed", name="index.html"), monkeypatch)
    with pytest.raises(RenderFout, match="weg"):
        build(
            project,
            lambda new: page(new, '<a href="weg.html">x</a>', name="index.html"),
            monkeypatch,
        )
    assert "goed" in (project.book / "index.html").read_text("utf-8")


def test_quarto_on_its_own_ends_with_what_is_wrong(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``quarto render`` calls us back when it is done; it stops when we do not end well."""
    project = _project(tmp_path, monkeypatch)
    monkeypatch.setattr("ivp.book.postprocess", lambda *_: None)
    project.book.mkdir()
    page(project.book, "goed", name="index.html")
    assert CliRunner().invoke(app, ["finish"]).exit_code == 0
    page(project.book, '<a href="weg.html">x</a>', name="index.html")
    done = CliRunner().invoke(app, ["finish"])
    assert isinstance(done.exception, RenderFout) and "weg.html" in done.exception.wat


def _project(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project of which only the pages matter: they are not sealed and hold no figures."""
    root = folder / "een project"
    root.mkdir()
    (root / "_quarto.yml").write_text("project: {type: book}\n")
    monkeypatch.setenv("IVP_PROJECT", str(root))
    sealed = SimpleNamespace(id="1", uitvoer={})
    monkeypatch.setattr("ivp.editions.seal.seal", lambda *_, **__: sealed)
    monkeypatch.setattr("ivp.editions.seal.quarto", lambda *_: "quarto")
    monkeypatch.setattr("ivp.audit.audit", lambda *_: None)
    return Project(root)
