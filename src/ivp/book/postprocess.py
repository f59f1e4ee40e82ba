"""The last hand on the pages, whichever renderer made them. Doing it twice changes nothing.

A published page holds no path of the machine that built it, and says so when it is a concept. Its
terms link to the glossary, its look is that of ``_brand.yml``, and search knows what it says.

For reviewers of a concept (``editie.reacties`` in ``params/boek.yml``) every paragraph has a number
with a link, and a way to react. A reaction needs no server: it is a mail or an issue with the place
already filled in. Number and link are drawn by the style sheet, so that neither search nor a
comparison reads them as text.
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

from ivp.book import book_checks, brand_css, glossary, quarto_yml, search_index
from ivp.book.quarto_yml import EditionLabel
from ivp.code import Code
from ivp.config import brand
from ivp.paths import Project
from ivp.store import Store, digest
from ivp.store import write as write_file

FEED = "_executed/editie/wijzigingen.xml"
"""What changed in each edition; the pages point to it when it is there."""
CONCEPT_BANNER = (
    '<p class="ivp-concept" role="note"><strong>Concept</strong> '
    "Dit plan is nog niet vastgesteld door de gemeenteraad.</p>"
)
"""Stands on every page of a concept."""
_NOTEBOOK = re.compile(r'\s+data-notebook="[^"]*"')
_ROOTED = re.compile(r'((?:href|src|poster)=")/(?!/)([^"]*)"')
_HEAD = re.compile(r"<head\b[^>]*>\s*<meta[^>]*charset[^>]*>", re.I)
_TITLE = re.compile(r"<main\b.*?(?=</header>)", re.S)
_THEAD = re.compile(r"<thead\b.*?</thead>", re.S)
_TH = re.compile(r"<th(?=[\s>])(?![^>]*\sscope=)")
_MAIN = re.compile(r"<main\b[^>]*>")
_PARAGRAPH = re.compile(r"<(/?)(main|figure|details|table|nav|aside|p)\b([^>]*)>", re.I)


def postprocess(folder: Path, project: Project | None = None) -> None:
    """Finish the book in ``folder``, in place.

    ``project`` (default: the one around ``folder``) gives the build path to remove and, in
    ``_variables.yml``, the edition's status.
    """
    project = project or Project.find(folder)
    variables = quarto_yml.variables(project)
    changed: dict[str, str] = variables.get("gewijzigd") or {}
    brand_css.write(folder, project, brand.read(project))
    edition = EditionLabel.of(variables)
    look = _Look(_terms(folder), edition, (folder / FEED).is_file())
    store = Store.of(project)
    code = Code(store=store).digest(__name__)
    around = [code, look, version("lxml"), version("PyStemmer")]
    parts: list[search_index.Part] = []
    for file in sorted(folder.rglob("*.html")):
        name = file.relative_to(folder).as_posix()
        before = file.read_text("utf-8")
        text = _unrooted(before, str(project.root.resolve()))
        day = str(changed.get(name.replace(".html", ".qmd"), ""))

        def make(text: str = text, name: str = name, day: str = day) -> dict[str, Any]:
            after = look.give(text, name, day)
            root = lxml_html.document_fromstring(after)
            book_checks.page_facts(after.encode(), store, root)  # kept, now that it is parsed
            part = search_index.part(search_index.sections(root, name))
            return {"pagina": after, "zoeken": part}

        made = store.remember_data("pages", digest([text, name, day, around]), make)
        if made["pagina"] != before:
            file.write_text(made["pagina"], "utf-8")
        parts.append(made["zoeken"])
    write_file(folder / search_index.INDEX, search_index.index(parts).encode())
    for file in sorted(folder.rglob("search.json")):
        text = file.read_text("utf-8")
        file.write_text(text.replace(f"{project.root.resolve()}/", ""), "utf-8")


@dataclass(frozen=True)
class _Look:
    """What every page gets, whichever renderer made it."""

    terms: list[glossary.Term]
    edition: EditionLabel
    feed: bool

    def give(self, text: str, name: str, day: str) -> str:
        """The page ``text``, of which the path is ``name``; it last changed on ``day``."""
        up = "../" * name.count("/")
        concept = self.edition.concept
        text = _NOTEBOOK.sub("", text)
        text = _THEAD.sub(lambda m: _TH.sub('<th scope="col"', m[0]), text)
        text = _ROOTED.sub(lambda m: f'{m[1]}{up}{m[2] or "index.html"}"', text)
        text = glossary.link_terms(text, name, self.terms)
        if brand_css.CSS not in text:
            link = f'<link rel="stylesheet" href="{up}{brand_css.CSS}">'
            text = _HEAD.sub(rf"\g<0>\n{link}", text, count=1)
        if "application/atom+xml" not in text and self.feed:
            link = '<link rel="alternate" type="application/atom+xml"'
            link += f' title="Wijzigingen per editie" href="{up}{FEED}">'
            text = _HEAD.sub(rf"\g<0>\n{link}", text, count=1)
        if concept and 'class="ivp-concept"' not in text:
            text = _MAIN.sub(lambda m: f"{m[0]}\n{CONCEPT_BANNER}", text, count=1)
        if concept and self.edition.reacties:
            text = number_paragraphs(text, name, self.edition)
        if day and 'class="ivp-gewijzigd"' not in text:
            line = f'<p class="ivp-gewijzigd">Laatst gewijzigd: {html.escape(day)}</p>'
            text = _TITLE.sub(lambda m: f"{m[0]}{line}\n", text, count=1)
        return text


def _terms(folder: Path) -> list[glossary.Term]:
    """The terms of the glossary, whose page gets an anchor for each."""
    file = folder / glossary.PAGE
    if not file.is_file():
        return []
    page, terms = glossary.read_terms(file.read_text("utf-8"))
    file.write_text(page, "utf-8")
    return terms


def _unrooted(text: str, root: str) -> str:
    """``text`` without the path of the machine that made it."""
    for path in (root, html.escape(root), quote(root)):
        text = text.replace(f"file://{path}/", "").replace(f"{path}/", "")
    return text


def number_paragraphs(page: str, name: str, edition: EditionLabel) -> str:
    """``page`` (HTML of page ``name``) with its paragraphs numbered; twice changes nothing.

    ``edition.reacties`` is a ``mailto:`` or ``https:`` address, or nothing. Paragraphs in figures,
    tables and details are left alone.
    """
    if 'class="ivp-alinea"' in page:
        return page
    inside, shut, number, opened = False, 0, 0, False
    parts, last = [], 0
    for tag in _PARAGRAPH.finditer(page):
        closing, kind, attributes = bool(tag[1]), tag[2].lower(), tag[3]
        if kind == "main":
            inside = not closing
        elif kind != "p":
            shut = max(0, shut - 1) if closing else shut + 1
        elif inside and not shut and not closing and not re.search(r"\b(?:id|class)=", attributes):
            number += 1
            opened = True
            parts += [page[last : tag.start()], f'<p id="al-{number}"{attributes}>']
            last = tag.end()
        elif closing and opened:
            opened = False
            parts += [page[last : tag.start()], _links(name, number, edition)]
            last = tag.start()
    return "".join([*parts, page[last:]])


def _links(name: str, number: int, edition: EditionLabel) -> str:
    links = f'<a class="ivp-alinea" href="#al-{number}" aria-label="Alinea {number}"></a>'
    address = edition.reacties
    if address.startswith(("mailto:", "https://")):
        place = f"{name}#al-{number}"
        subject = quote(f"Reactie op {place} (editie {edition.nummer})")
        body = quote(f"Plaats: {place}\nEditie: {edition.nummer}\n\nReactie:\n")
        title = "subject" if address.startswith("mailto:") else "title"
        url = html.escape(f"{address}?{title}={subject}&body={body}")
        links += f'<a class="ivp-reageer" href="{url}" aria-label="Reageer op alinea {number}"></a>'
    return links
