"""Display exports in their three layouts."""

from __future__ import annotations

import pandas as pd
import pytest

from ivp.data.readers import statline_display as display
from ivp.data.readers.metadata import Metadata
from tests.data.readers.conftest import refused

RIJEN = (
    '"Misdrijven; soort, gemeente"\n'
    '"Soort misdrijf: Totaal misdrijven"\n'
    '""\n'
    '"Onderwerp";"Geregistreerd";"Geregistreerd";"||Per 1 000"\n'
    '"Perioden";"2022";"2023*";"2023*"\n'
    '"Regio\'s";"aantal";"aantal";"per 1 000"\n'
    '"Nederland";"800.027";"805.590";"45,1"\n'
    '"Medemblik";"1263";".";"x"\n'
    '"Buitenland";"";"–";""\n'
    '"Bron: Politie"\n'
)
KOLOMMEN = (
    "\ufeffBevolking;;;;\n"
    ";;;;\n"
    ";;;Perioden;\n"
    "Regio's;Onderwerp;;2024;2025\u00a0april *\n"
    "Nederland;|||Inwoners ;aantal;18044027;18071919\n"
    "Andijk;|||Inwoners ;aantal;;\n"
    "Bron: CBS;;;;\n"
)
GEKANTELD = (
    "Soort Misdrijf,Nederland_Totaal_2016,Nederland_Totaal_2017*,"
    "Limburg (PV)_||Totaal_2016,Limburg (PV)_||Totaal_2017*\n"
    '"Misdrijven, totaal",930300,830780,52000,.\n'
)
MARGES = (
    "Onderwerp,Perioden,Waarde_Limburg (PV)_2017,Marges_Limburg (PV)_2017\n"
    '|||Onveilig,%,"32,9","2,0"\n'
    '||||Van straatroof ,% (heel) groot,"1,1",.\n'
)


def test_header_in_rows() -> None:
    frame = display.read(RIJEN.encode(), "w.csv")
    assert len(frame) == 9
    assert set(frame["soort_misdrijf"]) == {"Totaal misdrijven"}
    assert list(frame["onderwerp"].unique()) == ["Geregistreerd", "Per 1 000"]
    assert list(frame["eenheid"].unique()) == ["aantal", "per 1 000"]
    assert list(frame["periode_status"]) == ["definitief"] * 3 + ["voorlopig"] * 6
    assert frame["waarde"].fillna(-1).tolist() == [800027, 1263, -1, 805590, -1, 0, 45.1, -1, -1]
    assert frame["symbool"].tolist() == [
        *("cijfer", "cijfer", "leeg"),
        *("cijfer", "onbekend", "nihil"),
        *("cijfer", "geheim", "leeg"),
    ]
    assert frame["rij"].tolist() == [7, 8, 9] * 3
    assert frame["gebied"].isna().all()


def test_latin_1_reads_the_same() -> None:
    text = KOLOMMEN.removeprefix("\ufeff").replace("Andijk", "Fryslân (PV)")
    old, new = (display.read(text.encode(c), "w.csv") for c in ("cp1252", "utf-8"))
    assert old.equals(new)
    assert "Fryslân (PV)" in set(old["gebied_naam"])


def test_header_in_columns_padded() -> None:
    frame = display.read(KOLOMMEN.encode(), "w.csv")
    assert list(frame["periode"]) == ["2024", "2024", "2025-04", "2025-04"]
    assert list(frame["periode_status"].unique()) == ["definitief", "voorlopig"]
    assert set(frame["onderwerp"]) == {"Inwoners"}
    assert frame.loc[frame["gebied_naam"] == "Andijk", "symbool"].tolist() == ["leeg", "leeg"]


def test_tilted() -> None:
    frame = display.read(GEKANTELD.encode(), "w.csv")
    assert list(frame["gebied_naam"].unique()) == ["Nederland", "Limburg (PV)"]
    assert set(frame["onderwerp"]) == {"Totaal"}
    assert set(frame["soort_misdrijf"]) == {"Misdrijven, totaal"}
    assert frame["symbool"].tolist() == ["cijfer"] * 3 + ["onbekend"]


def test_tilted_with_margins_and_units_under_a_wrong_name() -> None:
    frame = display.read(MARGES.encode(), "w.csv")
    assert list(frame["marges"].unique()) == ["Waarde", "Marges"]
    assert list(frame["eenheid"].unique()) == ["%", "% (heel) groot"]
    assert list(frame["onderwerp"].unique()) == ["Onveilig", "Van straatroof"]
    assert set(frame["jaar"]) == {2017}


def test_codes_come_from_a_declared_list_only() -> None:
    pairs = [("NL01", "Nederland"), ("GM0420", "Medemblik"), ("GM0998", "Buitenland")]

    def read(listed: list[tuple[str, str]]) -> pd.DataFrame:
        areas = pd.DataFrame(listed, columns=["code", "naam"])
        return display.read(RIJEN.encode(), "w.csv", Metadata(lists={"RegioS": areas}))

    assert set(read(pairs)["gebied"]) == {"NL01", "GM0420", "GM0998"}
    assert "'Buitenland'" in refused(lambda: read(pairs[:2])).wat
    assert "WK042001" in refused(lambda: read([*pairs, ("WK042001", "Medemblik")])).wat


def test_a_name_twice_is_no_two_areas() -> None:
    text = RIJEN.replace("Buitenland", "Medemblik")
    assert "twee keer" in refused(lambda: display.read(text.encode(), "w.csv")).wat


@pytest.mark.parametrize(
    ("text", "place"),
    [
        (RIJEN.replace('"Bron: Politie"\n', ""), "rij 9"),
        (RIJEN[: RIJEN.index('"Buitenland"')], "rij 8"),
        (RIJEN + RIJEN, "rij 11"),
        (RIJEN.replace('"1263";', ""), "rij 8"),
        (RIJEN.replace('"1263"', '"veel"'), "rij 8, kolom Geregistreerd / 2022 / aantal"),
        (RIJEN.replace("Perioden", "Jaren"), "rij 4"),
        (RIJEN.replace("2023*", "2023-2024"), "kolom Perioden"),
        (KOLOMMEN.replace(";;;Perioden;", ";;;Perioden;Perioden"), "rij 3"),
        (KOLOMMEN.replace("2025\u00a0april *", "onlangs"), "kolom Perioden"),
        (GEKANTELD.replace("Nederland_Totaal_2016", "Nederland_2016"), "rij 1"),
        (GEKANTELD.replace("Limburg (PV)", "Limburg"), "rij 1"),
    ],
)
def test_what_is_not_whole_is_refused(text: str, place: str) -> None:
    assert refused(lambda: display.read(text.encode(), "w.csv")).waar == f"w.csv, {place}"


def test_mixed_numbers_are_refused() -> None:
    text = RIJEN.replace('"45,1"', '"45.1"')
    assert "duizend" in refused(lambda: display.read(text.encode(), "w.csv")).wat
