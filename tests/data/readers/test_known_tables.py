"""Tables that we know: what the police hide is not zero, margins go with their value."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from ivp.data.readers import known_tables, statline
from tests.data.readers.conftest import refused
from tools.example_data import codes

CRIMES = ["SoortMisdrijf", "WijkenEnBuurten", "Perioden", "GeregistreerdeMisdrijven_1"]
MONITOR = "Marges;RegioS;Perioden;VoeltZichWeleensOnveilig_43;RapportcijferVeiligheidInBuurt_60\n"
MARGINS = (
    "MW00000;GM0420;2023JJ00;    30.1;     7.7\n"
    "MOG0095;GM0420;2023JJ00;    27.0;     7.6\n"
    "MBG0095;GM0420;2023JJ00;    33.2;     7.8\n"
    "MW00000;GM0388;2023JJ00;       .;     7.5\n"
    "MOG0095;GM0388;2023JJ00;       .;     7.3\n"
    "MBG0095;GM0388;2023JJ00;       .;     7.7\n"
)
KEY_FIGURES = (
    b"ID;WijkenEnBuurten;Gemeentenaam_1;SoortRegio_2;Codering_3;AantalInwoners_5;Mannen_6\n"
    b"0;GM0420    ;Medemblik ;Gemeente  ;GM0420    ;   45934;   23000\n"
    b"1;BU04201504;Medemblik ;Buurt     ;BU04201504;       0;       .\n"
)
EXTRACT = b'"","nhood_id","population"\n"1","BU04200101",3455\n"2","BU04200102",\n'


def crimes(rows: list[tuple[str, str, str, str]]) -> pd.DataFrame:
    text = ";".join(CRIMES) + "\n"
    text += "".join(f"{kind:<6};{area:<10};{p};{n}\n" for kind, area, p, n in rows)
    return known_tables.known(CRIMES).read(text.encode(), "p.csv")


def monitor(head: str = MONITOR, rows: str = MARGINS) -> pd.DataFrame:
    frame = statline.read_csv((head + rows).encode(), "vm.csv")
    return known_tables.with_margins(frame, "vm.csv")


def test_hidden_per_buurt_is_not_zero() -> None:
    frame = crimes(
        [
            ("1.4.1", "BU04200101", "2023JJ00", "0"),
            ("3.2.1", "WK042001", "2023JJ00", "0"),
            ("1.4.1", "GM0420", "2023JJ00", "0"),
            ("1.1.1", "BU04200101", "2023JJ00", "0"),
        ]
    )
    assert frame["symbool"].tolist() == ["geheim", "geheim", "cijfer", "cijfer"]
    assert frame["waarde"].isna().tolist() == [True, True, False, False]


def test_hidden_per_month_is_not_zero() -> None:
    frame = crimes([("3.7.3", "GM0420", "2023MM01", "0"), ("3.7.3", "GM0420", "2023JJ00", "4")])
    assert frame["symbool"].tolist() == ["geheim", "cijfer"]
    assert frame["waarde"].isna().tolist() == [True, False]


def test_total_stays() -> None:
    assert crimes([("0.0.0", "BU04200101", "2023MM01", "0")])["waarde"].item() == 0


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (("1.9.9", "GM0420", "2023JJ00", "1"), "soort_misdrijf"),
        (("1.1.1", "GM0420", "2023JJ00", "1.5"), "waarde"),
        (("1.1.1", "GM0420", "2023JJ00", "-1"), "waarde"),
    ],
)
def test_what_cannot_be_a_count(row: tuple[str, str, str, str], column: str) -> None:
    fout = refused(lambda: crimes([("0.0.0", "GM0420", "2023JJ00", "5"), row]))
    assert fout.waar == f"p.csv, rij 3, kolom {column}"


def test_nuisance() -> None:
    raw = b"Overlast;RegioS;Perioden;GeregistreerdeOverlast_1\nE35   ;GM0420;2023JJ00;12\n"
    frame = statline.read_csv(raw, "o.csv")
    assert known_tables.nuisance(frame, "o.csv")["overlast"].item() == "E35"
    assert "soort_misdrijf" in refused(lambda: known_tables.crimes(frame, "o.csv")).wat


def test_code_lists_agree_with_the_example_data() -> None:
    crimes = {p.code: p.name for p in codes.CRIMES}
    assert {"0.0.0": known_tables.CRIMES["0.0.0"], **crimes} == known_tables.CRIMES
    assert {p.code: p.name for p in codes.NUISANCE}.items() <= known_tables.NUISANCE.items()


def test_value_and_bounds_in_one_row() -> None:
    frame = monitor().set_index(["onderwerp", "gebied"])
    assert len(frame) == 4
    safe: Any = frame.loc[("VoeltZichWeleensOnveilig", "GM0420")]
    assert safe[["waarde", "ondergrens", "bovengrens"]].tolist() == [30.1, 27.0, 33.2]
    hidden: Any = frame.loc[("VoeltZichWeleensOnveilig", "GM0388")]
    assert hidden["symbool"] == "onbekend"
    assert hidden[["waarde", "ondergrens", "bovengrens"]].isna().all()


@pytest.mark.parametrize(
    ("old", "new", "word", "row"),
    [
        ("    33.2", "    29.0", "ligt niet tussen", 2),
        ("MW00000;GM0420", "MW00000;GM0405", "hoort een waarde", 3),
        ("MBG0095;GM0388", "MXX0095;GM0388", "geen marge", 7),
    ],
)
def test_what_cannot_be_a_margin(old: str, new: str, word: str, row: int) -> None:
    fout = refused(lambda: monitor(rows=MARGINS.replace(old, new, 1)))
    assert word in fout.wat
    assert f"rij {row}" in str(fout.waar)


def test_two_topics_with_one_name() -> None:
    head = MONITOR.replace("RapportcijferVeiligheidInBuurt_60", "VoeltZichWeleensOnveilig_44")
    assert "twee keer" in refused(lambda: monitor(head)).wat


def test_without_margins() -> None:
    frame = statline.read_csv(b"RegioS;Perioden;Cijfer_1\nGM0420;2023JJ00;7.7\n", "vm.csv")
    assert "marges" in refused(lambda: known_tables.with_margins(frame, "vm.csv")).wat


def test_key_figures_of_a_year() -> None:
    known = known_tables.known(KEY_FIGURES.decode().splitlines()[0].split(";"))
    frame = known.read(KEY_FIGURES, "k.csv")
    people = frame[frame["onderwerp"] == "AantalInwoners_5"].set_index("gebied")
    assert people["waarde"].to_dict() == {"GM0420": 45934, "BU04201504": 0}
    assert set(people["symbool"]) == {"cijfer"}
    assert set(frame["jaar"]) == {0}, "it is for who knows the year to say it"


def test_extract_of_inhabitants() -> None:
    frame = known_tables.inhabitants(EXTRACT, "u.csv", 2024)
    assert frame["inwoners"].fillna(-1).tolist() == [3455, -1]
    assert frame["symbool"].tolist() == ["cijfer", "leeg"]
    assert set(frame["jaar"]) == {2024}


@pytest.mark.parametrize(
    ("old", "new"),
    [(b"BU04200102", b"BU04200101"), (b'"2","BU04200102",', b'"2","BU04200102",-5')],
)
def test_what_cannot_be_an_extract(old: bytes, new: bytes) -> None:
    raw = EXTRACT.replace(old, new)
    fout = refused(lambda: known_tables.inhabitants(raw, "u.csv", 2024))
    assert str(fout.waar).startswith("u.csv, rij 3")
    fout = refused(lambda: known_tables.inhabitants(b"a,b\n1,2\n", "u.csv", 2024))
    assert "buurtcode" in fout.wat
