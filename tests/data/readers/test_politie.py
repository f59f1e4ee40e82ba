"""Police tables: hidden categories are not zero, unknown codes are not lost."""

from __future__ import annotations

import pandas as pd
import pytest

from ivp.data.readers import misdrijfcodes, politie, statline_ruw
from tests.data.readers.conftest import refused
from tools.example_data import codes


def read(rows: list[tuple[str, str, str, str]], region: str = "WijkenEnBuurten") -> pd.DataFrame:
    text = f"SoortMisdrijf;{region};Perioden;GeregistreerdeMisdrijven_1;Aangiften_2\n"
    text += "".join(f"{soort:<6};{gebied:<10};{p};{n};1\n" for soort, gebied, p, n in rows)
    return politie.misdrijven(statline_ruw.lees(text.encode(), "p.csv"), "p.csv")


def test_columns_are_those_of_our_data_sets() -> None:
    frame = read([("1.1.1", "BU04200101", "2023JJ00", "7")])
    assert frame["soort_misdrijf_naam"].item() == "Diefstal/inbraak woning"
    assert frame["aantal"].item() == 7
    assert str(frame["aantal"].dtype) == "Int64"
    assert list(frame.columns[:3]) == ["soort_misdrijf", "soort_misdrijf_naam", "gebied"]


def test_hidden_per_buurt_is_not_zero() -> None:
    frame = read(
        [
            ("1.4.1", "BU04200101", "2023JJ00", "0"),
            ("3.2.1", "WK042001", "2023JJ00", "0"),
            ("1.4.1", "GM0420", "2023JJ00", "0"),
            ("1.1.1", "BU04200101", "2023JJ00", "0"),
        ]
    )
    assert frame["symbool"].tolist() == ["geheim", "geheim", "cijfer", "cijfer"]
    assert frame["aantal"].isna().tolist() == [True, True, False, False]


def test_hidden_per_month_is_not_zero() -> None:
    frame = read(
        [("3.7.3", "GM0420", "2023MM01", "0"), ("3.7.3", "GM0420", "2023JJ00", "4")], "RegioS"
    )
    assert frame["symbool"].tolist() == ["geheim", "cijfer"]
    assert frame["aantal"].isna().tolist() == [True, False]


def test_total_stays() -> None:
    assert read([("0.0.0", "BU04200101", "2023MM01", "0")])["aantal"].item() == 0


@pytest.mark.parametrize(
    ("row", "kolom"),
    [
        (("1.9.9", "GM0420", "2023JJ00", "1"), "soort_misdrijf"),
        (("1.1.1", "GM0420", "2023JJ00", "1.5"), "GeregistreerdeMisdrijven"),
        (("1.1.1", "GM0420", "2023JJ00", "-1"), "GeregistreerdeMisdrijven"),
    ],
)
def test_what_cannot_be(row: tuple[str, str, str, str], kolom: str) -> None:
    fout = refused(lambda: read([("0.0.0", "GM0420", "2023JJ00", "5"), row]))
    assert fout.waar == f"p.csv, rij 3, kolom {kolom}"


def test_nuisance() -> None:
    raw = b"Overlast;RegioS;Perioden;GeregistreerdeOverlast_1\nE35   ;GM0420;2023JJ00;12\n"
    frame = politie.overlast(statline_ruw.lees(raw, "o.csv"), "o.csv")
    assert frame["soort_overlast"].item() == "E35"
    assert frame["soort_overlast_naam"].item() == "Melding overlast jeugd"
    fout = refused(lambda: politie.misdrijven(statline_ruw.lees(raw, "o.csv"), "o.csv"))
    assert "GeregistreerdeMisdrijven" in fout.wat


def test_code_lists_agree_with_the_example_data() -> None:
    assert {p.code: p.naam for p in codes.MISDRIJVEN} == {
        k: v for k, v in misdrijfcodes.MISDRIJVEN.items() if k != misdrijfcodes.TOTAAL
    }
    assert {p.code: p.naam for p in codes.OVERLAST}.items() <= misdrijfcodes.OVERLAST.items()


def test_old_and_new_codes_of_83648() -> None:
    found = misdrijfcodes.naar_nieuw(["0000000", "1000000 ", "1010100", "CRI2000", "CRI1122"])
    assert found.codes == {"0000000": "T001161", "1000000": "CRI1000", "CRI2000": "CRI2000"}
    assert found.zonder == ("1010100", "CRI1122")
    kinds = [misdrijfcodes.lijst(c) for c in ("0000000", "CRI1100", "T001161", "1.1.1", "CRIX")]
    assert kinds == ["oud", "nieuw", "nieuw", None, None]
