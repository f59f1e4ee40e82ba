"""``edition.json``: what made this book, and the checksum of everything in it.

The file has the same bytes for the same book. How long each step took is no property of the book:
that stands beside it in ``edition-duur.json``, the one file that is not part of the edition.

A checksum tells who guesses a content that the guess is right. So none is published of a file whose
rows count persons, nor of anything that follows from that file as it was delivered.
"""

from __future__ import annotations

import json
import platform
import re
import subprocess
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from ivp import __version__
from ivp.data import Dataset, Package
from ivp.errors import IvpFout
from ivp.paths import Project
from ivp.program_versions import installed_version
from ivp.store import digest, file_sha256, sha256

NAME = "edition.json"
DURATIONS = "edition-duur.json"
EMBEDDED = "ingebouwd"
_SEAL = "zegel"
_PACKAGE = "data/datapackage.json"
_INPUTS = (
    "_quarto*.yml",
    "_brand.yml",
    "index.qmd",
    "chapters/**/*",
    "notebooks/**/*.ipynb",
    "params/**/*.yml",
    "expectations/*.json",
    "edities/*.json",
    _PACKAGE,
    "data/*.lock",
    "data/vorige/*.csv",
    "assets/**/*",
    "src/ivp/**/*",
    "tools/*.py",
    "pyproject.toml",
    "requirements.lock",
)
_NO_INPUT = ("__pycache__", ".ipynb_checkpoints")
_NAME = re.compile(r"^[A-Za-z0-9_.-]+")


class EditionPart(BaseModel):
    """A part of what is published of an edition; field names are the keys of the file."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ContractOutcome(EditionPart):
    """How the checks of one data set ended."""

    controles: int
    kapot: tuple[str, ...]
    """The rules that were not met, each with its severity."""


class EditionSource(EditionPart):
    """A data set of the edition. ``sha256`` is empty when its rows count persons."""

    titel: str
    bestand: str
    sha256: str
    producent: str
    tabel: str
    opgehaald: str
    url: str
    licentie: str
    werkelijk: bool

    @classmethod
    def of(cls, dataset: Dataset) -> EditionSource:
        """The data set as the package describes it."""
        resource = dataset.resource
        return cls(
            titel=resource.title,
            bestand=dataset.place,
            sha256=resource.public_sha256,
            producent=resource.ivp.producent,
            tabel=resource.ivp.tabel,
            opgehaald=resource.ivp.opgehaald.isoformat(),
            url=resource.sources[0].path or "",
            licentie=resource.licenses[0].title,
            werkelijk=resource.ivp.werkelijk,
        )


class Edition(EditionPart):
    """The manifest.

    ``kenmerk`` is the checksum of ``invoer`` with programs and commit, ``uitvoer`` has that of each
    file in the book, and ``uitgevoerd`` are the executed notebooks, which the book embeds but does
    not contain.
    """

    formaat: Literal[1] = 1
    id: str
    kenmerk: str
    nummer: str
    datum: str
    status: Literal["concept", "vastgesteld"]
    titel: str
    gemeente: str
    profielen: tuple[str, ...]
    renderer: str
    commit: str
    invoer: dict[str, str]
    bronnen: dict[str, EditionSource]
    contracten: dict[str, ContractOutcome]
    versies: dict[str, str]
    uitgevoerd: dict[str, str]
    uitvoer: dict[str, str]

    def to_json(self) -> bytes:
        """Sorted keys, and at the end a seal: the SHA-256 of all that precedes it."""
        data = self.model_dump(mode="json")
        return _dump({**data, _SEAL: sha256(_dump(data))})

    @classmethod
    def read(cls, folder: Path) -> Edition:
        """The manifest of the book in ``folder``; raises ``IvpFout`` if it is absent or changed."""
        path = folder / NAME
        try:
            raw = path.read_bytes()
            data = json.loads(raw)
            data.pop(_SEAL)
            edition = cls.model_validate(data)
        except FileNotFoundError:
            raise _error(f"In {folder} staat geen {NAME}", "wijs de map van een boek aan") from None
        except (OSError, ValueError, KeyError, AttributeError, TypeError, RecursionError):
            raise _error(f"{path} is niet te lezen als beschrijving van een editie") from None
        if edition.to_json() != raw:
            raise _error(f"{path} is veranderd nadat het boek is gemaakt: het zegel klopt niet")
        return edition


def _dump(data: Mapping[str, Any]) -> bytes:
    # The seal comes last, whatever its name: it closes the file.
    ordered = {key: data[key] for key in sorted(data, key=lambda key: (key == _SEAL, key))}
    return (json.dumps(ordered, ensure_ascii=False, indent=1) + "\n").encode()


def _error(wat: str, doe: str = "haal de editie opnieuw op, of maak haar opnieuw") -> IvpFout:
    return IvpFout(
        wat,
        waarom="zonder die beschrijving is niet te zeggen waar het boek van gemaakt is en of het "
        "compleet is",
        doe=doe,
    )


def checksums(
    folder: Path, root: Path, pattern: str = "*", known: Mapping[str, str] = {}
) -> dict[str, str]:
    """The files in ``folder`` that match, by their path from ``root``, added to ``known``."""
    found = dict(known) | {
        path.relative_to(root).as_posix(): file_sha256(path)
        for path in folder.rglob(pattern)
        if path.is_file() and path.relative_to(folder).as_posix() not in (NAME, DURATIONS)
    }
    return dict(sorted(found.items()))


def inputs(project: Project) -> dict[str, str]:
    """Each input file (relative to the root) with its SHA-256, in the order of the names.

    Of ``data/`` only what is registered: a file that nobody reads makes no difference. Files whose
    rows count persons are left out, and the checksum of the register is taken without theirs.
    """
    datasets = Package.load(project).datasets
    persons = {one.place for one in datasets if one.resource.ivp.persoonsregistratie}
    names = {one.place for one in datasets} | {
        path.relative_to(project.root).as_posix()
        for pattern in _INPUTS
        for path in project.root.glob(pattern)
        if path.is_file() and not any(part in _NO_INPUT for part in path.parts)
    }
    names -= persons | {f"data/vorige/{name.rpartition('/')[2]}" for name in persons}
    found = {name: file_sha256(project.root / name) for name in sorted(names)}
    return found | {_PACKAGE: _register(project)}


def _register(project: Project) -> str:
    data = json.loads((project.root / _PACKAGE).read_bytes())
    for resource in data["resources"]:
        own = resource.get("ivp", {})
        if own.get("persoonsregistratie"):
            for part in (resource, own.get("vorige") or {}):
                part.pop("hash", None)
                part.pop("bytes", None)
    return digest(data)


def versions(project: Project) -> dict[str, str]:
    """Python, this package, every dependency of ``pyproject.toml`` and the browser, as they run."""
    content = tomllib.loads((project.root / "pyproject.toml").read_text("utf-8"))
    names = [_NAME.findall(line)[0] for line in content["project"]["dependencies"]]
    found = {"Python": platform.python_version(), "ivp": __version__, "browser": _browser()}
    return found | {name: installed_version(name) for name in sorted(names)}


@cache
def _browser() -> str:
    """The browser that draws the figures of the PDF, with its version; it decides their bytes."""
    from ivp.run.browser import browser

    path = browser()
    if path is None:
        return "geen"
    try:
        done = subprocess.run([path, "--version"], capture_output=True, text=True, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return Path(path).stem
    found = re.search(r"\d+(\.\d+)+", done.stdout)
    return f"{Path(path).stem} {found[0]}" if found else Path(path).stem
