"""What tests of pages share."""

from __future__ import annotations

from bs4 import Tag


def element(page: Tag, css: str) -> Tag:
    """The first element that ``css`` chooses, which must be there."""
    found = page.select_one(css)
    assert found is not None, f"no {css} on the page"
    return found
