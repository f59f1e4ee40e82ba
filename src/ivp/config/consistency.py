"""Do the params, the chapters and ``_quarto.yml`` describe the same book?"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from ivp.config import brand, yamlfile
from ivp.config.model import Config, Run
from ivp.config.yamlfile import Loc, YamlFile
from ivp.errors import IvpFout, ParamsFout, collect, did_you_mean
from ivp.paths import Project

_EMBED = re.compile(r"(?<!\{)\{\{<\s*embed\s+([^\s>#]+)(?:#([^\s>]+))?[^>]*>\}\}")
GEMAAKT = {"veranderd.ipynb": "tekst-wijzigingen"}
"""What else comes to stand in ``_executed/`` for chapters to embed: file and label."""
_PARAMETER = re.compile(r"\{(\w+)\}")
_LABEL = re.compile(r"""^#\|\s*label:\s*["']?([^\s"']+)""", re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


@dataclass(frozen=True)
class _Book:
    """What ``_quarto.yml`` lists: each chapter file with its place in the YAML."""

    file: YamlFile
    chapters: dict[str, Loc]

    def where(self, loc: Loc) -> str:
        return self.file.where(loc)


def check(project: Project, config: Config) -> list[IvpFout]:
    """Every place where params, chapters and ``_quarto.yml`` disagree; empty when they agree.

    Raises ``ParamsFout`` when ``_quarto.yml`` or ``params/boek.yml`` cannot be read.
    """
    quarto = yamlfile.read(project.root / "_quarto.yml", "_quarto.yml")
    boek = yamlfile.read(project.params / "boek.yml", "params/boek.yml")
    book = _Book(quarto, dict(_listed(quarto.data)))
    return [
        *_title(project, config, book),
        *_runs(project, config, book, boek),
        *_velden(project, config, book),
        *_embeds(project, config, book),
        *_look(project),
    ]


def _look(project: Project) -> list[IvpFout]:
    errors: list[IvpFout] = []
    with collect(errors):
        brand.read(project)
    return errors


def _listed(data: Any) -> Iterator[tuple[str, Loc]]:
    """The chapters (parts and appendices too) in ``book:``, in order."""

    def walk(items: Any, loc: Loc) -> Iterator[tuple[str, Loc]]:
        for i, item in enumerate(items if isinstance(items, list) else []):
            if isinstance(item, str):
                yield item, (*loc, i)
            elif isinstance(item, dict):
                for key in ("part", "file", "href"):
                    if str(item.get(key, "")).endswith(".qmd"):
                        yield item[key], (*loc, i, key)
                yield from walk(item.get("chapters"), (*loc, i, "chapters"))

    book = data.get("book") if isinstance(data, dict) else None
    for key in ("chapters", "appendices"):
        yield from walk(book.get(key) if isinstance(book, dict) else None, ("book", key))


def _title(project: Project, config: Config, book: _Book) -> Iterator[IvpFout]:
    if not config.bestand:
        return
    lokaal = yamlfile.read(project.root / config.bestand, config.bestand)
    data = book.file.data.get("book", {}) if isinstance(book.file.data, dict) else {}
    for key, wanted, name in (
        ("title", config.lokaal.plan.titel, "titel"),
        ("subtitle", config.lokaal.plan.ondertitel, "ondertitel"),
    ):
        found = data.get(key) if isinstance(data, dict) else None
        if found != wanted:
            yield ParamsFout(
                f"De {name} van het boek is '{found or 'leeg'}', die van het plan '{wanted}'",
                waar=f"{book.where(('book', key))} en {lokaal.where(('plan', name))}",
                waarom="op de omslag zou iets anders staan dan in de tekst",
                doe="maak de twee gelijk",
            )


def _runs(project: Project, config: Config, book: _Book, boek: YamlFile) -> Iterator[IvpFout]:
    """Each computed chapter exists and is in the book, and its notebook exists."""
    for h, chapter in enumerate(config.boek.hoofdstukken):
        here: Loc = ("hoofdstukken", h)
        for run in config.runs_of(chapter):
            if not (project.root / run.tekst).is_file():
                yield ParamsFout(
                    f"Het hoofdstuk {run.tekst} bestaat niet."
                    + _like(run.tekst, _on_disk(project)),
                    waar=boek.where((*here, "tekst")),
                    waarom="de cijfers van dit hoofdstuk zouden nergens in het boek komen",
                    doe=f"maak {run.tekst} en noem het in _quarto.yml, of herstel params/",
                )
            elif run.tekst not in book.chapters:
                yield ParamsFout(
                    f"Het hoofdstuk {run.tekst} staat niet in _quarto.yml",
                    waar=f"{boek.where((*here, 'tekst'))} en {book.where(('book', 'chapters'))}",
                    waarom="het hoofdstuk zou in het boek ontbreken",
                    doe=f"zet {run.tekst} in _quarto.yml onder book: chapters",
                )
        if not (project.root / chapter.notitieboek).is_file():
            known = [project.relative(path) for path in sorted(project.notebooks.rglob("*.ipynb"))]
            yield ParamsFout(
                f"Het notitieboek {chapter.notitieboek} bestaat niet."
                + _like(chapter.notitieboek, known),
                waar=boek.where((*here, "notitieboek")),
                waarom="zonder notitieboek heeft dit hoofdstuk geen cijfers",
                doe="herstel de naam, of maak het notitieboek",
            )


def _velden(project: Project, config: Config, book: _Book) -> Iterator[IvpFout]:
    """No chapter of a veld that params/ does not have."""
    patterns = [c.tekst for c in config.boek.hoofdstukken if c.per == "veld"]
    ids = [veld.id for veld in config.velden]
    found = {**dict.fromkeys(_on_disk(project)), **book.chapters}
    for pattern in patterns:
        head, _, tail = pattern.partition("{veld}")
        shape = re.compile(f"{re.escape(head)}([^/]+){re.escape(tail)}")
        for chapter, loc in found.items():
            match = shape.fullmatch(chapter)
            if match and match[1] not in ids:
                yield ParamsFout(
                    f"Het hoofdstuk {chapter} hoort bij een veld '{match[1]}' dat er niet is."
                    + did_you_mean(match[1], ids),
                    waar=f"{book.where(loc) if loc else chapter} en params/velden.yml",
                    waarom="voor dit hoofdstuk worden geen cijfers gemaakt",
                    doe="voeg het veld toe in params/velden.yml, of verwijder het hoofdstuk uit "
                    "_quarto.yml en uit de map chapters",
                )


def _like(path: str, known: list[str]) -> str:
    """The file that was meant; paths share folder and suffix, so near has to be very near."""
    near = get_close_matches(path, known, n=1, cutoff=0.85)
    return f" Bedoelt u '{near[0]}'?" if near else ""


def _on_disk(project: Project) -> list[str]:
    """The chapters there are; ``_x.qmd`` is a fragment that others include."""
    paths = [project.root / "index.qmd", *sorted((project.root / "chapters").rglob("*.qmd"))]
    return [project.relative(p) for p in paths if p.is_file() and not p.name.startswith("_")]


def _embeds(project: Project, config: Config, book: _Book) -> Iterator[IvpFout]:
    """Every ``{{< embed >}}`` names a run of ours, and a cell that its notebook has."""
    runs = {run.id: run for run in config.runs}
    labels = {name: _labels(project.root / name) for name in {r.notitieboek for r in config.runs}}
    for chapter in dict.fromkeys([*_on_disk(project), *book.chapters]):
        path = project.root / chapter
        if not path.is_file():
            if chapter not in {run.tekst for run in config.runs}:
                yield ParamsFout(
                    f"Het bestand {chapter} bestaat niet." + _like(chapter, _on_disk(project)),
                    waar=book.where(book.chapters[chapter]),
                    waarom="het boek kan niet worden gemaakt zonder dit hoofdstuk",
                    doe="herstel de naam in _quarto.yml, of maak het bestand",
                )
            continue
        text = path.read_text(encoding="utf-8", errors="replace")
        text = _COMMENT.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), text)
        for found in _EMBED.finditer(text):
            where = f"{chapter}, regel {text.count(chr(10), 0, found.start()) + 1}"
            yield from _embed(chapter, found[1], found[2] or "", where, runs, labels)


def _embed(
    chapter: str,
    target: str,
    cells: str,
    where: str,
    runs: dict[str, Run],
    labels: dict[str, set[str] | None],
) -> Iterator[IvpFout]:
    folder = posixpath.dirname(chapter)
    resolved = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
    head, name = posixpath.split(resolved)
    run_id = name.removesuffix(".ipynb")
    why = "op deze plaats zou in het boek een figuur, tabel of tekst ontbreken"
    if head == "_executed" and GEMAAKT.get(name) == cells:
        return
    if head != "_executed" or run_id not in runs:
        right = posixpath.relpath("_executed", folder or ".")
        wrong_folder = f" Schrijf {right}/{name}." if run_id in runs else ""
        yield ParamsFout(
            f"Het notitieboek {target} wordt niet gemaakt."
            + (wrong_folder or did_you_mean(run_id, runs)),
            waar=where,
            waarom=why,
            doe="herstel de naam, of voeg het hoofdstuk toe in params/boek.yml",
        )
        return
    run = runs[run_id]
    declared = labels[run.notitieboek]
    if declared is None:
        return
    # The runner replaces "{veld}" in a label by the run's parameter (ivp.run.finish).
    known = {
        _PARAMETER.sub(lambda found: str(run.parameters.get(found[1], found[0])), label)
        for label in declared
    }
    for label in filter(None, cells.split(",")):
        if label not in known:
            yield ParamsFout(
                f"{run.notitieboek} heeft geen cel met '#| label: {label}'."
                + did_you_mean(label, known),
                waar=where,
                waarom=why,
                doe="herstel het label in het hoofdstuk, of zet het in de cel van het notitieboek",
            )


def _labels(path: Path) -> set[str] | None:
    """The labels of a notebook's code cells; none when it cannot be read (reported elsewhere)."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        sources = ["".join(c["source"]) for c in cells if c["cell_type"] == "code"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return {label for source in sources for label in _LABEL.findall(source)}
