"""The pages in a real browser, opened as files: figures, search, small screens, accessibility."""

from __future__ import annotations

import functools
import http.server
import json
import threading
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.book.conftest import SVG, Sample, empty, figure

FIGURE: dict[str, Any] = {
    "data": [{"type": "scatter", "x": [2020, 2021], "y": [1234.5, 2.5], "name": "</script>x"}],
    "layout": {"height": 300, "separators": ",.", "paper_bgcolor": "#ffffff"},
}
HTML = (
    '<div class="ivp-figuur" data-figuur="fig-a"><p class="voorbeeldcijfers">Voorbeeldcijfers</p>'
    '<div class="ivp-plot" data-alt="Een lijn daalt">'
    f'<div class="stil ivp-statisch">{SVG}</div></div>'
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
TWO = "# Twee\n\nNiets. Er zijn aangiften, een aangifte en het CBS; cbs niet.\n"
TERMS = "# Begrippen\n\nAangifte\n: Iemand meldt een \\<feit\\>.\n\nStatistiek (CBS)\n: Telt.\n"


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    sample = empty(tmp_path_factory.mktemp("browser"))
    sample.chapters = [{"part": "Deel", "chapters": ["chapters/een.qmd", "chapters/twee.qmd"]}]
    sample.appendices = ["chapters/begrippen.qmd"]
    sample.write("chapters/een.qmd", TEXT).write("chapters/twee.qmd", TWO)
    sample.write("chapters/begrippen.qmd", TERMS)
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
    assert page.locator(".ivp-plot .stil").is_hidden()
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
    [
        ("inbraak", "Inbraken in de wijken"),
        ("huis", "Huizen"),
        ("woninginbraak", "Huizen"),
        ("wijk inbra", "Inbraken in de wijken"),
    ],
)
def test_search_knows_dutch_word_forms(
    chromium: Browser, book: Sample, query: str, found: str
) -> None:
    page, _ = open_page(chromium, book, "index.html")
    page.get_by_label("Zoeken in het boek").fill(query)
    link = page.locator(".ivp-zoeklijst a", has_text=found).first
    link.wait_for()
    link.click()
    page.wait_for_url("**/chapters/een.html*")


def test_search_works_from_a_server_too(chromium: Browser, book: Sample) -> None:
    handler = functools.partial(_Quiet, directory=str(book.out))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        page = chromium.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/chapters/twee.html")
        page.get_by_label("Zoeken in het boek").fill("huis")
        page.locator(".ivp-zoeklijst a", has_text="Huizen").first.click()
        page.wait_for_url("**/chapters/een.html#huizen")
        page.close()
        server.shutdown()


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        pass


def test_search_by_keyboard_and_nothing_found(chromium: Browser, book: Sample) -> None:
    page, _ = open_page(chromium, book, "index.html")
    page.get_by_label("Zoeken in het boek").fill("xyzzy")
    page.locator("search [role=status]").get_by_text("Niets gevonden").wait_for(state="attached")
    page.get_by_label("Zoeken in het boek").fill("niets")
    page.locator(".ivp-zoeklijst a").first.wait_for()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_url("**/chapters/twee.html")


def test_everything_is_readable_without_javascript(chromium: Browser, book: Sample) -> None:
    page, _ = open_page(chromium, book, "chapters/een.html", java_script_enabled=False)
    assert page.locator(".ivp-plot svg").is_visible()
    assert page.get_by_role("navigation", name="Hoofdstukken").get_by_text("Twee").is_visible()
    assert page.get_by_label("Zoeken in het boek").count() == 0
    page.get_by_text("Toon als tabel").click()
    assert page.locator(".tabelvak table").is_visible()


def test_skip_link_comes_first(chromium: Browser, book: Sample) -> None:
    page, _ = open_page(chromium, book, "chapters/een.html")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.tagName") == "MAIN"


def test_a_term_is_explained_on_hover_and_on_focus(chromium: Browser, book: Sample) -> None:
    """WCAG 2.2, 1.4.13: dismissible, hoverable, persistent."""
    page, _ = open_page(chromium, book, "chapters/twee.html")
    term, tip = page.get_by_role("link", name="aangiften"), page.get_by_role("tooltip")
    assert term.get_attribute("href") == "begrippen.html#begrip-aangifte"
    assert page.locator("a.ivp-begrip").count() == 2, "the first use of each term only"
    term.focus()
    assert tip.inner_text() == "Iemand meldt een <feit>."
    assert term.get_attribute("aria-describedby") == tip.get_attribute("id")
    page.keyboard.press("Escape")
    assert tip.is_hidden() and term.evaluate("node => node === document.activeElement")
    term.blur()
    term.hover()
    tip.hover()
    page.wait_for_timeout(500)
    assert tip.is_visible(), "it stays as long as the pointer is on it"
    page.keyboard.press("Escape")
    assert tip.is_hidden()


def test_a_figure_can_be_enlarged_and_closed_by_keyboard(chromium: Browser, book: Sample) -> None:
    page, _ = open_page(chromium, book, "chapters/een.html")
    page.wait_for_selector(".ivp-plot.getekend")
    button = page.get_by_role("button", name="Vergroot Figuur")
    small = page.locator(".ivp-getekend").bounding_box()
    button.focus()
    page.keyboard.press("Enter")
    large = page.get_by_role("dialog").get_by_role("img", name="Een lijn daalt").bounding_box()
    assert small and large and large["width"] > 1.2 * small["width"]
    assert Axe().run(page).violations_count == 0
    page.keyboard.press("Escape")
    assert page.get_by_role("dialog").count() == 0
    assert button.evaluate("node => node === document.activeElement")


def test_print_shows_the_picture_for_paper_and_no_controls(chromium: Browser, book: Sample) -> None:
    page, _ = open_page(chromium, book, "chapters/een.html", color_scheme="dark")
    page.wait_for_selector(".ivp-plot.getekend")
    assert page.get_by_role("button", name="Print dit hoofdstuk").is_visible()
    page.evaluate("window.print = () => { window.printed = true; }")
    page.get_by_role("button", name="Print dit hoofdstuk").click()
    page.wait_for_function("window.printed")
    page.emulate_media(media="print")
    for hidden in ("nav", ".ivp-knop", "search", ".boek-voet", ".ivp-getekend"):
        assert page.locator(hidden).first.is_hidden(), hidden
    assert page.locator(".ivp-statisch").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_the_page_reads_before_plotly_is_there(chromium: Browser, book: Sample) -> None:
    context = chromium.new_context()
    page = context.new_page()
    page.route("**/plotly.min.js", lambda route: route.abort())
    page.goto((book.out / "chapters/een.html").as_uri())
    assert page.locator(".ivp-plot .stil").is_visible()
    assert page.locator("h2").first.is_visible()
