"""Tables in Typst, with column widths that follow from what is in the columns."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import panflute as pf

_ALIGN = {
    "AlignLeft": "left",
    "AlignRight": "right",
    "AlignCenter": "center",
    "AlignDefault": "auto",
}
_FITS = 80
"""Characters that fit on a line of the page in the size of a table."""
_SHORT = 16
"""A column with nothing longer than this keeps its own width."""


def blocks(table: pf.Table) -> list[Any]:
    """A table as Typst blocks: header rows repeat on every page."""
    head, body, foot = _rows(table)
    aligns = [_ALIGN[align] for align, _ in table.colspec]
    out = [
        pf.RawBlock(
            f"#table(columns: ({''.join(w + ', ' for w in _columns(table))}), "
            f"align: ({''.join(a + ', ' for a in aligns)}),",
            "typst",
        )
    ]
    for name, rows in (("header", head), ("", body), ("footer", foot)):
        if not rows:
            continue
        if name:
            out.append(pf.RawBlock(f"table.{name}(", "typst"))
        for row in rows:
            for cell in row.content:
                out += _cell(cell)
        if name:
            out.append(pf.RawBlock("),", "typst"))
    out.append(pf.RawBlock(")", "typst"))
    return out


def _rows(table: pf.Table) -> tuple[list[Any], list[Any], list[Any]]:
    body = [row for part in table.content for row in part.content]
    return list(table.head.content), body, list(table.foot.content)


def _columns(table: pf.Table) -> list[str]:
    given = [width for _, width in table.colspec]
    if all(isinstance(width, int | float) for width in given):
        return [f"{width:.4f}fr" for width in given]
    return widths(row for part in _rows(table) for row in part)


def widths(rows: Iterable[pf.TableRow]) -> list[str]:
    """Per column ``auto``, or a fraction when the table as a whole is too wide for the page."""
    columns: list[list[int]] = []
    for row in rows:
        i = 0
        for cell in row.content:
            while len(columns) < i + cell.colspan:
                columns.append([0])
            if cell.colspan == 1:
                columns[i].append(len(pf.stringify(cell).strip()))
            i += cell.colspan
    longest = [max(column) for column in columns]
    if sum(longest) <= _FITS:
        return ["auto"] * len(columns)
    # The square root keeps one long cell from starving its neighbours.
    return ["auto" if n <= _SHORT else f"{n**0.5:.2f}fr" for n in longest]


def _cell(cell: pf.TableCell) -> list[Any]:
    spans = [
        f"{name}: {value}"
        for name, value in (("colspan", cell.colspan), ("rowspan", cell.rowspan))
        if value != 1
    ]
    start = f"table.cell({', '.join(spans)})[" if spans else "["
    content = list(cell.content)
    if len(content) == 1 and isinstance(content[0], pf.Plain):
        raw = pf.RawInline(start, "typst"), pf.RawInline("],", "typst")
        return [pf.Plain(raw[0], *content[0].content, raw[1])]
    return [pf.RawBlock(start, "typst"), *content, pf.RawBlock("],", "typst")]
