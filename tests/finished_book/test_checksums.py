"""No checksum in the finished book tells who guesses a hidden count that the guess is right."""

from __future__ import annotations

import base64
import hashlib
import io
import re
import zipfile
from collections.abc import Iterator
from itertools import product
from pathlib import Path

from ivp.data import Package
from ivp.paths import Project
from tests.finished_book.conftest import Boek

ALGORITHMS = ("md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha3_256", "blake2b")
HEAD = 10
"""A printed checksum may be cut off; this many characters of it do not occur by chance."""


def contents(raw: bytes) -> Iterator[bytes]:
    """What a checksum may have been taken of: the file, its rows and its values, in many forms."""
    text = raw.decode("utf-8")
    lines = text.splitlines()
    cells = [line.split(",") for line in lines[1:]]
    columns = [[row[i] for row in cells] for i in range(len(lines[0].split(",")))]
    texts = [text, *lines]
    for items in (lines, lines[1:], sorted(lines[1:]), *columns, *map(sorted, columns)):
        texts += [separator.join(items) for separator in ("\n", ",", ";", "", " ")]
    for one, ending, coding in product(texts, ("", "\n"), ("utf-8", "utf-8-sig", "utf-16-le")):
        for lines_end in ("\n", "\r\n"):
            yield (one + ending).replace("\r\n", "\n").replace("\n", lines_end).encode(coding)


def prints(content: bytes) -> Iterator[str]:
    """Each checksum of ``content`` as it may be printed: its first digits, and base64."""
    for name in ALGORITHMS:
        digest = hashlib.new(name, content).digest()
        yield digest.hex()[:HEAD]
        yield base64.b64encode(digest).decode()


def unpacked(name: str, raw: bytes) -> Iterator[tuple[str, bytes]]:
    yield name, raw
    if raw.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(raw)) as package:
            for member in package.namelist():
                yield from unpacked(member, package.read(member))


def printed(boek: Boek) -> set[str]:
    """All runs in what is published that may be (part of) a checksum."""
    texts = ["\n".join(boek.pdf_pages)]
    for path in filter(Path.is_file, boek.folder.rglob("*")):
        for name, raw in unpacked(path.relative_to(boek.folder).as_posix(), path.read_bytes()):
            texts += [name, raw.decode("utf-8", "replace")]
    text = "\n".join(texts)
    found = set(re.findall(r"[A-Za-z0-9+/]{20,}={0,2}", text))
    for run in set(re.findall(rf"[0-9a-f]{{{HEAD},}}", text.lower())):
        found |= {run[i : i + HEAD] for i in range(len(run) - HEAD + 1)}
    return found


def test_no_checksum_of_a_count_of_persons_is_published(boek: Boek) -> None:
    found = printed(boek)
    datasets = Package.load(Project(boek.root)).datasets
    persons = [one for one in datasets if one.resource.ivp.persoonsregistratie]
    assert persons, "the example has registers of persons"
    told = {
        one.name
        for one in persons
        for content in set(contents(one.raw()))
        if not found.isdisjoint(prints(content))
    }
    assert told == set()
    # The same search finds the checksum of a source that counts no persons: that is published.
    other = next(one for one in datasets if not one.resource.ivp.persoonsregistratie)
    assert not found.isdisjoint(prints(other.raw()))
