"""Numbers, links and a way to react at the paragraphs of a concept."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from lxml import html

from ivp.book.alineas import nummer

PAGE = (
    "<body><p>buiten</p><main><p>Eén &amp; <em>meer</em></p><figure><p>in figuur</p></figure>"
    '<p class="voorbeeldcijfers">merk</p><details><p>dicht</p></details><ul><li><p>Twee</p></li>'
    "</ul></main><p>na</p></body>"
)


def test_only_running_text_is_numbered() -> None:
    made = html.document_fromstring(nummer(PAGE, "index.html", {"nummer": "1"}))
    assert {p.get("id"): p.text_content().strip() for p in made.xpath("//p[@id]")} == {
        "al-1": "Eén & meer",
        "al-2": "Twee",
    }
    assert made.xpath("//a/@href") == ["#al-1", "#al-2"]


def test_twice_changes_nothing_and_the_rest_stays() -> None:
    once = nummer(PAGE, "index.html", {})
    assert nummer(once, "index.html", {}) == once
    assert html.document_fromstring(once).text_content().split() == (
        html.document_fromstring(PAGE).text_content().split()
    )


def test_a_reaction_says_where_it_belongs() -> None:
    for address, title in (("mailto:ivp@voorbeeld.nl", "subject"),
                           ("https://voorbeeld.nl/a/issues/new", "title")):  # fmt: skip
        edition = {"nummer": '1"<b>&x=1', "reacties": address}
        made = html.document_fromstring(nummer(PAGE, "chapters/een.html", edition))
        [first, _] = made.xpath("//a[@class='ivp-reageer']/@href")
        found = parse_qs(urlsplit(first).query)
        assert set(found) == {title, "body"}
        assert "chapters/een.html#al-1" in found[title][0]
        assert '1"<b>&x=1' in found["body"][0]


def test_no_other_kind_of_address_becomes_a_link() -> None:
    page = nummer(PAGE, "index.html", {"reacties": "javascript:alert(1)"})
    assert "javascript" not in page
