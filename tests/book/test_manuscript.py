"""What is kept of the pages: the same book as without it, and only what changed is made."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from ivp.book import manuscript, pandoc, typst_pdf
from tests.book.conftest import SVG, VARIABLES, Sample, figure, table

TWO = """# Twee {#sec-twee}

Zie @fig-een, [het begin](een.qmd#begin) en @sec-drie. Een indicator voor {{< var gemeente.naam >}}.

## Paragraaf drie {#sec-drie}

{{< include _deel.qmd >}}

::: {.content-visible when-profile="openbaar"}
Voor iedereen.
:::
"""


@pytest.fixture
def book(sample: Sample) -> Sample:
    sample.chapters = ["chapters/een.qmd", "chapters/twee.qmd", "chapters/begrippen.qmd"]
    sample.config = {"profile": {"default": "openbaar"}}
    sample.write("_quarto-openbaar.yml", "lang: nl\n").write("_quarto-concept.yml", "lang: nl\n")
    sample.notebook("een", figure("fig-een"), table("tbl-een"))
    sample.write(
        "chapters/een.qmd",
        "# Een\n\nEen zin, editie {{< var editie.nummer >}}.\n\n## Begin\n\n"
        "{{< embed ../_executed/een.ipynb#fig-een >}}\n\n"
        "{{< embed ../_executed/een.ipynb#tbl-een >}}\n",
    )
    sample.write("chapters/_deel.qmd", "Een deel met een indicator, zie @tbl-een.\n")
    sample.write("chapters/begrippen.qmd", "# Begrippen\n\nIndicator\n\n:   Een cijfer.\n")
    return sample.write("chapters/twee.qmd", TWO)


def change(sample: Sample, name: str, old: str, new: str) -> None:
    text = (sample.root / name).read_text("utf-8")
    assert old in text
    sample.write(name, text.replace(old, new))


def rendered(sample: Sample, profile: str | None) -> dict[str, bytes]:
    sample.render(profile=profile)
    files = sorted(path for path in sample.out.rglob("*") if path.is_file())
    return {path.relative_to(sample.out).as_posix(): path.read_bytes() for path in files}


VALUES = yaml.safe_dump({**VARIABLES, "gemeente": {"naam": "Elders & co"}})
NEW_EDITION = yaml.safe_dump({**VARIABLES, "editie": {"nummer": "0.2", "status": "vastgesteld"}})
CHANGES: dict[str, Callable[[Sample], object]] = {
    "een zin": lambda s: change(s, "chapters/een.qmd", "Een zin,", "Een andere zin,"),
    "een titel": lambda s: change(s, "chapters/een.qmd", "# Een\n", "# Eerst\n"),
    "een anker": lambda s: change(s, "chapters/een.qmd", "## Begin", "## Begin\n\n### Erbij"),
    "een nummer": lambda s: change(
        s, "chapters/een.qmd", "## Begin", "![x](a.svg){#fig-voor}\n\n## Begin"
    ),
    "een ingevoegd deel": lambda s: change(s, "chapters/_deel.qmd", "Een deel", "Een stuk"),
    "een waarde": lambda s: s.write("_variables.yml", VALUES),
    "een uitleg": lambda s: change(s, "chapters/begrippen.qmd", "Een cijfer", "Een getal"),
    "een bijschrift": lambda s: s.notebook(
        "een", figure("fig-een", fig_cap="Anders", fig_alt="Anders gezien"), table("tbl-een", 2)
    ),
    "een afbeelding": lambda s: s.write("chapters/a.svg", SVG.replace("12,5", "13,5")),
    "een editie": lambda s: s.write("_variables.yml", NEW_EDITION),
    "een bijlage": lambda s: s.appendices.append(s.chapters.pop(1)),
}


def test_what_was_kept_gives_the_same_bytes_after_every_kind_of_change(
    book: Sample, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The document that Typst is given stands for the PDF, which follows from it.
    monkeypatch.setattr(
        typst_pdf, "_set", lambda files, *_: b"".join(files[name] for name in sorted(files))
    )
    book.write("chapters/a.svg", SVG)
    monkeypatch.setenv("IVP_OPSLAG", str(tmp_path / "bewaard"))
    before = rendered(book, None)
    for number, (name, make) in enumerate(CHANGES.items()):
        make(book)
        kept = rendered(book, None)
        assert kept != before, name
        monkeypatch.setenv("IVP_OPSLAG", str(tmp_path / f"leeg-{number}"))
        assert rendered(book, None) == kept, name
        monkeypatch.setenv("IVP_OPSLAG", str(tmp_path / "bewaard"))
        before = kept
    assert b"Voor iedereen" not in rendered(book, "concept")["chapters/twee.html"]
    assert rendered(book, None) == before


def test_one_sentence_costs_one_chapter(book: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[dict[str, Any]] = []
    run = pandoc._run

    def count(jobs: list[dict[str, Any]]) -> list[Any]:
        asked.extend(jobs)
        return run(jobs)

    monkeypatch.setattr(pandoc, "_run", count)
    book.render()
    assert len(asked) == 3 * 4  # each read once and written twice, also with both formats at once
    asked.clear()
    book.render()
    assert not asked
    change(book, "chapters/een.qmd", "Een zin,", "Een andere zin,")
    assert "Een andere zin, editie …." in manuscript.paragraphs(book.project)["chapters/een.html"]
    book.render()
    assert [json.dumps(job).count("andere") for job in asked] == [1, 1, 1]


def test_the_text_of_an_edition_has_no_numbers_of_references(book: Sample) -> None:
    book.save()
    found = manuscript.paragraphs(book.project, without=["chapters/een.qmd"])
    assert set(found) == {"index.html", "chapters/twee.html", "chapters/begrippen.html"}
    assert found["chapters/twee.html"] == [
        "Zie figuur, het begin en hoofdstuk. Een indicator voor Voorbeeldstad.",
        "Een deel met een indicator, zie tabel.",
        "Voor iedereen.",
    ]
