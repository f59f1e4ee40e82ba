"""``edition.json``: what made this book, and the checksum of everything in it.

The file has the same bytes for the same book. How long each step took is no property of the book:
that stands beside it in ``edition-duur.json``, the one file that is not part of the edition.
"""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict

from ivp.book import config as book_config
from ivp.config import load
from ivp.data import Package
from ivp.editions import inputs
from ivp.editions.bron import Bron
from ivp.errors import IvpFout
from ivp.paths import Project
from ivp.run import prepare
from ivp.run.commit import commit

NAME = "edition.json"
DURATIONS = "edition-duur.json"
EMBEDDED = "ingebouwd"
_SEAL = "zegel"


class Contract(BaseModel):
    """How the checks of one data set ended."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    controles: int
    kapot: tuple[str, ...]
    """The rules that were not met, each with its severity."""


class Edition(BaseModel):
    """The manifest.

    ``kenmerk`` is the checksum of all inputs, ``uitvoer`` has that of each file in the book, and
    ``uitgevoerd`` are the executed notebooks, which the book embeds but does not contain.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

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
    bronnen: dict[str, Bron]
    contracten: dict[str, Contract]
    versies: dict[str, str]
    uitgevoerd: dict[str, str]
    uitvoer: dict[str, str]

    def to_json(self) -> bytes:
        """Sorted keys, and at the end a seal: the SHA-256 of all that precedes it."""
        data = self.model_dump(mode="json")
        return _dump({**data, _SEAL: hashlib.sha256(_dump(data)).hexdigest()})

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


def seal(
    project: Project,
    folder: Path,
    *,
    renderer: str,
    profile: str | None = None,
) -> Edition:
    """Describe the finished book in ``folder``, in the folder itself; the last step of making it.

    ``renderer`` is what made the pages. Writes the page, the RO-Crate and ``edition.json``.
    """
    from ivp.editions import crate, pagina, status

    config = load(project)
    package = Package.load(project)
    editie = config.boek.editie
    contracts = _contracts(prepare.outcome(project, config))
    status.controleer(project, {name: one.kapot for name, one in contracts.items()})
    given = inputs.files(project)
    versions = inputs.versions(project)
    profiles = book_config.load(project, profile).profiles
    head = commit(project)
    mark = _mark(given, versions, profiles, renderer, head)
    edition = Edition(
        id=f"{_slug(editie.nummer)}-{mark[:8]}",
        kenmerk=mark,
        nummer=editie.nummer,
        datum=editie.datum.isoformat(),
        status=editie.status,
        titel=config.lokaal.plan.titel,
        gemeente=config.gemeente.naam,
        profielen=profiles,
        renderer=renderer,
        commit=head,
        invoer=given,
        bronnen={one.name: Bron.van(one) for one in package.datasets},
        contracten=contracts,
        versies=versions,
        uitgevoerd=_checksums(project.executed, project.root, "*.ipynb"),
        uitvoer={},
    )
    outputs = _checksums(folder, folder)
    pagina.write(folder, edition, outputs)
    outputs = _checksums(folder, folder, pagina.NAME, outputs)
    crate.write(folder, edition, outputs)
    outputs = _checksums(folder, folder, crate.NAME, outputs)
    edition = edition.model_copy(update={"uitvoer": outputs})
    (folder / NAME).write_bytes(edition.to_json())
    return edition


def write_durations(folder: Path, seconds: Mapping[str, float]) -> None:
    """Write how long each step took; beside the edition, because it differs every time."""
    rounded = {name: round(value, 3) for name, value in seconds.items()}
    text = json.dumps({"seconden_per_stap": rounded}, ensure_ascii=False, indent=1)
    (folder / DURATIONS).write_text(f"{text}\n", "utf-8")


def quarto(path: str) -> str:
    """The renderer's name and version when Quarto at ``path`` makes the pages."""
    done = subprocess.run([path, "--version"], capture_output=True, text=True, check=False)
    return f"quarto {done.stdout.strip()}".strip()


def _mark(
    given: dict[str, str],
    versions: dict[str, str],
    profiles: tuple[str, ...],
    renderer: str,
    head: str,
) -> str:
    return hashlib.sha256(
        json.dumps([given, versions, list(profiles), renderer, head], sort_keys=True).encode()
    ).hexdigest()


def _slug(number: str) -> str:
    """The number of an edition as part of an address: never ``..`` or a slash."""
    return "-".join(re.findall(r"[A-Za-z0-9]+(?:\.[A-Za-z0-9]+)*", number)) or "editie"


def _contracts(outcome: list[dict[str, Any]]) -> dict[str, Contract]:
    found: dict[str, list[dict[str, Any]]] = {}
    for verdict in outcome:
        found.setdefault(verdict["dataset"], []).append(verdict)
    return {
        name: Contract(
            controles=len(verdicts),
            kapot=tuple(f"{v['severity']}: {v['regel']}" for v in verdicts if v["status"] != "ok"),
        )
        for name, verdicts in sorted(found.items())
    }


def _checksums(
    folder: Path, root: Path, pattern: str = "*", known: Mapping[str, str] = {}
) -> dict[str, str]:
    """The files in ``folder`` that match, by their path from ``root``, added to ``known``."""
    found = dict(known) | {
        path.relative_to(root).as_posix(): inputs.sha256(path)
        for path in folder.rglob(pattern)
        if path.is_file() and path.relative_to(folder).as_posix() not in (NAME, DURATIONS)
    }
    return dict(sorted(found.items()))
