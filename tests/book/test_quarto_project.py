"""The project as Quarto will read it: whatever ``_quarto.yml`` and the chapters name is there.

Quarto itself cannot be had everywhere. It stops at a missing chapter, filter or partial, and passes
in silence over a notebook cell that does not exist.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache

import pytest
import yaml

from ivp.config import load
from ivp.paths import Project
from tests.book.conftest import ROOT

QUARTO = yaml.safe_load((ROOT / "_quarto.yml").read_text("utf-8"))
SHORTCODE = re.compile(r"(?<!\{)\{\{<\s*(\w+)\s*(.*?)\s*>\}\}")
KNOWN = {"embed", "var", "meta", "include", "pagebreak"}
WRITTEN = "../_executed/veranderd.ipynb"
"""By ``ivp`` itself, before every render: what differs from the edition before."""
LABEL = re.compile(r"^#\| label: (\S+)$", re.MULTILINE)


def chapters() -> Iterator[str]:
    for entry in [*QUARTO["book"]["chapters"], *QUARTO["book"]["appendices"]]:
        yield from entry["chapters"] if isinstance(entry, dict) else [entry]


def test_every_chapter_of_the_book_is_there_once_and_none_is_left_out() -> None:
    named = list(chapters())
    assert len(named) == len(set(named))
    there = {path.relative_to(ROOT).as_posix() for path in ROOT.glob("chapters/*.qmd")}
    assert set(named) == there | {"index.qmd"}
    assert {one.text for one in load(Project(ROOT)).chapters} <= set(named)


def test_every_file_that_the_configuration_names_is_there() -> None:
    typst, html = QUARTO["format"]["typst"], QUARTO["format"]["html"]
    project = QUARTO["project"]
    named = [*QUARTO["filters"], *html["css"], *typst["template-partials"], *typst["font-paths"]]
    named += [project["pre-render"], project["post-render"]]
    named += [path for path in project["resources"] if not path.startswith("_executed")]
    named += [f"_quarto-{QUARTO['profile']['default']}.yml"]
    for name in named:
        assert list(ROOT.glob(name)), name
    scripts = re.findall(r'src="/([^"]+)"', html["include-after-body"][0]["text"])
    assert scripts and all((ROOT / name).is_file() for name in scripts)


def test_the_pdf_of_quarto_is_held_to_the_same_standards() -> None:
    typst = QUARTO["format"]["typst"]
    assert sorted(typst["pdf-standard"]) == ["a-2a", "ua-1"]
    assert typst["callout-icon"] is False and typst["papersize"] == "a4"
    assert QUARTO["lang"] == "nl" and QUARTO["book"]["author"] and QUARTO["book"]["title"]
    assert QUARTO["execute"]["enabled"] is False
    template = (ROOT / "assets/typst/typst-template.typ").read_text("utf-8")
    for name in ("part(title)", "appendices(title, hide-parent: true, body)", "callout("):
        assert f"#let {name}" in template, name


@cache
def labels() -> dict[str, set[str]]:
    """Per executed notebook the labels that its run leaves."""
    found = {}
    for one in load(Project(ROOT)).chapters:
        notebook = json.loads((ROOT / one.notebook).read_text("utf-8"))
        source = "\n".join("".join(cell["source"]) for cell in notebook["cells"])
        veld = str(one.parameters.get("veld", ""))
        found[f"../_executed/{one.id}.ipynb"] = {
            label.replace("{veld}", veld) for label in LABEL.findall(source)
        }
    return found


@pytest.mark.parametrize("chapter", list(chapters()))
def test_a_chapter_uses_what_quarto_knows_and_what_the_notebooks_leave(chapter: str) -> None:
    left = labels()
    text = (ROOT / chapter).read_text("utf-8")
    for name, rest in SHORTCODE.findall(text):
        assert name in KNOWN, name
        if name == "embed":
            path, _, label = rest.partition("#")
            path = path if "/" in chapter else f"../{path}"
            assert path == WRITTEN or label in left[path], rest
    formats = set(re.findall(r'when-format="(\w+)"', text))
    assert formats <= {"html", "typst"}


def test_every_cell_with_a_label_is_shown_somewhere() -> None:
    text = "\n".join((ROOT / chapter).read_text("utf-8") for chapter in chapters())
    unseen = [
        f"{path}#{label}"
        for path, known in labels().items()
        for label in sorted(known)
        if f"{path.removeprefix('../')}#{label} " not in text
    ]
    assert all("uitsplitsing" in name for name in unseen), unseen


def test_the_brand_file_keeps_to_what_quarto_reads() -> None:
    """brand.yml knows these parts; in ``color`` only a palette and its own roles."""
    brand = yaml.safe_load((ROOT / "_brand.yml").read_text("utf-8"))
    assert set(brand) <= {"meta", "logo", "color", "typography", "defaults"}
    roles = {"foreground", "background", "primary", "secondary", "tertiary"}
    roles |= {"success", "info", "warning", "danger", "light", "dark"}
    assert set(brand["color"]) - {"palette"} <= roles
    palette = brand["color"]["palette"]
    assert {v for k, v in brand["color"].items() if k != "palette"} <= set(palette)
    for font in brand["typography"]["fonts"]:
        assert all((ROOT / file["path"]).is_file() for file in font["files"])
