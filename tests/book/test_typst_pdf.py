"""The PDF: standards, language, bookmarks, tables, and the same bytes every time."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pikepdf
import pytest

from tests.book.conftest import Sample, figure, table

One = Callable[[str], Sample]
TEXT = """# Een {#sec-een}

{{< embed ../_executed/a.ipynb#fig-a >}}

{{< embed ../_executed/a.ipynb#tbl-a >}}

## Onder

::: {.callout-important}
Met een lijst:

1. een
2. twee
:::

Een noot.^[Hier.] En [buiten](https://www.cbs.nl).

begrip
:   uitleg
"""


def structure(pdf: pikepdf.Pdf) -> dict[str, int]:
    """How often each structure type occurs in the document."""
    counts: dict[str, int] = {}

    def walk(node: pikepdf.Object) -> None:
        if isinstance(node, pikepdf.Array):
            for child in node:
                walk(child)
        elif isinstance(node, pikepdf.Dictionary):
            if "/S" in node:
                counts[str(node.S)] = counts.get(str(node.S), 0) + 1
            if "/K" in node:
                walk(node.K)

    walk(pdf.Root.StructTreeRoot)
    return counts


@pytest.fixture
def book(one: One) -> Sample:
    made = one(TEXT).notebook("a", figure("fig-a"), table("tbl-a", rows=90))
    made.render("pdf")
    return made


def test_it_says_what_it_is(book: Sample) -> None:
    with pikepdf.open(book.out / "voorbeeld.pdf") as pdf, pdf.open_metadata() as meta:
        assert meta.pdfa_status == "2A"
        assert meta["pdfuaid:part"] == "1"
        assert meta["dc:title"] == "Voorbeeldplan 2026"
        assert str(pdf.Root.Lang).lower() == "nl-nl"
        assert bool(pdf.Root.MarkInfo.Marked)
        found = structure(pdf)
    # The header row of a table that runs on is tagged once; both columns have a header.
    assert found["/Table"] == 1 and found["/TH"] == 2 and found["/TR"] == 91
    assert found["/Figure"] >= 1 and found["/H1"] >= 2


def test_the_image_has_its_description(book: Sample) -> None:
    with pikepdf.open(book.out / "voorbeeld.pdf") as pdf:
        raw = [str(o.Alt) for o in pdf.objects if isinstance(o, pikepdf.Dictionary) and "/Alt" in o]
    assert "Beschrijving van fig-a" in raw


def test_header_rows_repeat_on_every_page(book: Sample) -> None:
    pages = [page.extract_text() for page in book.pdf.pages]
    long = [text for text in pages if "rij 1" in text or "rij 89" in text]
    assert len(long) > 1
    assert all("Naam" in text and "Waarde" in text for text in long)


def test_only_our_own_fonts(book: Sample) -> None:
    fonts = {
        str(font["/BaseFont"])
        for page in book.pdf.pages
        for font in cast(dict[str, Any], page["/Resources"]).get("/Font", {}).values()
    }
    assert fonts and all("SourceSans3" in name for name in fonts)


def test_the_same_input_gives_the_same_bytes(book: Sample, monkeypatch: pytest.MonkeyPatch) -> None:
    first = (book.out / "voorbeeld.pdf").read_bytes()
    book.render("pdf")
    assert (book.out / "voorbeeld.pdf").read_bytes() == first
    written = book.pdf.metadata and book.pdf.metadata.creation_date
    assert written and written.date().isoformat() == "2026-11-23"
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "0")
    book.render("pdf")
    assert (book.out / "voorbeeld.pdf").read_bytes() == first


def test_lines_are_numbered_only_when_asked(one: One) -> None:
    text = "# Een {#sec-een}\n\n" + "Woorden die samen een lange alinea vormen. " * 40
    plain = one(text)
    plain.render("pdf")
    words = plain.pdf_text
    numbered = one(text)
    numbered.config["regelnummers"] = True
    numbered.render("pdf")  # Typst refuses what is not PDF/UA-1 and PDF/A-2a
    found = numbered.pdf_text
    page = numbered.pdf.pages[-1].extract_text()
    assert " 12 " not in words
    assert "12" in page.split()
    assert found.count("lange") == words.count("lange") == 40


FORGET = """
from ivp.book import typst_pdf
import typst

def memory():
    with open("/proc/self/status") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))

for number in range(6):
    parts = [f"= Kop {number}-{part}\\n" + f"woord{number} " * 900 for part in range(60)]
    typst.compile("\\n\\n".join(parts).encode())
    typst_pdf.forget()
    print(memory())
"""


@pytest.mark.skipif(sys.platform != "linux", reason="geheugen wordt gelezen uit /proc van Linux")
def test_typst_lets_go_of_what_it_set(tmp_path: Path) -> None:
    """Else a process that makes one book after the other holds the last ten."""
    done = subprocess.run(
        [sys.executable, "-c", FORGET], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    first, *_, last = map(int, done.stdout.split())
    assert last < first * 1.5
