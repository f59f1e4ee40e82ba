"""This book against an earlier commit, in pairs: ``python -m benchmarks.against COMMIT``.

Both are made from a copy of their own, with the same Python and libraries, one after the other
in each round. The table has the best round of each, and the ratio of clock and of processor time.
It is printed, not written: what it says holds for that commit only.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

from benchmarks.book import ROOT, copy, revise, run
from benchmarks.table import Took, seconds, timed

BOOK = ("-m", "ivp", "book", "--renderer", "ingebouwd", "--quiet")
FLEET_BOOKS = 6
FLEET = f"""
import json
from dataclasses import asdict
import benchmarks.fleet as fleet
fleet.BOOKS = {FLEET_BOOKS}
print(json.dumps([asdict(line) for line in fleet.measure(1)]))
"""


def earlier(commit: str, target: Path) -> Path:
    """The files of a commit, in ``target``."""
    command = ["git", "archive", "--format=tar", commit]
    packed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(target)
    return target


def without(root: Path, *names: str) -> None:
    """Remove what was made, so that all is made again."""
    for name in names:
        subprocess.run(["rm", "-rf", str(root / name)], check=True)


def sentence(root: Path) -> None:
    """One more sentence in a chapter."""
    path = root / "chapters" / "begrippen.qmd"
    path.write_text(f"{path.read_text('utf-8')}\nNog een zin.\n", "utf-8")


CASES: dict[str, Callable[[Path], None]] = {
    "full book, caches empty": lambda root: without(root, ".cache", "_book", "_executed"),
    "nothing changed": lambda root: None,
    "one source revised": lambda root: revise(root, "verkeersongevallen", "letsel"),
    "one sentence, with the PDF": sentence,
}


def fleet_book(root: Path) -> Took:
    """A book of the fleet after the first one."""
    environment = {**os.environ, "PYTHONPATH": f"{root / 'src'}{os.pathsep}{root}"}
    done = subprocess.run(
        [sys.executable, "-c", FLEET], cwd=root, env=environment, capture_output=True, check=True
    )
    lines = {one["what"]: one["measured"] for one in json.loads(done.stdout.splitlines()[-1])}
    each = "each book after the first, "
    wall, cpu = (
        float(lines[each + what].split()[0]) for what in ("on the clock", "processor time")
    )
    return Took(wall, cpu)


def main() -> None:
    """Measure both and print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.against", description=__doc__)
    parser.add_argument("commit")
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    with tempfile.TemporaryDirectory(prefix="ivp-against-") as folder:
        before = earlier(given.commit, Path(folder) / "before")
        now = copy(Path(folder) / "now")
        roots = (before, now)
        for root in roots:
            run(root, *BOOK)
        print("| what | before | now | clock | processor |\n|---|--:|--:|--:|--:|", flush=True)

        def line(what: str, found: list[list[Took]]) -> None:
            walls, cpus = (
                [min(getattr(t, kind) for t in of) for of in found] for kind in ("wall", "cpu")
            )
            shown = " | ".join(
                f"{seconds(wall)}, {seconds(cpu)} CPU"
                for wall, cpu in zip(walls, cpus, strict=True)
            )
            print(
                f"| {what} | {shown} | {walls[1] / walls[0]:.2f}× | {cpus[1] / cpus[0]:.2f}× |",
                flush=True,
            )

        for what, prepare in CASES.items():
            found: list[list[Took]] = [[], []]
            for _ in range(given.rounds):
                for root, of in zip(roots, found, strict=True):
                    prepare(root)
                    of.append(timed(partial(run, root, *BOOK)))
            line(what, found)
        line("a book of the fleet, after the first", [[fleet_book(root)] for root in roots])


if __name__ == "__main__":
    main()
