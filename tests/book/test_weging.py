"""The sliders in a real browser: the same numbers as Python, by keyboard, for everybody."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from ivp.chapters import sliders
from ivp.config import model as m
from ivp.plan.weighing import Weighing
from ivp.run.finish import part_html
from ivp.show import tables
from ivp.show.display import Shown
from tests.book.conftest import Sample, cell, empty
from tests.conftest import PATIENCE
from tests.plan.village import sessions, weighing

GEWICHTEN = [2.0, 1.5, 1.0]


def chosen(weights: list[float]) -> Weighing:
    """Random scores of many participants, one of them missing, with these weights."""
    rng = random.Random(5)
    given = sessions(
        raad={name: [rng.randint(1, 5) for _ in range(7)] for name in "abc"},
        werkgroep={name: [rng.randint(1, 5) for _ in range(11)] for name in "ac"},
    )
    names = ("ernst", "wens", "capaciteit")
    rules = ("sessies", "sessies", "uren")
    criteria = [
        m.Criterium(id=n, naam=n.capitalize(), gewicht=w, uitleg="…", score_uit=r).model_dump()
        for n, w, r in zip(names, weights, rules, strict=True)
    ]
    return weighing(given, criteria=criteria)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Sample:
    sample = empty(tmp_path_factory.mktemp("weging"))
    own = chosen(GEWICHTEN)
    html = tables.html_table(own.criteria[["naam", "aandeel"]], "De gekozen gewichten")
    places = own.ranking[["naam", "rang", "score", "aandeel"]]
    html += tables.html_table(places, "De volgorde", {"score": sliders.DECIMALS["Gewogen score"]})
    data = sliders.data(own, example=True)
    part = part_html(Shown(kind="part", name="weging", html=html, data=data))
    sample.notebook("w", cell("schuif-weging", {"text/html": part, "text/markdown": "Papier."}))
    sample.chapters = ["chapters/een.qmd"]
    sample.write(
        "chapters/een.qmd", "# Wegen\n\n{{< embed ../_executed/w.ipynb#schuif-weging >}}\n"
    )
    scripts = '<script defer src="/assets/weging.js"></script>'
    sample.config = {
        "format": {
            "html": {"css": ["assets/boek.css"], "include-after-body": [{"text": scripts}]},
        }
    }
    sample.render()
    return sample


def opened(browser: Browser, book: Sample, **options: Any) -> Page:
    page = browser.new_context(viewport={"width": 1280, "height": 900}, **options).new_page()
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    page.goto((book.out / "chapters/een.html").as_uri())
    return page


def shown(page: Page) -> list[tuple[str, float, float]]:
    rows = page.evaluate(
        "[...document.querySelectorAll('.ivp-weging tbody tr')].map("
        "r => [r.dataset.thema, Number(r.dataset.score), Number(r.dataset.aandeel)])"
    )
    return [(row[0], row[1], row[2]) for row in rows]


def soon(page: Page, done: Callable[[], bool]) -> None:
    """Wait until the page has followed what was asked of it."""
    until = time.monotonic() + PATIENCE
    while not done() and time.monotonic() < until:
        page.wait_for_timeout(20)


def shows(page: Page, outcome: list[tuple[str, float, float]]) -> bool:
    return shown(page) == outcome


def computed(weights: list[float]) -> list[tuple[str, float, float]]:
    table = chosen(weights).ranking
    columns = zip(table["thema"], table["score"], table["aandeel"], strict=True)
    return [(str(name), float(score), float(share)) for name, score, share in columns]


def test_the_page_gives_what_python_gives_to_the_last_digit(
    chromium: Browser, book: Sample
) -> None:
    page = opened(chromium, book)
    assert shown(page) == computed(GEWICHTEN)
    names = ("ernst", "wens", "capaciteit")
    for weights in ([0.0, 37.0, 5.0], [1.0, 1.0, 50.0], [50.0, 0.0, 0.0], [7.0, 11.0, 13.0]):
        for name, weight in zip(names, weights, strict=True):
            page.locator(f"#gewicht-{name}").fill(str(int(weight)))
        outcome = computed(weights)
        soon(page, partial(shows, page, outcome))
        assert shown(page) == outcome, weights


def test_without_a_script_the_chosen_weighting_is_readable(chromium: Browser, book: Sample) -> None:
    rows = (
        "[...document.querySelectorAll('.ivp-weging tbody tr')].map(r => r.innerText.split('\\t'))"
    )
    interactive = opened(chromium, book).evaluate(rows)
    still = opened(chromium, book, java_script_enabled=False)
    assert still.get_by_text("De gekozen gewichten").is_visible()
    assert still.locator("input[type=range]").count() == 0
    texts = still.locator(".ivp-weging table").last.locator("tbody tr").all_inner_texts()
    assert [text.split() for text in texts] == [
        [word.strip() for word in row] for row in interactive
    ]


def test_everything_works_by_keyboard(chromium: Browser, book: Sample) -> None:
    page = opened(chromium, book)
    slider = page.get_by_label("Ernst")
    slider.focus()
    before = slider.get_attribute("aria-valuetext")
    for _ in range(20):
        page.keyboard.press("ArrowRight")
    soon(page, lambda: slider.get_attribute("aria-valuetext") != before)
    assert slider.get_attribute("aria-valuetext") != before
    assert "Vooraan staan nu:" in page.get_by_role("status").inner_text()
    page.get_by_role("button", name="Terug naar de gekozen gewichten").focus()
    page.keyboard.press("Enter")
    assert shown(page) == computed(GEWICHTEN)


def test_no_weight_at_all_is_said(chromium: Browser, book: Sample) -> None:
    page = opened(chromium, book)
    for name in ("ernst", "wens", "capaciteit"):
        page.locator(f"#gewicht-{name}").fill("0")
    page.get_by_role("status").get_by_text("ten minste één criterium").wait_for()
    assert shown(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_sliders_are_accessible(chromium: Browser, book: Sample, scheme: str) -> None:
    page = opened(chromium, book, color_scheme=scheme)
    results = Axe().run(page, options={"preload": False})
    assert results.violations_count == 0, results.generate_report()


def test_on_paper_stands_the_text(book: Sample) -> None:
    assert "Papier." in book.pdf_text
