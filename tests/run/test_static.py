"""What happens to a figure between the browser and the book."""

from __future__ import annotations

from ivp.run.static import stable


def test_coordinates_are_rounded_and_texts_are_not() -> None:
    svg = '<svg><path d="M 1.23456,-7.0001"/><text x="3.14159">per 1.000 inwoners</text></svg>'
    assert stable(svg, "abcdef") == (
        '<svg><path d="M 1.23,-7"/><text x="3.14">per 1.000 inwoners</text></svg>'
    )


def test_the_empty_style_of_the_whole_goes_wherever_it_stands() -> None:
    one, two = '<svg style="" width="1">', '<svg width="1" style="">'
    text = '<text style="fill: red"> style=""</text></svg>'
    assert stable(one + text, "abcdef") == stable(two + text, "abcdef") == f'<svg width="1">{text}'
