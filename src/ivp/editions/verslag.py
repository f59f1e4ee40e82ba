"""Changes as text: for a terminal, as Markdown for a merge request and the book, and Atom."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from feedgen.feed import FeedGenerator

from ivp.editions.figuren import Figuur
from ivp.editions.stand import Stand
from ivp.editions.verschil import Regel, Wijzigingen
from ivp.editions.zinnen import Zin
from ivp.show.opmaak import markdown_table, md

_MOST, _MOST_CELLS = 25, 15
_NOTHING = "Er is geen verschil."
EERSTE = "Dit is de eerste editie: er is nog niets om mee te vergelijken."
_UITLEG = {
    "Zinnen": "Wat is doorgehaald, is weg. Wat vet is, is nieuw.",
    "Cijfers die meer verschillen dan de marge": "Het nieuwe cijfer ligt buiten het interval dat "
    "de vorige editie noemde.",
}


def markdown(found: Wijzigingen) -> str:
    """The report for a merge request."""
    head = f"Van editie {md(found.oud.id or found.oud.naam)} naar editie "
    head += f"{md(found.nieuw.id or found.nieuw.naam)}."
    return (
        "\n".join(["# Wat is er veranderd", "", head, "", *_lagen(found, boek=False)]).rstrip()
        + "\n"
    )


def hoofdstuk(found: Wijzigingen | None) -> str:
    """The report in the book, under the chapter's title; ``None`` is a first edition."""
    if found is None:
        return f"{EERSTE}\n"
    head = f"De vorige editie is {md(found.oud.naam)}. Deze editie is {md(found.nieuw.naam)}."
    return "\n".join([head, "", *_lagen(found, boek=True)]).rstrip() + "\n"


def _lagen(found: Wijzigingen, *, boek: bool) -> Iterator[str]:
    tiers = found.lagen()
    if not tiers:
        yield _NOTHING
    for number, (tier, parts) in enumerate(tiers.items(), 1):
        yield from [f"## {tier}" if boek else f"## {number}. {tier}", ""]
        for title, items in parts.items():
            yield from [f"### {md(title)} ({len(items)})", ""]
            if title in _UITLEG:
                yield from [_UITLEG[title], ""]
            for item in items[:_MOST]:
                yield from _regel(item, boek)
            if len(items) > _MOST:
                yield f"- en nog {len(items) - _MOST}"
            yield ""


def _regel(item: Regel, boek: bool) -> Iterator[str]:
    if isinstance(item, Zin):
        place = _plek(item.pagina, item.pagina if item.nieuw and boek else "")
        yield f"- {place}: {item.markdown()}"
    elif isinstance(item, Figuur):
        yield from _figuur(item, boek)
    else:
        yield f"- {md(item)}"


def _plek(name: str, page: str) -> str:
    words = name.rpartition("/")[2].removesuffix(".html").replace("-", " ").capitalize()
    text = md("Voorpagina" if words == "Index" else words)
    return f"[{text}](/{page.removesuffix('.html')}.qmd)" if page else text


def _figuur(one: Figuur, boek: bool) -> Iterator[str]:
    """Its series before and after, side by side."""
    title = md(one.titel or one.naam)
    # To the chapter: a table may stand in the pages only, and then the PDF has no such place.
    chapter = one.plek.partition("#")[0]
    linked = f"[{title}](/{chapter})" if boek and one.wat != "vervallen" else f"**{title}**"
    yield from [f"{linked}: {one.wat}.", ""]
    if one.cellen:
        import pandas as pd

        shown = one.cellen[:_MOST_CELLS]
        frame = pd.DataFrame(
            {
                "Cijfer": [f"{cell.rij}: {cell.kolom}" for cell in shown],
                "Was": [cell.oud for cell in shown],
                "Is nu": [cell.nieuw for cell in shown],
            }
        )
        yield from [markdown_table(frame), ""]
        if len(one.cellen) > len(shown):
            yield from [f"En nog {len(one.cellen) - len(shown)} cijfers in deze reeks.", ""]


def tekst(found: Wijzigingen) -> str:
    """The report for a terminal."""
    lines = [
        f"Van editie {found.oud.id or found.oud.naam} naar {found.nieuw.id or found.nieuw.naam}"
    ]
    for tier, parts in found.lagen().items():
        lines += ["", tier.upper()]
        for title, items in parts.items():
            lines.append(f"  {title} ({len(items)})")
            for item in items[:_MOST]:
                lines.append(f"    - {item}")
                if isinstance(item, Figuur):
                    lines += [f"        {c.rij}, {c.kolom}: {c.oud} → {c.nieuw}"
                              for c in item.cellen[:_MOST_CELLS]]  # fmt: skip
            if len(items) > _MOST:
                lines.append(f"    - en nog {len(items) - _MOST}")
    return "\n".join(lines if len(lines) > 1 else [*lines, "", _NOTHING])


def atom(edities: Sequence[tuple[Stand, Wijzigingen | None]], adres: str = "") -> bytes:
    """A feed with one entry per edition, oldest first, each with what it changed.

    ``adres`` is where the editions stand on the web, if that is known. Its times are the dates of
    the editions, so the same editions give the same bytes.
    """
    newest = edities[-1][0]
    name = f"urn:ivp:{newest.gemeente.lower().replace(' ', '-')}"
    feed = FeedGenerator()
    feed.id(name)
    feed.title(f"Wijzigingen in: {newest.titel}")
    feed.author(name=f"Gemeente {newest.gemeente}")
    feed.language("nl")
    feed.updated(_when(newest))
    feed.generator("ivp")
    if adres:
        feed.link(href=adres, rel="alternate")
    for stand, found in edities:
        entry = feed.add_entry()  # puts the newest first
        entry.id(f"{name}:editie:{stand.nummer.replace(' ', '-')}")
        entry.title(f"Editie {stand.nummer} ({stand.status})")
        entry.updated(_when(stand))
        entry.published(_when(stand))
        if adres:
            entry.link(href=f"{adres}edities/{stand.id}/" if stand.id else adres)
        entry.content(tekst(found) if found else EERSTE, type="text")
    raw: bytes = feed.atom_str(pretty=True)
    return raw


def _when(stand: Stand) -> dt.datetime:
    day = dt.date.fromisoformat(stand.datum)
    return dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)
