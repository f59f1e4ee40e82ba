"""Read a YAML file safely and remember on which line each key stands.

The file may come from anyone who edits the book, so only plain data is let in: no tags, no
anchors, no depth without end. Values are read as in YAML 1.2, as editors and the JSON Schema do:
``no`` is a word, ``0420`` is no octal number, and a date stays text until the model asks for one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
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
_NULL = re.compile(r"~|null|Null|NULL|")
_BOOL = re.compile(r"true|True|TRUE|false|False|FALSE")
_INT = re.compile(r"[-+]?(0|[1-9][0-9]*)")
_FLOAT = re.compile(r"[-+]?(\.[0-9]+|(0|[1-9][0-9]*)(\.[0-9]*)?)([eE][-+]?[0-9]+)?")


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
        fix = "sla het bestand op met de codering UTF-8"
        raise _wrong("Dit bestand is geen UTF-8", name, line, fix) from None


@lru_cache(maxsize=64)
def _parsed(text: str, name: str) -> YamlFile:
    """Several stages read the same file; nobody changes what they get."""
    builder = _Builder(text, name)
    try:
        return YamlFile(name, builder.document(), builder.lines)
    except ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        what = "Hier staat een onzichtbaar teken"
        raise _wrong(what, name, line, "typ de regel opnieuw") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = "Dit is geen geldige YAML" + (f" (kolom {mark.column + 1})" if mark else "")
        raise _wrong(what, name, mark.line + 1 if mark else None) from None


def _wrong(what: str, name: str, line: int | None = None, fix: str = _FIX) -> ParamsFout:
    place = f"{name}, regel {line}" if line else name
    return ParamsFout(what, waar=place, waarom=_WHY, doe=fix)


class _Builder:
    """Builds plain data from what libyaml parses, and notes the line of everything in it.

    PyYAML's own loaders would follow anchors, which multiply, and nest without end; and they are
    five times as slow. ``ruamel.yaml``, which knows lines too, takes eleven times as long.
    """

    def __init__(self, text: str, name: str) -> None:
        self.events: Iterator[Any] = yaml.parse(text, Loader=yaml.CSafeLoader)
        self.name = name
        self.lines: dict[Loc, int] = {}

    def document(self) -> Any:
        """The one document in the file; ``None`` when there is nothing in it."""
        next(self.events)  # the start of the file
        if isinstance(next(self.events), yaml.StreamEndEvent):
            return None
        data = self.value(next(self.events), ())
        next(self.events)  # the end of the document
        after = next(self.events)
        if not isinstance(after, yaml.StreamEndEvent):
            raise self.refused("Dit is geen geldige YAML: na --- begint iets anders", after, _FIX)
        return data

    def refused(self, what: str, at: Any, fix: str) -> ParamsFout:
        return _wrong(what, self.name, at.start_mark.line + 1, fix)

    def value(self, event: Any, loc: Loc) -> Any:
        """The value that starts with ``event``, up to and including its end."""
        self.lines.setdefault(loc, event.start_mark.line + 1)
        if isinstance(event, yaml.AliasEvent) or event.anchor:
            fix = "schrijf de waarde voluit; zet tekst met & of * vooraan tussen aanhalingstekens"
            raise self.refused("Verwijzingen met & en * kunnen hier niet", event, fix)
        if event.tag:
            fix = "verwijder het woord dat met een uitroepteken begint"
            raise self.refused(f"De aanduiding '{event.tag}' kan hier niet", event, fix)
        if len(loc) >= _MAX_DEPTH:
            raise self.refused("Dit is te diep genest", event, "gebruik minder niveaus")
        if isinstance(event, yaml.ScalarEvent):
            return self.scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            items: list[Any] = []
            while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
                items.append(self.value(event, (*loc, len(items))))
            return items
        block: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self.key(event)
            if key in block:
                fix = "verwijder of hernoem er een"
                raise self.refused(f"De sleutel '{key}' staat er twee keer", event, fix)
            self.lines[(*loc, key)] = event.start_mark.line + 1
            block[key] = self.value(next(self.events), (*loc, key))
        return block

    def key(self, event: Any) -> str:
        text = event.value if isinstance(event, yaml.ScalarEvent) else ""
        if event.tag is None and not event.anchor and _YEAR.fullmatch(text):
            return str(text)
        key = self.value(event, ()) if isinstance(event, yaml.ScalarEvent | yaml.AliasEvent) else 0
        if not isinstance(key, str) or not key:
            fix = "zet de sleutel tussen aanhalingstekens, of kies een woord"
            shown = f", en dat is '{text}' niet" if text else ""
            raise self.refused(f"Een sleutel hoort tekst te zijn{shown}", event, fix)
        return key

    def scalar(self, event: yaml.ScalarEvent) -> str | int | float | bool | None:
        text: str = event.value
        plain = event.implicit[0]  # without quotation marks
        if plain and _NULL.fullmatch(text):
            return None
        if plain and _BOOL.fullmatch(text):
            return text.lower() == "true"
        if plain and _FLOAT.fullmatch(text):
            if len(text) > _MAX_DIGITS:
                raise self.refused(f"'{text[:20]}' past hier niet", event, "herstel de waarde")
            return int(text) if _INT.fullmatch(text) else float(text)
        if _INVISIBLE.search(text):
            raise self.refused("Hier staat een onzichtbaar teken", event, "typ de waarde opnieuw")
        return text
