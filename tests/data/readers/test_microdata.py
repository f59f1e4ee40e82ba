"""Survey microdata as CSV and SPSS."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat
import pytest

from ivp.data.readers import microdata
from tests.data.readers.conftest import refused

CSV = "respondent;deelgebied;gewicht;cijfer\nR1;andijk;0,873;8\nR2;twisk;1,245;\nR3;twisk;1,1;.\n"


def sav(path: Path, frame: pd.DataFrame, **options: Any) -> bytes:
    pyreadstat.write_sav(frame, path / "v.sav", **options)
    return (path / "v.sav").read_bytes()


def test_csv() -> None:
    survey = microdata.read(CSV.encode(), "v.csv")
    frame = survey.answers
    assert frame["gewicht"].tolist() == [0.873, 1.245, 1.1]
    assert frame["cijfer"].isna().tolist() == [False, True, True]
    assert frame["deelgebied"].tolist() == ["andijk", "twisk", "twisk"]
    assert frame["rij"].tolist() == [2, 3, 4]


def test_csv_with_points() -> None:
    text = CSV.replace(",", ".").replace(";", ",")
    assert microdata.read(text.encode(), "v.csv").answers["gewicht"].sum() == pytest.approx(3.218)


def test_ambiguous_weights_need_a_word() -> None:
    raw = b"respondent;gewicht\nR1;1.245\nR2;1.101\n"
    assert "duizend" in refused(lambda: microdata.read(raw, "v.csv")).wat
    read = microdata.read(raw, "v.csv", decimal=".")
    assert read.answers["gewicht"].tolist() == [1.245, 1.101]


def test_open_answers_are_refused() -> None:
    raw = CSV.replace("cijfer", "toelichting").replace(";8\n", ";mijn buurman\n")
    fout = refused(lambda: microdata.read(raw.encode(), "v.csv"))
    assert fout.waar == "v.csv, rij 2, kolom toelichting"
    assert "buurman" not in str(fout)


@pytest.mark.parametrize(("old", "row"), [("0,873", 2), ("1,1;", 4)])
@pytest.mark.parametrize("new", ["", "0", "-1"])
def test_weights_must_be_there_and_positive(old: str, row: int, new: str) -> None:
    text = CSV.replace(old, new + (";" if old.endswith(";") else ""))
    fout = refused(lambda: microdata.read(text.encode(), "v.csv"))
    assert fout.waar == f"v.csv, rij {row}, kolom gewicht"


def test_without_weights() -> None:
    fout = refused(lambda: microdata.read(CSV.replace("gewicht", "w").encode(), "v.csv"))
    assert "'gewicht'" in fout.wat


def test_spss(tmp_path: Path) -> None:
    frame = pd.DataFrame(
        {
            "respondent": ["R1", "R2", "R3"],
            "weegfactor": [0.9, 1.2, 0.9],
            "cijfer": [8.0, 99.0, float("nan")],
        }
    )
    raw = sav(
        tmp_path,
        frame,
        column_labels=["Nummer", "Gewicht", "Welk cijfer geeft u uw buurt?"],
        variable_value_labels={"cijfer": {8: "acht", 99: "weet niet"}},
        missing_ranges={"cijfer": [99]},
    )
    survey = microdata.read(raw, "v.sav")
    assert survey.answers["cijfer"].isna().tolist() == [False, True, True]
    assert survey.questions["cijfer"] == "Welk cijfer geeft u uw buurt?"
    assert survey.labels["cijfer"][99.0] == "weet niet"
    assert survey.answers["respondent"].tolist() == ["R1", "R2", "R3"]


def test_spss_with_undeclared_text(tmp_path: Path) -> None:
    raw = sav(tmp_path, pd.DataFrame({"gewicht": [1.0], "naam": ["Jan"]}))
    fout = refused(lambda: microdata.read(raw, "v.sav"))
    assert fout.waar == "v.sav, rij 1, kolom naam"


def test_spss_that_is_damaged(tmp_path: Path) -> None:
    raw = sav(tmp_path, pd.DataFrame({"gewicht": [1.0] * 500}))
    assert "niet te lezen" in refused(lambda: microdata.read(raw[:100], "v.sav")).wat
    assert "niet te lezen" in refused(lambda: microdata.read(b"$FL2" + b"\xff" * 300, "v.sav")).wat
