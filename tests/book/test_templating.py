"""What is filled in a template cannot end what it is filled in."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from ivp.book.templating import typst_literal


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"])))
def test_a_string_literal_has_no_loose_quote(text: str) -> None:
    found = typst_literal(text)
    inner = found[1:-1]
    assert found[0] == found[-1] == '"'
    assert inner.replace("\\\\", "").replace('\\"', "").count('"') == 0
    assert inner.replace("\\\\", "\0").replace('\\"', '"').replace("\0", "\\") == text
