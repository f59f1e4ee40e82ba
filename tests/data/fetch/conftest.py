"""A small table as the police serve it, a loopback server, and a fetcher that does not wait."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from ivp.config.sources import Bronnen
from ivp.data.fetch import Fetcher, FetchPolicy
from ivp.paths import Project
from tests.data.odata_server import Server, Tabel

GEBIEDEN = ["GM0420", "GM0364", "GM0498", "NL00"]
SOORTEN = ["0.0.0 ", "1.1.1 ", "1.4.1 "]
JAREN = ["2021JJ00", "2022JJ00", "2023JJ00"]


def tabel(**changes: Any) -> Tabel:
    """47013NED in small: three kinds, three areas and a former one, years and a month."""
    regions = {
        "NL01  ": "Nederland",
        "GM0364": "Andijk",
        "GM0420": "Medemblik",
        "GM0498": "Drechterland",
    }
    rows: list[dict[str, Any]] = []
    for soort in SOORTEN:
        for number, regio in enumerate(regions):
            for when in [*JAREN, "2023MM01"]:
                value = None if regio == "GM0364" else 10 * number + len(rows) % 7
                rows.append(
                    {
                        "ID": len(rows),
                        "SoortMisdrijf": soort,
                        "RegioS": regio,
                        "Perioden": when,
                        "GeregistreerdeMisdrijven_1": value,
                        "Aangiften_2": value,
                    }
                )
    return Tabel(
        naam="47013NED",
        codes={
            "SoortMisdrijf": [
                {"Key": key, "Title": f"Soort {key.strip()}", "Description": ""} for key in SOORTEN
            ],
            "RegioS": [
                {"Key": key, "Title": naam, "Description": ""} for key, naam in regions.items()
            ],
            "Perioden": [
                {
                    "Key": key,
                    "Title": key[:4],
                    "Description": "",
                    "Status": "Voorlopig" if key.startswith("2023") else "Definitief",
                }
                for key in [*JAREN, "2023MM01"]
            ],
        },
        soorten={
            "SoortMisdrijf": "Dimension",
            "RegioS": "GeoDimension",
            "Perioden": "TimeDimension",
        },
        onderwerpen={"GeregistreerdeMisdrijven_1": "Long", "Aangiften_2": "Long"},
        rijen=rows,
        **changes,
    )


def catalogus(server: Server, **changes: Any) -> Bronnen:
    """The catalogue that points to the loopback server; ``changes`` are keys of the table."""
    licentie = {"name": "CC-BY-4.0", "title": "Naamsvermelding 4.0"}
    table = {
        "dienst": "politie",
        "titel": "Misdrijven",
        "omvang": "vergelijking",
        "kalender": {"maanden": [1]},
        **changes,
    }
    return Bronnen.model_validate(
        {
            "diensten": {
                "politie": {
                    "protocol": "odata-v3",
                    "api": f"{server.adres}/ODataApi/odata",
                    "feed": f"{server.adres}/ODataFeed/odata",
                    "producent": "Politie",
                    "licentie": licentie,
                },
                "cbs-v4": {
                    "protocol": "odata-v4",
                    "api": f"{server.adres}/odata/v1/CBS",
                    "producent": "CBS",
                    "licentie": licentie,
                },
            },
            "tabellen": {"47013NED": table},
        }
    )


BELEID = FetchPolicy(silence=0.4, answer=1.5, pause=0.0, attempts=4)


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(tabel()) as running:
        yield running


@pytest.fixture
def project(tmp_path: Path) -> Project:
    (tmp_path / "_quarto.yml").write_text("project: {type: book}\n")
    return Project(tmp_path)


@pytest.fixture
def ophalen(server: Server, project: Project) -> Callable[..., Fetcher]:
    """Make a fetcher; keyword arguments change the table's entry in the catalogue."""

    def make(beleid: FetchPolicy = BELEID, **changes: Any) -> Fetcher:
        return Fetcher(
            project, catalogus(server, **changes), GEBIEDEN, beleid, sleep=lambda seconds: None
        )

    return make
