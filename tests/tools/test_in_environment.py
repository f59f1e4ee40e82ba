from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

Env = dict[str, str]
BASE: str = vars(sys)["_base_executable"]
"""The Python of which the environment was made, without its packages."""


def run(copy: Path, script: str, env: Env, *args: str) -> subprocess.CompletedProcess[str]:
    """As Quarto does it: some Python, from the project root."""
    base = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", str(copy))}
    # -S: a Python without our packages, like the one that Quarto finds
    return subprocess.run(
        [BASE, "-S", f"tools/{script}", *args],
        cwd=copy,
        env=base | env,
        capture_output=True,
        text=True,
    )


@pytest.fixture
def venv(copy: Path) -> Path:
    """An environment that counts as complete: a link to the one that runs the tests."""
    (copy / ".venv").symlink_to(sys.prefix, target_is_directory=True)
    return copy / ".venv"


@pytest.mark.parametrize(
    ("script", "verb"), [("pre_render.py", "prepare"), ("post_render.py", "finish")]
)
@pytest.mark.usefixtures("venv")
def test_quarto_scripts_use_the_environment_of_the_project(
    copy: Path, script: str, verb: str
) -> None:
    done = run(copy, script, {"QUARTO_PROJECT_OUTPUT_DIR": "_book.nieuw", "PYTHONPATH": "/elders"})
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == f"['{verb}']|{copy}|_book.nieuw|1"


@pytest.mark.usefixtures("venv")
def test_the_exit_code_comes_through(copy: Path) -> None:
    assert run(copy, "pre_render.py", {"QUARTO_PROFILE": "fout"}).returncode == 7


def test_an_active_conda_environment_will_do(copy: Path) -> None:
    done = run(copy, "in_environment.py", {"CONDA_PREFIX": sys.prefix}, "-c", "print('ja')")
    assert done.stdout == "ja\n", done.stderr


def test_without_an_environment_one_line_says_what_to_do(copy: Path) -> None:
    # the Python that Quarto found may itself have our packages; this one is bare
    bare = copy.parent / "bare"
    subprocess.run([BASE, "-m", "venv", "--without-pip", bare], check=True)
    done = subprocess.run(
        [bare / ("Scripts/python.exe" if os.name == "nt" else "bin/python"), "tools/pre_render.py"],
        cwd=copy,
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert done.stdout == ""
    (line,) = done.stderr.splitlines()
    assert "make environment" in line


def test_a_broken_environment_does_not_count(copy: Path) -> None:
    (copy / ".venv/bin").mkdir(parents=True)
    (copy / ".venv/bin/python").write_text("geen programma")
    done = run(copy, "in_environment.py", {"CONDA_PREFIX": sys.prefix}, "-c", "print('ja')")
    assert done.stdout == "ja\n", done.stderr
