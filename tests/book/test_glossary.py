"""Terms of the glossary become links where a page first uses them, and nowhere else."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from ivp.book.glossary import Term, link_terms, read_terms

TERMS = [
    Term("begrip-indicator", ("Indicator",), 'Een "cijfer" <b>.'),
    Term("begrip-ivp", ("Integraal veiligheidsplan", "IVP"), "Het plan."),
]


def page(body: str) -> str:
    return f"<html><body><p>indicator</p><main>{body}</main></body></html>"


def explained(body: str) -> str:
    found = link_terms(page(body), "chapters/a.html", TERMS)
    return found.removeprefix("<html><body><p>indicator</p><main>").removesuffix(
        "</main></body></html>"
    )


def link(anchor: str, text: str, explanation: str) -> str:
    return (
        f'<a class="ivp-begrip" href="begrippen.html#{anchor}" data-uitleg="{explanation}">'
        f"{text}</a>"
    )


def test_first_use_plural_and_abbreviation() -> None:
    uitleg = "Een &quot;cijfer&quot; &lt;b&gt;."
    assert explained("<p>Twee indicatoren; een indicator. Het IVP.</p>") == (
        f"<p>Twee {link('begrip-indicator', 'indicatoren', uitleg)}; een indicator. "
        f"Het {link('begrip-ivp', 'IVP', 'Het plan.')}.</p>"
    )


def test_no_part_of_a_word_and_no_abbreviation_in_small_letters() -> None:
    for text in ("<p>hoofdindicator indicatorisch sub-indicator ivp</p>", "indicator"):
        assert explained(text) == text


def test_not_in_links_headings_tables_scripts_attributes_or_notices() -> None:
    for text in (
        '<p><a href="#">indicator</a></p>',
        "<h2>indicator</h2>",
        "<table><tr><td><p>indicator</p></td></tr></table>",
        "<p><script>indicator</script></p>",
        '<p title="x > indicator">x</p>',
        '<p class="voorbeeldcijfers">indicator</p>',
        '<div class="ivp-gegevens"><p>indicator</p></div>',
        "<!-- <p>indicator</p> -->",
    ):
        assert explained(text) == text


def test_twice_changes_nothing() -> None:
    once = link_terms(page("<p>indicator</p>"), "chapters/a.html", TERMS)
    assert link_terms(once, "chapters/a.html", TERMS) == once


@given(st.text("<>/p a'\"=!-indicator&;", max_size=60))
@settings(max_examples=100)
def test_nothing_but_links_is_added(text: str) -> None:
    body = f"<p>{text}"
    found = explained(body)
    for anchor, name in (("begrip-indicator", "indicator"), ("begrip-indicator", "indicatoren")):
        found = found.replace(link(anchor, name, "Een &quot;cijfer&quot; &lt;b&gt;."), name)
    assert found == body


def test_the_glossary_gets_anchors() -> None:
    text = page(
        "<dl><dt>Boa</dt><dd>Wie <em>boetes</em> geeft.</dd><dt>Plan (IVP)</dt><dd>P</dd></dl>"
    )
    marked, terms = read_terms(text)
    assert '<dt id="begrip-boa">' in marked and '<dt id="begrip-plan-ivp">' in marked
    assert [(t.names, t.explanation) for t in terms] == [
        (("Plan", "IVP"), "P"),
        (("Boa",), "Wie boetes geeft."),
    ]
    assert read_terms(marked)[0] == marked
