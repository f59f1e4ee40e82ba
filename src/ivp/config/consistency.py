"""Do the params, the chapters and ``_quarto.yml`` describe the same book?"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from ivp.config import brand, yamlfile
from ivp.config.model import Config
from ivp.config.yamlfile import Loc
from ivp.errors import IvpFout, ParamsFout, collect, did_you_mean
from ivp.paths import Project

_EMBED = re.compile(r"(?<!\{)\{\{<\s*embed\s+([^\s>#]+)(?:#([^\s>]+))?[^>]*>\}\}")
GEMAAKT = {"veranderd.ipynb": "tekst-wijzigingen"}
"""What else comes to stand in ``_executed/`` for chapters to embed: file and label."""
_PARAMETER = re.compile(r"\{(\w+)\}")
_LABEL = re.compile(r"""^#\|\s*label:\s*["']?([^\s"']+)""", re.MULTILINE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)


def check(project: Project, config: Config) -> list[IvpFout]:
    """Every place where params, chapters and ``_quarto.yml`` disagree; empty when they agree.

    Raises ``ParamsFout`` when ``_quarto.yml`` or ``params/boek.yml`` cannot be read.
    """
    errors = list(_Check(project, config).disagreements())
    with collect(errors):
        brand.read(project)
    return errors


class _Check:
    """The three that are compared: what ``_quarto.yml`` lists, what params/ says, what there is."""

    def __init__(self, project: Project, config: Config) -> None:
        self.project, self.config = project, config
        self.quarto = yamlfile.read(project.root / "_quarto.yml", "_quarto.yml")
        self.boek = yamlfile.read(project.params / "boek.yml", "params/boek.yml")
        data = self.quarto.data
        book = data.get("book") if isinstance(data, dict) else None
        self.book: dict[str, Any] = book if isinstance(book, dict) else {}
        self.listed = {
            name: loc
            for key in ("chapters", "appendices")
            for name, loc in _listed(self.book.get(key), ("book", key))
        }
        # ``_x.qmd`` is a fragment that others include
        paths = [project.root / "index.qmd", *sorted((project.root / "chapters").rglob("*.qmd"))]
        chapters = [path for path in paths if path.is_file() and not path.name.startswith("_")]
        self.on_disk = [project.relative(path) for path in chapters]
        notebooks = {one.notebook for one in config.chapters}
        self.labels = {name: _labels(project.root / name) for name in notebooks}

    def disagreements(self) -> Iterator[IvpFout]:
        yield from self.title()
        yield from self.computed()
        yield from self.velden()
        for chapter in dict.fromkeys([*self.on_disk, *self.listed]):
            yield from self.embeds(chapter)

    def title(self) -> Iterator[IvpFout]:
        if not self.config.bestand:
            return
        plan = self.config.lokaal.plan
        lokaal = yamlfile.read(self.project.root / self.config.bestand, self.config.bestand)
        for key, name, wanted in (
            ("title", "titel", plan.titel),
            ("subtitle", "ondertitel", plan.ondertitel),
        ):
            found = self.book.get(key)
            if found != wanted:
                there, here = self.quarto.where(("book", key)), lokaal.where(("plan", name))
                yield ParamsFout(
                    f"De {name} van het boek is '{found or 'leeg'}', die van het plan '{wanted}'",
                    waar=f"{there} en {here}",
                    waarom="op de omslag zou iets anders staan dan in de tekst",
                    doe="maak de twee gelijk",
                )

    def computed(self) -> Iterator[IvpFout]:
        """Each computed chapter exists and is in the book, and its notebook exists."""
        for h, chapter in enumerate(self.config.boek.hoofdstukken):
            here: Loc = ("hoofdstukken", h)
            place = self.boek.where((*here, "tekst"))
            for one in self.config.chapters_of(chapter):
                if not (self.project.root / one.text).is_file():
                    yield ParamsFout(
                        f"Het hoofdstuk {one.text} bestaat niet." + _like(one.text, self.on_disk),
                        waar=place,
                        waarom="de cijfers van dit hoofdstuk zouden nergens in het boek komen",
                        doe=f"maak {one.text} en noem het in _quarto.yml, of herstel params/",
                    )
                elif one.text not in self.listed:
                    yield ParamsFout(
                        f"Het hoofdstuk {one.text} staat niet in _quarto.yml",
                        waar=f"{place} en {self.quarto.where(('book', 'chapters'))}",
                        waarom="het hoofdstuk zou in het boek ontbreken",
                        doe=f"zet {one.text} in _quarto.yml onder book: chapters",
                    )
            name = chapter.notitieboek
            if not (self.project.root / name).is_file():
                there = sorted(self.project.notebooks.rglob("*.ipynb"))
                yield ParamsFout(
                    f"Het notitieboek {name} bestaat niet."
                    + _like(name, [self.project.relative(path) for path in there]),
                    waar=self.boek.where((*here, "notitieboek")),
                    waarom="zonder notitieboek heeft dit hoofdstuk geen cijfers",
                    doe="herstel de naam, of maak het notitieboek",
                )

    def velden(self) -> Iterator[IvpFout]:
        """No chapter of a veld that params/ does not have."""
        ids = [veld.id for veld in self.config.velden]
        patterns = [c.tekst for c in self.config.boek.hoofdstukken if c.per == "veld"]
        for shape in [re.escape(one).replace(r"\{veld\}", "([^/]+)") for one in patterns]:
            for chapter in dict.fromkeys([*self.on_disk, *self.listed]):
                match = re.fullmatch(shape, chapter)
                if match and match[1] not in ids:
                    loc = self.listed.get(chapter)
                    yield ParamsFout(
                        f"Het hoofdstuk {chapter} hoort bij een veld '{match[1]}' dat er niet is."
                        + did_you_mean(match[1], ids),
                        waar=f"{self.quarto.where(loc) if loc else chapter} en params/velden.yml",
                        waarom="voor dit hoofdstuk worden geen cijfers gemaakt",
                        doe="voeg het veld toe in params/velden.yml, of verwijder het hoofdstuk "
                        "uit _quarto.yml en uit de map chapters",
                    )

    def embeds(self, chapter: str) -> Iterator[IvpFout]:
        """Every ``{{< embed >}}`` names a chapter of ours, and a cell that its notebook has."""
        path = self.project.root / chapter
        if not path.is_file():
            if chapter not in {one.text for one in self.config.chapters}:
                yield ParamsFout(
                    f"Het bestand {chapter} bestaat niet." + _like(chapter, self.on_disk),
                    waar=self.quarto.where(self.listed[chapter]),
                    waarom="het boek kan niet worden gemaakt zonder dit hoofdstuk",
                    doe="herstel de naam in _quarto.yml, of maak het bestand",
                )
            return
        text = path.read_text(encoding="utf-8", errors="replace")
        text = _COMMENT.sub(lambda m: re.sub(r"[^\n]", " ", m[0]), text)
        for found in _EMBED.finditer(text):
            for what, fix in self.embed(posixpath.dirname(chapter), found[1], found[2] or ""):
                yield ParamsFout(
                    what,
                    waar=f"{chapter}, regel {text.count(chr(10), 0, found.start()) + 1}",
                    waarom="op deze plaats zou in het boek een figuur, tabel of tekst ontbreken",
                    doe=fix,
                )

    def embed(self, folder: str, target: str, cells: str) -> Iterator[tuple[str, str]]:
        """What is wrong with one embed in a chapter in ``folder``, and what to do."""
        resolved = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
        head, name = posixpath.split(resolved)
        known = {one.id: one for one in self.config.chapters}
        one = known.get(name.removesuffix(".ipynb"))
        if head == "_executed" and GEMAAKT.get(name) == cells:
            return
        if head != "_executed" or one is None:
            right = f" Schrijf {posixpath.relpath('_executed', folder or '.')}/{name}."
            meant = right if one else did_you_mean(name.removesuffix(".ipynb"), known)
            yield (
                f"Het notitieboek {target} wordt niet gemaakt.{meant}",
                "herstel de naam, of voeg het hoofdstuk toe in params/boek.yml",
            )
            return
        declared = self.labels[one.notebook]
        # The runner replaces "{veld}" in a label by the chapter's parameter (ivp.run.finish).
        labels = {
            _PARAMETER.sub(lambda found: str(one.parameters.get(found[1], found[0])), label)
            for label in declared or ()
        }
        for label in filter(None, cells.split(",") if declared is not None else ()):
            if label not in labels:
                yield (
                    f"{one.notebook} heeft geen cel met '#| label: {label}'."
                    + did_you_mean(label, labels),
                    "herstel het label in het hoofdstuk, of zet het in de cel van het notitieboek",
                )


def _listed(items: Any, loc: Loc) -> Iterator[tuple[str, Loc]]:
    """The chapters in a list of ``_quarto.yml`` (of parts too), in order, with their place."""
    for i, item in enumerate(items if isinstance(items, list) else []):
        if isinstance(item, str):
            yield item, (*loc, i)
        elif isinstance(item, dict):
            for key in ("part", "file", "href"):
                if str(item.get(key, "")).endswith(".qmd"):
                    yield item[key], (*loc, i, key)
            yield from _listed(item.get("chapters"), (*loc, i, "chapters"))


def _like(path: str, known: list[str]) -> str:
    """The file that was meant; paths share folder and suffix, so near has to be very near."""
    near = get_close_matches(path, known, n=1, cutoff=0.85)
    return f" Bedoelt u '{near[0]}'?" if near else ""


def _labels(path: Path) -> set[str] | None:
    """The labels of a notebook's code cells; none when it cannot be read (reported elsewhere)."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
        sources = ["".join(c["source"]) for c in cells if c["cell_type"] == "code"]
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return {label for source in sources for label in _LABEL.findall(source)}
