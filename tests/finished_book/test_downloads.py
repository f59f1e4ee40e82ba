"""Every download of the finished book, and how they are described."""

from __future__ import annotations

import json
import shutil
import zipfile
from pathlib import Path

from lxml import html as lxml_html

from ivp.book import download_checks, findings
from tests.run.test_opendata import against_profile


def test_every_figure_and_table_has_its_downloads(boek) -> None:
    """That they hold what is shown is checked in the build itself."""
    pages = [lxml_html.parse(page).getroot() for page in boek.pages]
    shown = [pair for page in pages for pair in download_checks.pairs(page)]
    # A notebook may have a table that its chapter does not show; its figures are open data too.
    assert 50 < len(shown) <= len(resources(boek))
    assert sum(len(page.find_class("ivp-figuur")) for page in pages) > 20


def resources(boek) -> list[dict]:
    path = boek.folder / "_executed" / "downloads" / "datapackage.json"
    return json.loads(path.read_text("utf-8"))["resources"]


def test_a_figure_that_differs_is_found(boek, tmp_path: Path) -> None:
    shutil.copytree(boek.folder, tmp_path / "boek")
    path = tmp_path / "boek/_executed/downloads/veiligheidsbeeld-fig-misdrijven-cbs.csv"
    text = path.read_text("utf-8")
    assert ",52." in text
    path.write_text(text.replace(",52.", ",53.", 1), "utf-8")
    [one] = findings(tmp_path / "boek")
    assert one.waar == "chapters/veiligheidsbeeld.html"
    assert "veiligheidsbeeld-fig-misdrijven-cbs.csv" in one.wat and "in de XLSX" in one.wat


def test_the_open_data_package_holds_every_download(boek) -> None:
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


def test_the_description_has_what_dcat_ap_nl_demands_of_every_download(boek) -> None:
    path = boek.folder / "_executed" / "downloads" / "dcat.jsonld"
    seen, wrong = against_profile(json.loads(path.read_text("utf-8")))
    assert wrong == []
    assert seen["dcat:Distribution"] == 2 * seen["dcat:Dataset"] == 2 * len(resources(boek))
