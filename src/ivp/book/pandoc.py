"""Pandoc: one process for a list of conversions (or a few, for a long list), and its trees."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import version
from itertools import chain
from operator import is_not
from pathlib import Path
from typing import Any

import panflute as pf
import pypandoc
from panflute.containers import ListContainer
from panflute.elements import RAW_FORMATS

from ivp.book.quarto_yml import Book
from ivp.errors import RenderFout
from ivp.program_versions import program_versions
from ivp.run.workers import workers
from ivp.store import Store, digest, sha256

# Panflute 2.3 knows Pandoc's formats by name and does not know this one yet.
RAW_FORMATS.add("typst")

WRITERS = {"html": "html5", "typst": "typst-citations"}
"""The formats of the book, and what Pandoc calls the text that we make of each."""
_SCRIPT = Path(__file__).with_name("pandoc.lua")
_MANY = 6
"""Above so many conversions a second process is worth its start."""
_TEXT = frozenset({pf.Str, pf.Space, pf.SoftBreak})


def read(
    texts: Sequence[str], filters: Sequence[Path] = (), store: Store | None = None
) -> list[dict[str, str]]:
    """Markdown texts as Pandoc JSON: per text one document for each format.

    ``filters`` are Lua filters, which see the format as ``FORMAT``. With ``store`` a text that was
    read before is not read again.
    """
    given = {"formats": list(WRITERS), "filters": [str(file) for file in filters]}

    def make(missing: Sequence[int]) -> list[dict[str, str]]:
        found = _run([{"text": texts[place], **given} for place in missing])
        return [dict(zip(WRITERS, documents, strict=True)) for documents in found]

    if store is None:
        return make(range(len(texts)))
    around = checksum(filters)
    return store.remember_all("pages", [digest([text, around]) for text in texts], make)


def write(trees: Sequence[tuple[str, pf.Doc]], book: Book) -> list[str]:
    """Trees, each with its format, as fragments in that format, with citations resolved."""
    cited: dict[str, Any] = {}
    if book.bibliography:
        cited = {"bibliography": [str(file) for file in book.bibliography], "lang": book.lang}
        cited |= {"csl": str(book.csl)} if book.csl else {}
    return _run([{"ast": _dump(tree), "to": WRITERS[to], **cited} for to, tree in trees])


def checksum(files: Sequence[Path]) -> str:
    """The checksum of what all that Pandoc makes follows from, besides the text: with ``files``."""
    used = [sha256(file.read_bytes()) for file in (_SCRIPT, *files)]
    return digest([used, program_versions()["pypandoc_binary"], version("panflute")])


def load(document: str) -> pf.Doc:
    """A Pandoc JSON document as a tree."""
    return pf.load(io.StringIO(document))


def _dump(tree: pf.Doc) -> str:
    out = io.StringIO()
    pf.dump(tree, out)
    return out.getvalue()


def walk(element: Any, visit: Callable[[Any], Any]) -> Any:
    """``element`` with ``visit`` applied to all in it but text, children before their parents.

    What ``visit`` returns takes an element's place: nothing (it stays, perhaps changed in place),
    another element, or a list of them. Words and the spaces between them are five in six of all
    elements; panflute's own ``Element.walk`` visits them all and makes every list anew.
    """
    for name in element._children:
        child = getattr(element, name)
        if isinstance(child, ListContainer):
            found: list[Any] = []
            for one in child.list:
                made = one if type(one) in _TEXT else walk(one, visit)
                found.extend(made if isinstance(made, list) else (made,))
            if len(found) != len(child.list) or any(map(is_not, found, child.list)):
                setattr(element, name, found)
        elif isinstance(child, pf.Element):
            made = walk(child, visit)
            if made is not child:
                setattr(element, name, made)
    altered = visit(element)
    return element if altered is None else altered


def _run(jobs: list[dict[str, Any]]) -> list[Any]:
    """The outcomes of ``jobs``; many are shared out over as many processes as there are workers."""
    number = workers() if len(jobs) > _MANY else 1
    # The longest first, each to the next process: so they get about the same.
    order = sorted(range(len(jobs)), key=lambda place: -len(str(jobs[place])))
    shares = [share for start in range(number) if (share := order[start::number])]
    with ThreadPoolExecutor(number) as pool:
        made = list(pool.map(lambda share: _process([jobs[place] for place in share]), shares))
    found = dict(zip(chain(*shares), chain(*made), strict=True))
    return [found[place] for place in range(len(jobs))]


def _process(jobs: list[dict[str, Any]]) -> list[Any]:
    done = subprocess.run(
        [pypandoc.get_pandoc_path(), "lua", str(_SCRIPT)],
        input=json.dumps(jobs, ensure_ascii=False),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        # In the C locale Pandoc's Lua cannot name a file with an é in its path.
        env={**os.environ, "LC_ALL": "C.UTF-8"},
    )
    if done.returncode:
        raise RenderFout(
            f"Pandoc kon de tekst niet omzetten: {done.stderr.strip()[-500:]}",
            waarom="zonder deze stap is er geen boek",
            doe="kijk of de tekst in de melding in een hoofdstuk staat en herstel hem daar",
        )
    if missing := re.findall(r"citation (\S+) not found", done.stderr):
        raise RenderFout(
            f"De bron @{missing[0]} staat niet in de literatuurlijst",
            waarom="in het boek zou een vraagteken staan",
            doe="voeg de bron toe aan de literatuurlijst, of herstel de naam",
        )
    results: list[Any] = json.loads(done.stdout)
    return results
