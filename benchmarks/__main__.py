"""``python -m benchmarks [name …]``: run the benchmarks and write docs/benchmarks.md.

Each module runs in a process of its own, so that none leaves memory or threads to the next. Its
table replaces what stands between its marks in docs/benchmarks.md; the words around are written by
hand.
"""

from __future__ import annotations

import argparse
import ast
import importlib
import json
import os
import platform
import re
import subprocess
import sys
from dataclasses import asdict
from datetime import date
from pathlib import Path

from benchmarks.table import Line

HERE = Path(__file__).parent
ROOT = HERE.parent
PAGE = ROOT / "docs" / "benchmarks.md"
HEAD = "| what | measured | against | goal | reached |\n|---|--:|---|---|---|\n"


def names() -> list[str]:
    """The modules of this folder that have ``measure``."""
    return [
        path.stem
        for path in sorted(HERE.glob("*.py"))
        if re.search(r"^def measure\(", path.read_text("utf-8"), re.MULTILINE)
    ]


def heading(name: str) -> str:
    """The first line of the module's docstring."""
    text = ast.get_docstring(ast.parse((HERE / f"{name}.py").read_text("utf-8"))) or name
    return text.splitlines()[0].rstrip(".")


def run(name: str, rounds: int) -> list[Line]:
    """The lines of one benchmark, from a process of its own; ends us when it fails."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", name, "--lines", "--rounds", str(rounds)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(f"benchmark {name} failed:\n{done.stderr}")
    return [Line(**line) for line in json.loads(done.stdout.splitlines()[-1])]


def table(lines: list[Line]) -> str:
    """The lines as a Markdown table."""
    said = {None: "", True: "yes", False: "**no**"}
    return HEAD + "".join(
        f"| {x.what} | {x.measured} | {x.against} | {x.goal} | {said[x.reached]} |\n" for x in lines
    )


def machine(rounds: int) -> str:
    """One sentence that names the machine, the load on it, and the day."""
    model = platform.processor() or platform.machine()
    info = Path("/proc/cpuinfo")
    if info.exists() and (found := re.search(r"model name\s*:\s*(.+)", info.read_text())):
        model = found[1]
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    load = f", load average before {os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else ""
    return (
        f"{date.today().isoformat()}, {cores} cores of {model}, {platform.system()}, "
        f"Python {platform.python_version()}, best of {rounds}{load}."
    )


def place(page: str, name: str, title: str, body: str) -> str:
    """``page`` with ``body`` between the marks of ``name``, which are added when missing."""
    start, end = f"<!-- bench {name} -->", f"<!-- /bench {name} -->"
    block = f"{start}\n{body}{end}"
    if start in page:
        return re.sub(f"{start}.*?{end}", lambda _: block, page, flags=re.DOTALL)
    return f"{page.rstrip()}\n\n## {title}\n\n{block}\n"


def main() -> None:
    """Run what was asked for (default: all), print the tables and write the page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", help="which modules; default: all")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--lines", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    # It would have every process compile our modules anew, which is nobody's daily use.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    wanted = given.names or names()
    if unknown := set(wanted) - set(names()):
        parser.error(f"no benchmark {', '.join(sorted(unknown))}; there are: {', '.join(names())}")
    if given.lines:
        lines = importlib.import_module(f"benchmarks.{wanted[0]}").measure(given.rounds)
        print(json.dumps([asdict(line) for line in lines]))
        return
    page = PAGE.read_text("utf-8")
    for name in wanted:
        said = machine(given.rounds)
        body = f"{table(run(name, given.rounds))}\n{said}\n"
        print(f"\n{heading(name)}\n\n{body}", flush=True)
        page = place(page, name, heading(name), body)
    PAGE.write_text(page, "utf-8")


if __name__ == "__main__":
    main()
