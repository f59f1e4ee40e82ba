"""Every download of the finished book against its figure, by ``tools/vergelijk_downloads.py``."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from tests.boek.conftest import ROOT
from tests.run.test_opendata import against_profile


def compare(folder: Path) -> subprocess.CompletedProcess[str]:
    script = ROOT / "tools" / "vergelijk_downloads.py"
    return subprocess.run(
        [sys.executable, str(script), str(folder)], capture_output=True, text=True, check=False
    )


def test_every_download_holds_what_its_figure_shows(boek) -> None:
    done = compare(boek.folder)
    assert done.returncode == 0, done.stdout + done.stderr
    figures, tables = re.findall(r"(\d+) (?:figuren|tabellen)", done.stdout)
    assert int(figures) > 20
    # A notebook may have a table that its chapter does not show; its figures are open data too.
    assert 50 < int(figures) + int(tables) <= len(resources(boek))


def resources(boek) -> list[dict]:
    path = boek.folder / "_executed" / "downloads" / "datapackage.json"
    return json.loads(path.read_text("utf-8"))["resources"]


def test_a_figure_that_differs_is_found(boek, tmp_path: Path) -> None:
    shutil.copytree(boek.folder, tmp_path / "boek", ignore=shutil.ignore_patterns("*.pdf"))
    path = tmp_path / "boek/_executed/downloads/veiligheidsbeeld-fig-misdrijven-cbs.csv"
    text = path.read_text("utf-8")
    assert ",52." in text
    path.write_text(text.replace(",52.", ",53.", 1), "utf-8")
    done = compare(tmp_path / "boek")
    assert done.returncode == 1
    assert "veiligheidsbeeld-fig-misdrijven-cbs.csv: rij" in done.stdout
    assert "staat niet in de figuur" in done.stdout and "in de XLSX" in done.stdout


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
