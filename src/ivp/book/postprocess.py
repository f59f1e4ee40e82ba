"""The last hand on the pages, whichever renderer made them.

A published page holds no path of the machine that built it, and says so when it is a concept. Doing
it twice changes nothing.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import quote

from lxml import html as lxml_html

from ivp.book import alineas, begrippen, book_checks, merk, search
from ivp.book.config import plain
from ivp.code import Code
from ivp.config import brand
from ivp.paths import Project
from ivp.store import Store, digest

FEED = "_executed/editie/wijzigingen.xml"
"""What changed in each edition; the pages point to it when it is there."""
_NOTEBOOK = re.compile(r'\s+data-notebook="[^"]*"')
_ROOTED = re.compile(r'((?:href|src|poster)=")/(?!/)([^"]*)"')
_HEAD = re.compile(r"<head\b[^>]*>\s*<meta[^>]*charset[^>]*>", re.I)
_TITLE = re.compile(r"<main\b.*?(?=</header>)", re.S)
_THEAD = re.compile(r"<thead\b.*?</thead>", re.S)
_TH = re.compile(r"<th(?=[\s>])(?![^>]*\sscope=)")
_MAIN = re.compile(r"<main\b[^>]*>")
CONCEPT_BANNER = (
    '<p class="ivp-concept" role="note"><strong>Concept</strong> '
    "Dit plan is nog niet vastgesteld door de gemeenteraad.</p>"
)
"""Stands on every page of a concept."""


def postprocess(folder: Path, project: Project | None = None) -> None:
    """Clean the book in ``folder``, in place, and write what search and the look take.

    ``project`` (default: the one around ``folder``) gives the build path to remove and, in
    ``_variables.yml``, the edition's status.
    """
    project = project or Project.find(folder)
    edition, changed = _known(project, "editie"), _known(project, "gewijzigd")
    merk.write(folder, project, brand.read(project))
    terms = _glossary(folder)
    look = _Look(terms, edition, (folder / FEED).is_file())
    store = Store.of(project)
    code = Code(store=store).digest("ivp.book.postprocess")
    around = [code, look, version("lxml"), version("PyStemmer")]
    parts: list[search.Part] = []
    for file in sorted(folder.rglob("*.html")):
        name = file.relative_to(folder).as_posix()
        before = file.read_text("utf-8")
        text = _unrooted(before, str(project.root.resolve()))
        day = str(changed.get(name.replace(".html", ".qmd"), ""))

        def make(text: str = text, name: str = name, day: str = day) -> dict[str, Any]:
            after = look.give(text, name, day)
            root = lxml_html.document_fromstring(after)
            book_checks.page_facts(after.encode(), store, root)  # kept, now that it is parsed
            return {"pagina": after, "zoeken": search.part(search.sections(root, name))}

        made = store.remember_data("afgewerkt", digest([text, name, day, around]), make)
        if made["pagina"] != before:
            file.write_text(made["pagina"], "utf-8")
        parts.append(made["zoeken"])
    search.write(folder, parts)
    for file in sorted(folder.rglob("search.json")):
        text = file.read_text("utf-8")
        file.write_text(text.replace(f"{project.root.resolve()}/", ""), "utf-8")


@dataclass(frozen=True)
class _Look:
    """What every page gets, whichever renderer made it."""

    terms: list[begrippen.Begrip]
    edition: dict[str, Any]
    feed: bool

    def give(self, text: str, name: str, day: str) -> str:
        """The page ``text``, of which the path is ``name``; it last changed on ``day``."""
        concept = self.edition.get("status") == "concept"
        text = begrippen.leg_uit(_clean(text, name), name, self.terms)
        if merk.CSS not in text:
            link = f'<link rel="stylesheet" href="{"../" * name.count("/")}{merk.CSS}">'
            text = _HEAD.sub(rf"\g<0>\n{link}", text, count=1)
        if "application/atom+xml" not in text and self.feed:
            text = _HEAD.sub(rf"\g<0>\n{_alternate(name)}", text, count=1)
        if concept and 'class="ivp-concept"' not in text:
            text = _MAIN.sub(lambda m: f"{m[0]}\n{CONCEPT_BANNER}", text, count=1)
        if concept and self.edition.get("reacties"):
            text = alineas.nummer(text, name, self.edition)
        return _dated(text, day)


def _alternate(name: str) -> str:
    return (
        '<link rel="alternate" type="application/atom+xml" title="Wijzigingen per editie" '
        f'href="{"../" * name.count("/")}{FEED}">'
    )


def _glossary(folder: Path) -> list[begrippen.Begrip]:
    """The terms of the glossary, whose page gets an anchor for each."""
    file = folder / begrippen.PAGINA
    if not file.is_file():
        return []
    page, terms = begrippen.lees(file.read_text("utf-8"))
    file.write_text(page, "utf-8")
    return terms


def _unrooted(text: str, root: str) -> str:
    """``text`` without the path of the machine that made it."""
    for path in (root, html.escape(root), quote(root)):
        text = text.replace(f"file://{path}/", "").replace(f"{path}/", "")
    return text


def _clean(text: str, name: str) -> str:
    up = "../" * name.count("/")
    text = _NOTEBOOK.sub("", text)
    text = _THEAD.sub(lambda m: _TH.sub('<th scope="col"', m[0]), text)
    return _ROOTED.sub(lambda m: f'{m[1]}{up}{m[2] or "index.html"}"', text)


def _dated(page: str, day: str) -> str:
    """``page`` with the day on which its chapter last changed, at the end of its head."""
    if not day or 'class="ivp-gewijzigd"' in page:
        return page
    line = f'<p class="ivp-gewijzigd">Laatst gewijzigd: {html.escape(str(day))}</p>'
    return _TITLE.sub(lambda match: f"{match[0]}{line}\n", page, count=1)


def _known(project: Project, name: str) -> dict[str, Any]:
    """One part of ``_variables.yml``; empty when there is none."""
    file = project.root / "_variables.yml"
    data: Any = plain(file.read_text("utf-8")) if file.is_file() else {}
    found = data.get(name) if isinstance(data, dict) else None
    return found if isinstance(found, dict) else {}
