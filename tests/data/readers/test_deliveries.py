"""Deliveries of partners in our own formats, as CSV and as Excel."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ivp.data import Package
from ivp.data.readers import deliveries
from ivp.data.readers.deliveries import FORMATS, DeliveryFormat
from ivp.paths import Project
from tests.data.readers.conftest import refused
from tests.data.readers.test_excel import workbook

KOP = "soort;gebied;gebied_naam;jaar;aantal\n"
HALT = KOP + "vernieling;GM0420;Medemblik;2023;1.207\ndiefstal;GM0420;Medemblik;2023;<5\n"
ALLE = pytest.mark.parametrize("levering", FORMATS.values(), ids=list(FORMATS))


def test_counts_and_symbols() -> None:
    text = HALT + "vuurwerk;GM0420  ;Medemblik;2023;\noverig;GM0420;Medemblik;2023;–\n"
    frame = deliveries.read(text.encode(), "halt.csv", "halt")
    assert frame["aantal"].fillna(-1).tolist() == [1207, -1, -1, 0]
    assert frame["symbool"].tolist() == ["cijfer", "geheim", "leeg", "nihil"]
    assert frame["rij"].tolist() == [2, 3, 4, 5]


def test_columns_in_any_order_and_case() -> None:
    text = "Aantal;Jaar;Gebied;Gebied_naam;Soort\n7;2023;GM0420;Medemblik;diefstal\n"
    frame = deliveries.read(text.encode("cp1252"), "halt.csv", "halt")
    assert list(frame.columns)[:5] == FORMATS["halt"].names


def test_excel_numbers_and_texts() -> None:
    rows: list[list[Any]] = [
        ["soort", "gebied", "gebied_naam", "jaar", "aantal"],
        ["vernieling", "GM0420", "Medemblik", 2023, 7],
        ["diefstal", "GM0420", "Medemblik", 2023, "1.207"],
        ["vuurwerk", "GM0420", "Medemblik", 2023, None],
    ]
    frame = deliveries.read(workbook(levering=rows), "halt.xlsx", "halt")
    assert frame["aantal"].fillna(-1).tolist() == [7, 1207, -1]
    rows[1][4] = 1.207
    fout = refused(lambda: deliveries.read(workbook(levering=rows), "halt.xlsx", "halt"))
    assert fout.waar == "halt.xlsx, rij 2, kolom aantal"


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("1.207", "1,000", "rij 2, kolom aantal"),
        ("1.207", "12,5", "rij 2, kolom aantal"),
        ("1.207", "-3", "rij 2, kolom aantal"),
        ("vernieling", "vernielingen", "rij 2, kolom soort"),
        ("vernieling", "diefstal", "rij 3"),
        ("GM0420", "Medemblik", "rij 2, kolom gebied"),
        ("2023", "2023/2024", "rij 2, kolom jaar"),
        ("jaar", "jaren", "rij 1"),
        ("aantal\n", "aantal;naam melder\n", "rij 1"),
    ],
)
def test_damage_has_a_place(old: str, new: str, place: str) -> None:
    text = HALT.replace(old, new, 1)
    fout = refused(lambda: deliveries.read(text.encode(), "halt.csv", "halt"))
    assert fout.waar == f"halt.csv, {place}"


def test_a_name_of_a_participant_is_not_repeated() -> None:
    text = "sessie;deelnemer;thema;criterium;score\nthemalunch;Jan Jansen;school;ernst;4\n"
    fout = refused(lambda: deliveries.read(text.encode(), "s.csv", "bijeenkomsten"))
    assert "Jansen" not in str(fout)


def test_unknown_format_names_the_nearest() -> None:
    assert "Bedoelt u 'halt'?" in refused(lambda: deliveries.read(b"a;b\n", "x.csv", "hlat")).wat


@ALLE
def test_example_can_be_read(levering: DeliveryFormat) -> None:
    raw = deliveries.template_files(levering)[f"{levering.name}-voorbeeld.csv"].encode()
    frame = deliveries.read(raw, "voorbeeld.csv", levering.name)
    assert len(frame) == len(levering.example)
    assert levering in deliveries.formats_of(levering.names)


@ALLE
def test_columns_are_those_of_the_data_set(levering: DeliveryFormat, root: Path) -> None:
    """What is read can be registered as it is; the committed data is read by the same format."""
    dataset = Package.load(Project(root)).dataset(levering.dataset)
    assert levering.names == list(dataset.columns)
    frame = deliveries.read(dataset.content(), dataset.place, levering.name)
    assert frame[levering.names].astype(object).equals(dataset.read().astype(object))
