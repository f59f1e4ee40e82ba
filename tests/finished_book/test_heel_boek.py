"""The finished book as its readers get it: pages, PDF, and the two side by side."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, cast
from urllib.parse import urlparse

import yaml
from bs4 import BeautifulSoup
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from ivp.book import findings
from tests.finished_book.conftest import Boek
from tests.page import element

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SCREENS: list[tuple[int, Literal["light", "dark"]]] = [
    (1280, "light"),
    (1280, "dark"),
    (390, "light"),
    (390, "dark"),
]
AXE: dict[str, Any] = {
    "preload": False,
    "resultTypes": ["violations"],
    "rules": {"target-size": {"enabled": True}},
}
"""All of axe's rules, with the one of WCAG 2.2 that it leaves off: target size."""
RULES: dict[tuple[int, str], dict[str, Any]] = {
    (1280, "dark"): {"runOnly": ["color-contrast", "link-in-text-block"]},
    (390, "light"): {"rules": {**AXE["rules"], "color-contrast": {"enabled": False}}},
}
"""Only colours differ between light and dark, and only the rest between wide and narrow; on a wide
light and on a narrow dark screen all rules are tried."""
UNFOLD = """() => {
  const seen = {};
  for (const node of document.querySelectorAll("details")) {
    const kind = node.className || node.parentElement.className;
    seen[kind] = (seen[kind] || 0) + 1;
    if (seen[kind] <= 2) node.open = true;
  }
}"""
"""Two of each kind: what folds is made by the same code, and some have hundreds of rows."""
NUMBER = re.compile(r"\b(Figuur|Tabel)\s+([0-9A-Z]+\.[0-9]+)")


def chapters(root: Path) -> list[str]:
    """The chapters of ``_quarto.yml`` in order, parts and appendices included."""
    book = yaml.safe_load((root / "_quarto.yml").read_text())["book"]
    found: list[str] = []
    for entry in [*book["chapters"], *book.get("appendices", [])]:
        found += entry["chapters"] if isinstance(entry, dict) else [entry]
    return found


def soup(page: Path) -> BeautifulSoup:
    return BeautifulSoup(page.read_text(encoding="utf-8"), "lxml")


def test_every_chapter_is_a_page(boek: Boek) -> None:
    made = {page.relative_to(boek.folder).as_posix() for page in boek.pages}
    assert {name.replace(".qmd", ".html") for name in chapters(boek.root)} <= made
    assert len(chapters(boek.root)) == 22


def test_all_links_anchors_and_images_resolve(boek: Boek) -> None:
    assert findings(boek.folder) == []


def test_no_page_loads_anything_from_elsewhere(boek: Boek) -> None:
    loading = {"script": "src", "link": "href", "img": "src", "iframe": "src", "source": "src"}
    for page in boek.pages:
        for tag, attribute in loading.items():
            for found in soup(page).find_all(tag):
                assert not urlparse(str(found.get(attribute) or "")).netloc, (page.name, found)
    for style in boek.folder.rglob("*.css"):
        assert not re.search(r"url\(['\"]?(https?:)?//", style.read_text(encoding="utf-8"))


def test_no_path_of_the_building_machine_is_published(boek: Boek) -> None:
    for path in boek.folder.rglob("*"):
        if path.suffix in {".html", ".js", ".csv", ".json", ".css", ".svg"}:
            assert str(boek.root) not in path.read_text(encoding="utf-8", errors="replace"), path


def test_figures_and_tables_have_the_same_numbers_in_html_and_pdf(boek: Boek) -> None:
    in_html: list[str] = []
    for name in chapters(boek.root):
        for caption in soup(boek.folder / name.replace(".qmd", ".html")).select(
            "figcaption, table > caption, .quarto-float-caption"
        ):
            match = NUMBER.match(caption.get_text(" ", strip=True).replace("\u00a0", " "))
            if match:
                in_html.append(" ".join(match.groups()))
    text = "\n".join(boek.pdf_pages).replace("\u00a0", " ")
    in_pdf = {" ".join(m.groups()) for m in re.finditer(NUMBER.pattern + r"[:.]", text)}
    assert len(in_html) == len(set(in_html)) > 20
    assert set(in_html) == in_pdf


def test_every_head_in_a_table_has_a_scope(boek: Boek) -> None:
    for page in boek.pages:
        assert soup(page).select("th:not([scope])") == [], page.name


def test_pdf_has_the_chapters_as_outline_and_says_what_it_is(boek: Boek) -> None:
    reader = PdfReader(boek.pdf)
    titles: list[str] = []

    def walk(items: list[Any]) -> None:
        for item in items:
            walk(item) if isinstance(item, list) else titles.append(item.title)

    walk(reader.outline)
    for name in chapters(boek.root):
        if name == "index.qmd":
            continue  # its page carries the title of the book
        page = soup(boek.folder / name.replace(".qmd", ".html"))
        bare = element(page, "h1 .chapter-title").get_text(" ", strip=True)
        assert any(bare in title for title in titles), (bare, titles)
    assert reader.metadata and "Medemblik" in str(reader.metadata.title)
    assert str(reader.root_object["/Lang"]).lower().startswith("nl")
    assert cast(DictionaryObject, reader.root_object["/MarkInfo"])["/Marked"]


def test_real_figures_stand_in_the_book(boek: Boek) -> None:
    """Public figures of feiten/bronnen.md, each where a reader will look for it."""
    page = soup(boek.folder / "chapters" / "veiligheidsbeeld.html").get_text(" ")
    for figure in ("2.245", "2.120", "1.440", "1.263", "1.212", "1.102"):
        assert figure in page, figure
    assert "2.245" in "\n".join(boek.pdf_pages)


def test_fictitious_figures_say_so_everywhere(boek: Boek) -> None:
    for page in boek.pages:
        for figure in soup(page).select(".ivp-figuur"):
            caption = " ".join(f.get_text(" ") for f in figure.find_parents("figure")[:1])
            link = str(element(figure, ".ivp-download a")["href"])
            download = (page.parent / link).read_text(encoding="utf-8-sig")
            marked = bool(figure.select_one(".voorbeeldcijfers"))
            assert ("Voorbeeldcijfers." in caption) == marked == ("Voorbeeldcijfers." in download)


def test_concept_edition_says_so_on_every_page(boek: Boek) -> None:
    for page in boek.pages:
        [banner] = soup(page).select("main .ivp-concept")
        assert "nog niet vastgesteld" in banner.get_text(" "), page.name


def test_every_page_in_a_real_browser(boek: Boek, chromium: Browser) -> None:
    """Opened from the disk: nothing fails to load, figures are drawn, and on a desktop and a phone,
    light and dark, nothing scrolls sideways and axe finds nothing, once unfolded."""
    from axe_playwright_python.sync_playwright import Axe
    from playwright.sync_api import TimeoutError

    context = chromium.new_context(reduced_motion="reduce")
    page = context.new_page()
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(f"{page.url}: {error}"))
    page.on("requestfailed", lambda request: problems.append(f"{page.url}: {request.url}"))
    page.on(
        "request",
        lambda request: problems.append(request.url) if request.url.startswith("http") else None,
    )

    def look(name: str, some: dict[str, Any]) -> None:
        try:  # charts follow the screen a moment after it changed
            page.wait_for_function("document.documentElement.scrollWidth <= innerWidth + 1")
        except TimeoutError:
            problems.append(f"{name}: wider than the screen")
        for violation in Axe().run(page, options={**AXE, **some}).response["violations"]:
            where = violation["nodes"][0]["html"][:200]
            problems.append(f"{name}: {violation['id']}: {where}")

    for path in boek.pages:
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(path.as_uri())
        page.wait_for_function(
            "n => document.querySelectorAll('.ivp-figuur .main-svg').length >= n",
            arg=page.locator(".ivp-figuur").count(),
        )
        for width, scheme in SCREENS:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme)
            if (width, scheme) == (390, "dark"):
                page.evaluate(UNFOLD)
            look(f"{path.name}, {width}, {scheme}", RULES.get((width, scheme), {}))
    context.close()
    assert problems == []


def test_without_javascript_the_figures_and_their_tables_are_there(
    boek: Boek, chromium: Browser
) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((boek.folder / "chapters" / "veiligheidsbeeld.html").as_uri())
    assert page.locator(".ivp-statisch").first.is_visible()
    page.locator("details.ivp-tabel summary").first.click()
    assert page.locator("details.ivp-tabel table").first.is_visible()
    context.close()


def test_search_finds_a_word(boek: Boek, chromium: Browser) -> None:
    page = chromium.new_page()
    page.goto((boek.folder / "index.html").as_uri())
    page.locator("input[type=search]").first.fill("woninginbraken")
    page.wait_for_function(
        "() => [...document.querySelectorAll('a')].some(a => /veld-woon/.test(a.href) "
        "&& a.closest('[role=search], search, #zoekresultaten, .zoek'))"
    )
    page.close()


def test_figures_with_figures_of_the_table_lead_back_to_rows_of_a_file(boek: Boek) -> None:
    """Under a figure of indicators stands from which column and rows of which file it was made."""
    found = [
        row.get_text(" ", strip=True)
        for page in boek.pages
        for row in soup(page).select('.ivp-bron dt:-soup-contains-own("Herkomst") + dd')
    ]
    assert len(found) > 10
    named = {file for text in found for file in re.findall(r"data/[\w./-]+\.csv", text)}
    assert named and all((boek.root / file).is_file() for file in named)
