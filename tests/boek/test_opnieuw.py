"""`ivp rebuild`: an edition is made again from git, byte for byte."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

from ivp.editions.manifest import Edition
from tests.boek.conftest import ivp


def test_an_edition_is_made_again_from_git(boek, tmp_path: Path) -> None:
    built = shutil.ignore_patterns("_book*", "_executed", "_variables.yml", ".cache")
    root = shutil.copytree(boek.root, tmp_path / "project", ignore=built)
    for words in (
        ["init", "-q"],
        ["add", "-A"],
        ["-c", "user.name=t", "-c", "user.email=t@localhost", "commit", "-qm", "editie"],
    ):
        subprocess.run(["git", *words], cwd=root, check=True)
    shutil.copytree(boek.root / ".cache", root / ".cache")
    assert ivp(root, "book", "--renderer", "ingebouwd").returncode == 0
    kept = shutil.copytree(root / "_book", tmp_path / "archief")
    edition = Edition.read(kept)
    assert len(edition.commit) == 40

    # Years later the project has moved on.
    (root / "index.qmd").write_text("# Iets anders {.unnumbered}\n", "utf-8")
    done = ivp(root, "rebuild", str(kept), "--uit", str(tmp_path / "opnieuw"))
    assert done.returncode == 0, done.stdout + done.stderr
    assert "byte voor byte" in done.stdout
    assert (tmp_path / "opnieuw/edition.json").read_bytes() == (kept / "edition.json").read_bytes()


def test_an_edition_outside_git_cannot_be_made_again(boek, tmp_path: Path) -> None:
    assert json.loads((boek.folder / "edition.json").read_bytes())["commit"] == "onbekend"
    done = ivp(boek.root, "rebuild", "_book", "--uit", str(tmp_path / "x"))
    assert done.returncode == 1
    assert "niet van een vastgelegde versie" in done.stderr
