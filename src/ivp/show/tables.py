"""Frames as accessible tables: in Markdown (for text and PDF) and in HTML (under a figure)."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

from ivp import dutch

if TYPE_CHECKING:
    import pandas as pd

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~^$@!])")
_SPACE = re.compile(r"[^\S\u00a0\u202f]+")  # a space that holds an amount together stays
_MIN_WIDTH, _MAX_WIDTH, _PANDOC_COLUMNS = 4, 34, 72


def md(text: str) -> str:
    """``text`` from params or data as literal Markdown: no markup, HTML or shortcode, one line.

    Example: ``show.md("a*b")`` is ``a\\*b``.
    """
    return _MARKDOWN.sub(r"\\\1", _SPACE.sub(" ", str(text)).strip())


class LinkedText(str):
    """The text of a cell that leads somewhere, or that others lead to.

    ``target`` is a page and anchor relative to the root (``/chapters/x.qmd#y``), ``anchor`` the id
    under which the cell itself can be found. In a download it is plain text.
    """

    target: str
    anchor: str

    def __new__(cls, text: str, target: str = "", anchor: str = "") -> LinkedText:
        made = super().__new__(cls, text)
        made.target, made.anchor = target, anchor
        return made

    @property
    def markdown(self) -> str:
        """The text as a link in Markdown, or, without a ``target``, as a span with the id."""
        if self.target:
            return f"[{md(self)}]({self.target})" + (f"{{#{self.anchor}}}" if self.anchor else "")
        return f"[{md(self)}]{{#{self.anchor}}}"


def links(
    texts: pd.Series,
    to: pd.Series | str = "",
    anchor: pd.Series | str = "",
    missing: str = str(dutch.Missing.UNKNOWN),
) -> pd.Series:
    """The column ``texts`` with cells that lead ``to`` an address, or have an id (``anchor``).

    Where there is no text, ``missing`` stands as plain text. The column has dtype ``object``:
    pandas makes plain text of a ``LinkedText`` otherwise.
    Example: ``show.links(goals["naam"], "/chapters/doelen.qmd#doel-" + goals["id"])``.
    """
    import pandas as pd

    table = pd.DataFrame({"text": texts, "to": to, "anchor": anchor}).fillna("").astype(str)
    cells = [
        LinkedText(text, target, name) if text else missing
        for text, target, name in table.to_numpy().tolist()
    ]
    return pd.Series(cells, index=texts.index, dtype=object)


def cell_text(value: Any, decimals: int) -> str:
    """``value`` of a cell as text: Dutch, a fraction with ``decimals``, or why it is missing."""
    if isinstance(value, dutch.Missing | str):
        return value if isinstance(value, LinkedText) else str(value)
    if dutch.is_empty(value):
        return str(dutch.Missing.UNKNOWN)
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, float):
        return dutch.number(value, decimals)
    return dutch.number(int(value)) if hasattr(value, "__int__") else str(value)


def cell_texts(frame: pd.DataFrame, decimals: int | dict[str, int] = 1) -> list[list[str]]:
    """All cells of ``frame`` as text, row by row.

    A column called ``Jaar`` (or ending in "jaar") holds years and gets no thousands point.
    ``decimals`` is for fractions: one number, or one per column (default 1).
    """

    def one(column: str, value: Any) -> str:
        if str(column).lower().endswith("jaar") and not isinstance(value, str | dutch.Missing):
            return str(dutch.Missing.UNKNOWN) if dutch.is_empty(value) else str(int(value))
        places = decimals if isinstance(decimals, int) else decimals.get(column, 1)
        return cell_text(value, places)

    columns = [frame[name].tolist() for name in frame.columns]
    texts = [
        [one(str(n), v) for v in values] for n, values in zip(frame.columns, columns, strict=True)
    ]
    return [list(row) for row in zip(*texts, strict=True)]


def is_numeric(values: list[Any]) -> bool:
    """Whether ``values`` are aligned as numbers: some are, and the rest are gaps or words."""

    def number(value: Any) -> bool:
        return isinstance(value, int | float) and not isinstance(value, bool)

    return any(map(number, values)) and all(
        number(v) or dutch.is_empty(v) or isinstance(v, str | dutch.Missing) for v in values
    )


def markdown_table(frame: pd.DataFrame, decimals: int | dict[str, int] = 1) -> str:
    """``frame`` as a Pandoc pipe table: numbers to the right, columns as wide as they need.

    ``decimals`` as for ``cell_texts``.
    Column widths count for Pandoc only when a line is longer than 72 characters; then the dashes
    give the relative widths, so that long text wraps and numbers do not.
    """
    rows = cell_texts(frame, decimals)
    names = [str(name) for name in frame.columns]
    numeric = [is_numeric(frame[name].tolist()) for name in frame.columns]
    widths = [
        min(_MAX_WIDTH, max([_MIN_WIDTH, _longest_word(name), *(len(row[i]) for row in rows)]))
        for i, name in enumerate(names)
    ]
    rule = [
        "-" * (width - 1) + ":" if right else "-" * width
        for width, right in zip(widths, numeric, strict=True)
    ]
    lines = [names, *rows]
    text = [f"| {' | '.join(_written(c) for c in line)} |" for line in lines]
    text.insert(1, f"|{'|'.join(rule)}|")
    if any(len(cell) > _MAX_WIDTH for line in lines for cell in line):
        # Makes Pandoc honour the widths even when the longest line happens to be short.
        text = [line.ljust(_PANDOC_COLUMNS + 1) for line in text]
    return "\n".join(text)


def plain_table(frame: pd.DataFrame, decimals: int | dict[str, int] = 1) -> str:
    """``frame`` as lines of text, ``decimals`` as for ``cell_texts``: to compare two outputs."""
    rows = [[str(name) for name in frame.columns], *cell_texts(frame, decimals)]
    return "\n".join(" | ".join(row) for row in rows)


def _written(cell: str) -> str:
    return cell.markdown if isinstance(cell, LinkedText) else md(cell)


def _longest_word(text: str) -> int:
    return max((len(word) for word in text.split()), default=0)


def html_table(frame: pd.DataFrame, caption: str, decimals: int | dict[str, int] = 1) -> str:
    """``frame`` as an HTML table with ``caption``, column and row headers; all text escaped.

    ``decimals`` as for ``cell_texts``.
    """
    numeric = [is_numeric(frame[name].tolist()) for name in frame.columns]
    head = "".join(f'<th scope="col">{html.escape(str(name))}</th>' for name in frame.columns)
    body = []
    for row in cell_texts(frame, decimals):
        cells = [f'<th scope="row">{html.escape(row[0])}</th>']
        cells += [
            f"<td{' class=getal' if right else ''}>{html.escape(text)}</td>"
            for text, right in zip(row[1:], numeric[1:], strict=True)
        ]
        body.append(f"<tr>{''.join(cells)}</tr>")
    return (
        f"<table><caption>{html.escape(caption)}</caption>"
        f"<thead><tr>{head}</tr></thead><tbody>{''.join(body)}</tbody></table>"
    )
