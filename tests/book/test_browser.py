"""The pages in a real browser, opened as files: figures, search, small screens, accessibility."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

from ivp.run.static import browser as find_browser
from tests.book.conftest import SVG, Sample, empty, figure

FIGURE: dict[str, Any] = {
    "data": [{"type": "scatter", "x": [2020, 2021], "y": [1234.5, 2.5], "name": "</script>x"}],
    "layout": {"height": 300, "separators": ",.", "paper_bgcolor": "#ffffff"},
}
HTML = (
    '<div class="ivp-figuur" data-figuur="fig-a"><p class="voorbeeldcijfers">Voorbeeldcijfers</p>'
    f'<div class="ivp-plot" data-alt="Een lijn daalt"><div class="stil">{SVG}</div></div>'
    '<script type="application/json">%s</script>'
    '<details class="ivp-tabel"><summary>Toon als tabel</summary><div class="tabelvak" '
    'role="region" tabindex="0" aria-label="Cijfers"><table><caption>Cijfers</caption><thead><tr>'
    '<th scope="col">Jaar</th></tr></thead><tbody><tr><th scope="row">2020</th></tr></tbody>'
    "</table></div></details></div>"
) % json.dumps(FIGURE).replace("<", "\\u003c")
WIDE = "| " + " | ".join(f"Kolomkop{i}" for i in range(12)) + " |"
TEXT = f"""# Inbraken in de wijken {{#sec-a}}

{{{{< embed ../_executed/a.ipynb#fig-a >}}}}

## Huizen

{WIDE}
{"|--:" * 12}|
{"| 1.234,5 " * 12}|

: Een brede tabel {{#tbl-breed}}

::: {{.callout-warning}}
Let op de woninginbraken.
:::

### Dieper

[Elders](https://www.cbs.nl).^[Een noot.]
"""


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    path = find_browser()
    assert path, "deze tests vragen om een browser (apt-get install chromium)"
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield running
        running.close()


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    sample = empty(tmp_path_factory.mktemp("browser"))
    sample.chapters = [{"part": "Deel", "chapters": ["chapters/een.qmd", "chapters/twee.qmd"]}]
    sample.write("chapters/een.qmd", TEXT).write("chapters/twee.qmd", "# Twee\n\nNiets.\n")
    sample.notebook("a", figure("fig-a", HTML)).render()
    return sample


def open_page(browser: Browser, book: Sample, name: str, **options: Any) -> tuple[Page, list[str]]:
    """A page, and the addresses it asked for; an error in the console fails the test."""
    context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options})
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.goto((book.out / name).as_uri())
    return page, asked


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 900, 360])
def test_no_accessibility_problems_and_no_sideways_scrolling(
    chromium: Browser, book: Sample, width: int, scheme: str
) -> None:
    for name in ("index.html", "chapters/een.html"):
        page, _ = open_page(
            chromium, book, name, viewport={"width": width, "height": 800}, color_scheme=scheme
        )
        if name != "index.html":
            page.wait_for_selector(".ivp-plot.getekend")
        results = Axe().run(page)
        assert results.violations_count == 0, results.generate_report()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        page.context.close()


def test_a_figure_is_drawn_from_the_books_own_bundle(chromium: Browser, book: Sample) -> None:
    page, asked = open_page(chromium, book, "chapters/een.html", color_scheme="dark")
    plot = page.wait_for_selector(".ivp-plot.getekend [role=img]")
    assert plot is not None
    assert plot.get_attribute("aria-label") == "Een lijn daalt"
    assert page.locator(".ivp-plot .stil").count() == 0
    assert (
        page.evaluate("document.querySelector('.js-plotly-plot').layout.paper_bgcolor") == "#14191f"
    )
    assert sum("plotly.min.js" in url for url in asked) == 1
    assert all(url.startswith("file:") for url in asked)


def test_plotly_is_not_fetched_without_a_figure(chromium: Browser, book: Sample) -> None:
    page, asked = open_page(chromium, book, "chapters/twee.html")
    page.wait_for_load_state("networkidle")
    assert not any("plotly.min.js" in url for url in asked)


def test_a_wide_table_scrolls_in_a_region_of_its_own(chromium: Browser, book: Sample) -> None:
    page, _ = open_page(chromium, book, "chapters/een.html", viewport={"width": 360, "height": 800})
    region = page.get_by_role("region", name="Tabel 1.1")
    region.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.activeElement.scrollLeft > 0")


@pytest.mark.parametrize(
    ("query", "found"),
    [("inbraak", "Inbraken in de wijken"), ("huis", "Huizen"), ("woninginbraak", "Huizen")],
)
def test_search_knows_dutch_word_forms(
    chromium: Browser, book: Sample, query: str, found: str
) -> None:
    page, _ = open_page(chromium, book, "index.html")
    page.get_by_label("Zoeken in het boek").fill(query)
    link = page.locator(".zoeklijst a", has_text=found).first
    link.wait_for()
    link.click()
    page.wait_for_url("**/chapters/een.html*")


def test_search_by_keyboard_and_nothing_found(chromium: Browser, book: Sample) -> None:
    page, _ = open_page(chromium, book, "index.html")
    page.get_by_label("Zoeken in het boek").fill("xyzzy")
    page.get_by_role("status").get_by_text("Niets gevonden").wait_for(state="attached")
    page.get_by_label("Zoeken in het boek").fill("niets")
    page.locator(".zoeklijst a").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/chapters/twee.html")


def test_everything_is_readable_without_javascript(chromium: Browser, book: Sample) -> None:
    page, _ = open_page(chromium, book, "chapters/een.html", java_script_enabled=False)
    assert page.locator(".ivp-plot svg").is_visible()
    assert page.get_by_role("navigation", name="Hoofdstukken").get_by_text("Twee").is_visible()
    assert page.locator(".zoeken").is_hidden()
    page.get_by_text("Toon als tabel").click()
    assert page.locator(".tabelvak table").is_visible()


def test_skip_link_comes_first(chromium: Browser, book: Sample) -> None:
    page, _ = open_page(chromium, book, "chapters/een.html")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "MAIN"
