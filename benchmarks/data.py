"""Sources: read and validate a delivery; one municipality out of the country.

Every measurement runs in a process of its own, so that its peak memory is its own.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.table import Line, seconds, times

ROOT = Path(__file__).resolve().parents[1]
SIZES = (1_000, 100_000, 5_000_000)
SNAPSHOT_ROWS = 5_000_000
WIJKEN = 3_000
DATASET, FILE = "politie-misdrijven-soort", "data/politie/misdrijven-soort.csv"


def measure(rounds: int) -> list[Line]:
    """Validation per size beside plain pandas and plain Great Expectations; then areas.

    Ratios are of processor time, which says the same on a busy machine. The largest size is
    measured once.
    """
    lines = []
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for rows in SIZES:
            _child("project", str(rows), str(folder))
            times_ = 1 if rows == SIZES[-1] else rounds
            ours, plain, pandas = (
                min(
                    (_child(what, str(rows), str(folder)) for _ in range(times_)),
                    key=lambda found: found["seconds"],
                )
                for what in ("delivery", "plain", "pandas")
            )
            share = ours["start_cpu"] / ours["cpu"]
            lines.append(
                Line(
                    f"read and validate {rows:,} rows ({ours['checks']:.0f} checks)",
                    f"{_took(ours)}; start of Great Expectations "
                    f"{seconds(ours['start'])}: {share:.0%} of the processor time",
                    f"read_csv and stock Great Expectations, {plain['checks']:.0f} checks, "
                    f"{_took(plain)}: {times(plain['cpu'], ours['cpu'])}; read_csv alone, no check,"
                    f" {_took(pandas)}",
                )
            )
            shutil.rmtree(folder / f"project-{rows}")
        _child("snapshot", str(SNAPSHOT_ROWS), str(folder))
        one = _child("area", "one", str(folder))
        every = _child("area", "all", str(folder))
        more = max(1.0, one["peak"] - one["before"])
        lines.append(
            Line(
                f"one area out of a snapshot of {SNAPSHOT_ROWS:,} rows",
                f"{seconds(one['seconds'])}, {more:.0f} MB more",
                f"the whole country {seconds(every['seconds'])}, "
                f"{every['peak'] - every['before']:.0f} MB more: "
                f"{times(every['peak'] - every['before'], more)}",
                "≤ 150 MB more",
                more <= 150,
            )
        )
    return lines


def _took(found: dict[str, float]) -> str:
    """Seconds on the clock, seconds of processor time, peak memory."""
    return f"{seconds(found['seconds'])} ({seconds(found['cpu'])} cpu), {found['peak']:.0f} MB"


def _child(*words: str) -> dict[str, float]:
    """What a process of its own measured."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.data", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2000:])
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def _peak() -> float:
    """The most memory this process had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _project(folder: Path, rows: int) -> Path:
    """A project whose ``politie-misdrijven-soort`` has about ``rows`` rows, in its own codes."""
    import pandas as pd

    from ivp.data import Package, takeover
    from ivp.paths import Project

    target = folder / f"project-{rows}"
    for name in ("data", "expectations"):
        shutil.copytree(ROOT / name, target / name, dirs_exist_ok=True)
    dataset = Package.load(Project(target)).dataset(DATASET)
    frame = dataset.read()
    frame = frame[frame["gebied"] == "GM0420"]
    copies = -(-rows // len(frame))
    parts = [frame.assign(gebied=f"GM{n:06d}") for n in range(copies)]
    pd.concat(parts).head(rows).to_csv(dataset.file, index=False, lineterminator="\n")
    # Areas and number of rows are made up: of the contract all but those, and what other data sets
    # know of the areas.
    path = target / "expectations" / f"{dataset.name}.json"
    suite = json.loads(path.read_text("utf-8"))
    suite["expectations"] = [
        item
        for item in suite["expectations"]
        if "other" not in item["kwargs"]
        and item["type"] != "expect_table_row_count_to_be_between"
        and not ("set" in item["type"] and item["kwargs"].get("column") == "gebied")
    ]
    path.write_text(json.dumps(suite), "utf-8")
    takeover.write(Project(target), [takeover.prepare(dataset, dataset.raw(), {})])
    return target


def delivery(rows: int, folder: Path) -> dict[str, float]:
    """Read a delivery of so many rows and check it against its contract, personal data included."""
    from ivp.contracts.check_datasets import check
    from ivp.data import Package
    from ivp.paths import Project

    began, before = time.perf_counter(), time.process_time()
    from ivp.contracts.run_suite import batch_definition

    batch_definition()
    start, start_cpu = time.perf_counter() - began, time.process_time() - before
    found = check(Package.load(Project(folder / f"project-{rows}")), [DATASET])
    took = time.perf_counter() - began
    return {
        "seconds": took,
        "start": start,
        "start_cpu": start_cpu,
        "peak": _peak(),
        "checks": len(found),
    }


def plain(rows: int, folder: Path) -> dict[str, float]:
    """The same file as a user would do it: ``read_csv``, and those expectations of the same suite
    that Great Expectations has itself. It looks for no personal data, and for nothing that needs
    another row, period or data set.
    """
    os.environ["GX_ANALYTICS_ENABLED"] = "false"
    began = time.perf_counter()
    import great_expectations as gx
    import pandas as pd
    from great_expectations.expectations.expectation_configuration import (
        ExpectationConfiguration,
    )

    from ivp.contracts.own_checks import CHECKS

    project = folder / f"project-{rows}"
    frame = pd.read_csv(project / FILE)
    suite = json.loads((project / "expectations" / f"{DATASET}.json").read_text("utf-8"))
    items = [
        ExpectationConfiguration(type=item["type"], kwargs=item["kwargs"]).to_domain_obj()
        for item in suite["expectations"]
        if item["type"] not in CHECKS
    ]
    context = gx.get_context(mode="ephemeral")
    asset = context.data_sources.add_pandas("d").add_dataframe_asset("a")
    batch = asset.add_batch_definition_whole_dataframe("b").get_batch({"dataframe": frame})
    outcome = batch.validate(
        gx.ExpectationSuite(name=DATASET, expectations=items),
        result_format={"result_format": "COMPLETE"},
    )
    took = time.perf_counter() - began
    return {"seconds": took, "peak": _peak(), "checks": len(outcome.results)}


def pandas(rows: int, folder: Path) -> dict[str, float]:
    """The same file with ``read_csv`` alone: no type is certain, and nothing is checked."""
    began = time.perf_counter()
    import pandas as pd

    assert len(pd.read_csv(folder / f"project-{rows}" / FILE)) == rows
    return {"seconds": time.perf_counter() - began, "peak": _peak()}


def snapshot(rows: int, folder: Path) -> dict[str, float]:
    """A snapshot as 47018NED has it: kinds × wijken × years, sorted by area per year."""
    import pyarrow as pa

    from ivp.data import snapshots
    from ivp.data.snapshots import SnapshotOrigin
    from ivp.paths import Project

    project = Project(folder / "country")
    areas = [f"WK{n:06d}" for n in range(WIJKEN)]
    kinds = [f"{n}.0.0 " for n in range(50)]
    codes = [{"Key": area, "Title": area} for area in areas]
    with snapshots.build(project, "47018NED") as builder:
        text = json.dumps({"value": codes}).encode()
        builder.add_page("WijkenEnBuurten", 1, text)
        builder.add_codes("WijkenEnBuurten", codes)
        for year in range(rows // (len(areas) * len(kinds))):
            size = len(areas) * len(kinds)
            table = pa.table(
                {
                    "WijkenEnBuurten": [area for area in areas for _ in kinds],
                    "SoortMisdrijf": kinds * len(areas),
                    "Perioden": [f"{1990 + year}JJ00"] * size,
                    "GeregistreerdeMisdrijven_1": list(range(size)),
                }
            )
            builder.add_rows(table)
        builder.finish(
            SnapshotOrigin(
                tabel="47018NED",
                titel="Benchmark",
                producent="Benchmark",
                licentie={},
                url="",
                protocol="odata-v3",
                entiteit="TypedDataSet",
                opgehaald=dt.datetime(2026, 1, 1, tzinfo=dt.UTC),
                gewijzigd="2026-01-01",
                vraag="",
                sleutel=("WijkenEnBuurten", "SoortMisdrijf", "Perioden"),
                gebied="WijkenEnBuurten",
                tijd="Perioden",
                metagegevens=("WijkenEnBuurten",),
            )
        )
    return {}


def area(which: str, folder: Path) -> dict[str, float]:
    """Read one wijk, or all of them, out of the snapshot."""
    import pyarrow.parquet

    from ivp.data import snapshots
    from ivp.paths import Project

    found = snapshots.newest(Project(folder / "country"), "47018NED")
    assert found is not None
    assert pyarrow.parquet
    before, began = _peak(), time.perf_counter()
    table = found.rows(["WK000420"] if which == "one" else None)
    assert table.num_rows
    return {"seconds": time.perf_counter() - began, "before": before, "peak": _peak()}


def main(words: list[str]) -> None:
    """One measurement, as JSON on the last line."""
    what, size, folder = words[0], words[1], Path(words[2])
    found: dict[str, float] = {}
    if what == "project":
        _project(folder, int(size))
    elif what == "area":
        found = area(size, folder)
    else:
        acts = {"delivery": delivery, "plain": plain, "pandas": pandas, "snapshot": snapshot}
        found = acts[what](int(size), folder)
    print(json.dumps({**found, "cpu": time.process_time()}))


if __name__ == "__main__":
    main(sys.argv[1:])
