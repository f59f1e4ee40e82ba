"""Under every figure and table: its downloads, source, contract, method, link and citation."""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from pydantic import BaseModel, ConfigDict

from ivp import dutch
from ivp.config.brand import Merk
from ivp.indicators.book_sources import Source
from ivp.show.downloads import DownloadRows

DOWNLOADS = "/_executed/downloads"
"""Root-relative, as all addresses here; post-processing makes them relative to the page."""


class FigureNotes(BaseModel):
    """What a notebook knows of a figure or table, for what stands under it.

    ``rows`` are its downloads, ``sources`` names of data sets, ``provenance`` which rows of their
    files it was counted from, ``methods`` words and address of how it was made; ``example``: not
    all figures are real.
    """

    model_config = ConfigDict(frozen=True)

    kind: Literal["figuur", "tabel"]
    title: str
    rows: DownloadRows
    sources: tuple[str, ...] = ()
    provenance: tuple[str, ...] = ()
    example: bool = False
    methods: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Imprint:
    """The edition that a figure appears in, and where its reader finds more.

    ``address`` is the book's address on the web (ends with a slash), empty when it has none yet;
    ``sources`` what may be told of each data set. ``contracts`` is an address in the book with
    ``{bron}`` (name of a data set) in it; an empty one gives no link.
    """

    title: str
    author: str
    number: str
    date: dt.date
    concept: bool
    sources: Mapping[str, Source] = field(default_factory=dict)
    address: str = ""
    contracts: str = ""
    brand: Merk = field(default_factory=Merk)

    def limited_to(self, sources: Iterable[str]) -> Imprint:
        """The same edition, knowing of no other data sets than these."""
        return replace(self, sources={n: self.sources[n] for n in sources if n in self.sources})

    def sources_of(self, notes: FigureNotes) -> list[Source]:
        """The sources of a figure that this edition knows of."""
        return [self.sources[name] for name in notes.sources if name in self.sources]

    def permalink(self, page: str, label: str) -> str:
        """The address that stays: no number, date or edition in it, only page and label."""
        return f"{self.address}{page}#{label}"

    def citation(self, notes: FigureNotes, page: str, label: str) -> str:
        """How to cite a figure or table of this edition."""
        status = ", concept" if self.concept else ""
        return (
            f"{self.author} ({self.date.year}). {notes.title} [{notes.kind}]. "
            f"In: {self.title}, editie {self.number}{status}, {dutch.date(self.date)}. "
            f"{self.permalink(page, label)}"
        )


def notes_in_words(
    notes: FigureNotes, imprint: Imprint, page: str, label: str
) -> list[tuple[str, str]]:
    """The same as ``block`` in words, for the XLSX."""
    lines = [("Titel", notes.title), ("Boek", imprint.title)]
    lines += [("Editie", f"{imprint.number}, {dutch.date(imprint.date)}")]
    if notes.example:
        lines.append(("Let op", "Voorbeeldcijfers: deze cijfers zijn niet echt."))
    for source in imprint.sources_of(notes):
        lines += [
            ("Bron", source.full),
            ("Adres van de bron", source.url or ""),
            ("Overgenomen op", dutch.date(source.opgehaald) if source.opgehaald else ""),
            ("Licentie", source.licentie),
            ("Controlegetal", f"SHA-256 {source.sha256}" if source.sha256 else ""),
            ("Afspraken", source.afspraken),
        ]
    lines += [("Herkomst", line) for line in notes.provenance]
    lines.append(("Vaste verwijzing", imprint.permalink(page, label)))
    lines.append(("Citeer als", imprint.citation(notes, page, label)))
    return [(name, text) for name, text in lines if text]


def block(notes: FigureNotes, imprint: Imprint, page: str, label: str, file: str) -> str:
    """One line of HTML: links to the downloads, and the rest in ``<details>``.

    ``file`` is the name of the downloads without suffix, ``page`` the page of the figure.
    """
    what = "deze figuur" if notes.kind == "figuur" else "deze tabel"
    path = html.escape(f"{DOWNLOADS}/{file}")
    of = f'<span class="alleen-voorlezen"> van {what}</span>'
    links = (
        f'<p class="ivp-download">Download de cijfers{of}: '
        f'<a href="{path}.csv" download>CSV</a> <a href="{path}.xlsx" download>Excel (XLSX)</a></p>'
    )
    facts = _facts(notes, imprint, page, label)
    rows = "".join(f"<dt>{name}</dt><dd>{text}</dd>" for name, text in facts)
    made = (
        f'<div class="ivp-gegevens">{links}<details class="ivp-bron"><summary>Bron en verwijzing'
        f"{of}</summary><dl>{rows}</dl></details></div>"
    )
    return " ".join(made.split()).replace("{{", "{&#123;")


def _facts(
    notes: FigureNotes, imprint: Imprint, page: str, label: str
) -> Iterator[tuple[str, str]]:
    sources = imprint.sources_of(notes)
    if sources:
        yield "Bron", "".join(_source(source, imprint) for source in sources)
    if notes.methods:
        yield "Hoe wij rekenen", ", ".join(_link(url, text) for text, url in notes.methods)
    if notes.provenance:
        yield "Herkomst", "".join(f"<p>{html.escape(line)}</p>" for line in notes.provenance)
    yield "Vaste verwijzing", _link(f"#{label}", imprint.permalink(page, label))
    yield "Citeer als", html.escape(imprint.citation(notes, page, label))


def _source(source: Source, imprint: Imprint) -> str:
    parts = [f"overgenomen op {dutch.date(source.opgehaald)}"] if source.opgehaald else []
    if source.licentie:
        parts.append(f"licentie {_link(source.licentie_url, source.licentie)}")
    if source.afspraken:
        parts.append(_link(imprint.contracts.format(bron=source.name), source.afspraken))
    if source.sha256:
        digest = f'<code class="ivp-controlegetal">{html.escape(source.sha256)}</code>'
        parts.append(f"controlegetal SHA-256 {digest}")
    return f"<p>{_link(source.url, source.full)}; {'; '.join(parts)}.</p>"


def _link(url: str | None, text: str) -> str:
    """``text``, as a link when ``url`` is an address that may be followed."""
    shown = html.escape(text)
    safe = url and url.startswith(("https://", "http://", "/", "#"))
    return f'<a href="{html.escape(url or "")}">{shown}</a>' if safe else shown


def contract_words(met: int, every: int, blocking: int) -> str:
    """How a contract ended: ``met`` of ``every`` check; ``blocking`` others stop the book."""
    if not every:
        return ""
    checks = dutch.count(every, "afspraak", "afspraken")
    if met == every:
        return f"voldoet aan {checks}"
    words = dutch.count(every - met, "opmerking", "opmerkingen")
    return f"niet voldaan: {blocking} van {checks}" if blocking else f"{words} bij {checks}"
