"""Small sample books, written by hand and rendered in a temporary folder."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml
from bs4 import BeautifulSoup
from pypdf import PdfReader

from ivp.book import Rendered, findings, render
from ivp.paths import Project
from ivp.store import Store

ROOT = Path(__file__).parents[2]
SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="600" height="300" viewBox="0 0 600 300">'
    '<rect width="600" height="300" fill="#fff"/><text x="20" y="40">12,5</text></svg>'
)
SCRIPT = "".join(
    f'<script defer src="/assets/{name}.js"></script>' for name in ("figuren", "lezen", "zoeken")
)
RESOURCES = ["assets/*.js", "assets/vendor/snow*", "_executed/downloads/*"]
VARIABLES = {
    "gemeente": {"naam": "Voorbeeldstad"},
    "editie": {"nummer": "0.1", "datum_iso": "2026-11-23", "status": "concept"},
}


def cell(label: str, data: dict[str, str], **options: str) -> dict[str, Any]:
    """An executed code cell with ``#|`` options."""
    named = {"label": label, **{key.replace("_", "-"): value for key, value in options.items()}}
    source = "".join(f"#| {key}: {json.dumps(value)}\n" for key, value in named.items() if value)
    output = {"output_type": "display_data", "metadata": {}, "data": data}
    return {
        "cell_type": "code",
        "metadata": {},
        "execution_count": None,
        "source": source.splitlines(keepends=True),
        "outputs": [{**output, "data": {k: v.splitlines(True) for k, v in data.items()}}],
    }


def figure(label: str, html: str = "<b>figuur</b>", **options: str) -> dict[str, Any]:
    texts = {"fig_cap": f"Bijschrift van {label}", "fig_alt": f"Beschrijving van {label}"}
    return cell(label, {"text/html": html, "image/svg+xml": SVG}, **{**texts, **options})


def table(label: str, rows: int = 1) -> dict[str, Any]:
    lines = [f"| rij {i} | {i},5 |" for i in range(rows)]
    text = "\n".join(["| Naam | Waarde |", "|:--|--:|", *lines])
    return cell(label, {"text/markdown": text}, tbl_cap=f"Bijschrift van {label}")


@dataclass
class Sample:
    """A book project in ``root`` and, once rendered, the result in ``out``."""

    root: Path
    chapters: list[Any] = field(default_factory=list)
    appendices: list[str] = field(default_factory=list)
    config: dict[str, Any] = field(default_factory=dict)

    @property
    def project(self) -> Project:
        return Project(self.root)

    @property
    def out(self) -> Path:
        return self.root / "uit"

    def write(self, name: str, text: str) -> Sample:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
        return self

    def notebook(self, name: str, *cells: dict[str, Any]) -> Sample:
        data = {"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5}
        return self.write(f"_executed/{name}.ipynb", json.dumps(data))

    def save(self) -> Sample:
        book = {
            "title": "Voorbeeldplan 2026",
            "subtitle": "Ondertitel",
            "author": "Gemeente Voorbeeldstad",
            "output-file": "voorbeeld",
            "downloads": ["pdf"],
            "chapters": ["index.qmd", *self.chapters],
            "appendices": self.appendices,
        }
        data = {
            "project": {
                "type": "book",
                "resources": ["assets/*.js", "assets/vendor/snow*", "_executed/downloads/*"],
            },
            "lang": "nl",
            "filters": ["assets/quarto/tabellen.lua"],
            "book": book,
            "format": {
                "html": {
                    "css": ["assets/boek.css"],
                    "include-after-body": [{"text": SCRIPT}],
                }
            },
            **self.config,
        }
        return self.write("_quarto.yml", yaml.safe_dump(data, allow_unicode=True))

    def render(self, *formats: str, profile: str | None = None) -> Rendered:
        self.save()
        shutil.rmtree(self.out, ignore_errors=True)
        return render(self.project, self.out, formats or ("html", "pdf"), profile)

    def soup(self, page: str) -> BeautifulSoup:
        return BeautifulSoup((self.out / page).read_text("utf-8"), "lxml")

    def text(self, page: str) -> str:
        main = self.soup(page).find("main")
        assert main is not None
        return " ".join(main.get_text(" ").split())

    @property
    def pdf(self) -> PdfReader:
        return PdfReader(self.out / "voorbeeld.pdf")

    @property
    def pdf_text(self) -> str:
        return " ".join(" ".join(page.extract_text() for page in self.pdf.pages).split())


def empty(folder: Path) -> Sample:
    """An empty book: a front page, variables, the project's own assets, no chapters yet."""
    made = Sample(folder / "een boek")
    made.root.mkdir()
    (made.root / "assets").symlink_to(ROOT / "assets")
    made.write("_variables.yml", yaml.safe_dump(VARIABLES))
    return made.write("index.qmd", "# Vooraf {.unnumbered}\n\nWelkom.\n")


@pytest.fixture
def sample(tmp_path: Path) -> Sample:
    return empty(tmp_path)


@pytest.fixture
def one(sample: Sample) -> Callable[[str], Sample]:
    """A book with the front page and one chapter, ``chapters/een.qmd``."""

    def make(text: str) -> Sample:
        sample.chapters = ["chapters/een.qmd"]
        return sample.write("chapters/een.qmd", text)

    return make


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "een boek"
    (made / "chapters").mkdir(parents=True)
    return made


def page(folder: Path, body: str, head: str = "", name: str = "chapters/a.html") -> None:
    text = f"<!DOCTYPE html><html><head>{head}</head><body><main>{body}</main></body></html>"
    (folder / name).write_text(text, "utf-8")


def said(folder: Path) -> list[tuple[str, str]]:
    """Where and what, of each finding; the same is found from what was kept."""
    found = [(str(one.waar), one.wat) for one in findings(folder)]
    store = Store(folder.parent / "bewaard")
    for _ in range(2):
        assert [(str(one.waar), one.wat) for one in findings(folder, store)] == found
    return found
