"""The same inputs give the same bytes, and a build that is killed leaves the last good edition."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from ivp.editions.manifest import DURATIONS, Edition
from ivp.editions.verify import verify
from tests.boek.conftest import ivp

OTHERWISE = {
    "TZ": "America/Los_Angeles",
    "LC_ALL": "C",
    "LANG": "C",
    "PYTHONHASHSEED": "77",
    "IVP_WERKERS": "1",
}
"""Another time zone, locale, order of sets, and one worker instead of many."""
STAGES = ("Instellingen controleren", "Indicatoren berekenen", "Notitieboeken uitvoeren", "PDF")


def content(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != DURATIONS
    }


@pytest.fixture(scope="module")
def copied(boek, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project of the book with nothing that was built, in another folder."""
    built = shutil.ignore_patterns("_book*", "_executed", ".cache", "_variables.yml")
    target = tmp_path_factory.mktemp("dubbel") / "élders" / "diep"
    return shutil.copytree(boek.root, target, ignore=built)


def test_elsewhere_under_other_conditions_the_same_bytes(boek, copied: Path) -> None:
    done = ivp(copied, "book", "--renderer", "ingebouwd", **OTHERWISE)
    assert done.returncode == 0, done.stdout + done.stderr
    for name in ("_book", "_executed"):
        one, two = content(boek.root / name), content(copied / name)
        assert list(one) == list(two)
        assert [path for path in one if one[path] != two[path]] == []


@pytest.mark.skipif(os.name == "nt", reason="Windows kent geen SIGKILL")
def test_killed_at_each_stage(boek, copied: Path) -> None:
    """Each time further on; the edition that stood there is whole after every one of them."""
    before = shutil.copytree(boek.folder, copied / "_book", dirs_exist_ok=True)
    edition = Edition.read(before).id
    params = copied / "params/boek.yml"
    for number, stage in enumerate(STAGES):
        # Other inputs each time: what the store remembers would skip the stage.
        text = re.sub(r"(?m)^zaad: \d+$", f"zaad: {number + 1}", params.read_text("utf-8"))
        params.write_text(text, "utf-8")
        killed_after(copied, stage)
        found = verify(copied / "_book")
        assert found.whole
        assert found.edition.id == edition, stage
    done = ivp(copied, "book", "--renderer", "ingebouwd")
    assert done.returncode == 0, done.stdout + done.stderr
    assert verify(copied / "_book").whole
    assert Edition.read(copied / "_book").id != edition
    assert [path.name for path in copied.glob("_book?*")] == []


def killed_after(root: Path, stage: str) -> None:
    """Start a build and kill it, and all it started, when ``stage`` has ended."""
    process = subprocess.Popen(
        [sys.executable, "-m", "ivp", "book", "--renderer", "ingebouwd"],
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root / "src"), "IVP_PROJECT": ""},
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    assert process.stderr is not None
    seen = []
    for line in process.stderr:
        seen.append(line)
        if stage in line:
            break
    os.killpg(process.pid, signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL, "".join(seen)
