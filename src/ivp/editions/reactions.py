"""Reactions of reviewers as the table "reactie → antwoord → wijziging" of the appendix.

Who reacted stays out of the book: of a delivery only the place, the reaction, the answer and the
change are read, and addresses and telephone numbers in the text are replaced. Deliveries are
hostile: their size is limited, and their text is escaped.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from ivp.data.readers import excel, text
from ivp.data.readers.cells import Record
from ivp.data.readers.faults import check_size
from ivp.editions.record import natural_order, page_words
from ivp.errors import BronFout
from ivp.show.tables import markdown_table

COLUMNS = ("plaats", "reactie", "antwoord", "wijziging")
_REMEDY = "lever een tabel met de kolommen plaats, reactie, antwoord en wijziging"
_MOST_BYTES, _MOST_ROWS, _MOST_TEXT = 20_000_000, 5_000, 4_000
_PERSONAL = (
    (re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+"), "[e-mailadres]"),
    (re.compile(r"(?<![\w.])(?:\+|00)?\d(?:[\s-]?\d){8,12}(?!\w)"), "[nummer]"),
    (re.compile(r"(?<![\w/])@[A-Za-z0-9][A-Za-z0-9-]*"), "[naam]"),
    (
        re.compile(r"(?i)(?:met vriendelijke groet|hoogachtend|groeten?),?\s.*", re.S),
        "[ondertekend]",
    ),
)
_PLACE = re.compile(r"(?m)(?:^Plaats:\s*|Reactie op\s+)(\S+#[\w-]+)")
_FIELDS = re.compile(r"(?m)^(?:Plaats|Editie):.*\n?|^Reactie:\s*")


@dataclass(frozen=True)
class Reaction:
    """One reaction: ``plaats`` in the book, and what was answered and changed (or nothing yet)."""

    plaats: str
    reactie: str
    antwoord: str = ""
    wijziging: str = ""


def read(path: Path) -> list[Reaction]:
    """The reactions in a CSV, an XLSX or a JSON export of GitHub issues, in order of place.

    CSV and XLSX have columns ``plaats``, ``reactie`` and, if there, ``antwoord`` and ``wijziging``;
    other columns are not read. Raises ``BronFout`` for a file that is none of these.
    """
    readers = {".csv": _csv, ".xlsx": _xlsx, ".json": _issues}
    if path.suffix.lower() not in readers:
        raise _error(path, "Dit is geen CSV, XLSX of JSON")
    try:
        check_size(path.stat().st_size, _MOST_BYTES, path.name, _REMEDY)
        found = list(readers[path.suffix.lower()](path.read_bytes(), path.name))
    except OSError:
        raise _error(path, "Dit bestand is niet te openen") from None
    except (ValueError, TypeError, AttributeError, RecursionError):
        raise _error(path, "Dit is geen lijst van issues") from None
    if not found:
        raise _error(path, "In dit bestand staat geen reactie in de kolom 'reactie'")
    if len(found) > _MOST_ROWS:
        raise _error(path, f"In dit bestand staan meer dan {_MOST_ROWS} reacties")
    return sorted(found, key=lambda one: natural_order(one.plaats))


def chapter(reactions: Sequence[Reaction]) -> str:
    """The appendix as a chapter (Markdown), with everything in one table."""
    frame = pd.DataFrame(
        {
            "Plaats": [_page(one.plaats) for one in reactions],
            "Reactie": [one.reactie for one in reactions],
            "Antwoord": [one.antwoord or "Nog niet beantwoord." for one in reactions],
            "Wijziging": [one.wijziging or "Geen." for one in reactions],
        }
    )
    lines = [
        "# Reacties {#sec-reacties}",
        "",
        "Dit zijn de reacties op het concept, met het antwoord en wat er is gewijzigd. Wie "
        "reageerde, staat er niet bij.",
        "",
        markdown_table(frame),
        "",
        ": Reacties op het concept, antwoord en wijziging. {#tbl-reacties}",
    ]
    return "\n".join(lines) + "\n"


def _page(place: str) -> str:
    """``chapters/veld-jeugd.html#al-7`` in words."""
    page, _, label = place.partition("#")
    if not page:
        return "Het hele plan"
    name = page_words(page)
    number = label.removeprefix("al-")
    return f"{name}, alinea {number}" if number.isdecimal() else name


def _csv(raw: bytes, file: str) -> Iterator[Reaction]:
    return _rows(text.records(raw, file))


def _xlsx(raw: bytes, file: str) -> Iterator[Reaction]:
    return _rows(excel.records(raw, file, "reacties"))


def _rows(records: Iterable[Record]) -> Iterator[Reaction]:
    rows = iter(records)
    head = [name.strip().lower() for name in next(rows, (0, []))[1]]
    for _, row in rows:
        values = dict(zip(head, row, strict=False))
        kept = [_clean(values.get(name, "")) for name in COLUMNS]
        if kept[1]:
            yield Reaction(*kept)


def _issues(raw: bytes, file: str) -> Iterator[Reaction]:
    """As `gh issue list --json title,body,comments` and GitHub's own interface give them."""
    content: list[dict[str, Any]] = json.loads(raw)
    for issue in content:
        body = str(issue.get("body") or "")
        place = _PLACE.search(f"{body}\n{issue.get('title') or ''}")
        text = _clean(_FIELDS.sub("", body)) or _clean(str(issue.get("title") or ""))
        comments = issue.get("comments")
        answers = comments if isinstance(comments, list) else []
        answer = str(answers[-1].get("body") or "") if answers else ""
        if text:
            yield Reaction(place[1] if place else "", text, _clean(answer))


def _clean(text: str) -> str:
    """One line, without who wrote it or how to reach them."""
    for pattern, words in _PERSONAL:
        text = pattern.sub(words, text[:_MOST_TEXT])
    plain = "".join(c if c.isprintable() else " " for c in text)
    return " ".join(plain.split())


def _error(path: Path, wat: str) -> BronFout:
    return BronFout(
        wat,
        waar=path.name,
        waarom="de bijlage hoort elke reactie te noemen, en niets anders",
        doe=_REMEDY,
    )
