"""Pandoc, one process for a whole list of conversions, or a few side by side for a long list."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import panflute as pf
import pypandoc
from panflute.elements import RAW_FORMATS

from ivp.errors import RenderFout
from ivp.run.aside import workers
from ivp.store import Store, digest, sha256
from ivp.versies import versies

# Panflute 2.3 knows Pandoc's formats by name and does not know this one yet.
RAW_FORMATS.add("typst")

_SCRIPT = Path(__file__).with_name("pandoc.lua")
_FROM = "markdown"
_MANY = 6
"""Above so many conversions a second process is worth its start."""


@dataclass(frozen=True)
class Bibliography:
    """What citations are resolved with."""

    files: tuple[str, ...]
    csl: str | None = None
    lang: str = "nl"

    @property
    def used(self) -> list[Path]:
        """All files that references and their style come from."""
        return [Path(file) for file in (*self.files, self.csl) if file]


def read(
    texts: Sequence[str],
    formats: Sequence[str],
    filters: Sequence[Path] = (),
    store: Store | None = None,
) -> list[list[str]]:
    """Markdown texts as Pandoc JSON: per text one document for each of ``formats``.

    ``filters`` are Lua filters, which see the format as ``FORMAT``. With ``store`` a text that was
    read before is not read again.
    """
    jobs = [{"text": text, "from": _FROM, "formats": list(formats)} for text in texts]

    def make(missing: Sequence[int]) -> list[Any]:
        return _run([{**jobs[place], "filters": [str(f) for f in filters]} for place in missing])

    if store is None:
        return make(range(len(jobs)))
    around = state(filters)
    return store.remember_all("pandoc", [digest([job, around]) for job in jobs], make)


def write(docs: Sequence[pf.Doc], to: str, bibliography: Bibliography | None = None) -> list[str]:
    """Documents as ``html5`` or ``typst`` fragments, in that order."""
    cited: dict[str, Any] = {}
    if bibliography:
        cited = {"bibliography": list(bibliography.files), "lang": bibliography.lang}
        if bibliography.csl:
            cited["csl"] = bibliography.csl
    jobs = [{"ast": dump(doc), "to": to, **cited} for doc in docs]
    return [str(text) for text in _run(jobs)]


def state(files: Iterable[Path]) -> str:
    """The checksum of what all that Pandoc makes follows from, besides the text: with ``files``."""
    used = [sha256(file.read_bytes()) for file in (_SCRIPT, *files)]
    return digest([used, versies()["pypandoc_binary"], version("panflute")])


def load(document: str) -> pf.Doc:
    """A Pandoc JSON document as a tree."""
    return pf.load(io.StringIO(document))


def dump(doc: pf.Doc) -> str:
    """A tree as a Pandoc JSON document."""
    out = io.StringIO()
    pf.dump(doc, out)
    return out.getvalue()


def _run(jobs: list[dict[str, Any]]) -> list[Any]:
    """The outcomes of ``jobs``; many are shared out over as many processes as there are workers."""
    number = workers() if len(jobs) > _MANY else 1
    # The longest first, each to the next process: so they get about the same.
    order = sorted(range(len(jobs)), key=lambda place: -len(str(jobs[place])))
    shares = [order[start::number] for start in range(number)]
    with ThreadPoolExecutor(number) as pool:
        made = list(pool.map(lambda share: _share([jobs[place] for place in share]), shares))
    found = {
        place: one
        for share, results in zip(shares, made, strict=True)
        for place, one in zip(share, results, strict=True)
    }
    return [found[place] for place in range(len(jobs))]


def _share(jobs: list[dict[str, Any]]) -> list[Any]:
    if not jobs:
        return []
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
