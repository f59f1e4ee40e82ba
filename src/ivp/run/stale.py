"""Which notebooks have to run again, and why.

A notebook is a function of what the runner gives it: its source, its parameters, its chapter input
(figures, data sets and parts of the params), the package's modules that it reaches and the
libraries that matter. The checksum over all of that is the key of its outcome in the store; a stamp
keeps the parts of the last key, so that a difference names the cause. Content counts, time stamps
do not.
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ivp.code import Code, imports
from ivp.store import Store, digest, sha256
from ivp.versies import versies

_BRON = "bron "
_INDICATOR = "indicator "
_VERSIE = "versie van "


@dataclass(frozen=True)
class Key:
    """Everything that the executed notebook depends on: readable name → checksum (or version)."""

    parts: dict[str, str]

    @property
    def digest(self) -> str:
        return digest(self.parts)


def key(notebook: Path, parameters: dict[str, Any], invoer: dict[str, str], code: Code) -> Key:
    """The key of one run; ``invoer`` are the parts of its chapter input (``invoer_parts``)."""
    source = json.loads(notebook.read_bytes())
    cells = [[cell["cell_type"], "".join(cell["source"])] for cell in source["cells"]]
    parts = {f"het notitieboek {notebook.name}": digest(cells)}
    for name, value in parameters.items():
        parts[f"de parameter {name}"] = digest(value)
    parts |= invoer
    text = "\n".join(source for kind, source in cells if kind == "code")
    for module, checksum in code.reached(imports(text)).items():
        parts[f"de programmatuur {module}"] = checksum
    # The same list as in the colophon, so that what it says is what ran.
    parts |= {f"{_VERSIE}{name}": number for name, number in versies().items()}
    return Key(parts)


def invoer_parts(invoer: dict[str, Any]) -> dict[str, str]:
    """The parts of a key that follow from a chapter input (as plain data)."""
    parts: dict[str, str] = {}
    table = invoer["cijfers"]
    column = table["kolommen"].index("indicator")
    rows: dict[str, list[Any]] = {}
    for row in table["rijen"]:
        rows.setdefault(row[column], []).append(row)
    for name, value in rows.items():
        parts[f"{_INDICATOR}{name}"] = digest(value)
    for name, value in invoer["definities"].items():
        parts[f"de omschrijving van indicator {name}"] = digest(value)
    for name, value in invoer["datasets"].items():
        parts[f"de inhoud van bron {name}"] = digest(value)
    for name, value in invoer["onderdelen"].items():
        parts[f"het onderdeel {name} van params"] = digest(value)
    for source in invoer["bronnen"]:
        parts[f"{_BRON}{source['name']}"] = source["sha256"]
        parts[f"de beschrijving van bron {source['name']}"] = digest({**source, "sha256": ""})
    known = {"cijfers", "definities", "datasets", "onderdelen", "bronnen"}
    for name, value in invoer.items():
        if name not in known:
            parts[f"de instelling {name}"] = digest(value)
    return parts


def causes(
    now: Key, before: dict[str, str] | None, sources: dict[str, str], store: Store
) -> list[str]:
    """Why a notebook with key ``now`` has to run again, in Dutch; empty when nothing changed.

    ``sources`` maps an indicator to the data sets that it is made from: a changed data set is the
    cause, and what follows from it is not named as well.
    """
    if before is None:
        return ["nog niet uitgevoerd"]
    both = [name for name in now.parts if name in before]
    changed = [name for name in both if now.parts[name] != before[name]]
    revised = {name.removeprefix(_BRON) for name in changed if name.startswith(_BRON)}
    said = []
    for name in sorted(changed, key=lambda name: not name.startswith(_BRON)):
        kind, _, of = name.rpartition(" ")
        if name.startswith(_BRON):
            said.append(f"{name} gewijzigd{_rows(before[name], now.parts[name], store)}")
        elif name.startswith(_INDICATOR):
            if not revised & set(sources.get(of, "").split("+")):
                said.append(f"{name} gewijzigd")
        elif name.startswith(_VERSIE):
            said.append(f"{of} {before[name]} is nu {now.parts[name]}")
        elif kind != "de inhoud van bron" or of not in revised:
            said.append(f"{name} gewijzigd")
    said += [f"{name} is nieuw" for name in now.parts if name not in before]
    said += [f"{name} is vervallen" for name in before if name not in now.parts]
    return said


def keep_source(content: bytes, store: Store) -> None:
    """Keep a data set as it is now, so that a later version can be put beside it."""
    if not store.has("bronnen", sha256(content)):
        store.put("bronnen", sha256(content), content)


def _rows(before: str, now: str, store: Store) -> str:
    """``", 2 rijen"``, when both versions of a data set are still in the store."""
    old, new = store.get("bronnen", before), store.get("bronnen", now)
    if old is None or new is None:
        return ""
    was, new_lines = Counter(old.splitlines()), Counter(new.splitlines())
    # A row that changed is one that went and one that came.
    count = max((was - new_lines).total(), (new_lines - was).total())
    return f", {count} {'rij' if count == 1 else 'rijen'}" if count else ""
