"""Sources: read and validate a delivery; one municipality out of the country.

Every measurement runs in a process of its own, so that its peak memory is its own.
"""

from __future__ import annotations

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


def measure(rounds: int) -> list[Line]:
    """Validation per size, with the share that is the start of Great Expectations; then areas."""
    lines = []
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        for rows in SIZES:
            best = min(
                (_child("delivery", str(rows), str(folder)) for _ in range(rounds)),
                key=lambda found: found["seconds"],
            )
            share = best["start"] / best["seconds"]
            lines.append(
                Line(
                    f"read and validate {rows:,} rows",
                    f"{seconds(best['seconds'])}, {best['peak']:.0f} MB",
                    f"start of Great Expectations {seconds(best['start'])}: {share:.0%}",
                )
            )
        _child("snapshot", str(SNAPSHOT_ROWS), str(folder))
        one = _child("area", "one", str(folder))
        every = _child("area", "all", str(folder))
        lines.append(
            Line(
                f"one municipality out of a snapshot of {SNAPSHOT_ROWS:,} rows",
                f"{seconds(one['seconds'])}, {one['peak'] - one['before']:.0f} MB more",
                f"the whole country {seconds(every['seconds'])}, "
                f"{every['peak'] - every['before']:.0f} MB more: "
                f"{times(every['peak'] - every['before'], max(1.0, one['peak'] - one['before']))}",
                "≤ 150 MB more",
                one["peak"] - one["before"] <= 150,
            )
        )
    return lines


def _child(*words: str) -> dict[str, float]:
    """What a process of its own measured."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.bronnen", *words],
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

    from ivp.paths import Project
    from ivp.sources import Package
    from ivp.sources.registreer import registreer

    target = folder / f"project-{rows}"
    for name in ("data", "expectations"):
        shutil.copytree(ROOT / name, target / name, dirs_exist_ok=True)
    dataset = Package.load(Project(target)).dataset("politie-misdrijven-soort")
    frame = dataset.read()
    frame = frame[frame["gebied"] == "GM0420"]
    copies = -(-rows // len(frame))
    parts = [frame.assign(gebied=f"GM{n:06d}") for n in range(copies)]
    pd.concat(parts).head(rows).to_csv(dataset.file, index=False, lineterminator="\n")
    # The areas are made up: of the contract all but that, and what other data sets know of them.
    path = target / "expectations" / f"{dataset.name}.json"
    suite = json.loads(path.read_text("utf-8"))
    suite["expectations"] = [
        item
        for item in suite["expectations"]
        if "other" not in item["kwargs"]
        and not ("set" in item["type"] and item["kwargs"].get("column") == "gebied")
    ]
    path.write_text(json.dumps(suite), "utf-8")
    registreer(Project(target), dataset.name)
    return target


def delivery(rows: int, folder: Path) -> dict[str, float]:
    """Read a delivery of so many rows and check it against its contract, personal data included."""
    target = folder / f"project-{rows}"
    if not target.is_dir():
        _child("project", str(rows), str(folder))
    from ivp.contracts import check
    from ivp.paths import Project
    from ivp.sources import Package

    began = time.perf_counter()
    import great_expectations

    from ivp.contracts import validate

    validate._batch_definition()
    start = time.perf_counter() - began
    assert great_expectations.__version__
    check(Package.load(Project(target)), ["politie-misdrijven-soort"])
    return {"seconds": time.perf_counter() - began, "start": start, "peak": _peak()}


def snapshot(rows: int, folder: Path) -> dict[str, float]:
    """A snapshot as 47018NED has it: kinds × wijken × years, sorted by area per year."""
    import pyarrow as pa

    from ivp.paths import Project
    from ivp.sources.fetch.bouwer import Bouwer

    project = Project(folder / "country")
    areas = [f"WK{n:06d}" for n in range(WIJKEN)]
    kinds = [f"{n}.0.0 " for n in range(50)]
    codes = [{"Key": area, "Title": area} for area in areas]
    with Bouwer(project, "47018NED") as bouwer:
        text = json.dumps({"value": codes}).encode()
        bouwer.bladzijde("WijkenEnBuurten", 1, text)
        bouwer.codelijst("WijkenEnBuurten", codes)
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
            bouwer.rijen(table)
        bouwer.klaar(
            {
                "tabel": "47018NED",
                "titel": "Benchmark",
                "producent": "Benchmark",
                "licentie": {},
                "url": "",
                "protocol": "odata-v3",
                "entiteit": "TypedDataSet",
                "opgehaald": "2026-01-01T00:00:00Z",
                "gewijzigd": "2026-01-01",
                "vraag": "",
                "sleutel": ["WijkenEnBuurten", "SoortMisdrijf", "Perioden"],
                "gebied": "WijkenEnBuurten",
                "tijd": "Perioden",
                "metagegevens": ["WijkenEnBuurten"],
            }
        )
    return {}


def area(which: str, folder: Path) -> dict[str, float]:
    """Read one wijk, or all of them, out of the snapshot."""
    import pyarrow.parquet

    from ivp.paths import Project
    from ivp.sources import snapshots

    found = snapshots.nieuwste(Project(folder / "country"), "47018NED")
    assert found is not None
    assert pyarrow.parquet
    before, began = _peak(), time.perf_counter()
    table = found.rijen(["WK000420"] if which == "one" else None)
    assert table.num_rows
    return {"seconds": time.perf_counter() - began, "before": before, "peak": _peak()}


def main(words: list[str]) -> None:
    """One measurement, as JSON on the last line."""
    what, size, folder = words[0], words[1], Path(words[2])
    if what == "project":
        _project(folder, int(size))
        found: dict[str, float] = {}
    elif what == "delivery":
        found = delivery(int(size), folder)
    elif what == "snapshot":
        found = snapshot(int(size), folder)
    else:
        found = area(size, folder)
    print(json.dumps(found))


if __name__ == "__main__":
    main(sys.argv[1:])
