"""The last hand on the pages, also on those that Quarto made."""

from __future__ import annotations

from html import escape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from lxml import html

from ivp.book import postprocess
from ivp.book.postprocess import number_paragraphs
from ivp.book.quarto_yml import EditionLabel
from ivp.paths import Project

PAGE = (
    '<!DOCTYPE html><html lang="nl"><head>{head}</head>'
    '<body><main id="m">{body}</main></body></html>'
)


@pytest.fixture
def project(tmp_path: Path) -> Project:
    root = tmp_path / "boek & plan"
    root.mkdir()
    (root / "_quarto.yml").write_text("project: {type: book}\n")
    (root / "_variables.yml").write_text("editie: {status: concept}\n")
    return Project(root)


def page(project: Project, body: str, head: str = "", name: str = "chapters/a.html") -> Path:
    path = project.book / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(PAGE.format(head=head, body=body), "utf-8")
    return path


def test_paths_of_the_build_machine_go(project: Project) -> None:
    path = page(
        project,
        f'<section data-notebook="{project.root}/_executed/a.ipynb" class="x">t</section>'
        f'<img src="file://{project.root}/assets/a.png" alt="a"><p>{project.root}/b</p>'
        f'<img src="{project.root.as_uri()}/c.png" alt="c"><p>{escape(str(project.root))}/d</p>',
    )
    postprocess(project.book)
    text = path.read_text("utf-8")
    assert str(project.root.parent) not in text and "data-notebook" not in text
    assert '<section class="x">' in text


def test_root_relative_addresses_become_relative_to_the_page(project: Project) -> None:
    body = '<a href="/_executed/a.csv">a</a><a href="/">t</a><img src="/x.png"><a href="b.html">'
    deep, top = page(project, body), page(project, body, name="index.html")
    postprocess(project.book)
    assert 'href="../_executed/a.csv"' in deep.read_text("utf-8")
    assert 'href="../index.html"' in deep.read_text("utf-8")
    assert 'src="../x.png"' in deep.read_text("utf-8") and 'href="b.html"' in deep.read_text(
        "utf-8"
    )
    assert 'href="_executed/a.csv"' in top.read_text("utf-8")


def test_twice_is_once(project: Project) -> None:
    path = page(project, '<a href="/x.csv">x</a>')
    postprocess(project.book)
    once = path.read_text("utf-8")
    postprocess(project.book)
    assert path.read_text("utf-8") == once
    assert once.count("ivp-concept") == 1
    assert once.index("<main") < once.index("ivp-concept") < once.index("x.csv")


def test_every_head_of_a_column_says_so(project: Project) -> None:
    table = (
        '<table><thead><tr><th>a</th><th style="x">b</th><th scope="colgroup">c</th></tr></thead>'
        "<tbody><tr><th>d</th></tr></tbody></table>"
    )
    path = page(project, table)
    postprocess(project.book)
    text = path.read_text("utf-8")
    assert '<th scope="col">a' in text and '<th scope="col" style="x">b' in text
    assert '<th scope="colgroup">c' in text and "<th>d" in text


def test_an_adopted_plan_carries_no_warning(project: Project) -> None:
    (project.root / "_variables.yml").write_text("editie: {status: vastgesteld}\n")
    path = page(project, "x")
    postprocess(project.book)
    assert "ivp-concept" not in path.read_text("utf-8")


NUMBERED = (
    "<body><p>buiten</p><main><p>Eén &amp; <em>meer</em></p><figure><p>in figuur</p></figure>"
    '<p class="voorbeeldcijfers">merk</p><details><p>dicht</p></details><ul><li><p>Twee</p></li>'
    "</ul></main><p>na</p></body>"
)


def test_only_running_text_is_numbered() -> None:
    made = html.document_fromstring(number_paragraphs(NUMBERED, "index.html", EditionLabel("1")))
    assert {p.get("id"): p.text_content().strip() for p in made.xpath("//p[@id]")} == {
        "al-1": "Eén & meer",
        "al-2": "Twee",
    }
    assert made.xpath("//a/@href") == ["#al-1", "#al-2"]


def test_numbering_twice_changes_nothing_and_the_rest_stays() -> None:
    once = number_paragraphs(NUMBERED, "index.html", EditionLabel())
    assert number_paragraphs(once, "index.html", EditionLabel()) == once
    assert html.document_fromstring(once).text_content().split() == (
        html.document_fromstring(NUMBERED).text_content().split()
    )


def test_a_reaction_says_where_it_belongs() -> None:
    for address, title in (("mailto:ivp@voorbeeld.nl", "subject"),
                           ("https://voorbeeld.nl/a/issues/new", "title")):  # fmt: skip
        edition = EditionLabel('1"<b>&x=1', reacties=address)
        made = html.document_fromstring(number_paragraphs(NUMBERED, "chapters/een.html", edition))
        [first, _] = made.xpath("//a[@class='ivp-reageer']/@href")
        found = parse_qs(urlsplit(first).query)
        assert set(found) == {title, "body"}
        assert "chapters/een.html#al-1" in found[title][0]
        assert '1"<b>&x=1' in found["body"][0]


def test_no_other_kind_of_address_becomes_a_link() -> None:
    page = number_paragraphs(NUMBERED, "index.html", EditionLabel(reacties="javascript:alert(1)"))
    assert "javascript" not in page
