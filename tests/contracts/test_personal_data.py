"""Personal data are found wherever they stand, and never repeated."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivp.contracts.personal_data import SIGNS, personal_data
from ivp.data import Package

# 111222333 passes the 11-proef and is a well-known test number.
FOUND = {
    "geen_bsn": ["111222333", "bsn 111222333.", "1112.22.333", "1112 22 333"],
    "geen_email": ["jan@voorbeeld.nl", "mail: j.de-vries+x@post.voorbeeld.nl"],
    "geen_telefoon": ["0612345678", "06-12345678", "+31 6 1234 5678", "0229 123 456"],
    "geen_namen": [
        "mevr. Jansen",
        "dhr. P. de Vries",
        "J.P. van den Berg",
        "gesprek met Karel de Groot",
    ],
    "geen_adres": ["1671 AA 12", "1671AA, 12", "1671aa 5", "1671 AA huisnr 7"],
}
ORDINARY = [
    "111222334",
    "0000000",
    "GM0420",
    "WK042015",
    "BU04201506",
    "2023 en 2024",
    "Startnotitie IVP 2023-2026, paragraaf 1.3.2",
    "1671 AA",
    "R2021-0001",
    "apenstaart @ los",
    "1.234.567",
    "Medemblik",
    "Eenheid Noord-Holland",
    "Diefstal/inbraak box/garage/schuur",
    "Vernieling en misdrijven tegen openbare orde en gezag",
    "Overlast ivm alcohol/ drugs",
]


@pytest.mark.parametrize("kind", SIGNS)
def test_found_with_row_and_column_but_without_the_value(package: Package, kind: str) -> None:
    for text in FOUND[kind]:
        frame = pd.DataFrame({"a": ["goed", "goed"], "b": ["goed", f"zie {text}"]}, dtype="str")
        broken = [v for v in personal_data(frame, package.dataset("halt")) if v.status == "kapot"]
        assert kind in [v.kind for v in broken], text
        for verdict in broken:
            assert verdict.severity == "critical"
            assert verdict.column == "b"
            assert verdict.examples == ((3, "niet getoond"),)
            assert text not in verdict.model_dump_json()


@pytest.mark.parametrize("text", ORDINARY)
def test_ordinary_texts_are_left_alone(package: Package, text: str) -> None:
    frame = pd.DataFrame({"a": [text]}, dtype="str")
    assert [
        v.wat for v in personal_data(frame, package.dataset("halt")) if v.status == "kapot"
    ] == []


def test_a_bsn_in_a_column_of_numbers(package: Package) -> None:
    frame = pd.DataFrame({"nummer": pd.Series([1, 111222333], dtype="Int64")})
    broken = [v for v in personal_data(frame, package.dataset("halt")) if v.status == "kapot"]
    assert [(v.kind, v.examples[0][0]) for v in broken] == [("geen_bsn", 3)]


@given(st.integers(10_000_000, 99_999_999))
def test_every_bsn_is_found(start: int) -> None:
    """Every number that the 11-proef (weights 9 8 7 6 5 4 3 2 -1) accepts."""
    weighted = sum(w * int(d) for w, d in zip(range(9, 1, -1), str(start), strict=True))
    last = weighted % 11
    found = SIGNS["geen_bsn"](f"nr {start}{last}")
    assert found == (last < 10)


def test_a_place_is_no_person_in_a_column_of_places(package: Package) -> None:
    place = {"gebied": ["GM0599"], "gebied_naam": ["Hoek van Holland"]}
    frame = pd.DataFrame(place, dtype="str")
    assert all(v.status == "ok" for v in personal_data(frame, package.dataset("halt")))


def test_a_column_named_after_personal_data_is_refused(package: Package) -> None:
    frame = pd.DataFrame({"geboortedatum": ["x"], "gebied_naam": ["Hoorn"]}, dtype="str")
    (broken,) = [v for v in personal_data(frame, package.dataset("halt")) if v.status == "kapot"]
    assert (broken.kind, broken.column) == ("geen_persoonskolom", "geboortedatum")


SENTENCE = "de bewoner belt elke avond omdat er op het plein voor zijn huis lawaai is"


@pytest.mark.parametrize(
    "texts",
    [["kort", SENTENCE], [f"melding {n} van overlast" for n in range(30)]],
    ids=["a sentence", "hardly any two alike"],
)
def test_free_text_is_refused_unless_declared(package: Package, texts: list[str]) -> None:
    frame = pd.DataFrame({"toelichting": texts}, dtype="str")
    dataset = package.dataset("halt")
    (broken,) = [v for v in personal_data(frame, dataset) if v.status == "kapot"]
    assert (broken.kind, broken.severity) == ("geen_vrije_tekst", "critical")
    assert "plein" not in broken.model_dump_json()
    facts = dataset.resource.ivp.model_copy(update={"vrije_tekst": ("toelichting",)})
    declared = replace(dataset, resource=dataset.resource.model_copy(update={"ivp": facts}))
    assert all(v.status == "ok" for v in personal_data(frame, declared))
    mail = pd.DataFrame({"toelichting": [*texts, "mail jan@voorbeeld.nl"]}, dtype="str")
    assert [v.kind for v in personal_data(mail, declared) if v.status == "kapot"] == ["geen_email"]


def test_many_rows_with_the_same_few_texts_are_codes(package: Package) -> None:
    names = [f"soort misdrijf nummer {n}" for n in range(50)] * 10
    frame = pd.DataFrame({"soort_naam": names}, dtype="str")
    assert all(v.status == "ok" for v in personal_data(frame, package.dataset("halt")))
