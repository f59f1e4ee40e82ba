"""The workflows, and the `make` targets that they call."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

GITHUB = [".github/workflows/boek.yml", ".github/workflows/bijwerken.yml"]


@pytest.mark.parametrize(
    ("name", "schema"),
    [(GITHUB[0], "github-workflows"), (GITHUB[1], "github-workflows"),
     (".gitlab-ci.yml", "gitlab-ci")],
)  # fmt: skip
def test_a_workflow_fits_its_schema(root: Path, name: str, schema: str) -> None:
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", f"vendor.{schema}"]
    done = subprocess.run([*command, name], cwd=root, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_actionlint_finds_nothing(root: Path, tmp_path: Path) -> None:
    """And it does find what is wrong: a runner and a variable that do not exist."""
    program = Path(sys.executable).with_name("actionlint")

    def lint(*names: str, cwd: Path = root) -> subprocess.CompletedProcess[str]:
        # Without shellcheck and pyflakes: whether those are here must make no difference.
        command = [str(program), "-no-color", "-shellcheck=", "-pyflakes=", *names]
        return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)

    done = lint(*GITHUB)
    assert done.returncode == 0, done.stdout + done.stderr
    wrong = (
        "on: push\njobs:\n  a:\n    runs-on: ubuntu-99\n    steps:\n      - run: echo ${{ no.x }}\n"
    )
    (tmp_path / "fout.yml").write_text(wrong, "utf-8")
    found = lint("fout.yml", cwd=tmp_path)
    assert found.returncode == 1
    assert "ubuntu-99" in found.stdout and 'undefined variable "no"' in found.stdout


def test_workflows_call_targets_that_exist(root: Path) -> None:
    known = set(re.findall(r"^([a-z]+):", (root / "Makefile").read_text("utf-8"), re.M))
    for name in [*GITHUB, ".gitlab-ci.yml"]:
        called = set(re.findall(r"^\s*- (?:run: )?make ([a-z]+)$", (root / name).read_text(), re.M))
        assert called and called <= known, name


def test_updating_is_fetch_and_update(root: Path) -> None:
    """The two verbs that tests/data/test_bijwerken.py runs against a server."""
    done = subprocess.run(
        ["make", "-n", "-o", "environment", "update"], cwd=root, capture_output=True, text=True
    )
    verbs = re.findall(r"-m ivp (\w+)$", done.stdout, re.M)
    assert verbs == ["fetch", "update"]


@pytest.mark.parametrize("name", GITHUB)
def test_nothing_from_outside_is_part_of_a_command(root: Path, name: str) -> None:
    content = yaml.safe_load((root / name).read_text("utf-8"))
    assert content["permissions"] == {"contents": "read"}
    for job in content["jobs"].values():
        for step in job["steps"]:
            assert "${{" not in step.get("run", ""), step


@pytest.fixture
def copy(root: Path, tmp_path: Path) -> Path:
    """A repository with a small book in it."""
    (tmp_path / "_book").mkdir()
    shutil.copyfile(root / "tools/publish_editions.py", tmp_path / "publish_editions.py")
    for words in (["init", "-q", "-b", "main"], ["config", "user.name", "t"],
                  ["config", "user.email", "t@localhost"],
                  ["commit", "-q", "--allow-empty", "-m", "begin"]):  # fmt: skip
        subprocess.run(["git", *words], cwd=tmp_path, check=True)
    return tmp_path


def call(folder: Path, what: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "publish_editions.py", what]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


def edition(folder: Path, name: str) -> None:
    (folder / "_book/edition.json").write_text(json.dumps({"id": name}), "utf-8")
    (folder / "_book/index.html").write_text(name, "utf-8")


def test_earlier_editions_stay_and_the_newest_has_a_link_of_its_own(copy: Path) -> None:
    for name in ("1.0-aaaa", "1.1-bbbb"):
        edition(copy, name)
        done = call(copy, "site")
        assert done.returncode == 0, done.stderr
        for words in (["add", "-A"], ["commit", "-q", "-m", name]):
            subprocess.run(["git", "-C", "_site", *words], cwd=copy, check=True)
    site = copy / "_site"
    assert (site / "edities/1.0-aaaa/index.html").read_text() == "1.0-aaaa"
    assert (site / "edities/1.1-bbbb/index.html").read_text() == "1.1-bbbb"
    assert (site / "nieuwste/index.html").read_text() == "1.1-bbbb"
    assert "nieuwste/" in (site / "index.html").read_text()


def test_an_edition_is_no_path(copy: Path) -> None:
    edition(copy, "../../elders")
    assert call(copy, "site").returncode == 1


def test_without_an_earlier_edition_the_first_says_so(copy: Path) -> None:
    edition(copy, "1.0-aaaa")
    assert call(copy, "diff").returncode == 0
    assert "eerste editie" in (copy / "wijzigingen.md").read_text("utf-8")
