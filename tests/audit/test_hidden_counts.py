"""A hidden count that is put back by hand is found, wherever it stands."""

from __future__ import annotations

import base64
import dataclasses
import datetime as dt
import json
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
import typst

from ivp.audit import Leak, audit, hidden_counts, search_ahead
from ivp.audit.pieces import Unreadable, pieces
from ivp.config import Config, load
from ivp.data import Package
from ivp.errors import IvpFout
from ivp.paths import Project
from ivp.store import Store
from tests.audit.conftest import html, leaks_of
from tests.indicators.conftest import MakeConfig, MakePackage

PROJECT = Project(Path(__file__).parents[2])
TITEL, JAAR, AANTAL = "Halt, vernieling", 2017, 4
"""In the example deliveries 4 young people were referred to Halt for vandalism in 2017."""


@pytest.fixture(scope="module")
def config() -> Config:
    found = load(PROJECT)
    some = {n: d for n, d in found.indicatoren.items() if n == "halt" or d.deel_van == "halt"}
    return dataclasses.replace(found, indicatoren=some)


@pytest.fixture(scope="module")
def package() -> Package:
    return Package.load(PROJECT)


def test_the_example_is_what_the_tests_think(config: Config, package: Package) -> None:
    frame = package.dataset("halt").read()
    row = frame[(frame["soort"] == "vernieling") & (frame["jaar"] == JAAR)]
    assert row["aantal"].tolist() == [AANTAL]
    assert config.boek.drempel_van("halt") > AANTAL


def pdf(text: str) -> bytes:
    made: bytes = typst.compile(f"#set page(width: 20cm)\n{text}".encode(), format="pdf")
    return made


def workbook(folder: Path) -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["Cijfers van Halt"])
    book.active.append(["Soort", "Jaar", "Aantal"])
    book.active.append([TITEL, JAAR, AANTAL])
    path = folder.parent / "b.xlsx"
    book.save(path)
    return path.read_bytes()


FIGURE = {
    "data": [{"x": [2016, JAAR], "y": [9, AANTAL], "name": TITEL, "customdata": ["", ""]}],
}
HOVER = {"data": [{"customdata": [f"<b>{TITEL}</b>, {JAAR}<br>{AANTAL}<br>voorbeeldcijfer"]}]}
SERIES = base64.b64encode(struct.pack("<2d", 9, AANTAL)).decode()
BYTES = {"data": [{"x": [2016, JAAR], "y": {"dtype": "f8", "bdata": SERIES}, "name": TITEL}]}
PUBLISHED = {
    "table, years above": (
        "a.html",
        html(
            f"<table><tr><th>Soort</th><th>2016</th><th>{JAAR}</th></tr>"
            f"<tr><th>{TITEL}</th><td>9</td><td>{AANTAL}</td></tr></table>"
        ),
    ),
    "table, caption": (
        "a.html",
        html(
            f"<table><caption>{TITEL}</caption><tr><th>Jaar</th><th>Aantal</th></tr>"
            f"<tr><td>{JAAR}</td><td>{AANTAL}</td></tr></table>"
        ),
    ),
    "sentence": ("a.html", html(f"<p>{TITEL}: in {JAAR} waren het er {AANTAL}.</p>")),
    "number word": ("a.html", html(f"<p>{TITEL}: in {JAAR} waren het er vier.</p>")),
    "alt text": ("a.html", html(f'<img alt="{TITEL}: van 9 in 2016 naar {AANTAL} in {JAAR}">')),
    "figure": ("a.html", html(f'<script type="application/json">{json.dumps(FIGURE)}</script>')),
    "hover": ("a.html", html(f'<script type="application/json">{json.dumps(HOVER)}</script>')),
    "comment": ("a.html", html(f"<!-- {TITEL} {JAAR}: {AANTAL} -->")),
    "csv": ("a.csv", f'Soort,Jaar,Aantal\n"{TITEL}",{JAAR},{AANTAL}\n'.encode()),
    "search index": (
        "zoek.js",
        f'window.x = [{{"t": "{TITEL}", "x": "In {JAAR} waren het er {AANTAL}."}}];'.encode(),
    ),
    "svg": (
        "a.svg",
        f"<svg xmlns='http://www.w3.org/2000/svg'><title>{TITEL}</title>"
        f"<text>{JAAR}</text><text>{AANTAL}</text></svg>".encode(),
    ),
    "pdf sentence": ("a.pdf", pdf(f"{TITEL}: in {JAAR} waren het er {AANTAL}.")),
    "pdf table": (
        "a.pdf",
        pdf(f"#table(columns: 3, [Soort], [2016], [{JAAR}], [{TITEL}], [9], [{AANTAL}])"),
    ),
    "file of the edition": (
        "cijfers.csv",
        "indicator,eenheid,gebied,jaar,periode,waarde\n"
        f"halt-vernieling,aantal,GM0420,{JAAR},{JAAR},{AANTAL}.0\n".encode(),
    ),
    "json, values": (
        "a.json",
        json.dumps([{"indicator": "halt-vernieling", "jaar": JAAR, "waarde": AANTAL}]).encode(),
    ),
    "json, keys": ("a.json", json.dumps({"halt-vernieling": {str(JAAR): AANTAL}}).encode()),
    "json, columns": (
        "a.json",
        json.dumps({"title": TITEL, "jaar": [2016, JAAR], "aantal": [9, AANTAL]}).encode(),
    ),
    "json, rows": (
        "a.json",
        json.dumps(
            {"kolommen": ["titel", "jaar", "n"], "rijen": [[TITEL, JAAR, float(AANTAL)]]}
        ).encode(),
    ),
    "json in the page": (
        "a.html",
        html(
            '<script type="application/json" id="x">'
            f'{{"reeks": {{"name": "{TITEL}", "jaar": {JAAR}, "n": {AANTAL}}}}}</script>'
        ),
    ),
    "figure, as bytes": (
        "a.html",
        html(f'<script type="application/json">{json.dumps(BYTES)}</script>'),
    ),
    "data attribute": (
        "a.html",
        html(f"<p data-rij='{json.dumps({'name': TITEL, 'jaar': JAAR, 'n': AANTAL})}'>x</p>"),
    ),
    "screen reader": ("a.html", html(f'<b aria-description="{TITEL} {JAAR}: {AANTAL}">x</b>')),
    "data link": (
        "a.html",
        html(f'<a href="data:text/csv,Soort,Jaar,N%0A%22{TITEL}%22,{JAAR},{AANTAL}%0A">x</a>'),
    ),
    "linked data": (
        "ro-crate-metadata.json",
        json.dumps({"@graph": [{"description": f"{TITEL}: {AANTAL} in {JAAR}"}]}).encode(),
    ),
    "calendar": ("a.ics", f"SUMMARY:{TITEL} {JAAR} {AANTAL}".encode()),
}


@pytest.mark.parametrize("how", PUBLISHED)
def test_a_count_put_back_is_found(
    how: str, config: Config, package: Package, tmp_path: Path
) -> None:
    name, content = PUBLISHED[how]
    (tmp_path / name).write_bytes(content)
    found = leaks_of(config, package, tmp_path)
    assert f"{TITEL}, GM0420, {JAAR}" in {leak.what for leak in found}
    assert all(place.startswith(name) for leak in found for place in leak.where)
    (tmp_path / name).unlink()
    assert leaks_of(config, package, tmp_path) == []


def test_workbooks_and_archives_are_opened(
    config: Config, package: Package, tmp_path: Path
) -> None:
    folder = tmp_path / "boek"
    folder.mkdir()
    with zipfile.ZipFile(folder / "a.zip", "w") as archive:
        archive.writestr("b.xlsx", workbook(folder))
    [leak, *_] = leaks_of(config, package, folder)
    assert (leak.lowest, leak.highest) == (AANTAL, AANTAL)
    assert leak.where == ("a.zip/b.xlsx, blad Sheet",)


def test_of_an_archive_only_what_changed_is_searched_again(
    config: Config, package: Package, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store, folder = Store(tmp_path / "opslag"), tmp_path / "_book"
    folder.mkdir()
    plain = html(f"<p>{TITEL}: in {JAAR} waren het er 9.</p>")
    telling = html(f"<p>{TITEL}: in {JAAR} waren het er {AANTAL}.</p>")
    searched: list[str] = []

    def places(**pages: bytes) -> set[str]:
        searched.clear()
        (folder / "a.html").write_bytes(pages["a"])
        with zipfile.ZipFile(folder / "alles.zip", "w") as archive:
            for name, content in pages.items():
                archive.writestr(f"{name}.html", content)
        leaks = leaks_of(config, package, folder, store)
        return {place for leak in leaks for place in leak.where}

    def search(name: str, *rest: Any) -> Any:
        searched.append(name)
        return real(name, *rest)

    real = hidden_counts._search
    monkeypatch.setattr(hidden_counts, "_search", search)
    assert places(a=plain, b=plain) == set()
    assert sorted(searched) == ["a.html", "alles.zip/b.html"], (
        "a.html in the archive is the same file"
    )
    assert places(a=plain, b=telling) == {"alles.zip/b.html"}
    assert searched == ["alles.zip/b.html"]
    assert places(a=telling, b=plain) == {"a.html", "alles.zip/a.html"}
    assert searched == ["a.html"]


@pytest.mark.parametrize("how", ["damaged", "encrypted"])
def test_an_archive_that_cannot_be_opened_is_refused(
    how: str, config: Config, package: Package, tmp_path: Path
) -> None:
    target = tmp_path / "a.zip"
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("b.txt", "tekst")
    raw = bytearray(target.read_bytes())
    if how == "damaged":
        raw[raw.index(b"tekst")] ^= 1
    else:
        raw[6] |= 1
        raw[raw.index(b"PK\x01\x02") + 8] |= 1
    target.write_bytes(raw)
    assert "a.zip" in leaks_of(config, package, tmp_path)[0].what


def test_comments_and_dates_in_a_workbook_are_read(
    config: Config, package: Package, tmp_path: Path
) -> None:
    def leaks(change: Callable[[Any], None]) -> list[tuple[str, ...]]:
        book = openpyxl.Workbook()
        change(book.active)
        book.save(tmp_path / "b.xlsx")
        return [leak.where for leak in leaks_of(config, package, tmp_path) if leak.where]

    def comment(sheet: Any) -> None:
        sheet["B2"].comment = openpyxl.comments.Comment(f"{TITEL}: {AANTAL} in {JAAR}.", "auteur")

    def date(sheet: Any) -> None:
        sheet.append(["Soort", "Wanneer", "Aantal"])
        sheet.append([TITEL, dt.date(JAAR, 1, 1), AANTAL])

    def harmless(sheet: Any) -> None:
        sheet.append([TITEL, JAAR, 9])

    for change in (comment, date):
        assert leaks(change) == [("b.xlsx, blad Sheet",)], change.__name__
    assert leaks(harmless) == []
    (tmp_path / "b.xlsx").write_bytes(b"PK damaged")
    assert "b.xlsx" in leaks_of(config, package, tmp_path)[0].what


def test_what_was_kept_is_for_the_same_file_and_the_same_counts(
    config: Config, package: Package, tmp_path: Path
) -> None:
    store, folder = Store(tmp_path / "opslag"), tmp_path / "_book"
    folder.mkdir()
    page = folder / "a.html"
    page.write_bytes(html(f"<p>{TITEL}: in {JAAR} waren het er {AANTAL}.</p>"))

    def found(config: Config = config) -> dict[str, tuple[str, ...]]:
        return {leak.what: leak.where for leak in leaks_of(config, package, folder, store)}

    key = f"{TITEL}, GM0420, {JAAR}"
    assert found()[key] == ("a.html",)
    assert found()[key] == ("a.html",)
    renamed = page.rename(folder / "b.html")
    assert found()[key] == ("b.html",)
    renamed.write_bytes(html(f"<p>{TITEL}: in {JAAR} waren het er 9.</p>"))
    assert found() == {}
    # The same page about another indicator: its title is now that of the hidden count.
    renamed.write_bytes(html(f"<p>Anders genoemd: in {JAAR} waren het er {AANTAL}.</p>"))
    assert found() == {}
    other = config.indicatoren["halt-vernieling"].model_copy(update={"titel": "Anders genoemd"})
    changed = {**config.indicatoren, "halt-vernieling": other}
    again = found(dataclasses.replace(config, indicatoren=changed))
    assert again[f"Anders genoemd, GM0420, {JAAR}"] == ("b.html",)


def test_a_changed_count_is_looked_for_in_a_file_that_was_searched(
    make_config: MakeConfig, make_package: MakePackage, tmp_path: Path
) -> None:
    store, folder = Store(tmp_path / "opslag"), tmp_path / "_book"
    folder.mkdir()
    (folder / "a.html").write_bytes(html("<p>Vechtpartijen: 2 in 2024.</p>"))
    config = make_config({"v": {"dataset": "bron", "titel": "Vechtpartijen"}}, drempel_personen=5)

    def leaks(count: int) -> list[Leak]:
        frame = pd.DataFrame([(2024, count)], columns=["jaar", "aantal"])
        package = make_package({"bron": frame}, personen=("bron",))
        return leaks_of(config, package, folder, store)

    assert leaks(3) == []
    assert leaks(2)[0].what == "Vechtpartijen, GM0420, 2024"


@pytest.mark.parametrize("keeps", [False, True])
def test_a_count_that_follows_from_others_is_found(
    config: Config, package: Package, tmp_path: Path, keeps: bool
) -> None:
    """All other kinds and the total: what is left is the hidden one, though nobody printed it."""
    store, book = Store(tmp_path / "opslag") if keeps else None, tmp_path / "_book"
    book.mkdir()
    frame = package.dataset("halt").read()
    here = frame[frame["jaar"] == JAAR]
    total = int(here["aantal"].sum())
    titles = {d.selectie["soort"][0]: d.titel for d in config.indicatoren.values() if d.selectie}
    rows = [
        f'"{titles[soort]}",{JAAR},{count}'
        for soort, count in zip(here["soort"], here["aantal"], strict=True)
        if soort != "vernieling"
    ]
    text = "\n".join(["Soort,Jaar,Aantal", *rows])
    (book / "a.csv").write_text(text)
    assert leaks_of(config, package, book, store) == []
    assert leaks_of(config, package, book, store) == []
    whole = f'"{config.indicatoren["halt"].titel}",{JAAR},{total}'
    (book / "b.csv").write_text(f"Soort,Jaar,Aantal\n{whole}\n")
    for _ in range(2):
        leaks = leaks_of(config, package, book, store)
        assert {(leak.what, leak.lowest, leak.highest, leak.where) for leak in leaks} >= {
            (f"{TITEL}, GM0420, {JAAR}", AANTAL, AANTAL, ())
        }
    (book / "b.csv").unlink()
    assert leaks_of(config, package, book, store) == []
    strict = config.boek.model_copy(update={"drempel_personen": 100})
    assert leaks_of(dataclasses.replace(config, boek=strict), package, book, store)


def test_searching_ahead_judges_nothing_and_hides_nothing(tmp_path: Path) -> None:
    folder = tmp_path / "_book"
    folder.mkdir()
    (folder / "half.pdf").write_bytes(b"%PDF-1.7 being writ")
    page = html(f"<h2>{TITEL}</h2><p>{TITEL}: in {JAAR} waren het er {AANTAL}.</p>")
    (folder / "a.html").write_bytes(page)
    search_ahead(PROJECT, folder)
    (folder / "half.pdf").unlink()
    with pytest.raises(IvpFout, match="verborgen aantal"):
        audit(PROJECT, folder)


def test_a_rate_gives_its_count_away(config: Config, package: Package, tmp_path: Path) -> None:
    total = config.indicatoren["halt"]
    part = config.indicatoren["halt-vernieling"].model_copy(update={"noemer": total.noemer})
    changed = {**config.indicatoren, "halt-vernieling": part}
    config = dataclasses.replace(config, indicatoren=changed)
    young = package.dataset("jongeren").read()
    size = young.loc[(young["gebied"] == "GM0420") & (young["jaar"] == JAAR - 1), "aantal"].iloc[0]
    rate = f"{1000 * AANTAL / size:.2f}".replace(".", ",")
    (tmp_path / "a.html").write_bytes(html(f"<p>{TITEL}: {rate} per 1.000 jongeren in {JAAR}.</p>"))
    leak = leaks_of(config, package, tmp_path)[0]
    assert (leak.what, leak.where) == (f"{TITEL}, GM0420, {JAAR}", ("a.html",))


def test_a_file_that_cannot_be_searched_is_refused(
    config: Config, package: Package, tmp_path: Path
) -> None:
    (tmp_path / "a.parquet").write_bytes(b"PAR1")
    with pytest.raises(Unreadable):
        list(pieces("a.parquet", b"PAR1"))
    assert "a.parquet" in leaks_of(config, package, tmp_path)[0].what


def test_the_error_says_what_where_why_and_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(html(f"<p>{TITEL}: {AANTAL} in {JAAR}.</p>"))
    with pytest.raises(IvpFout) as caught:
        audit(PROJECT, tmp_path)
    text = str(caught.value)
    assert TITEL in text and "a.html" in text and "herkenbaar" in text
