"""The whole book, made once from a clean copy in a folder with a space in its name."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import pypdfium2
import pytest
from filelock import FileLock

if TYPE_CHECKING:
    pass

ROOT = Path(__file__).parents[2]
BUILT = ("_book", "_executed", ".cache", "_variables.yml", ".venv", ".git")


@dataclass(frozen=True)
class Boek:
    """The project's copy, its finished book and what the terminal said."""

    root: Path
    log: str

    @property
    def folder(self) -> Path:
        return self.root / "_book"

    @property
    def pages(self) -> list[Path]:
        return sorted(self.folder.rglob("*.html"))

    @property
    def pdf(self) -> Path:
        [path] = self.folder.glob("*.pdf")
        return path

    @cached_property
    def pdf_pages(self) -> list[str]:
        """The text of each page of the PDF."""
        with pypdfium2.PdfDocument(self.pdf) as document:
            return [
                page.get_textpage().get_text_range().replace("\ufffe\r\n", "") for page in document
            ]


def copy(target: Path) -> Path:
    """What a clone holds: the files that git tracks or would track, and nothing that was built."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
    ).stdout.decode()
    for name in filter(None, listed.split("\0")):
        source = ROOT / name
        if source.is_file() and not name.startswith(BUILT):
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source, target / name)
    return target


def ivp(root: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command line in ``root`` with the copy's own package."""
    return subprocess.run(
        [sys.executable, "-m", "ivp", *words],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(root / "src"), "IVP_PROJECT": "", **environment},
    )


@pytest.fixture(scope="session")
def boek(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Boek:
    """Made by the first who asks; the workers of one run have pytest's folder as parent."""
    own = tmp_path_factory.getbasetemp()
    shared = own if worker_id == "master" else own.parent
    root, log = shared / "boek" / "een map met spatie", shared / "boek.txt"
    with FileLock(shared / "boek.lock"):
        if not log.exists():
            shutil.rmtree(root, ignore_errors=True)
            done = ivp(copy(root), "book", "--renderer", "ingebouwd")
            assert done.returncode == 0, done.stdout + done.stderr
            log.write_text(done.stdout + done.stderr, "utf-8")
    return Boek(root, log.read_text("utf-8"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests of this folder ask for a finished book: ``make fast`` leaves them out."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.book)
