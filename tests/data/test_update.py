"""From service to book with the commands a steward gives: fetch, update."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

from ivp.config import sources
from ivp.contracts.check_datasets import origin
from ivp.data import Package, pins, snapshots
from ivp.errors import BronFout, Fouten
from ivp.paths import Project
from tests.data.conftest import JAREN, Doe, aantal, goed, politie
from tests.data.odata_server import Server, Storing


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
