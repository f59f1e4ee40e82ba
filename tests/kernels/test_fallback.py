"""The way back to the usual kernel: automatic, visible, and with the same outcome."""

from __future__ import annotations

import os
import signal
import time
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from jupyter_client.provisioning import KernelProvisionerFactory

from ivp.kernels import warm
from ivp.kernels.manager import WarmManager
from ivp.kernels.provisioner import NAME, WarmProvisioner
from ivp.paths import Project
from ivp.run import ahead
from ivp.run import execute as ex
from tests.kernels.conftest import job, printed

WHO = "import os\nprint(open(f'/proc/{os.getpid()}/cmdline').read().replace(chr(0), ' '))"


@pytest.fixture(autouse=True)
def clean() -> Iterator[None]:
    """Each test starts, and ends, without a parent."""
    warm.stop()
    yield
    warm.stop()


def run(project: Project) -> tuple[str, list[str]]:
    """The command line of the process that ran a notebook, and the notes meanwhile."""
    jobs = [job(project, WHO, name=name) for name in ("een", "twee", "drie")]
    notes: list[str] = []
    done: list[str] = []
    ex.execute(project, jobs, done.append, notes.append)
    assert sorted(done) == ["drie", "een", "twee"]
    return printed(jobs[0].target), notes


def test_forked_when_it_can_be(project: Project) -> None:
    command, notes = run(project)
    assert "ivp.kernels.parent" in command
    assert notes == []


def test_another_system(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(os, "pidfd_open")
    command, notes = run(project)
    assert "ipykernel_launcher" in command
    assert notes == [
        "Let op: de notitieboeken starten elk vanaf nul en duren dus langer, omdat dit "
        "besturingssysteem dat niet kan. De uitkomst is dezelfde."
    ]


def test_library_that_starts_a_thread(
    project: Project, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "draad.py").write_text(
        "import threading, time\n"
        "threading.Thread(target=time.sleep, args=(60,), daemon=True).start()\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(ahead, "_LOADED", ("draad",))
    command, notes = run(project)
    assert "ipykernel_launcher" in command
    assert len(notes) == 1
    assert "rekendraden" in notes[0]


def test_parent_that_is_gone(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    parent = ex.warm_up(project)
    assert parent.pid is not None
    monkeypatch.setattr(warm, "start", lambda *_: parent)
    notes: list[str] = []
    parent.note = notes.append
    os.kill(parent.pid, signal.SIGKILL)
    time.sleep(0.2)
    command, _ = run(project)
    assert "ipykernel_launcher" in command
    assert len(notes) <= 1  # none when the manager saw it first; never one per notebook


def test_kernel_that_cannot_start(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    # the fork cannot go to its folder, and ends before it is ready
    parent = ex.warm_up(project)
    fork = parent.fork

    async def nowhere(command: list[str], environment: dict[str, str], _: str) -> warm.Link:
        return await fork(command, environment, "/bestaat/niet")

    monkeypatch.setattr(parent, "fork", nowhere)
    command, notes = run(project)
    assert "ipykernel_launcher" in command
    assert len(notes) == 1
    assert "een kern bij het starten al stopte" in notes[0]


def test_changed_environment_starts_a_new_parent(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = ex.warm_up(project)
    assert ex.warm_up(project) is first
    monkeypatch.setenv("PYTHONHASHSEED", "7")
    second = ex.warm_up(project)
    assert second is not first
    assert first.stopped
    command, notes = run(project)
    assert "ivp.kernels.parent" in command
    assert notes == []


def test_known_to_jupyter(root: Path) -> None:
    """Through the entry point; through the manager when the package is only on the path."""
    project = tomllib.loads((root / "pyproject.toml").read_text())["project"]
    [(name, value)] = project["entry-points"][KernelProvisionerFactory.GROUP_NAME].items()
    assert (name, value) == (NAME, f"{WarmProvisioner.__module__}:{WarmProvisioner.__name__}")
    known = KernelProvisionerFactory.instance().provisioners
    known.pop(NAME, None)
    manager = WarmManager(kernel_name="python3")
    spec = manager.kernel_spec
    assert spec is not None
    made = KernelProvisionerFactory.instance().create_provisioner_instance("x", spec, manager)
    assert isinstance(made, WarmProvisioner)
