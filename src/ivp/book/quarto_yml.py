"""``_quarto.yml`` and its profile, as far as the book itself is concerned."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import yaml

from ivp.errors import RenderFout
from ivp.paths import Project

NAME = "_quarto.yml"
_WHY = "uit dit bestand volgt welke hoofdstukken het boek heeft en hoe het heet"


@dataclass(frozen=True)
class BookEntry:
    """One page of the book, as listed in ``_quarto.yml``."""

    path: str
    part: str | None = None
    appendix: bool = False

    @property
    def home(self) -> bool:
        """Whether it is the front page."""
        return self.path == "index.qmd"

    @property
    def page(self) -> str:
        """The page's path in the finished book."""
        return self.path.removesuffix(".qmd") + ".html"

    @property
    def slug(self) -> str:
        """A name for files and anchors of this chapter."""
        return self.path.removesuffix(".qmd").replace("/", "-")


@dataclass(frozen=True)
class EditionLabel:
    """What the pages say of the edition: ``editie`` in ``_variables.yml``, empty when not there."""

    nummer: str = ""
    datum: str = ""
    datum_iso: str = ""
    status: str = ""
    reacties: str = ""

    @property
    def concept(self) -> bool:
        """Whether this edition has yet to be adopted by the council."""
        return self.status == "concept"

    @classmethod
    def of(cls, variables: dict[str, Any]) -> EditionLabel:
        """The label in the content of ``_variables.yml``."""
        given = _mapping(variables.get("editie"))
        return cls(**{one.name: str(given.get(one.name) or "") for one in fields(cls)})


@dataclass(frozen=True)
class Book:
    """Everything the embedded renderer takes from the configuration."""

    project: Project
    title: str
    subtitle: str
    author: str
    lang: str
    entries: tuple[BookEntry, ...]
    profiles: tuple[str, ...]
    output_file: str
    downloads: tuple[str, ...]
    resources: tuple[str, ...]
    filters: tuple[Path, ...]
    bibliography: tuple[Path, ...]
    csl: Path | None
    html: dict[str, Any]
    edition: EditionLabel
    variables: dict[str, Any]
    metadata: dict[str, Any]


def load(project: Project, profile: str | None = None) -> Book:
    """Read the configuration.

    ``profile`` (or ``QUARTO_PROFILE``) replaces ``profile.default``, as in Quarto. Raises
    ``RenderFout`` when a file is unreadable, a chapter does not exist, or a profile has no file.
    """
    data = _yaml(project, NAME)
    chosen = profile or os.environ.get("QUARTO_PROFILE") or _mapping(data.get("profile"))
    names = chosen.get("default") if isinstance(chosen, dict) else chosen
    profiles = [n.strip() for item in as_list(names) for n in item.split(",") if n.strip()]
    for name in profiles:
        file = f"_quarto-{name}.yml"
        if not (project.root / file).is_file():
            raise RenderFout(
                f"Profiel '{name}' bestaat niet: {file} ontbreekt",
                waarom="Quarto zou een onbekend profiel stil negeren",
                doe="kies een bestaand profiel, of maak het bestand",
                waar=NAME,
            )
        data = merge(data, _yaml(project, file))
    book = _mapping(data.get("book"))
    for key in ("title", "author", "chapters"):
        if not book.get(key):
            raise RenderFout(f"book.{key} ontbreekt", waarom=_WHY, doe="vul het in", waar=NAME)
    given = variables(project)
    return Book(
        project=project,
        title=str(book["title"]),
        subtitle=str(book.get("subtitle") or ""),
        author=", ".join(as_list(book["author"])),
        lang=str(data.get("lang") or "nl"),
        entries=tuple(_entries(project, book)),
        profiles=tuple(profiles),
        output_file=str(book.get("output-file") or "boek"),
        downloads=tuple(as_list(book.get("downloads"))),
        resources=tuple(as_list(_mapping(data.get("project")).get("resources"))),
        filters=tuple(_filter(project, name) for name in as_list(data.get("filters"))),
        bibliography=tuple(project.root / name for name in as_list(data.get("bibliography"))),
        csl=project.root / str(data["csl"]) if data.get("csl") else None,
        html=_mapping(_mapping(data.get("format")).get("html")),
        edition=EditionLabel.of(given),
        variables=given,
        metadata=data,
    )


def variables(project: Project) -> dict[str, Any]:
    """The content of ``_variables.yml``, which ``ivp.run.variables`` writes; empty without it."""
    name = "_variables.yml"
    return _yaml(project, name) if (project.root / name).is_file() else {}


def parse_yaml(text: str) -> Any:
    """The data in a YAML text, read by the fast reader where it is installed."""
    return yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))


def as_list(value: Any) -> list[str]:
    """A setting that may be left out, one text, or a list of them."""
    if value is None:
        return []
    return [str(item) for item in value] if isinstance(value, list) else [str(value)]


def merge(base: Any, over: Any) -> Any:
    """Two configurations as Quarto merges them: maps merge, lists concatenate, values replace."""
    if isinstance(base, dict) and isinstance(over, dict):
        both = {key: merge(base[key], over[key]) for key in base if key in over}
        return {**base, **over, **both}
    if isinstance(base, list) and isinstance(over, list):
        return base + [item for item in over if item not in base]
    return over


def lookup(data: dict[str, Any], dotted: str) -> str | None:
    """The value at ``a.b.c``, as text; ``None`` when there is none."""
    node: Any = data
    for key in dotted.split("."):
        if not isinstance(node, dict) or key not in node:
            return None
        node = node[key]
    return None if node is None or isinstance(node, dict | list) else str(node)


def _entries(project: Project, book: dict[str, Any]) -> Iterator[BookEntry]:
    def one(item: Any, part: str | None, appendix: bool) -> Iterator[BookEntry]:
        if isinstance(item, dict) and "part" in item:
            title = str(item["part"])
            if title.endswith(".qmd") or part:
                raise _unsupported(f"deel '{title}'")
            for inner in item.get("chapters") or []:
                yield from one(inner, title, appendix)
            return
        if not isinstance(item, str) or not item.endswith(".qmd"):
            raise _unsupported(f"hoofdstuk {item!r}")
        if not (project.root / item).is_file():
            raise RenderFout(
                f"Hoofdstuk {item} bestaat niet",
                waarom="het staat in de lijst van hoofdstukken",
                doe="maak het bestand, of haal de regel weg",
                waar=NAME,
            )
        yield BookEntry(item, part, appendix)

    for item in book["chapters"]:
        yield from one(item, None, False)
    for item in book.get("appendices") or []:
        yield from one(item, None, True)


def _filter(project: Project, name: str) -> Path:
    path = project.root / name
    if path.suffix != ".lua" or not path.is_file():
        raise RenderFout(
            f"Filter {name} bestaat niet, of is geen Lua-filter",
            waarom="het boek zou er anders uitzien dan met Quarto",
            doe="herstel de naam onder filters",
            waar=NAME,
        )
    return path


def _unsupported(what: str) -> RenderFout:
    return RenderFout(
        f"De ingebouwde opmaak kent dit niet in de hoofdstuklijst: {what}",
        waarom="het boek zou stil onvolledig zijn",
        doe="noem een .qmd-bestand, of een deel met een titel en hoofdstukken",
        waar=NAME,
    )


def _yaml(project: Project, name: str) -> dict[str, Any]:
    try:
        return _mapping(parse_yaml((project.root / name).read_text("utf-8")))
    except (OSError, yaml.YAMLError, UnicodeDecodeError) as error:
        raise RenderFout(
            f"Niet te lezen: {error}", waarom=_WHY, doe="herstel het bestand", waar=name
        ) from None


def _mapping(value: Any) -> dict[str, Any]:
    return dict(value) if isinstance(value, dict) else {}
