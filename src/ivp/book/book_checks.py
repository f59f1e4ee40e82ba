"""The checks on the finished book, in every build and whichever renderer made it.

Whatever a page or style sheet names is there: pages and places in them, images, scripts, downloads.
A label stands once, and every reference to one was resolved. A download holds what its figure or
table shows. Nothing is loaded from another host: who reads the book is nobody's business, and the
book must work without a network.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from lxml import html as lxml_html

from ivp.book import download_checks
from ivp.code import Code
from ivp.errors import RenderFout, raise_all
from ivp.paths import Project
from ivp.store import Store, digest, sha256

_ADDRESSES = ("href", "src", "srcset", "poster", "data", "xlink:href")
_FOREIGN = re.compile(r"(?:https?:|ftp:)?//", re.I)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.I)
_LINKS_THAT_LOAD_NOTHING = {"canonical", "license", "author", "alternate", "next", "prev", "help"}
_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_CSS_URL = re.compile(r"""(?:url\(\s*["']?|@import\s+["'])([^"')\s;]+)""", re.I)
_LABEL = re.compile(r"(?:fig|tbl|sec)-")
_MOST = 4
"""So many places are named in one message."""
_DEAD_END = (
    "wie de koppeling volgt komt nergens uit, of ziet een gat",
    "herstel de koppeling in de tekst van dit hoofdstuk, of voeg toe waar zij heen wijst",
)
_WORDING = {
    "file": ("{} leidt nergens heen: dat bestand is er niet", *_DEAD_END),
    "place": ("{} leidt nergens heen: die plek is er niet", *_DEAD_END),
    "foreign": (
        "Deze pagina laadt iets van een andere website: {}",
        "dan is het boek zonder internet stuk, en lekt het wie het leest",
        "zet het bestand in assets/ en verwijs daarnaar",
    ),
    "unresolved": (
        "De verwijzing {} wijst naar niets",
        "in het boek staat een vraagteken waar een nummer hoort",
        "herstel het label, of voeg de figuur, tabel of paragraaf toe",
    ),
    "label": (
        "Het label {} staat meer dan één keer in het boek",
        "een verwijzing wijst dan naar de verkeerde plek",
        "geef elke figuur, tabel en paragraaf een eigen label",
    ),
    "download": (
        "De download {}",
        "wie de cijfers overneemt, krijgt andere dan er in het boek staan",
        "geef in het notitieboek de tabel mee die de lezer ziet",
    ),
}
"""Per kind of problem what is wrong, why it matters, and what to do."""


@dataclass(frozen=True)
class PageFacts:
    """What the checks have to know of a page, as plain data, so that it can be kept."""

    anchors: list[str]
    labels: list[str]
    """Of figures, tables and sections, each as often as it stands there."""
    unresolved: list[str]
    """References that Quarto left as they were: it did not know the label."""
    inside: list[str]
    """Addresses within the book."""
    foreign: list[str]
    """Addresses on other hosts that a browser fetches by itself."""
    downloads: list[str]
    """Those of ``inside`` that are compared with the figure or table above them."""

    @classmethod
    def of(cls, root: Any) -> PageFacts:
        """The facts of a page as ``lxml.html`` has it."""
        named = [found for node in root.iter() for found in _named(node)]
        anchors = [str(name) for name in root.xpath("//@id | //a/@name")]
        return cls(
            anchors=sorted(set(anchors)),
            labels=[name for name in anchors if _LABEL.match(name)],
            unresolved=[node.text_content() for node in root.find_class("quarto-unresolved-ref")],
            inside=sorted({one for one, _ in named if not _ELSEWHERE.match(one)} - {"", "#"}),
            foreign=sorted({one for one, loads in named if loads and _FOREIGN.match(one)}),
            downloads=[one for _, *pair in download_checks.pairs(root) for one in pair],
        )


def check(project: Project, folder: Path) -> None:
    """Raise ``RenderFout``, or ``Fouten`` with all that is wrong with the book in ``folder``."""
    raise_all(findings(folder, Store.of(project)))


def findings(folder: Path, store: Store | None = None) -> list[RenderFout]:
    """All that is wrong with the book in ``folder``; the same in many places is one finding.

    With ``store`` a page is looked at once. Links to other sites are not followed.
    """
    places: dict[tuple[str, str], list[str]] = {}
    for name, kind, what in _problems(folder, store):
        places.setdefault((kind, what), []).append(name)
    found = []
    for (kind, what), names in places.items():
        said, why, do = _WORDING[kind]
        found.append(RenderFout(said.format(what), waarom=why, doe=do, waar=_some(names)))
    return found


def page_facts(raw: bytes, store: Store | None, root: Any = None) -> PageFacts:
    """The facts of the page ``raw``, from ``store`` when it knows them; ``root`` is it, parsed."""

    def make() -> dict[str, Any]:
        return asdict(PageFacts.of(_parsed(raw) if root is None else root))

    return PageFacts(**_kept(store, [sha256(raw)], make))


def _problems(folder: Path, store: Store | None) -> Iterator[tuple[str, str, str]]:
    """Where, which kind of problem, and what it is about."""
    files = {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*"))}
    contents = {name: path.read_bytes() for name, path in files.items() if name.endswith(".html")}
    pages = {name: page_facts(raw, store) for name, raw in contents.items()}
    labels = Counter(label for page in pages.values() for label in page.labels)
    for name, page in pages.items():
        downloads = {one: files.get(_target(name, one)[0]) for one in page.downloads}
        yield from _dead_ends(name, page.inside, files, pages)
        yield from ((name, "foreign", one[:120]) for one in page.foreign)
        yield from ((name, "unresolved", one) for one in page.unresolved)
        yield from ((name, "label", one) for one in sorted(set(page.labels)) if labels[one] > 1)
        for one in _differences(contents[name], downloads, store):
            yield name, "download", one
    for name, path in files.items():
        if name.endswith(".css"):
            named = sorted(set(_in_css(path.read_text("utf-8", errors="replace"))))
            inside = [one for one in named if not _ELSEWHERE.match(one)]
            yield from _dead_ends(name, inside, files, pages)
            yield from ((name, "foreign", one) for one in named if _FOREIGN.match(one))


def _dead_ends(
    name: str,
    addresses: Iterable[str],
    files: Mapping[str, Path],
    pages: Mapping[str, PageFacts],
) -> Iterator[tuple[str, str, str]]:
    for address in addresses:
        path, fragment = _target(name, address)
        if path in files and files[path].is_dir():
            path = posixpath.normpath(posixpath.join(path, "index.html"))
        if path not in files:
            yield name, "file", address
        elif fragment and path in pages and fragment not in pages[path].anchors:
            yield name, "place", address


def _differences(
    page: bytes, downloads: Mapping[str, Path | None], store: Store | None
) -> list[str]:
    """How downloads differ from what is shown above them; one that is not there is a dead end."""
    found = {address: path.read_bytes() for address, path in downloads.items() if path}
    state = [sha256(page), [[address, sha256(raw)] for address, raw in found.items()]]

    def make() -> list[str]:
        return list(download_checks.differences(_parsed(page), found))

    differing: list[str] = _kept(store, state, make) if found else []
    return differing


def _kept(store: Store | None, state: list[Any], make: Callable[[], Any]) -> Any:
    if store is None:
        return make()
    return store.remember_data("pages", digest([state, _looker(store)]), make)


@cache
def _looker(store: Store) -> list[str]:
    """What the outcome depends on beside the page and its downloads."""
    return [Code(store=store).digest(__name__), version("lxml"), version("openpyxl")]


def _parsed(page: bytes) -> Any:
    return lxml_html.document_fromstring(page.decode("utf-8"))


def _named(node: Any) -> Iterator[tuple[str, bool]]:
    """The addresses in an element, and whether a browser fetches each by itself."""
    if not isinstance(node.tag, str):
        return
    relations = set((node.get("rel") or "").lower().split())
    idle = node.tag == "link" and relations and relations <= _LINKS_THAT_LOAD_NOTHING
    for attribute in _ADDRESSES:
        if value := (node.get(attribute) or "").strip():
            for one in value.split(",") if attribute == "srcset" else [value]:
                yield one.split()[0], not idle and node.tag not in ("a", "area")
    styles = [node.get("style") or "", (node.text or "") if node.tag == "style" else ""]
    yield from ((address, True) for style in styles for address in _in_css(style))


def _in_css(text: str) -> list[str]:
    return _CSS_URL.findall(_CSS_COMMENT.sub("", text))


def _target(name: str, address: str) -> tuple[str, str]:
    """The file that ``address`` on page ``name`` leads to, and the place in it."""
    parts = urlsplit(address)
    path = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(parts.path)))
    return path if parts.path else name, unquote(parts.fragment)


def _some(names: list[str]) -> str:
    rest = len(names) - _MOST
    return "; ".join(names[:_MOST]) + (f" en nog {rest} pagina's" if rest > 0 else "")
