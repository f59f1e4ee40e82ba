"""A few books of a fictitious country: here, on two Dask workers of which one is killed, again."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import pandas as pd
import pytest
from bs4 import BeautifulSoup

from ivp.config import load
from ivp.editions.manifest import Edition
from ivp.errors import BronFout, ParamsFout
from ivp.fleet import many, national, one, overview
from ivp.fleet.national import National
from ivp.fleet.one import Job, Outcome
from ivp.paths import Project
from ivp.run import workers
from tools.example_data.country import write_all

PROJECT = Project(Path(__file__).parents[2])


@pytest.fixture(scope="module")
def land(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("land")
    write_all(PROJECT, folder, 30)
    return folder


@pytest.fixture(scope="module")
def country(land: Path) -> National:
    return national.read(land)


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("IVP_ZONDER_BROWSER", "1")
    monkeypatch.delenv("IVP_OPSLAG", raising=False)
    # Nothing here may start a project's own workers besides those under test.
    monkeypatch.setenv("IVP_WERKERS", "1")


def test_same_seed_same_country(land: Path, tmp_path: Path) -> None:
    write_all(PROJECT, tmp_path, 30)
    for path in sorted(p for p in land.rglob("*") if p.is_file()):
        assert path.read_bytes() == (tmp_path / path.relative_to(land)).read_bytes()


def test_each_gets_its_own_rows_its_region_and_the_country(country: National) -> None:
    [first] = country.choose(["Voorbeeldgemeente 1"], None, False)
    lines = country.cut(first)["cbs/inwoners.csv"].decode().splitlines()[1:]
    areas = {line.split(",")[0] for line in lines}
    assert areas == {f"GM{9001 + n}" for n in range(14)} | {"NL00"}
    assert len(country.choose([], "Voorbeeldregio 2", False)) == 14
    assert len(country.choose([], None, True)) == 30
    with pytest.raises(ParamsFout, match="Bedoelt u 'Voorbeeldgemeente 1"):
        country.choose(["Voorbeeldgemente 1"], None, False)


def test_what_books_share_is_part_of_their_key(country: National, tmp_path: Path) -> None:
    """A book of before a change in the notebook is not complete any more."""
    [gemeente] = country.choose(["GM9001"], None, False)

    def key() -> str:
        [job] = many.jobs(Project(tmp_path), country, [gemeente], tmp_path / "uit")
        return job.key

    keys = {key(), key()}
    for name in ("notebooks/veld.ipynb", "params/boek.yml", "assets/boek.css", "_brand.yml"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("een")
        keys.add(key())
    assert len(keys) == 5


def test_changed_table_is_refused(land: Path, tmp_path: Path) -> None:
    import shutil

    shutil.copytree(land, tmp_path / "land")
    path = tmp_path / "land" / "cbs" / "inwoners.csv"
    path.write_text(path.read_text().replace("GM9001", "GM9999", 1))
    with pytest.raises(BronFout, match="veranderd sinds de registratie"):
        national.read(tmp_path / "land")


def test_books_failures_retries_resume_and_the_overview(country: National, tmp_path: Path) -> None:
    chosen = country.choose(["GM9001", "GM9002", "GM9003"], None, False)
    jobs = list(many.jobs(PROJECT, country, chosen, tmp_path))
    bad = jobs[2]
    broken = {**bad.files, "cbs/inwoners.csv": b"gebied\n"}
    jobs[2] = Job(bad.gemeente, broken, bad.project, bad.folder, bad.key)
    outcomes: list[Outcome] = []
    many.build(jobs, outcomes.append, number=2)
    by_code = {one.code: one for one in outcomes}
    assert [by_code[job.gemeente.code].cause == "" for job in jobs] == [True, True, False]
    assert "is veranderd sinds het is geregistreerd" in by_code["GM9003"].cause
    assert [many.complete(job) for job in jobs] == [True, True, False]

    home = (tmp_path / "gm9001" / "_book" / "index.html").read_text()
    assert "Dit boek heeft nog geen tekst van de gemeente" in home
    assert "Voorbeeldgemeente 1" in home
    assert "Medemblik" not in home
    assert list((tmp_path / "gm9001" / "_book").glob("*.pdf"))

    edition = Edition.read(tmp_path / "gm9001" / "_book")
    assert edition.gemeente == "Voorbeeldgemeente 1"
    assert "index.html" in edition.uitvoer and "data/cbs/inwoners.csv" in edition.invoer

    page = overview.write_page(tmp_path, chosen, {"GM9003": by_code["GM9003"].cause})
    soup = BeautifulSoup(page.read_text(), "html.parser")
    links = {str(a["href"]) for a in soup.find_all("a")}
    assert links == {f"gm900{n}/_book/index.html" for n in (1, 2)}
    assert all((tmp_path / link).is_file() for link in links)
    assert "veranderd sinds het is geregistreerd" in soup.get_text()
    assert not [tag for tag in soup.find_all(True) if tag.get("src")]

    again = list(many.jobs(PROJECT, country, chosen, tmp_path))
    assert [job.gemeente.code for job in again if not many.complete(job)] == ["GM9003"]


def _parent_threads() -> tuple[bool, int]:
    """Whether a worker has what books need when it starts, and the threads it was forked from."""
    loaded = "great_expectations" in sys.modules and "ivp.book.render" in sys.modules
    return loaded, len(list(Path(f"/proc/{os.getppid()}/task").iterdir()))


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere workers are not forked")
@pytest.mark.usefixtures("fork_server")
def test_workers_come_from_one_process_with_one_thread_and_all_in_memory() -> None:
    with ProcessPoolExecutor(
        1, workers.context("ivp.fleet.book_preload"), many.begin, (dict(os.environ),)
    ) as pool:
        assert pool.submit(_parent_threads).result() == (True, 1)


def test_a_hidden_count_in_its_pages_stops_the_book(
    country: National, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Were these counts of persons, and one of them small: who prints it gets no book."""
    monkeypatch.setenv("IVP_OPSLAG", str(tmp_path / "opslag"))
    [job] = many.jobs(PROJECT, country, country.choose(["GM9001"], None, False), tmp_path)
    package = json.loads(job.files["datapackage.json"])
    [police] = [one for one in package["resources"] if one["name"] == "politie-misdrijven-soort"]
    police["ivp"]["persoonsregistratie"] = True
    frame = pd.read_csv(io.BytesIO(job.files[police["path"]]), dtype=str)
    definition = next(
        one
        for one in load(PROJECT).indicatoren.values()
        if one.dataset == police["name"] and len(one.selectie["soort_misdrijf"]) == 1
    )
    [soort] = definition.selectie["soort_misdrijf"]
    frame = frame[(frame["gebied"] == "GM9001") & (frame["soort_misdrijf"] == soort)].tail(3)
    frame.loc[frame.index[-1], definition.kolom] = "3"
    files = job.files | {police["path"]: frame.to_csv(index=False).encode()}
    raw = files[police["path"]]
    police |= {"bytes": len(raw), "hash": f"sha256:{hashlib.sha256(raw).hexdigest()}"}
    files["datapackage.json"] = json.dumps(package).encode()

    def told(project: Project, folder: Path) -> None:
        folder.mkdir(exist_ok=True)
        text = f"{definition.titel}: 3 in {frame['jaar'].iloc[-1]}."
        (folder / "index.html").write_text(f"<p>{text}</p>", "utf-8")

    monkeypatch.setattr("ivp.run.pipeline.run", lambda *_, **__: None)
    monkeypatch.setattr("ivp.book.render", told)
    monkeypatch.setattr("ivp.editions.seal.seal", lambda *_, **__: None)
    spoiled = dataclasses.replace(job, files=files)
    outcome = one.build(spoiled)
    assert f"Een verborgen aantal personen staat in het boek: {definition.titel}" in outcome.detail
    assert outcome.cause and "index.html" in outcome.detail
    assert not many.complete(spoiled) and not (job.folder / "_book").exists()


@pytest.fixture
def cluster(tmp_path: Path) -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and two worker processes, joined over the loopback."""
    file = tmp_path / "scheduler.json"
    python = [sys.executable, "-m", "distributed.cli.dask_scheduler"]
    common = ["--no-dashboard", "--scheduler-file", str(file)]
    started = [subprocess.Popen([*python, "--host", "127.0.0.1", "--port", "0", *common])]
    while not file.exists():
        time.sleep(0.05)
    address = str(json.loads(file.read_text())["address"])
    for _ in range(2):
        worker = [sys.executable, "-m", "distributed.cli.dask_worker", address, "--nthreads", "1"]
        options = ["--no-nanny", "--no-dashboard", "--local-directory", str(tmp_path)]
        started.append(subprocess.Popen([*worker, *options]))
    yield address, started[1:]
    for process in started:
        process.kill()
        process.wait()


def test_two_dask_workers_one_killed_halfway(
    country: National,
    tmp_path: Path,
    cluster: tuple[str, list[subprocess.Popen[bytes]]],
) -> None:
    address, workers = cluster
    chosen = country.choose(["GM9001", "GM9002", "GM9003", "GM9004"], None, False)
    jobs = list(many.jobs(PROJECT, country, chosen, tmp_path / "boeken"))
    outcomes: list[Outcome] = []

    def done(outcome: Outcome) -> None:
        outcomes.append(outcome)
        if len(outcomes) == 1:
            os.kill(workers[0].pid, signal.SIGKILL)

    many.build(jobs, done, scheduler=address)
    assert sorted(one.code for one in outcomes) == [job.gemeente.code for job in jobs]
    assert [one.cause for one in outcomes] == [""] * 4
    assert all(many.complete(job) for job in jobs)
