"""``ivp fetch`` against a real server: what comes is complete and right, or it does not come."""

from __future__ import annotations

import datetime as dt
import json
import stat
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pyarrow as pa
import pytest

from ivp.data import snapshots
from ivp.data.fetch import Fetcher
from ivp.data.readers import statline
from ivp.data.snapshots import PARQUET_FROM, SnapshotOrigin
from ivp.errors import BronFout
from ivp.paths import Project
from tests.data.fetch.conftest import BELEID, tabel
from tests.data.odata_server import Server, Storing

Maak = Callable[..., Fetcher]


def cijfers(snapshot: snapshots.Snapshot) -> list[tuple[object, ...]]:
    rows = snapshot.rows().to_pylist()
    return sorted(
        (r["SoortMisdrijf"], r["RegioS"], r["Perioden"], r["Aangiften_2"] or -1) for r in rows
    )


def verwacht(*, jaren: tuple[str, ...] = ("JJ",)) -> list[tuple[object, ...]]:
    return sorted(
        (r["SoortMisdrijf"], r["RegioS"], r["Perioden"], r["Aangiften_2"] or -1)
        for r in tabel().rijen
        if r["Perioden"][4:6] in jaren
    )


def test_a_table_becomes_a_snapshot_with_its_origin(ophalen: Maak, project: Project) -> None:
    found = ophalen().table("47013NED")
    assert found.status == "nieuw"
    origin = found.snapshot.origin
    assert cijfers(found.snapshot) == verwacht()
    assert (origin.tabel, origin.producent, origin.rijen) == ("47013NED", "Politie", 36)
    assert origin.gewijzigd == "2024-01-15T02:00:00"
    assert origin.licentie["name"] == "CC-BY-4.0"
    assert origin.url.endswith("/ODataApi/odata/47013NED/TypedDataSet")
    assert origin.nieuwe_cijfers == "15 januari komen de cijfers over december."
    assert set(origin.bestanden) == {"levering.zip"}
    found.snapshot.check()
    modes = {stat.S_IMODE(p.stat().st_mode) for p in found.snapshot.folder.iterdir()}
    assert modes == {0o444}
    left = {p.name for p in (project.data / "snapshots" / "47013NED").iterdir()}
    assert left == {found.snapshot.name}


def test_the_delivered_bytes_are_kept_as_received(ophalen: Maak, server: Server) -> None:
    found = ophalen().table("47013NED").snapshot
    with zipfile.ZipFile(found.folder / "levering.zip") as archive:
        info = json.loads(archive.read("TableInfos/00001.json"))
        page = json.loads(archive.read("TypedDataSet/00001.json"))
    assert info["value"][0]["Identifier"] == "47013NED"
    assert page["value"][0]["SoortMisdrijf"] == "0.0.0 ", "keys stay padded"


def test_the_reader_strips_keys_and_types_periods(ophalen: Maak) -> None:
    frame = statline.read_snapshot(ophalen().table("47013NED").snapshot, ["GM0420"])
    assert set(frame["gebied"]) == {"GM0420"}
    assert set(frame["soort_misdrijf"]) == {"0.0.0", "1.1.1", "1.4.1"}
    status = dict(zip(frame["periode"], frame["periode_status"], strict=True))
    assert status == {"2021": "definitief", "2022": "definitief", "2023": "voorlopig"}


def test_periods_are_listed_one_by_one(ophalen: Maak, server: Server) -> None:
    ophalen(perioden=["jaar"], vanaf=2022).table("47013NED")
    (asked,) = {p for p in server.verzoeken if "TypedDataSet?" in p}
    assert "2022JJ00" in asked and "2023JJ00" in asked
    assert "MM01" not in asked and "2021" not in asked and " ge " not in asked


def test_an_unchanged_table_makes_no_new_snapshot(ophalen: Maak, server: Server) -> None:
    first = ophalen().table("47013NED")
    asked = len(server.verzoeken)
    again = ophalen().table("47013NED")
    assert (again.status, again.snapshot) == ("ongewijzigd", first.snapshot)
    assert len(server.verzoeken) == asked + 1, "only the description is asked"
    server.tabellen["47013NED"].gewijzigd = "2024-02-15T02:00:00"
    third = ophalen().table("47013NED")
    assert (third.status, third.snapshot) == ("ongewijzigd", first.snapshot), "same figures"


def test_a_changed_table_makes_a_second_snapshot_beside_the_first(
    ophalen: Maak, server: Server, project: Project
) -> None:
    first = ophalen().table("47013NED").snapshot
    kept = {p.name: p.read_bytes() for p in first.folder.iterdir()}
    table = server.tabellen["47013NED"]
    table.gewijzigd = "2024-02-15T02:00:00"
    table.rijen[-2]["Aangiften_2"] += 1
    second = ophalen().table("47013NED")
    assert second.status == "nieuw"
    assert {p.name: p.read_bytes() for p in first.folder.iterdir()} == kept
    assert snapshots.newest(project, "47013NED") == second.snapshot
    assert len(snapshots.all_of(project, "47013NED")) == 2


@pytest.mark.parametrize(
    "soort",
    [
        "429",
        "503",
        "500",
        "verbroken",
        "afgekapt",
        "ongeldig",
        "onderhoud",
        "nan",
        "diep",
        "stilte",
        "bladzijde_kwijt",
    ],
)
def test_a_passing_fault_is_waited_out(ophalen: Maak, server: Server, soort: str) -> None:
    server.storingen = [Storing(soort, keer=1)]
    found = ophalen().table("47013NED")
    assert found.status == "nieuw"
    assert cijfers(found.snapshot) == verwacht()


@pytest.mark.parametrize(
    ("soort", "tekst"),
    [
        ("503", "na 4 pogingen"),
        ("verbroken", "na 4 pogingen"),
        ("afgekapt", "na 4 pogingen"),
        ("ongeldig", "na 4 pogingen"),
        ("404", "weigert deze vraag"),
        ("doorverwijzing", "verwijst door"),
        ("dubbele_rij", "twee keer|telt"),
        ("andere_kolom", "andere kolommen"),
        ("tekst_als_getal", "andere soort"),
        ("bladzijde_kwijt", "telt 36 rijen"),
        ("andere_server", "andere server"),
        ("kring", "kring"),
    ],
)
def test_a_lasting_fault_leaves_no_snapshot(
    ophalen: Maak, server: Server, project: Project, soort: str, tekst: str
) -> None:
    server.storingen = [Storing(soort, keer=99)]
    with pytest.raises(BronFout, match=tekst):
        ophalen().table("47013NED")
    assert snapshots.all_of(project, "47013NED") == []
    folder = project.data / "snapshots" / "47013NED"
    assert not folder.exists() or not any(folder.iterdir())
    server.storingen = []
    assert cijfers(ophalen().table("47013NED").snapshot) == verwacht(), "it recovers"


def test_a_dripping_answer_is_cut_off(ophalen: Maak, server: Server) -> None:
    server.storingen = [Storing("druppel", keer=1)]
    found = ophalen(replace(BELEID, answer=0.3)).table("47013NED")
    assert cijfers(found.snapshot) == verwacht()


def test_retry_after_is_heeded_and_a_long_one_ends_it(server: Server, ophalen: Maak) -> None:
    waits: list[float] = []
    patient = replace(ophalen(), sleep=waits.append)
    server.storingen = [Storing("429", kop={"Retry-After": "7"})]
    patient.table("47013NED")
    assert any(7 <= seconds <= 8 for seconds in waits)
    server.tabellen["47013NED"].gewijzigd = "2024-03-01T00:00:00"
    server.storingen = [Storing("503", kop={"Retry-After": "7200"}, keer=9)]
    with pytest.raises(BronFout, match="120 minuten"):
        patient.table("47013NED")


def test_what_the_api_refuses_comes_from_the_feed_in_pages(ophalen: Maak, server: Server) -> None:
    server.api_grens, server.bladzijde = 20, 7
    found = ophalen().table("47013NED")
    assert cijfers(found.snapshot) == verwacht()
    assert sum("ODataFeed" in path and "skip" in path for path in server.verzoeken) == 5


def test_an_interrupted_fetch_goes_on_where_it_was(ophalen: Maak, server: Server) -> None:
    server.api_grens, server.bladzijde = 20, 6
    server.storingen = [Storing("verbroken", bij="skip=18", keer=99)]
    with pytest.raises(BronFout):
        ophalen().table("47013NED")
    server.storingen, server.verzoeken = [], []
    assert cijfers(ophalen().table("47013NED").snapshot) == verwacht()
    again = [p for p in server.verzoeken if "skip=" in p]
    assert any("skip=18" in p for p in again)
    assert not any("skip=6" in p or "skip=12" in p for p in again), "kept pages are not asked twice"


def test_a_table_that_changes_meanwhile_is_started_anew(ophalen: Maak, server: Server) -> None:
    def change() -> None:
        table = server.tabellen["47013NED"]
        table.gewijzigd = "2024-02-15T02:00:00"
        table.rijen[1]["Aangiften_2"] = 999

    server.storingen = [Storing("", doe=change)]
    found = ophalen().table("47013NED").snapshot
    assert found.origin.gewijzigd == "2024-02-15T02:00:00"
    assert 999 in [row[-1] for row in cijfers(found)]


def test_v4_gives_the_same_figures(server: Server, ophalen: Maak) -> None:
    server.bladzijde = 10
    found = ophalen(dienst="cbs-v4").table("47013NED").snapshot
    assert found.origin.protocol == "odata-v4"
    v4 = statline.read_snapshot(found, ["GM0420"])
    v3 = statline.read_snapshot(ophalen().table("47013NED").snapshot, ["GM0420"])
    key = ["onderwerp", "gebied", "soort_misdrijf", "periode"]
    assert v4.set_index(key)["waarde"].to_dict() == v3.set_index(key)["waarde"].to_dict()


def test_only_the_national_table_is_asked_without_areas(ophalen: Maak, server: Server) -> None:
    ophalen(omvang="land").table("47013NED")
    assert not any("RegioS%20eq" in path for path in server.verzoeken)


def test_a_larger_table_has_parquet_and_reads_one_area(
    ophalen: Maak, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ivp.data.snapshots.PARQUET_FROM", 10)
    found = ophalen().table("47013NED").snapshot
    assert "rijen.parquet" in found.origin.bestanden
    assert set(found.rows(["GM0420"])["RegioS"].to_pylist()) == {"GM0420"}
    assert found.rows(["GM9999"]).num_rows == 0
    assert cijfers(found) == verwacht()
    assert PARQUET_FROM > 36


def test_one_municipality_costs_the_memory_of_one_municipality(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever the size of the country: measured in the memory that pyarrow asks for."""

    def most(snapshot: snapshots.Snapshot, areas: list[str] | None) -> int:
        usual = pa.default_memory_pool()
        pool = pa.proxy_memory_pool(usual)
        POOLS.append(pool)
        pa.set_memory_pool(pool)
        try:
            rows = snapshot.rows(areas)
            assert rows.num_rows
            return int(pool.max_memory())
        finally:
            pa.set_memory_pool(usual)

    monkeypatch.setattr("ivp.data.snapshots.ROWS_PER_GROUP", 5_000)
    small, large = (land(project, f"4701{n}NED", jaren) for n, jaren in ((8, 4), (9, 16)))
    one, every = (most(large, areas) for areas in (["GM0420"], None))
    assert large.rows(["GM0420"]).num_rows == 16 * KINDS
    assert one < every / 8
    assert most(large, ["GM0420"]) < 2 * most(small, ["GM0420"])


KINDS, AREAS = 20, 1_000
POOLS: list[pa.MemoryPool] = []
"""pyarrow keeps buffers longer than the tables made with them; a pool must outlive those."""


def land(project: Project, naam: str, jaren: int) -> snapshots.Snapshot:
    """A national table of as many years, sorted by area within each, as ``halen`` makes it."""
    areas = [f"GM{n:04d}" for n in range(AREAS)]
    codes = [{"Key": area, "Title": area} for area in areas]
    with snapshots.build(project, naam) as builder:
        builder.add_page("RegioS", 1, json.dumps({"value": codes}).encode())
        builder.add_codes("RegioS", codes)
        for jaar in range(jaren):
            columns = {
                "RegioS": [area for area in areas for _ in range(KINDS)],
                "SoortMisdrijf": [f"{n}.0.0 " for n in range(KINDS)] * AREAS,
                "Perioden": [f"{2000 + jaar}JJ00"] * AREAS * KINDS,
                "Aantal_1": list(range(AREAS * KINDS)),
            }
            builder.add_rows(pa.table(columns))
        return builder.finish(
            SnapshotOrigin(
                tabel=naam,
                titel=naam,
                producent="Politie",
                licentie={},
                url="",
                protocol="odata-v3",
                entiteit="TypedDataSet",
                opgehaald=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
                gewijzigd="2026-01-01",
                vraag="",
                sleutel=("RegioS", "SoortMisdrijf", "Perioden"),
                gebied="RegioS",
                tijd="Perioden",
                metagegevens=("RegioS",),
            )
        )


def test_a_damaged_snapshot_is_refused(ophalen: Maak) -> None:
    found = ophalen().table("47013NED").snapshot
    archive = found.folder / "levering.zip"
    archive.chmod(0o644)
    archive.write_bytes(archive.read_bytes() + b"x")
    with pytest.raises(BronFout, match=r"levering\.zip"):
        found.check()


def test_what_is_not_there_is_said(ophalen: Maak, server: Server) -> None:
    with pytest.raises(BronFout, match="Bedoelt u '47013NED'"):
        ophalen().table("47013NDE")
    with pytest.raises(BronFout, match="komt niet voor"):
        replace(ophalen(), areas=["GM0001"]).table("47013NED")
    with pytest.raises(BronFout, match="heeft geen jaar vanaf 2050"):
        ophalen(vanaf=2050).table("47013NED")
    with pytest.raises(BronFout, match=r"de code '9\.9\.9'"):
        ophalen(selectie={"SoortMisdrijf": ["9.9.9"]}).table("47013NED")


def test_the_same_answers_give_the_same_bytes(
    ophalen: Maak, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    import shutil

    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    made = []
    for _ in range(2):
        found = ophalen().table("47013NED").snapshot
        made.append({p.name: p.read_bytes() for p in found.folder.iterdir()})
        shutil.rmtree(project.data)
    assert made[0] == made[1]
