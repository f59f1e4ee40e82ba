"""Under every figure and table: its downloads, source, contract, method, link and citation."""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from ivp import dutch
from ivp.config.brand import Merk

DOWNLOADS = "/_executed/downloads"
"""Root-relative, as all addresses here; post-processing makes them relative to the page."""


@dataclass(frozen=True)
class Herkomst:
    """One data set as the reader may check it. ``afspraken``: how its contract ended, in words."""

    titel: str
    producent: str
    tabel: str
    opgehaald: dt.date
    sha256: str
    licentie: str
    licentie_url: str
    url: str
    afspraken: str

    @property
    def naam(self) -> str:
        """``CBS, tabel 83648NED: Geregistreerde misdrijven per gemeente``."""
        table = f", tabel {self.tabel}" if self.tabel else ""
        return f"{self.producent}{table}: {self.titel}"


@dataclass(frozen=True)
class Uitgave:
    """The edition that a figure appears in, and where its reader finds more.

    ``adres`` is the book's address on the web (ends with a slash), empty when it has none yet.
    ``afspraken`` is an address in the book with ``{bron}`` (name of a data set) in it; an empty one
    gives no link.
    """

    titel: str
    auteur: str
    nummer: str
    datum: dt.date
    concept: bool
    bronnen: Mapping[str, Herkomst] = field(default_factory=dict)
    adres: str = ""
    afspraken: str = ""
    merk: Merk = field(default_factory=Merk)

    def met(self, bronnen: Iterable[str]) -> Uitgave:
        """The same edition, knowing of no other data sets than these."""
        return replace(self, bronnen={n: self.bronnen[n] for n in bronnen if n in self.bronnen})

    def vast(self, pagina: str, label: str) -> str:
        """The address that stays: no number, date or edition in it, only page and label."""
        return f"{self.adres}{pagina}#{label}"

    def citeer(self, content: Mapping[str, Any], pagina: str, label: str) -> str:
        """How to cite a figure or table of this edition."""
        status = ", concept" if self.concept else ""
        return (
            f"{self.auteur} ({self.datum.year}). {content['titel']} [{content['soort']}]. "
            f"In: {self.titel}, editie {self.nummer}{status}, {dutch.date(self.datum)}. "
            f"{self.vast(pagina, label)}"
        )


def toelichting(
    content: Mapping[str, Any], uitgave: Uitgave, pagina: str, label: str
) -> list[tuple[str, str]]:
    """The same as ``blok`` in words, for the XLSX."""
    lines = [("Titel", str(content["titel"])), ("Boek", uitgave.titel)]
    lines += [("Editie", f"{uitgave.nummer}, {dutch.date(uitgave.datum)}")]
    if content["voorbeeld"]:
        lines.append(("Let op", "Voorbeeldcijfers: deze cijfers zijn niet echt."))
    for source in _sources(content, uitgave):
        lines += [
            ("Bron", source.naam),
            ("Adres van de bron", source.url),
            ("Overgenomen op", dutch.date(source.opgehaald)),
            ("Licentie", source.licentie),
            ("Controlegetal", f"SHA-256 {source.sha256}" if source.sha256 else ""),
            ("Afspraken", source.afspraken),
        ]
    lines += [("Herkomst", line) for line in content.get("herkomst", [])]
    lines.append(("Vaste verwijzing", uitgave.vast(pagina, label)))
    lines.append(("Citeer als", uitgave.citeer(content, pagina, label)))
    return [(name, text) for name, text in lines if text]


def blok(
    content: Mapping[str, Any], uitgave: Uitgave, pagina: str, label: str, bestand: str
) -> str:
    """One line of HTML: links to the downloads, and the rest in ``<details>``.

    ``bestand`` is the name of the downloads without suffix, ``pagina`` the page of the figure.
    """
    what = "deze figuur" if content["soort"] == "figuur" else "deze tabel"
    path = html.escape(f"{DOWNLOADS}/{bestand}")
    of = f'<span class="alleen-voorlezen"> van {what}</span>'
    links = (
        f'<p class="ivp-download">Download de cijfers{of}: '
        f'<a href="{path}.csv" download>CSV</a> <a href="{path}.xlsx" download>Excel (XLSX)</a></p>'
    )
    rows = "".join(f"<dt>{name}</dt><dd>{text}</dd>" for name, text in _rows(
        content, uitgave, pagina, label
    ))  # fmt: skip
    block = (
        f'<div class="ivp-gegevens">{links}<details class="ivp-bron"><summary>Bron en verwijzing'
        f"{of}</summary><dl>{rows}</dl></details></div>"
    )
    return " ".join(block.split()).replace("{{", "{&#123;")


def _rows(
    content: Mapping[str, Any], uitgave: Uitgave, pagina: str, label: str
) -> Iterator[tuple[str, str]]:
    sources = [_source(name, uitgave) for name in _names(content, uitgave)]
    if sources:
        yield "Bron", "".join(sources)
    methods = [_link(url, text) for text, url in content.get("methoden", [])]
    if methods:
        yield "Hoe wij rekenen", ", ".join(methods)
    lines = content.get("herkomst", [])
    if lines:
        yield "Herkomst", "".join(f"<p>{html.escape(line)}</p>" for line in lines)
    yield "Vaste verwijzing", _link(f"#{label}", uitgave.vast(pagina, label))
    yield "Citeer als", html.escape(uitgave.citeer(content, pagina, label))


def _names(content: Mapping[str, Any], uitgave: Uitgave) -> list[str]:
    return [name for name in content.get("bronnen", []) if name in uitgave.bronnen]


def _sources(content: Mapping[str, Any], uitgave: Uitgave) -> Sequence[Herkomst]:
    return [uitgave.bronnen[name] for name in _names(content, uitgave)]


def _source(name: str, uitgave: Uitgave) -> str:
    source = uitgave.bronnen[name]
    title = _link(source.url, source.naam) if source.url else html.escape(source.naam)
    parts = [f"overgenomen op {dutch.date(source.opgehaald)}"]
    if source.licentie:
        parts.append(f"licentie {_link(source.licentie_url, source.licentie)}")
    if source.afspraken:
        address = uitgave.afspraken.format(bron=name) if uitgave.afspraken else ""
        parts.append(_link(address, source.afspraken))
    if source.sha256:
        digest = f'<code class="ivp-controlegetal">{html.escape(source.sha256)}</code>'
        parts.append(f"controlegetal SHA-256 {digest}")
    return f"<p>{title}; {'; '.join(parts)}.</p>"


def _link(url: str, text: str) -> str:
    shown = html.escape(text)
    safe = url.startswith(("https://", "http://", "/", "#"))
    return f'<a href="{html.escape(url)}">{shown}</a>' if safe else shown


def afspraken(goed: int, alle: int, kapot: int) -> str:
    """How a contract ended: ``goed`` of ``alle`` checks met, ``kapot`` of them blocking."""
    if not alle:
        return ""
    checks = dutch.count(alle, "afspraak", "afspraken")
    if goed == alle:
        return f"voldoet aan {checks}"
    words = dutch.count(alle - goed, "opmerking", "opmerkingen")
    return f"niet voldaan: {kapot} van {checks}" if kapot else f"{words} bij {checks}"
