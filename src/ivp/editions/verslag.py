"""Changes as text: Markdown for a merge request and for the book, and an Atom feed."""

from __future__ import annotations

import datetime as dt

from feedgen.feed import FeedGenerator

from ivp.editions.verschil import Wijzigingen
from ivp.show.opmaak import md

_MOST = 25


def markdown(found: Wijzigingen, *, hoofdstuk: bool = False) -> str:
    """The report; as a chapter of the book it has the anchor that others link to."""
    head = "# Wat is er veranderd" + (" {#sec-veranderd}" if hoofdstuk else "")
    lines = [head, "", f"Van editie {md(found.oud.id)} naar editie {md(found.nieuw.id)}.", ""]
    tiers = found.lagen()
    if not tiers:
        lines += ["Er is geen verschil.", ""]
    for number, (tier, parts) in enumerate(tiers.items(), 1):
        lines += [f"## {number}. {tier}" if not hoofdstuk else f"## {tier}", ""]
        for title, items in parts.items():
            lines += [f"### {md(title)} ({len(items)})", ""]
            lines += [f"- {md(item)}" for item in items[:_MOST]]
            if len(items) > _MOST:
                lines.append(f"- en nog {len(items) - _MOST}")
            lines.append("")
    return "\n".join(lines).rstrip("\n") + "\n"


def tekst(found: Wijzigingen) -> str:
    """The report for a terminal."""
    lines = [f"Van editie {found.oud.id} naar editie {found.nieuw.id}"]
    for tier, parts in found.lagen().items():
        lines += ["", tier.upper()]
        for title, items in parts.items():
            lines.append(f"  {title} ({len(items)})")
            lines += [f"    - {item}" for item in items[:_MOST]]
            if len(items) > _MOST:
                lines.append(f"    - en nog {len(items) - _MOST}")
    return "\n".join(lines if len(lines) > 1 else [*lines, "", "Er is geen verschil."])


def atom(found: Wijzigingen, adres: str = "") -> bytes:
    """A feed with this change as its entry; ``adres`` is where the book stands on the web.

    Its times are the dates of the editions, so the same editions give the same bytes.
    """
    day = dt.date.fromisoformat(found.nieuw.datum)
    when = dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)
    feed = FeedGenerator()
    feed.id(f"urn:ivp:{found.nieuw.gemeente.lower().replace(' ', '-')}")
    feed.title(f"Wijzigingen in: {found.nieuw.titel}")
    feed.author(name=f"Gemeente {found.nieuw.gemeente}")
    feed.language("nl")
    feed.updated(when)
    feed.generator("ivp")
    entry = feed.add_entry()
    entry.id(f"urn:ivp:editie:{found.nieuw.id}")
    entry.title(f"Editie {found.nieuw.nummer} ({found.nieuw.status})")
    entry.updated(when)
    entry.published(when)
    if adres:
        entry.link(href=f"{adres.rstrip('/')}/edities/{found.nieuw.id}/")
    entry.content(tekst(found), type="text")
    raw: bytes = feed.atom_str(pretty=True)
    return raw
