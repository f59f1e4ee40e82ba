"""The pins, the snapshots and the data sets belong together, or the build stops."""

from __future__ import annotations

import json

import pytest

from ivp.config import sources
from ivp.data import Package, pins, snapshots
from ivp.errors import BronFout, Fouten
from ivp.paths import Project
from tests.data.conftest import Doe, goed


def test_what_does_not_belong_together_is_said(doe: Doe, project: Project) -> None:
    goed(doe("fetch", "47013NED"))
    goed(doe("update"))
    catalogue = sources.read(project.params)
    other = catalogue.model_copy(
        update={
            "datasets": {
                **catalogue.datasets,
                "politie-misdrijven": catalogue.datasets["politie-misdrijven"].model_copy(
                    update={"periode": "maand"}
                ),
            }
        }
    )
    with pytest.raises(BronFout, match="Hoe bron 'politie-misdrijven' wordt gemaakt"):
        pins.check(Package.load(project), other)
    register = json.loads((project.data / "datapackage.json").read_bytes())
    for resource in register["resources"]:
        resource["hash"] = "sha256:" + "0" * 64
    (project.data / "datapackage.json").write_text(json.dumps(register))
    with pytest.raises(Fouten, match="niet het uittreksel"):
        pins.check(Package.load(project), catalogue)
    newest = snapshots.newest(project, "47013NED")
    assert newest is not None
    sidecar = newest.folder / "herkomst.json"
    sidecar.chmod(0o644)
    sidecar.write_bytes(sidecar.read_bytes() + b" ")
    with pytest.raises(Fouten, match="niet meer die waarmee"):
        pins.check(Package.load(project), catalogue)
    (project.data / pins.FILE).write_text("{")
    with pytest.raises(BronFout, match="niet te lezen"):
        pins.read(project)
