"""Read a YAML file safely and remember on which line each key stands.

The file may come from anyone who edits the book, so only plain data is let in: no tags, no
anchors, no depth without end. Values are read as in YAML 1.2, as editors and the JSON Schema do:
``no`` is a word, ``0420`` is no octal number, and a date stays text until the model asks for one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from yaml.composer import Composer
from yaml.reader import ReaderError

from ivp.errors import ParamsFout

Loc = tuple[str | int, ...]
_MAX_BYTES = 1_000_000
_MAX_DEPTH = 30
_MAX_DIGITS = 30
_WHY = "zonder dit bestand kan het boek niet worden gemaakt"
_FIX = "herstel de regel; inspringen gaat met spaties, en achter elke dubbele punt hoort een spatie"
_INVISIBLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff]")
_YEAR = re.compile(r"(19|20)\d{2}")
"""The one number that may be a key, as text: that is what a key is in JSON and its schemas."""
_PLAIN = {
    "null": r"~|null|Null|NULL|",
    "bool": r"true|True|TRUE|false|False|FALSE",
    "int": r"[-+]?(0|[1-9][0-9]*)",
    "float": r"[-+]?(\.[0-9]+|(0|[1-9][0-9]*)(\.[0-9]*)?)([eE][-+]?[0-9]+)?",
}


class _Refused(Exception):
    """YAML that we do not accept: what is wrong, where, and what to do; in Dutch."""

    def __init__(self, what: str, at: yaml.Node | yaml.Event | None, fix: str) -> None:
        super().__init__(what)
        self.what, self.fix = what, fix
        self.line = at.start_mark.line + 1 if at and at.start_mark else 1


class _Quick(Composer, yaml.CSafeLoader):
    """Composes what libyaml parses: five times as quick as PyYAML alone."""

    def __init__(self, stream: str) -> None:
        yaml.CSafeLoader.__init__(self, stream)
        Composer.__init__(self)


class _Loader(_Quick):
    """Composes nodes; refuses anchors and aliases (which multiply) and nesting without end."""

    depth = 0
    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:
        event = self.peek_event()
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _Refused(
                "Verwijzingen met & en * kunnen hier niet",
                event,
                "schrijf de waarde voluit; zet tekst die met & of * begint tussen aanhalingstekens",
            )
        if self.depth >= _MAX_DEPTH:
            raise _Refused("Dit is te diep genest", event, "gebruik minder niveaus")
        self.depth += 1
        try:
            return super().compose_node(parent, index)
        finally:
            self.depth -= 1


for _kind, _pattern in _PLAIN.items():
    _Loader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_kind}", re.compile(f"(?:{_pattern})$"), list("~nNtTfF-+.0123456789")
    )
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile("$"), [""])


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

    Raises ``ParamsFout`` for a file that is missing, too large, not UTF-8, not YAML, or more than
    plain data: tags, anchors, the same key twice, keys that are no text, invisible characters.
    """
    return _parsed(_text(path, name), name)


@lru_cache(maxsize=64)
def _parsed(text: str, name: str) -> YamlFile:
    """Several stages read the same file; nobody changes what they get."""
    lines: dict[Loc, int] = {}
    try:
        node = yaml.compose(text, Loader=_Loader)
        data = _build(node, (), lines) if node is not None else None
    except _Refused as error:
        raise _wrong(error.what, name, error.line, error.fix) from None
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        what = "Hier staat een onzichtbaar teken"
        raise _wrong(what, name, line, "typ de regel opnieuw") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = "Dit is geen geldige YAML" + (f" (kolom {mark.column + 1})" if mark else "")
        raise _wrong(what, name, mark.line + 1 if mark else None) from None
    return YamlFile(name, data, lines)


def _wrong(what: str, name: str, line: int | None = None, fix: str = _FIX) -> ParamsFout:
    place = f"{name}, regel {line}" if line else name
    return ParamsFout(what, waar=place, waarom=_WHY, doe=fix)


def _text(path: Path, name: str) -> str:
    try:
        with path.open("rb") as file:
            raw = file.read(_MAX_BYTES + 1)
    except FileNotFoundError:
        raise _wrong("Dit bestand bestaat niet", name, fix="maak het of herstel de naam") from None
    except OSError as error:
        what = f"Dit bestand is niet te lezen ({error.strerror})"
        raise _wrong(what, name, fix="kijk of het een gewoon bestand is dat u mag openen") from None
    if len(raw) > _MAX_BYTES:
        raise _wrong("Dit bestand is groter dan 1 MB", name, fix="zet er minder in")
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ParamsFout(
            "Dit bestand is geen UTF-8",
            waar=f"{name}, regel {line}",
            waarom="letters met accenten zouden verkeerd in het boek komen",
            doe="sla het bestand op met de codering UTF-8",
        ) from None


def _build(node: yaml.Node, loc: Loc, lines: dict[Loc, int]) -> Any:
    """Turn a node into plain data and note the line of everything in it."""
    lines.setdefault(loc, node.start_mark.line + 1)
    kind = node.tag.removeprefix("tag:yaml.org,2002:")
    if isinstance(node, yaml.MappingNode) and kind == "map":
        result: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = _key(key_node)
            if key in result:
                note = "verwijder of hernoem er een"
                raise _Refused(f"De sleutel '{key}' staat er twee keer", key_node, note)
            lines[(*loc, key)] = key_node.start_mark.line + 1
            result[key] = _build(value_node, (*loc, key), lines)
        return result
    if isinstance(node, yaml.SequenceNode) and kind == "seq":
        return [_build(child, (*loc, i), lines) for i, child in enumerate(node.value)]
    if isinstance(node, yaml.ScalarNode) and kind in {"str", *_PLAIN}:
        return _scalar(node, kind)
    note = "verwijder het woord dat met een uitroepteken begint"
    raise _Refused(f"De aanduiding '{node.tag}' kan hier niet", node, note)


def _key(node: yaml.Node) -> str:
    key = _build(node, (), {})
    if isinstance(node, yaml.ScalarNode) and _YEAR.fullmatch(node.value):
        return str(node.value)
    if not isinstance(key, str) or not key:
        shown = f"'{node.value}' " if isinstance(node, yaml.ScalarNode) else ""
        note = "zet de sleutel tussen aanhalingstekens, of kies een woord"
        raise _Refused(f"Een sleutel hoort tekst te zijn; {shown}is dat niet", node, note)
    return key


def _scalar(node: yaml.ScalarNode, kind: str) -> str | int | float | bool | None:
    value: str = node.value
    if kind == "str":
        if _INVISIBLE.search(value):
            raise _Refused("Hier staat een onzichtbaar teken", node, "typ de waarde opnieuw")
        return value
    if not re.fullmatch(_PLAIN[kind], value) or len(value) > _MAX_DIGITS:
        raise _Refused(f"'{value[:20]}' past hier niet", node, "herstel de waarde")
    match kind:
        case "int":
            return int(value)
        case "float":
            return float(value)
        case "bool":
            return value.lower() == "true"
    return None
