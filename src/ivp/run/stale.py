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
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ivp.code import Code, imports
from ivp.store import Store, digest, sha256
from ivp.versies import versies

_BRON = "bron "
_ABOUT = "de beschrijving van bron "
_CONTENT = "de inhoud van bron "
_PART = "het onderdeel "
_MADE = (_PART, "de instelling tegenspraken")
"""Parts that may follow from any data set."""
_INDICATOR = "indicator "
_VERSIE = "versie van "


@dataclass(frozen=True)
class Key:
    """Everything that the executed notebook depends on: readable name → checksum (or version).

    ``leveringen`` are the checksums of the data sets behind its figures. They are no part of the
    key: a delivery counts by the figures that it changes, and is named as what changed them.
    """

    parts: dict[str, str]
    leveringen: dict[str, str] = field(default_factory=dict)

    @property
    def digest(self) -> str:
        return digest(self.parts)

    @property
    def stamp(self) -> dict[str, str]:
        """What to keep, so that ``causes`` can tell later what changed."""
        return {f"{_BRON}{name}": one for name, one in self.leveringen.items()} | self.parts


def key(
    notebook: Path,
    parameters: dict[str, Any],
    invoer: dict[str, str],
    code: Code,
    leveringen: Mapping[str, str],
) -> Key:
    """The key of one run; ``invoer`` are the parts of its chapter input (``invoer_parts``),
    ``leveringen`` the checksum of every data set of the book."""
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
    sources = [part.removeprefix(_ABOUT) for part in invoer if part.startswith(_ABOUT)]
    return Key(parts, {name: leveringen[name] for name in sources})


def invoer_parts(invoer: dict[str, Any]) -> dict[str, str]:
    """The parts of a key that follow from a chapter input (as plain data)."""
    parts: dict[str, str] = {}
    table = invoer["table"]
    column = table["columns"].index("indicator")
    rows: dict[str, list[Any]] = {}
    for row in table["rows"]:
        rows.setdefault(row[column], []).append(row)
    for name, value in rows.items():
        parts[f"{_INDICATOR}{name}"] = digest(value)
    for name, value in invoer["definitions"].items():
        parts[f"de omschrijving van indicator {name}"] = digest(value)
    for name, value in invoer["datasets"].items():
        parts[f"{_CONTENT}{name}"] = digest(value)
    for name, value in invoer["parts"].items():
        if name == "leveringen":
            for source, levering in value.items():
                parts[f"{_BRON}{source}"] = levering["sha256"]
                parts[f"de datum van bron {source}"] = levering["opgehaald"]
        else:
            parts[f"{_PART}{name} van params"] = digest(value)
    for source in invoer["sources"]:
        parts[f"{_ABOUT}{source['name']}"] = digest(source)
    known = {"table", "definitions", "datasets", "parts", "sources"}
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
    after = now.stamp
    changed = [name for name in after if name in before and after[name] != before[name]]
    delivered = {name.removeprefix(_BRON) for name in changed if name.startswith(_BRON)}
    # A delivery is a cause when the notebook shows its checksum or anything that it changed.
    revised = {name for name in delivered if f"{_BRON}{name}" in now.parts}
    said = []
    for name in changed:
        of = name.rpartition(" ")[2]
        made_of = set(sources.get(of, "").split("+")) if name.startswith(_INDICATOR) else {of}
        if name.startswith((_INDICATOR, _CONTENT)) and made_of & delivered:
            revised |= made_of & delivered
        elif name.startswith(_VERSIE):
            said.append(f"{of} {before[name]} is nu {after[name]}")
        elif not name.startswith(_BRON):
            if name.startswith(_MADE):
                revised |= delivered
            said.append(f"{name} gewijzigd")
    rows = {name: _rows(before[_BRON + name], after[_BRON + name], store) for name in revised}
    said = [f"{_BRON}{name} gewijzigd{rows[name]}" for name in sorted(revised)] + said
    said += [f"{name} is nieuw" for name in after if name not in before]
    said += [f"{name} is vervallen" for name in before if name not in after]
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
