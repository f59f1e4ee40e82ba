"""Reactions of reviewers as the table "reactie → antwoord → wijziging" of the appendix.

Who reacted stays out of the book: of a delivery only the place, the reaction, the answer and the
change are read, and addresses and telephone numbers in the text are replaced. Deliveries are
hostile: their size is limited, and their text is escaped.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from ivp.errors import BronFout
from ivp.show.tables import markdown_table

COLUMNS = ("plaats", "reactie", "antwoord", "wijziging")
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
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise _error(path, f"Dit bestand is groter dan {_MOST_BYTES // 1_000_000} MB")
        raw = path.read_bytes()
    except OSError:
        raise _error(path, "Dit bestand is niet te openen") from None
    readers = {".csv": _csv, ".xlsx": _xlsx, ".json": _issues}
    if path.suffix.lower() not in readers:
        raise _error(path, "Dit is geen CSV, XLSX of JSON")
    try:
        found = list(readers[path.suffix.lower()](raw))
    except BronFout:
        raise
    except Exception as error:  # whatever a library makes of a broken file
        raise _error(path, f"Dit bestand is niet te lezen ({type(error).__name__})") from None
    if not found:
        raise _error(path, "In dit bestand staat geen reactie in de kolom 'reactie'")
    if len(found) > _MOST_ROWS:
        raise _error(path, f"In dit bestand staan meer dan {_MOST_ROWS} reacties")
    return sorted(found, key=lambda one: [_number(part) for part in one.plaats.split("-")])


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
    name = page.rpartition("/")[2].removesuffix(".html").replace("-", " ").capitalize()
    name = "Voorpagina" if name == "Index" else name
    number = label.removeprefix("al-")
    return f"{name}, alinea {number}" if number.isdecimal() else name


def _csv(raw: bytes) -> Iterator[Reaction]:
    text = raw.decode("utf-8-sig")
    comma = ";" if text.partition("\n")[0].count(";") > text.partition("\n")[0].count(",") else ","
    yield from _rows(csv.reader(io.StringIO(text), delimiter=comma))


def _xlsx(raw: bytes) -> Iterator[Reaction]:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
    sheet = book.worksheets[0]
    yield from _rows(
        ["" if cell is None else str(cell) for cell in row]
        for row in sheet.iter_rows(max_row=_MOST_ROWS + 2, max_col=50, values_only=True)
    )


def _rows(rows: Iterable[list[str]]) -> Iterator[Reaction]:
    lines = iter(rows)
    head = [name.strip().lower() for name in next(lines, [])]
    for row in lines:
        values = dict(zip(head, row, strict=False))
        kept = [_clean(values.get(name, "")) for name in COLUMNS]
        if kept[1]:
            yield Reaction(*kept)


def _issues(raw: bytes) -> Iterator[Reaction]:
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


def _number(part: str) -> tuple[bool, int, str]:
    return (part.isdecimal(), int(part) if part.isdecimal() else 0, part)


def _error(path: Path, wat: str) -> BronFout:
    return BronFout(
        wat,
        waar=path.name,
        waarom="de bijlage hoort elke reactie te noemen, en niets anders",
        doe="lever een tabel met de kolommen plaats, reactie, antwoord en wijziging",
    )
