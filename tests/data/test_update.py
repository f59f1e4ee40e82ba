"""From service to book with the commands a steward gives: fetch, update, freshness, lever."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml
from typer.testing import CliRunner, Result

from ivp.cli import app
from ivp.config import sources
from ivp.contracts.check_datasets import origin
from ivp.data import Package, pins, snapshots
from ivp.data.fetch.connection import Connection
from ivp.data.readers.known_tables import CRIMES
from ivp.errors import BronFout, Fouten
from ivp.paths import Project
from tests.data.odata_server import Server, Storing, Tabel
from tests.data.readers import test_borders

GEBIEDEN = {
    "NL01  ": "Nederland",
    "RE04  ": "Noord-Holland",
    "GM0388": "Enkhuizen",
    "GM0420": "Medemblik",
    "GM0364": "Andijk",
}
JAREN = (2022, 2023, 2024, 2025)
Doe = Callable[..., Result]


def politie() -> Tabel:
    """47013NED for a few areas: a total per year that is the sum of its kinds, and months."""
    rows = []
    for number, regio in enumerate(GEBIEDEN):
        for jaar in JAREN:
            kinds = {c: (number + 1) * (i % 5 + jaar % 10) for i, c in enumerate(CRIMES)}
            kinds["0.0.0"] = sum(kinds.values()) - kinds["0.0.0"]
            for code, count in kinds.items():
                for when in (f"{jaar}JJ00", f"{jaar}MM01"):
                    rows.append(
                        {
                            "ID": len(rows),
                            "SoortMisdrijf": f"{code:<6}",
                            "RegioS": regio,
                            "Perioden": when,
                            "GeregistreerdeMisdrijven_1": None if regio == "GM0364" else count,
                        }
                    )
    periods = [f"{j}{p}" for j in JAREN for p in ("JJ00", "MM01")]
    return Tabel(
        "47013NED",
        codes={
            "SoortMisdrijf": [{"Key": f"{k:<6}", "Title": t} for k, t in CRIMES.items()],
            "RegioS": [{"Key": k, "Title": t} for k, t in GEBIEDEN.items()],
            "Perioden": [
                {"Key": k, "Title": k, "Status": "Voorlopig" if k[:4] == "2025" else "Definitief"}
                for k in periods
            ],
        },
        soorten={
            "SoortMisdrijf": "Dimension",
            "RegioS": "GeoDimension",
            "Perioden": "TimeDimension",
        },
        onderwerpen={"GeregistreerdeMisdrijven_1": "Long"},
        rijen=rows,
    )


@pytest.fixture
def server() -> Iterator[Server]:
    with Server(politie(), bladzijde=500) as running:
        yield running


@pytest.fixture
def project(tmp_path: Path, root: Path, server: Server) -> Project:
    """The real params and data, with the police at the loopback server."""
    for folder in ("params", "data"):
        shutil.copytree(root / folder, tmp_path / folder)
    (tmp_path / "_quarto.yml").write_text("project: {type: book}\n")
    path = tmp_path / "params" / "bronnen.yml"
    content = yaml.safe_load(path.read_text(encoding="utf-8"))
    content["diensten"]["politie"] |= {
        "api": f"{server.adres}/ODataApi/odata",
        "feed": f"{server.adres}/ODataFeed/odata",
    }
    path.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return Project(tmp_path)


@pytest.fixture
def doe(project: Project, monkeypatch: pytest.MonkeyPatch) -> Doe:
    """Give a command in the project."""
    monkeypatch.setenv("IVP_PROJECT", str(project.root))
    where = "ivp.data.fetch.fetch_table.Connection"
    monkeypatch.setattr(where, lambda policy, sleep: Connection(policy, lambda seconds: None))

    def run(*words: str) -> Result:
        return CliRunner().invoke(app, list(words))

    return run


def goed(result: Result) -> str:
    if result.exception:
        raise result.exception
    return result.output


def aantal(project: Project, naam: str, **where: object) -> int | None:
    frame = Package.load(project).dataset(naam).read()
    for column, value in where.items():
        frame = frame[frame[column] == value]
    (found,) = frame["aantal"].tolist()
    return None if found is None else int(found)


def test_from_service_to_book(doe: Doe, project: Project, server: Server) -> None:
    before = (project.data / "datapackage.json").read_bytes()
    said = goed(doe("fetch", "47013NED"))
    assert "47013NED: nieuw" in said and "data/snapshots/47013NED/" in said
    assert (project.data / "datapackage.json").read_bytes() == before, "fetch changes no book"

    said = goed(doe("update", "--dry-run"))
    assert "vervangt voorbeeldcijfers" in said and "verdwenen rijen" in said
    assert not (project.data / pins.FILE).exists()
    assert (project.data / "datapackage.json").read_bytes() == before

    said = goed(doe("update"))
    assert (
        said.index("verdwenen rijen") < said.index("herziene cijfers") < said.index("nieuwe rijen")
    )
    pin = pins.read(project)["47013NED"]
    newest = snapshots.newest(project, "47013NED")
    assert newest is not None and pin.opname == newest.name
    assert set(pin.datasets) == {
        "politie-misdrijven",
        "politie-misdrijven-soort",
        "politie-misdrijven-maand",
    }
    row = next(
        r
        for r in server.tabellen["47013NED"].rijen
        if (r["SoortMisdrijf"].strip(), r["RegioS"], r["Perioden"])
        == ("0.0.0", "GM0420", "2024JJ00")
    )
    want = row["GeregistreerdeMisdrijven_1"]
    assert aantal(project, "politie-misdrijven", gebied="GM0420", jaar=2024) == want
    package = Package.load(project)
    for naam in pin.datasets:
        facts = package.dataset(naam).resource.ivp
        assert facts.werkelijk and facts.producent == "Politie"
        assert facts.opname == f"47013NED/{newest.name}"
        assert origin(package.dataset(naam)).status == "ok", "no longer called an example"
    assert package.dataset("politie-misdrijven").resource.ivp.voorlopig == ("2025",)
    total = package.dataset("politie-misdrijven").read()
    assert "NL00" in set(total["gebied"]) and "NL01" not in set(total["gebied"])
    assert "GM0364" not in set(total["gebied"]), "an area without any figure has no rows"
    months = package.dataset("politie-misdrijven-maand").read()
    assert set(months["gebied"]) == {"GM0420"} and set(months["maand"]) == {
        f"{jaar}-01" for jaar in JAREN
    }
    pins.check(package, sources.read(project.params))
    assert "het boek gebruikt al" in goed(doe("update"))


def test_a_revision_is_shown_and_the_delivery_before_is_kept(
    doe: Doe, project: Project, server: Server
) -> None:
    goed(doe("fetch", "47013NED"))
    goed(doe("update"))
    old = (project.data / "politie/misdrijven.csv").read_bytes()
    table = server.tabellen["47013NED"]
    table.gewijzigd = "2024-03-01T02:00:00"
    for row in table.rijen:
        if (row["RegioS"], row["Perioden"]) == ("GM0420", "2023JJ00"):
            row["GeregistreerdeMisdrijven_1"] = 4711
    gone = ("GM0388", "2022JJ00")
    table.rijen = [row for row in table.rijen if (row["RegioS"], row["Perioden"]) != gone]
    goed(doe("fetch", "47013NED"))
    said = goed(doe("freshness"))
    assert "ligt klaar (ivp update)" in said
    said = goed(doe("update"))
    assert "verdwenen rijen: 1 (GM0388 2022)" in said
    assert "→ 4711" in said
    dataset = Package.load(project).dataset("politie-misdrijven")
    assert (project.data / "vorige/politie-misdrijven.csv").read_bytes() == old
    before = dataset.previous()
    assert before is not None and len(before) == len(dataset.read()) + 1
    names = [one.name for one in snapshots.all_of(project, "47013NED")]
    back = goed(doe("update", "47013NED", "--snapshot", names[0]))
    assert "nieuwe rijen: 1 (GM0388 2022)" in back
    assert (project.data / "politie/misdrijven.csv").read_bytes() == old


def test_what_does_not_belong_together_is_said(doe: Doe, project: Project) -> None:
    goed(doe("fetch", "47013NED"))
    goed(doe("update"))
    catalogue = sources.read(project.params)
    other = catalogue.model_copy(
        update={
            "datasets": {
                **catalogue.datasets,
                "politie-misdrijven": catalogue.datasets["politie-misdrijven"].model_copy(
                    update={"periode": "maand"}
                ),
            }
        }
    )
    with pytest.raises(BronFout, match="Hoe bron 'politie-misdrijven' wordt gemaakt"):
        pins.check(Package.load(project), other)
    register = json.loads((project.data / "datapackage.json").read_bytes())
    for resource in register["resources"]:
        resource["hash"] = "sha256:" + "0" * 64
    (project.data / "datapackage.json").write_text(json.dumps(register))
    with pytest.raises(Fouten, match="niet het uittreksel"):
        pins.check(Package.load(project), catalogue)
    newest = snapshots.newest(project, "47013NED")
    assert newest is not None
    sidecar = newest.folder / "herkomst.json"
    sidecar.chmod(0o644)
    sidecar.write_bytes(sidecar.read_bytes() + b" ")
    with pytest.raises(Fouten, match="niet meer die waarmee"):
        pins.check(Package.load(project), catalogue)
    (project.data / pins.FILE).write_text("{")
    with pytest.raises(BronFout, match="niet te lezen"):
        pins.read(project)


def test_a_killed_fetch_leaves_nothing_and_goes_on(project: Project, server: Server) -> None:
    server.api_grens = 20
    server.storingen = [Storing("stilte", bij="skip=", keer=99)]
    environment = {**os.environ, "IVP_PROJECT": str(project.root)}
    command = [sys.executable, "-m", "ivp", "fetch", "47013NED"]
    running = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE)
    deadline = time.monotonic() + 60
    while sum("skip=" in p for p in server.verzoeken) < 2 and time.monotonic() < deadline:
        time.sleep(0.02)
    running.send_signal(signal.SIGKILL)
    assert running.wait() == -signal.SIGKILL
    assert snapshots.all_of(project, "47013NED") == []
    asked = {p for p in server.verzoeken if "skip=" in p}
    server.storingen, server.verzoeken = [], []
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (made,) = snapshots.all_of(project, "47013NED")
    assert made.origin.rijen == len(politie().rijen)
    made.check()
    again = asked & set(server.verzoeken)
    assert len(again) <= 1, "only the page that was under way is asked twice"


def test_several_tables_that_fail_are_all_said(doe: Doe) -> None:
    result = doe("fetch", "47018NED", "47021NED")
    assert isinstance(result.exception, Fouten)
    assert "47018NED" in str(result.exception) and "47021NED" in str(result.exception)
    assert isinstance(doe("fetch", "47013").exception, BronFout)


def test_a_delivery_is_taken_over(doe: Doe, project: Project, tmp_path: Path) -> None:
    rows = Package.load(project).dataset("halt").read()
    text = rows.replace({"aantal": {0: None}}).to_csv(index=False, sep=";")
    path = tmp_path / "halt van de partner.csv"
    path.write_text(text.replace(";2023;", ";2024;"), encoding="utf-8")
    assert "nieuwe rijen: 5" in goed(doe("take", str(path), "--dry-run"))
    assert not Package.load(project).dataset("halt").resource.ivp.werkelijk
    said = goed(doe("take", str(path)))
    assert "vervangt voorbeeldcijfers" in said and "verdwenen rijen: 5" in said
    assert "geen voorbeeldcijfers meer" in said
    taken = Package.load(project).dataset("halt")
    assert taken.resource.ivp.werkelijk and set(taken.read()["jaar"]) >= {2024}
    assert isinstance(doe("take", str(path), "--source", "cbs-inwoners").exception, BronFout)
    assert isinstance(doe("take", str(path), str(path)).exception, BronFout)
    assert isinstance(doe("take", "nergens.csv", "--source", "halt").exception, BronFout)


def test_a_delivery_without_a_template_has_the_columns_of_its_data_set(
    doe: Doe, project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    dataset = Package.load(project).dataset("jongeren")
    path = tmp_path / "nieuw.csv"
    path.write_bytes(dataset.content().replace(b",2015,", b",2014,", 1))
    said = goed(doe("take", "--source", "jongeren", str(path)))
    assert "nieuwe rijen: 1" in said and "voorbeeldcijfers" not in said
    before = json.loads((project.data / "datapackage.json").read_bytes())
    taken = Package.load(project).dataset("jongeren")
    assert taken.content() == path.read_bytes()
    assert taken.resource.ivp.opgehaald.isoformat() == "2027-01-15"
    # What was put in the place of the old file by hand is registered in the same way.
    path.write_bytes(path.read_bytes().replace(b",2024,", b",2024,1", 1))
    taken.file.write_bytes(path.read_bytes())
    assert "is onbekend" in goed(doe("take", "--source", "jongeren", str(taken.file)))
    assert Package.load(project).dataset("jongeren").content() == path.read_bytes()
    after = json.loads((project.data / "datapackage.json").read_bytes())
    pairs = zip(before["resources"], after["resources"], strict=True)
    (changed,) = [(one, two) for one, two in pairs if one != two]
    assert {key for key in changed[0] if changed[0][key] != changed[1][key]} == {"bytes", "hash"}
    path.write_bytes(path.read_bytes().replace(b",2016,", b",veel,", 1))
    refused = doe("take", "--source", "jongeren", str(path)).exception
    assert isinstance(refused, BronFout) and "'veel' is niet een geheel getal" in refused.wat
    assert json.loads((project.data / "datapackage.json").read_bytes()) == after


def test_borders_are_taken_from_a_map(doe: Doe, project: Project, tmp_path: Path) -> None:
    register = json.loads((project.data / "datapackage.json").read_bytes())
    fields = [("gebied", "string"), ("ring", "integer"), ("punt", "integer")]
    fields += [("lengte", "number"), ("breedte", "number")]
    schema = {
        "fields": [{"name": n, "type": kind, "description": n} for n, kind in fields],
        "primaryKey": ["gebied", "ring", "punt"],
    }
    borders = {**register["resources"][0], "name": "wijken-grenzen", "schema": schema}
    register["resources"].append({**borders, "path": "geo/wijken-grenzen.csv"})
    (project.data / "datapackage.json").write_text(json.dumps(register), encoding="utf-8")
    path = tmp_path / "grenzen.geojson"
    path.write_bytes(test_borders.raw(test_borders.feature()))
    goed(doe("take", "--source", "wijken-grenzen", str(path)))
    frame = Package.load(project).dataset("wijken-grenzen").read()
    assert frame.iloc[1].tolist() == ["WK042001", 1, 2, 5.1, 52.7]


def test_freshness_compares_with_the_calendar(doe: Doe, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795000000")  # 18 November 2026
    lines = goed(doe("freshness")).splitlines()
    (crimes,) = (line for line in lines if line.startswith("cbs-misdrijven ("))
    assert "VEROUDERD" in crimes and "tot en met 2025" in crimes
    (example,) = (line for line in lines if line.startswith("halt"))
    assert "voorbeeldcijfers" in example
