"""The chapter "Wat is er veranderd" and the feed: this book against the editions that were kept.

``edities/`` in git holds the stand of each edition that the municipality keeps (``ivp keep``), so
what the chapter says follows from the inputs of the book, and not from what is published elsewhere.
"""

from __future__ import annotations

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

from ivp.config.consistency import GEMAAKT
from ivp.editions import change_report, record
from ivp.editions.compare import Changes, compare, record_of_book
from ivp.editions.record import EditionRecord
from ivp.errors import IvpFout
from ivp.paths import Project
from ivp.run.edition_facts import web_address
from ivp.run.prepare import Prepared
from ivp.store import write

FOLDER, FEED = "edities", "wijzigingen.xml"
_NUMBERS = re.compile(r"\d+|\D+")


def make(project: Project, prepared: Prepared, profile: str | None = None) -> Changes | None:
    """Write this book's stand, the text of the chapter, and the feed, all to ``_executed/``.

    Returns what changed since the edition before this one, if there is one. Raises ``IvpFout``
    when a kept stand cannot be read.
    """
    now = record.make(project, prepared, profile)
    series = [*_before(project, now), now]
    found: list[Changes | None] = [None]
    for one, two in pairwise(series):
        found.append(compare(project, one, two, history=False))
    record.write(project, now)
    feed = change_report.atom(list(zip(series, found, strict=True)), web_address(project))
    write(project.root / record.FOLDER / FEED, feed)
    [(name, label)] = GEMAAKT.items()
    write(project.executed / name, _notebook(label, change_report.chapter(found[-1])))
    return found[-1]


def keep(project: Project, folder: Path) -> Path:
    """Keep the stand of the book in ``folder``, for later editions to compare with.

    Returns the file. Raises ``IvpFout`` when the book is not whole, or another book with this
    number was kept: an edition is one book.
    """
    kept = record_of_book(folder)
    path = project.root / FOLDER / f"{kept.id}.json"
    other = [one.id for one in _kept(project) if one.nummer == kept.nummer and one.id != kept.id]
    if other:
        raise IvpFout(
            f"Editie {kept.nummer} is al bewaard, als {other[0]}",
            waar=f"{FOLDER}/{other[0]}.json",
            waarom="een editie is één boek; latere edities worden ermee vergeleken",
            doe="geef dit boek in params/boek.yml een nieuw nummer (editie.nummer), of verwijder "
            "het bewaarde bestand",
        )
    write(path, kept.to_json())
    return path


def _kept(project: Project) -> list[EditionRecord]:
    """The kept editions, oldest first: by date, then by number."""
    found = [EditionRecord.read(path) for path in sorted((project.root / FOLDER).glob("*.json"))]
    return sorted(found, key=lambda one: (one.datum, _natural(one.nummer), one.id))


def _before(project: Project, now: EditionRecord) -> list[EditionRecord]:
    place = (now.datum, _natural(now.nummer))
    return [one for one in _kept(project)
            if one.nummer != now.nummer and (one.datum, _natural(one.nummer)) < place]  # fmt: skip


def _natural(number: str) -> list[tuple[bool, int, str]]:
    return [
        (not part.isdecimal(), int(part) if part.isdecimal() else 0, part)
        for part in _NUMBERS.findall(number)
    ]


def _notebook(label: str, text: str) -> bytes:
    """An executed notebook with this text as the output of one cell, as the renderers embed it."""
    cell: dict[str, Any] = {
        "cell_type": "code",
        "execution_count": None,
        "id": label,
        "metadata": {},
        "outputs": [
            {
                "output_type": "display_data",
                "metadata": {},
                "data": {"text/markdown": text.splitlines(keepends=True)},
            }
        ],
        "source": [f"#| label: {label}\n", "#| echo: false"],
    }
    language = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    content = {"cells": [cell], "metadata": language, "nbformat": 4, "nbformat_minor": 5}
    return (json.dumps(content, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
