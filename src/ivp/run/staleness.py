"""Which notebooks have to run again, and why.

A notebook is a function of what the runner gives it: its source, its parameters, its chapter input
(figures, data sets and parts of the params), the package's modules that it reaches and the
libraries that matter. The checksum over all of that is the key of its outcome in the store; a stamp
keeps the parts of the last key, so that a difference names the cause. Content counts, time stamps
do not.
"""

from __future__ import annotations

import contextlib
import json
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from ivp.code import Code, imports
from ivp.config import Chapter
from ivp.paths import Project
from ivp.program_versions import program_versions
from ivp.store import Store, digest, sha256, write

_BRON = "bron "
_ABOUT = "de beschrijving van bron "
_CONTENT = "de inhoud van bron "
_PART = "het onderdeel "
_MADE = (_PART, "de instelling tegenspraken")
"""Parts that may follow from any data set."""
_INDICATOR = "indicator "
_VERSIE = "versie van "
_OLD_SECONDS = 86_400


def with_key(
    project: Project,
    chapter: Chapter,
    text: str,
    parts: Mapping[str, str],
    code: Code,
    deliveries: Mapping[str, str],
) -> Chapter:
    """``chapter`` with its input in a file and the key of its outcome.

    ``text`` is its input as JSON, ``parts`` are the ``input_parts`` of that, and ``deliveries`` the
    checksum of every data set of the book.
    """
    raw = text.encode()
    # Its name says what is in it: another run at the same time has a file of its own.
    path = project.cache / "invoer" / f"{chapter.id}-{sha256(raw)[:12]}.json"
    write(path, raw)
    notebook = project.root / chapter.notebook
    source = json.loads(notebook.read_bytes())
    cells = [[cell["cell_type"], "".join(cell["source"])] for cell in source["cells"]]
    key = {f"het notitieboek {notebook.name}": digest(cells)}
    key |= {f"de parameter {name}": digest(value) for name, value in chapter.parameters.items()}
    key |= parts
    own = imports("\n".join(source for kind, source in cells if kind == "code"))
    key |= {f"de programmatuur {module}": one for module, one in code.reached(own).items()}
    # The same list as in the colophon, so that what it says is what ran.
    key |= {f"{_VERSIE}{name}": number for name, number in program_versions().items()}
    sources = [part.removeprefix(_ABOUT) for part in parts if part.startswith(_ABOUT)]
    behind = {name: deliveries[name] for name in sources}
    return replace(chapter, input=path, key=key, deliveries=behind)


def input_parts(content: Mapping[str, Any]) -> dict[str, str]:
    """The parts of a key that follow from a chapter input (as plain data)."""
    parts: dict[str, str] = {}
    table = content["table"]
    column = table["columns"].index("indicator")
    rows: dict[str, list[Any]] = {}
    for row in table["rows"]:
        rows.setdefault(row[column], []).append(row)
    for name, value in rows.items():
        parts[f"{_INDICATOR}{name}"] = digest(value)
    for name, value in content["definitions"].items():
        parts[f"de omschrijving van indicator {name}"] = digest(value)
    for name, value in content["datasets"].items():
        parts[f"{_CONTENT}{name}"] = digest(value)
    for name, value in content["parts"].items():
        if name == "leveringen":
            for source, delivery in value.items():
                parts[f"{_BRON}{source}"] = delivery["sha256"]
                parts[f"de datum van bron {source}"] = delivery["opgehaald"]
        else:
            parts[f"{_PART}{name} van params"] = digest(value)
    for source in content["sources"]:
        parts[f"{_ABOUT}{source['name']}"] = digest(source)
    known = {"table", "definitions", "datasets", "parts", "sources"}
    for name, value in content.items():
        if name not in known:
            called = "tegenspraken" if name == "contradictions" else name
            parts[f"de instelling {called}"] = digest(value)
    return parts


def causes(chapter: Chapter, before: Mapping[str, str] | None, store: Store) -> list[str]:
    """Why a notebook has to run again, in Dutch; empty when nothing changed since ``before``.

    A changed data set is the cause, and the indicators that follow from it are not named as well.
    """
    if before is None:
        return ["nog niet uitgevoerd"]
    after = stamp(chapter)
    changed = [name for name in after if name in before and after[name] != before[name]]
    delivered = {name.removeprefix(_BRON) for name in changed if name.startswith(_BRON)}
    # A delivery is a cause when the notebook shows its checksum or anything that it changed.
    revised = {name for name in delivered if f"{_BRON}{name}" in chapter.key}
    sources = _sources(chapter) if delivered else {}
    said = []
    for name in changed:
        of = name.rpartition(" ")[2]
        made_of = sources.get(of, set()) if name.startswith(_INDICATOR) else {of}
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


def _sources(chapter: Chapter) -> dict[str, set[str]]:
    """The data sets that each indicator in the input of ``chapter`` is made from."""
    table = json.loads(chapter.input.read_bytes())["table"]
    name, source = table["columns"].index("indicator"), table["columns"].index("bron")
    found: dict[str, set[str]] = {}
    for row in table["rows"]:
        found.setdefault(row[name], set()).update(row[source].split("+"))
    return found


def stamp(chapter: Chapter) -> dict[str, str]:
    """What to keep, so that ``causes`` can tell later what changed."""
    return {f"{_BRON}{name}": one for name, one in chapter.deliveries.items()} | chapter.key


def last_stamp(project: Project, chapter: Chapter) -> dict[str, str] | None:
    """The stamp of the last time that a chapter was made, if there is one."""
    try:
        parts: dict[str, str] = json.loads(_stamp_file(project, chapter).read_bytes())
    except (OSError, ValueError):
        return None
    return parts if isinstance(parts, dict) else None


def keep_stamp(project: Project, chapter: Chapter) -> None:
    """The chapter is made: the next time it is compared with what it is now."""
    content = json.dumps(stamp(chapter), sort_keys=True, ensure_ascii=False)
    write(_stamp_file(project, chapter), content.encode())


def _stamp_file(project: Project, chapter: Chapter) -> Path:
    return project.cache / "stempels" / f"{chapter.id}.json"


def keep_source(content: bytes, store: Store) -> None:
    """Keep a data set as it is now, so that a later version can be put beside it."""
    if not store.has("inputs", sha256(content)):
        store.put("inputs", sha256(content), content)


def _rows(before: str, now: str, store: Store) -> str:
    """``", 2 rijen"``, when both versions of a data set are still in the store."""
    old, new = store.get("inputs", before), store.get("inputs", now)
    if old is None or new is None:
        return ""
    was, new_lines = Counter(old.splitlines()), Counter(new.splitlines())
    # A row that changed is one that went and one that came.
    count = max((was - new_lines).total(), (new_lines - was).total())
    return f", {count} {'rij' if count == 1 else 'rijen'}" if count else ""


def clear_old_inputs(project: Project, chapters: Iterable[Chapter]) -> None:
    """Remove inputs of earlier runs; those of today may be in use by another run."""
    used = {chapter.input for chapter in chapters}
    for path in (project.cache / "invoer").glob("*.json"):
        with contextlib.suppress(OSError):
            if path not in used and time.time() - path.stat().st_mtime > _OLD_SECONDS:
                path.unlink()
