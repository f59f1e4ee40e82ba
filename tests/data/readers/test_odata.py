"""OData v3 and v4 pages in the true format, and pages that are not."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ivp.data.readers import metadata, statline
from tests.data.readers.conftest import refused

V3 = [
    {"ID": 0, "Soort": "0.0.0 ", "RegioS": "GM0420", "Perioden": "2023JJ00", "Aantal_1": 1212},
    {"ID": 1, "Soort": "0.0.0 ", "RegioS": "GM0364", "Perioden": "2023JJ00", "Aantal_1": None},
    {"ID": 2, "Soort": "1.1.1 ", "RegioS": "GM0420", "Perioden": "2023MM01", "Aantal_1": 25.6},
]
V4 = [
    {
        "Id": i,
        "Measure": "M004200_2",
        "ValueAttribute": attribute,
        "Value": value,
        "StringValue": None,
        "SoortMisdrijf": "T001161",
        "RegioS": town,
        "Perioden": "2023JJ00",
    }
    for i, (town, attribute, value) in enumerate(
        [
            ("GM0420", "None", 1212.0),
            ("GM0364", "Impossible", None),
            ("GM0405", "Confidential", None),
            ("GM0388", "Unreliable", 12.0),
            ("GM0498", "None", None),
        ]
    )
]


def page(rows: list[dict[str, Any]], **more: Any) -> bytes:
    return json.dumps({"odata.metadata": "https://…/$metadata", **more, "value": rows}).encode()


def test_v3_pages() -> None:
    pages = [page(V3[:2], **{"odata.nextLink": "…"}), page(V3[2:])]
    frame = statline.from_rows(statline.rows(pages, "47013NED"), "47013NED")
    assert frame["symbool"].tolist() == ["cijfer", "ontbreekt", "cijfer"]
    assert frame["waarde"].fillna(-1).tolist() == [1212, -1, 25.6]
    assert frame["soort"].tolist() == ["0.0.0", "0.0.0", "1.1.1"]
    assert frame["periode"].tolist() == ["2023", "2023", "2023-01"]
    assert frame["rij"].tolist() == [1, 2, 3]


def test_v3_untyped_cells_keep_their_symbols() -> None:
    rows = [{**V3[0], "Aantal_1": "       ."}, {**V3[1], "Aantal_1": ""}]
    assert statline.from_rows(rows, "t")["symbool"].tolist() == ["onbekend", "leeg"]


@pytest.mark.parametrize(("default", "symbool"), [("Zero", "standaard"), ("Missing", "ontbreekt")])
def test_v3_null_is_zero_only_where_the_table_says_so(default: str, symbool: str) -> None:
    entities: dict[str, list[dict[str, Any]]] = {
        "TableInfos": [{"ID": 0, "Title": "T", "Identifier": "47018NED", "Modified": "2024-08-15"}],
        "DataProperties": [
            {
                "odata.type": "Cbs.OData.Dimension",
                "Type": "Dimension",
                "Key": "RegioS",
                "Title": "R",
            },
            {
                "odata.type": "Cbs.OData.Topic",
                "Type": "Topic",
                "Key": "Aantal_1",
                "Title": "Aantal",
                "Unit": "aantal",
                "Default": default,
            },
        ],
        "CategoryGroups": [],
        "RegioS": [
            {"Key": "GM0420", "Title": "Medemblik", "Description": None},
            {"Key": "GM0364", "Title": "Andijk", "Description": None},
        ],
        "Perioden": [
            {"Key": "2023JJ00", "Title": "2023", "Status": "Definitief"},
            {"Key": "2023MM01", "Title": "2023 januari*", "Status": "Voorlopig"},
        ],
    }
    parts = {name: metadata.from_rows(rows, name) for name, rows in entities.items() if rows}
    frame = statline.from_rows(V3, "47018NED", metadata.assemble(parts))
    assert frame["symbool"].tolist() == ["cijfer", symbool, "cijfer"]
    assert frame["gebied_naam"].tolist() == ["Medemblik", "Andijk", "Medemblik"]
    assert frame["periode_status"].tolist() == ["definitief", "definitief", "voorlopig"]
    assert set(frame["eenheid"]) == {"aantal"}


@pytest.mark.parametrize(
    ("raw", "word"),
    [
        (page(V3)[:-20], "afgebroken"),
        (b"<html>", "JSON"),
        (b'{"value": [{"a": NaN}]}', "niet te lezen"),
        (b"[" * 100_000, "niet te lezen"),
        (b'{"odata.error": {"code": ""}}', "foutmelding"),
        (b"[1, 2]", "OData"),
        (b'{"value": [1]}', "OData"),
        (page([]), "geen enkele rij"),
        (page(V3, **{"odata.nextLink": "…"}), "volgende bladzijde"),
        (page([V3[0], {"ID": 1}]), "andere kolommen"),
        (page([{**V3[0], "Aantal_1": [1]}]), "lijst of een object"),
        (page([{**V3[0], "Aantal_1": True}]), "geen getal"),
        (page([{**V3[0], "Aantal_1": 1e300}]), "geen getal"),
        (page([{**V3[0], "RegioS": None}]), "leeg"),
        (page([{**V3[0], "Soort": None}]), "leeg"),
    ],
)
def test_v3_what_is_not_right(raw: bytes, word: str) -> None:
    assert (
        word
        in refused(lambda: statline.from_rows(statline.rows([raw], "47013NED"), "47013NED")).wat
    )


def test_v4_observations() -> None:
    frame = statline.from_rows(statline.rows([page(V4)], "83648NED"), "83648NED")
    assert frame["symbool"].tolist() == ["cijfer", "leeg", "geheim", "onbekend", "ontbreekt"]
    # a value beside an attribute that we do not know is not taken over
    assert frame["waarde"].fillna(-1).tolist() == [1212, -1, -1, -1, -1]
    assert set(frame["onderwerp"]) == {"M004200_2"}
    assert set(frame["soort_misdrijf"]) == {"T001161"}


def test_v4_names_units_and_statuses() -> None:
    places = [{"Identifier": row["RegioS"], "Title": f"Plaats {row['RegioS']}"} for row in V4]
    entities: dict[str, list[dict[str, Any]]] = {
        "MeasureCodes": [{"Identifier": "M004200_2", "Title": "Totaal", "Unit": "aantal"}],
        "RegioSCodes": places,
        "PeriodenCodes": [{"Identifier": "2023JJ00", "Title": "2023*", "Status": "Voorlopig"}],
    }
    parts = {name: metadata.from_rows(rows, name) for name, rows in entities.items()}
    frame = statline.from_rows(V4, "83648NED", metadata.assemble(parts))
    assert frame["gebied_naam"].iloc[0] == "Plaats GM0420"
    assert set(frame["eenheid"]) == {"aantal"}
    assert set(frame["periode_status"]) == {"voorlopig"}


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"Value": "12"}, "geen getal"),
        ({"Value": True}, "geen getal"),
        ({"Perioden": None}, "leeg"),
        ({"Perioden": "2023X000"}, "geen periode"),
        ({"RegioS": "Hoorn"}, "geen gebiedscode"),
    ],
)
def test_v4_what_is_not_right(change: dict[str, Any], word: str) -> None:
    rows = [V4[0], {**V4[1], **change}]
    fout = refused(lambda: statline.from_rows(rows, "83648NED"))
    assert word in fout.wat
    assert "rij 2" in str(fout.waar)


def test_v4_the_same_observation_twice() -> None:
    assert "twee keer" in refused(lambda: statline.from_rows([V4[0], V4[0]], "83648NED")).wat
