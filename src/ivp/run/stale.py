"""Which notebooks have to run again, and why.

A notebook is a function of what the runner gives it: its source, its parameters, its chapter input
(figures, data sets and parts of the params), the package's modules that it reaches and the
libraries that matter. A stamp keeps the checksum of each of these from the last run; a difference
names the cause. Content counts, time stamps do not.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from ivp.run.files import sha256
from ivp.show.verantwoording import versies


@dataclass(frozen=True)
class Key:
    """Everything that the executed notebook depends on: readable name → checksum."""

    parts: dict[str, str]

    @property
    def digest(self) -> str:
        return sha256(json.dumps(self.parts, sort_keys=True))


def key(notebook: Path, parameters: dict[str, Any], invoer: dict[str, Any], package: Path) -> Key:
    """The key of one run, from its chapter input as plain data and the package's folder."""
    source = json.loads(notebook.read_bytes())
    code = "\n".join(
        "".join(cell["source"]) for cell in source["cells"] if cell["cell_type"] == "code"
    )
    parts = {
        f"het notitieboek {notebook.name}": sha256(
            json.dumps([[cell["cell_type"], "".join(cell["source"])] for cell in source["cells"]])
        )
    }
    for name, value in parameters.items():
        parts[f"de parameter {name}"] = sha256(json.dumps(value))
    parts |= _invoer_parts(invoer)
    parts["de programmatuur (src/ivp)"] = code_digest(code, package)
    # The same list as in the colophon, so that what it says is what ran.
    parts |= {f"de versie van {name}": number for name, number in versies().items()}
    return Key(parts)


def _invoer_parts(invoer: dict[str, Any]) -> dict[str, str]:
    parts: dict[str, str] = {}
    table = invoer["cijfers"]
    column = table["kolommen"].index("indicator")
    rows: dict[str, list[Any]] = {}
    for row in table["rijen"]:
        rows.setdefault(row[column], []).append(row)
    for name, value in rows.items():
        parts[f"de cijfers van indicator {name}"] = _digest(value)
    for name, value in invoer["definities"].items():
        parts[f"de omschrijving van indicator {name}"] = _digest(value)
    for name, value in invoer["datasets"].items():
        parts[f"de bron {name}"] = _digest(value)
    for name, value in invoer["onderdelen"].items():
        parts[f"het onderdeel {name} van params"] = _digest(value)
    for source in invoer["bronnen"]:
        parts[f"de beschrijving van bron {source['name']}"] = _digest(source)
    known = {"cijfers", "definities", "datasets", "onderdelen", "bronnen"}
    for name, value in invoer.items():
        if name not in known:
            parts[f"de instelling {name}"] = _digest(value)
    return parts


def _digest(value: Any) -> str:
    return sha256(json.dumps(value, sort_keys=True, default=str))


def code_digest(code: str, package: Path) -> str:
    """The checksum of the package's modules that ``code`` reaches, directly or through others."""
    todo = [name for name in _imports(code, "") if name]
    reached: dict[str, str] = {}
    while todo:
        name = todo.pop()
        path = _module_path(name, package)
        if path is None or name in reached:
            continue
        digest, further = _module(path, name, path.stat().st_mtime_ns)
        reached[name] = digest
        todo += further
        # Importing a module runs the packages around it as well.
        todo += [name.rsplit(".", 1)[0]] if "." in name else []
    return sha256(json.dumps(reached, sort_keys=True))


@lru_cache(maxsize=512)
def _module(path: Path, name: str, _modified: int) -> tuple[str, tuple[str, ...]]:
    text = path.read_text(encoding="utf-8")
    package = name if path.name == "__init__.py" else name.rsplit(".", 1)[0]
    return sha256(text), tuple(_imports(text, package))


def _imports(code: str, package: str) -> Iterator[str]:
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.startswith("ivp"))
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                base = ".".join([*package.split(".")[: 1 - node.level or None], base]).strip(".")
            if base.split(".")[0] == "ivp":
                yield base
                yield from (f"{base}.{alias.name}" for alias in node.names)


def _module_path(name: str, package: Path) -> Path | None:
    parts = name.split(".")[1:]
    for path in (
        package.joinpath(*parts) / "__init__.py",
        package.joinpath(*parts).with_suffix(".py"),
    ):
        if path.is_file():
            return path
    return None


def causes(now: Key, before: dict[str, str] | None) -> list[str]:
    """Why a notebook with key ``now`` has to run again, in Dutch; empty when it does not."""
    if before is None:
        return ["nog niet uitgevoerd"]
    both = [name for name in now.parts if name in before]
    return [
        *(f"gewijzigd: {name}" for name in both if now.parts[name] != before[name]),
        *(f"nieuw: {name}" for name in now.parts if name not in before),
        *(f"vervallen: {name}" for name in before if name not in now.parts),
    ]
