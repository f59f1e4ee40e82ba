"""Every real delivery is read right: totals against the published figures (feiten/bronnen.md)."""

from __future__ import annotations

import pandas as pd
import pytest

from ivp.data.readers import known_tables, metadata, statline, statline_display, text
from ivp.data.readers.known_tables import CRIMES, NUISANCE
from ivp.data.readers.metadata import Metadata
from ivp.data.recognise import recognise
from tests.data.readers.conftest import LEVERINGEN, needs_real, real, refused

pytestmark = needs_real

WEST_FRIESLAND = {
    "GM0498": "Drechterland",
    "GM0388": "Enkhuizen",
    "GM0405": "Hoorn",
    "GM1598": "Koggenland",
    "GM0420": "Medemblik",
    "GM0432": "Opmeer",
    "GM0532": "Stede Broec",
}


def one(frame: pd.DataFrame, **where: object) -> float:
    """The one value of the rows that have these values."""
    for column, value in where.items():
        frame = frame[frame[column] == value]
    assert len(frame) == 1, frame
    return float(frame["waarde"].item())


def test_83648_untyped() -> None:
    frame = statline.read_csv(real("cbs/83648NED_UntypedDataSet_2015.csv"), "83648.csv")
    assert len(frame) == 2 * 33_972
    totals = frame[(frame["soort_misdrijf"] == "0000000") & (frame["gebied"] == "GM0420")]
    assert one(totals, onderwerp="TotaalGeregistreerdeMisdrijven_1") == 1520
    assert one(totals, onderwerp="GeregistreerdeMisdrijvenPer1000Inw_3") == 34.9
    assert set(frame["periode"]) == {"2015"}
    # What is hidden or cannot exist is missing; the zeros are those that CBS publishes.
    assert frame["symbool"].value_counts().to_dict() == {
        "cijfer": 48_034,
        "onbekend": 11_803,
        "leeg": 8_107,
    }
    assert frame["waarde"].isna().sum() == 11_803 + 8_107
    # Andijk merged in 2011: its cells of 2015 are impossible, not zero.
    assert set(frame.loc[frame["gebied"] == "GM0364", "symbool"]) == {"leeg"}


def test_83648_one_municipality_only() -> None:
    raw = real("cbs/83648NED_UntypedDataSet_2015.csv")
    frame = statline.read_csv(raw, "83648.csv", only={"RegioS": {"GM0420"}})
    assert len(frame) == 2 * 76
    whole = statline.read_csv(raw, "83648.csv")
    same = whole[whole["gebied"] == "GM0420"].reset_index(drop=True)
    pd.testing.assert_frame_equal(frame, same)


def test_83651_untyped() -> None:
    frame = statline.read_csv(real("cbs/83651NED_UntypedDataSet_2018-2021.csv"), "83651.csv")
    frame = frame[frame["onderwerp"] == "TotaalGeregistreerdeDiefstallen_1"]
    assert len(frame) == 66_240
    every = frame[frame["gebruik_van_geweld"] == "T001540"]
    assert one(every, soort_diefstal="CRI1122", gebied="GM0498", periode="2018") == 50
    assert one(every, soort_diefstal="CRI1122", gebied="GM0498", periode="2020") == 30
    assert set(frame["symbool"]) == {"cijfer", "leeg"}


def test_83648_tilted_display() -> None:
    frame = statline_display.read(real("cbs/83648NED_weergave_provincies_2014-2017.csv"), "p.csv")
    assert len(frame) == 76 * 168
    country = frame[
        (frame["gebied_naam"] == "Nederland") & (frame["soort_misdrijf"] == "Misdrijven, totaal")
    ]
    registered = "Totaal geregistreerde misdrijven"
    assert one(country, onderwerp=registered, periode="2014") == 1_025_630
    assert one(country, onderwerp=registered, periode="2017") == 830_780
    assert set(frame.loc[frame["jaar"] >= 2016, "periode_status"]) == {"voorlopig"}
    assert set(frame.loc[frame["jaar"] < 2016, "periode_status"]) == {"definitief"}
    # the pipes before the label say its level and are no part of it
    assert set(frame["onderwerp"]) == {
        registered,
        "Totaal opgehelderde misdrijven",
        "Registraties van verdachten",
    }
    # CBS rounds to 5: the provinces add up to the country but for that
    parts = frame[(frame["onderwerp"] == registered) & (frame["periode"] == "2015")]
    parts = parts[parts["soort_misdrijf"] == "Misdrijven, totaal"].set_index("gebied_naam")
    total = parts["waarde"].drop("Nederland").sum()
    assert total == pytest.approx(978_945, abs=13 * 5)


def test_81877_values_and_margins() -> None:
    frame = statline_display.read(real("cbs/81877NED_vm_provincie_met_marges.csv"), "vm.csv")
    assert len(frame) == 30 * 72
    assert {"%", "rapportcijfer"} < set(frame["eenheid"])
    found = known_tables.with_margins(frame, "vm.csv")
    row = found[
        (found["onderwerp"] == "Voelt zich wel eens onveilig")
        & (found["gebied_naam"] == "Groningen (PV)")
        & (found["jaar"] == 2015)
    ].iloc[0]
    assert (row["waarde"], row["eenheid"]) == (32.9, "%")
    assert (row["ondergrens"], row["bovengrens"]) == pytest.approx((30.9, 34.9))
    assert (found["waarde"].between(found["ondergrens"], found["bovengrens"])).all()


def test_37230_inhabitants() -> None:
    frame = statline_display.read(real("cbs/37230ned_weergave_2002-2024.csv"), "37230.csv")
    own = frame[frame["gebied_naam"] == "Medemblik"]
    published = {2020: 45165, 2021: 45464, 2022: 46031, 2023: 46002, 2024: 45934}
    for jaar, inwoners in published.items():
        assert one(own, jaar=jaar) == inwoners
    assert one(frame, gebied_naam="Nederland", periode="2002") == 16_192_572
    # Andijk until the merger of 2011; after it the cells are impossible
    andijk = frame[frame["gebied_naam"] == "Andijk"].set_index("jaar")
    assert set(andijk.loc[2011:, "symbool"]) == {"leeg"}
    assert andijk.loc[2011:, "waarde"].isna().all()
    # the same name stands for a larger area after each merger: never one series by name
    assert one(own, jaar=2011) > 1.5 * one(own, jaar=2010)


def test_37230_with_provisional_months() -> None:
    frame = statline_display.read(real("cbs/37230ned_weergave_met_voorlopig.csv"), "37230.csv")
    months = frame[frame["periode_soort"] == "maand"]
    assert set(months["periode_status"]) == {"voorlopig"}
    assert sorted(set(months["periode"]))[3] == "2025-04"  # its header is "2025 april *"
    assert set(frame.loc[frame["periode_soort"] == "jaar", "periode_status"]) == {"definitief"}
    assert 2022 not in set(frame["jaar"])
    own = frame[frame["gebied_naam"] == "Medemblik"]
    assert one(own, periode="2025-10") == 46278


def test_85984_inhabitants_by_buurt() -> None:
    frame = known_tables.inhabitants(real("cbs/85984NED_inwoners_buurt_2024.csv"), "i", 2024)
    assert len(frame) == 14_574
    own = frame[frame["gebied"].str.startswith("BU0420")]
    # 46,002 at the end of 2023, and each buurt rounded to 5
    assert own["inwoners"].sum() == pytest.approx(46_002, abs=2.5 * len(own))
    empty = frame.set_index("gebied").loc["BU04201504"]
    assert (empty["inwoners"], empty["symbool"]) == (0, "cijfer")


def test_47013_metadata(police_metadata: Metadata) -> None:
    assert police_metadata.table == "47013NED"
    topics = police_metadata.topics
    assert list(topics) == ["GeregistreerdeMisdrijven_1", "Aangiften_2", "Internetaangiften_3"]
    assert not any(topic.zero_if_absent for topic in topics.values())
    assert set(police_metadata.names("SoortMisdrijf") or {}) == set(CRIMES)
    assert (police_metadata.names("RegioS") or {})["RE04"] == "Noord-Holland (RE)"
    assert len(police_metadata.lists["RegioS"]) == 375
    assert set(police_metadata.statuses().values()) == {"definitief"}


def test_47013_display_with_codes_from_the_metadata(police_metadata: Metadata) -> None:
    raw = real("politie/47013NED_weergave_2022-2023.csv")
    frame = statline_display.read(raw, "47013.csv", police_metadata)
    assert len(frame) == 2 * 356
    assert (one(frame, gebied="GM0420", jaar=2022), one(frame, gebied="GM0420", jaar=2023)) == (
        1263,
        1212,
    )
    assert one(frame, gebied="RE04", jaar=2023) == 65_306
    assert one(frame, gebied="NL01", jaar=2022) == 800_027
    abroad = frame[frame["gebied_naam"] == "Buitenland"]
    assert set(abroad["symbool"]) == {"onbekend"}
    assert abroad["waarde"].isna().all()
    assert set(frame["soort_misdrijf"]) == {"Totaal misdrijven"}
    assert set(frame["eenheid"]) == {"aantal"}
    names = frame.drop_duplicates("gebied").set_index("gebied")["gebied_naam"]
    assert {code: names[code] for code in WEST_FRIESLAND} == WEST_FRIESLAND


def test_names_of_before_the_mergers_are_reported(police_metadata: Metadata) -> None:
    """The list of 2025 does not know Andijk or Wervershoof; no code is guessed."""
    raw = real("cbs/37230ned_weergave_2002-2024.csv")
    fout = refused(lambda: statline_display.read(raw, "37230.csv", police_metadata))
    assert "niet in de lijst" in fout.wat


def test_47018_by_buurt() -> None:
    raw = real("politie/47018NED_TypedDataSet_GM0420_2023JJ00_totaal.csv")
    crimes = known_tables.crimes(statline.read_csv(raw, "47018.csv"), "47018.csv")
    assert len(crimes) == 61
    # the municipality has 1212: some categories are hidden per buurt
    assert crimes["waarde"].sum() == 1202
    per_wijk = crimes.groupby(crimes["gebied"].str[2:8])["waarde"].sum()
    assert per_wijk.to_dict() == {
        "042001": 319,
        "042016": 194,
        "042015": 174,
        "042008": 149,
        "042014": 82,
        "042011": 63,
        "042010": 49,
        "042005": 44,
        "042002": 34,
        "042007": 28,
        "042003": 22,
        "042012": 12,
        "042006": 11,
        "042013": 9,
        "042004": 7,
        "042009": 5,
    }
    filled = crimes[crimes["symbool"] == "standaard"]
    assert list(filled["gebied"]) == ["BU04201002", "BU04201609"]


def test_47018_metadata_in_parts() -> None:
    parts = {
        naam: text.cells(real(f"politie/47018NED_{naam}.csv"), naam)
        for naam in ("TableInfos", "DataProperties", "SoortMisdrijf", "Perioden")
    }
    parts["WijkenEnBuurten"] = text.cells(real("politie/47018NED_WijkenEnBuurten_GM0420.csv"), "w")
    about = metadata.assemble(parts)
    assert about.table == "47018NED"
    assert about.topics["GeregistreerdeMisdrijven_1"].zero_if_absent
    assert about.topics["Gemeentenaam_2"].is_text
    assert about.statuses()["2023JJ00"] == "definitief"
    kinds = about.names("SoortMisdrijf") or {}
    # titles carry their code in front; ours do not
    assert {c: n.removeprefix(f"{c} ") for c, n in kinds.items()} == CRIMES


def test_47018_code_list_of_another_municipality_is_refused() -> None:
    """The delivered list is of Hoorn, whatever its file name says."""
    names = metadata.read_codes(real("politie/47018NED_WijkenEnBuurten_GM0420.csv"), "lijst.csv")
    about = Metadata(lists={"WijkenEnBuurten": names})
    raw = real("politie/47018NED_TypedDataSet_GM0420_2023JJ00_totaal.csv")
    fout = refused(lambda: statline.read_csv(raw, "47018.csv", about))
    assert "'BU04200101' staat niet in de codelijst" in fout.wat
    assert fout.waar == "47018.csv, rij 2, kolom WijkenEnBuurten"


def test_47024_nuisance_codes() -> None:
    codes = metadata.read_codes(real("politie/47024NED_Overlast.csv"), "o.csv")
    assert dict(zip(codes["code"], codes["naam"], strict=True)) == NUISANCE


def test_every_real_file_is_recognised() -> None:
    files = [path for path in LEVERINGEN.rglob("*") if path.is_file()]
    assert len(files) >= 17
    found = {path.name: recognise(path) for path in files}
    assert {naam: str(h.error) for naam, h in found.items() if h.error} == {}
    assert "onbekend" not in {h.what for h in found.values()}
