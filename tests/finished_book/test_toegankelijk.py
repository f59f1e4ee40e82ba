"""The finished book for every reader: keyboard, zoom, paper, weight, the PDF."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlparse

import pdfua
import pikepdf
import pytest

from tests.finished_book.conftest import Boek

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

MOST_BYTES = 300_000
STOPS = 'a[href], button, input, select, summary, [tabindex="0"]'
FOCUS = """() => {
  const node = document.activeElement;
  if (!node || node === document.body) return null;
  const box = node.getClientRects()[0] || node.getBoundingClientRect();
  const style = getComputedStyle(node);
  const x = Math.min(Math.max(box.left + Math.min(box.width / 2, 8), 0), innerWidth - 1);
  const y = Math.min(Math.max(box.top + Math.min(box.height / 2, 8), 0), innerHeight - 1);
  const at = document.elementFromPoint(x, y);
  return {
    what: [node.tagName, node.className, node.textContent.trim().slice(0, 40)].join(" "),
    outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    onScreen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    covered: !!at && at !== node && !node.contains(at) && !at.contains(node),
    last: node.matches(".volgende, .vorige:last-child"),
  };
}"""


def ready(page: Page, path: Path) -> None:
    page.goto(path.as_uri())
    page.wait_for_function(
        "[...document.querySelectorAll('.ivp-plot')].every(plot => plot.matches('.getekend'))"
    )


@pytest.mark.parametrize("name", ["index", "chapters/veld-jeugd", "chapters/prioritering"])
def test_all_can_be_reached_by_keyboard_with_visible_focus(
    boek: Boek, chromium: Browser, name: str
) -> None:
    """WCAG 2.2: 2.1.1, 2.4.1, 2.4.7, 2.4.11. The first stop is the skip link."""
    page = chromium.new_page(viewport={"width": 1280, "height": 800}, reduced_motion="reduce")
    ready(page, boek.folder / f"{name}.html")
    stops: list[dict[str, Any]] = []
    for _ in range(600):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        if stop is None:
            break
        stops.append(stop)
        if stop["last"]:
            break
    assert stops[0]["what"].startswith("A skip-link")
    wrong = [s for s in stops if not s["outlined"] or not s["onScreen"] or s["covered"]]
    assert wrong == []
    reachable = page.evaluate(
        f"[...document.querySelectorAll('{STOPS}')].filter("
        "n => n.checkVisibility({visibilityProperty: true}) && !n.disabled).length"
    )
    assert len(stops) >= reachable - 1
    page.close()


def test_at_320_pixels_nothing_is_lost_or_scrolls_sideways(boek: Boek, chromium: Browser) -> None:
    """WCAG 1.4.10: what a reader has who zooms a screen of 1280 pixels to 400%."""
    page = chromium.new_page(viewport={"width": 320, "height": 640}, reduced_motion="reduce")
    wide = []
    for path in boek.pages:
        ready(page, path)
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(path.name)
    page.close()
    assert wide == []


def test_reduced_motion_is_obeyed(boek: Boek, chromium: Browser) -> None:
    page = chromium.new_page(reduced_motion="reduce")
    ready(page, boek.folder / "chapters/veiligheidsbeeld.html")
    moving = page.evaluate(
        "[document.documentElement, ...document.querySelectorAll('*')].filter(n => {"
        " const s = getComputedStyle(n); return s.scrollBehavior === 'smooth' ||"
        " s.animationName !== 'none' || parseFloat(s.transitionDuration) > 0.01; }).length"
    )
    page.close()
    assert moving == 0


def test_paper_has_the_text_and_none_of_the_controls(boek: Boek, chromium: Browser) -> None:
    page = chromium.new_page(reduced_motion="reduce", color_scheme="dark")
    ready(page, boek.folder / "chapters/veld-jeugd.html")
    page.emulate_media(media="print")
    seen = page.evaluate(
        "[...document.querySelectorAll('nav, button, search, .ivp-gegevens, .ivp-getekend')]"
        ".filter(n => n.checkVisibility()).length"
    )
    assert seen == 0
    assert page.locator(".ivp-statisch").first.is_visible()
    assert page.locator("main h2").first.is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    page.close()


def test_without_javascript_every_figure_is_there(boek: Boek, chromium: Browser) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    for path in boek.pages:
        page.goto(path.as_uri())
        for figure in page.locator(".ivp-figuur").all():
            assert figure.locator(".ivp-statisch").is_visible(), path.name
            assert figure.locator("table").count() == 1, path.name
    context.close()


BELOW = """[...document.querySelectorAll('.ivp-plot')]
  .filter(plot => plot.getBoundingClientRect().top > innerHeight)
  .flatMap(plot => [...plot.querySelectorAll('img[loading=lazy]')].map(image => image.src))"""


def weight(page: Page, path: Path) -> tuple[int, int]:
    """Bytes that a reader fetches by opening a page, without and of the plotly bundle.

    Without pictures below the first screen too: how many of those a browser fetches already
    depends on how fast it is.
    """
    sizes: dict[str, int] = {}

    def add(request: Any) -> None:
        sizes[request.url] = Path(unquote(urlparse(request.url).path)).stat().st_size

    page.on("request", add)
    ready(page, path)
    page.remove_listener("request", add)
    for picture in page.evaluate(BELOW):
        sizes.pop(picture, None)
    plotly = sum(size for name, size in sizes.items() if name.endswith("plotly.min.js"))
    return sum(sizes.values()) - plotly, plotly


def test_pages_are_light_and_only_those_with_figures_fetch_plotly(
    boek: Boek, chromium: Browser
) -> None:
    heavy, wrong = {}, []
    context = chromium.new_context(viewport={"width": 1280, "height": 900})
    for path in boek.pages:
        page = context.new_page()
        own, plotly = weight(page, path)
        if own >= MOST_BYTES:
            heavy[path.name] = own
        if bool(plotly) != bool(page.locator(".ivp-figuur").count()):
            wrong.append(path.name)
        page.close()
    context.close()
    assert heavy == {} and wrong == []


def nodes(node: Any) -> Iterator[pikepdf.Dictionary]:
    """All structure elements of a PDF, in reading order."""
    if isinstance(node, pikepdf.Array):
        for child in node:
            yield from nodes(child)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from nodes(node.K)


def test_the_tag_tree_of_the_pdf(boek: Boek) -> None:
    """PDF/UA by hand: what the second validator below does not look at (docs/adr/0071)."""
    with pikepdf.open(boek.pdf) as pdf:
        tree = list(nodes(pdf.Root.StructTreeRoot.K))
        kinds = [str(node.S) for node in tree]
        figures = [node for node in tree if node.S == "/Figure"]
        assert len(figures) > 20
        assert all(len(str(node.get("/Alt", ""))) > 20 for node in figures)
        heads = [node for node in tree if node.S == "/TH"]
        scopes = [str(a.get("/Scope", "")) for node in heads for a in attributes(node)]
        assert len(heads) > 100 and len([s for s in scopes if s]) == len(heads)
        levels = [int(kind[2:]) for kind in kinds if kind[:2] == "/H" and kind[2:].isdigit()]
        assert levels[0] == 1
        assert all(b - a <= 1 for a, b in pairwise(levels))
        assert kinds.count("/Table") > 30 and kinds.count("/TOC") >= 1
        assert str(pdf.Root.Lang).lower() == "nl-nl"
        assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)
        assert pdf.Root.MarkInfo.Marked
        fonts = [
            o for o in pdf.objects
            if isinstance(o, pikepdf.Dictionary) and o.get("/Type") == "/FontDescriptor"
        ]  # fmt: skip
        assert fonts
        assert all({"/FontFile", "/FontFile2", "/FontFile3"} & set(f.keys()) for f in fonts)
        with pdf.open_outline() as outline:
            assert len(outline.root) > 5
        with pdf.open_metadata() as meta:
            assert meta["dc:title"] and meta.pdfa_status == "2A" and meta["pdfuaid:part"] == "1"


def test_a_second_validator_finds_nothing_in_the_pdf(boek: Boek) -> None:
    """pdfua shares no code with Typst, which wrote the file. It says itself what it leaves out."""
    report = pdfua.validate(str(boek.pdf))
    assert [finding.message for finding in report.findings] == []
    # Its check of empty headings stumbles over attributes in a list; the test above reads headings.
    assert {outcome.rule_id for outcome in report.skipped} <= {"UA-14-001"}
    assert len(report.outcomes) - len(report.skipped) >= 11


def test_a_second_validator_finds_what_is_wrong(boek: Boek, tmp_path: Path) -> None:
    broken = tmp_path / "kapot.pdf"
    with pikepdf.open(boek.pdf) as pdf:
        del pdf.Root.Lang
        figure = next(n for n in nodes(pdf.Root.StructTreeRoot.K) if n.S == "/Figure")
        del figure["/Alt"]
        pdf.save(broken)
    found = {finding.rule_id for finding in pdfua.validate(str(broken)).findings}
    assert {"UA-06-001", "UA-13-004"} <= found


def attributes(node: pikepdf.Dictionary) -> Iterator[pikepdf.Dictionary]:
    found: Any = node.get("/A", [])
    for one in found if isinstance(found, pikepdf.Array) else [found]:
        if isinstance(one, pikepdf.Dictionary) and one.get("/O") == "/Table":
            yield one


def test_every_veld_opens_with_a_summary_of_one_page(boek: Boek) -> None:
    """In the PDF: the summary is whole on the page where its chapter begins, and alone there."""
    pages = boek.pdf_pages
    first = [i for i, text in enumerate(pages) if "Dit veld op één bladzijde" in text]
    first = [i for i in first if "Zonder cijfer" in pages[i]]
    assert len(first) == 5
    for i in first:
        assert (
            "Alle cijfers op een rij" not in pages[i] and "Alle cijfers op een rij" in pages[i + 1]
        )


def test_every_sheet_of_a_concept_says_so(boek: Boek) -> None:
    assert [number for number, text in enumerate(boek.pdf_pages, 1) if "oncept" not in text] == []
