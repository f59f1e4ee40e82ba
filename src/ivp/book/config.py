"""``_quarto.yml`` and its profile, as far as the book itself is concerned."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from ivp.errors import RenderFout
from ivp.paths import Project

_WHY = "uit dit bestand volgt welke hoofdstukken het boek heeft en hoe het heet"


@dataclass(frozen=True)
class Chapter:
    """One page of the book, as listed in ``_quarto.yml``."""

    path: str
    part: str | None = None
    appendix: bool = False

    @property
    def page(self) -> str:
        """The page's path in the finished book."""
        return self.path.removesuffix(".qmd") + ".html"

    @property
    def slug(self) -> str:
        """A name for files and anchors of this chapter."""
        return self.path.removesuffix(".qmd").replace("/", "-")


@dataclass(frozen=True)
class Book:
    """Everything the embedded renderer takes from the configuration."""

    title: str
    subtitle: str
    author: str
    lang: str
    chapters: tuple[Chapter, ...]
    profiles: tuple[str, ...]
    output_file: str
    downloads: tuple[str, ...]
    resources: tuple[str, ...]
    filters: tuple[str, ...]
    html: dict[str, Any]
    typst: dict[str, Any]
    variables: dict[str, Any]
    metadata: dict[str, Any]

    @property
    def concept(self) -> bool:
        """Whether this edition has yet to be adopted by the council."""
        return str(self.edition.get("status", "")) == "concept"

    @property
    def edition(self) -> dict[str, Any]:
        """``editie`` from ``_variables.yml``: nummer, datum, status."""
        found = self.variables.get("editie")
        return found if isinstance(found, dict) else {}


def load(project: Project, profile: str | None = None) -> Book:
    """Read the configuration.

    ``profile`` (or ``QUARTO_PROFILE``) replaces ``profile.default``, as in Quarto. Raises
    ``RenderFout`` when a file is unreadable, a chapter does not exist, or a profile has no file.
    """
    data = _yaml(project, "_quarto.yml")
    chosen = profile or os.environ.get("QUARTO_PROFILE") or ""
    profiles = _names(chosen) or _names((data.get("profile") or {}).get("default"))
    for name in profiles:
        file = f"_quarto-{name}.yml"
        if not (project.root / file).is_file():
            raise RenderFout(
                f"Profiel '{name}' bestaat niet: {file} ontbreekt",
                waarom="Quarto zou een onbekend profiel stil negeren",
                doe="kies een bestaand profiel, of maak het bestand",
                waar="_quarto.yml",
            )
        data = merge(data, _yaml(project, file))
    book = data.get("book") or {}
    for key in ("title", "author", "chapters"):
        if not book.get(key):
            raise RenderFout(
                f"book.{key} ontbreekt", waarom=_WHY, doe="vul het in", waar="_quarto.yml"
            )
    formats = data.get("format") or {}
    variables = (
        _yaml(project, "_variables.yml") if (project.root / "_variables.yml").is_file() else {}
    )
    chapters = tuple(_chapters(project, book))
    return Book(
        title=str(book["title"]),
        subtitle=str(book.get("subtitle") or ""),
        author=", ".join(_list(book["author"])),
        lang=str(data.get("lang") or "nl"),
        chapters=chapters,
        profiles=tuple(profiles),
        output_file=str(book.get("output-file") or "boek"),
        downloads=tuple(_list(book.get("downloads"))),
        resources=tuple(_list((data.get("project") or {}).get("resources"))),
        filters=tuple(_filters(project, data)),
        html=_mapping(formats.get("html")),
        typst=_mapping(formats.get("typst")),
        variables=variables,
        metadata=data,
    )


def plain(text: str) -> Any:
    """The data in a YAML text, read by the fast reader where it is installed."""
    return yaml.load(text, getattr(yaml, "CSafeLoader", yaml.SafeLoader))


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


def _chapters(project: Project, book: dict[str, Any]) -> Iterator[Chapter]:
    def one(item: Any, part: str | None, appendix: bool) -> Iterator[Chapter]:
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
                waar="_quarto.yml",
            )
        yield Chapter(item, part, appendix)

    for item in book["chapters"]:
        yield from one(item, None, False)
    for item in book.get("appendices") or []:
        yield from one(item, None, True)


def _filters(project: Project, data: dict[str, Any]) -> Iterator[str]:
    for name in _list(data.get("filters")):
        if not name.endswith(".lua") or not (project.root / name).is_file():
            raise RenderFout(
                f"Filter {name} bestaat niet, of is geen Lua-filter",
                waarom="het boek zou er anders uitzien dan met Quarto",
                doe="herstel de naam onder filters",
                waar="_quarto.yml",
            )
        yield name


def _unsupported(what: str) -> RenderFout:
    return RenderFout(
        f"De ingebouwde opmaak kent dit niet in de hoofdstuklijst: {what}",
        waarom="het boek zou stil onvolledig zijn",
        doe="noem een .qmd-bestand, of een deel met een titel en hoofdstukken",
        waar="_quarto.yml",
    )


def _yaml(project: Project, name: str) -> dict[str, Any]:
    try:
        data = plain(Path(project.root / name).read_text("utf-8"))
    except (OSError, yaml.YAMLError, UnicodeDecodeError) as error:
        raise RenderFout(
            f"Niet te lezen: {error}", waarom=_WHY, doe="herstel het bestand", waar=name
        ) from None
    return _mapping(data)


def _mapping(value: Any) -> dict[str, Any]:
    return dict(value) if isinstance(value, dict) else {}


def _list(value: Any) -> list[str]:
    if value is None:
        return []
    return [str(item) for item in value] if isinstance(value, list) else [str(value)]


def _names(value: Any) -> list[str]:
    return [n.strip() for item in _list(value) for n in item.split(",") if n.strip()]
