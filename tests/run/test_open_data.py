"""All downloads together: a data package that describes its files, and DCAT-AP-NL."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import io
import json
import re
import zipfile
from collections import Counter
from typing import Any

import pytest

from ivp import dutch
from ivp.indicators.book_sources import Source
from ivp.run.open_data import DCAT, PAKKET, ZIP, Download, open_data
from ivp.show.downloads import DownloadRows, as_csv, as_xlsx
from ivp.show.figure_notes import FigureNotes, Imprint
from ivp.store import sha256

ROWS = DownloadRows(
    columns=["Jaar", "Waarde", "Naam", "Leeg"],
    rows=[[2020, 1.5, "a", None], [2021, str(dutch.Missing.HIDDEN), "b", None]],
)
BRON = Source(
    name="cbs",
    werkelijk=True,
    titel="Misdrijven",
    producent="CBS",
    tabel="83648NED",
    opgehaald=dt.date(2026, 11, 23),
    sha256="ab" * 32,
    licentie="CC BY 4.0",
    licentie_url="https://creativecommons.org/licenses/by/4.0/",
    url="https://opendata.cbs.nl/ODataApi/odata/83648NED",
    afspraken="",
)
UITGAVE = Imprint("Plan", "Gemeente X", "1.0", dt.date(2026, 11, 24), False, {"cbs": BRON})


def download(name: str) -> Download:
    sources = ("cbs", "weg")
    notes = FigureNotes(kind="figuur", title="Misdrijven", example=True, sources=sources, rows=ROWS)
    return Download(name=name, page="chapters/a.html", label="fig-a", notes=notes)


def made_of(*downloads: Download, edition: Imprint = UITGAVE) -> dict[str, bytes]:
    contents = {f"{one.name}.csv": as_csv(one.notes.rows) for one in downloads}
    contents |= {f"{one.name}.xlsx": as_xlsx(one.notes.rows, []) for one in downloads}
    return open_data(downloads, contents, edition)


@pytest.fixture
def made() -> dict[str, bytes]:
    return made_of(download("b-fig-a"), download("a-fig-a"))


def test_the_package_describes_every_file(made: dict[str, bytes]) -> None:
    package = json.loads(made[PAKKET])
    archive = zipfile.ZipFile(io.BytesIO(made[ZIP]))
    assert [r["name"] for r in package["resources"]] == ["a-fig-a", "b-fig-a"]
    for resource in package["resources"]:
        assert re.fullmatch(r"[a-z0-9._/-]+", resource["name"])
        raw = archive.read(resource["path"])
        assert resource["hash"] == f"sha256:{sha256(raw)}" and resource["bytes"] == len(raw)
        head, *body = csv.reader(io.StringIO(raw.decode("utf-8-sig")))
        fields, missing = resource["schema"]["fields"], resource["schema"]["missingValues"]
        assert [field["name"] for field in fields] == head
        assert [field["type"] for field in fields] == ["integer", "number", "string", "string"]
        for row in body:
            for field, cell in zip(fields, row, strict=True):
                if cell not in missing and field["type"] != "string":
                    assert float(cell) is not None
        assert resource["sources"][0]["path"] == BRON.url
        assert resource["ivp"]["bronnen"] == [{"sha256": "ab" * 32, "opgehaald": "2026-11-23"}]
        assert "niet echt" in resource["description"]
        assert resource["ivp"]["xlsx"] in archive.namelist()
    assert archive.read(PAKKET) == made[PAKKET] and archive.read(DCAT) == made[DCAT]


ONCE = ("dcat:contactPoint", "dct:identifier", "dcat:version", "dcat:accessURL", "dcat:downloadURL")
MANDATORY = {
    "dcat:Catalog": [
        "dct:title",
        "dct:description",
        "dct:publisher",
        "dcat:contactPoint",
        "dcat:dataset",
    ],
    "dcat:Dataset": [
        "dct:title",
        "dct:description",
        "dct:identifier",
        "dct:publisher",
        "dct:creator",
        "dct:accessRights",
        "dcat:contactPoint",
        "dcat:theme",
        "dcat:distribution",
    ],
    "dcat:Distribution": ["dcat:accessURL", "dct:license", "dct:format"],
    "foaf:Agent": ["foaf:name"],
    "vcard:Kind": ["vcard:fn"],
    "spdx:Checksum": ["spdx:algorithm", "spdx:checksumValue"],
}
"""What DCAT-AP-NL 3.0 (its SHACL shapes) and DCAT-AP 3.0 demand, per class; of ``ONCE`` at most
one."""


def against_profile(catalog: dict[str, Any]) -> tuple[Counter[str], list[str]]:
    """How many there are of each class, and what each lacks or has too often."""
    seen: Counter[str] = Counter()
    wrong: list[str] = []

    def walk(node: object) -> None:
        if isinstance(node, list):
            for item in node:
                walk(item)
        if isinstance(node, dict):
            kind = node.get("@type", "")
            seen[kind] += kind in MANDATORY
            place = f"{kind} {node.get('@id', '')}"
            wrong.extend(f"{place}: no {k}" for k in MANDATORY.get(kind, ()) if not node.get(k))
            wrong.extend(f"{place}: more {k}" for k in ONCE if isinstance(node.get(k), list))
            for key, value in node.items():
                if not key.startswith("@") and key.partition(":")[0] not in catalog["@context"]:
                    wrong.append(f"{place}: unknown {key}")
                walk(value)

    walk(catalog)
    return seen, wrong


def test_dcat_has_what_the_dutch_profile_demands(made: dict[str, bytes]) -> None:
    seen, wrong = against_profile(json.loads(made[DCAT]))
    assert wrong == []
    assert (seen["dcat:Catalog"], seen["dcat:Dataset"], seen["dcat:Distribution"]) == (1, 2, 4)


def test_a_table_without_a_source_says_that_its_licence_is_not_known() -> None:
    whole = download("a-tbl-a")
    bare = whole.model_copy(update={"notes": whole.notes.model_copy(update={"sources": ()})})
    catalog = json.loads(made_of(bare)[DCAT])
    assert against_profile(catalog)[1] == []
    [csv_file, _] = catalog["dcat:dataset"][0]["dcat:distribution"]
    assert csv_file["dct:license"]["@id"].endswith("/licentieonbekend")


def test_addresses_are_absolute_once_the_book_has_one(made: dict[str, bytes]) -> None:
    there = dataclasses.replace(UITGAVE, address="https://plan.example.nl/")
    text = made_of(download("a-fig-a"), edition=there)[DCAT].decode()
    assert '"https://plan.example.nl/_executed/downloads/a-fig-a.csv"' in text
    assert '"https://plan.example.nl/chapters/a.html#fig-a"' in text
    assert '"@id": "a-fig-a.csv"' in made[DCAT].decode()


def test_the_same_downloads_give_the_same_bytes(made: dict[str, bytes]) -> None:
    assert made_of(download("a-fig-a"), download("b-fig-a")) == made
