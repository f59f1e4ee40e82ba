"""All downloads together: a data package that describes its files, and DCAT-AP-NL."""

from __future__ import annotations

import csv
import dataclasses
import datetime as dt
import io
import json
import re
import zipfile

import pytest

from ivp.run.opendata import DCAT, PAKKET, ZIP, Download, bestanden
from ivp.show.download import Gegevens, als_csv, als_xlsx
from ivp.show.getal import Ontbreekt
from ivp.show.onderschrift import Herkomst, Uitgave
from ivp.store import sha256

ROWS = Gegevens(
    kolommen=["Jaar", "Waarde", "Naam", "Leeg"],
    rijen=[[2020, 1.5, "a", None], [2021, str(Ontbreekt.ONDERDRUKT), "b", None]],
)
BRON = Herkomst(
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
UITGAVE = Uitgave("Plan", "Gemeente X", "1.0", dt.date(2026, 11, 24), False, {"cbs": BRON})


def download(name: str) -> Download:
    return Download(
        bestand=name,
        pagina="chapters/a.html",
        label="fig-a",
        titel="Misdrijven",
        voorbeeld=True,
        bronnen=("cbs", "weg"),
        gegevens=ROWS,
        csv=als_csv(ROWS),
        xlsx=als_xlsx(ROWS, []),
    )


@pytest.fixture
def made() -> dict[str, bytes]:
    return bestanden([download("b-fig-a"), download("a-fig-a")], UITGAVE)


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


MANDATORY = {
    "dcat:Catalog": ["dct:title", "dct:description", "dct:publisher", "dcat:dataset"],
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
}


def test_dcat_has_what_the_dutch_profile_demands(made: dict[str, bytes]) -> None:
    catalog = json.loads(made[DCAT])
    seen: dict[str, int] = {}

    def walk(node: object) -> None:
        if isinstance(node, list):
            for item in node:
                walk(item)
        if isinstance(node, dict):
            kind = node.get("@type", "")
            if kind in MANDATORY:
                seen[kind] = seen.get(kind, 0) + 1
                assert [key for key in MANDATORY[kind] if not node.get(key)] == []
            for key, value in node.items():
                prefix = key.partition(":")[0]
                assert key.startswith("@") or prefix in catalog["@context"]
                walk(value)

    walk(catalog)
    assert seen == {"dcat:Catalog": 1, "dcat:Dataset": 2, "dcat:Distribution": 4}


def test_addresses_are_absolute_once_the_book_has_one(made: dict[str, bytes]) -> None:
    there = dataclasses.replace(UITGAVE, adres="https://plan.example.nl/")
    text = bestanden([download("a-fig-a")], there)[DCAT].decode()
    assert '"https://plan.example.nl/_executed/downloads/a-fig-a.csv"' in text
    assert '"https://plan.example.nl/chapters/a.html#fig-a"' in text
    assert '"@id": "a-fig-a.csv"' in made[DCAT].decode()


def test_the_same_downloads_give_the_same_bytes(made: dict[str, bytes]) -> None:
    assert bestanden([download("a-fig-a"), download("b-fig-a")], UITGAVE) == made


def test_a_download_survives_as_plain_data() -> None:
    one = download("a-fig-a")
    plain = json.loads(json.dumps(one.beschrijving()))
    assert Download.van(plain, one.bestanden()) == one
