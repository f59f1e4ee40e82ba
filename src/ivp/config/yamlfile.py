"""Read a YAML file safely and remember on which line each key stands."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from ivp.errors import ParamsFout

Loc = tuple[str | int, ...]
_MAX_BYTES = 1_000_000
_FIX = "herstel de regel; inspringen gaat met spaties, en achter elke dubbele punt hoort een spatie"


@dataclass(frozen=True)
class YamlFile:
    """The content of a YAML file and the line of every key in it."""

    name: str
    data: Any
    lines: dict[Loc, int]

    def where(self, loc: Loc) -> str:
        """``params/boek.yml, regel 4, editie.status``; the nearest known line for ``loc``."""
        known = loc
        while known and known not in self.lines:
            known = known[:-1]
        line = self.lines.get(known)
        key = ".".join(str(part) for part in loc)
        return ", ".join(part for part in (self.name, f"regel {line}" if line else "", key) if part)


def read(path: Path, name: str) -> YamlFile:
    """Read ``path``, shown to the user as ``name``.

    Only plain data is accepted (no tags), no anchors that multiply, no key twice. Raises
    ``ParamsFout`` for a file that is missing, too large, not UTF-8 or not YAML.
    """
    why = "zonder dit bestand kan het boek niet worden gemaakt"
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-8-sig")
    except FileNotFoundError:
        raise ParamsFout(
            "Dit bestand bestaat niet", waar=name, waarom=why, doe="maak het of herstel de naam"
        ) from None
    except UnicodeDecodeError as error:
        raise ParamsFout(
            f"Dit bestand is geen UTF-8 (byte {error.start})",
            waar=name,
            waarom="letters met accenten zouden verkeerd in het boek komen",
            doe="sla het bestand op met de codering UTF-8",
        ) from None
    if len(raw) > _MAX_BYTES:
        raise ParamsFout(
            "Dit bestand is groter dan 1 MB", waar=name, waarom=why, doe="zet er minder in"
        )
    lines: dict[Loc, int] = {}
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
        data = _build(node, (), lines, name) if node is not None else None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        place = f"{name}, regel {mark.line + 1}" if mark else name
        raise ParamsFout(
            "Dit is geen geldige YAML" + (f" (kolom {mark.column + 1})" if mark else ""),
            waar=place,
            waarom=why,
            doe=_FIX,
        ) from None
    except yaml.YAMLError:
        raise ParamsFout("Dit is geen geldige YAML", waar=name, waarom=why, doe=_FIX) from None
    return YamlFile(name, data, lines)


def _build(node: yaml.Node, loc: Loc, lines: dict[Loc, int], name: str) -> Any:
    """Turn a node into plain data; aliases are refused, so a file cannot blow up in memory."""
    lines.setdefault(loc, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        result: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            key = _scalar(key_node)
            line = key_node.start_mark.line + 1
            if key in result:
                raise ParamsFout(
                    f"De sleutel '{key}' staat er twee keer",
                    waar=f"{name}, regel {line}",
                    waarom="het is niet te zeggen welke van de twee bedoeld is",
                    doe="verwijder of hernoem er een",
                )
            lines[(*loc, key)] = line
            result[key] = _build(value_node, (*loc, key), lines, name)
        return result
    if isinstance(node, yaml.SequenceNode):
        return [_build(child, (*loc, i), lines, name) for i, child in enumerate(node.value)]
    return _scalar(node)


def _scalar(node: yaml.Node) -> Any:
    constructor = yaml.SafeLoader("")
    try:
        return constructor.construct_object(node, deep=True)  # type: ignore[no-untyped-call]
    finally:
        constructor.dispose()  # type: ignore[no-untyped-call]
