"""Every download of the finished book, and how they are described."""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from lxml import html as lxml_html

from ivp.book import download_checks, findings
from ivp.book.download_checks import as_number, as_shown, rounds_to
from tests.finished_book.conftest import Boek
from tests.run.test_open_data import against_profile

NUMBER = re.compile(r"[-−]?\d[\d.]*(?:,\d+)?")


def test_every_figure_and_table_has_its_downloads(boek: Boek) -> None:
    """That they hold what is shown is checked in the build itself."""
    pages = [lxml_html.parse(page).getroot() for page in boek.pages]
    shown = [pair for page in pages for pair in download_checks.pairs(page)]
    # A notebook may have a table that its chapter does not show; its figures are open data too.
    assert 50 < len(shown) <= len(resources(boek))
    assert sum(len(page.find_class("ivp-figuur")) for page in pages) > 20


def test_every_figure_draws_what_its_download_holds(boek: Boek) -> None:
    wrong = []
    for page in boek.pages:
        for block, address, _ in download_checks.pairs(lxml_html.parse(page).getroot()):
            for around in block.xpath("ancestor::*[contains(@class, 'ivp-figuur')]"):
                [drawing] = around.xpath(".//script[@type='application/json']")
                text = (page.parent / address).read_text("utf-8-sig")
                head, *rows = csv.reader(io.StringIO(text))
                wrong += [
                    f"{address}: {one}" for one in undrawn(json.loads(drawing.text), head, rows)
                ]
    assert wrong == []


def test_a_number_that_is_not_drawn_is_found() -> None:
    data = {"data": [{"x": [2020, 2021, 2022], "y": [12.25, 1300.0, None]}]}
    rows = [["2020", "12.25"], ["2021", "1300"], ["2022", "onbekend"]]
    assert list(undrawn(data, ["Jaar", "Aantal"], rows)) == []
    rows[1][1] = "1301"
    assert list(undrawn(data, ["Jaar", "Aantal"], rows)) == [
        "rij 3, Aantal: 1301 staat niet in de figuur"
    ]
    assert list(undrawn({"data": []}, ["Jaar", "Aantal"], rows)) != []


def undrawn(data: Any, head: list[str], rows: list[list[str]]) -> Iterator[str]:
    """Every number of the download is drawn or written in the figure, column by column.

    A row without its figure (a word stands where other rows have a number) need not be drawn.
    """
    exact = {f"{number:.9g}" for trace in data["data"] for number in drawn(trace)}
    found = [match.rstrip(".") for text in texts(data) for match in NUMBER.findall(text)]
    written = [seen for text in found if (seen := as_shown(text))]
    columns = {
        name: [as_number(text) for text in column]
        for name, column in zip(head, zip(*rows, strict=True), strict=True)
        if any(as_number(text) is not None for text in column)
    }
    filled = [i for i in range(len(rows)) if all(v[i] is not None for v in columns.values())]
    complete = 0
    for name, values in columns.items():
        missing = [
            i
            for i in filled
            if (value := values[i]) is not None
            and f"{value:.9g}" not in exact
            and not any(rounds_to(value, one) for one in written)
        ]
        complete += not missing
        if len(missing) * 2 > len(filled):
            continue  # a column that goes with the figure and is not drawn, such as a denominator
        for i in missing:
            yield f"rij {i + 2}, {name}: {rows[i][head.index(name)]} staat niet in de figuur"
    if filled and columns and not complete:
        yield "geen enkele kolom met getallen staat in de figuur"


def drawn(trace: dict[str, Any]) -> Iterator[float]:
    """The numbers of a trace: its coordinates, and the ends of its bars and error bars."""
    axes = {axis: list(numbers(trace.get(axis))) for axis in ("x", "y")}
    yield from (*axes["x"], *axes["y"])
    for base, length in zip(numbers(trace.get("base")), axes["x"], strict=False):
        yield base + length
    for axis, values in axes.items():
        error = trace.get(f"error_{axis}") or {}
        for sign, name in ((1, "array"), (-1, "arrayminus")):
            for centre, size in zip(values, numbers(error.get(name)), strict=False):
                yield centre + sign * size


def numbers(values: Any) -> Iterator[float]:
    for value in values if isinstance(values, list) else [values]:
        if isinstance(value, int | float) and not isinstance(value, bool):
            yield value


def texts(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield re.sub(r"<[^>]*>", " ", node)
    elif isinstance(node, dict | list):
        for value in node.values() if isinstance(node, dict) else node:
            yield from texts(value)


def resources(boek: Boek) -> list[dict[str, Any]]:
    path = boek.folder / "_executed" / "downloads" / "datapackage.json"
    found: list[dict[str, Any]] = json.loads(path.read_text("utf-8"))["resources"]
    return found


def test_a_figure_that_differs_is_found(boek: Boek, tmp_path: Path) -> None:
    shutil.copytree(boek.folder, tmp_path / "boek")
    path = tmp_path / "boek/_executed/downloads/veiligheidsbeeld-fig-misdrijven-cbs.csv"
    text = path.read_text("utf-8")
    assert ",52." in text
    path.write_text(text.replace(",52.", ",53.", 1), "utf-8")
    [one] = findings(tmp_path / "boek")
    assert one.waar == "chapters/veiligheidsbeeld.html"
    assert "veiligheidsbeeld-fig-misdrijven-cbs.csv" in one.wat and "in de XLSX" in one.wat


def test_the_open_data_package_holds_every_download(boek: Boek) -> None:
    folder = boek.folder / "_executed" / "downloads"
    names = {resource["path"] for resource in resources(boek)}
    assert names == {path.name for path in folder.glob("*-fig-*.csv")} | {
        path.name for path in folder.glob("*-tbl-*.csv")
    }
    with zipfile.ZipFile(folder / "open-data.zip") as archive:
        assert names | {"datapackage.json", "dcat.jsonld"} <= set(archive.namelist())
    page = (boek.folder / "chapters" / "bronnen.html").read_text("utf-8")
    for name in ("open-data.zip", "datapackage.json", "dcat.jsonld"):
        assert f"../_executed/downloads/{name}" in page


def test_the_description_has_what_dcat_ap_nl_demands_of_every_download(boek: Boek) -> None:
    path = boek.folder / "_executed" / "downloads" / "dcat.jsonld"
    seen, wrong = against_profile(json.loads(path.read_text("utf-8")))
    assert wrong == []
    assert seen["dcat:Distribution"] == 2 * seen["dcat:Dataset"] == 2 * len(resources(boek))
