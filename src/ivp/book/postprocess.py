"""The last hand on the pages, whichever renderer made them.

A published page holds no path of the machine that built it, loads nothing from elsewhere (who
reads it is nobody's business, and the book must work without a network), and says so when it is a
concept. Doing it twice changes nothing.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import quote

from lxml import html as lxml_html

from ivp.book import alineas, begrippen, merk, search
from ivp.book.config import plain
from ivp.code import Code
from ivp.config import brand
from ivp.errors import RenderFout, raise_all
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
_CSS_URL = re.compile(r"""(?:url\(\s*|@import\s+)["']?\s*((?:https?:)?//[^"')\s;]+)""", re.I)
_FOREIGN = re.compile(r"^\s*(?:https?:|ftp:)?//", re.I)
_LOADS = {
    "script": ("src",),
    "img": ("src", "srcset"),
    "iframe": ("src",),
    "frame": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "source": ("src", "srcset"),
    "video": ("src", "poster"),
    "audio": ("src",),
    "track": ("src",),
    "input": ("src",),
    "use": ("href", "{http://www.w3.org/1999/xlink}href", "xlink:href"),
    "image": ("href", "{http://www.w3.org/1999/xlink}href", "xlink:href"),
}
_LINKS_THAT_LOAD_NOTHING = {"canonical", "license", "author", "alternate", "next", "prev", "help"}
CONCEPT_BANNER = (
    '<p class="ivp-concept" role="note"><strong>Concept</strong> '
    "Dit plan is nog niet vastgesteld door de gemeenteraad.</p>"
)
"""Stands on every page of a concept."""


def postprocess(folder: Path, project: Project | None = None) -> None:
    """Clean and check the book in ``folder``, in place.

    ``project`` (default: the one around ``folder``) gives the build path to remove and, in
    ``_variables.yml``, the edition's status. Raises ``RenderFout`` or ``Fouten`` for pages and
    style sheets that load something from another host.
    """
    project = project or Project.find(folder)
    edition, changed = _known(project, "editie"), _known(project, "gewijzigd")
    merk.write(folder, project, brand.read(project))
    errors: list[RenderFout] = []
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
            index = search.part(search.sections(root, name))
            return {"pagina": after, "vreemd": sorted(set(_loaded(root))), "zoeken": index}

        made = store.remember_data("afgewerkt", digest([text, name, day, around]), make)
        if made["pagina"] != before:
            file.write_text(made["pagina"], "utf-8")
        errors += [_foreign(address, name) for address in made["vreemd"]]
        parts.append(made["zoeken"])
    search.write(folder, parts)
    for file in sorted(folder.rglob("*.css")):
        name = file.relative_to(folder).as_posix()
        found = _CSS_URL.findall(file.read_text("utf-8", errors="replace"))
        errors += [_foreign(address, name) for address in sorted(set(found))]
    for file in sorted(folder.rglob("search.json")):
        text = file.read_text("utf-8")
        file.write_text(text.replace(f"{project.root.resolve()}/", ""), "utf-8")
    raise_all(errors)


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


def _loaded(root: Any) -> Iterator[str]:
    """Addresses on other hosts that a browser fetches when it opens this page."""
    for node in root.iter():
        if not isinstance(node.tag, str):
            continue
        for attribute in _LOADS.get(node.tag, ()):
            yield from _addresses(node.get(attribute) or "")
        if node.tag == "link":
            relations = set((node.get("rel") or "").lower().split())
            if not relations or relations - _LINKS_THAT_LOAD_NOTHING:
                yield from _addresses(node.get("href") or "")
        if node.tag == "style":
            yield from _CSS_URL.findall(node.text or "")
        yield from _CSS_URL.findall(node.get("style") or "")


def _addresses(value: str) -> Iterator[str]:
    for part in value.split(","):
        if _FOREIGN.match(part):
            yield part.strip().split()[0]


def _foreign(address: str, name: str) -> RenderFout:
    return RenderFout(
        f"Deze pagina laadt iets van een andere website: {address[:120]}",
        waarom="dan is het boek zonder internet stuk, en lekt het wie het leest",
        doe="zet het bestand in assets/ en verwijs daarnaar",
        waar=name,
    )


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
