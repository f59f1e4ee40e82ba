"""Raw CSV of CBS and police, with every quirk of the real ones."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ivp.data.readers import statline
from ivp.data.readers.metadata import Metadata, Topic
from ivp.data.readers.periods import DataPeriod
from tests.data.readers.conftest import refused

QUOTED = (
    '\ufeff"ID";"SoortMisdrijf";"RegioS";"Perioden";"Totaal_1";"Per1000_3"\n'
    '"1";"0000000";"GM0420";"2015JJ00";"    1520";"    34.9"\n'
    '"2";"0000000";"GM0364";"2015JJ00";"";""\n'
    '"3";"1000000";"GM0420";"2015KW02";"       5";"       ."\n'
    '"4";"1000000";"NL01  ";"2015MM12";"       –";"     0.0"\n'
)
TYPED = (
    '"SoortMisdrijf","WijkenEnBuurten","Perioden","GeregistreerdeMisdrijven_1","Gemeentenaam_2"\r\n'
    '"0.0.0 ","BU04200101","2023JJ00",78,"Medemblik   "\r\n'
    '"0.0.0 ","WK042001  ","2023JJ00",0,"Medemblik   "\r\n'
    '"0.0.0 ","BU04201609","2023JJ00",0,"            "\r\n'
)


def test_untyped() -> None:
    frame = statline.read_csv(QUOTED.encode(), "u.csv")
    one = frame[frame["onderwerp"] == "Totaal_1"].set_index("rij")
    assert one["symbool"].to_dict() == {2: "cijfer", 3: "leeg", 4: "cijfer", 5: "nihil"}
    assert one["waarde"].fillna(-1).to_dict() == {2: 1520, 3: -1, 4: 5, 5: 0}
    assert list(one["gebied"]) == ["GM0420", "GM0364", "GM0420", "NL01"]
    assert list(one["periode"]) == ["2015", "2015", "2015-K2", "2015-12"]
    assert list(one["periode_soort"]) == ["jaar", "jaar", "kwartaal", "maand"]
    rate = frame[frame["onderwerp"] == "Per1000_3"].set_index("rij")
    assert rate["symbool"].to_dict() == {2: "cijfer", 3: "leeg", 4: "onbekend", 5: "cijfer"}
    assert frame["periode_status"].isna().all()  # without a code list nobody says so
    assert str(frame["jaar"].dtype) == "Int64"


def test_unquoted_reads_the_same() -> None:
    plain = QUOTED.replace('"', "")
    assert statline.read_csv(plain.encode(), "u.csv").equals(
        statline.read_csv(QUOTED.encode(), "u.csv")
    )


def test_typed_with_texts_and_zeros_without_a_record() -> None:
    frame = statline.read_csv(TYPED.encode(), "t.csv")
    assert list(frame["gebied"]) == ["BU04200101", "WK042001", "BU04201609"]
    assert list(frame["soort_misdrijf"]) == ["0.0.0"] * 3
    assert list(frame["symbool"]) == ["cijfer", "cijfer", "standaard"]
    assert frame["gemeentenaam"].isna().tolist() == [False, False, True]


def test_only_what_is_asked_is_kept() -> None:
    frame = statline.read_csv(QUOTED.encode(), "u.csv", only={"RegioS": {"NL01"}})
    assert list(frame["rij"]) == [5, 5]
    assert (
        "geen rijen van wat gevraagd is"
        in refused(
            lambda: statline.read_csv(QUOTED.encode(), "u.csv", only={"RegioS": {"GM0999"}})
        ).wat
    )
    fout = refused(lambda: statline.read_csv(QUOTED.encode(), "u.csv", only={"Regio": {"NL01"}}))
    assert "'Regio' ontbreekt" in fout.wat


def test_metadata_gives_units_statuses_and_text_topics() -> None:
    metadata = Metadata(topics={"Totaal_1": Topic("T", "aantal", False, False)})
    frame = statline.read_csv(QUOTED.encode(), "u.csv", metadata)
    assert set(frame.loc[frame["onderwerp"] == "Totaal_1", "eenheid"]) == {"aantal"}


def test_table_without_periods_needs_one() -> None:
    raw = b"WijkenEnBuurten;AantalInwoners_5\nGM0420    ;   46002\n"
    assert "Perioden" in refused(lambda: statline.read_csv(raw, "k.csv")).wat
    frame = statline.read_csv(raw, "k.csv", period=DataPeriod(2024))
    assert (frame["jaar"].item(), frame["waarde"].item()) == (2024, 46002)


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ('"    1520"', '"15 20"', "rij 2, kolom Totaal_1"),
        ('"GM0364"', '"Andijk"', "rij 3, kolom RegioS"),
        ('"2015KW02"', '"2015W102"', "rij 4, kolom Perioden"),
        ('"1000000";"GM0420"', '"";"GM0420"', "rij 4, kolom SoortMisdrijf"),
        ('"       5";"       ."', '"       5"', "rij 4"),
        ('"       5"', '"       5";"1"', "rij 4"),
        ('"    34.9"', '"    34,9"', "rij 2, kolom Per1000_3"),
        ('"Per1000_3"', '"Totaal_1"', "rij 1"),
    ],
)
def test_damage_has_a_place(old: str, new: str, place: str) -> None:
    fout = refused(lambda: statline.read_csv(QUOTED.replace(old, new, 1).encode(), "u.csv"))
    assert fout.waar == f"u.csv, {place}"


def test_cut_off_in_the_middle_of_a_row() -> None:
    cut = QUOTED.replace('"', "").encode()[:-12]
    assert refused(lambda: statline.read_csv(cut, "u.csv")).waar == "u.csv, rij 5"


def test_cut_off_in_the_middle_of_a_number() -> None:
    text = QUOTED.replace('"', "").rstrip("\n")
    assert len(statline.read_csv(text.encode(), "u.csv")) == 8
    fout = refused(lambda: statline.read_csv(text[:-1].encode(), "u.csv"))
    assert "afgebroken" in fout.wat
    assert fout.waar == "u.csv, rij 5"


def test_a_row_twice() -> None:
    row = '"5";"0000000";"GM0420";"2015JJ00";"    1520";"    34.9"\n'
    fout = refused(lambda: statline.read_csv((QUOTED + row).encode(), "u.csv"))
    assert "twee keer" in fout.wat
    assert fout.waar == "u.csv, rij 6"


def test_other_files_are_refused() -> None:
    assert (
        refused(lambda: statline.read_csv(b"naam;jaar\na;2023\n", "x.csv")).waar == "x.csv, rij 1"
    )


@given(
    st.dictionaries(
        st.tuples(st.integers(0, 9999), st.integers(2000, 2030)),
        st.one_of(st.none(), st.integers(0, 99999), st.just(".")),
        min_size=1,
        max_size=20,
    ),
    st.sampled_from([(";", True), (";", False), (",", True), (",", False)]),
)
def test_what_is_written_comes_back(
    cells: dict[tuple[int, int], int | str | None], form: tuple[str, bool]
) -> None:
    separator, quoted = form

    def line(values: list[str]) -> str:
        return separator.join(f'"{v}"' if quoted else v for v in values) + "\n"

    text = line(["RegioS", "Perioden", "Aantal_1"])
    for (town, year), value in cells.items():
        cell = "" if value is None else f"{value:>8}"
        text += line([f"GM{town:04d}    ", f"{year}JJ00", cell])
    frame = statline.read_csv(text.encode(), "u.csv")
    back = {
        (int(row["gebied"][2:]), row["jaar"]): {"leeg": None, "onbekend": "."}.get(
            row["symbool"], row["waarde"]
        )
        for row in frame.to_dict("records")
    }
    assert back == cells
