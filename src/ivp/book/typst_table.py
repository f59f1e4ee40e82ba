"""Tables in Typst."""

from __future__ import annotations

from typing import Any

import panflute as pf

_ALIGN = {
    "AlignLeft": "left",
    "AlignRight": "right",
    "AlignCenter": "center",
    "AlignDefault": "auto",
}


def blocks(table: pf.Table) -> list[Any]:
    """A table as Typst blocks: header rows repeat on every page."""
    head, foot = list(table.head.content), list(table.foot.content)
    body = [row for part in table.content for row in part.content]
    aligns = [_ALIGN[align] for align, _ in table.colspec]
    out = [
        pf.RawBlock(
            f"#table(columns: ({''.join(_width(w) + ', ' for _, w in table.colspec)}), "
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


def _width(width: Any) -> str:
    return f"{width:.4f}fr" if isinstance(width, int | float) else "auto"


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
