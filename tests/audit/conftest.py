"""Books to attack: pages about the small projects of the indicators' tests, and their leaks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pandas as pd
import pytest

from ivp.audit import Auditor, Leak
from ivp.config import Config
from ivp.data import Package
from ivp.store import Store
from tests.indicators.conftest import MakeConfig, MakePackage, book, make_config, make_package


def leaks_of(
    config: Config, package: Package, folder: Path, store: Store | None = None
) -> list[Leak]:
    """What the book in ``folder`` gives away; without ``store`` nothing was kept before."""
    return Auditor(config, package, store or Store(folder.parent / "leeg" / uuid4().hex)).leaks(
        folder
    )


def html(body: str) -> bytes:
    return f"<html><title>Jeugd</title><main><h2>Halt naar soort</h2>{body}</main></html>".encode()


Attack = Callable[..., list[Leak]]


@pytest.fixture
def attack(make_config: MakeConfig, make_package: MakePackage, tmp_path: Path) -> Attack:
    """``attack(frame, selecties, *texts)``: the leaks of a book of ``texts`` about a source."""

    def make(
        frame: pd.DataFrame, selecties: dict[str, Any], *texts: str, **others: pd.DataFrame
    ) -> list[Leak]:
        config = make_config(
            {name: {"dataset": "bron", "titel": name, "selectie": keys}
             for name, keys in selecties.items()},
            drempel_personen=5,
        )  # fmt: skip
        frames = {"bron": frame} | {name.replace("_", "-"): f for name, f in others.items()}
        folder = tmp_path / "_book"
        folder.mkdir(exist_ok=True)
        (folder / "a.html").write_bytes(html("".join(f"<p>{text}</p>" for text in texts)))
        return leaks_of(config, make_package(frames, personen=("bron",)), folder)

    return make


__all__ = ["book", "make_config", "make_package"]
