"""Changes as text: for a terminal, as Markdown for a merge request and the book, and Atom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from feedgen.feed import FeedGenerator

from ivp.editions.compare import ChangedParagraph, ChangedSeries, Changes, Line
from ivp.editions.record import EditionRecord
from ivp.show.tables import markdown_table, md

_MOST, _MOST_CELLS = 25, 15
_NOTHING = "Er is geen verschil."
FIRST = "Dit is de eerste editie: er is nog niets om mee te vergelijken."
_EXPLAINED = {
    "Zinnen": "Wat is doorgehaald, is weg. Wat vet is, is nieuw.",
    "Cijfers die meer verschillen dan de marge": "Het nieuwe cijfer ligt buiten het interval dat "
    "de vorige editie noemde.",
}


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
    words = name.rpartition("/")[2].removesuffix(".html").replace("-", " ").capitalize()
    text = md("Voorpagina" if words == "Index" else words)
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
    for record, found in editions:
        entry = feed.add_entry()  # puts the newest first
        entry.id(f"{name}:editie:{record.nummer.replace(' ', '-')}")
        entry.title(f"Editie {record.nummer} ({record.status})")
        entry.updated(_when(record))
        entry.published(_when(record))
        if address:
            entry.link(href=f"{address}edities/{record.id}/" if record.id else address)
        entry.content(text(found) if found else FIRST, type="text")
    raw: bytes = feed.atom_str(pretty=True)
    return raw


def _when(record: EditionRecord) -> dt.datetime:
    day = dt.date.fromisoformat(record.datum)
    return dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)
