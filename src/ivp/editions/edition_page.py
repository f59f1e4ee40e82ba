"""``edition.json`` as a page for people: the last part of the colofon."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import jinja2

from ivp import dutch
from ivp.book import brand_css
from ivp.book.postprocess import CONCEPT_BANNER
from ivp.editions.manifest import Edition

NAME = "editie.html"
_STYLES = ("site_libs/ivp/pagina.css", "assets/boek.css", brand_css.CSS)


def write(folder: Path, edition: Edition, outputs: Mapping[str, str]) -> None:
    """Write the page of ``edition`` to ``folder``; ``outputs``: file → SHA-256.

    Its own checksum and that of the RO-Crate, which comes after it, stand in ``edition.json``.
    """
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(Path(__file__).with_name("templates")),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
    )
    text = environment.get_template("editie.html.j2").render(
        e=edition,
        banner=CONCEPT_BANNER if edition.status == "concept" else "",
        styles=[name for name in _STYLES if (folder / name).is_file()],
        editie=[
            ("Naam", edition.id),
            ("Nummer en datum", f"{edition.nummer}, {_day(edition.datum)}"),
            ("Status", edition.status),
            ("Profielen", ", ".join(edition.profielen)),
            ("Commit in git", edition.commit),
            ("Pagina’s gemaakt met", edition.renderer),
            ("Kenmerk van alle invoer", edition.kenmerk),
        ],
        bronnen=[
            (
                one.titel,
                f"{one.producent} {one.tabel}".strip(),
                _day(one.opgehaald),
                "echt" if one.werkelijk else "voorbeeld",
                one.sha256 or "niet openbaar: telt personen",
            )
            for one in edition.bronnen.values()
        ],
        contracten=[
            (edition.bronnen[name].titel, one.controles, "; ".join(one.kapot) or "geen")
            for name, one in edition.contracten.items()
            if name in edition.bronnen
        ],
        uitvoer=outputs,
    )
    (folder / NAME).write_text(text, "utf-8")


def _day(iso: str) -> str:
    return dutch.date(dt.date.fromisoformat(iso))
