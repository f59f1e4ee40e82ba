"""What a reader gets as data: every text in JSON, and all its numbers as tables."""

from __future__ import annotations

import base64
import binascii
import json
import re
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote_to_bytes

_NAMES = ("h", "t", "name", "title")
"""Keys whose text names what stands beside it: in the search index and in figures."""
_BINARY = {"f8": "d", "f4": "f", "i4": "i", "u4": "I", "i2": "h", "u2": "H", "i1": "b", "u1": "B"}
"""How plotly may write a series of numbers: its name of the type, and that of ``struct``."""


@dataclass(frozen=True)
class Stuk:
    """A table (``rijen``, the head first) or a text, as published.

    ``waar`` names the file and place; ``kop`` is what stands above it: caption, heading, name.
    """

    waar: str
    kop: str
    rijen: tuple[tuple[str, ...], ...] = ()
    tekst: str = ""


def json_stukken(name: str, head: str, data: Any) -> Iterator[Stuk]:
    """All of ``data``: texts as texts; single values, columns and rows of numbers as tables."""
    where = f"{name}, gegevens"
    if isinstance(data, dict):
        data = {str(key): _series(value) for key, value in data.items()}
        own = " ".join(v for k in _NAMES if isinstance(v := data.get(k), str))
        above = f"{own} {head}".strip()
        single = {k: v for k, v in data.items() if not isinstance(v, dict | list)}
        if any(_number(v) for v in single.values()):
            yield Stuk(where, above, (tuple(single), _cells(single.values())))
        yield from _columns(where, above, data)
        names = [value for value in data.values() if _named(value)]
        for key, value in data.items():
            heads = next((head for head in names if _fits(head, value)), None)
            if heads is not None:
                yield Stuk(where, above, (tuple(heads), *(_cells(row) for row in value)))
                continue
            yield from json_stukken(
                name, above if isinstance(value, str) else f"{key} {above}", value
            )
    elif isinstance(data, list) and data and _named(data[0]) and _fits(data[0], data[1:]):
        yield Stuk(where, head, tuple(_cells(row) for row in data))
    elif isinstance(data, list):
        for value in data:
            yield from json_stukken(name, head, value)
    elif isinstance(data, str) and data:
        yield Stuk(where, head, tekst=re.sub(r"<[^>]{0,200}>", " ", data))


def _columns(where: str, above: str, data: dict[str, Any]) -> Iterator[Stuk]:
    """Lists of one length under their own keys are the columns of a table: x and y."""
    lengths = {len(v) for v in data.values() if isinstance(v, list) and v}
    for length in sorted(lengths):
        some = {k: v for k, v in data.items() if isinstance(v, list) and len(v) == length}
        if any(_number(v) for column in some.values() for v in column):
            rows = (_cells(row) for row in zip(*some.values(), strict=True))
            yield Stuk(where, above, (tuple(some), *rows))


def _named(head: Any) -> bool:
    """Whether it is a list of names, such as columns have."""
    return isinstance(head, list) and bool(head) and all(isinstance(v, str) for v in head)


def _fits(head: list[str], rows: Any) -> bool:
    """Whether the names of ``head`` are those of the columns of ``rows``, a list of lists."""
    return (
        isinstance(rows, list)
        and head is not rows
        and bool(rows)
        and all(isinstance(row, list) and len(row) == len(head) for row in rows)
    )


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _cells(values: Any) -> tuple[str, ...]:
    return tuple(_cell(value) for value in values)


def _cell(value: Any) -> str:
    """A value as a Dutch reader would write it: a decimal comma, no ",0"."""
    if isinstance(value, list | dict):
        return " ".join(_cells(value.values() if isinstance(value, dict) else value))
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else str(value).replace(".", ",")
    return str(value)


def _series(value: Any) -> Any:
    """A series that is written as bytes (``{"dtype": "f8", "bdata": "…"}``), as numbers."""
    if not (isinstance(value, dict) and {"dtype", "bdata"} <= value.keys()):
        return value
    letter = _BINARY.get(str(value["dtype"]).lstrip("<|"))
    try:
        raw = base64.b64decode(str(value["bdata"]), validate=True)
        if letter is None:
            raise ValueError(f"unknown type {value['dtype']}")
        return [v for (v,) in struct.iter_unpack(f"<{letter}", raw)]
    except (binascii.Error, struct.error) as error:
        raise ValueError(str(error)) from error


def attribuut(waar: str, kop: str, value: str) -> Iterator[Stuk]:
    """The value of an attribute: as data when it is JSON, else as text."""
    if value.lstrip().startswith(("{", "[")):
        try:
            found: Any = json.loads(value)
        except ValueError:
            found = value
        yield from json_stukken(waar, kop, found)
    else:
        yield Stuk(waar, kop, tekst=value)


def datalink(link: str) -> tuple[str, bytes] | None:
    """The kind of file (a suffix) and content of a ``data:`` address; ``None`` for another."""
    match = re.match(r"data:([\w.+-]+/[\w.+-]+)?((?:;[\w=.-]+)*?)(;base64)?,(.*)", link, re.S)
    if match is None:
        return None
    kind = (match[1] or "text/plain").lower()
    suffix = {
        "text/csv": ".csv", "application/json": ".json", "text/html": ".html",
        "image/svg+xml": ".svg", "application/pdf": ".pdf",
    }.get(kind, ".png" if kind.startswith(("image/", "font/")) else ".txt")  # fmt: skip
    raw = unquote_to_bytes(match[4])
    return suffix, base64.b64decode(raw) if match[3] else raw
