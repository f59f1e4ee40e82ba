"""A build that fails or dies leaves the old book as it was."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from ivp.book import lock, publish
from ivp.errors import RenderFout
from ivp.paths import Project
from tests.conftest import PATIENCE


@pytest.fixture
def project(tmp_path: Path) -> Project:
    project = Project(tmp_path / "een boek")
    project.book.mkdir(parents=True)
    (project.book / "index.html").write_text("oud")
    return project


def build(folder: Path) -> str:
    (folder / "index.html").write_text("nieuw")
    return "klaar"


def leftovers(project: Project) -> list[str]:
    return sorted(path.name for path in project.root.glob("_book.*"))


def test_the_new_book_takes_the_place_of_the_old(project: Project) -> None:
    (project.book / "weg.html").write_text("oud")
    assert publish(project, build) == "klaar"
    assert [p.name for p in project.book.iterdir()] == ["index.html"]
    assert (project.book / "index.html").read_text() == "nieuw"
    assert leftovers(project) == []


def test_the_first_book(project: Project) -> None:
    (project.book / "index.html").unlink()
    project.book.rmdir()
    publish(project, build)
    assert (project.book / "index.html").read_text() == "nieuw"


@pytest.mark.parametrize("error", [ValueError("stuk"), KeyboardInterrupt()])
def test_a_failing_build_leaves_the_old_book(project: Project, error: BaseException) -> None:
    def fail(folder: Path) -> None:
        build(folder)
        raise error

    with pytest.raises(type(error)):
        publish(project, fail)
    assert (project.book / "index.html").read_text() == "oud"
    assert leftovers(project) == []


def start(project: Project) -> subprocess.Popen[bytes]:
    """A build in another process that hangs half way."""
    code = (
        "import sys, time; from pathlib import Path; from ivp.book import publish;"
        "from ivp.paths import Project\n"
        "def build(folder):\n"
        "    (folder / 'index.html').write_text('half')\n"
        "    (Path(sys.argv[1]) / 'bezig').touch()\n"
        "    time.sleep(600)\n"
        "publish(Project(Path(sys.argv[1])), build)"
    )
    process = subprocess.Popen([sys.executable, "-c", code, str(project.root)])
    deadline = time.monotonic() + PATIENCE
    while not (project.root / "bezig").exists():
        assert time.monotonic() < deadline and process.poll() is None
        time.sleep(0.02)
    return process


def test_a_killed_build_leaves_the_old_book_and_the_next_one_clears_up(project: Project) -> None:
    process = start(project)
    with pytest.raises(RenderFout, match="al gemaakt"):
        publish(project, build)
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert (project.book / "index.html").read_text() == "oud"
    assert leftovers(project) == [f"_book.nieuw-{process.pid}"]
    publish(project, build)
    assert (project.book / "index.html").read_text() == "nieuw"
    assert leftovers(project) == []


def test_a_full_disk_leaves_the_old_book(project: Project) -> None:
    """A real one, where we may mount a file system; else a write that fails as on a full disk."""
    small = project.root
    mounted = hasattr(os, "geteuid") and os.geteuid() == 0 and _mount(small)

    def fill(folder: Path) -> None:
        build(folder)
        if not mounted:
            raise OSError(errno.ENOSPC, "No space left on device")
        (folder / "groot.bin").write_bytes(b"x" * 4_000_000)

    if mounted:
        project.book.mkdir()
        (project.book / "index.html").write_text("oud")
    try:
        with pytest.raises(OSError) as error:
            publish(project, fill)
        assert error.value.errno == errno.ENOSPC
        assert (project.book / "index.html").read_text() == "oud"
        assert leftovers(project) == []
    finally:
        if mounted:
            subprocess.run(["umount", str(small)], check=True)


def _mount(folder: Path) -> bool:
    command = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(folder)]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_the_lock_is_shared_with_the_processes_that_we_start(project: Project) -> None:
    """Quarto calls us back while we hold it."""
    code = (
        "import sys; from pathlib import Path; from ivp.book import lock;"
        "from ivp.paths import Project\n"
        "with lock(Project(Path(sys.argv[1]))): print('erin')"
    )
    command = [sys.executable, "-c", code, str(project.root)]
    with lock(project), lock(project):
        assert subprocess.check_output(command, text=True).strip() == "erin"
        apart = {name: text for name, text in os.environ.items() if name != "IVP_BEZIG"}
        done = subprocess.run(command, env=apart, capture_output=True, text=True, check=False)
        assert done.returncode and "al gemaakt" in done.stderr
    assert not (set(os.environ) & {"IVP_BEZIG"})


def test_killed_between_the_two_renames(project: Project) -> None:
    """The worst moment: the old book is aside and the new one not in place. Nothing is lost."""
    project.book.rename(project.root / "_book.oud-1")
    (project.root / "_book.nieuw-1").mkdir()

    def fail(folder: Path) -> None:
        raise ValueError

    with pytest.raises(ValueError):
        publish(project, fail)
    assert (project.book / "index.html").read_text() == "oud"
    assert leftovers(project) == []
