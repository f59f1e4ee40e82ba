"""The directions in docs/architecture.md, and what may never be committed."""

from __future__ import annotations

import ast
import hashlib
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

OPENING = "Imports go up this list only:"


def rooms(root: Path) -> list[list[str]]:
    """The list in docs/architecture.md: each step may import itself and the steps before it."""
    text = (root / "docs/architecture.md").read_text(encoding="utf-8")
    sentence = text.partition(OPENING)[2].partition(".")[0]
    return [re.findall(r"`(\w+)`", step) for step in sentence.split("→")]


def modules(root: Path) -> list[Path]:
    return sorted((root / "src/ivp").rglob("*.py"))


def room_of(root: Path, path: Path) -> str:
    part = path.relative_to(root / "src/ivp").parts[0]
    return part.removesuffix(".py")


def imported(path: Path, root: Path) -> Iterator[str]:
    """Full names of all that ``path`` imports, inside functions too."""
    package = ["ivp", *path.relative_to(root / "src/ivp").parent.parts]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            source = ".".join([*base, *([node.module] if node.module else [])])
            yield from (f"{source}.{alias.name}" for alias in node.names)


def tracked(root: Path) -> list[Path]:
    names = subprocess.run(
        ["git", "ls-files", "-z"], cwd=root, capture_output=True, check=True, text=True
    ).stdout
    return [root / name for name in names.split("\0") if name and (root / name).is_file()]


def test_the_list_is_read(root: Path) -> None:
    order = [name for step in rooms(root) for name in step]
    assert order[0] == "errors"
    assert order[-1] == "cli"
    there = {room_of(root, path) for path in modules(root)} - {"__init__", "__main__"}
    assert there <= set(order), "a room that docs/architecture.md does not know"


def test_imports_go_up_the_list_only(root: Path) -> None:
    level = {name: i for i, step in enumerate(rooms(root)) for name in step}
    wrong = []
    for path in modules(root):
        own = room_of(root, path)
        if own in {"__init__", "__main__"}:
            continue
        for name in imported(path, root):
            match = re.match(r"ivp\.(\w+)", name)
            if match and level.get(match[1], -1) > level[own]:
                wrong.append(f"{path.relative_to(root)} imports {name}")
    assert wrong == []


def test_stats_knows_no_files_and_no_yaml(root: Path) -> None:
    banned = re.compile(
        r"(pathlib|os|io|json|csv|yaml|tomllib|shutil|tempfile|plotly|ivp\.(?!stats|errors))(\.|$)"
    )
    wrong = [
        f"{path.relative_to(root)} imports {name}"
        for path in sorted((root / "src/ivp/stats").rglob("*.py"))
        for name in imported(path, root)
        if banned.match(name)
    ]
    assert wrong == []


@pytest.fixture(scope="module")
def texts(root: Path) -> dict[str, str]:
    """The tracked files that are text."""
    found = {}
    for path in tracked(root):
        raw = path.read_bytes()
        if b"\0" not in raw[:8000]:
            found[path.relative_to(root).as_posix()] = raw.decode("utf-8", "replace")
    return found


def test_no_path_of_a_machine(texts: dict[str, str]) -> None:
    # written in pieces, so that this file does not match itself
    pattern = re.compile(
        r"(?<![\w.:/])/(?:" + "|".join(["work", "root", "home", "Users"]) + r")/\w"
    )
    assert {n: m[0] for n, t in texts.items() if (m := pattern.search(t))} == {}


def test_no_host_of_a_package_registry(texts: dict[str, str]) -> None:
    hosts = "|".join(["pypi", "pythonhosted", "npmjs", "yarnpkg", "anaconda", "debian"])
    pattern = re.compile(rf"https?://[\w.-]*\b(?:{hosts})\.\w+|\b(?:files|registry)\.(?:{hosts})\.")
    assert {n: m[0] for n, t in texts.items() if (m := pattern.search(t))} == {}


def test_nothing_of_the_deliveries_is_committed(root: Path) -> None:
    """Real deliveries lie beside the project, when they are there; none of them is under git."""
    deliveries = root.parent / "shared" / "data"
    known = {
        hashlib.sha256(path.read_bytes()).hexdigest(): path.name
        for path in deliveries.rglob("*")
        if path.is_file()
    }
    same = {
        path.relative_to(root).as_posix(): known[digest]
        for path in tracked(root)
        if (digest := hashlib.sha256(path.read_bytes()).hexdigest()) in known
    }
    assert same == {}


def test_what_is_built_is_not_under_git(root: Path) -> None:
    built = ("_book", "_executed", "_reference", ".cache", ".venv", "_variables.yml")
    assert [p for p in tracked(root) if p.relative_to(root).parts[0] in built] == []


_ADDS = {"sum", "mean", "max", "min", "median", "std", "cumsum", "prod"}
_FIGURES = {"waarde", "teller"}


def added_up(source: str) -> Iterator[int]:
    """Lines in which a column of figures is added up as it stands, gaps and all."""
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in _ADDS
            and isinstance(node.func.value, ast.Subscript)
            and isinstance(node.func.value.slice, ast.Constant)
            and node.func.value.slice.value in _FIGURES
        ):
            yield node.lineno


def test_no_column_with_hidden_figures_is_added_up(root: Path) -> None:
    """A hidden figure is a gap, which pandas adds as 0: ``ivp.indicators.rows.summable``."""
    assert list(added_up('x = rows["waarde"].sum()\ny = rows["jaar"].max()')) == [1]
    rooms = ("indicators", "plan", "show", "chapters", "editions", "audit")
    paths = [path for name in rooms for path in sorted((root / "src/ivp" / name).rglob("*.py"))]
    sources = {str(path.relative_to(root)): path.read_text(encoding="utf-8") for path in paths}
    for path in sorted((root / "notebooks").glob("*.ipynb")):
        for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
            if cell["cell_type"] == "code":
                sources[f"{path.name}, {cell['id']}"] = "".join(cell["source"])
    found = [f"{name}:{line}" for name, text in sources.items() for line in added_up(text)]
    assert found == []


HEAVY = {
    "great_expectations",
    "IPython",
    "matplotlib",
    "numpy",
    "pandas",
    "papermill",
    "plotly",
    "scipy",
    "statsmodels",
}
"""What takes long to import: it is imported where it is used, and before notebooks are forked."""


@pytest.mark.parametrize(
    ("modules", "unwanted"),
    [
        # ``ivp --help`` must answer at once; what a verb needs it imports itself.
        ("cli", HEAVY | {"pydantic"}),
        # A sentence that changed asks for no figures: what such a run goes through.
        (
            "book run.pipeline run.edition_facts run.finish show editions.change_report "
            "editions.manifest indicators.directions",
            HEAVY,
        ),
        # Figures ask for arithmetic, not for optimisation or a library of statistics.
        (
            "indicators.chapter_input plan.goals stats.mcdm stats.forecast stats.power "
            "stats.selection",
            HEAVY - {"numpy", "pandas", "scipy"} | {"scipy.optimize", "scipy.stats"},
        ),
    ],
)
def test_starts_without_what_takes_long(modules: str, unwanted: set[str]) -> None:
    names = ", ".join(f"ivp.{name}" for name in modules.split())
    code = f"import sys, {names}; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert unwanted & set(done.stdout.split()) == set()
