"""What changed as text: in a terminal, a merge request, the chapter "Wat is er veranderd", Atom.

The chapter and the feed set this book against the editions that were kept. ``edities/`` in git
holds the stand of each edition that the municipality keeps (``ivp keep``), so what the chapter says
follows from the inputs of the book, and not from what is published elsewhere.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from feedgen.feed import FeedGenerator

from ivp.config.consistency import GEMAAKT
from ivp.editions import record
from ivp.editions.compare import (
    ChangedParagraph,
    ChangedSeries,
    Changes,
    Line,
    compare,
    record_of_book,
)
from ivp.editions.record import EditionRecord
from ivp.errors import IvpFout
from ivp.paths import Project
from ivp.run.edition_facts import web_address
from ivp.run.prepare import Prepared
from ivp.show.tables import markdown_table, md
from ivp.store import write

FOLDER, FEED = "edities", "wijzigingen.xml"
_MOST, _MOST_CELLS = 25, 15
_NOTHING = "Er is geen verschil."
FIRST = "Dit is de eerste editie: er is nog niets om mee te vergelijken."
_EXPLAINED = {
    "Zinnen": "Wat is doorgehaald, is weg. Wat vet is, is nieuw.",
    "Cijfers die meer verschillen dan de marge": "Het nieuwe cijfer ligt buiten het interval dat "
    "de vorige editie noemde.",
}


def make(project: Project, prepared: Prepared, profile: str | None = None) -> Changes | None:
    """Write this book's stand, the text of the chapter, and the feed, all to ``_executed/``.

    Returns what changed since the edition before this one, if there is one. Raises ``IvpFout``
    when a kept stand cannot be read.
    """
    now = record.make(project, prepared, profile)
    series = [*_before(project, now), now]
    pairs = (compare(project, one, two, history=False) for one, two in pairwise(series))
    found: list[Changes | None] = [None, *pairs]
    record.write(project, now)
    feed = atom(list(zip(series, found, strict=True)), web_address(project))
    write(project.root / record.FOLDER / FEED, feed)
    [(name, label)] = GEMAAKT.items()
    write(project.executed / name, _notebook(label, chapter(found[-1])))
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
    """The kept editions, oldest first."""
    found = [EditionRecord.read(path) for path in sorted((project.root / FOLDER).glob("*.json"))]
    return sorted(found, key=lambda one: (*_moment(one), one.id))


def _before(project: Project, now: EditionRecord) -> list[EditionRecord]:
    kept = [one for one in _kept(project) if one.nummer != now.nummer]
    return [one for one in kept if _moment(one) < _moment(now)]


def _moment(one: EditionRecord) -> tuple[str, list[tuple[bool, int, str]]]:
    """When an edition came: by date, then by number."""
    return one.datum, record.natural_order(one.nummer)


def _notebook(label: str, content: str) -> bytes:
    """An executed notebook with this content as the output of one cell, to be embedded."""
    cell: dict[str, Any] = {
        "cell_type": "code",
        "execution_count": None,
        "id": label,
        "metadata": {},
        "outputs": [
            {
                "output_type": "display_data",
                "metadata": {},
                "data": {"text/markdown": content.splitlines(keepends=True)},
            }
        ],
        "source": [f"#| label: {label}\n", "#| echo: false"],
    }
    language = {"kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"}}
    notebook = {"cells": [cell], "metadata": language, "nbformat": 4, "nbformat_minor": 5}
    return (json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()


def markdown(found: Changes) -> str:
    """The report for a merge request."""
    head = f"Van editie {md(found.before.id or found.before.name)} naar editie "
    head += f"{md(found.after.id or found.after.name)}."
    return (
        "\n".join(["# Wat is er veranderd", "", head, "", *_tiers(found, book=False)]).rstrip()
        + "\n"
    )


def chapter(found: Changes | None) -> str:
    """The report in the book, under the chapter's title; ``None`` is a first edition."""
    if found is None:
        return f"{FIRST}\n"
    head = f"De vorige editie is {md(found.before.name)}. Deze editie is {md(found.after.name)}."
    return "\n".join([head, "", *_tiers(found, book=True)]).rstrip() + "\n"


def _tiers(found: Changes, *, book: bool) -> Iterator[str]:
    tiers = found.tiers()
    if not tiers:
        yield _NOTHING
    for number, (tier, parts) in enumerate(tiers.items(), 1):
        yield from [f"## {tier}" if book else f"## {number}. {tier}", ""]
        for title, items in parts.items():
            yield from [f"### {md(title)} ({len(items)})", ""]
            if title in _EXPLAINED:
                yield from [_EXPLAINED[title], ""]
            for item in items[:_MOST]:
                yield from _line(item, book)
            if len(items) > _MOST:
                yield f"- en nog {len(items) - _MOST}"
            yield ""


def _line(item: Line, book: bool) -> Iterator[str]:
    if isinstance(item, ChangedParagraph):
        place = _place(item.page, item.page if item.after and book else "")
        yield f"- {place}: {item.markdown()}"
    elif isinstance(item, ChangedSeries):
        yield from _series(item, book)
    else:
        yield f"- {md(item)}"


def _place(name: str, page: str) -> str:
    text = md(record.page_words(name))
    return f"[{text}](/{page.removesuffix('.html')}.qmd)" if page else text


def _series(one: ChangedSeries, book: bool) -> Iterator[str]:
    """Its series before and after, side by side."""
    title = md(one.title or one.name)
    # To the chapter: a table may stand in the pages only, and then the PDF has no such place.
    chapter = one.place.partition("#")[0]
    linked = f"[{title}](/{chapter})" if book and one.what != "vervallen" else f"**{title}**"
    yield from [f"{linked}: {one.what}.", ""]
    if one.cells:
        import pandas as pd

        shown = one.cells[:_MOST_CELLS]
        frame = pd.DataFrame(
            {
                "Cijfer": [f"{cell.row}: {cell.column}" for cell in shown],
                "Was": [cell.before for cell in shown],
                "Is nu": [cell.after for cell in shown],
            }
        )
        yield from [markdown_table(frame), ""]
        if len(one.cells) > len(shown):
            yield from [f"En nog {len(one.cells) - len(shown)} cijfers in deze reeks.", ""]


def text(found: Changes) -> str:
    """The report for a terminal."""
    names = [one.id or one.name for one in (found.before, found.after)]
    lines = [f"Van editie {names[0]} naar {names[1]}"]
    for tier, parts in found.tiers().items():
        lines += ["", tier.upper()]
        for title, items in parts.items():
            lines.append(f"  {title} ({len(items)})")
            for item in items[:_MOST]:
                lines.append(f"    - {item}")
                if isinstance(item, ChangedSeries):
                    lines += [f"        {c.row}, {c.column}: {c.before} → {c.after}"
                              for c in item.cells[:_MOST_CELLS]]  # fmt: skip
            if len(items) > _MOST:
                lines.append(f"    - en nog {len(items) - _MOST}")
    return "\n".join(lines if len(lines) > 1 else [*lines, "", _NOTHING])


def atom(editions: Sequence[tuple[EditionRecord, Changes | None]], address: str = "") -> bytes:
    """A feed with one entry per edition, oldest first, each with what it changed.

    ``address`` is where the editions stand on the web, if that is known. Its times are the dates of
    the editions, so the same editions give the same bytes.
    """
    newest = editions[-1][0]
    name = f"urn:ivp:{newest.gemeente.lower().replace(' ', '-')}"
    feed = FeedGenerator()
    feed.id(name)
    feed.title(f"Wijzigingen in: {newest.titel}")
    feed.author(name=f"Gemeente {newest.gemeente}")
    feed.language("nl")
    feed.updated(_when(newest))
    feed.generator("ivp")
    if address:
        feed.link(href=address, rel="alternate")
    for edition, found in editions:
        entry = feed.add_entry()  # puts the newest first
        entry.id(f"{name}:editie:{edition.nummer.replace(' ', '-')}")
        entry.title(f"Editie {edition.nummer} ({edition.status})")
        entry.updated(_when(edition))
        entry.published(_when(edition))
        if address:
            entry.link(href=f"{address}edities/{edition.id}/" if edition.id else address)
        entry.content(text(found) if found else FIRST, type="text")
    raw: bytes = feed.atom_str(pretty=True)
    return raw


def _when(edition: EditionRecord) -> dt.datetime:
    day = dt.date.fromisoformat(edition.datum)
    return dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)
