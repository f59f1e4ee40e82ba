"""BRON: accidents, their places, and counts per municipality."""

from __future__ import annotations

import pytest

from ivp.data.readers import accidents
from tests.data.readers.conftest import refused

ONGEVALLEN = (
    "VKL_NUMMER,REGELNUMMER,JAAR_VKL,AP3_CODE,GME_ID,GME_NAAM,FK_VELD5\n"
    '20230000001,1,2023,LET,420,"Medemblik",P1\n'
    "20230000002,2,2023,UMS,420,Medemblik,P2\n"
    "20230000003,3,2023,UMS,,,\n"
    "20240000001,4,2024,DOD,0405,Hoorn,P3\n"
)


def test_accidents() -> None:
    frame = accidents.read_accidents(ONGEVALLEN.encode(), "o.txt")
    assert frame["ernst"].tolist() == ["letsel", "materieel", "materieel", "dodelijk"]
    assert frame["gebied"].fillna("").tolist() == ["GM0420", "GM0420", "", "GM0405"]
    assert frame["locatie"].fillna("").tolist() == ["P1", "P2", "", "P3"]
    assert str(frame["jaar"].dtype) == "Int64"


def test_counts_per_municipality() -> None:
    frame = accidents.per_gemeente(
        accidents.read_accidents(ONGEVALLEN.encode(), "o.txt"), {"GM0420": "Medemblik"}
    )
    assert list(frame.columns) == ["ernst", "gebied", "gebied_naam", "jaar", "aantal"]
    counts = frame.set_index(["ernst", "jaar"])["aantal"].to_dict()
    assert counts == {
        ("dodelijk", 2023): 0,
        ("dodelijk", 2024): 0,
        ("letsel", 2023): 1,
        ("letsel", 2024): 0,
        ("materieel", 2023): 1,
        ("materieel", 2024): 0,
    }


def test_places_in_metres() -> None:
    raw = b"FK_VELD5,X_COORD,Y_COORD\nP1,133000.5,524000\nP2,,\n"
    frame = accidents.read_points(raw, "p.txt")
    assert frame["x"].fillna(-1).tolist() == [133000.5, -1]
    fout = refused(
        lambda: accidents.read_points(raw.replace(b"133000.5,524000", b"5.1,52.7"), "p.txt")
    )
    assert fout.waar == "p.txt, rij 2, kolom Y_COORD"


def test_parties_keep_only_what_is_asked() -> None:
    raw = b"VKL_NUMMER,OTE_ID,LEEFTIJD\n20230000001,11,34\n"
    assert list(accidents.read_parties(raw, "p.txt", ["OTE_ID"]).columns) == [
        "ongeval",
        "ote_id",
        "rij",
    ]


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("LET", "XXX", "rij 2, kolom AP3_CODE"),
        ("20230000002", "20230000001", "rij 3, kolom VKL_NUMMER"),
        (",2024,", ",24,", "rij 5, kolom JAAR_VKL"),
        ("0405", "Hoorn", "rij 5, kolom GME_ID"),
        ("AP3_CODE", "AP4_CODE", "rij 1"),
        ("20240000001,4,2024,DOD,0405,Hoorn,P3", "20240000001,4,2024", "rij 5"),
    ],
)
def test_damage_has_a_place(old: str, new: str, place: str) -> None:
    fout = refused(lambda: accidents.read_accidents(ONGEVALLEN.replace(old, new).encode(), "o.txt"))
    assert fout.waar == f"o.txt, {place}"
